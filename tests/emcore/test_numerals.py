"""Numbers as a person reads them."""

import pytest

from emcore.numerals import numeral, plural, rounded


@pytest.mark.parametrize(
    ("value", "figures", "text"),
    [
        (0.0, 4, "0"),
        (-0.0, 4, "0"),
        (0.25, 4, "0.25"),
        (-1.5, 4, "−1.5"),
        (2.0, 4, "2"),
        (1234567.0, 2, "1234567"),
        (120.0, 2, "120"),
        (0.0001, 2, "0.0001"),
        (0.123456, 3, "0.123"),
        (2.512e-7, 2, "2.5 × 10⁻⁷"),
        (-2e-07, 2, "−2 × 10⁻⁷"),
        (1e-12, 4, "10⁻¹²"),
        (1e150, 4, "10¹⁵⁰"),
        (1.5e7, 4, "1.5 × 10⁷"),
        (9.996e-6, 3, "10⁻⁵"),
        (float("nan"), 4, "–"),
        (float("inf"), 4, "–"),
    ],
)
def test_a_number_is_written_as_in_print(value, figures, text):
    assert numeral(value, figures) == text


@pytest.mark.parametrize(
    ("value", "figures", "result"),
    [(0.0, 3, 0.0), (1234.5, 2, 1200.0), (-0.00123456, 3, -0.00123), (2.0, 7, 2.0), (9.99e149, 1, 1e150)],
)
def test_rounding_keeps_the_first_figures(value, figures, result):
    assert rounded(value, figures) == result


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0 points"), (1, "1 point"), (2, "2 points"), (1200, "1,200 points"), (10**6, "1,000,000 points")],
)
def test_one_point_two_points(n, text):
    assert plural(n, "point") == text
