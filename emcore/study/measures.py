"""Numbers that books and packages print of a run, each read off points X (N, D) and our trace.

Labels are arbitrary: component 1 is that with the lowest first mean. Steps are counted as in `EMTrace`: -1 is the last.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt

from emcore.criteria import bic, icl, n_parameters
from emcore.data.classic import load
from emcore.em import e_step
from emcore.mixture import Mixture
from emcore.points import Array
from emcore.trace import EMTrace

Measure = Callable[[Array, EMTrace], float]


def weight(component: int, step: int = -1) -> Measure:
    """A component's weight."""
    return _parameter(lambda mixture: mixture.weights, component, step)


def mean(component: int, feature: int = 1, step: int = -1) -> Measure:
    """A component's mean, in data units; features are counted from 1 too."""
    return _parameter(lambda mixture: mixture.means[:, feature - 1], component, step)


def standard_deviation(component: int, feature: int = 1, step: int = -1) -> Measure:
    """A component's standard deviation, in data units."""
    return _parameter(lambda mixture: mixture.standard_deviations[:, feature - 1], component, step)


def variance(component: int, feature: int = 1, step: int = -1) -> Measure:
    """A component's variance, in squared data units."""
    return _parameter(lambda mixture: mixture.covariances[:, feature - 1, feature - 1], component, step)


def size(component: int) -> Measure:
    """How many points have their largest responsibility at a component."""

    def measure(X: Array, trace: EMTrace) -> float:
        mixture = trace[-1].mixture
        owners = e_step(X, mixture)[0].argmax(axis=1)
        return float((owners == _order(mixture)[component - 1]).sum())

    return measure


def log_likelihood(X: Array, trace: EMTrace) -> float:
    """The last step's, in nats, summed over the points."""
    return float(trace.log_likelihoods[-1])


def log_likelihood_before_scaling(key: str) -> Measure:
    """The same for data set `key` in its own units, when the run had it standardized: ln sd less per value."""

    def measure(X: Array, trace: EMTrace) -> float:
        return log_likelihood(X, trace) - len(X) * _log_scale(key)

    return measure


def parameters(covariance_type: str) -> Measure:
    """The number of free parameters, weights among them; mclust's df."""

    def measure(X: Array, trace: EMTrace) -> float:
        return float(n_parameters(trace.weights.shape[1], X.shape[1], covariance_type))

    return measure


def mclust_bic(covariance_type: str) -> Measure:
    """mclust's BIC, 2 ln L - p ln N: ours with the sign turned."""

    def measure(X: Array, trace: EMTrace) -> float:
        p = n_parameters(trace.weights.shape[1], X.shape[1], covariance_type)
        return -bic(log_likelihood(X, trace), p, len(X))

    return measure


def mclust_icl(covariance_type: str) -> Measure:
    """mclust's ICL: ours with the sign turned."""

    def measure(X: Array, trace: EMTrace) -> float:
        p = n_parameters(trace.weights.shape[1], X.shape[1], covariance_type)
        responsibilities, ln_l = e_step(X, trace[-1].mixture)
        return -icl(ln_l, p, len(X), responsibilities)

    return measure


@cache  # asked for at every step of a run
def _log_scale(key: str) -> float:
    """The sum of the logarithms of the standard deviations of a data set's columns."""
    return float(np.log(load(key).X.std(axis=0)).sum())


def _parameter(read: Callable[[Mixture], Array], component: int, step: int) -> Measure:
    """What `read` reads off the mixture of a step, (K,), for a component by its order."""

    def measure(X: Array, trace: EMTrace) -> float:
        mixture = trace[step].mixture
        return float(read(mixture)[_order(mixture)[component - 1]])

    return measure


def _order(mixture: Mixture) -> npt.NDArray[np.intp]:
    return np.argsort(mixture.means[:, 0])
