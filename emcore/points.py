"""The one way in for data: anything array-like becomes a checked (N, D) float64 array."""

from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt

from emcore.errors import DataError
from emcore.numerals import numeral

Array = npt.NDArray[np.float64]

REAL = "fiub"  # NumPy kinds that are numbers on a line
EPS = float(np.finfo(np.float64).eps)
SMALLEST_NORMAL = float(np.finfo(np.float64).tiny)  # float64 loses digits below it
LARGEST = 1e150  # larger values overflow when a squared distance is formed


def as_points(X: npt.ArrayLike, n_features: int | None = None) -> Array:
    """Return `X` as float64 points (N, D); a vector (N,) counts as N points in one dimension.

    `n_features`, where given, is the D that the points must have. Raises `DataError` naming the offending rows or
    columns for an empty table, a wrong shape, text, missing, infinite or overflowing values. No copy is made of an
    array that is right already.
    """
    points = _as_float64(X)
    if points.ndim == 1:
        points = points[:, np.newaxis]
    if points.ndim != 2 or points.size == 0:
        raise DataError(
            f"the data have shape {np.shape(points)}; give N points as (N,) or (N, D), with N and D at least 1"
        )
    if not (points.min() >= -LARGEST and points.max() <= LARGEST):  # False for NaN too
        usable = np.abs(points) <= LARGEST
        raise DataError(
            f"{_places(~usable)}: missing, infinite or larger than {numeral(LARGEST)}; drop these rows or "
            "mend the values"
        )
    if n_features is not None and points.shape[1] != n_features:
        raise DataError(
            f"the data have {points.shape[1]} columns, the mixture has {n_features} dimensions; choose as many columns"
        )
    return points


def resolution(X: Array) -> Array:
    """The largest variances (D,) that float64 can't tell from 0 at the size of the points X (N, D)."""
    sizes = np.array([np.abs(column).max() for column in X.T])  # column by column: no copy of all of X
    return np.maximum((4 * EPS * sizes) ** 2, SMALLEST_NORMAL)


def _as_float64(X: npt.ArrayLike) -> Array:
    if isinstance(X, np.ma.MaskedArray):
        is_real = X.dtype.kind in REAL
        X = np.ma.filled(X.astype(np.float64), np.nan) if is_real else X.data  # what is masked is missing
    try:
        raw: npt.NDArray[Any] = np.asarray(X)
    except (TypeError, ValueError) as error:
        raise DataError("the rows have different lengths; give every row the same number of columns") from error
    if raw.dtype.kind in REAL:
        with np.errstate(over="ignore"):  # of a longer type: infinite, and refused as such
            return np.asarray(raw, dtype=np.float64)
    if raw.dtype.kind == "c":
        raise DataError("the data are complex numbers; give real ones")
    if raw.ndim == 0:
        raise DataError(f"the data are a {type(X).__name__}, not a table; give N points as (N,) or (N, D)")
    numbers = np.frompyfunc(as_number if raw.dtype.kind == "O" else _no_number, 1, 1)(raw)
    wrong = np.frompyfunc(lambda number: number is None, 1, 1)(numbers).astype(bool)
    if wrong.any():
        raise DataError(f"{_places(wrong)}: not a number; drop these rows or choose another column")
    return np.asarray(numbers, dtype=np.float64)


def as_number(value: object) -> float | None:
    """A real number of any type as float64, infinite where it is too large; None for what is no number."""
    if not isinstance(value, Real | Decimal):
        return None
    try:
        return float(value)
    except OverflowError:
        return np.inf
    except ValueError:  # decimals have a NaN that is not to be used
        return np.nan


def _no_number(value: object) -> None:
    """For texts and dates, of which NumPy may hand over the integers inside."""


def _places(wrong: npt.NDArray[np.bool_], shown: int = 5) -> str:
    """Name rows and columns, counted from 0 as NumPy does, of the True cells."""
    table = wrong if wrong.ndim == 2 else wrong.reshape(len(wrong), -1) if wrong.ndim else wrong.reshape(1, 1)
    rows = np.flatnonzero(table.any(axis=1))
    columns = np.flatnonzero(table.any(axis=0))
    more = f" and {len(rows) - shown} more" if len(rows) > shown else ""
    return (
        f"row{'s' * (len(rows) > 1)} {', '.join(map(str, rows[:shown]))}{more}, "
        f"column{'s' * (len(columns) > 1)} {', '.join(map(str, columns[:shown]))} (counted from 0)"
    )
