"""The fast way to take EM steps: an E step and an M step are two matrix products.

Written out, the logarithm of weight times Gaussian density is linear in the features phi(z) = (1, z_i ..., z_i z_j ...)
of a point; z are its whitened coordinates. So is the logarithm of a component's ratio to the first one. With a row of
coefficients for each component and a column of features for each point:

    E step   ratios = exp(coefficients @ phi), 1 for the first;  responsibilities = ratios / their sum over components
    M step   moments = responsibilities @ phi'                   the weighted sums of 1, z and z z' (PRML 9.24-9.27)

Products about one common centre lose digits for a component that is narrow for its distance to that centre. Its
coefficients are large then, and it goes on in coordinates of its own (`emcore.fast.narrow`), with coefficients of 0.
"""

import math
from typing import NamedTuple

import numpy as np

from emcore.covariances import COVARIANCE_TYPES, CovarianceType
from emcore.fast import plain_numbers
from emcore.fast.features import Features
from emcore.fast.narrow import Narrow, weighted_sums
from emcore.fast.normalizing import LOWEST, normalize, normalize_far
from emcore.fast.whitening import whitening_of
from emcore.points import EPS, Array, resolution
from emcore.prior import PriorPoints

LARGE = 1e3  # a coefficient of a component that is to go on in its own coordinates
LARGEST = 1e4  # a coefficient from moments that can be relied on: it magnifies rounding, below 1e-11 so far
SMALLEST_SHARE = 1e-20  # of the points, of a component: far above what clamping logarithms may add
LARGEST_PULL = (
    10.0  # of a prior, its points times their squared distance in whitened coordinates: rounding stays as small
)
LARGEST_PRECISION = 4e4  # per dimension, along any direction: what such coefficients come to


class AddedMoments(NamedTuple):
    """A prior as moments of points that each component has besides."""

    moments: Array  # (F,) whitened
    n: float  # how many points they count for, where the scatter is divided by their number
    pull: float  # points at the prior's mean, times its squared distance from the centre


class QuadraticEM:
    """EM steps of R mixtures at once, K components each, on the same N points in D dimensions.

    Coefficients (R, K, F): of the logarithms of weight times density; all 0 for a narrow component.
    Moments (R, K, F): responsibility-weighted sums of the features.
    """

    def __init__(
        self,
        X: Array,
        n_components: int,
        n_runs: int,
        covariance_type: CovarianceType,
        reg_covar: float,
        prior: PriorPoints | None,
    ) -> None:
        self.X = X
        self.n_points, self.n_features = X.shape
        self.n_components = n_components
        self.covariance_type = covariance_type
        self.whitening = whitening_of(X, covariance_type)
        self.ridge = reg_covar * self.whitening.inverse @ self.whitening.inverse.T
        self.ridge_entries = [entry for i, row in enumerate(self.ridge.tolist()) for entry in row[: i + 1]]
        self.log_constant = float(0.5 * self.n_features * np.log(2 * np.pi) + self.whitening.log_volume)
        self.in_plain_numbers = n_runs == 1 and self.n_features <= 2 and covariance_type is COVARIANCE_TYPES["full"]
        self.resolution = resolution(X)
        self.smallest_count = SMALLEST_SHARE * self.n_points
        self.features = Features(X, self.whitening, covariance_type.whitening != "linear", n_runs * n_components)
        self.prior = None if prior is None else self._in_moments(prior)
        self.keeps_digits = self._keeps_digits()
        self.halves = np.where(self.features.i == self.features.j, -0.5, -1.0)  # z_i z_j stands for z_j z_i too
        self.buffers: dict[tuple[int, int], tuple[Array, Array, Array]] = {}
        self.far: set[int] = set()  # blocks with points whose ratios are too large for float64

    def _keeps_digits(self) -> bool:
        """Whether a common centre will do for some components at least."""
        # Data that float64 hardly tells from their mean are no case for it.
        variances = (self.whitening.scale**2).sum(axis=1)
        resolved = variances > 1e6 * self.resolution
        # Nor is a whitening so slanted, with a ridge so broad, that a component narrow one way and broad another, which
        # is sound whitened, would not be positive definite in data units. No variance is above N / 2 and the ridge.
        slant = (np.diagonal(self.whitening.scale) ** 2 / variances).min()
        broadest = self.n_points / 2 + np.abs(self.ridge).max()
        held = slant > 4 * self.n_features * EPS * broadest * self.n_features * LARGEST_PRECISION
        # Nor is a prior that outweighs the points from far away.
        near = self.prior is None or self.prior.pull <= LARGEST_PULL
        return bool(resolved.all() and held and near)

    def _in_moments(self, prior: PriorPoints) -> "AddedMoments":
        """The prior in whitened coordinates."""
        (mean,), (scatter,) = self.whitening.enter(prior.mean[np.newaxis], prior.scatter[np.newaxis])
        i, j = self.features.i, self.features.j
        products = prior.at_mean * mean[i] * mean[j] + scatter[i, j]
        moments = np.concatenate([[prior.at_mean], prior.at_mean * mean, products])
        return AddedMoments(moments, prior.n, float(prior.at_mean * mean @ mean))

    def moments(self, coefficients: Array, narrow: Narrow | None) -> tuple[Array, Array, Array | None]:
        """One pass over the points: moments (R, K, F), log-likelihoods (R,) of the parameters, in nats, and the sums of
        the narrow components in their coordinates."""
        firsts = coefficients[:, 0]
        # (K - 1, R, F): component by component, as sums over components are then sums of whole rows
        differences = (coefficients[:, 1:] - firsts[:, np.newaxis]).swapaxes(0, 1).reshape(-1, self.features.width)
        found = [
            self._block_moments(differences, len(firsts), narrow, number) for number in range(len(self.features.blocks))
        ]
        moments, log_totals, *sums = found[0] if len(found) == 1 else [sum(parts) for parts in zip(*found, strict=True)]
        by_component = moments.reshape(self.n_components, *firsts.shape)
        log_likelihoods = log_totals + firsts @ self.features.sums
        return np.ascontiguousarray(by_component.swapaxes(0, 1)), log_likelihoods, sums[0] if sums else None

    def _block_moments(self, differences: Array, n_runs: int, narrow: Narrow | None, number: int) -> tuple[Array, ...]:
        """Moments (K R, F) of a block of n points, the sums (R,) of ln(p(x) / p(x, first component)), and the sums of
        the narrow components, if any."""
        features = self.features[number]
        ratios, *workspace = self._buffers_for(n_runs, features.shape[1])
        flat = ratios.reshape(-1, features.shape[1])
        np.dot(differences, features, out=flat[n_runs:])
        far = number in self.far or (narrow is not None and narrow.has_first)
        if far or narrow is not None:
            ratios[0] = 0
        if narrow is not None:
            y = narrow.coordinates(self.X[self.features.blocks[number]].T)
            logs = narrow.log_joint(y) + ratios[narrow.places, narrow.runs]
            ratios[narrow.places, narrow.runs] = logs if far else np.maximum(logs, LOWEST, out=logs)
        log_totals = (normalize_far if far else normalize)(ratios, *workspace)
        if not far and not math.isfinite(np.add.reduce(log_totals)):
            self.far.add(number)
            return self._block_moments(differences, n_runs, narrow, number)
        moments = np.dot(flat, features.T)
        if narrow is None:
            return moments, log_totals
        return moments, log_totals, weighted_sums(y, ratios[narrow.places, narrow.runs])

    def _buffers_for(self, n_runs: int, n: int) -> tuple[Array, Array, Array]:
        """Ratios (K, R, n), and what `normalize` works with: for as long as the number of runs stays the same."""
        if (n_runs, n) not in self.buffers:
            self.buffers = {key: held for key, held in self.buffers.items() if key[0] == n_runs}
            ratios, totals = np.empty((self.n_components, n_runs, n)), np.empty((n_runs, n))
            self.buffers[n_runs, n] = ratios, totals, np.full(n, LOWEST)
        return self.buffers[n_runs, n]

    def maximize(self, moments: Array) -> tuple[Array, Array, Array]:
        """The M step: moments (..., K, F) to counts (..., K), whitened means (..., K, D) and covariances."""
        counts = totals = divisors = moments[..., 0]
        if self.prior is not None:
            moments = moments + self.prior.moments
            totals, divisors = moments[..., 0], counts + self.prior.n
        sums = moments[..., 1 : 1 + self.n_features]
        means = sums / totals[..., np.newaxis]
        scatters = moments[..., self.features.squares] - sums[..., :, np.newaxis] * means[..., np.newaxis, :]
        covariances = self.covariance_type.estimate(divisors, scatters)
        return counts, means, covariances + self.ridge

    def coefficients(self, weights: Array, means: Array, covariances: Array) -> Array:
        """The coefficients (..., K, F) of whitened mixtures."""
        precisions, log_determinants = invert(covariances)
        rows = np.empty((*weights.shape, self.features.width))
        linear = np.vecdot(precisions, means[..., np.newaxis, :], out=rows[..., 1 : 1 + self.n_features])
        constant = np.log(weights) - self.log_constant
        constant -= 0.5 * (log_determinants + np.vecdot(linear, means))
        rows[..., 0] = constant
        rows[..., 1 + self.n_features :] = self.halves * precisions[..., self.features.i, self.features.j]
        return rows

    def log_priors(self, coefficients: Array) -> Array:
        """`Prior.log_shares` (..., K) of components by their coefficients (..., K, F)."""
        assert self.prior is not None
        first, prior = 1 + self.n_features, self.prior
        precisions = np.zeros((*coefficients.shape[:-1], self.n_features, self.n_features))
        i, j = self.features.i, self.features.j
        precisions[..., i, j] = precisions[..., j, i] = coefficients[..., first:] / self.halves
        covariances, log_determinants = invert(precisions)
        linear = coefficients[..., 1:first]
        squares = np.vecdot(linear, np.vecdot(covariances, linear[..., np.newaxis, :]))
        logs = coefficients[..., 1:] @ prior.moments[1:] - 0.5 * prior.moments[0] * squares
        return np.asarray(logs + prior.n * (0.5 * log_determinants - self.whitening.log_volume))

    def m_step(self, moments: Array, fixed_weights: Array | None) -> tuple[Array, bool]:
        """The coefficients (R, K, F) of the mixtures that maximize, NaN where a covariance is not positive definite,
        and whether all are ordinary.

        fixed_weights  (R, K)  weights to stay as they are; None: learn them
        """
        if self.in_plain_numbers:
            weights = None if fixed_weights is None else fixed_weights[0].tolist()
            sums = moments[0].tolist()
            prior = None if self.prior is None else (self.prior.moments.tolist(), self.prior.n)
            rows = plain_numbers.m_step(sums, weights, self.n_points, self.ridge_entries, self.log_constant, prior)
            small = all(max(row) <= LARGE and min(row) >= -LARGE for row in rows)
            return np.array([rows]), small and min(count for count, *_ in sums) > self.smallest_count
        counts, means, covariances = self.maximize(moments)
        learned = counts / self.n_points if fixed_weights is None else fixed_weights
        coefficients = self.coefficients(learned, means, covariances)
        return coefficients, self.are_ordinary(coefficients, counts)

    def are_ordinary(self, coefficients: Array, counts: Array) -> bool:
        """Whether no component is narrow, by its coefficients (R, K, F), and each has points, by its count (R, K)."""
        # "All small" rather than "none large": NaN is neither.
        small = np.maximum.reduce(np.abs(coefficients), axis=None) <= LARGE
        return bool(small and np.minimum.reduce(counts, axis=None) > self.smallest_count)

    def narrowness(self, coefficients: Array) -> Array:
        """Traces of the components' precisions, (R, K)."""
        squares = coefficients[..., 1 + self.n_features :][..., self.features.i == self.features.j]
        return np.asarray(-2 * squares.sum(axis=-1))


def invert(covariances: Array) -> tuple[Array, Array]:
    """Inverses (..., D, D) and log determinants (...), NaN unless positive definite, of symmetric matrices.

    Gauss-Jordan elimination of all matrices at once: LAPACK's calls, one a matrix, take longer for small ones.
    """
    if covariances.shape[-1] == 1:
        return 1 / covariances, np.log(covariances[..., 0, 0])
    if covariances.shape[-1] == 2:
        return _invert_in_two_dimensions(covariances)
    inverses = covariances.copy()
    log_determinants = np.zeros(covariances.shape[:-2])
    for j in range(covariances.shape[-1]):
        pivots = inverses[..., j, j].copy()
        log_determinants += np.log(pivots)
        row = inverses[..., j, :] / pivots[..., np.newaxis]
        inverses -= inverses[..., :, j, np.newaxis] * row[..., np.newaxis, :]
        inverses[..., j, :] = row
        inverses[..., :, j] = row
        inverses[..., j, j] = -1 / pivots
    return -inverses, log_determinants


def _invert_in_two_dimensions(covariances: Array) -> tuple[Array, Array]:
    """The same, with half the calls: for few points they take longer than all the rest of a step."""
    first, mixed = covariances[..., 0, 0], covariances[..., 0, 1]
    left = covariances[..., 1, 1] - mixed * mixed / first  # the variance of the second, given the first
    determinants = first * left
    inverses = covariances[..., ::-1, ::-1] / determinants[..., np.newaxis, np.newaxis]
    inverses[..., 0, 1] *= -1
    inverses[..., 1, 0] *= -1
    return inverses, np.log(first) + np.log(left)
