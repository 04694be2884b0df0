"""The covariance types: what an M step makes of each component's scatter. A registry: add a type here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy  # whose parts load when first used

from emcore.points import Array


@dataclass(frozen=True)
class CovarianceType:
    """A family of covariance matrices.

    estimate      (counts (..., K), scatters (..., K, D, D)) -> covariances (..., K, D, D); leading axes: separate runs
    whitening     the changes of coordinates under which the family stays itself: any "linear" one, "a scale per axis"
                  (then its matrices are diagonal), or only "one scale" for all axes (then they are round)
    n_parameters  (K, D) -> the numbers that K matrices of D dimensions are free to choose
    prior_points  (dof, K, D) -> how many points a conjugate prior of the matrices weighs as, for each component: the
                  logarithm of its density falls by half as many ln det Sigma_k
    prior_share   (K, D) -> the share of the prior's scale that goes to each component's scatter
    log_prior_constant  (dof, scale (D, D), K) -> what does not hang on the matrices, in the density of all of them
    in_one_dimension  the explanation where there are no ellipses
    """

    label: str
    explanation: str
    in_one_dimension: str
    estimate: Callable[[Array, Array], Array]
    whitening: Literal["linear", "a scale per axis", "one scale"]
    n_parameters: Callable[[int, int], int]
    prior_points: Callable[[float, int, int], float]
    prior_share: Callable[[int, int], float]
    log_prior_constant: Callable[[float, Array, int], float]


def full(counts: Array, scatters: Array) -> Array:
    """Each component its own matrix: scatter_k / N_k (PRML 9.25)."""
    return scatters / counts[..., np.newaxis, np.newaxis]


def tied(counts: Array, scatters: Array) -> Array:
    """One matrix for all: sum_k scatter_k / N, the pooled within-component covariance."""
    shared = scatters.sum(axis=-3, keepdims=True) / counts.sum(axis=-1)[..., np.newaxis, np.newaxis, np.newaxis]
    return np.repeat(shared, counts.shape[-1], axis=-3)


def diag(counts: Array, scatters: Array) -> Array:
    """The diagonal of `full`: axis-parallel ellipses."""
    return full(counts, scatters) * np.eye(scatters.shape[-1])


def spherical(counts: Array, scatters: Array) -> Array:
    """The mean variance over the dimensions, times the identity: circles."""
    n_features = scatters.shape[-1]
    variances = np.trace(scatters, axis1=-2, axis2=-1) / (n_features * counts)
    return np.asarray(variances[..., np.newaxis, np.newaxis] * np.eye(n_features))


def log_inverse_wishart_constant(dof: float, scale: Array) -> float:
    """ln of the factor of the inverse Wishart density that does not hang on the matrix."""
    log_volume = float(np.linalg.slogdet(scale / 2)[1])
    return dof / 2 * log_volume - float(scipy.special.multigammaln(dof / 2, len(scale)))


def log_inverse_gamma_constant(dof: float, variance: float) -> float:
    """The same of the inverse gamma density with shape dof / 2 and scale variance / 2: one dimension's."""
    return log_inverse_wishart_constant(dof, np.array([[variance]]))


COVARIANCE_TYPES: dict[str, CovarianceType] = {
    "full": CovarianceType(
        "Full",
        "Each component has its own ellipse, any shape and direction.",
        "Each component has its own width.",
        full,
        "linear",
        lambda k, d: k * d * (d + 1) // 2,
        lambda dof, k, d: dof + d + 1,
        lambda k, d: 1,
        lambda dof, scale, k: k * log_inverse_wishart_constant(dof, scale),
    ),
    "tied": CovarianceType(
        "Tied",
        "All components share one shape and size.",
        "All components share one width.",
        tied,
        "linear",
        lambda k, d: d * (d + 1) // 2,
        lambda dof, k, d: (dof + d + 1) / k,
        lambda k, d: 1 / k,
        lambda dof, scale, k: log_inverse_wishart_constant(dof, scale),
    ),
    "diag": CovarianceType(
        "Diagonal",
        "Ellipses stay parallel to the axes: no correlation within a component.",
        "In one dimension the same as full: each component has its own width.",
        diag,
        "a scale per axis",
        lambda k, d: k * d,
        lambda dof, k, d: dof + 2,
        lambda k, d: 1,
        lambda dof, scale, k: k * sum(log_inverse_gamma_constant(dof, variance) for variance in np.diagonal(scale)),
    ),
    "spherical": CovarianceType(
        "Spherical",
        "Every component is a circle of its own size.",
        "In one dimension the same as full: each component has its own width.",
        spherical,
        "one scale",
        lambda k, d: k,
        lambda dof, k, d: (dof + 2) / d,
        lambda k, d: 1 / d,
        lambda dof, scale, k: k * log_inverse_gamma_constant(dof, float(np.diagonal(scale).mean())),
    ),
}
