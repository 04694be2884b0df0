"""What a picture says beside what it shows."""

from collections.abc import Sequence

from dashboard.link.names import REGISTERED
from dashboard.link.view import MATRIX
from dashboard.picture import which_chart
from dashboard.take_away.pictures.sheet import Words
from dashboard.take_away.pictures.still import most_in_cell
from dashboard.take_away.shown import Shown
from dashboard.take_away.spec import seen_run
from emcore import COVARIANCE_TYPES, DATASETS
from emcore.numerals import plural, with_minus

LONGEST_LINK = 120  # characters, one line under a picture; a longer one stands in an SVG's description alone


def of_step(shown: Shown, width: int) -> Words:
    """Of a picture at a step, its plot so many pixels wide."""
    beat = f", {'E' if shown.step > shown.t else 'M'} beat" if shown.view.beats and shown.step else ""
    collapsed = " The run ends here: it collapsed." if _has_collapsed(shown, shown.t) else ""
    heights = " ".join(f"{name.capitalize()}: {_nats(of[shown.t])}." for name, of in shown.trace.heights.items())
    at = f"Step {shown.t} of {_last(shown)}{beat}. {heights}{collapsed}"
    return _words(shown, at, width)


def of_steps(shown: Shown, steps: Sequence[int], width: int) -> Words:
    """Of a strip of steps, each plot so many pixels wide."""
    heights = " ".join(
        f"{name.capitalize()}s: {', '.join(f'({letter(i)}) {_nats(of[step])}' for i, step in enumerate(steps))}."
        for name, of in shown.trace.heights.items()
    )
    last = "The run collapsed after step" if _has_collapsed(shown, _last(shown)) else "The run's last step is"
    return _words(shown, f"{heights} {last} {_last(shown)}.", width)


def caption(i: int, step: int) -> str:
    """Over the panel number i, counted from 0, of a strip."""
    return f"({letter(i)})  step {step}"


def letter(i: int) -> str:
    """A panel's letter."""
    return "abcdefghijklmnopqrstuvwxyz"[i]


def _words(shown: Shown, at: str, width: int) -> Words:
    key = which_chart.whole_key(shown.scenario, seen_run(shown).dataset, shown.view)
    n_points, n_features = shown.dataset.X.shape
    if shown.view.plane == MATRIX and shown.view.colours != "none" and n_points > most_in_cell(n_features, width):
        key.append(f"**In each pair**: {most_in_cell(n_features, width):,} points, drawn at random")
    scenario, n_components = shown.scenario, shown.trace.means.shape[1]
    covariances = COVARIANCE_TYPES[scenario.covariance_type].label.lower()
    prior = ", with a conjugate prior" if scenario.prior else ""
    model = f"EM for a mixture of {plural(n_components, 'Gaussian')}, covariances: {covariances}{prior}."
    source = DATASETS[scenario.source].source if scenario.source in DATASETS else ""
    name = REGISTERED[scenario.source].label if scenario.source in REGISTERED else scenario.own.file or "own"
    data = f"Data: {name}, {plural(n_points, 'point')}. {source}"
    told = " ".join([*(line.replace("**", "") + "." for line in key), at, model, data, shown.link])
    link = shown.link if len(shown.link) <= LONGEST_LINK else ""
    return Words(shown.title, shown.question, key, (f"{at} {model}", data, link), told)


def _has_collapsed(shown: Shown, step: int) -> bool:
    return shown.trace.stop == "collapsed" and step == _last(shown)


def _last(shown: Shown) -> int:
    return len(shown.trace) - 1


def _nats(value: float) -> str:
    return with_minus(f"{value:.3f}")
