"""The one way in for responsibilities: anything array-like becomes a checked (N, K) float64 array."""

import numpy as np
import numpy.typing as npt

from emcore.errors import DataError
from emcore.points import Array, as_points

SUM_TOLERANCE = 1e-6


def as_responsibilities(
    responsibilities: npt.ArrayLike, n_points: int | None = None, n_components: int | None = None
) -> Array:
    """Return `responsibilities` as float64 (N, K): at least 0, every row summing to 1 (a vector counts as K = 1).

    `n_points` and `n_components`, where given, are the N and K that they must have. Raises `DataError` for a table
    that `as_points` refuses, rows or columns too few or too many, negative entries, rows that do not sum to 1.
    """
    given = as_points(responsibilities)
    if n_points is not None and len(given) != n_points:
        raise DataError(f"{len(given)} rows of responsibilities for {n_points} points; give one row per point")
    if n_components is not None and given.shape[1] != n_components:
        raise DataError(
            f"{given.shape[1]} columns of responsibilities for {n_components} components; give one per component"
        )
    if (given < 0).any() or not np.allclose(given.sum(axis=1), 1, rtol=0, atol=SUM_TOLERANCE):
        raise DataError("responsibilities must be at least 0 and sum to 1 in every row; divide each row by its sum")
    return given
