"""The profile log-likelihood over two parameters of a mixture: at each place the others are at their best for it."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from emcore import steps
from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import CollapseError, MixtureError
from emcore.mixture import Mixture
from emcore.options import choice, number, switch, whole
from emcore.points import Array, as_points
from emcore.study.landscape import axes
from emcore.study.parameters import Plane
from emcore.study.selection import NEAR_SINGULAR, narrowness

Cell = tuple[int, int]


class Profile:
    """The profile of points X (N, D) over `firsts` (A,) across and `seconds` (B,) up, from the mixture of `plane` on.

    At each place EM goes on with the two parameters held, from the best that a neighbouring place has come to: a local
    maximum, as all that EM finds. The nearest place to the mixture itself is the first, those around it follow; every
    call of `work` does one, so that it can be looked at, left, and taken up again. Options as for `fit`.

    heights    (B, A)  log-likelihoods in nats, summed over the points; NaN where there is none
    collapsed  (B, A)  where a component has collapsed, or is about to: narrower than `NEAR_SINGULAR` and than half
                       of what the place and the mixture of `plane` make it. There the profile climbs without end
    mixtures           what the heights were reached with, by (row, column)
    n_tried            how many places are done
    """

    def __init__(
        self,
        X: npt.ArrayLike,
        plane: Plane,
        firsts: npt.ArrayLike,
        seconds: npt.ArrayLike,
        *,
        max_iter: int = 60,
        tol: float = 1e-5,
        covariance_type: str = "full",
        reg_covar: float = 0.0,
        learn_weights: bool = True,
    ) -> None:
        self.X = as_points(X, plane.mixture.n_features)
        self.plane = plane
        self._across, self._up = (values.ravel() for values in axes(plane, firsts, seconds))
        self.heights = np.full((self._up.size, self._across.size), np.nan)
        self.collapsed = np.zeros(self.heights.shape, dtype=bool)
        self.mixtures: dict[Cell, Mixture] = {}
        self.n_tried = 0
        self._max_iter, self._tol = whole("max_iter", max_iter), number("tol", tol, 0)
        self._rules = steps.Rules(
            choice("covariance_type", covariance_type, COVARIANCE_TYPES),
            number("reg_covar", reg_covar, 0),
            None if switch("learn_weights", learn_weights) else plane.mixture.weights,
        )
        self._cells = self._from_the_middle()

    def work(self) -> bool:
        """Do one place, if there is one left; tells whether there is more to do."""
        if self.done == 1:
            return False
        row, column = self._cells[self.n_tried]
        self.n_tried += 1
        place = float(self._across[column]), float(self._up[row])
        try:
            held = self.plane.at(*place)
        except (MixtureError, np.linalg.LinAlgError):
            return self.n_tried < len(self._cells)  # no such mixture
        try:
            start = max(self._starts((row, column), place), key=self._log_likelihood, default=held)
            mixture, height = self._climb(start, place)
            if not self._rules.reg_covar:  # which else ends the climb
                narrowest = min(NEAR_SINGULAR, narrowness(self.X, held).min() / 2)
                self.collapsed[row, column] = narrowness(self.X, mixture).min() < narrowest
        except (MixtureError, np.linalg.LinAlgError):
            self.collapsed[row, column] = True
        if not self.collapsed[row, column]:
            self.heights[row, column], self.mixtures[row, column] = height, mixture
        return self.n_tried < len(self._cells)

    @property
    def done(self) -> float:
        """The share of places done."""
        return self.n_tried / len(self._cells)

    def _from_the_middle(self) -> list[Cell]:
        first, second = self.plane.of(self.plane.mixture)
        column, row = int(np.abs(self._across - first).argmin()), int(np.abs(self._up - second).argmin())
        cells = np.ndindex(self.heights.shape)
        return sorted(((r, c) for r, c in cells), key=lambda cell: (cell[0] - row) ** 2 + (cell[1] - column) ** 2)

    def _starts(self, cell: Cell, place: tuple[float, float]) -> Iterator[Mixture]:
        """The neighbours' mixtures, moved here."""
        row, column = cell
        around = [(row + r, column + c) for r in (-1, 0, 1) for c in (-1, 0, 1)]
        for neighbour in around:
            if neighbour in self.mixtures:
                yield Plane(self.mixtures[neighbour], self.plane.first, self.plane.second).at(*place)

    def _log_likelihood(self, mixture: Mixture) -> float:
        return steps.e_step(self.X, mixture)[1]

    def _climb(self, mixture: Mixture, place: tuple[float, float]) -> tuple[Mixture, float]:
        responsibilities, log_likelihood = steps.e_step(self.X, mixture)
        for _ in range(self._max_iter):
            mixture = held_m_step(
                self.X, responsibilities, Plane(mixture, self.plane.first, self.plane.second), self._rules
            )
            before = log_likelihood
            responsibilities, log_likelihood = steps.e_step(self.X, mixture)
            if abs(log_likelihood - before) < self._tol * len(self.X):
                break
        return mixture, log_likelihood


def held_m_step(X: Array, responsibilities: Array, plane: Plane, rules: steps.Rules) -> Mixture:
    """The M step of all but the two parameters of `plane`, which stay as they are in its mixture: weights, then means
    under the covariances before, then covariances (ECM, Meng and Rubin 1993): the log-likelihood never falls.

    Raises `CollapseError` as an M step does.
    """
    held = plane.first, plane.second
    mixture = plane.mixture
    stats = steps.statistics(X, responsibilities)
    means, scatters = stats.means.copy(), stats.scatters.copy()
    for k in range(mixture.n_components):
        features = [p.feature for p in held if p.kind == "mean" and p.component == k and p.feature is not None]
        off = mixture.means[k, features] - means[k, features]
        covariance = mixture.covariances[k]
        shift = covariance[:, features] @ np.linalg.solve(covariance[features][:, features], off)
        shift[features] = off  # to the last digit
        means[k] += shift
        means[k, features] = mixture.means[k, features]
        scatters[k] += stats.counts[k] * np.outer(shift, shift)
    best = steps.maximize(stats._replace(means=means, scatters=scatters), rules)
    covariances = best.covariances.copy()
    sds = [p for p in held if p.kind == "sd"]
    for k in range(mixture.n_components):
        moving = [p for p in sds if p.moves(k)]
        if not moving:
            continue
        if rules.covariance_type == "spherical" or moving[0].feature is None:
            covariances[k] = mixture.covariances[k]
            continue
        features = [p.feature for p in moving if p.feature is not None]
        variances = np.diagonal(mixture.covariances[k])[features]
        if rules.covariance_type == "diag":
            covariances[k, features, features] = variances
        else:
            covariances[k] = with_variances(covariances[k], features, variances)
    return Mixture(_weights(stats.counts, plane, rules), means, covariances)


def with_variances(covariance: Array, features: list[int], variances: Array) -> Array:
    """The covariance (D, D) that is the likeliest for points of `covariance`, of those with these variances along one
    feature or two: the regression of the others on these stays as it is."""
    rest = [d for d in range(len(covariance)) if d not in features]
    inside = covariance[features][:, features]
    slopes = np.linalg.solve(inside, covariance[features][:, rest]).T  # (rest, features)
    held = np.diag(variances)
    if len(features) == 2:
        scale = np.sqrt(variances)
        held = _correlation(inside / np.outer(scale, scale)) * np.outer(scale, scale)
    likeliest = np.empty_like(covariance)
    likeliest[np.ix_(features, features)] = held
    likeliest[np.ix_(rest, features)] = slopes @ held
    likeliest[np.ix_(features, rest)] = (slopes @ held).T
    likeliest[np.ix_(rest, rest)] = covariance[rest][:, rest] + slopes @ (held - inside) @ slopes.T
    return likeliest


def _correlation(moments: Array) -> Array:
    """The likeliest correlation matrix (2, 2) for second moments (2, 2): a root of a cubic."""
    (a, c), (_, b) = moments
    roots = np.roots([-1, c, 1 - a - b, c])
    inside = [float(root.real) for root in roots if abs(root.imag) < 1e-9 and abs(root.real) < 1]

    def height(rho: float) -> float:
        return float(-np.log1p(-rho * rho) - (a + b - 2 * rho * c) / (1 - rho * rho))

    if not inside:
        raise CollapseError("the points left lie on a line")
    rho = max(inside, key=height)
    return np.array([[1, rho], [rho, 1]])


def _weights(counts: Array, plane: Plane, rules: steps.Rules) -> Array:
    """What the held weights leave, shared out in proportion to the counts of the others."""
    if rules.weights is not None:
        return rules.weights
    weights: Array = counts / counts.sum()
    held = [p.component for p in (plane.first, plane.second) if p.kind == "weight" and p.component is not None]
    others = [k for k in range(len(counts)) if k not in held]
    weights[held] = plane.mixture.weights[held]
    weights[others] = counts[others] / counts[others].sum() * (1 - weights[held].sum())
    return weights
