"""The landscape over two means: slope, curvature and lower bound, other climbers than EM, peaks and saddles."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from emcore import steps
from emcore.bound import lower_bound
from emcore.errors import CollapseError
from emcore.options import number, whole
from emcore.points import EPS, Array, as_points
from emcore.study.climbs import Path, PathStop, Place, has_arrived
from emcore.study.parameters import Plane

FLAT = 1e-6  # of the largest curvature that there can be: no peak, no saddle
FAR = 100.0  # extents of the data
NEAR = 1e-6  # extents of the data: closer stationary points are one
HALVINGS = 50

Form = Literal["maximum", "saddle", "minimum", "flat"]


@dataclass(frozen=True, eq=False)
class Slope:
    """The log-likelihood at a place, in nats, summed over the points: its value, gradient (2,) and Hessian (2, 2), per
    data unit and squared data unit."""

    log_likelihood: float
    gradient: Array
    hessian: Array


@dataclass(frozen=True, eq=False)
class Bowl:
    """The lower bound over two means as the responsibilities stay: top - (m - at)' curvature (m - at) / 2.

    at         (2,)    the means of its top: where EM's next step goes
    top                its value there, in nats, summed over the points
    curvature  (2, 2)  in nats per squared data unit; no direction curves up
    """

    at: Array
    top: float
    curvature: Array

    def surface(self, firsts: npt.ArrayLike, seconds: npt.ArrayLike) -> Array:
        """The bound (B, A) over `firsts` (A,) across and `seconds` (B,) up."""
        across = np.asarray(firsts, dtype=np.float64)[np.newaxis, :] - self.at[0]
        up = np.asarray(seconds, dtype=np.float64)[:, np.newaxis] - self.at[1]
        (aa, ab), (_, bb) = self.curvature
        return np.asarray(self.top - 0.5 * (aa * across**2 + 2 * ab * across * up + bb * up**2))


@dataclass(frozen=True)
class Stationary:
    """A place without slope: values of the two means, log-likelihood (nats), eigenvalues of the Hessian, the highest
    first, and what they make it. "flat": a direction has no curvature to speak of."""

    place: Place
    log_likelihood: float
    eigenvalues: tuple[float, float]
    form: Form


def slope(X: npt.ArrayLike, plane: Plane, place: Place) -> Slope:
    """Value, gradient and Hessian at a place, exactly: means and covariances of each point's scores under its
    responsibilities (T. A. Louis, Finding the observed information matrix when using the EM algorithm, 1982)."""
    points, parameters = as_points(X, plane.mixture.n_features), _two_means(plane)
    mixture = plane.at(*place)
    responsibilities, log_likelihood = steps.e_step(points, mixture)
    precisions = np.linalg.inv(mixture.covariances)
    weighted, scores = [], []
    for k, d in parameters:
        scores.append((points - mixture.means[k]) @ precisions[k, d])
        weighted.append(responsibilities[:, k] * scores[-1])
    hessian = -np.array([[a @ b for b in weighted] for a in weighted])
    for i, (k, d) in enumerate(parameters):
        for j, (other, e) in enumerate(parameters):
            if k == other:
                hessian[i, j] += weighted[i] @ scores[j] - responsibilities[:, k].sum() * precisions[k, d, e]
    return Slope(log_likelihood, np.array([each.sum() for each in weighted]), hessian)


def bowl(X: npt.ArrayLike, plane: Plane, place: Place) -> Bowl:
    """The lower bound over the two means under the responsibilities of an E step at `place`: it touches the landscape
    there, with the same slope, and lies below it everywhere else. Raises `CollapseError` where a mean has no points
    left."""
    points = as_points(X, plane.mixture.n_features)
    (k, d), (other, e) = _two_means(plane)
    mixture = plane.at(*place)
    responsibilities, _ = steps.e_step(points, mixture)
    counts, precisions = responsibilities.sum(axis=0), np.linalg.inv(mixture.covariances)
    for component in (k, other):
        if not counts[component]:
            raise CollapseError(f"no point is left to component {component + 1}", component)
    across = counts[k] * precisions[k, d, e] if k == other else 0.0
    curvature = np.array([[counts[k] * precisions[k, d, d], across], [across, counts[other] * precisions[other, e, e]]])
    at = np.array(place) + np.linalg.solve(curvature, slope(points, plane, place).gradient)
    return Bowl(at, lower_bound(points, responsibilities, plane.at(*at)), curvature)


def gradient_path(
    X: npt.ArrayLike,
    plane: Plane,
    start: Place,
    *,
    step: float | None = None,
    max_iter: int = 200,
    tol: float = 0.0,
) -> Path:
    """Gradient ascent with a fixed step: means + step times gradient; a step that would fall is halved until it climbs.

    step  in squared data units per nat; None: `safe_step`. `max_iter` and `tol` as for `em_path`
    """
    points = as_points(X, plane.mixture.n_features)
    length = safe_step(points, plane) if step is None else number("step", step, 0)

    def next_place(place: Place, here: Slope) -> Place | PathStop:
        for halving in range(HALVINGS):
            there = _moved(place, length * 0.5**halving * here.gradient)
            if steps.e_step(points, plane.at(*there))[1] >= here.log_likelihood:
                return there
        return place  # no slope is left that rounding leaves to be seen

    return _path(points, plane, start, next_place, max_iter, tol)


def safe_step(X: npt.ArrayLike, plane: Plane) -> float:
    """The longest fixed step of gradient ascent that is sure never to fall: 1 over the largest curvature that any lower
    bound has, N points all with the narrower of the two components; in one dimension variance / N."""
    precisions = np.linalg.inv(plane.mixture.covariances)
    (k, d), (other, e) = _two_means(plane)
    block = (
        precisions[k][np.ix_([d, e], [d, e])] if k == other else np.diag([precisions[k, d, d], precisions[other, e, e]])
    )
    return float(1 / (len(as_points(X)) * np.linalg.eigvalsh(block).max()))


def newton_path(X: npt.ArrayLike, plane: Plane, start: Place, *, max_iter: int = 50, tol: float = 0.0) -> Path:
    """Newton's method as it is: to where the slope's linear approximation is 0, uphill or downhill, peak or saddle.

    It stops as "flat" where the Hessian is singular to working precision, and as "away" beyond `FAR` extents of the
    data; `max_iter` and `tol` as for `em_path`.
    """
    points = as_points(X, plane.mixture.n_features)
    curved, extent = EPS / safe_step(points, plane), np.ptp(points)

    def next_place(place: Place, here: Slope) -> Place | PathStop:
        if not np.abs(np.linalg.eigvalsh(here.hessian)).min() > curved:
            return "flat"
        there = _moved(place, np.asarray(np.linalg.solve(-here.hessian, here.gradient)))
        return there if np.abs(np.array(there) - points.mean()).max() <= FAR * extent else "away"

    return _path(points, plane, start, next_place, max_iter, tol)


def stationary_points(
    X: npt.ArrayLike, plane: Plane, firsts: npt.ArrayLike, seconds: npt.ArrayLike
) -> list[Stationary]:
    """The peaks, saddles and hollows that Newton's method finds from each place of a grid; peaks first, the highest
    first."""
    points = as_points(X, plane.mixture.n_features)
    near = NEAR * np.ptp(points)
    found: list[Stationary] = []
    for a in np.asarray(firsts, dtype=np.float64).ravel():
        for b in np.asarray(seconds, dtype=np.float64).ravel():
            path = newton_path(points, plane, (float(a), float(b)), tol=1e-3 * near)
            if path.stop == "converged":
                end = stationary(points, plane, (float(path.places[-1, 0]), float(path.places[-1, 1])))
                if end.form != "flat" and not any(np.allclose(end.place, s.place, 0, near) for s in found):
                    found.append(end)
    forms = ["maximum", "saddle", "minimum"]
    return sorted(found, key=lambda each: (forms.index(each.form), -each.log_likelihood))


def stationary(X: npt.ArrayLike, plane: Plane, place: Place) -> Stationary:
    """What a place without slope is, by the curvatures there."""
    here = slope(X, plane, place)
    low, high = np.linalg.eigvalsh(here.hessian)
    form: Form = "saddle"
    if min(abs(low), abs(high)) * safe_step(X, plane) < FLAT:
        form = "flat"
    elif high < 0:
        form = "maximum"
    elif low > 0:
        form = "minimum"
    return Stationary(place, here.log_likelihood, (float(high), float(low)), form)


def _path(
    X: Array,
    plane: Plane,
    start: Place,
    next_place: Callable[[Place, Slope], Place | PathStop],
    max_iter: int,
    tol: float,
) -> Path:
    max_iter, tol = whole("max_iter", max_iter), number("tol", tol, 0)
    places, log_likelihoods = [start], list[float]()
    while True:
        here = slope(X, plane, places[-1])
        log_likelihoods.append(here.log_likelihood)
        if has_arrived(places, tol):
            return Path.of(places, log_likelihoods, "converged")
        if len(places) > max_iter:
            return Path.of(places, log_likelihoods, "max_iter")
        there = next_place(places[-1], here)
        if isinstance(there, str):
            return Path.of(places, log_likelihoods, there)
        places.append(there)


def _moved(place: Place, by: Array) -> Place:
    return float(place[0] + by[0]), float(place[1] + by[1])


def _two_means(plane: Plane) -> tuple[tuple[int, int], tuple[int, int]]:
    """Component and feature of each. Raises `ValueError` for a plane over other parameters."""
    (k, d), (other, e) = ((p.component, p.feature) for p in (plane.first, plane.second))
    if not plane.first.kind == plane.second.kind == "mean" or k is None or d is None or other is None or e is None:
        raise ValueError("this is for a landscape over two means; choose two means")
    return (k, d), (other, e)
