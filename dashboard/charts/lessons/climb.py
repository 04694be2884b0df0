"""What there is to draw of a run of EM on one free mean: curve, bound, beats, as numbers and as tables."""

from dataclasses import dataclass

import numpy as np

from dashboard.charts.drawing import Columns
from dashboard.charts.extent import Extent
from emcore import EMTrace
from emcore.numerals import with_minus
from emcore.points import Array
from emcore.study.beats import Beat
from emcore.study.one_parameter import FreeMean, Parabola

MARGIN = 0.15  # of the data's range, on either side
CURVE_POINTS = 241
ABOVE, BELOW = 0.24, 0.3  # of the curve's height: room for the numbers, and for the points under the floor
DIGITS = 3  # of nats


@dataclass(frozen=True, eq=False)
class Climb:
    """A run of EM on one free mean, and all there is to draw of it.

    beats     the run's beats; parabolas the lower bound of each step
    held      (T+1, N) the free component's responsibilities
    means     (M,) of the log-likelihood curve; curve (M,) its values in nats
    floor     where the axis of nats is cut, below the whole curve
    """

    X: Array
    model: FreeMean
    trace: EMTrace
    beats: list[Beat]
    parabolas: list[Parabola]
    held: Array
    means: Array
    curve: Array
    floor: float

    @property
    def mean_extent(self) -> Extent:
        """Axis of the free mean and of the points, in data units: the same for every start."""
        return float(self.means[0]), float(self.means[-1])

    @property
    def extent(self) -> Extent:
        """Axis of nats: the same for every start."""
        span = float(self.curve.max()) - self.floor
        return self.floor - BELOW * span, float(self.curve.max()) + ABOVE * span

    def free_mean(self, step: int) -> float:
        """The free mean after `step` steps of EM."""
        return float(self.trace.means[step, self.model.component, 0])


def mean_extent(X: Array) -> Extent:
    """The free mean's axis: the data and a margin."""
    low, high = float(X.min()), float(X.max())
    return low - MARGIN * (high - low), high + MARGIN * (high - low)


def curve_table(run: Climb) -> Columns:
    """The log-likelihood curve: `mean` in data units, `nats`."""
    return {"mean": run.means, "nats": run.curve}


def beat_table(run: Climb) -> Columns:
    """One row per step of the step bar: its kind ("start", "E", "M"), the free mean before and after the beat, the
    log-likelihood, the bound, and the parabola that holds (that of the first E step at the start, which hides it)."""
    rows = [("start", run.free_mean(0), run.free_mean(0), run.beats[0], run.parabolas[0])]
    for beat in run.beats:
        after = run.free_mean(beat.step + (beat.kind == "M"))
        rows.append((beat.kind, run.free_mean(beat.step), after, beat, run.parabolas[beat.step]))
    kinds, befores, afters, of_beats, parabolas = zip(*rows, strict=True)
    return {
        "step": np.arange(len(rows), dtype=np.int16),
        "kind": kinds,
        "start": np.full(len(rows), run.free_mean(0)),
        "before": befores,
        "after": afters,
        "log_likelihood": [beat.log_likelihood for beat in of_beats],
        "bound": [beat.lower_bound for beat in of_beats],
        "at": [parabola.at for parabola in parabolas],
        "top": [parabola.top for parabola in parabolas],
        "curvature": [parabola.curvature for parabola in parabolas],
    }


def bar_table(run: Climb) -> Columns:
    """Pieces of the bars: `step`, `part`, `from` and `to` in nats, the label, and the equation's numbers as text."""
    first = run.beats[0]
    rows = [(0, "unsplit", run.floor, first.log_likelihood, "0", nats(first.log_likelihood), "?", "?")]
    for step, beat in enumerate(run.beats, start=1):
        texts = [f"{beat.kind}{beat.step + 1}", *map(nats, as_shown(beat))]
        rows.append((step, "lower bound", run.floor, beat.lower_bound, *texts))
        rows.append((step, "KL", beat.lower_bound, beat.log_likelihood, *texts))
    names = ["step", "part", "from", "to", "label", "log_likelihood", "bound", "gap"]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def as_shown(beat: Beat) -> tuple[float, float, float]:
    """Log-likelihood, lower bound and KL to the digits shown, made to add up: KL is the difference of the other two."""
    log_likelihood, bound = round(beat.log_likelihood, DIGITS), round(beat.lower_bound, DIGITS)
    return log_likelihood, bound, log_likelihood - bound


def nats(value: float, digits: int = DIGITS) -> str:
    """A number of nats as it is written everywhere in the lesson."""
    return with_minus(f"{round(value, digits) + 0.0:.{digits}f}")  # + 0.0: no minus zero
