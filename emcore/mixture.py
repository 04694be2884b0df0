"""A Gaussian mixture: its parameters, its density, a sample from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import scipy  # whose parts load when first used

from emcore.errors import MixtureError
from emcore.options import instance, whole
from emcore.points import EPS, LARGEST, Array, as_points

WEIGHT_SUM_TOLERANCE = 1e-8


@dataclass(frozen=True, eq=False)
class Mixture:
    """K Gaussians in D dimensions: p(x) = sum_k weights[k] N(x | means[k], covariances[k]) (Bishop, PRML, 9.7).

    weights      (K,)       shares, at least 0, summing to 1
    means        (K, D)     in data units
    covariances  (K, D, D)  full matrices in squared data units, whatever their type; symmetric, positive definite

    The arrays are copied and made read-only. `cholesky` (K, D, D) holds the lower factors: covariances = L L'.
    Raises `MixtureError` when the parameters are not a mixture; its message names component, cause and cure.
    """

    weights: Array
    means: Array
    covariances: Array
    cholesky: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        weights, means, covariances = (
            _as_array(name, getattr(self, name)) for name in ("weights", "means", "covariances")
        )
        _check_shapes(weights, means, covariances)
        with np.errstate(over="ignore"):  # an infinite sum or difference is refused as any other
            _check_weights(weights)
            _check_symmetry(covariances)
        covariances = covariances / 2 + covariances.transpose(0, 2, 1) / 2
        factors = cholesky(covariances)
        singular = np.flatnonzero(np.isnan(factors).any(axis=(1, 2)))
        if singular.size:
            k = int(singular[0])
            raise MixtureError(
                f"the covariance of component {k + 1} is not positive definite; "
                "give every direction a variance above 0 (correlations strictly between -1 and 1)",
                k,
            )
        for name, array in zip(
            ("weights", "means", "covariances", "cholesky"), (weights, means, covariances, factors), strict=True
        ):
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @property
    def n_components(self) -> int:
        """K."""
        return len(self.weights)

    @property
    def n_features(self) -> int:
        """D."""
        return int(self.means.shape[1])

    @property
    def standard_deviations(self) -> Array:
        """(K, D), in data units: roots of the covariances' diagonals."""
        return np.sqrt(np.diagonal(self.covariances, axis1=1, axis2=2))


def cholesky(covariances: Array) -> Array:
    """Lower Cholesky factors (K, D, D) of symmetric matrices; NaN where one is not positive definite.

    A pivot lost in the rounding of its own variance counts as 0: such a matrix is singular to working precision.
    """
    try:
        factors = np.asarray(np.linalg.cholesky(covariances), dtype=np.float64)
    except np.linalg.LinAlgError:  # of one or more
        factors = np.array([_factor(covariance) for covariance in covariances])
    n_features = covariances.shape[-1]
    if n_features > 1:
        pivots, variances = (np.diagonal(matrices, axis1=1, axis2=2) for matrices in (factors, covariances))
        factors[(pivots**2 <= 4 * n_features * EPS * variances).any(axis=1)] = np.nan
    return factors


def _factor(covariance: Array) -> Array:
    try:
        return np.asarray(np.linalg.cholesky(covariance))
    except np.linalg.LinAlgError:
        return np.full_like(covariance, np.nan)


def inverse_factors(factors: Array) -> Array:
    """Inverses of lower Cholesky factors (..., D, D), by forward substitution: each row right to its own scale."""
    inverses = np.zeros_like(factors)
    for i in range(factors.shape[-1]):
        inverses[..., i, i] = 1
        if i:
            inverses[..., i, :] -= (factors[..., i : i + 1, :i] @ inverses[..., :i, :])[..., 0, :]
        inverses[..., i, :] /= factors[..., i, i, np.newaxis]
    return inverses


def twins(mixture: Mixture, *, of_equal_weight: bool = False) -> npt.NDArray[np.intp]:
    """For each component (K,) the first one with the same mean and covariance: itself, if it has no twin before it.

    `of_equal_weight`: and with the same weight, as only these stay alike under a prior.
    """
    numbers = np.column_stack([mixture.means, mixture.covariances.reshape(mixture.n_components, -1)])
    if of_equal_weight:
        numbers = np.column_stack([numbers, mixture.weights])
    alike = (numbers == numbers[:, np.newaxis]).all(axis=2)
    return np.asarray(np.argmax(alike, axis=1))


def with_equal_weights(mixture: Mixture) -> Mixture:
    """The same components, each with weight 1 / K."""
    return Mixture(np.full(mixture.n_components, 1 / mixture.n_components), mixture.means, mixture.covariances)


def log_component_densities(X: npt.ArrayLike, mixture: Mixture) -> Array:
    """ln N(x_n | mean_k, covariance_k), shape (N, K), in nats, without the weights (PRML 2.43).

    Finite: what is further than 1e150 standard deviations from a component counts as that far, as squares of more
    are too large for float64. Raises `DataError` for points that are not finite or not of the mixture's dimension.
    """
    return _log_component_densities(as_points(X, as_mixture(mixture).n_features), mixture)


def log_density(X: npt.ArrayLike, mixture: Mixture) -> Array:
    """ln p(x_n) under the mixture, shape (N,), in nats. Raises `DataError` as `log_component_densities` does."""
    return np.asarray(scipy.special.logsumexp(log_joint(as_points(X, as_mixture(mixture).n_features), mixture), axis=1))


def sample(mixture: Mixture, n_points: int, rng: np.random.Generator) -> tuple[Array, npt.NDArray[np.intp]]:
    """Draw points X (n_points, D) and the component each came from, labels (n_points,)."""
    as_mixture(mixture)
    n_points = whole("n_points", n_points)
    instance("rng", rng, np.random.Generator, "numpy.random.default_rng(seed)")
    labels = rng.choice(mixture.n_components, size=n_points, p=mixture.weights)
    standard = rng.standard_normal((n_points, mixture.n_features))
    X = mixture.means[labels] + np.einsum("nij,nj->ni", mixture.cholesky[labels], standard)
    return X, labels


def log_joint(X: Array, mixture: Mixture) -> Array:
    """ln weight_k + ln N(x_n | mean_k, covariance_k), shape (N, K), for points already checked."""
    with np.errstate(divide="ignore"):  # a weight of 0 has logarithm -inf, and rightly
        return _log_component_densities(X, mixture) + np.log(mixture.weights)


def _log_component_densities(X: Array, mixture: Mixture) -> Array:
    n_features = mixture.n_features
    log_densities = np.empty((len(X), mixture.n_components))
    for k in range(mixture.n_components):
        factor = mixture.cholesky[k]
        z = standardize(X - mixture.means[k], factor)
        log_determinant = 2 * np.log(np.diagonal(factor)).sum()
        log_densities[:, k] = -0.5 * (n_features * np.log(2 * np.pi) + log_determinant + (z * z).sum(axis=0))
    return log_densities


def standardize(deviations: Array, factor: Array) -> Array:
    """|L^-1 deviation| (D, N) of deviations (N, D), in standard deviations along the directions of L (D, D).

    At most `LARGEST`: beyond that a square overflows, and where infinities meet in the solution the point is as far.
    """
    z = np.asarray(scipy.linalg.solve_triangular(factor, deviations.T, lower=True))
    np.abs(z, out=z)
    np.fmin(z, LARGEST, out=z)  # of NaN and a number the number
    return z


def as_mixture(value: Mixture, name: str = "mixture") -> Mixture:
    """`value`, if it is a mixture. Raises `ValueError` for anything else."""
    return instance(name, value, Mixture, "a Mixture(weights, means, covariances)")


def as_weights(values: npt.ArrayLike, n_components: int) -> Array:
    """Weights (K,): shares of at least 0 that sum to 1. Raises `MixtureError` for anything else."""
    weights = _as_array("weights", values)
    if weights.shape != (n_components,):
        raise MixtureError(
            f"the weights have shape {weights.shape}; give one weight for each of {n_components} components"
        )
    _check_weights(weights)
    return weights


def _as_array(name: str, values: npt.ArrayLike | Sequence[float]) -> Array:
    try:
        if np.iscomplexobj(values):
            raise TypeError("complex")
        with np.errstate(over="ignore"):
            array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise MixtureError(f"the {name} are not a table of numbers; give one number per entry") from error
    if not np.isfinite(array).all():
        raise MixtureError(f"the {name} hold missing or infinite values; give finite numbers")
    return array


def _check_shapes(weights: Array, means: Array, covariances: Array) -> None:
    n_components = len(weights) if weights.ndim == 1 else 0
    n_features = means.shape[1] if means.ndim == 2 else 0
    expected = (n_components, n_features, n_features)
    if not (n_components and n_features) or means.shape[0] != n_components or covariances.shape != expected:
        raise MixtureError(
            f"shapes disagree: weights {weights.shape}, means {means.shape}, covariances {covariances.shape}; "
            "give (K,), (K, D) and (K, D, D)"
        )


def _check_weights(weights: Array) -> None:
    if (weights < 0).any():
        k = int(weights.argmin())
        raise MixtureError(f"the weight of component {k + 1} is negative; give shares of at least 0", k)
    if abs(weights.sum() - 1) > WEIGHT_SUM_TOLERANCE:
        raise MixtureError(f"the weights sum to {weights.sum():.10g}, not to 1; divide them by their sum")


def _check_symmetry(covariances: Array) -> None:
    mirrored = covariances.transpose(0, 2, 1)
    allowed = 1e-12 * np.abs(covariances).max(axis=(1, 2), keepdims=True) + 1e-10 * np.abs(mirrored)
    slanted = np.flatnonzero(~(np.abs(covariances - mirrored) <= allowed).all(axis=(1, 2)))
    if slanted.size:
        k = int(slanted[0])
        raise MixtureError(
            f"the covariance of component {k + 1} is not symmetric; give entry (i, j) the value of entry (j, i)", k
        )
