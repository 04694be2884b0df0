"""What changed most at each step of a run, in words, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dashboard.stepping.as_in_table import Style, style_of
from emcore import EMTrace
from emcore.numerals import numeral
from emcore.study.handovers import Handovers, handovers
from emcore.study.sharing_out import first_largest

STILL = 1e-3  # a change below this share of a standard deviation (or of a weight) is not worth a word
ONE_AXIS = 0.4  # a move whose other half is less goes along one axis: within some 22 degrees
MOST_LETTERS = 24  # of a column's name
MOVED, WEIGHT, TILT, SPREAD = 0, 1, 2, 3  # a spread along the first axis; 4 along the second, and so on


@dataclass(frozen=True)
class Largest:
    """Of steps 1 to T: which kind of change is the largest, of which component, and how large.

    Sizes can be compared: a mean's move in standard deviations, the logarithm of a spread's or a weight's ratio, and
    the change of a correlation's inverse hyperbolic tangent.
    """

    kind: npt.NDArray[np.intp]
    component: npt.NDArray[np.intp]
    size: np.ndarray


def largest_changes(trace: EMTrace) -> Largest:
    """The largest change of every step; of those that are equal but for rounding the first."""
    sds = _sds(trace)
    moved = np.sqrt(((np.diff(trace.means, axis=0) / sds[:-1]) ** 2).sum(axis=2))
    spread = np.abs(np.log(sds[1:] / sds[:-1]))
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.abs(np.nan_to_num(np.log(trace.weights[1:] / trace.weights[:-1]), posinf=0, neginf=0))
        tilt = np.abs(np.nan_to_num(np.diff(np.arctanh(_correlations(trace)), axis=0), posinf=0, neginf=0))
    sizes = np.stack([moved, weight, tilt, *np.moveaxis(spread, 2, 0)], axis=1)
    flat = sizes.reshape(len(sizes), -1)
    kind, component = np.unravel_index(first_largest(flat), sizes.shape[1:])
    return Largest(kind, component, flat.max(axis=1))


def movements(trace: EMTrace, X: np.ndarray, columns: Sequence[str] = ()) -> list[str]:
    """A clause for every step: the largest change, with the numbers of the table, and a reason if there is a clear one.

    Reasons are looked for among the points X, (N, D). In more than two dimensions `columns` names them.
    """
    if len(trace) == 1:
        return []
    largest, told = largest_changes(trace), Told(trace, X, columns)
    with np.errstate(all="ignore"):  # of numbers whose squares are too large or too small no reason is clear
        why = _handovers(trace, X, largest)
    texts = []
    for t in range(1, len(trace)):
        kind, k = int(largest.kind[t - 1]), int(largest.component[t - 1])
        if largest.size[t - 1] < STILL:
            texts.append("nothing visible moves any more (under 0.1% of a spread)")
        elif t == 1:
            texts.append(told.change(kind, k, t) + told.first_reason(kind))
        else:
            texts.append(told.change(kind, k, t) + told.reason(kind, k, t, why))
    return texts


class Told:
    """The words for one run."""

    def __init__(self, trace: EMTrace, X: np.ndarray, columns: Sequence[str] = ()) -> None:
        self._trace, self._sds, self._correlations = trace, _sds(trace), _correlations(trace)
        n_features = X.shape[1]
        self._columns = [_shortened(name) for name in columns or [f"x{d + 1}" for d in range(n_features)]]
        figures = 4 if n_features == 1 else 3
        self._means = [style_of(trace.means[:, :, d], figures) for d in range(n_features)]
        self._spreads = [style_of(self._sds[:, :, d], figures) for d in range(n_features)]
        self._weights, self._tilts = style_of(trace.weights, figures), style_of(self._correlations, figures)
        self._places = [
            style_of(np.array(high - low), 3) for low, high in zip(X.min(axis=0), X.max(axis=0), strict=True)
        ]
        self._tied = trace.weights.shape[1] > 1 and bool(np.ptp(trace.covariances, axis=1).max() == 0)
        self._round = n_features > 1 and bool(np.ptp(self._sds, axis=2).max() == 0)

    def change(self, kind: int, k: int, t: int) -> str:
        """What the component did at step t."""
        name = "all components" if self._tied and kind >= TILT else f"component {k + 1}"
        if kind == MOVED:
            return f"{name} moved{self._move(k, t)}"
        if kind == WEIGHT:
            before, now = self._trace.weights[t - 1 : t + 1, k]
            return (
                f"{name}'s weight {'rose' if now > before else 'fell'} {_from_to(_above_0(self._weights), before, now)}"
            )
        if kind == TILT:
            before, now = self._correlations[t - 1 : t + 1, k]
            shape = "leant over" if before * now < 0 else "grew slimmer" if abs(now) > abs(before) else "grew rounder"
            return f"{name} {shape} {_from_to(self._tilts, before, now, 'ρ = ')}"
        d = kind - SPREAD
        before, now = self._sds[t - 1 : t + 1, k, d]
        verb = "stretched" if now > before else "narrowed"
        told = f"{name} {verb}{self._along(d)}"
        if len(self._spreads) > 2:  # the table has none
            return told
        return f"{told} {_from_to(_above_0(self._spreads[d]), before, now, f'{self._sigma(d)} = ')}"

    def first_reason(self, kind: int) -> str:
        """Before the first M step no points changed hands: it gives every component what its share of them has."""
        if kind == MOVED:
            return ", to the middle of its share of the points"
        if kind >= TILT and (self._tied or self._round):
            return ""
        return "" if kind == WEIGHT else ", as in its share of the points"

    def reason(self, kind: int, k: int, t: int, why: Handovers) -> str:
        """Which points made the component change at step t, if that is clear."""
        if (kind >= TILT and self._tied) or (kind >= SPREAD and self._round):
            return ""
        if not why.clear[t - 2] or (why.change[t - 2] > 0) != self._grew(kind, k, t):
            return ""
        return ": it " + self.handed("took over points", "left points", t - 1, why)

    def handed(self, taken: str, left: str, e_step: int, why: Handovers) -> str:
        """Which points, from or to which component, at the E step after step `e_step`."""
        verb, preposition = (taken, "from") if why.taken[e_step - 1] else (left, "to")
        return f"{verb}{self._around(why.place[e_step - 1])} {preposition} component {why.partner[e_step - 1] + 1}"

    def _along(self, d: int) -> str:
        n_features = len(self._spreads)
        if self._round or n_features == 1:
            return ""
        return f" along {self._columns[d]}" if n_features > 2 else (" in width", " in height")[d]

    def _sigma(self, d: int) -> str:
        """As the table heads it."""
        return "σ" if self._round or len(self._spreads) == 1 else f"σ{'₁₂'[d]}"

    def _grew(self, kind: int, k: int, t: int) -> bool:
        """Whether the change was one that points can pull at upwards; a move always goes where they pull."""
        of_kind = {MOVED: None, WEIGHT: self._trace.weights, TILT: self._correlations}
        values = of_kind[kind] if kind in of_kind else self._sds[..., kind - SPREAD]
        return values is None or bool(values[t, k] > values[t - 1, k])

    def _around(self, place: np.ndarray) -> str:
        if len(place) > 2 or not np.isfinite(place).all():
            return ""
        return f" around {_point(style(x) for style, x in zip(self._places, place, strict=True))}"

    def _move(self, k: int, t: int) -> str:
        before, now = self._trace.means[t - 1 : t + 1, k]
        shift = now - before
        if len(shift) > 2:
            d = int(np.abs(shift / self._sds[t - 1, k]).argmax())
            return f" most along {self._columns[d]} {_from_to(self._means[d], before[d], now[d])}"
        if len(shift) == 1:
            return f"{direction(shift)} {_from_to(self._means[0], before[0], now[0])}"
        return f"{direction(shift)}, to {_point(style(x) for style, x in zip(self._means, now, strict=True))}"


def direction(shift: np.ndarray) -> str:
    """Of a move (1,) or (2,), as it is seen in the picture."""
    x = " to the right" if shift[0] > 0 else " to the left"
    if len(shift) == 1:
        return x
    y = " up" if shift[1] > 0 else " down"
    if abs(shift[1]) < ONE_AXIS * abs(shift[0]):
        return x
    return y if abs(shift[0]) < ONE_AXIS * abs(shift[1]) else f"{y} and{x}"


def _shortened(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…"


def _handovers(trace: EMTrace, X: np.ndarray, largest: Largest) -> Handovers:
    """Of the E step before each step from the second on: how the points pulled at what changed most."""
    rows = np.arange(len(largest.kind))
    following = np.minimum(rows + 1, rows[-1])  # an E step's index to that of the M step that follows it
    kind, component = largest.kind[following], largest.component[following]
    sds = _sds(trace)[1:][rows, component]
    shift = np.diff(trace.means, axis=0)[following, component] / sds**2
    correlations = _correlations(trace)[1:][rows, component]

    def lever(block: slice, away: np.ndarray) -> np.ndarray:
        pull = np.ones((away.shape[0], away.shape[2]))
        kinds = kind[block]
        moved, spread = kinds == MOVED, np.flatnonzero(kinds >= SPREAD)
        pull[moved] = (shift[block][moved][:, np.newaxis, :] @ away[moved])[:, 0]
        axis = kinds[spread] - SPREAD
        pull[spread] = away[spread, axis] ** 2 - (sds[block][spread, axis] ** 2)[:, np.newaxis]
        tilt = np.flatnonzero(kinds == TILT)
        z = away[tilt] / sds[block][tilt][:, :, np.newaxis]
        if len(tilt):  # to first order
            pull[tilt] = z.prod(axis=1) - correlations[block][tilt][:, np.newaxis] * (z**2).mean(axis=1)
        return pull

    return handovers(X, trace, component, lever)


def _sds(trace: EMTrace) -> np.ndarray:
    return np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3))


def _correlations(trace: EMTrace) -> np.ndarray:
    """(T + 1, K); in other than two dimensions 0: the table has none."""
    if trace.means.shape[2] != 2:
        return np.zeros(trace.weights.shape)
    return trace.covariances[:, :, 0, 1] / _sds(trace).prod(axis=2)


def _above_0(style: Style) -> Style:
    """So that what is above 0 is not called 0, as in the column of a table."""

    def written(value: float) -> str:
        text = style(value)
        return numeral(value, 2) if value > 0 and not text.strip("0.") else text

    return written


def _from_to(style: Style, before: float, now: float, what: str = "") -> str:
    told = f"{what}{style(now)}"
    return f"from {what}{style(before)} to {style(now)}" if style(before) != style(now) else f"by a hair, to {told}"


def _point(texts: Iterable[str]) -> str:
    parts = list(texts)
    return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"
