"""EM with one free parameter, so that log-likelihood and lower bound are curves to look at (PRML, figure 9.14)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy  # whose parts load when first used

from emcore import steps
from emcore.bound import lower_bound
from emcore.em import e_step, has_converged
from emcore.mixture import Mixture, log_component_densities, log_joint
from emcore.options import number, whole
from emcore.points import Array, as_points
from emcore.responsibilities import as_responsibilities
from emcore.trace import EMState, EMTrace

NARROW = 0.4  # of the data's standard deviation


@dataclass(frozen=True, eq=False)
class FreeMean:
    """A 1-D mixture fixed in all but the mean of one component.

    mixture    the fixed parameters; the free mean in it is a placeholder
    component  whose mean is free, counted from 0
    """

    mixture: Mixture
    component: int = 0

    def at(self, mean: float) -> Mixture:
        """The mixture with the free mean at `mean`, in data units."""
        means = self.mixture.means.copy()
        means[self.component, 0] = mean
        return Mixture(self.mixture.weights, means, self.mixture.covariances)


@dataclass(frozen=True)
class Parabola:
    """top - curvature (mean - at)^2 / 2: the lower bound as the free mean moves and the responsibilities stay.

    at         the mean of its top, in data units: where the M step goes
    top        its value there, in nats, summed over the points
    curvature  N_k / variance_k, in nats per squared data unit; at least 0
    """

    at: float
    top: float
    curvature: float

    def value(self, means: npt.ArrayLike) -> Array:
        """The bound at `means`, of any shape."""
        return np.asarray(self.top - 0.5 * self.curvature * (np.asarray(means, dtype=float) - self.at) ** 2)


def narrow_on_broad(X: npt.ArrayLike) -> FreeMean:
    """A narrow bell with a free mean on a broad one that stays, half of the 1-D points X each.

    The broad one has the points' own mean and variance (1/N), so the free mean finds every crowd a peak of its own.
    """
    points = as_points(X, 1)
    variances = points.var() * np.array([NARROW**2, 1])
    return FreeMean(Mixture(np.full(2, 0.5), np.full((2, 1), points.mean()), variances[:, np.newaxis, np.newaxis]))


def log_likelihood_curve(X: npt.ArrayLike, model: FreeMean, means: npt.ArrayLike) -> Array:
    """Log-likelihood at each of `means` (M,), in nats, summed over the points; shape (M,)."""
    points, k = as_points(X, 1), model.component
    joint = log_joint(points, model.mixture)
    rest = scipy.special.logsumexp(np.delete(joint, k, axis=1), axis=1, keepdims=True)
    # A bell at another mean is the same bell seen from shifted points: one call for all means.
    bell = Mixture(np.ones(1), np.zeros((1, 1)), model.mixture.covariances[k : k + 1])
    shifted = points - np.asarray(means, dtype=float)  # (N, M)
    free = log_component_densities(shifted.reshape(-1, 1), bell).reshape(shifted.shape)
    return np.asarray(np.logaddexp(rest, np.log(model.mixture.weights[k]) + free).sum(axis=0))


def lower_bound_curve(X: npt.ArrayLike, responsibilities: npt.ArrayLike, model: FreeMean) -> Parabola:
    """The lower bound over the free mean, under responsibilities (N, K) that stay.

    With those of an E step at some mean, it touches the log-likelihood curve there and lies below it everywhere else.
    Raises `CollapseError` when the free component is given no weight.
    """
    points = as_points(X, 1)
    r = as_responsibilities(responsibilities, len(points), model.mixture.n_components)
    counts, means, *_ = steps.statistics(points, r)
    steps.check_counts(counts)
    at = float(means[model.component, 0])
    variance = model.mixture.covariances[model.component, 0, 0]
    return Parabola(at, lower_bound(points, r, model.at(at)), float(counts[model.component] / variance))


def climb(X: npt.ArrayLike, model: FreeMean, start: float, *, max_iter: int = 100, tol: float = 0.0) -> EMTrace:
    """EM on the free mean alone, from `start`: each M step jumps to the top of the bound (PRML 9.24).

    `max_iter` and `tol` as for `fit`. Raises `CollapseError` when the free component loses all its weight.
    """
    points = as_points(X, 1)
    max_iter, tol = whole("max_iter", max_iter), number("tol", tol, 0)
    states: list[EMState] = []
    mixture = model.at(number("start", start))
    while True:
        responsibilities, log_likelihood = e_step(points, mixture)
        states.append(EMState(len(states), mixture, log_likelihood))
        if has_converged(states, len(points), tol):
            return EMTrace.of(states, "converged", tol=tol)
        if len(states) > max_iter:
            return EMTrace.of(states, "max_iter")
        mixture = model.at(lower_bound_curve(points, responsibilities, model).at)
