"""Two-dimensional data and mixture: points, ellipses, centres and their trail."""

from collections.abc import Collection

import altair as alt
import numpy as np
import pandas as pd

from dashboard.charts.axes import feature_axis
from dashboard.charts.ellipses import ELLIPSE_MASSES, ellipse, ellipse_top
from dashboard.charts.extent import Extent, extents
from dashboard.charts.painted import image_layer, layer_param, painted_layer
from dashboard.charts.palette import GREY, component_colour, component_dash, ink, paper
from dashboard.charts.raster import raster
from dashboard.charts.stepping import CANVAS, IN_VIEW, QUIET, UP_TO_VIEW, run_table, step_param
from emcore import Dataset, EMTrace, Mixture
from emcore.regions import ellipse_radius

HEIGHT = 520
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
) -> alt.LayerChart:
    """Points of 2-D data; with a trace, the mixture at the step in view.

    `painted`: what the browser paints by itself: "points", to colour them, the "field" behind them, "contours" of the
    mixture over them.
    """
    x, y = plane_axes(dataset, trace)
    layers = [painted_layer("picture")] if {"points", "field"} & {*painted} else []
    if "points" not in painted:
        x_extent, y_extent = extents(dataset, trace)
        layers.append(_points(dataset.X, x_extent, y_extent, x, y))
    if "contours" in painted:
        layers.append(painted_layer("contours"))
    if show_truth and dataset.truth is not None:
        layers.append(_truth(dataset.truth, x, y, dark))
    if trace is not None:
        layers += _components(trace, x, y, dark)
    chart = alt.layer(*layers).properties(height=HEIGHT, usermeta=CANVAS).configure_mark(**QUIET)
    chart = chart.add_params(alt.param(name="names", value=list(dataset.columns)))
    if painted:
        chart = chart.add_params(layer_param())
    return chart.add_params(step_param()) if trace is not None else chart


def plane_axes(dataset: Dataset, trace: EMTrace | None) -> tuple[alt.X, alt.Y]:
    """The axes of the picture: the two features."""
    x_extent, y_extent = extents(dataset, trace)
    x, y = dataset.columns
    return feature_axis(alt.X, "x", x, x_extent), feature_axis(alt.Y, "y", y, y_extent)


def _points(X: np.ndarray, x_extent: Extent, y_extent: Extent, x: alt.X, y: alt.Y) -> alt.Chart:
    if len(X) > MOST_CIRCLES:
        return image_layer(raster(X, x_extent, y_extent))
    points = pd.DataFrame(X, columns=["x", "y"])
    few = len(X) <= FEW_POINTS
    look = {"size": 60, "opacity": 0.8} if few else {"size": 22, "opacity": 0.5}
    # A tooltip of fields would have the columns' names as keys, where Vega has no room for every word.
    words = "names[0] + ': ' + format(datum.x, '') + '; ' + names[1] + ': ' + format(datum.y, '')"
    marks = alt.Chart(points).transform_calculate(told=words).mark_circle(color=GREY, clip=True, **look)
    return marks.encode(x=x, y=y, tooltip="told:N")


def _truth(truth: Mixture, x: alt.X, y: alt.Y, dark: bool) -> alt.Chart:
    """The true clusters as ellipses of the outer mass."""
    circle = ellipse_radius(ELLIPSE_MASSES[-1]) * np.stack([np.cos(TURN), np.sin(TURN)])
    outlines = truth.means[:, :, None] + truth.cholesky @ circle  # (K, 2, T)
    table = pd.DataFrame(
        {
            "cluster": np.repeat(np.arange(truth.n_components), len(TURN)),
            "turn": np.tile(np.arange(len(TURN)), truth.n_components),
            "x": outlines[:, 0].ravel(),
            "y": outlines[:, 1].ravel(),
        }
    )
    marks = alt.Chart(table).mark_line(color=ink(dark), strokeDash=[2, 3], strokeWidth=1.5, opacity=0.85, clip=True)
    return marks.encode(x=x, y=y, detail="cluster:N", order="turn:Q")


def _components(trace: EMTrace, x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    run = alt.Chart(run_table(trace))
    in_view = run.transform_filter(IN_VIEW)
    colour, dash = component_colour(dark), component_dash()
    halo = {"stroke": paper(dark), "strokeWidth": 3, "strokeJoin": "round"}
    layers = []
    for mass, width in zip(ELLIPSE_MASSES, (2.6, 1.8), strict=True):
        outline = ellipse(in_view, mass).mark_line(strokeWidth=width, interpolate="linear-closed", clip=True)
        layers.append(outline.encode(x=x, y=y, color=colour, strokeDash=dash, order="t:Q"))
    for mass in ELLIPSE_MASSES:
        top = ellipse_top(in_view, mass)
        label = {"text": f"{100 * mass:g} %", "fontSize": 11, "dy": -8, "clip": True}
        layers.append(top.mark_text(**label, **halo).encode(x=x, y=y))
        layers.append(top.mark_text(**label, fontWeight="bold").encode(x=x, y=y, color=colour))
    trail = run.transform_filter(UP_TO_VIEW)
    layers += [
        trail.mark_line(strokeWidth=1.6, opacity=0.9, clip=True).encode(x=x, y=y, color=colour, order="step:Q"),
        trail.mark_circle(size=14, opacity=0.9, clip=True).encode(x=x, y=y, color=colour),
        in_view.mark_circle(size=330, opacity=1, clip=True, stroke=paper(dark), strokeWidth=1.5).encode(
            x=x, y=y, color=colour
        ),
        in_view.mark_text(fontWeight="bold", fontSize=12, clip=True, color=paper(dark)).encode(
            x=x, y=y, text="component:N"
        ),
    ]
    return layers
