"""Whitening: a change of coordinates after which the data are centred, with variance 1 in every direction."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from emcore.covariances import CovarianceType
from emcore.points import SMALLEST_NORMAL, Array

SMALLEST_PIVOT = 1e-6  # of the data's covariance, for whitening by its Cholesky factor


@dataclass(frozen=True, eq=False)
class Whitening:
    """Coordinates z = scale^-1 (x - centre) in which the data have mean 0 and variances 1.

    centre  (D,)    in data units
    scale   (D, D)  lower triangular, in data units
    """

    centre: Array
    scale: Array

    @cached_property
    def inverse(self) -> Array:
        """scale^-1 (D, D), row by row: forward substitution keeps the digits of small entries beside large ones."""
        inverse = np.eye(len(self.scale))
        for i, row in enumerate(self.scale):
            inverse[i] = (inverse[i] - row[:i] @ inverse[:i]) / row[i]
        return inverse

    @cached_property
    def log_volume(self) -> float:
        """ln det scale: what a log density in data units is lower by."""
        return float(np.log(np.diagonal(self.scale)).sum())

    def points(self, X: Array) -> Array:
        """Points (N, D) in data units -> (D, N), whitened."""
        return np.asarray(self.inverse @ (X - self.centre).T)

    def enter(self, means: Array, covariances: Array) -> tuple[Array, Array]:
        """Means (..., K, D) and covariances (..., K, D, D) in data units -> whitened."""
        return (means - self.centre) @ self.inverse.T, self.inverse @ covariances @ self.inverse.T

    def leave(self, means: Array, covariances: Array) -> tuple[Array, Array]:
        """Whitened means (..., K, D) and covariances (..., K, D, D) -> in data units."""
        covariances = self.scale @ covariances @ self.scale.T
        return means @ self.scale.T + self.centre, covariances / 2 + np.swapaxes(covariances, -1, -2) / 2


def whitening_of(X: Array, covariance_type: CovarianceType) -> Whitening:
    """What whitens the points as far as the covariance type stays what it is under the change."""
    centre = np.ones(len(X)) @ X / len(X)  # many times faster than X.mean(axis=0)
    deviations = X - centre
    covariance = deviations.T @ deviations / len(X)
    variances = np.diagonal(covariance).copy()
    variances[variances < SMALLEST_NORMAL] = 1
    if covariance_type.whitening == "one scale":
        return Whitening(centre, math.sqrt(variances.mean()) * np.eye(len(centre)))
    scale = np.diag(np.sqrt(variances))
    if covariance_type.whitening == "linear":
        try:
            factor = np.linalg.cholesky(covariance)
        except np.linalg.LinAlgError:
            factor = np.zeros_like(scale)
        if (np.diagonal(factor) ** 2 > SMALLEST_PIVOT * variances).all():
            scale = factor
    return Whitening(centre, scale)
