"""One-dimensional data and mixture: histogram, rug, weighted component densities, their sum."""

from collections.abc import Collection

import altair as alt
import numpy as np
import pandas as pd

from dashboard.charts.axes import feature_axis
from dashboard.charts.extent import Extent, extents
from dashboard.charts.painted import layer_param, painted_layer
from dashboard.charts.palette import GREY, component_colour, component_dash, ink, paper
from dashboard.charts.stepping import CANVAS, IN_VIEW, QUIET, run_table, step_param
from emcore import Dataset, EMTrace, Mixture

HEIGHT = 480
LABELS_WIDTH = 42  # of the density axis, so that a chart below it can be as wide
FEWEST_BINS, MOST_BINS = 12, 80
MOST_RUG_MARKS = 1500
HEADROOM = 1.7  # a component taller than this many histograms is cut off, so that one spike does not flatten the rest
REACH = 4.5  # standard deviations of a component that are drawn
SQRT_2_PI = 2.5066282746310002


def density_chart(
    dataset: Dataset, trace: EMTrace | None, *, show_truth: bool, dark: bool, painted: Collection[str] = ()
) -> alt.LayerChart:
    """Histogram and rug of 1-D data; with a trace, the densities at the step in view.

    `painted`: "bars", "rug", if the browser paints these by itself, to colour them.
    """
    x = dataset.X[:, 0]
    (x_extent,) = extents(dataset, trace)
    bars = histogram(x)
    y_top = top(bars, trace)
    axis_x, axis_y = density_axes(dataset, trace, bars)
    layers = [] if "bars" in painted else [_bars(bars, axis_x, axis_y)]
    if painted:
        layers.append(painted_layer("picture"))
    if "rug" not in painted:
        layers.append(_rug(x, axis_x))
    if show_truth and dataset.truth is not None and dataset.labels is not None:
        layers.append(_truth(dataset.truth, dataset.labels, x_extent, axis_x, axis_y, dark))
    if trace is not None:
        layers += _curves(trace, x_extent, y_top, axis_x, axis_y, dark)
    chart = alt.layer(*layers).properties(height=HEIGHT, usermeta=CANVAS).configure_mark(**QUIET)
    if painted:
        chart = chart.add_params(layer_param())
    return chart.add_params(step_param()) if trace is not None else chart


def density_axes(dataset: Dataset, trace: EMTrace | None, bars: pd.DataFrame) -> tuple[alt.X, alt.Y]:
    """The axes of the picture: value and density."""
    (x_extent,) = extents(dataset, trace)
    y_scale = alt.Scale(domain=(0.0, top(bars, trace)), nice=False)
    return (
        feature_axis(alt.X, "x", dataset.columns[0], x_extent),
        alt.Y("y:Q", title="density", scale=y_scale, axis=alt.Axis(tickCount=6, minExtent=LABELS_WIDTH)),
    )


def histogram(x: np.ndarray, most_bins: int = MOST_BINS) -> pd.DataFrame:
    """Bars from x to x2 with density y."""
    # The square root of N keeps clusters apart where rules made for one bell curve would merge them.
    n_bins = int(np.clip(np.sqrt(len(x)), FEWEST_BINS, most_bins))
    heights, edges = np.histogram(x, n_bins, density=True)
    return pd.DataFrame({"x": edges[:-1], "x2": edges[1:], "y": heights, "zero": 0})


def top(bars: pd.DataFrame, trace: EMTrace | None) -> float:
    """The density at the upper end of the axis."""
    tallest = float(bars["y"].max())
    if trace is None:
        return 1.1 * tallest
    peaks = trace.weights / (SQRT_2_PI * np.sqrt(trace.covariances[..., 0, 0]))
    return 1.1 * min(max(tallest, float(peaks.max())), HEADROOM * tallest)


def _bars(bars: pd.DataFrame, axis_x: alt.X, axis_y: alt.Y) -> alt.Chart:
    words = {"x": "from", "x2": "to", "y": "density"}
    tooltip = [alt.Tooltip(f"{field}:Q", title=title) for field, title in words.items()]
    return (
        alt.Chart(bars)
        .mark_bar(color=GREY, opacity=0.35, binSpacing=1)
        .encode(x=axis_x, x2="x2:Q", y=axis_y, y2="zero:Q", tooltip=tooltip)
    )


def _rug(x: np.ndarray, axis_x: alt.X) -> alt.Chart:
    shown = np.sort(x)[np.linspace(0, len(x) - 1, min(len(x), MOST_RUG_MARKS)).astype(int)]
    rug = pd.DataFrame({"x": shown})
    return (
        alt.Chart(rug)
        .mark_tick(color=GREY, opacity=0.5, thickness=1, height=10, yOffset=-5)
        .encode(x=axis_x, y=alt.YValue("height"))
    )


def _truth(truth: Mixture, labels: np.ndarray, x_extent: Extent, axis_x: alt.X, axis_y: alt.Y, dark: bool) -> alt.Chart:
    """The true clusters' weighted densities, as shares of all points, noise included."""
    grid = np.linspace(*x_extent, 400)
    share = truth.weights * np.mean(labels >= 0)
    sd = truth.standard_deviations[:, 0]
    heights = share * np.exp(-0.5 * ((grid[:, None] - truth.means[:, 0]) / sd) ** 2) / (SQRT_2_PI * sd)
    table = pd.DataFrame(
        {"x": np.repeat(grid, len(share)), "cluster": np.tile(np.arange(len(share)), len(grid)), "y": heights.ravel()}
    )
    return (
        alt.Chart(table)
        .mark_line(color=ink(dark), strokeDash=[2, 3], strokeWidth=1.5, opacity=0.8, clip=True)
        .encode(x=axis_x, y=axis_y, detail="cluster:N")
    )


def _curves(
    trace: EMTrace, x_extent: Extent, y_top: float, axis_x: alt.X, axis_y: alt.Y, dark: bool
) -> list[alt.Chart]:
    in_view = alt.Chart(run_table(trace)).transform_filter(IN_VIEW).transform_calculate(mean="datum.x")
    colour, dash = component_colour(dark), component_dash()
    peak = f"datum.weight / ({SQRT_2_PI} * datum.l11)"
    component = (
        in_view.transform_calculate(z=f"sequence({-REACH}, {REACH + 0.05}, 0.1)")
        .transform_flatten(["z"])
        .transform_calculate(x="datum.mean + datum.l11 * datum.z", y=f"{peak} * exp(-0.5 * datum.z * datum.z)")
    )
    low, high = x_extent
    spacing = (high - low) / _grid_size(trace, x_extent)
    mixture = (
        in_view.transform_calculate(x=f"sequence({low}, {high + spacing / 2}, {spacing})")
        .transform_flatten(["x"])
        .transform_calculate(y=f"{peak} * exp(-0.5 * pow((datum.x - datum.mean) / datum.l11, 2))")
        .transform_aggregate(y="sum(y)", groupby=["x"])
    )
    at_peak = in_view.transform_calculate(y=f"clamp({peak}, {0.03 * y_top}, {0.96 * y_top})", zero="0")
    return [
        component.mark_area(opacity=0.12, clip=True, line=False).encode(x=axis_x, y=axis_y, color=colour),
        mixture.mark_line(color=ink(dark), strokeWidth=1.8, clip=True).encode(x=axis_x, y=axis_y),
        component.mark_line(strokeWidth=2.6, clip=True).encode(x=axis_x, y=axis_y, color=colour, strokeDash=dash),
        at_peak.mark_rule(strokeWidth=1.2, opacity=0.7, clip=True).encode(
            x=axis_x, y=axis_y, y2="zero:Q", color=colour
        ),
        at_peak.mark_circle(size=330, opacity=1, clip=True, stroke=paper(dark), strokeWidth=1.5).encode(
            x=axis_x, y=axis_y, color=colour
        ),
        at_peak.mark_text(fontWeight="bold", fontSize=12, clip=True, color=paper(dark)).encode(
            x=axis_x, y=axis_y, text="component:N"
        ),
    ]


def _grid_size(trace: EMTrace, x_extent: Extent) -> int:
    """Points of the mixture's curve: some six to the narrowest component's standard deviation, within reason."""
    narrowest = float(np.sqrt(trace.covariances[..., 0, 0].min()))
    return int(np.clip(6 * (x_extent[1] - x_extent[0]) / narrowest, 300, 1200))
