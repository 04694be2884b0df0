"""The fast way to take EM steps: an E step and an M step are two matrix products.

Written out, the logarithm of weight times Gaussian density is linear in the features phi(z) = (1, z_i ..., z_i z_j ...)
of a point; z are its whitened coordinates. So is the logarithm of a component's ratio to the first one. With a row of
coefficients for each component and a column of features for each point:

    E step   ratios = exp(coefficients @ phi), 1 for the first;  responsibilities = ratios / their sum over components
    M step   moments = responsibilities @ phi'                   the weighted sums of 1, z and z z' (PRML 9.24-9.27)

Products about one common centre lose digits for a component that is narrow for its distance to that centre. Its
coefficients are large then, which `unsound` notices; such a step is made in data units instead (`emcore.steps`).
"""

import math
from collections.abc import Iterable
from functools import cached_property, reduce

import numpy as np

from emcore.covariances import COVARIANCE_TYPES, CovarianceType
from emcore.fast.whitening import whitening_of
from emcore.points import EPS, Array, resolution

BLOCK = 100_000  # numbers in a block of features and ratios together: they stay in a processor's cache
STORED = 2**25  # numbers of features stored from pass to pass at most, 256 MB; beyond that each pass forms them anew
LARGEST_COEFFICIENT = 1e4  # it magnifies rounding: below 1e-11 so far
LARGEST_PRECISION = 4e4  # per dimension, along any direction: what such coefficients come to
BROADEST = 1e7  # whitened variance of a start: its rounding is 1e-4 of the narrowest variance allowed
SMALLEST_SHARE = 1e-20  # of the points, of a component: far above what clamping the logarithms may add
LOWEST = -700.0  # exp of less is denormal and slow, then 0
HIGHEST = 1e300


class QuadraticEM:
    """EM steps of R mixtures at once, K components each, on the same N points in D dimensions.

    F features: 1, the D coordinates, and their products (only the squares if the type's covariances are diagonal).
    Coefficients (R, K, F): the first component's own; of the others, less the first one's.
    Moments (R, K, F): responsibility-weighted sums of the features.
    """

    def __init__(
        self, X: Array, n_components: int, n_runs: int, covariance_type: CovarianceType, reg_covar: float
    ) -> None:
        self.X = X
        self.reg_covar = reg_covar
        self.n_points, self.n_features = X.shape
        self.covariance_type = covariance_type
        self.whitening = whitening_of(X, covariance_type)
        self.ridge = reg_covar * self.whitening.inverse @ self.whitening.inverse.T
        self.diagonal = covariance_type.whitening != "linear"
        axes = range(self.n_features)
        self.i, self.j = np.array([(i, j) for i in axes for j in axes if i == j or (i < j and not self.diagonal)]).T
        self.halves = np.where(self.i == self.j, -0.5, -1.0)  # z_i z_j stands for z_j z_i too
        self.width = 1 + self.n_features + len(self.i)  # F
        self.in_floats = n_runs == 1 and self.n_features <= 2 and covariance_type is COVARIANCE_TYPES["full"]
        # Data that float64 hardly tells from their mean are no case for a common centre.
        variances = (self.whitening.scale**2).sum(axis=1)
        resolved = variances > 1e6 * resolution(X)
        # Nor is a whitening so slanted, with a ridge so broad, that a component narrow one way and broad another, which
        # is sound whitened, would not be positive definite in data units. No variance is above N / 2 and the ridge.
        slant = (np.diagonal(self.whitening.scale) ** 2 / variances).min()
        broadest = self.n_points / 2 + np.abs(self.ridge).max()
        held = slant > 4 * self.n_features * EPS * broadest * self.n_features * LARGEST_PRECISION
        self.largest_coefficient = LARGEST_COEFFICIENT if resolved.all() and held else -1.0
        n_blocks = -(-self.n_points // max(256, BLOCK // (n_runs * n_components + self.width)))
        self.length = -(-self.n_points // n_blocks)
        self.length += self.length % 512 == 0 and n_blocks > 1  # rows a multiple of 4 KiB apart share cache lines
        self.buffers: dict[tuple[int, int], tuple[Array, ...]] = {}
        self.far: set[int] = set()  # blocks with points whose ratios are too large for float64
        self.stored = list(self._form()) if self.width * self.n_points <= STORED else None
        self.sums = np.add.reduce([block.sum(axis=1) for block in self._blocks()])

    def _blocks(self) -> Iterable[Array]:
        """phi (F, n), block of points by block."""
        return self.stored or self._form()

    def _form(self) -> Iterable[Array]:
        for begin in range(0, self.n_points, self.length):
            z = self.whitening.points(self.X[begin : begin + self.length])
            features = np.empty((self.width, z.shape[1]))
            features[0] = 1
            features[1 : 1 + len(z)] = z
            row = 1 + len(z)
            for i in range(len(z)):
                partners = z[i : i + 1] if self.diagonal else z[i:]
                np.multiply(partners, z[i], out=features[row : row + len(partners)])
                row += len(partners)
            yield features

    def moments(self, coefficients: Array) -> tuple[Array, Array]:
        """One pass over the points: moments (R, K, F), and log-likelihoods (R,) of the coefficients, in nats."""
        rows = coefficients.swapaxes(0, 1)  # (K, R, F): the first components' come first
        blocks = [self._block_moments(rows, features, number) for number, features in enumerate(self._blocks())]
        moments, log_totals = (reduce(np.add, parts) for parts in zip(*blocks, strict=True))
        by_run = np.ascontiguousarray(moments.reshape(rows.shape).swapaxes(0, 1))
        return by_run, log_totals + rows[0] @ self.sums

    def _block_moments(self, rows: Array, features: Array, number: int) -> tuple[Array, Array]:
        """Moments (K R, F) of a block of n points, and the sums (R,) of ln(p(x) / p(x, first component))."""
        (n_components, n_runs, width), n = rows.shape, features.shape[1]
        if (n_runs, n) not in self.buffers:
            self.buffers = {key: held for key, held in self.buffers.items() if key[0] == n_runs}
            ratios = np.empty((n_components, n_runs, n))
            flat = ratios.reshape(-1, n)
            self.buffers[n_runs, n] = ratios, flat, flat[n_runs:], np.empty((n_runs, n)), np.full(n, LOWEST)
        ratios, flat, others, totals, floor = self.buffers[n_runs, n]
        np.dot(rows[1:].reshape(-1, width), features, out=others)
        if n_components > 1 and others.min() < LOWEST:
            np.maximum(others, floor, out=others)  # a row: NumPy is slower with a number
        highest = None
        if number in self.far:
            ratios[0] = 0
            highest = np.maximum.reduce(ratios, axis=0)
            ratios -= highest
            np.maximum(flat, floor, out=flat)
            np.exp(flat, out=flat)
        else:
            np.exp(others, out=others)
            ratios[0] = 1
        np.add.reduce(ratios, axis=0, out=totals)
        if totals.max() > HIGHEST:
            self.far.add(number)
            return self._block_moments(rows, features, number)
        log_totals = np.add.reduce(np.log(totals), axis=1)
        if highest is not None:
            log_totals += highest.sum(axis=1)
        responsibilities = np.multiply(ratios, np.divide(1, totals, out=totals), out=ratios)
        return np.dot(responsibilities.reshape(-1, n), features.T), log_totals

    def maximize(self, moments: Array) -> tuple[Array, Array, Array]:
        """The M step: moments (..., K, F) to counts (..., K), whitened means (..., K, D) and covariances."""
        counts = moments[..., 0]
        sums = moments[..., 1 : 1 + self.n_features]
        means = sums / counts[..., np.newaxis]
        products = moments[..., 1 + self.n_features :] - sums[..., self.i] * means[..., self.j]
        scatters = np.zeros((*means.shape, self.n_features))
        scatters[..., self.i, self.j] = products
        scatters[..., self.j, self.i] = products
        covariances = self.covariance_type.estimate(counts, scatters)
        return counts, means, covariances + self.ridge

    def coefficients(self, weights: Array, means: Array, covariances: Array) -> Array:
        """The coefficients (..., K, F) of whitened mixtures."""
        precisions, log_determinants = invert(covariances)
        linear = (precisions * means[..., np.newaxis, :]).sum(axis=-1)
        constant = np.log(weights) - 0.5 * log_determinants - self._log_constant
        rows = np.empty((*weights.shape, self.width))
        rows[..., 0] = constant - 0.5 * (linear * means).sum(axis=-1)
        rows[..., 1 : 1 + self.n_features] = linear
        rows[..., 1 + self.n_features :] = self.halves * precisions[..., self.i, self.j]
        rows[..., 1:, :] -= rows[..., :1, :]
        return rows

    @cached_property
    def _log_constant(self) -> float:
        return float(0.5 * self.n_features * np.log(2 * np.pi) + self.whitening.log_volume)

    def m_step(self, moments: Array, fixed_weights: Array | None) -> tuple[Array, list[int]]:
        """The coefficients of the mixtures that maximize, and the runs that are not sound.

        fixed_weights  (R, K)  weights to stay as they are; None: learn them
        """
        if self.in_floats:
            try:
                return self._m_step_in_floats(moments, fixed_weights)
            except (ValueError, ZeroDivisionError, OverflowError):
                return np.zeros_like(moments), [0]  # a component without points or without spread
        counts, means, covariances = self.maximize(moments)
        weights = counts / self.n_points if fixed_weights is None else fixed_weights
        coefficients = self.coefficients(weights, means, covariances)
        return coefficients, self.unsound(coefficients, moments)

    def _m_step_in_floats(self, moments: Array, fixed_weights: Array | None) -> tuple[Array, list[int]]:
        """`m_step` for one mixture with full covariances in one or two dimensions, in plain numbers: with few points
        NumPy's calls on tiny arrays take as long as all the rest. Without this, a step of the notebook's 1-D example
        takes 1.6 times as long, one of its 2-D example 1.15 times."""
        ridge = self.ridge[self.i, self.j].tolist() if self.reg_covar else [0.0] * 3
        least = SMALLEST_SHARE * self.n_points
        rows: list[list[float]] = []
        sound = True
        for k, (count, *sums) in enumerate(moments[0].tolist()):
            weight = count / self.n_points if fixed_weights is None else fixed_weights[0, k]
            if self.n_features == 1:
                mean, square = sums[0] / count, sums[1] / count
                determinant = square - mean * mean + ridge[0]
                linear = mean / determinant
                row = [linear * mean, linear, -0.5 / determinant]
            else:
                m0, m1, s00, s01, s11 = (value / count for value in sums)
                s00, s01, s11 = s00 - m0 * m0 + ridge[0], s01 - m0 * m1 + ridge[1], s11 - m1 * m1 + ridge[2]
                determinant = s00 * s11 - s01 * s01
                p00, p01, p11 = s11 / determinant, -s01 / determinant, s00 / determinant
                l0, l1 = p00 * m0 + p01 * m1, p01 * m0 + p11 * m1
                row = [l0 * m0 + l1 * m1, l0, l1, -0.5 * p00, -p01, -0.5 * p11]
            row[0] = math.log(weight) - 0.5 * (math.log(determinant) + row[0]) - self._log_constant
            rows.append([a - b for a, b in zip(row, rows[0], strict=True)] if rows else row)
            sound = sound and count > least and max(map(abs, rows[-1])) <= self.largest_coefficient
        return np.array([rows]), [] if sound else [0]

    def unsound(self, coefficients: Array, moments: Array | None = None) -> list[int]:
        """The runs with coefficients so large that products about one centre lose digits, and so did the moments that
        gave them; or with a component of so few points that clamping logarithms added to it."""
        limit, least = self.largest_coefficient, SMALLEST_SHARE * self.n_points
        # "Not all small" rather than "some large": NaN is neither.
        if np.maximum.reduce(np.abs(coefficients), axis=None) <= limit and (
            moments is None or np.minimum.reduce(moments[..., 0], axis=None) > least
        ):
            return []
        sound = (np.abs(coefficients) <= limit).all(axis=(1, 2))
        if moments is not None:
            sound &= (moments[..., 0] > least).all(axis=1)
        return [int(run) for run in np.flatnonzero(~sound)]

    def narrowness(self, coefficients: Array) -> Array:
        """Traces of the components' precisions, (R, K)."""
        halves = coefficients[..., 1 + self.n_features :][..., self.i == self.j].sum(axis=-1)
        halves[:, 1:] += halves[:, :1]
        return np.asarray(-2 * halves)


def invert(covariances: Array) -> tuple[Array, Array]:
    """Inverses (..., D, D) and log determinants (...), NaN unless positive definite, of symmetric matrices.

    Gauss-Jordan elimination of all matrices at once: LAPACK's calls, one a matrix, take longer for small ones.
    """
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
