from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from emcore import DataError, Mixture, e_step, fit, iterate, m_step
from emcore.points import as_points

NAN, INF = float("nan"), float("inf")
TALL = np.zeros((20, 2))
TALL[::2, 1] = NAN

REFUSED = {
    "empty list": ([], "shape"),
    "no rows": (np.empty((0, 2)), "shape"),
    "no columns": (np.empty((3, 0)), "shape"),
    "3-D": (np.zeros((2, 2, 2)), "shape"),
    "a number": (3.0, "shape"),
    "NaN": ([0, NAN, 2], "row 1, column 0"),
    "infinite": ([[0, 1], [2, 3], [-INF, 4], [5, INF]], "rows 2, 3, columns 0, 1"),
    "too large to square": ([0, 1e200], "row 1, column 0.*larger than"),
    "a long list of bad rows is cut": (TALL, r"rows 0, 2, 4, 6, 8 and 5 more, column 1 \(counted from 0\)"),
    "text cell": (np.array([[1, 2], [3, "four"]], dtype=object), "row 1, column 1.*not a number"),
    "text column": (pd.DataFrame({"x": [1, 2], "name": ["a", "b"]}), "rows 0, 1, column 1.*not a number"),
    "digits as text": (["1", "2"], "not a number"),
    "dates": (pd.Series(pd.to_datetime(["2020-01-01"])), "not a number"),
    "missing cell": (np.array([1, None, 3], dtype=object), "row 1, column 0.*not a number"),
    "missing, nullable column": (pd.Series([1, None, 3], dtype="Int64"), "row 1, column 0"),
    "complex": ([1j, 2], "complex"),
    "complex cell": (np.array([1, 1j], dtype=object), "row 1, column 0.*not a number"),
    "ragged": ([[1, 2], [3]], "different lengths"),
    "ragged object array": (np.array([[1, 2], [3]], dtype=object), "not a number"),
    "None": (None, "shape|not a (number|table)"),
    "a string": ("abc", "shape|not a (number|table)"),
    "a dict": ({"x": [1, 2]}, "shape|not a (number|table)"),
    "a generator": ((x for x in [1, 2]), "shape|not a (number|table)"),
    "a sparse matrix": (sparse.csr_matrix(np.eye(2)), "shape|not a (number|table)"),
    "an integer beyond float64": ([1, 10**400], "row 1, column 0"),
}


@pytest.mark.parametrize(("X", "words"), REFUSED.values(), ids=REFUSED)
def test_unusable_points_are_refused_in_words(X, words):
    with pytest.raises(DataError, match=words):
        as_points(X)


def test_masked_values_are_missing_values():
    with pytest.raises(DataError, match="row 1, column 0"):
        as_points(np.ma.masked_array([1.0, 2.0, 3.0], mask=[False, True, False]))


@pytest.mark.parametrize(
    ("X", "words"), [(["a", "b"], "not a number"), ([1j, 2], "complex")], ids=["text", "complex numbers"]
)
def test_a_mask_does_not_make_other_things_numbers(X, words):
    with pytest.raises(DataError, match=words):
        as_points(np.ma.masked_array(X, mask=[False, False]))


GRID = np.arange(12.0).reshape(6, 2)
TABLE = [[1.0, 2.0], [3.0, 4.0]]

ACCEPTED = {
    "list": ([1, 2.5], [[1], [2.5]]),
    "tuples": (((1, 2), (3, 4)), TABLE),
    "integers": (np.array([1, 2], dtype=np.int8), [[1], [2]]),
    "float32": (np.array([0.5, 2], dtype=np.float32), [[0.5], [2]]),
    "booleans": ([True, False], [[1], [0]]),
    "decimals and fractions": ([[Decimal("0.1"), Fraction(1, 4)], [3, Decimal("-1e3")]], [[0.1, 0.25], [3, -1000]]),
    "objects that are numbers": (np.array([1, 2.5, np.float32(0.5)], dtype=object), [[1], [2.5], [0.5]]),
    "vector": (np.array([1.0, 2.0]), [[1], [2]]),
    "column": (np.array([[1.0], [2.0]]), [[1], [2]]),
    "one point": ([[1, 2]], [[1, 2]]),
    "Series with any index": (pd.Series([1, 2], index=["b", "a"]), [[1], [2]]),
    "nullable column without gaps": (pd.Series([1, 2], dtype="Int64"), [[1], [2]]),
    "DataFrame of mixed types": (pd.DataFrame({"x": [1, 3], "y": [2.0, 4.0]}), TABLE),
    "every second row": (GRID[::2], [[0, 1], [4, 5], [8, 9]]),
    "column by column": (np.asfortranarray(TABLE), TABLE),
    "backwards": (GRID[:, 0][::-1], [[10], [8], [6], [4], [2], [0]]),
    "other byte order": (np.array([1, 2], dtype=">f8"), [[1], [2]]),
}


@pytest.mark.parametrize(("X", "expected"), ACCEPTED.values(), ids=ACCEPTED)
def test_anything_like_a_table_of_numbers_is_accepted(X, expected):
    points = as_points(X)
    assert points.dtype == np.float64
    np.testing.assert_array_equal(points, expected)


@pytest.mark.parametrize("X", [GRID, GRID[:, 0], GRID[::2]], ids=["table", "vector", "every second row"])
def test_float64_is_not_copied(X):
    assert np.shares_memory(as_points(X), X)


def test_read_only_points_can_be_fitted():
    X = np.array([0.0, 1, 2, 7, 8, 9])
    X.flags.writeable = False
    assert len(fit(X, Mixture([0.5, 0.5], [[1], [8]], [[[1]], [[1]]]), max_iter=3)) == 4


def test_points_of_another_dimension_are_refused():
    with pytest.raises(DataError, match="2 columns.*3 dimensions"):
        as_points(TABLE, 3)


TWO_D = Mixture([1], [[0, 0]], [np.eye(2)])


@pytest.mark.parametrize(
    "call",
    [
        lambda X: e_step(X, TWO_D),
        lambda X: fit(X, TWO_D),
        lambda X: iterate(X, TWO_D),  # at once, not at the first next()
    ],
    ids=["e_step", "fit", "iterate"],
)
@pytest.mark.parametrize("X", [[1, 2], [[1, 2], [3, NAN]], []], ids=["1-D", "NaN", "empty"])
def test_every_way_in_checks_the_points(call, X):
    with pytest.raises(DataError):
        call(X)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([[1, 0], [0, 1]], "2 rows of responsibilities for 3 points"),
        ([[1, 0], [0, 1], [0.5, 0.4]], "sum to 1 in every row"),
        ([[1, 0], [0, 1], [1.5, -0.5]], "at least 0"),
        ([[1, 0], [0, 1], [NAN, 1]], "row 2, column 0"),
        (np.ones((3, 1, 1)), "shape"),
        (np.empty((3, 0)), "shape"),
        ([["a", "b"]] * 3, "not a number"),
        ([[1], [0, 1], [1]], "different lengths"),
    ],
    ids=["too few rows", "sum 0.9", "negative", "NaN", "3-D", "no components", "text", "ragged"],
)
def test_unusable_responsibilities_are_refused_in_words(shares, words):
    with pytest.raises(DataError, match=words):
        m_step([1.0, 2.0, 4.0], shares)
