"""The lesson on the likelihood landscape: its examples, what the browser is given of them. The runs are made there."""

from contextlib import suppress
from functools import cache
from typing import Any

import numpy as np

from dashboard.charts.palette import DASHES, GREY, colours, ink, muted, paper, text_colours
from dashboard.common.component import component, told_by
from dashboard.common.theme import is_dark
from dashboard.link import address, choices
from dashboard.link.choices import YOURS
from dashboard.link.view import View
from dashboard.runs import Run
from emcore import Dataset, EMTrace
from emcore.points import Array
from emcore.scenario.fields import read_numbers, write_numbers
from emcore.study.lands import LANDS, Land
from emcore.trace import EMState

KEY = "landscape-map"
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
NAMES = {**{key: land.name for key, land in LANDS.items()}, YOURS: "Yours"}
BESIDE = {"bound": "Bound", "rivals": "Rivals", "path": "Path"}
_landscape = component("landscape")


def ask_for_land() -> str:
    """The example that the visitor chooses, a key of `LANDS`, or `YOURS`."""
    return choices.buttons("land", "Landscape", NAMES.get, ends=["dot"])


def ask_what_is_beside(key: str) -> str:
    """What is to be seen beside EM's path; rivals there are over two means only, so on other lands nothing is asked."""
    if any(axis.of != "mean" for axis in LANDS[key].axes):
        return next(iter(BESIDE))
    return choices.buttons("beside", "Beside EM's path", BESIDE.get)


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
    with suppress(TypeError, ValueError):
        choices.take_up({"dot": write_numbers(told_by(KEY, "moved"))})


@cache
def on_the_map(key: str) -> Run:
    """The points, and mixtures from both ends of the map, which the picture's axes are made for."""
    land = LANDS[key]
    X: Array = np.array(land.points)[:, np.newaxis]
    lows, highs = ([getattr(axis, end) if axis.of == "mean" else 0.0 for axis in land.axes] for end in ("low", "high"))
    states = [EMState(t, land.at((ends[0], ends[1])), 0.0) for t, ends in enumerate((lows, highs))]
    return Run(Dataset(X, None, None, ("x",)), EMTrace.of(states, "max_iter"))
