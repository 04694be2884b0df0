"""Where will each component's mean be at the end of EM's run? One's own places, and those of a whole class.

Who places sees the data and the start: nothing of a later step is sent to the browser until all is told.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from dashboard.charts.drawing import Drawing
from dashboard.charts.extent import Extent, extents
from dashboard.charts.palette import colours, ink, on_colours, paper
from dashboard.class_vote import how_far_off
from dashboard.common.cache import cached
from dashboard.common.component import component
from dashboard.common.draw import draw
from dashboard.common.picked_places import on_grid
from dashboard.link.view import View
from dashboard.picture.which_chart import chart_of
from dashboard.runs import Run
from dashboard.stepping.run_in_view import mixtures, packed
from emcore import EMTrace, Scenario
from emcore.numerals import numeral, plural

Place = tuple[float, ...]
Places = tuple[Place, ...]  # of every component of the start, D numbers each, in data units

MOST_FEATURES = 2
SLACK = 1e-3  # of an axis: what rounding may take a place beyond its end
FIGURES = 3
VIEW = View(colours="none")
BEFORE = (
    "The picture shows the start. After the reveal it shows where EM ended, and here stands how far off half of the "
    "answers were, and how close the closest came."
)
LEGEND = "Small marks: the answers, in the colours of the start's components, whose numbers they keep to the end."
LEGEND_AT_END = "Small marks: the answers. Ring: their median. Disc: where EM ended. Numbers as at the start."

_ballot = component("ballot")
_answers = component("answers")


def ballot(scenario: Scenario, run: Run, given: Places | None, dark: bool) -> Places | None:
    """The picture of the data and the start, on which a mark is placed for every component; returns what was just sent.

    `given`: what was sent before, where the marks stand at first.
    """
    if not _can_be_asked(run):
        return None
    with st.container(key="ballot-and-picture", gap=None):
        _picture("ballot-picture", scenario, run, [0], dark, "The data and the start, step 0. Marks are placed on it.")
        result = _ballot(
            key="ballot",
            data={
                "start": mixtures(_steps(run.trace, [0])),
                "given": given,
                "columns": list(run.dataset.columns),
                "colors": colours(dark),
                "on_colors": on_colours(dark),
            },
            height="stretch",
            on_sent_change=lambda: None,
        )
    if result.sent is None or problem(result.sent, run):
        return None
    return tuple(on_grid(place, _axes(run)) for place in result.sent)


def cloud(scenario: Scenario, run: Run, answers: Sequence[Places], revealed: bool, dark: bool) -> None:
    """The marks of all answers over the same picture; `revealed`: where EM ended and how far off they were, too."""
    if not _can_be_asked(run):
        return
    shown = [0, -1] if revealed else [0]
    told = "The data and the mixture, and over them the marks of all answers. The table below says it in numbers."
    with st.container(key="answers-and-picture", gap="xsmall"):
        _picture("answers-picture", scenario, run, shown, dark, told)
        _answers(key="answers", data=_payload(run, answers, revealed, dark))


def problem(value: Any, run: Run) -> str:
    """Why a value, whatever it is, is no answer; empty if it is one."""
    n_components, n_features = run.trace.means.shape[1:]
    if n_features > MOST_FEATURES:
        return f"No places are asked in {n_features} dimensions."
    if not isinstance(value, list | tuple) or len(value) != n_components:
        return f"An answer has a place for each of {plural(n_components, 'component')}."
    axes = _axes(run)
    for place in value:
        if not isinstance(place, list | tuple) or len(place) != n_features:
            return f"A place has {plural(n_features, 'number')}."
        for number, (low, high) in zip(place, axes, strict=True):
            if type(number) not in (int, float) or not -np.inf < number < np.inf:
                return "A place is made of finite numbers."
            if not low - SLACK * (high - low) <= number <= high + SLACK * (high - low):
                return "A place is outside of the picture."
    return ""


def distances(places: Places, run: Run) -> tuple[float, ...]:
    """From the place of each component to where its mean ended, in data units."""
    return tuple(how_far_off.distances(np.array(places), run).tolist())


def _payload(run: Run, answers: Sequence[Places], revealed: bool, dark: bool) -> dict[str, Any]:
    start, end = run.trace.means[0], run.trace.means[-1]
    places = np.array(answers, dtype=float).reshape(-1, *start.shape)
    middle = _medians(places)
    told = places if revealed else places[:0]  # nothing is said of the end before the reveal
    away, off = how_far_off.distances(told, run), how_far_off.deviations(told, run)
    columns = [
        _texts(middle, len(start)),
        _texts(end if revealed else end[:0], len(start)),
        _texts(_medians(away), len(start)),
    ]
    return {
        "asked": packed(start),
        "revealed": revealed,
        "mixture": mixtures(_steps(run.trace, [-1 if revealed else 0])),
        "places": packed(_shares(places, run), np.float32),
        "medians": _shares(middle, run).tolist() if revealed else [],
        "words": how_far_off.in_words(off) if revealed else BEFORE,
        "legend": LEGEND_AT_END if revealed else LEGEND,
        "head": ["#", "median of the answers", "EM ended at", "median distance", "in standard deviations"],
        "rows": list(zip(*columns, strict=True)),
        "off": _medians(off).tolist(),
        "off_words": _texts(_medians(off), len(start), 2),
        "colors": colours(dark),
        "on_colors": on_colours(dark),
        "ink": ink(dark),
        "paper": paper(dark),
    }


def _medians(values: np.ndarray) -> np.ndarray:
    """Over the answers, which are the first axis; of no answers, nothing."""
    return np.median(values, axis=0) if len(values) else np.empty((0, *values.shape[2:]))


def _texts(values: np.ndarray, n_components: int, figures: int = FIGURES) -> list[str]:
    """A number or a place of each component, as one reads it; dashes where there is nothing to say."""
    if not len(values):
        return ["–"] * n_components
    texts = [", ".join(numeral(number, figures) for number in np.atleast_1d(value)) for value in values]
    return [f"({text})" if "," in text else text for text in texts]


def _can_be_asked(run: Run) -> bool:
    n_features = run.trace.means.shape[2]
    if n_features > MOST_FEATURES:
        st.info(f"A picture shows two dimensions at most; these data have {n_features}, so no places are asked.")
    return n_features <= MOST_FEATURES


def _axes(run: Run) -> list[Extent]:
    """The ends of the picture's axes, which know nothing of the run but its start: all later means lie between data."""
    return extents(run.dataset, _steps(run.trace, [0]))


def _shares(places: np.ndarray, run: Run) -> np.ndarray:
    """Places as shares of the axes."""
    low, high = np.array(_axes(run)).T
    return (places - low) / (high - low)


def _steps(trace: EMTrace, steps: list[int]) -> EMTrace:
    """Nothing of a run but these steps."""
    parts = {name: getattr(trace, name)[steps] for name in ("weights", "means", "covariances", "log_likelihoods")}
    return replace(trace, **parts, detail="")


def _picture(key: str, scenario: Scenario, run: Run, steps: list[int], dark: bool, told: str) -> None:
    with st.container(key=key, height=420, border=False, gap=None):
        chart = _chart(scenario, tuple(steps), dark, Run(run.dataset, _steps(run.trace, steps)))
        draw(chart, key=f"{key}-{run.trace.means.shape[2]}", alt=told, height="stretch")


@cached(30)
def _chart(scenario: Scenario, steps: tuple[int, ...], dark: bool, _run: Run) -> Drawing:
    return chart_of(scenario, VIEW, dark, _run.dataset, _run.trace)
