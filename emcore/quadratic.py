"""The fast way to take EM steps: an E step and an M step are two matrix products.

Whitened, z = scale^-1 (x - centre), and written out, the log of weight times Gaussian density is linear in the features
phi(z) = (1, z_i ..., z_i z_j ...). For a block of points, with one row of coefficients for each component:

    E step   log joint densities = coefficients @ phi, then exp and division by the sum over components
    M step   moments += responsibilities @ phi'        the weighted sums of 1, z and z z' (PRML 9.24-9.27)

Products about one common centre lose digits for a component that is narrow for its distance to that centre. Its
coefficients are large then, which `sound` notices; the step is made in data units instead (`emcore.steps`).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve_triangular

from emcore.covariances import COVARIANCE_TYPES, CovarianceType
from emcore.mixture import EPS, Mixture
from emcore.points import Array

BLOCK = 100_000  # numbers in a block of features and log densities together: they stay in a processor's cache
STORED = 2**25  # numbers of features kept from pass to pass at most, 256 MB; beyond that each pass forms them anew
LARGEST_COEFFICIENT = 1e4  # it magnifies rounding: below 1e-11 so far
SMALLEST_SHARE = 1e-20  # of the points, of a component; far above what clamping the exponents may add
SMALLEST_PIVOT = 1e-6  # of the data's covariance, for whitening by its Cholesky factor
LOWEST = -700.0  # exp of less is denormal and slow, then 0
FAINTEST = 1e-260  # sum of densities, relative to the highest peak, below which a point is far from every component


@dataclass(frozen=True, eq=False)
class Frame:
    """Coordinates z = scale^-1 (x - centre) in which the data have mean 0 and variances 1.

    centre  (D,)    in data units
    scale   (D, D)  lower triangular, in data units
    """

    centre: Array
    scale: Array

    @cached_property
    def inverse(self) -> Array:
        """scale^-1 (D, D)."""
        return np.asarray(solve_triangular(self.scale, np.eye(len(self.scale)), lower=True))

    @cached_property
    def log_volume(self) -> float:
        """ln det scale: what a log density in data units is lower by."""
        return float(np.log(np.diagonal(self.scale)).sum())

    def points(self, X: Array) -> Array:
        """Points (N, D) in data units -> (D, N) in the frame."""
        return np.asarray(solve_triangular(self.scale, (X - self.centre).T, lower=True))

    def enter(self, mixture: Mixture) -> tuple[Array, Array]:
        """Means (K, D) and covariances (K, D, D) of a mixture, in the frame."""
        means = (mixture.means - self.centre) @ self.inverse.T
        return means, self.inverse @ mixture.covariances @ self.inverse.T

    def leave(self, means: Array, covariances: Array) -> tuple[Array, Array]:
        """Means (..., K, D) and covariances (..., K, D, D) in the frame -> in data units."""
        covariances = self.scale @ covariances @ self.scale.T
        return means @ self.scale.T + self.centre, covariances / 2 + np.swapaxes(covariances, -1, -2) / 2


def frame_of(X: Array, covariance_type: CovarianceType) -> Frame:
    """The frame that whitens the points as far as the covariance type stays what it is under the change."""
    centre = X.mean(axis=0)
    deviations = X - centre
    covariance = deviations.T @ deviations / len(X)
    variances = np.diagonal(covariance).copy()
    variances[variances == 0] = 1
    if covariance_type.whitening == "one scale":
        return Frame(centre, math.sqrt(variances.mean()) * np.eye(len(centre)))
    scale = np.diag(np.sqrt(variances))
    if covariance_type.whitening == "linear":
        try:
            factor = np.linalg.cholesky(covariance)
        except np.linalg.LinAlgError:
            factor = np.zeros_like(scale)
        if (np.diagonal(factor) ** 2 > SMALLEST_PIVOT * variances).all():
            scale = factor
    return Frame(centre, scale)


class QuadraticEM:
    """EM steps of R mixtures at once, K components each, on the same points; G = R K rows.

    F features: 1, the D coordinates, and their products (only the squares if the type's covariances are diagonal).
    """

    def __init__(self, X: Array, n_components: int, n_runs: int, covariance_type: CovarianceType, reg_covar: float):
        self.X = X
        self.n_points, self.n_features = X.shape
        self.n_components = n_components
        self.covariance_type = covariance_type
        self.frame = frame_of(X, covariance_type)
        self.ridge = reg_covar * self.frame.inverse @ self.frame.inverse.T if reg_covar else None
        diagonal = covariance_type.whitening != "linear"
        self.first, self.second = np.diag_indices(self.n_features) if diagonal else np.triu_indices(self.n_features)
        self.halves = np.where(self.first == self.second, -0.5, -1.0)  # z_i z_j stands for z_j z_i too
        self.width = 1 + self.n_features + len(self.first)  # F
        # A row that float64 hardly tells from its mean has no place in a common frame: nothing is sound then.
        resolved = np.diagonal(self.frame.scale @ self.frame.scale.T) > 1e6 * (4 * EPS * np.abs(X).max(axis=0)) ** 2
        self.resolved = bool(resolved.all())
        self.in_floats = (
            n_runs == 1 and self.n_features <= 2 and covariance_type is COVARIANCE_TYPES["full"] and not reg_covar
        )
        n_rows = n_runs * n_components
        n_blocks = -(-self.n_points // max(256, BLOCK // (n_rows + self.width)))
        self.length = -(-self.n_points // n_blocks)
        self.length += self.length % 512 == 0 and n_blocks > 1  # rows a multiple of 4 KiB apart share cache lines
        self.log_joint = np.empty(n_rows * self.length)
        self.totals = np.empty(n_runs * self.length)
        self.floor = np.full(self.length, LOWEST)  # a row: NumPy is slower with a number
        keep = self.width * self.n_points <= STORED
        self.kept = [self._features(block) for block in self._slices()] if keep else None

    def _slices(self) -> Iterator[slice]:
        for begin in range(0, self.n_points, self.length):
            yield slice(begin, min(begin + self.length, self.n_points))

    def _features(self, block: slice) -> Array:
        """phi (F, n) of a block of n points."""
        z = self.frame.points(self.X[block])
        features = np.empty((self.width, z.shape[1]))
        features[0] = 1
        features[1 : 1 + len(z)] = z
        row = 1 + len(z)
        for i in range(len(z)):
            partners = z[self.second[self.first == i]]
            np.multiply(partners, z[i], out=features[row : row + len(partners)])
            row += len(partners)
        return features

    def moments(self, coefficients: Array, offsets: Array) -> tuple[Array, Array]:
        """One pass over the points: the M step's moments (R, K, F) and the log-likelihoods (R,), in nats.

        coefficients  (R, K, F)  of the log joint densities, less each run's offset
        offsets       (R,)       the highest peak of each run's weighted components
        """
        n_runs = len(offsets)
        rows = coefficients.reshape(-1, self.width)
        moments = np.zeros_like(rows)
        log_likelihoods = self.n_points * offsets
        for features in self.kept or map(self._features, self._slices()):
            responsibilities, log_densities = self._e_step(rows, features, n_runs)
            moments += responsibilities @ features.T
            log_likelihoods += log_densities
        return moments.reshape(coefficients.shape), log_likelihoods

    def _e_step(self, rows: Array, features: Array, n_runs: int) -> tuple[Array, Array]:
        """Responsibilities (G, n) of a block, and the sums (R,) of its points' log densities less the offsets."""
        n = features.shape[1]
        joint = self.log_joint[: len(rows) * n].reshape(len(rows), n)
        by_run = joint.reshape(n_runs, -1, n)
        totals = self.totals[: n_runs * n].reshape(n_runs, n)
        np.matmul(rows, features, out=joint)  # never above 0: offsets are the peaks
        if np.minimum.reduce(joint, axis=None) < LOWEST:
            np.maximum(joint, self.floor[:n], out=joint)
        np.exp(joint, out=joint)
        np.add.reduce(by_run, axis=1, out=totals)
        highest = None
        if np.minimum.reduce(totals, axis=None) < FAINTEST:  # again, relative to each point's highest
            np.matmul(rows, features, out=joint)
            highest = by_run.max(axis=1)
            by_run -= highest[:, np.newaxis]
            np.maximum(joint, self.floor[:n], out=joint)
            np.exp(joint, out=joint)
            np.add.reduce(by_run, axis=1, out=totals)
        np.divide(by_run, totals[:, np.newaxis], out=by_run)
        log_densities = np.add.reduce(np.log(totals, out=totals), axis=1)
        return joint, log_densities if highest is None else log_densities + highest.sum(axis=1)

    def maximise(self, moments: Array) -> tuple[Array, Array, Array]:
        """The M step, in the frame: moments (..., K, F) to counts (..., K), means (..., K, D) and covariances."""
        counts = moments[..., 0]
        sums = moments[..., 1 : 1 + self.n_features]
        means = sums / counts[..., np.newaxis]
        products = moments[..., 1 + self.n_features :] - sums[..., self.first] * means[..., self.second]
        scatters = np.zeros((*means.shape, self.n_features))
        scatters[..., self.first, self.second] = products
        scatters[..., self.second, self.first] = products
        covariances = self.covariance_type.estimate(counts, scatters)
        return counts, means, covariances if self.ridge is None else covariances + self.ridge

    def coefficients(self, weights: Array, means: Array, covariances: Array) -> tuple[Array, Array]:
        """Mixtures in the frame (R, K ...) -> coefficients (R, K, F) of their log joint densities, offsets (R,)."""
        precisions, log_determinants = invert(covariances)
        linear = (precisions * means[..., np.newaxis, :]).sum(axis=-1)
        peaks = np.log(weights) - 0.5 * log_determinants - self._log_constant
        offsets = peaks.max(axis=-1)
        rows = np.empty((*weights.shape, self.width))
        rows[..., 0] = peaks - offsets[..., np.newaxis] - 0.5 * (linear * means).sum(axis=-1)
        rows[..., 1 : 1 + self.n_features] = linear
        rows[..., 1 + self.n_features :] = self.halves * precisions[..., self.first, self.second]
        return rows, offsets

    @cached_property
    def _log_constant(self) -> float:
        return float(0.5 * self.n_features * np.log(2 * np.pi) + self.frame.log_volume)

    def step(self, moments: Array, kept: Array | None) -> tuple[Array, Array]:
        """Coefficients and offsets of the mixtures that maximise; `kept` (R, K) are weights to keep."""
        if self.in_floats:
            try:
                return self._step_in_floats(moments, kept)
            except (ValueError, ZeroDivisionError, OverflowError):
                pass  # a component without points or without spread: NumPy goes on with NaN
        counts, means, covariances = self.maximise(moments)
        return self.coefficients(counts / self.n_points if kept is None else kept, means, covariances)

    def _step_in_floats(self, moments: Array, kept: Array | None) -> tuple[Array, Array]:
        """`step` for one full-covariance mixture in one or two dimensions, in plain numbers: with few points NumPy's
        calls on tiny arrays would take longer than the points."""
        rows, peaks = [], []
        for k, (count, *sums) in enumerate(moments[0].tolist()):
            weight = count / self.n_points if kept is None else kept[0, k]
            if self.n_features == 1:
                mean, square = sums[0] / count, sums[1] / count
                determinant = square - mean * mean
                precision = 1 / determinant
                linear = [precision * mean]
                quadratic = [-0.5 * precision]
                distance = linear[0] * mean
            else:
                m0, m1, s00, s01, s11 = (value / count for value in sums)
                s00, s01, s11 = s00 - m0 * m0, s01 - m0 * m1, s11 - m1 * m1
                determinant = s00 * s11 - s01 * s01
                p00, p01, p11 = s11 / determinant, -s01 / determinant, s00 / determinant
                linear = [p00 * m0 + p01 * m1, p01 * m0 + p11 * m1]
                quadratic = [-0.5 * p00, -p01, -0.5 * p11]
                distance = linear[0] * m0 + linear[1] * m1
            peaks.append(math.log(weight) - 0.5 * math.log(determinant) - self._log_constant)
            rows.append([peaks[-1] - 0.5 * distance, *linear, *quadratic])
        offset = max(peaks)
        for row in rows:
            row[0] -= offset
        return np.array([rows]), np.array([offset])

    def sound(self, coefficients: Array) -> npt.NDArray[np.bool_]:
        """(R,): whether a run's coefficients are so small that products about one centre keep their digits."""
        if not self.resolved:
            return np.zeros(len(coefficients), dtype=bool)
        # Not above, rather than below: NaN is not sound.
        return np.asarray(np.maximum.reduce(np.abs(coefficients), axis=(1, 2)) <= LARGEST_COEFFICIENT)


def invert(covariances: Array) -> tuple[Array, Array]:
    """Inverses (..., D, D) and log determinants (...) of positive definite matrices, NaN where they are not.

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
