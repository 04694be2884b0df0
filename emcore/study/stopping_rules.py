"""Stopping rules in use in the field, read off a run that went on. A registry: add a rule here.

Every rule compares one number per step with a tolerance. A small number tells that EM has become slow; on a plateau
that is not to say that the maximum is near.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from emcore.options import real, whole
from emcore.points import Array
from emcore.trace import EMTrace

EXPONENTS = -9, 0  # of the tolerances in use: powers of ten
SMALL_PARAMETER = 1e-3  # Booth and Hobert's delta_1: parameters near 0 are compared with this instead


@dataclass(frozen=True)
class StoppingRule:
    """A way to tell that EM may stop.

    quantity   (trace of T steps, n_points) -> (T + 1,), what is compared with the tolerance; NaN where undefined
    unit       what it is measured in, for an axis
    tolerance  the default of a package that stops by this rule
    """

    label: str
    explanation: str
    quantity: Callable[[EMTrace, int], Array]
    unit: str
    tolerance: float

    def first_stop(self, trace: EMTrace, tolerance: float, n_points: int) -> int | None:
        """The first step t >= 1 at which a run with this rule would have stopped; None: not within the trace.

        A quantity equal to the tolerance does not stop, so 0 never does. Raises `ValueError` for a tolerance below 0
        and for fewer than one point.
        """
        tolerance, n_points = real("tolerance", tolerance), whole("n_points", n_points, 1)
        if not tolerance >= 0:
            raise ValueError(f"tolerance is {tolerance}; give a number of at least 0")
        below = self.quantity(trace, n_points)[1:] < tolerance  # False for NaN
        return int(below.argmax()) + 1 if below.any() else None


def mean_gain(trace: EMTrace, n_points: int) -> Array:
    """|l_t - l_(t-1)| / N, in nats per point."""
    return np.asarray(np.abs(_gains(trace)) / n_points)


def relative_gain(trace: EMTrace, n_points: int) -> Array:
    """|l_t - l_(t-1)| / (1 + |l_t|)."""
    return np.asarray(np.abs(_gains(trace)) / (1 + np.abs(trace.log_likelihoods)))


def projected_gain(trace: EMTrace, n_points: int) -> Array:
    """|l_inf - l_t|, in nats: what is still to come if the gains go on shrinking by the same factor.

    With a = (l_t - l_(t-1)) / (l_(t-1) - l_(t-2)), l_inf = l_(t-1) + (l_t - l_(t-1)) / (1 - a); undefined while the
    gains do not shrink (a >= 1), and 0 once the log-likelihood stands still. The same estimate is in use against the
    one before it (Böhning and others, 1994) and against l_(t-1) (McNicholas and others, 2010).
    """
    gains = _gains(trace)
    before = np.concatenate([[np.nan], gains[:-1]])
    with np.errstate(divide="ignore", invalid="ignore"):
        a = gains / before
        projected = np.abs(gains * a / (1 - a))  # l_inf - l_t, the rest of the geometric series
    projected[~(a < 1)] = np.nan
    projected[gains == 0] = 0
    return np.asarray(projected)


def parameter_change(trace: EMTrace, n_points: int) -> Array:
    """max |theta_t - theta_(t-1)| / (|theta_(t-1)| + 0.001) over all weights, means and entries of covariances."""
    length = len(trace)
    parts = (trace.weights, trace.means, trace.covariances)
    theta = np.concatenate([part.reshape(length, -1) for part in parts], axis=1)
    changes = np.abs(np.diff(theta, axis=0)) / (np.abs(theta[:-1]) + SMALL_PARAMETER)
    return np.concatenate([[np.nan], changes.max(axis=1)])


def _gains(trace: EMTrace) -> Array:
    return np.concatenate([[np.nan], np.diff(trace.log_likelihoods)])


STOPPING_RULES: dict[str, StoppingRule] = {
    "mean-gain": StoppingRule(
        "Gain per point",
        "The log-likelihood per point changes by less than the tolerance in one step (scikit-learn, GaussianMixture).",
        mean_gain,
        "nats per point",
        1e-3,
    ),
    "relative-gain": StoppingRule(
        "Relative gain",
        "The log-likelihood changes by less than the tolerance times 1 + its size (R package mclust, emControl).",
        relative_gain,
        "share of the log-likelihood",
        1e-5,
    ),
    "aitken": StoppingRule(
        "Aitken's projection",
        "The gains, if they go on shrinking as they do, will add up to less than the tolerance (McLachlan and "
        "Krishnan, The EM Algorithm and Extensions, section 4.9; R package MoEClust).",
        projected_gain,
        "nats still to come",
        1e-5,
    ),
    "parameters": StoppingRule(
        "Change of the parameters",
        "No parameter changes by more than the tolerance, relative to itself (Booth and Hobert, 1999; R package "
        "joineRML).",
        parameter_change,
        "relative change",
        5e-3,
    ),
}
