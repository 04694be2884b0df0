"""The M step of one mixture with full covariances in one or two dimensions, in plain numbers.

With few points NumPy's calls on tiny arrays take as long as all the rest of a step. Without this a step of the
notebook's 1-D example takes 1.6 times as long, one of its 2-D example 1.15 times.
"""

import math


def m_step(
    moments: list[list[float]],
    weights: list[float] | None,
    n_points: int,
    ridge: list[float],
    log_constant: float,
    prior: tuple[list[float], float] | None = None,
) -> list[list[float]]:
    """The coefficients (K, F) that `QuadraticEM.m_step` gives for moments (K, F).

    weights  (K,) to stay as they are; None: learn them
    ridge    its entries on and below the diagonal, row by row
    prior    the moments (F,) that it adds, and for how many points they count where the scatter is divided
    """
    row = _row_in_one_dimension if len(ridge) == 1 else _row_in_two_dimensions
    rows = []
    for sums, weight in zip(moments, weights or [sums[0] / n_points for sums in moments], strict=True):
        try:
            shrinking = 1.0
            if prior is not None:
                added, n = prior
                shrinking = (sums[0] + added[0]) / (sums[0] + n)
                sums = [one + other for one, other in zip(sums, added, strict=True)]
            quadratic_form, log_determinant, coefficients = row(sums, shrinking, ridge)
            constant = math.log(weight) - 0.5 * (quadratic_form + log_determinant) - log_constant
            rows.append([constant, *coefficients])
        except (ValueError, ZeroDivisionError, OverflowError):  # without points or without spread
            rows.append([math.nan] * len(sums))
    return rows


def _row_in_one_dimension(sums: list[float], shrinking: float, ridge: list[float]) -> tuple[float, float, list[float]]:
    """m' P m, ln det C, and the coefficients of z and z^2: P z and -P/2."""
    count, first, second = sums
    mean = first / count
    variance = (second / count - mean * mean) * shrinking + ridge[0]
    linear = mean / variance
    return linear * mean, math.log(variance), [linear, -0.5 / variance]


def _row_in_two_dimensions(sums: list[float], shrinking: float, ridge: list[float]) -> tuple[float, float, list[float]]:
    """m' P m, ln det C, and the coefficients of z and z^2: P z and -P/2."""
    count = sums[0]
    m0, m1, s00, s01, s11 = [value / count for value in sums[1:]]
    s00 = (s00 - m0 * m0) * shrinking + ridge[0]
    s01 = (s01 - m0 * m1) * shrinking + ridge[1]
    s11 = (s11 - m1 * m1) * shrinking + ridge[2]
    determinant = s00 * s11 - s01 * s01
    p00, p01, p11 = s11 / determinant, -s01 / determinant, s00 / determinant
    l0, l1 = p00 * m0 + p01 * m1, p01 * m0 + p11 * m1
    return l0 * m0 + l1 * m1, math.log(determinant), [l0, l1, -0.5 * p00, -p01, -0.5 * p11]
