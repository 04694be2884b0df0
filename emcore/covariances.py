"""The covariance types: what an M step makes of each component's scatter. A registry: add a type here."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from emcore.points import Array


@dataclass(frozen=True)
class CovarianceType:
    """A family of covariance matrices. `estimate(counts (K,), scatters (K, D, D)) -> covariances (K, D, D)`."""

    label: str
    explanation: str
    estimate: Callable[[Array, Array], Array]


def full(counts: Array, scatters: Array) -> Array:
    """Each component its own matrix: scatter_k / N_k (PRML 9.25)."""
    return scatters / counts[:, np.newaxis, np.newaxis]


def tied(counts: Array, scatters: Array) -> Array:
    """One matrix for all: sum_k scatter_k / N, the pooled within-component covariance."""
    shared = scatters.sum(axis=0) / counts.sum()
    return np.repeat(shared[np.newaxis], len(counts), axis=0)


def diag(counts: Array, scatters: Array) -> Array:
    """The diagonal of `full`: axis-parallel ellipses."""
    return full(counts, scatters) * np.eye(scatters.shape[-1])


def spherical(counts: Array, scatters: Array) -> Array:
    """The mean variance over the dimensions, times the identity: circles."""
    n_features = scatters.shape[-1]
    variances = np.trace(scatters, axis1=1, axis2=2) / (n_features * counts)
    return np.asarray(variances[:, np.newaxis, np.newaxis] * np.eye(n_features))


COVARIANCE_TYPES: dict[str, CovarianceType] = {
    "full": CovarianceType("Full", "Each component has its own ellipse, any shape and direction.", full),
    "tied": CovarianceType("Tied", "All components share one shape and size.", tied),
    "diag": CovarianceType("Diagonal", "Ellipses stay parallel to the axes: no correlation within a component.", diag),
    "spherical": CovarianceType("Spherical", "Every component is a circle of its own size.", spherical),
}
