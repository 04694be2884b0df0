"""What EM climbs: the log-likelihood split into a lower bound and a Kullback-Leibler divergence (PRML, section 9.4).

For any responsibilities, ln p(X) = lower_bound + kl_gap. The E step makes the gap 0, the M step raises the bound.
"""

import numpy as np
import numpy.typing as npt
import scipy  # whose parts load when first used

from emcore.mixture import Mixture, as_mixture, log_joint
from emcore.points import Array, as_points
from emcore.responsibilities import as_responsibilities

NEAR = 1.0  # |ln r - ln p| below which their difference is taken by a formula that keeps its digits


def lower_bound(X: npt.ArrayLike, responsibilities: npt.ArrayLike, mixture: Mixture) -> float:
    """sum_nk r_nk (ln pi_k + ln N(x_n | k) - ln r_nk), in nats, summed over the points (PRML 9.71).

    Responsibilities (N, K) of any origin; 0 ln 0 counts as 0. -inf when some point is shared out to a component of
    weight 0. Raises `DataError` for unusable points or responsibilities.
    """
    r, joint = _checked(X, responsibilities, mixture)
    expected = np.multiply(r, joint, out=np.zeros_like(joint), where=r > 0)
    return float((expected + scipy.special.entr(r)).sum())


def kl_gap(X: npt.ArrayLike, responsibilities: npt.ArrayLike, mixture: Mixture) -> float:
    """KL(r || p(k | x_n)) = sum_nk r_nk (ln r_nk - ln p(k | x_n)), in nats, summed over the points (PRML 9.72).

    At least 0, and 0 to rounding right after an E step. inf when some point is shared out to a component of weight 0;
    errors as for `lower_bound`. No difference of two large numbers: accurate to many digits however small it is.
    """
    r, joint = _checked(X, responsibilities, mixture)
    highest = joint.max(axis=1, keepdims=True)
    others = np.exp(joint - highest)
    others[np.arange(len(joint)), joint.argmax(axis=1)] = 0
    log_posterior = joint - highest - np.log1p(others.sum(axis=1, keepdims=True))
    return float(_divergence(r, log_posterior).sum())


def entropy(responsibilities: npt.ArrayLike) -> float:
    """- sum_nk r_nk ln r_nk, in nats, summed over the points: from 0 (every point has one owner) to N ln K.

    Raises `DataError` for unusable responsibilities (N, K).
    """
    return float(scipy.special.entr(as_responsibilities(responsibilities)).sum())


def _checked(X: npt.ArrayLike, responsibilities: npt.ArrayLike, mixture: Mixture) -> tuple[Array, Array]:
    """Responsibilities and ln pi_k + ln N(x_n | k), both (N, K)."""
    points = as_points(X, as_mixture(mixture).n_features)
    return as_responsibilities(responsibilities, len(points), mixture.n_components), log_joint(points, mixture)


def _divergence(responsibilities: Array, log_posterior: Array) -> Array:
    """r ln(r / p) - r + p, elementwise: none is below 0, and as rows of r and of p sum to 1 they add up to the KL.

    Summing r ln(r / p) alone, terms of either sign cancel and leave nothing of a small divergence.
    """
    posterior = np.exp(log_posterior)
    held = responsibilities > 0
    terms = posterior.copy()  # where r is 0
    r, p = responsibilities[held], posterior[held]
    ratio = np.log(r) - log_posterior[held]
    near = np.clip(ratio, -NEAR, NEAR)
    terms[held] = np.where(near == ratio, r * (near + np.expm1(-near)), r * ratio - r + p)
    return terms
