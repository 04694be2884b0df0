"""Two-dimensional data and mixture: points, ellipses, centres and their trail."""

from collections.abc import Callable, Collection, Mapping

import altair as alt
import numpy as np

from dashboard.charts.axes import feature_axis
from dashboard.charts.dodging import dodged, far_away, leaders, off_a_narrow_one
from dashboard.charts.drawing import Columns, Drawing, drawing, named, word
from dashboard.charts.ellipses import ELLIPSE_MASSES, ellipse, ellipse_top, reach
from dashboard.charts.extent import Extent, extents
from dashboard.charts.lettering import sized, sized_area
from dashboard.charts.painted import image_layer, painted_layer
from dashboard.charts.palette import (
    GREY,
    component_colour,
    component_dash,
    component_text,
    ink,
    on_component,
    paper,
)
from dashboard.charts.picture import picture
from dashboard.charts.raster import raster
from dashboard.charts.stepping import FRAME, TRAIL, mixture_rows, text_param, trail_rows
from emcore import Dataset, EMTrace, Mixture
from emcore.regions import ellipse_radius

MOST_CIRCLES = 3000
FEW_POINTS = 100  # each of them counts, so each is easy to see
TURN = np.linspace(0, 2 * np.pi, 65)


def plane_chart(
    dataset: Dataset,
    trace: EMTrace | None,
    *,
    show_truth: bool,
    dark: bool,
    painted: Collection[str] = (),
    clicks: bool = False,
    title: str = "",
    hollow: bool = False,
    points_as_picture: Callable[[np.ndarray, Extent, Extent], str] = raster,
    ends: Mapping[str, float] | None = None,
    run: str = "",
) -> Drawing:
    """Points of 2-D data; with a trace, the mixture at the step in view, which the browser brings.

    `painted`: what the browser paints by itself: "points", to colour them, the "field" behind them, "contours" of the
    mixture over them. `clicks`: the chart takes clicks. `hollow`: the discs of components let points be seen.
    `points_as_picture`: draws many points. `ends`: of axes that it shares with others, instead of its own
    `plane_numbers`. `run`: which one (stepping.py).
    """
    numbers = ends or plane_numbers(dataset, trace)
    tables: dict[str, Columns] = {}
    if "points" not in painted:
        if len(dataset.X) > MOST_CIRCLES:
            tables["raster"] = {
                "url": [points_as_picture(dataset.X, (numbers["x0"], numbers["x1"]), (numbers["y0"], numbers["y1"]))]
            }
        else:
            tables["points"] = dict(zip("xy", dataset.X.T, strict=True))
    if show_truth and dataset.truth is not None:
        tables["truth"] = _truth_table(dataset.truth)
    few = len(dataset.X) <= FEW_POINTS
    structure = tuple(tables), few, tuple(painted), trace is not None, clicks, title, hollow, run, dark
    words = dict(zip("xy", dataset.columns, strict=True))
    return drawing(_chart, *structure, numbers=numbers, tables=tables, words=words)


def _chart(
    tables: tuple[str, ...],
    few: bool,
    painted: tuple[str, ...],
    with_run: bool,
    clicks: bool,
    title: str,
    hollow: bool,
    run: str,
    dark: bool,
) -> alt.LayerChart:
    x, y = plane_axes()
    shown = {"follows": FRAME if with_run else None, "run": run}
    layers = [painted_layer("picture", **shown)] if {"points", "field"} & {*painted} else []
    if "raster" in tables:
        layers.append(image_layer(named("raster")))
    if "points" in tables:
        layers.append(_points(few, x, y))
    if "contours" in painted:
        layers.append(painted_layer("contours", **shown))
    if "truth" in tables:
        layers.append(_truth(x, y, dark))
    if with_run:
        layers += _components(x, y, hollow, dark)
    params = [alt.param(name="names", value=[word("x"), word("y")])] + [text_param(TRAIL)] * with_run
    return picture(
        layers,
        (x, y),
        *params,
        painted=bool(painted),
        with_run=with_run,
        clicks=clicks,
        title=title,
        dark=dark,
        run=run,
    )


def plane_axes() -> tuple[alt.X, alt.Y]:
    """The axes of the picture: the two features, by the numbers x0, x1, y0, y1."""
    return feature_axis(alt.X, "x"), feature_axis(alt.Y, "y")


def plane_numbers(dataset: Dataset, trace: EMTrace | None) -> dict[str, float]:
    """The ends of the picture's axes."""
    (x0, x1), (y0, y1) = extents(dataset, trace)
    return {"x0": x0, "x1": x1, "y0": y0, "y1": y1}


def _points(few: bool, x: alt.X, y: alt.Y) -> alt.Chart:
    look = {"size": 60, "opacity": 0.85} if few else {"size": 22, "opacity": 0.8}
    # A tooltip of fields would have the columns' names as keys, where Vega has no room for every word.
    words = "names[0] + ': ' + format(datum.x, '') + '; ' + names[1] + ': ' + format(datum.y, '')"
    marks = named("points").transform_calculate(told=words).mark_circle(color=GREY, clip=True, **look)
    return marks.encode(x=x, y=y, tooltip="told:N")


def _truth_table(truth: Mixture) -> Columns:
    """The true clusters as ellipses of the outer mass."""
    circle = ellipse_radius(ELLIPSE_MASSES[-1]) * np.stack([np.cos(TURN), np.sin(TURN)])
    outlines = truth.means[:, :, None] + truth.cholesky @ circle  # (K, 2, T)
    return {
        "cluster": np.repeat(np.arange(truth.n_components), len(TURN)),
        "turn": np.tile(np.arange(len(TURN)), truth.n_components),
        "x": outlines[:, 0].ravel(),
        "y": outlines[:, 1].ravel(),
    }


def _truth(x: alt.X, y: alt.Y, dark: bool) -> alt.Chart:
    marks = named("truth").mark_line(color=ink(dark), strokeDash=[2, 3], strokeWidth=1.5, opacity=0.85, clip=True)
    return marks.encode(x=x, y=y, detail="cluster:N", order="turn:Q")


def _components(x: alt.X, y: alt.Y, hollow: bool, dark: bool) -> list[alt.Chart]:
    in_view, trail = mixture_rows(2), trail_rows()
    colour, dash = component_colour(dark), component_dash()
    halo = {"stroke": paper(dark), "strokeWidth": 3, "strokeJoin": "round"}
    layers = []
    for mass, width in zip(ELLIPSE_MASSES, (2.6, 1.8), strict=True):
        outline = ellipse(in_view, mass).mark_line(strokeWidth=width, interpolate="linear-closed", clip=True)
        layers.append(outline.encode(x=x, y=y, color=colour, strokeDash=dash, order="t:Q"))
    for mass in ELLIPSE_MASSES:
        top = ellipse_top(in_view, mass)
        label = {
            "text": f"{100 * mass:g} %",
            "fontSize": sized(11),
            "dy": alt.ExprRef("(datum.up > 0 ? -8 : 11) * type"),
            "clip": True,
        }
        layers.append(top.mark_text(**label, **halo).encode(x=x, y=y))
        layers.append(top.mark_text(**label, fontWeight="bold", color=component_text(dark)).encode(x=x, y=y))
    line = {"strokeWidth": 1.6, "opacity": 0.9, "clip": True}
    layers += [
        trail.mark_line(**line).encode(x=x, y=y, color=colour, order="step:Q"),
        in_view.mark_rule(**line).encode(x=x, y=y, x2="from_x:Q", y2="from_y:Q", color=colour),
        trail.mark_circle(size=14, opacity=0.9, clip=True).encode(x=x, y=y, color=colour),
        *_discs(in_view, x, y, hollow, dark),
    ]
    return layers


def _discs(in_view: alt.Chart, x: alt.X, y: alt.Y, hollow: bool, dark: bool) -> list[alt.Chart]:
    """Every component's number, on a disc; on a ring where the points of many dimensions lie close around it."""
    colour, shape = component_colour(dark), {"size": sized_area(330), "opacity": 1, "clip": True}
    numbers = dodged(in_view, off_a_narrow_one(reach(ELLIPSE_MASSES[-1])))
    away = [leaders(numbers, x, y, colour), far_away(in_view, x, y, component_text(dark), sized(13))]
    number = {"fontWeight": "bold", "fontSize": sized(12), "clip": True}
    if not hollow:
        return [
            *away,
            numbers.mark_circle(stroke=paper(dark), strokeWidth=1.5, **shape).encode(x=x, y=y, color=colour),
            numbers.mark_text(color=on_component(dark), **number).encode(x=x, y=y, text="component:N"),
        ]
    return [
        *away,
        numbers.mark_point(filled=False, stroke=paper(dark), strokeWidth=5, **shape).encode(x=x, y=y),
        numbers.mark_point(filled=False, strokeWidth=2.4, **shape).encode(x=x, y=y, color=colour),
        numbers.mark_text(stroke=paper(dark), strokeWidth=4, **number).encode(x=x, y=y, text="component:N"),
        numbers.mark_text(color=ink(dark), **number).encode(x=x, y=y, text="component:N"),
    ]
