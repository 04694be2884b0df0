"""What the browser paints by itself at every step: colours by responsibility, the responsibility field, contours of the
mixture, dreamt data.

The points and all steps' parameters travel once; `browser/colours/` computes the rest, and the server hears nothing.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from dashboard.charts import density, plane
from dashboard.charts.drawing import Drawing
from dashboard.charts.ellipses import ELLIPSE_MASSES
from dashboard.charts.extent import extents
from dashboard.charts.marginals import GAP
from dashboard.charts.painted import painted_chart
from dashboard.charts.palette import DASHES, GREY, colours, ink, paper
from dashboard.common.cache import cached
from dashboard.common.component import component
from dashboard.common.draw import draw
from dashboard.link.view import View
from dashboard.runs import Run
from dashboard.stepping.run_in_view import packed
from emcore import Dataset, EMTrace, Scenario
from emcore.regions import ellipse_radius

MOST_POINTS = 20_000  # that are coloured; of more, a random subsample
MOST_NUMBERS = 80_000  # that they have together
SEED = 20081
CURVES_HEIGHT = 150
LINES = ("field", "contours")  # layers of which no point is a part
CONTOUR_MASSES = (0.25, 0.5, 0.75, 0.95)  # of the whole mixture, within its contours

# What the colours mean. In 1-D the bars themselves are split.
BARS = {
    "soft": "**Bars**: the data, split among the components by responsibility",
    "hard": "**Bars**: the data, each point given whole to its most responsible component",
}
MARKS = {"uncertainty": "**Height of a mark on the axis**: 1 − the point's largest responsibility, the doubt about it"}
POINTS = {
    "soft": "**A point's colour**: the components' colours, mixed by its responsibilities",
    "hard": "**A point's colour and shape**: its most responsible component",
    "uncertainty": "**A point's size**: 1 − its largest responsibility, the doubt about it",
}
CURVES = "**Lower picture**: the responsibility of each component, with a line where the largest changes hands"
TINT = "**Tint**: the responsibilities at every place, with a line where the largest changes hands"
# For those who can't see the charts.
DREAM_TOLD = "As many points as the data, drawn from the mixture at the step in view, on the axes of the data."
CURVES_TOLD = "The responsibility of each component, from 0 to 1, for a point anywhere on the axis."

_painter = component("colours")


def painted_layers(view: View, n_features: int) -> list[str]:
    """The layers of the picture that the browser paints, so that the chart leaves them out.

    Beside dreamt data the real ones are painted in any case: both must look alike.
    """
    if n_features > 2:
        return ["points"] if view.colours != "none" else []
    if n_features == 2:
        points = ["points"] if view.colours != "none" or view.dream else []
        contours = ["contours"] if view.contours != "none" else []
        return points + (["field"] if view.field else []) + contours
    if view.colours in ("soft", "hard") or view.dream:
        return ["bars", "rug"]
    return ["rug"] if view.colours == "uncertainty" else []


def payload(
    dataset: Dataset,
    trace: EMTrace,
    view: View,
    dark: bool,
    whole: Dataset | None = None,
    ends: Mapping[str, float] | None = None,
) -> dict[str, Any] | None:
    """All that the painter needs beside the run; None if nothing on display is painted.

    `whole`: the data in all their dimensions, if `dataset` is how a plane shows them: by them the points are coloured.
    `ends`: of the picture's axes, if they are not its own.

    Points, if they are painted, are shares of the axes' lengths: in 32 bits they are exact enough however far from 0
    the data lie. They come in random order, so that any first few of them are a fair sample.
    """
    n_features = dataset.X.shape[1]
    paints = painted_layers(view, n_features)
    if not (paints or view.field):
        return None
    low, high = np.array(extents(dataset, trace)).T
    if ends:
        low, high = (np.array([ends[f"{axis}{end}"] for axis in "xy"[:n_features]]) for end in (0, 1))
    whole = whole or dataset
    sample = sampled(*whole.X.shape) if {*paints} - {*LINES} else np.array([], dtype=int)
    shown: dict[str, Any] = {
        "points": packed((dataset.X[sample] - low) / (high - low), np.float32),
        "low": low.tolist(),
        "high": high.tolist(),
        "palette": colours(dark),
        "dashes": DASHES,
        "ellipses": [ellipse_radius(mass) for mass in ELLIPSE_MASSES],
        "grey": GREY,
        "ink": ink(dark),
        "paper": paper(dark),
        "colors": view.colours,
        "field": view.field,
        "contours": view.contours,
        "masses": CONTOUR_MASSES,
        "dream": view.dream,
        "beats": view.beats,
        "paints": paints,
        "gap": GAP,
    }
    if whole is not dataset:
        least, most = whole.X.min(axis=0), whole.X.max(axis=0)
        spread = np.where(most > least, most - least, 1.0)
        shown["whole"] = {
            "points": packed((whole.X[sample] - least) / spread, np.float32),
            "low": least.tolist(),
            "high": (least + spread).tolist(),
        }
    if n_features == 1:
        bars = density.histogram(dataset.X[:, 0])
        shown["bins"] = {
            "left": float(bars["x"][0]),
            "binWidth": float((bars["x2"][-1] - bars["x"][0]) / len(bars["x"])),
            "heights": bars["y"].tolist(),
            "top": ends["y1"] if ends else density.top(bars["y"], trace),
        }
    return shown


def sampled(n_points: int, n_features: int) -> np.ndarray:
    """Which points are coloured, in the order in which they are painted."""
    n_painted = min(n_points, MOST_POINTS, MOST_NUMBERS // n_features)
    return np.random.default_rng(SEED).choice(n_points, n_painted, replace=False)


def paint(scenario: Scenario, seen: Run, view: View, dark: bool, run: Run) -> None:
    """Hand what is seen of the scenario's run to the painter, which shows nothing where it stands."""
    hand_to_painter(_payload(scenario, view, dark, seen, run))


def hand_to_painter(shown: dict[str, Any] | None) -> None:
    """Have this `payload` painted; None: nothing."""
    if shown is not None:
        _painter(key="colours", data=shown)


def paint_pair(own: dict[str, Any] | None, companion: dict[str, Any] | None) -> None:
    """Hand both payloads of a run and its companion to the painter."""
    if own is not None and companion is not None:
        hand_to_painter(own | {"companion": companion})


@cached(60)
def _payload(scenario: Scenario, view: View, dark: bool, _seen: Run, _run: Run) -> dict[str, Any] | None:
    return payload(_seen.dataset, _seen.trace, view, dark, _run.dataset)


def draw_dream(dataset: Dataset, trace: EMTrace, dark: bool) -> None:
    """Draw a picture like that of the data, of as many points drawn from the mixture at the step in view."""
    draw(
        dream_chart(dataset, trace, dark),
        key="dream",
        alt=DREAM_TOLD,
        height="stretch",
    )


def dream_chart(dataset: Dataset, trace: EMTrace, dark: bool) -> Drawing:
    """The picture of the dreamt points, without them."""
    columns, title = dataset.columns, "Dreamt by the mixture at this step"
    if len(columns) == 1:
        numbers = density.density_numbers(dataset, trace)
        return painted_chart("dream", density.density_axes, columns, numbers, title, dark=dark)
    numbers = plane.plane_numbers(dataset, trace)
    return painted_chart("dream", plane.plane_axes, columns, numbers, title, dark=dark)


def curves_picture(dataset: Dataset, trace: EMTrace, dark: bool) -> None:
    """The responsibilities along the axis of 1-D data, under the densities."""
    with st.container(height=CURVES_HEIGHT, border=False):
        draw(
            curves_chart(dataset, trace, dark),
            key="curves",
            alt=CURVES_TOLD,
            height="stretch",
        )


def curves_chart(dataset: Dataset, trace: EMTrace, dark: bool) -> Drawing:
    """The picture of the responsibilities along the axis, without them."""
    numbers = density.density_numbers(dataset, trace)
    return painted_chart("curves", density.curves_axes, dataset.columns, numbers, dark=dark)


def key_to(n_points: int, n_features: int, view: View, n_whole: int) -> list[str]:
    """What the browser paints, for the picture's key; `n_whole`: the features of the data, seen or not."""
    one = n_features == 1
    in_bars = one and view.colours in BARS
    lines = [] if view.colours == "none" or in_bars else [(MARKS if one else POINTS)[view.colours]]
    if view.field:
        lines.append(CURVES if one else TINT)
    if view.beats and (view.colours != "none" or view.field):
        lines.append("**Colours**: as the last E beat shared the points out")
    most = min(MOST_POINTS, MOST_NUMBERS // n_whole)
    if {*painted_layers(view, n_features)} - {*LINES} and n_points > most:
        lines.append(f"**Coloured**: {most:,} of the {n_points:,} points, drawn at random")
    if view.dream:
        lines.append(
            f"**Dreamt**: {min(n_points, MOST_POINTS):,} points drawn from the mixture, not from the world. Could you "
            "tell them apart from the data? Where you can, the model has missed something"
        )
    return lines
