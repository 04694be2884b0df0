"""The log-likelihood as a landscape over two parameters of a mixture, the others held."""

import numpy as np
import numpy.typing as npt

from emcore.bound import entropy
from emcore.points import Array, as_points
from emcore.responsibilities import as_responsibilities
from emcore.study.parameters import Plane

BLOCK = 2**17  # numbers held at a time, points times places
NEVER = -1e300  # for ln 0


def surface(X: npt.ArrayLike, plane: Plane, firsts: npt.ArrayLike, seconds: npt.ArrayLike) -> Array:
    """Log-likelihood (B, A) of points X (N, D) over `firsts` (A,) across and `seconds` (B,) up, in nats, summed.

    NaN where there is no such mixture: weights of more than 1 together. Raises `DataError` for unusable points and
    `ValueError` for standard deviations that are not above 0.
    """
    points = as_points(X, plane.mixture.n_features)
    across, up = axes(plane, firsts, seconds)
    heights = np.zeros((up.size, across.size))
    length = max(1, BLOCK // heights.size)
    for first in range(0, len(points), length):
        heights += _log_densities(points[first : first + length], plane, across, up).sum(axis=0)
    return heights


def bound_surface(
    X: npt.ArrayLike, plane: Plane, responsibilities: npt.ArrayLike, firsts: npt.ArrayLike, seconds: npt.ArrayLike
) -> Array:
    """The lower bound (B, A) over the same, under responsibilities (N, K) that stay (PRML 9.71): with those of an E
    step it touches `surface` where that was made, and lies below it elsewhere. Errors as there."""
    points = as_points(X, plane.mixture.n_features)
    r = as_responsibilities(responsibilities, len(points), plane.mixture.n_components)
    across, up = axes(plane, firsts, seconds)
    bound = np.full((up.size, across.size), entropy(r))
    length = max(1, BLOCK // bound.size)
    for first in range(0, len(points), length):
        block = slice(first, first + length)
        for k in range(plane.mixture.n_components):
            bound += np.tensordot(r[block, k], log_joint(points[block], plane, k, across, up), axes=1)
    return bound


def axes(plane: Plane, firsts: npt.ArrayLike, seconds: npt.ArrayLike) -> tuple[Array, Array]:
    """Values across, (1, A), and up, (B, 1). Raises `ValueError` for what the parameters can't be."""
    across, up = (np.asarray(values, dtype=np.float64).ravel() for values in (firsts, seconds))
    for parameter, values in ((plane.first, across), (plane.second, up)):
        if not np.isfinite(values).all() or (parameter.kind == "sd" and (values <= 0).any()):
            raise ValueError(f"values of a {parameter.kind} are missing, infinite or out of range; give finite ones")
    return across[np.newaxis, :], up[:, np.newaxis]


def log_joint(X: Array, plane: Plane, k: int, across: Array, up: Array) -> Array:
    """ln weight_k + ln N(x_n | k) over the plane, (N, B or 1, A or 1): only as large as what moves component k."""
    mean, covariance = plane.component(k, across, up)
    weight = plane.weight(k, across, up)
    with np.errstate(divide="ignore", invalid="ignore"):  # below 0: NaN, and rightly
        log_weight = np.where(weight == 0, NEVER, np.log(weight))
    factor = np.linalg.cholesky(covariance)
    inverse = np.linalg.inv(factor)
    log_root = np.log(np.diagonal(factor, axis1=-2, axis2=-1)).sum(axis=-1)
    squared = np.zeros((len(X), 1, 1))
    for i in range(X.shape[1]):
        z = sum(inverse[..., i, j] * (X[:, j, np.newaxis, np.newaxis] - mean[..., j]) for j in range(i + 1))
        squared = squared + z * z
    return np.asarray((log_weight - log_root - 0.5 * X.shape[1] * np.log(2 * np.pi)) - 0.5 * squared)


def _log_densities(X: Array, plane: Plane, across: Array, up: Array) -> Array:
    """ln p(x_n) over the plane, (N, B or 1, A or 1). Components that the same parameters move are added up first."""
    by_shape: dict[tuple[int, ...], Array] = {}
    for k in range(plane.mixture.n_components):
        joint = log_joint(X, plane, k, across, up)
        alike = by_shape.get(joint.shape)
        by_shape[joint.shape] = joint if alike is None else _log_sum(alike, joint)
    total, *others = sorted(by_shape.values(), key=lambda part: part.size)
    for part in others:
        total = _log_sum(total, part)
    return total


def _log_sum(a: Array, b: Array) -> Array:
    """ln (exp a + exp b) of finite numbers, in fewer and faster passes than `logaddexp`."""
    lower = np.abs(a - b)
    np.negative(lower, out=lower)
    np.exp(lower, out=lower)
    lower += 1
    np.log(lower, out=lower)
    lower += np.maximum(a, b)
    return lower
