"""A component that dives onto a few points: how its width falls, and how the log-likelihood climbs with it for ever.

Points that do not spread in every direction lie in a flat of fewer dimensions. Of a Gaussian on them whose width w
across that flat falls to 0, the density there grows as w to the minus number of directions across it, without bound
(Bishop, PRML, 9.2.1). All of it is worked out in logarithms, and so holds for any width.
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt
import scipy  # whose parts load when first used

from emcore.covariances import COVARIANCE_TYPES
from emcore.em import e_step
from emcore.mixture import Mixture, log_joint
from emcore.points import Array, as_points
from emcore.trace import EMTrace

MINE = 0.5  # responsibility above which a point is the component's own; of the largest, where none is above it
FLAT = 1e-12  # of the data's largest variance: far above rounding, far below any spread that is meant
MOST_SUBSETS = 50_000  # of points, for one determinant
LN_10 = float(np.log(10))


@dataclass(frozen=True, eq=False)
class Dive:
    """The component of a run that dives, and the points that it dives onto.

    component  counted from 0
    points     (M,) rows of the data, its own at the last sound step, or those that it holds most of
    mean       (D,)    of these points
    spread     (D, D)  covariance that these points give it: singular
    n_across   directions in which they do not spread, at least 1
    widths     (T+1,)  geometric mean of the component's standard deviations in its so many narrowest directions, of
               every step, in data units
    """

    component: int
    points: npt.NDArray[np.intp]
    mean: Array
    spread: Array
    n_across: int
    widths: Array

    @property
    def slope(self) -> float:
        """Nats by which the log-likelihood grows in the end for every tenfold narrower: M n_across ln 10."""
        return len(self.points) * self.n_across * LN_10


def dive_of(X: npt.ArrayLike, trace: EMTrace, covariance_type: str = "full") -> Dive | None:
    """The dive of a run on points X (N, D) that collapsed; None where it did not, or no component alone does.

    With one covariance for all ("tied") the components can only collapse together.
    """
    points = as_points(X, trace.means.shape[2])
    if trace.stop != "collapsed" or covariance_type == "tied":
        return None
    scale = np.where(np.ptp(points, axis=0) > 0, points.std(axis=0), 1)
    k = int(np.linalg.eigvalsh(trace.covariances[-1] / np.outer(scale, scale))[:, 0].argmin())
    shares = e_step(points, trace[-1].mixture)[0][:, k]
    most = float(shares.max())
    if not most:
        return None
    own = np.flatnonzero(shares > (MINE if most > MINE else MINE * most))
    mean = points[own].mean(axis=0)
    deviations = points[own] - mean
    scatter = deviations.T @ deviations
    spread = COVARIANCE_TYPES[covariance_type].estimate(np.array([float(len(own))]), scatter[np.newaxis])[0]
    n_across = int((np.linalg.eigvalsh(spread) <= FLAT * points.var(axis=0).max()).sum())
    if not n_across:
        return None
    # Standard deviations along the axes; those of a factor are above 0 where eigenvalues drown in rounding.
    sds = np.linalg.svd(np.linalg.cholesky(trace.covariances[:, k]), compute_uv=False)
    return Dive(k, own, mean, spread, n_across, np.exp(np.log(sds[:, -n_across:]).mean(axis=1)))


def narrowed(X: npt.ArrayLike, mixture: Mixture, dive: Dive, exponents: npt.ArrayLike) -> Array:
    """Log-likelihoods (M,) in nats of `mixture` with the diving component on its points, 10 to the minus `exponents`
    (M,) data units wide; all else stays.

    The component has the mean of its points and their spread, and in every direction the width besides. Any exponent
    will do, however large.
    """
    points, k = as_points(X, mixture.n_features), dive.component
    log_widths = -LN_10 * np.asarray(exponents, dtype=float)
    variances, directions = np.linalg.eigh(dive.spread)
    squares = ((points - dive.mean) @ directions) ** 2  # (N, D), the directions across the flat first
    squares[np.ix_(dive.points, np.arange(dive.n_across))] = 0
    variances[: dive.n_across] = 0
    with np.errstate(divide="ignore", over="ignore"):
        log_variances = np.logaddexp(np.log(variances)[:, np.newaxis], 2 * log_widths)  # (D, M)
        distances = np.exp(np.log(squares)[:, :, np.newaxis] - log_variances).sum(axis=1)  # (N, M)
        others = log_joint(points, mixture)
        others[:, k] = -np.inf
        rest = scipy.special.logsumexp(others, axis=1)
        own = np.log(mixture.weights[k]) - 0.5 * (np.log(2 * np.pi) * mixture.n_features + log_variances.sum(axis=0))
    return np.asarray(np.logaddexp(rest[:, np.newaxis], own - 0.5 * distances).sum(axis=0))


def next_exponent(X: npt.ArrayLike, mixture: Mixture, dive: Dive) -> float:
    """The width that EM's next step gives the diving component, as minus its logarithm to base 10.

    For full covariances, from the last sound mixture of a run. The responsibilities for all other points may be far
    too small for float64; so the covariance's determinant is summed in logarithms over all sets of D + 1 points: each
    adds the product of its responsibilities times the squared volume that it spans (Cauchy and Binet). All terms are
    positive, so no digits are lost. Of very many points only those of the largest responsibilities are taken.
    """
    points, n_features = as_points(X, mixture.n_features), mixture.n_features
    joint = log_joint(points, mixture)
    log_shares = joint[:, dive.component] - scipy.special.logsumexp(joint, axis=1)
    most = next(n for n in range(len(points), 0, -1) if comb(n, n_features + 1) <= MOST_SUBSETS)
    kept = np.argsort(-log_shares, kind="stable")[:most]
    sets = np.array(list(combinations(kept.tolist(), n_features + 1)))
    corners = np.concatenate([np.ones((*sets.shape, 1)), points[sets]], axis=2)
    volumes = np.linalg.slogdet(corners).logabsdet
    log_count = scipy.special.logsumexp(log_shares)
    # count * |scatter| is the sum; |covariance| = |scatter| / count^D.
    total = scipy.special.logsumexp(log_shares[sets].sum(axis=1) + 2 * volumes)
    log_determinant = total - (n_features + 1) * log_count
    along = np.linalg.eigvalsh(dive.spread)[dive.n_across :]
    return float((np.log(along).sum() - log_determinant) / (2 * dive.n_across * LN_10))
