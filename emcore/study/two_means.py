"""The landscape over two means: slope, curvature and lower bound, other climbers than EM, peaks and saddles."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import scipy  # whose parts load when first used

from emcore import steps
from emcore.bound import lower_bound
from emcore.errors import CollapseError
from emcore.options import number
from emcore.points import EPS, Array, as_points
from emcore.study.climbs import Path, PathStop, Place, spans, walk
from emcore.study.landscape import log_joint
from emcore.study.parameters import Plane

FLAT = 1e-6  # of the largest curvature that there can be: no peak, no saddle
FAR = 100.0  # lengths of the axes
NEAR = 1e-6  # lengths of the axes: closer stationary points are one
HALVINGS = 50
NEWTON_STEPS = 60

Flags = npt.NDArray[np.bool_]
Form = Literal["maximum", "saddle", "minimum", "flat"]


@dataclass(frozen=True, eq=False)
class Slopes:
    """The log-likelihood at G places, in nats, summed over the points: its values (G,), gradients (G, 2) and Hessians
    (G, 2, 2), per data unit and squared data unit."""

    log_likelihoods: Array
    gradients: Array
    hessians: Array


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


def slopes(X: npt.ArrayLike, plane: Plane, places: npt.ArrayLike) -> Slopes:
    """Values, gradients and Hessians at places (G, 2), exactly: from means and covariances of each point's scores under
    its responsibilities (T. A. Louis, Finding the observed information matrix when using the EM algorithm, 1982)."""
    points, parameters = as_points(X, plane.mixture.n_features), _two_means(plane)
    first, second = np.asarray(places, dtype=np.float64).T[:, np.newaxis, :]
    joints = [log_joint(points, plane, k, first, second) for k in range(plane.mixture.n_components)]
    joint = np.stack(np.broadcast_arrays(*joints))[:, :, 0]  # (K, N, G)
    log_densities = scipy.special.logsumexp(joint, axis=0)
    responsibilities = np.exp(joint - log_densities)
    precisions = np.linalg.inv(plane.mixture.covariances)
    centre, scores = points.mean(axis=0), []
    for k, d in parameters:
        mean = np.broadcast_to(plane.component(k, first[0], second[0])[0], (first.size, points.shape[1]))
        deviations = (points - centre) @ precisions[k, d]
        scores.append(deviations[:, np.newaxis] - (mean - centre) @ precisions[k, d])  # (N, G)
    weighted = [responsibilities[k] * score for (k, _), score in zip(parameters, scores, strict=True)]
    hessians = np.empty((first.size, 2, 2))
    for i, (k, d) in enumerate(parameters):
        for j, (other, e) in enumerate(parameters):
            hessians[:, i, j] = -np.einsum("ng,ng->g", weighted[i], weighted[j])
            if k == other:
                within = np.einsum("ng,ng->g", weighted[i], scores[j])
                hessians[:, i, j] += within - responsibilities[k].sum(axis=0) * precisions[k, d, e]
    gradients = np.stack([each.sum(axis=0) for each in weighted], axis=-1)
    return Slopes(log_densities.sum(axis=0), gradients, hessians)


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
    at = np.array(place) + np.linalg.solve(curvature, slopes(points, plane, [place]).gradients[0])
    return Bowl(at, lower_bound(points, responsibilities, plane.at(*at)), curvature)


def gradient_path(
    X: npt.ArrayLike,
    plane: Plane,
    start: Place,
    *,
    length: float | None = None,
    max_iter: int = 200,
    tol: float = 0.0,
) -> Path:
    """Gradient ascent with a fixed step: means + length times gradient; a step that would fall is halved until it
    climbs, and where none does the way has converged.

    length  in squared data units per nat; None: `safe_length`. `max_iter` and `tol` as for `em_path`
    """
    points = as_points(X, plane.mixture.n_features)
    longest = safe_length(points, plane) if length is None else number("length", length, 0)

    def step(place: Place) -> tuple[float, Place | PathStop]:
        here = slopes(points, plane, [place])
        for halving in range(HALVINGS):
            there = np.array(place) + longest * 0.5**halving * here.gradients[0]
            if slopes(points, plane, [there]).log_likelihoods[0] >= here.log_likelihoods[0]:
                return float(here.log_likelihoods[0]), _place(there)
        return float(here.log_likelihoods[0]), "converged"

    return walk(points, plane, start, step, max_iter, tol)


def safe_length(X: npt.ArrayLike, plane: Plane) -> float:
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

    It stops as "flat" where the Hessian is singular to working precision, and as "away" beyond `FAR` times the axes;
    `max_iter` and `tol` as for `em_path`.
    """
    points = as_points(X, plane.mixture.n_features)

    def step(place: Place) -> tuple[float, Place | PathStop]:
        here, theres, flat, away = _newton_steps(points, plane, np.array([place]))
        why: PathStop | None = "flat" if flat[0] else "away" if away[0] else None
        return float(here.log_likelihoods[0]), why or _place(theres[0])

    return walk(points, plane, start, step, max_iter, tol)


def stationary_points(
    X: npt.ArrayLike, plane: Plane, firsts: npt.ArrayLike, seconds: npt.ArrayLike
) -> list[Stationary]:
    """The peaks, saddles and hollows that Newton's method finds from each place of a grid; peaks first, the highest
    first."""
    points = as_points(X, plane.mixture.n_features)
    near = NEAR * spans(points, plane)
    places = np.array([[a, b] for a in np.ravel(firsts) for b in np.ravel(seconds)], dtype=np.float64)
    found: list[Stationary] = []
    for _ in range(NEWTON_STEPS):
        here, theres, flat, away = _newton_steps(points, plane, places)
        arrived = ~flat & (np.abs(theres - places) < 1e-3 * near).all(axis=1)
        for place in theres[arrived]:
            if not any((np.abs(place - other.place) < near).all() for other in found):
                found.append(stationary(points, plane, _place(place)))
        places = theres[~(arrived | flat | away)]
        if not len(places):
            break
    forms = ["maximum", "saddle", "minimum", "flat"]
    found.sort(key=lambda each: (forms.index(each.form), -each.log_likelihood))
    return [each for each in found if each.form != "flat"]


def stationary(X: npt.ArrayLike, plane: Plane, place: Place) -> Stationary:
    """What a place without slope is, by the curvatures there."""
    here = slopes(X, plane, [place])
    low, high = np.linalg.eigvalsh(here.hessians[0])
    form: Form = "maximum" if high < 0 else "minimum" if low > 0 else "saddle"
    if min(abs(low), abs(high)) * safe_length(X, plane) < FLAT:
        form = "flat"
    return Stationary(place, float(here.log_likelihoods[0]), (float(high), float(low)), form)


def _newton_steps(X: Array, plane: Plane, places: Array) -> tuple[Slopes, Array, Flags, Flags]:
    """Slopes at places (G, 2), where Newton's method goes from there, and whether it can't, or goes far away (G,)."""
    here = slopes(X, plane, places)
    curvatures = np.abs(np.linalg.eigvalsh(here.hessians)).min(axis=1)
    flat = ~(curvatures * safe_length(X, plane) > EPS)
    hessians = np.where(flat[:, np.newaxis, np.newaxis], -np.eye(2), here.hessians)
    theres = places - np.linalg.solve(hessians, here.gradients[..., np.newaxis])[..., 0]
    axes = np.array([parameter.limits(X) for parameter in (plane.first, plane.second)])
    away = (np.abs(theres - axes.mean(axis=1)) > FAR * spans(X, plane)).any(axis=1)
    return here, theres, flat, away


def _place(numbers: Array) -> Place:
    return float(numbers[0]), float(numbers[1])


def _two_means(plane: Plane) -> tuple[tuple[int, int], tuple[int, int]]:
    """Component and feature of each. Raises `ValueError` for a plane over other parameters."""
    (k, d), (other, e) = ((p.component, p.feature) for p in (plane.first, plane.second))
    if not plane.first.kind == plane.second.kind == "mean" or k is None or d is None or other is None or e is None:
        raise ValueError("this is for a landscape over two means; choose two means")
    return (k, d), (other, e)
