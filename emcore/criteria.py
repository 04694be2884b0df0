"""Criteria to choose the number of components and the covariance type by. Lower is better, as in scikit-learn.

mclust prints the same numbers with the sign turned: 2 ln L - p ln N, higher is better.
"""

import numpy as np
import numpy.typing as npt

from emcore.covariances import COVARIANCE_TYPES
from emcore.options import choice, number, switch, whole
from emcore.responsibilities import as_responsibilities

CRITERIA = ("bic", "aic", "icl")


def n_parameters(n_components: int, n_features: int, covariance_type: str = "full", learn_weights: bool = True) -> int:
    """The free parameters p of a mixture: (K - 1 weights, if learned) + K D means + those of the covariance type.

    Raises `ValueError` for K or D below 1 and for an unknown covariance type.
    """
    k, d = whole("n_components", n_components, 1), whole("n_features", n_features, 1)
    kind = COVARIANCE_TYPES[choice("covariance_type", covariance_type, COVARIANCE_TYPES)]
    return (k - 1) * switch("learn_weights", learn_weights) + k * d + kind.n_parameters(k, d)


def aic(log_likelihood: float, n_parameters: int) -> float:
    """Akaike's information criterion (1974): -2 ln L + 2 p, from the log-likelihood in nats."""
    return -2 * number("log_likelihood", log_likelihood) + 2 * whole("n_parameters", n_parameters)


def bic(log_likelihood: float, n_parameters: int, n_points: int) -> float:
    """The Bayesian information criterion (Schwarz, 1978): -2 ln L + p ln N, from the log-likelihood in nats.

    Raises `ValueError` for fewer than one point.
    """
    penalty = whole("n_parameters", n_parameters) * np.log(whole("n_points", n_points, 1))
    return float(-2 * number("log_likelihood", log_likelihood) + penalty)


def icl(log_likelihood: float, n_parameters: int, n_points: int, responsibilities: npt.ArrayLike) -> float:
    """The integrated completed likelihood: BIC - 2 sum_n ln max_k r_nk. It asks for components that do not overlap.

    Every point is assigned to the component of its largest responsibility, as Biernacki, Celeux and Govaert (2000)
    derive it from the completed data and as mclust computes it. The other definition in use, McLachlan and Peel's
    ICL-BIC (2000), is BIC + 2 * entropy(responsibilities): larger, as it also counts the shares a point does not go by.

    Raises `DataError` for responsibilities (N, K) that are not shares of `n_points` points.
    """
    penalized = bic(log_likelihood, n_parameters, n_points)
    r = as_responsibilities(responsibilities, n_points)
    return penalized - 2 * float(np.log(r.max(axis=1)).sum())
