"""A conjugate prior of the components: what makes EM a MAP estimate that no component can escape from.

Every mean is normal about the prior's, mu_k ~ N(mean, Sigma_k / shrinkage), and every covariance is inverse Wishart,
Sigma_k ~ IW(dof, scale), which for variances alone is inverse gamma; the weights have none (Fraley and Raftery, 2007,
"Bayesian regularization for normal mixture estimation and model-based clustering", J. Classif. 24, 155-181).
EM then climbs the log posterior, the log-likelihood plus the log density of the prior. That never falls; the
log-likelihood alone may.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from emcore import options
from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import MixtureError
from emcore.mixture import Mixture, as_mixture, cholesky, inverse_factors
from emcore.points import LARGEST, Array, as_points

SHRINKAGE = 0.01  # the default of Fraley and Raftery: the mean weighs as a hundredth of a point


class PriorPoints(NamedTuple):
    """What a prior adds to the statistics of each component in an M step, as if it were points."""

    mean: Array  # (D,)
    at_mean: float  # how many lie at the mean
    scatter: Array  # (D, D) that all of them add to the component's
    n: float  # how many they count for, where the scatter is divided by their number

    def added_to(self, counts: Array, means: Array, scatters: Array) -> tuple[Array, Array, Array]:
        """Divisors (..., K), means (..., K, D) and scatters (..., K, D, D) of counts, means and scatters with these
        points among them."""
        share = self.at_mean / (counts + self.at_mean)
        way = self.mean - means
        between = (counts * share)[..., np.newaxis, np.newaxis] * way[..., :, np.newaxis] * way[..., np.newaxis, :]
        return counts + self.n, means + share[..., np.newaxis] * way, scatters + between + self.scatter


@dataclass(frozen=True, eq=False)
class Prior:
    """The conjugate prior of every component's mean and covariance.

    mean       (D,)    of the means, in data units
    shrinkage  above 0: how many points at `mean` it weighs as (kappa)
    dof        above D - 1: degrees of freedom of the covariances (nu)
    scale      (D, D)  of the covariances (Lambda), in squared data units: symmetric, positive definite. Diagonal
               covariances use its diagonal, spherical ones the mean of that

    The arrays are copied and made read-only. Raises `ValueError` that names what can't be.
    """

    mean: Array
    shrinkage: float
    dof: float
    scale: Array

    def __post_init__(self) -> None:
        mean, scale = _numbers("mean", self.mean), _numbers("scale", self.scale)
        if mean.ndim != 1 or not mean.size or scale.shape != (mean.size, mean.size):
            raise ValueError(
                f"the prior's mean has shape {mean.shape}, its scale {scale.shape}; give D numbers and D x D of them"
            )
        shrinkage, dof = options.number("shrinkage", self.shrinkage), options.number("dof", self.dof)
        if shrinkage <= 0:
            raise ValueError(f"the prior's shrinkage is {shrinkage:g}; give a number above 0")
        if dof <= mean.size - 1:
            raise ValueError(f"the prior's dof is {dof:g}; in {mean.size} dimensions give more than {mean.size - 1}")
        if not np.allclose(scale, scale.T, rtol=1e-10, atol=1e-12 * np.abs(scale).max()):
            raise ValueError("the prior's scale is not symmetric; give entry (i, j) the value of entry (j, i)")
        if np.isnan(cholesky(scale[np.newaxis])).any():
            raise ValueError(
                "the prior's scale is not positive definite; give every direction a variance above 0 "
                "(correlations strictly between -1 and 1)"
            )
        for name, array in (("mean", mean), ("scale", scale / 2 + scale.T / 2)):
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        object.__setattr__(self, "shrinkage", shrinkage)
        object.__setattr__(self, "dof", dof)

    @property
    def n_features(self) -> int:
        """D."""
        return len(self.mean)

    def points(self, covariance_type: str, n_components: int) -> PriorPoints:
        """What it adds to the statistics of each of K components."""
        kind = COVARIANCE_TYPES[covariance_type]
        n = 1 + kind.prior_points(self.dof, n_components, self.n_features)  # 1 for the mean's own density
        return PriorPoints(self.mean, self.shrinkage, kind.prior_share(n_components, self.n_features) * self.scale, n)

    def log_density(self, mixture: Mixture, covariance_type: str = "full") -> float:
        """The logarithm (nats) of its density at the mixture's means and covariances, of a type.

        Log-likelihood plus this is the log posterior. "tied" counts the one covariance once; "diag" and "spherical"
        take the density of the variances, inverse gamma with shape dof / 2 and scale `scale` / 2. Raises `ValueError`
        where the mixture has other dimensions, or there is no such type.
        """
        options.choice("covariance_type", covariance_type, COVARIANCE_TYPES)
        as_prior(self, as_mixture(mixture).n_features)
        return float(self.log_densities(mixture.means, mixture.cholesky, covariance_type))

    def log_densities(self, means: Array, factors: Array, covariance_type: str) -> Array:
        """The same for means (..., K, D) and the covariances' lower Cholesky factors (..., K, D, D)."""
        n_components = means.shape[-2]
        by_component = self.log_shares(means, factors, covariance_type, n_components)
        return np.asarray(by_component.sum(axis=-1) + self.log_constant(covariance_type, n_components))

    def log_constant(self, covariance_type: str, n_components: int) -> float:
        """What in it does not hang on the mixture's K components."""
        constant = COVARIANCE_TYPES[covariance_type].log_prior_constant(self.dof, self.scale, n_components)
        return n_components * self.n_features / 2 * float(np.log(self.shrinkage / (2 * np.pi))) + constant

    def log_shares(self, means: Array, factors: Array, covariance_type: str, n_components: int) -> Array:
        """What each of K components adds to it, with means (..., D) and lower Cholesky factors (..., D, D)."""
        kind, d = COVARIANCE_TYPES[covariance_type], self.n_features
        log_determinants = 2 * np.log(np.diagonal(factors, axis1=-2, axis2=-1)).sum(axis=-1)
        with np.errstate(over="ignore", invalid="ignore"):  # what is too far for float64 is as far as can be
            standard = inverse_factors(factors)  # sums of squares, in standard deviations, lose no digits
            squared = _squares(np.vecdot(standard, (means - self.mean)[..., np.newaxis, :])).sum(axis=-1)
            spread = _squares(standard @ np.linalg.cholesky(self.scale)).sum(axis=(-2, -1))
        of_means = log_determinants + self.shrinkage * squared
        points, share = kind.prior_points(self.dof, n_components, d), kind.prior_share(n_components, d)
        return np.asarray(-0.5 * (of_means + points * log_determinants + share * spread))


def conjugate_prior(X: npt.ArrayLike, n_components: int, covariance_type: str = "full") -> Prior:
    """The prior that Fraley and Raftery (2007) give points X (N, D) by default, as their mclust has it.

    It is weak and takes its place from the data: the points' mean, a hundredth of a point there, D + 2 degrees of
    freedom, and as scale the points' covariance (divided by N - 1) shared out to K components by volume, / K^(2/D);
    for "diag" and "spherical" the mean of the variances in every direction. Raises `DataError` for unusable points,
    `ValueError` for options that are none, and `MixtureError` for points that do not spread in every direction.
    """
    points = as_points(X)
    n_components = options.whole("n_components", n_components, 1)
    kind = COVARIANCE_TYPES[options.choice("covariance_type", covariance_type, COVARIANCE_TYPES)]
    n_points, n_features = points.shape
    mean = points.mean(axis=0)
    deviations = points - mean
    scale = deviations.T @ deviations / max(1, n_points - 1) / n_components ** (2 / n_features)
    if kind.whitening != "linear":  # the family has no correlations
        scale = np.trace(scale) / n_features * np.eye(n_features)
    try:
        return Prior(mean, SHRINKAGE, n_features + 2.0, scale)
    except ValueError:
        raise MixtureError(
            "the points do not spread in every direction, so that they give no conjugate prior; "
            f"use none{', or leave out a column' if n_features > 1 else ''}"
        ) from None


def as_prior(value: Prior | None, n_features: int) -> Prior | None:
    """`value`, if it is None or a prior in as many dimensions. Raises `ValueError` for anything else."""
    prior = options.instance("prior", value, (Prior, type(None)), "None or a Prior, as conjugate_prior(X, K) makes it")
    if prior is not None and prior.n_features != n_features:
        raise ValueError(f"the prior has {prior.n_features} dimensions, the data have {n_features}; give one as wide")
    return prior


def _squares(z: Array) -> Array:
    """z^2; beyond `LARGEST` a square would overflow, and what is no number was further."""
    return np.asarray(np.fmin(np.abs(z), LARGEST) ** 2)


def _numbers(name: str, values: npt.ArrayLike) -> Array:
    try:
        numbers = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"the prior's {name} is no table of numbers; give one number per entry") from None
    if not np.isfinite(numbers).all():
        raise ValueError(f"the prior's {name} holds missing or infinite values; give finite numbers")
    return numbers
