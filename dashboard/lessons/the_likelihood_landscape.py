"""The lesson on the likelihood landscape: its examples, what the browser is given of them. The runs are made there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import streamlit as st

from dashboard.charts.palette import DASHES, GREY, colours, ink, muted, paper, text_colours
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from dashboard.link import address, choices
from dashboard.link.view import View
from dashboard.picture import mixtures_in_view
from dashboard.runs import Run
from emcore import Dataset, EMTrace, Gaussian, Mixture, Scenario
from emcore.points import Array
from emcore.scenario.fields import read_numbers, write_numbers
from emcore.scenario.link import HAND
from emcore.scenario.own_points import OWN, OwnData
from emcore.trace import EMState

KEY = "landscape-map"
YOURS = "yours"
RULES = {"max_iter": 200, "near": 1e-6}  # units of the axes: a step that moves less is the last one
VIEW = View(colours="soft")
RAMPS = {False: ["#FFFDF7", "#F5E6BC", "#E4C06C", "#CB9328"], True: ["#14181E", "#3B3320", "#6B5522", "#A37A20"]}
LOWER_BOUND, KL = 0, 1  # places in the palette, as on the lesson on the bound
PICTURE_TOLD = (
    "The points as bars, split among the components by responsibility, and the density of the mixture at the step in "
    "view. The sentence gives the numbers."
)
SECTION_TOLD = (
    "Log-likelihood and lower bound along the straight line from the place in view to the top of the bound: the bound "
    "touches the log-likelihood here and lies below it everywhere else."
)
RACE_TOLD = (
    "Log-likelihood of every step of EM, of gradient ascent and of Newton's method, with where each of them ends."
)

# 40 points, drawn from 12 x N(-1.5, 1) and 28 x N(2, 1).
POINTS = (
    *(-2.817, -2.664, -2.549, -2.51, -2.374, -2.268, -2.177, -1.946, -1.264, -1.109, -1.098, -0.433, 0.124, 0.365),
    *(0.401, 0.49, 0.85, 1.174, 1.213, 1.221, 1.429, 1.612, 1.819, 1.904, 1.933, 1.944, 1.97, 2.007, 2.445, 2.453),
    *(2.639, 2.64, 2.742, 2.867, 3.057, 3.18, 3.28, 3.537, 3.832, 3.923),
)
FEW = POINTS[2::5]

_landscape = component("landscape")


@dataclass(frozen=True)
class Axis:
    """A free parameter: the mean ("mean") or standard deviation ("sd") of component `k`, from 0, from low to high.

    A standard deviation stands for its logarithm, to base 10.
    """

    of: str
    k: int
    low: float
    high: float
    title: str
    short: str

    def as_data(self) -> dict[str, object]:
        """For the browser."""
        return {**vars(self), "log": self.of == "sd"}


@dataclass(frozen=True)
class Land:
    """A 1-D mixture that is free in two parameters, the axes; `start` is a place on them.

    `levels`: of the contours, from the lowest; () for those that the browser finds.
    """

    name: str
    points: tuple[float, ...]
    weights: tuple[float, ...]
    means: tuple[float, ...]
    sds: tuple[float, ...]
    axes: tuple[Axis, Axis]
    start: tuple[float, float]
    told: str
    levels: tuple[float, ...] = ()

    def at(self, place: tuple[float, float]) -> Mixture:
        """The mixture at a place."""
        free: dict[str, list[float]] = {"mean": list(self.means), "sd": list(self.sds)}
        for axis, value in zip(self.axes, place, strict=True):
            free[axis.of][axis.k] = value if axis.of == "mean" else 10**value
        return Mixture(
            np.array(self.weights),
            np.array(free["mean"])[:, np.newaxis],
            np.square(free["sd"])[:, np.newaxis, np.newaxis],
        )

    def scenario(self, place: tuple[float, float]) -> Scenario:
        """The run that comes nearest to it on the dashboard: the same start, and all parameters free."""
        start = self.at(place)
        sds = start.standard_deviations[:, 0]
        return Scenario(
            source=OWN,
            own=OwnData(tuple((x,) for x in self.points)),
            start=HAND,
            components=tuple(
                Gaussian(float(size), (float(mean),), (float(sd),))
                for size, mean, sd in zip(start.weights, start.means[:, 0], sds, strict=True)
            ),
            learn_weights=len(set(self.weights)) > 1,
        )


def _means(name: str, weights: tuple[float, float], told: str) -> Land:
    axes = tuple(
        Axis("mean", k, -6, 7, f"mean {short} of component {k + 1}, weight {weights[k]:g}", short)
        for k, short in enumerate(("μ₁", "μ₂"))
    )
    return Land(name, POINTS, weights, (0, 0), (1, 1), (axes[0], axes[1]), (-4, 0), told)


MAP_TOLD = "Map of the log-likelihood, the higher the darker, with contours and their heights, EM's path on it."
LANDS = {
    "two-means": _means(
        "Two means",
        (0.3, 0.7),
        f"{MAP_TOLD} Two peaks on both sides of the diagonal, the upper left one higher; a saddle between them.",
    ),
    "equal": _means(
        "Equal",
        (0.5, 0.5),
        f"{MAP_TOLD} Two peaks of one height, mirror images at the diagonal; a saddle between them.",
    ),
    "ridge": Land(
        "Ridge",
        FEW,
        (0.5, 0.5),
        (0, round(float(np.mean(FEW)), 4)),
        (1, round(float(np.std(FEW)), 4)),
        (
            Axis("mean", 0, -4, 5, "mean of component 1", "mean"),
            Axis("sd", 0, -4, 1, "width (standard deviation)", "width"),
        ),
        (0, -0.52),
        f"{MAP_TOLD} Peaks at widths of about 1; at small widths a ridge at every point, which climbs without end.",
        (-26, -24, -22, -21, -20, -19, -18, -17.5, -17, -16, -14, -12),
    ),
}
NAMES = {**{key: land.name for key, land in LANDS.items()}, YOURS: "Yours"}
BESIDE = {"bound": "Bound", "rivals": "Rivals", "path": "Path"}


def ask_for_land() -> str:
    """The example that the visitor chooses, a key of `LANDS`, or `YOURS`."""
    return _ask("land", "Landscape", NAMES, ends="dot")


def ask_what_is_beside(key: str) -> str:
    """What is to be seen beside EM's path; rivals there are over two means only, so on other lands nothing is asked."""
    if any(axis.of != "mean" for axis in LANDS[key].axes):
        return next(iter(BESIDE))
    return _ask("beside", "Beside EM's path", BESIDE)


def _ask(name: str, label: str, words: Mapping[str, str], ends: str = "") -> str:
    return choices.ask(
        st.segmented_control,
        name,
        label,
        ends=ends,
        required=True,
        format_func=words.get,
        label_visibility="collapsed",
    )


def look(dark: bool) -> dict[str, Any]:
    """What the browser paints with."""
    palette, texts = colours(dark), text_colours(dark)
    return {
        "ink": ink(dark),
        "paper": paper(dark),
        "muted": muted(dark),
        "grey": GREY,
        "halo": f"{paper(dark)}B0",
        "ramp": RAMPS[dark],
        "bowl": palette[LOWER_BOUND],
        "bowlText": texts[LOWER_BOUND],
        "gap": palette[KL],
        "gapText": texts[KL],
        "rivals": palette[2:4],
        "dashes": [DASHES[1], DASHES[2]],
    }


def start_of(land: Land) -> tuple[float, float]:
    """Where the run starts that is in view: as chosen, within the map."""
    chosen = choices.get("dot")
    if not chosen:
        return land.start
    across, up = (
        float(np.clip(value, axis.low, axis.high)) for value, axis in zip(read_numbers(chosen), land.axes, strict=True)
    )
    return across, up


def run_from_the_start(key: str, beside: str) -> None:
    """Have the browser draw map and cross-section, make the run and hand it over, and the dot moved."""
    land, state = LANDS[key], address.state()
    model = {name: getattr(land, name) for name in ("points", "weights", "means", "sds")}
    data = {
        "land": key,
        "model": model | {"axes": [axis.as_data() for axis in land.axes]},
        "rules": RULES,
        "levels": land.levels,
        "beside": beside,
        "look": look(is_dark()),
        "told": land.told,
        "section_told": SECTION_TOLD,
        "race_told": RACE_TOLD,
        "arrival": f"{state.arrivals} {key}",
        "start": start_of(land),
        "step": state.view.step,
    }
    _landscape(key=KEY, data=data, on_moved_change=take)


def take() -> None:
    """Take up the start that the browser tells; nothing happens if it is none."""
    field, told = choices.CHOICES["dot"], st.session_state[KEY]["moved"]
    try:
        text = write_numbers(told)
    except (TypeError, ValueError):
        return
    problems: list[str] = []
    value = field.read({field.query_name: text}, problems)
    if not problems:
        choices.choose(field.name, value)


def picture(key: str) -> None:
    """The points and the mixture of the step in view, in the house's picture."""
    land = LANDS[key]
    mixtures_in_view.picture(land.scenario(land.start), _on_the_map(key), PICTURE_TOLD, is_dark(), VIEW)


@cache
def _on_the_map(key: str) -> Run:
    """The points, and mixtures from both ends of the map, which the picture's axes are made for."""
    land = LANDS[key]
    X: Array = np.array(land.points)[:, np.newaxis]
    lows, highs = ([getattr(axis, end) if axis.of == "mean" else 0.0 for axis in land.axes] for end in ("low", "high"))
    states = [EMState(t, land.at((ends[0], ends[1])), 0.0) for t, ends in enumerate((lows, highs))]
    return Run(Dataset(X, None, None, ("x",)), EMTrace.of(states, "max_iter"))
