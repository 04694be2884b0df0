"""The landscape of the run in view: over two of its parameters, the others held where it ended."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import runs
from dashboard.common.cache import cached
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from dashboard.common.widgets import controlled
from dashboard.lessons.the_likelihood_landscape import KEY, look
from dashboard.link import address, choices
from dashboard.own_data import missing
from dashboard.runs import Run
from dashboard.stepping.run_in_view import packed
from emcore import Dataset, EMTrace, Scenario
from emcore.study.landscape import surface
from emcore.study.parameters import Parameter, Plane, parameters_of

MOST_POINTS = 2000  # the map takes some hundred times as many densities as there are points
COUNT = 101  # places along an axis
AIR = 0.08  # of an axis, beyond the path
PICTURE_TOLD = "The points and the components of the step in view, coloured by responsibility."

_landscape = component("landscape")


def run_in_view(scenario: Scenario, place: DeltaGenerator) -> Run:
    """The run in view; where there is none that has a map here, says so and stops."""
    missing.ask_if_missing(scenario)
    n_points = len(runs.dataset(scenario).X)
    if n_points > MOST_POINTS:
        st.info(
            f"These are {n_points:,} points; this map takes at most {MOST_POINTS:,}. Choose fewer on the dashboard.",
            icon=":material/info:",
        )
        st.stop()
    run = runs.run(scenario, place, keep=lambda _: None)
    if isinstance(run, runs.ImpossibleStart):
        run.explain()
        st.stop()
        raise AssertionError("stopped")
    return run


def ask_for_two(scenario: Scenario, run: Run) -> tuple[Parameter, Parameter]:
    """The two parameters that the visitor chooses; at first the means of two components."""
    columns, n_components = run.dataset.columns, run.trace.weights.shape[1]
    every = parameters_of(n_components, scenario.n_features, scenario.covariance_type, scenario.learn_weights)
    first = _ask("across", "Across", every, columns, every[0])
    others = [parameter for parameter in every if parameter != first]
    of_means = [parameter for parameter in others if parameter.kind == "mean" and parameter.component]
    return first, _ask("up", "Up", others, columns, (of_means or others)[0])


def _ask(name: str, label: str, every: Sequence[Parameter], columns: Sequence[str], otherwise: Parameter) -> Parameter:
    of_key, key = {parameter.key: parameter for parameter in every}, f"lesson-{name}"
    shown = of_key.get(choices.get(name), otherwise)

    def take() -> None:
        choices.choose(name, st.session_state[key])

    controlled(
        st.selectbox,
        key,
        shown.key,
        label,
        list(of_key),
        format_func=lambda chosen: of_key[chosen].words(columns),
        on_change=take,
        label_visibility="collapsed",
    )
    return shown


def land(scenario: Scenario, run: Run, first: Parameter, second: Parameter) -> None:
    """Have the browser draw the map, and the run's path as it is seen from above."""
    dataset = run.dataset
    seen = _land(scenario, first, second, dataset, run.trace)
    titles = [parameter.words(dataset.columns) for parameter in (first, second)]
    ends = [(seen.across[0], seen.across[-1]), (seen.up[0], seen.up[-1])]
    data = {
        "land": f"{address.text(scenario.to_query())} {first.key} {second.key}",
        "grid": {"heights": seen.heights, "across": seen.across, "up": seen.up},
        "axes": [
            {"low": low, "high": high, "title": title, "log": False}
            for (low, high), title in zip(ends, titles, strict=True)
        ],
        "path": seen.path,
        "look": look(is_dark()),
        "told": f"Map of the log-likelihood, {titles[0]} across, {titles[1]} up, with contours; the run's path on it.",
    }
    _landscape(key=KEY, data=data)


@dataclass(frozen=True)
class Slice:
    """Heights over places along both axes, packed row by row; the path."""

    heights: str
    across: list[float]
    up: list[float]
    path: list[tuple[float, float]]


@cached(20, show_spinner="Drawing the map …")
def _land(scenario: Scenario, first: Parameter, second: Parameter, _dataset: Dataset, _trace: EMTrace) -> Slice:
    plane = Plane(_trace[-1].mixture, first, second)
    path = [plane.of(_trace[t].mixture) for t in range(len(_trace))]
    ends = [_ends(parameter, _dataset, [place[i] for place in path]) for i, parameter in enumerate((first, second))]
    across, up = (np.linspace(low, high, COUNT) for low, high in ends)
    heights = surface(_dataset.X, plane, across, up)
    heights = np.where(np.isfinite(heights), heights, np.nanmin(heights))  # no mixture: weights above 1 together
    return Slice(packed(heights), across.tolist(), up.tolist(), path)


def _ends(parameter: Parameter, dataset: Dataset, values: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis that holds the path."""
    least, most = parameter.limits(dataset.X)
    low, high = min(least, *values), max(most, *values)
    air = AIR * (high - low)
    low, high = low - air * (low < least), high + air * (high > most)
    if parameter.kind == "mean":
        return low, high
    return max(low, 0.2 * min(values)), min(high, 0.999) if parameter.kind == "weight" else high
