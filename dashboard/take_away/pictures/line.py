"""What the browser paints of one-dimensional data: bars split by responsibility, the rug, the responsibilities along
the axis (`browser/colours/one_dimension.js`).
"""

from typing import Any

import altair as alt
import numpy as np

from dashboard.charts.density import histogram
from dashboard.charts.drawing import named
from dashboard.charts.palette import GREY, NUMBERS, component_colour, component_dash, ink, paper
from dashboard.picture.painting import BARS
from dashboard.take_away.pictures.colours import blended, code, doubts, palette, sharing
from dashboard.take_away.pictures.plot import SMALL, Painted, Plot
from dashboard.take_away.shown import Shown
from emcore import Mixture, e_step
from emcore.points import Array

MOST_MARKS = 500, 1500  # on the axis, of a plot less wide than `SMALL` and of others
INSET = 2  # pixels: a line at 0 or 1 keeps its thickness


def bars(x: Array, shown: Shown, plot: Plot) -> list[Painted]:
    """The histogram of the data (N,), split among the components by the responsibilities of these points; or grey."""
    mixture, bins = sharing(shown), histogram(shown.dataset.X[:, 0])
    outline: dict[str, Any] = {"fill": None, "stroke": GREY, "strokeWidth": 1}
    ranged: dict[str, Any] = {"x": plot.x, "x2": "x2:Q", "y": plot.y}
    if mixture is None or shown.view.colours not in BARS:
        whole = named("bars").mark_rect(x2Offset=-1, **outline | {"fill": GREY, "fillOpacity": 0.35})
        return [Painted(whole.encode(**ranged, y2=alt.datum(0)), {"bars": bins})]
    shares = e_step(x[:, np.newaxis], mixture)[0]
    n_bins, n_components = len(bins["y"]), shares.shape[1]
    if shown.view.colours == "hard":
        shares = np.eye(n_components)[shares.argmax(axis=1)]
    width = bins["x2"][0] - bins["x"][0]
    held = np.clip(np.floor((x - bins["x"][0]) / width), 0, n_bins - 1).astype(int)
    parts = np.zeros((n_bins, n_components))
    np.add.at(parts, held, shares)
    parts /= np.maximum(parts.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    tops = np.cumsum(parts, axis=1) * bins["y"][:, np.newaxis]
    table = {
        "x": np.repeat(bins["x"], n_components),
        "x2": np.repeat(bins["x2"], n_components),
        "component": np.tile(np.arange(n_components) + 1, n_bins),
        "y": tops.ravel(),
        "y2": (tops - parts * bins["y"][:, np.newaxis]).ravel(),
    }
    split = named("parts").transform_filter("datum.y > datum.y2").mark_rect(x2Offset=-1, fillOpacity=0.62)
    colour = alt.Fill("component:N", scale=alt.Scale(domain=NUMBERS, range=_codes(shown.dark)), legend=None)
    around = named("bars").transform_filter("datum.y > 0").mark_rect(x2Offset=-1, **outline)
    painted = [
        Painted(split.encode(**ranged, y2="y2:Q", fill=colour), {"parts": table}),
        Painted(around.encode(**ranged, y2=alt.datum(0)), {"bars": bins}),
    ]
    return painted + (_numbers(bins, parts, shown.dark, plot) if shown.view.colours == "hard" else [])


def rug(x: Array, shown: Shown, plot: Plot) -> Painted:
    """Small marks for single points (N,): coloured, or as tall as they are uncertain."""
    mixture, x = sharing(shown), x[: MOST_MARKS[plot.width >= SMALL]]
    kind = shown.view.colours if mixture else "none"
    shares = e_step(x[:, np.newaxis], mixture)[0] if mixture else np.ones((len(x), 1))
    tall, colours = np.full(len(x), 10.0), [GREY] * len(x)
    if kind == "uncertainty":
        tall = (4 + 90 * doubts(shares)) * min(1, plot.height / SMALL)
        colours = [ink(shown.dark)] * len(x)
    elif kind in BARS:
        shares = shares if kind == "soft" else np.eye(shares.shape[1])[shares.argmax(axis=1)]
        colours = [code(colour) for colour in blended(shares, shown.dark)]
    table = {"x": x, "y": tall * plot.ends[1, 1] / plot.height, "colour": colours}
    marks = named("rug").mark_rule(strokeWidth=1, strokeOpacity=0.8, opacity=1, clip=True)
    look = alt.Stroke("colour:N", scale=None, legend=None)
    return Painted(marks.encode(x=plot.x, y=plot.y, y2=alt.datum(0), stroke=look), {"rug": table})


def curves(mixture: Mixture, dark: bool, plot: Plot) -> list[Painted]:
    """The responsibilities, 0 to 1, along the axis, and where the largest changes hands."""
    (low, high), _ = plot.ends
    grid = np.linspace(low, high, plot.width + 1)
    shares = e_step(grid[:, np.newaxis], mixture)[0]
    n_components, best = shares.shape[1], shares.argmax(axis=1)
    hands = np.flatnonzero(np.diff(best)) + 1
    edges = [0, *hands.tolist(), len(grid) - 1]
    territories = {"x": grid[edges[:-1]], "x2": grid[edges[1:]], "component": best[[0, *hands]] + 1}
    lines = {
        "x": np.repeat(grid, n_components),
        "y": ((INSET + shares * (plot.height - 2 * INSET)) / plot.height).ravel(),
        "component": np.tile(np.arange(n_components) + 1, len(grid)),
    }
    fill = alt.Fill("component:N", scale=alt.Scale(domain=NUMBERS, range=_codes(dark)), legend=None)
    whole: dict[str, Any] = {"y": alt.datum(0), "y2": alt.datum(1)}
    look: dict[str, Any] = {"color": component_colour(dark), "strokeDash": component_dash()}
    return [
        Painted(
            named("territories").mark_rect(opacity=0.1).encode(x=plot.x, x2="x2:Q", fill=fill, **whole),
            {"territories": territories},
        ),
        Painted(
            named("hands").mark_rule(color=ink(dark), strokeWidth=1.5, opacity=0.7).encode(x=plot.x, **whole),
            {"hands": {"x": grid[hands]}},
        ),
        Painted(named("shares").mark_line(strokeWidth=2.4).encode(x=plot.x, y=plot.y, **look), {"shares": lines}),
    ]


def _numbers(bins: dict[str, np.ndarray], parts: Array, dark: bool, plot: Plot) -> list[Painted]:
    """The component's number on every run of bars that are mostly its own, so that colour alone never tells it."""
    (low, high), (_, top) = plot.ends
    owner = np.where(bins["y"] > 0, parts.argmax(axis=1), -1)
    first = np.flatnonzero(np.diff(owner, prepend=-2))
    last = np.append(first[1:], len(owner)) - 1
    left, right = bins["x"][first], bins["x2"][last]
    wide = (owner[first] >= 0) & ((right - left) / (high - low) * plot.width > 14)
    table = {
        "x": (left + right)[wide] / 2,
        "y": np.full(wide.sum(), 16 * top / plot.height),
        "component": owner[first][wide] + 1,
    }
    marks = named("runs")
    look: dict[str, Any] = {"fontWeight": "bold", "fontSize": 12, "baseline": "alphabetic"}
    halo = marks.mark_text(stroke=paper(dark), strokeWidth=4, strokeJoin="round", **look)
    drawn = [
        text.encode(x=plot.x, y=plot.y, text="component:N") for text in (halo, marks.mark_text(color=ink(dark), **look))
    ]
    return [Painted(drawn[0], {"runs": table}), Painted(drawn[1])]


def _codes(dark: bool) -> list[str]:
    return [code(colour) for colour in palette(dark, len(NUMBERS))]
