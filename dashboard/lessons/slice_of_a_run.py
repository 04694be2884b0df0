"""The landscape of the run in view: over two of its parameters, the others held where it ended, or at their best."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.common.cache import Results, cached
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from dashboard.common.widgets import controlled
from dashboard.lessons.searching import Task
from dashboard.lessons.the_likelihood_landscape import KEY, look
from dashboard.link import address, choices
from dashboard.runs import Run
from dashboard.stepping.run_in_view import packed
from emcore import Dataset, EMTrace, Scenario
from emcore.points import Array
from emcore.study.landscape import surface
from emcore.study.parameters import Parameter, Plane, parameters_of
from emcore.study.profile import Profile

MOST_POINTS = 2000  # the map takes some hundred times as many densities as there are points
COUNT = 101  # places along an axis
COARSE = 25  # where the others are maximized: EM at every place takes five to ten seconds in all
TOL = 1e-4  # nats per point, that EM ends with there
AIR = 0.08  # of an axis, beyond the path
PICTURE_TOLD = "The points and the components of the step in view, coloured by responsibility."
_PROFILES: Results["Slice"] = Results("profiles", 20)
OTHERS = {"held": "Others held", "maximized": "Others maximized"}
WORDS = {
    "held": "A **slice** of your run's landscape: two parameters are free, the others are **held where the run "
    "ended**. The path is a shadow, as the others moved too: only its end lies on this land.",
    "maximized": "Two parameters are free, the others **at their best for each place**, as far as EM finds it: the path"
    f" lies on this land or below, to the grain of {COARSE} × {COARSE} places. **∞**: a component collapses; capped.",
}
WITH_PRIOR = (
    "Your run has a prior, and this land has none: it is the log-likelihood, while EM climbed the log posterior. So "
    "the path may go down, and need not end on a peak."
)

_landscape = component("landscape")


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


def ask_for_others() -> str:
    """What the other parameters are, a key of `OTHERS`."""
    return choices.buttons("others", "Other parameters", OTHERS.get)


def land(scenario: Scenario, run: Run, two: tuple[Parameter, Parameter], others: str, place: DeltaGenerator) -> None:
    """Have the browser draw the map, and the run's path as it is seen from above; a search's progress is at `place`."""
    dataset = run.dataset
    seen = _held(scenario, two, run) if others == "held" else _maximized(scenario, two, run, place)
    titles = [parameter.words(dataset.columns) for parameter in two]
    data = {
        "land": f"{address.text(scenario.to_query())} {two[0].key} {two[1].key} {others} {seen.done}",
        "grid": {
            "heights": seen.heights,
            "across": seen.across,
            "up": seen.up,
            "ridges": seen.ridges,
            "end": {"place": seen.path[-1], "from": seen.path[0], "height": float(run.trace.log_likelihoods[-1])},
        },
        "axes": [
            {"low": values[0], "high": values[-1], "title": title, "log": False}
            for values, title in zip((seen.across, seen.up), titles, strict=True)
        ],
        "path": seen.path,
        "look": look(is_dark()),
        "told": f"Map of the log-likelihood, {titles[0]} across, {titles[1]} up, with contours; the run's path on it.",
    }
    _landscape(key=KEY, data=data)


@dataclass(frozen=True)
class Slice:
    """Heights over places along both axes, packed row by row; the path; where the land has no limit; the share done."""

    heights: str
    across: list[float]
    up: list[float]
    path: list[tuple[float, float]]
    ridges: list[tuple[float, float]]
    done: float


def _held(scenario: Scenario, two: tuple[Parameter, Parameter], run: Run) -> Slice:
    return _land(scenario, two, run.dataset, run.trace)


@cached(20, show_spinner="Drawing the map …")
def _land(scenario: Scenario, two: tuple[Parameter, Parameter], _dataset: Dataset, _trace: EMTrace) -> Slice:
    plane, path, (across, up) = _ground(two, _dataset, _trace, COUNT)
    return _slice(surface(_dataset.X, plane, across, up), across, up, path)


def _maximized(scenario: Scenario, two: tuple[Parameter, Parameter], run: Run, place: DeltaGenerator) -> Slice:
    plane, path, (across, up) = _ground(two, run.dataset, run.trace, COARSE)

    def begin() -> Profile:
        return Profile(
            run.dataset.X,
            plane,
            across,
            up,
            tol=TOL,
            covariance_type=scenario.covariance_type,
            reg_covar=scenario.reg_covar,
            learn_weights=scenario.learn_weights,
        )

    def read(profile: Profile) -> Slice:
        rows, columns = np.nonzero(profile.collapsed)
        ridges = list(zip(across[columns].tolist(), up[rows].tolist(), strict=True))
        heights = np.where(
            profile.collapsed, np.nanmax(profile.heights, initial=run.trace.log_likelihoods[-1]), profile.heights
        )
        return _slice(heights, across, up, path, ridges, profile.done)

    said = f"EM at {COARSE} × {COARSE} places, two parameters held"
    task = Task(_PROFILES, (scenario, *two), begin, read, len(run.dataset.X), said, COARSE * COARSE, "places")
    return task.done(place)


def _ground(
    two: tuple[Parameter, Parameter], dataset: Dataset, trace: EMTrace, count: int
) -> tuple[Plane, list[tuple[float, float]], list[Array]]:
    """The plane through the run's end, the path on it, and the places along both axes: the end is one."""
    plane = Plane(trace[-1].mixture, *two)
    path = [plane.of(trace[t].mixture) for t in range(len(trace))]
    places = []
    for i, parameter in enumerate(two):
        values = np.linspace(*_ends(parameter, dataset, [place[i] for place in path]), count)
        values[np.abs(values - path[-1][i]).argmin()] = path[-1][i]
        places.append(values)
    return plane, path, places


def _slice(
    heights: Array,
    across: Array,
    up: Array,
    path: list[tuple[float, float]],
    ridges: Sequence[tuple[float, float]] = (),
    done: float = 1,
) -> Slice:
    heights = np.where(np.isfinite(heights), heights, np.nanmin(heights))  # no mixture, or not yet any
    return Slice(packed(heights), across.tolist(), up.tolist(), path, list(ridges), done)


def _ends(parameter: Parameter, dataset: Dataset, values: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis that holds the path."""
    least, most = parameter.limits(dataset.X)
    low, high = min(least, *values), max(most, *values)
    air = AIR * (high - low)
    low, high = low - air * (low < least), high + air * (high > most)
    if parameter.kind == "mean":
        return low, high
    return max(low, 0.2 * min(values)), min(high, 0.999) if parameter.kind == "weight" else high
