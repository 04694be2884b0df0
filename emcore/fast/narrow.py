"""Narrow components, each in coordinates of its own.

Products about a centre that all components share lose digits for a component that is narrow for its distance to that
centre. About its own mean m nothing is lost: y = L^-1 (x - m), where L L' is its covariance, all in data units. Then

    E step   ln(weight times density) = ln weight - D/2 ln 2 pi - ln det L - y'y / 2
    M step   means and scatters of y, weighted by responsibilities, give its new mean and covariance (PRML 9.24, 9.25)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from emcore.covariances import CovarianceType
from emcore.mixture import cholesky, inverse_factors
from emcore.points import Array
from emcore.prior import PriorPoints

FAR = 10.0  # squared standard deviations that a mean may move: no more than a digit is lost


@dataclass(frozen=True, eq=False)
class Narrow:
    """M components of R runs of K components.

    runs, places  (M,)       where they stand in arrays (R, K, ...)
    log_weights   (M,)
    means         (M, D)     in data units
    covariances   (M, D, D)
    factors       (M, D, D)  their lower Cholesky factors, NaN where one is singular
    """

    runs: npt.NDArray[np.intp]
    places: npt.NDArray[np.intp]
    log_weights: Array
    means: Array
    covariances: Array
    factors: Array

    @property
    def where(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Their places in arrays (R, K, ...)."""
        return self.runs, self.places

    @cached_property
    def has_first(self) -> bool:
        """Whether the first component of some run is among them."""
        return bool((self.places == 0).any())

    @cached_property
    def inverses(self) -> Array:
        """Of the factors, (M, D, D)."""
        return inverse_factors(self.factors)

    @cached_property
    def constants(self) -> Array:
        """ln(weight times density) at the mean, (M,)."""
        pivots = np.diagonal(self.factors, axis1=1, axis2=2)
        log_volumes = np.add.reduce(np.log(pivots), axis=1) + 0.5 * pivots.shape[1] * math.log(2 * math.pi)
        return np.asarray(self.log_weights - log_volumes)

    def coordinates(self, x: Array) -> Array:
        """y (M, D, n) of points x (D, n), or of n points of each component's own, (M, D, n)."""
        deviations = np.empty((len(self.means), *x.shape[-2:]))
        np.subtract(x, self.means[:, :, np.newaxis], out=deviations)  # row by row, whatever the layout of x
        return self.inverses @ deviations

    def log_joint(self, y: Array) -> Array:
        """ln(weight times density) (M, n) of points with coordinates y (M, D, n)."""
        logs = np.add.reduce(y * y, axis=1)
        logs *= -0.5
        logs += self.constants[:, np.newaxis]
        return np.asarray(logs)

    def m_step(
        self,
        weights: Array,
        counts: Array,
        sums: Array,
        covariance_type: CovarianceType,
        ridge: Array,
        prior: PriorPoints | None = None,
    ) -> "Narrow":
        """What they become: weights (M,), counts (M,) in responsibilities, sums as `weighted_sums` gives them.

        Not sound where a mean has moved so far that sums about the old one have lost digits.
        """
        shifts = sums[:, 0] / counts[:, np.newaxis]
        products = sums[:, 1:] - sums[:, 0, :, np.newaxis] * shifts[:, np.newaxis]
        scatters = self.factors @ products @ self.factors.mT
        means = self.means + (self.factors @ shifts[:, :, np.newaxis])[:, :, 0]
        if prior is not None:
            counts, means, scatters = prior.added_to(counts, means, scatters)
        covariances = covariance_type.estimate(counts[:, np.newaxis], scatters[:, np.newaxis])[:, 0] + ridge
        after = narrow_components(*self.where, weights, means, covariances / 2 + covariances.mT / 2)
        back = after.coordinates(self.means[:, :, np.newaxis])
        after.factors[~(np.add.reduce(back * back, axis=1)[:, 0] <= FAR)] = np.nan
        return after

    def are_sound(self, resolution: Array) -> npt.NDArray[np.bool_]:
        """Whether (M,) the covariances are positive definite, and float64 tells their variances from 0."""
        variances = np.diagonal(self.covariances, axis1=1, axis2=2)
        return np.asarray(np.isfinite(self.constants) & (variances > resolution).all(axis=1))

    def only(self, chosen: npt.NDArray[np.bool_]) -> "Narrow":
        """Those chosen (M,)."""
        if chosen.all():
            return self
        return Narrow(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def of_runs(self, going_on: npt.NDArray[np.bool_]) -> "Narrow | None":
        """Those of the runs that go on (R,), which are counted anew."""
        here = self.only(going_on[self.runs])
        return replace(here, runs=(np.cumsum(going_on) - 1)[here.runs]) if len(here.runs) else None


def joined(groups: Sequence[Narrow]) -> Narrow:
    """All of them together."""
    if len(groups) == 1:
        return groups[0]
    return Narrow(*(np.concatenate([getattr(group, field.name) for group in groups]) for field in fields(Narrow)))


def narrow_components(
    runs: npt.NDArray[np.intp], places: npt.NDArray[np.intp], weights: Array, means: Array, covariances: Array
) -> Narrow:
    """M components with weights (M,), means (M, D) and covariances (M, D, D) in data units."""
    return Narrow(runs, places, np.log(weights), means, covariances, cholesky(covariances))


def weighted_sums(y: Array, responsibilities: Array) -> Array:
    """Sums of y and of y y', weighted: y (M, D, n), responsibilities (M, n) -> (M, 1 + D, D), the sums of y first."""
    shares = responsibilities[:, np.newaxis]
    coordinates = y.swapaxes(1, 2)
    return np.concatenate([shares @ coordinates, (shares * y) @ coordinates], axis=1)
