"""EM over the landscape of two parameters: each step to the top of the lower bound over the plane, the others held."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from emcore import steps
from emcore.errors import CollapseError, MixtureError
from emcore.mixture import Mixture, twins
from emcore.options import number, whole
from emcore.points import Array, as_points, resolution
from emcore.study.parameters import Parameter, Plane

PathStop = Literal["converged", "max_iter", "collapsed", "flat", "away"]
Place = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Path:
    """A way of T steps over a landscape, its start first.

    places           (T+1, 2)  values of the two parameters
    log_likelihoods  (T+1,)    in nats, summed over the points
    stop             "converged" (a step moved less than tol), "max_iter" (ran out of steps), "collapsed" (EM: a
                     component has no points left, or no width), "flat" (Newton: no curvature to go by), "away" (Newton:
                     left the data far behind)
    """

    places: Array
    log_likelihoods: Array
    stop: PathStop

    def __len__(self) -> int:
        return len(self.log_likelihoods)


def em_path(X: npt.ArrayLike, plane: Plane, start: Place, *, max_iter: int = 200, tol: float = 0.0) -> Path:
    """EM on the two free parameters alone, from `start` on.

    tol  a step that moves both parameters by less than this share of their axes (`limits`) ends the way; 0: never

    Each M step takes the means, then the standard deviations one by one, then the weights to the top of the bound: in
    one dimension, and where parameters do not bear on each other, that is the M step; else a conditional one, which
    never falls either (X.-L. Meng and D. B. Rubin, Maximum likelihood estimation via the ECM algorithm, 1993). Means
    that start equal, of components that are else the same, stay equal, as in exact arithmetic. Raises `MixtureError`
    for a start that is no mixture.
    """
    points = as_points(X, plane.mixture.n_features)

    def step(place: Place) -> tuple[float, Place | PathStop]:
        mixture = plane.at(*place)
        responsibilities, log_likelihood = steps.e_step(points, mixture)
        try:
            return log_likelihood, plane.of(m_step(points, responsibilities, plane, mixture))
        except MixtureError:
            return log_likelihood, "collapsed"

    return walk(points, plane, start, step, max_iter, tol)


def walk(
    X: Array,
    plane: Plane,
    start: Place,
    step: Callable[[Place], tuple[float, Place | PathStop]],
    max_iter: int,
    tol: float,
) -> Path:
    """Steps from `start` on; `step` tells of a place its log-likelihood, and where to go from there or why to stop."""
    max_iter, tol = whole("max_iter", max_iter), number("tol", tol, 0)
    near = tol * spans(X, plane)
    places, log_likelihoods = [start], list[float]()
    while True:
        log_likelihood, there = step(places[-1])
        log_likelihoods.append(log_likelihood)
        if len(places) > 1 and (np.abs(np.subtract(places[-1], places[-2])) < near).all():
            there = "converged"
        elif len(places) > max_iter:
            there = "max_iter"
        if isinstance(there, str):
            return Path(np.array(places, dtype=np.float64), np.array(log_likelihoods), there)
        places.append(there)


def spans(X: Array, plane: Plane) -> Array:
    """How long the axes of the two parameters are, (2,)."""
    return np.array([float(np.ptp(parameter.limits(X))) for parameter in (plane.first, plane.second)])


def m_step(X: Array, responsibilities: Array, plane: Plane, mixture: Mixture) -> Mixture:
    """The best values of the two free parameters under responsibilities (N, K), in turn, from those in `mixture` on.

    Raises `MixtureError` where there are none: no points left to a component, or no width to them.
    """
    counts = responsibilities.sum(axis=0)
    free = plane.first, plane.second
    means = [_mean(X, responsibilities, mixture, parameter, free) for parameter in free if parameter.kind == "mean"]
    mixture = _to(plane, mixture, dict(means))
    for parameter in free:
        if parameter.kind == "sd":
            mixture = _to(plane, mixture, {parameter: _sd(X, responsibilities, mixture, parameter)})
    return _to(plane, mixture, {p: counts[p.component] / len(X) for p in free if p.kind == "weight"})


def _to(plane: Plane, mixture: Mixture, values: dict[Parameter, float]) -> Mixture:
    """The mixture on the plane with some parameters at new values."""
    return plane.at(*(values.get(parameter, parameter.of(mixture)) for parameter in (plane.first, plane.second)))


def _mean(
    X: Array, responsibilities: Array, mixture: Mixture, parameter: Parameter, free: Sequence[Parameter]
) -> tuple[Parameter, float]:
    """The best entry of a component's mean: that of its points' mean, corrected, as in a regression, for what the held
    entries are off by."""
    k, feature = parameter.component or 0, parameter.feature or 0
    alike = twins(mixture) == twins(mixture)[k]  # they share every point in the same proportion
    together = responsibilities[:, alike].sum(axis=1)
    if not together.sum():
        raise CollapseError(f"no point is left to component {k + 1}", k)
    mean = together @ X / together.sum()
    held = [d for d in range(X.shape[1]) if Parameter("mean", k, d) not in free]
    covariance = mixture.covariances[k]
    off = np.linalg.solve(covariance[held][:, held], mixture.means[k, held] - mean[held])
    return parameter, float(mean[feature] + covariance[feature, held] @ off)


def _sd(X: Array, responsibilities: Array, mixture: Mixture, parameter: Parameter) -> float:
    """The best standard deviation: with u = old / new, n ln u - a u^2 / 2 - b u is highest where a u^2 + b u = n."""
    n = a = b = 0.0
    for k in filter(parameter.moves, range(mixture.n_components)):
        precision = np.linalg.inv(mixture.covariances[k])
        deviations = X - mixture.means[k]
        products = precision * ((responsibilities[:, k] * deviations.T) @ deviations)
        d, count = parameter.feature, responsibilities[:, k].sum()
        if d is None:
            n, a = n + count * X.shape[1], a + products.sum()
        else:
            n, a, b = n + count, a + products[d, d], b + products[d].sum() - products[d, d]
    old = parameter.of(mixture)
    with np.errstate(divide="ignore", invalid="ignore"):
        best = float(old * 2 * a / (np.sqrt(b * b + 4 * a * n) - b))
    least = resolution(X)
    if not best**2 > (least.max() if parameter.feature is None else least[parameter.feature]):
        raise CollapseError("the points left have no width", parameter.component or 0)
    return best
