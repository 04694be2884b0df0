"""One-dimensional data and mixture: histogram, rug, weighted component densities, their sum."""

from collections.abc import Collection, Mapping

import altair as alt
import numpy as np

from dashboard.charts.axes import feature_axis
from dashboard.charts.dodging import dodged, far_away, leaders
from dashboard.charts.drawing import ONE_ROW, Columns, Drawing, drawing, named
from dashboard.charts.extent import Extent, extents
from dashboard.charts.lettering import sized, sized_area
from dashboard.charts.painted import painted_layer
from dashboard.charts.palette import GREY, component_colour, component_dash, component_text, ink, on_component, paper
from dashboard.charts.picture import picture
from dashboard.charts.stepping import FRAME, GRAIN, mixture_rows
from emcore import Dataset, EMTrace, Mixture

LABELS_WIDTH = 42  # of the density axis, so that a chart below it can be as wide
FEWEST_BINS, MOST_BINS = 12, 80
MOST_RUG_MARKS = 1500
DATA_LABEL = 38  # pixels from the axis, which the label "data" needs to the left of its place
PARTS = 65_535  # of the axis, in which the marks on it travel: far finer than a pixel, a quarter of the bytes
HEADROOM = 1.7  # a component taller than this many histograms is cut off, so that one spike does not flatten the rest
REACH = 4.5  # standard deviations of a component that are drawn
SQRT_2_PI = 2.5066282746310002


def density_chart(
    dataset: Dataset,
    trace: EMTrace | None,
    *,
    show_truth: bool,
    dark: bool,
    painted: Collection[str] = (),
    clicks: bool = False,
    title: str = "",
    ends: Mapping[str, float] | None = None,
    run: str = "",
) -> Drawing:
    """Histogram and rug of 1-D data; with a trace, the densities at the step in view, which the browser brings.

    `painted`: "bars", "rug", if the browser paints these by itself, to colour them. `clicks`: the chart takes clicks.
    `ends`: of axes that it shares with others, instead of its own `density_numbers`. `run`: which one (stepping.py).
    """
    x = dataset.X[:, 0]
    tables: dict[str, Columns] = {}
    if "bars" not in painted:
        tables["bars"] = histogram(x)
    numbers = dict(ends or density_numbers(dataset, trace))
    if "rug" not in painted:
        shown = np.sort(x)[np.linspace(0, len(x) - 1, min(len(x), MOST_RUG_MARKS)).astype(int)]
        shares = (shown - numbers["x0"]) / (numbers["x1"] - numbers["x0"])
        tables["rug"] = {"part": np.round(PARTS * shares).astype(np.uint16)}
    if show_truth and dataset.truth is not None and dataset.labels is not None:
        tables["truth"] = _truth_table(dataset.truth, dataset.labels, (numbers["x0"], numbers["x1"]))
    numbers |= _left_flank(histogram(x))
    if trace is not None:
        numbers["spacing"] = (numbers["x1"] - numbers["x0"]) / _grid_size(trace, numbers["x1"] - numbers["x0"])
    structure = tuple(tables), bool(painted), trace is not None, clicks, title, run, dark
    return drawing(_chart, *structure, numbers=numbers, tables=tables, words={"x": dataset.columns[0]})


def _chart(
    tables: tuple[str, ...], painted: bool, with_run: bool, clicks: bool, title: str, run: str, dark: bool
) -> alt.LayerChart:
    axis_x, axis_y = density_axes()
    layers = [_bars(axis_x, axis_y)] if "bars" in tables else []
    if painted:
        layers.append(painted_layer("picture", follows=FRAME if with_run else None, run=run))
    if "rug" in tables:
        layers.append(_rug(axis_x))
    if "truth" in tables:
        layers.append(_truth(axis_x, axis_y, dark))
    data_label = alt.Chart(ONE_ROW).transform_calculate(
        x=f"max(data_x, x0 + {DATA_LABEL} * type * (x1 - x0) / width)", y="data_y"
    )
    layers += _label(data_label, "data", axis_x, axis_y, left=True, dark=dark)
    if with_run:
        layers += _curves(axis_x, axis_y, dark)
    return picture(
        layers,
        (axis_x, axis_y),
        painted=painted,
        with_run=with_run,
        clicks=clicks,
        title=title,
        dark=dark,
        run=run,
    )


def density_axes() -> tuple[alt.X, alt.Y]:
    """The axes of the picture: value and density, by the numbers x0, x1, y1; y0 is 0."""
    y_scale = alt.Scale(domain=[0, alt.ExprRef("y1")], nice=False)
    return (
        feature_axis(alt.X, "x"),
        alt.Y("y:Q", title="density", scale=y_scale, axis=alt.Axis(tickCount=6, minExtent=LABELS_WIDTH)),
    )


def curves_axes() -> tuple[alt.X, alt.Y]:
    """Those of a picture under it: value, without a title, and responsibility."""
    x, _ = density_axes()
    labels = alt.Axis(values=[0, 0.5, 1], minExtent=LABELS_WIDTH)
    return x.title(None), alt.Y("y:Q", title="responsibility", scale=alt.Scale(domain=(0, 1), nice=False), axis=labels)


def density_numbers(dataset: Dataset, trace: EMTrace | None) -> dict[str, float]:
    """The ends of the picture's axes."""
    ((low, high),) = extents(dataset, trace)
    return {"x0": low, "x1": high, "y0": 0, "y1": top(histogram(dataset.X[:, 0])["y"], trace)}


def histogram(x: np.ndarray, most_bins: int = MOST_BINS) -> dict[str, np.ndarray]:
    """Bars from x to x2 with density y."""
    # The square root of N keeps clusters apart where rules made for one bell curve would merge them.
    n_bins = int(np.clip(np.sqrt(len(x)), FEWEST_BINS, most_bins))
    heights, edges = np.histogram(x, n_bins, density=True)
    return {"x": edges[:-1], "x2": edges[1:], "y": heights}


def top(heights: np.ndarray, trace: EMTrace | None) -> float:
    """The density at the upper end of the axis, for a histogram of these heights."""
    tallest = float(heights.max())
    if trace is None:
        return 1.1 * tallest
    means, sds = trace.means[..., 0], np.sqrt(trace.covariances[..., 0, 0])
    peaks = trace.weights / (SQRT_2_PI * sds)
    z = (means[:, :, np.newaxis] - means[:, np.newaxis]) / sds[:, np.newaxis]
    sums = (peaks[:, np.newaxis] * np.exp(-0.5 * z * z)).sum(axis=2)  # of all components at each one's mean
    return 1.1 * min(max(tallest, float(sums.max())), HEADROOM * tallest)


def _bars(axis_x: alt.X, axis_y: alt.Y) -> alt.Chart:
    words = {"x": "from", "x2": "to", "y": "density"}
    tooltip = [alt.Tooltip(f"{field}:Q", title=title) for field, title in words.items()]
    return (
        named("bars")
        .mark_bar(color=GREY, fillOpacity=0.35, stroke=GREY, strokeWidth=1, binSpacing=0)
        .encode(x=axis_x, x2="x2:Q", y=axis_y, y2=alt.datum(0), tooltip=tooltip)
    )


def _left_flank(bars: dict[str, np.ndarray]) -> dict[str, float]:
    """Where the first of the tall bars begins, and half its height: to the left of it there is room for a label."""
    first = int(np.argmax(bars["y"] >= 0.5 * bars["y"].max()))
    return {"data_x": float(bars["x"][first]), "data_y": 0.75 * float(bars["y"][first])}


def _label(rows: alt.Chart, text: str, axis_x: alt.X, axis_y: alt.Y, *, left: bool, dark: bool) -> list[alt.Chart]:
    """A text with a halo beside the places of these rows, to the left of them or to the right."""
    side = {"align": "right", "dx": sized(-6)} if left else {"align": "left", "dx": sized(6)}
    label = {"text": text, "fontSize": sized(12), "clip": True, **side}
    halo = rows.mark_text(stroke=paper(dark), strokeWidth=3, strokeJoin="round", **label)
    return [marks.encode(x=axis_x, y=axis_y) for marks in (halo, rows.mark_text(color=ink(dark), **label))]


def _rug(axis_x: alt.X) -> alt.Chart:
    return (
        named("rug")
        .transform_calculate(x=f"x0 + (x1 - x0) / {PARTS} * datum.part")
        .mark_tick(color=GREY, opacity=0.8, thickness=1, height=10, yOffset=-5)
        .encode(x=axis_x, y=alt.YValue("height"))
    )


def _truth_table(truth: Mixture, labels: np.ndarray, x_extent: Extent) -> Columns:
    """The true clusters' weighted densities, as shares of all points, noise included."""
    grid = np.linspace(*x_extent, 400)
    share = truth.weights * np.mean(labels >= 0)
    sd = truth.standard_deviations[:, 0]
    heights = share * np.exp(-0.5 * ((grid[:, None] - truth.means[:, 0]) / sd) ** 2) / (SQRT_2_PI * sd)
    n_clusters = len(share)
    clusters = np.tile(np.arange(n_clusters), len(grid))
    return {"x": np.repeat(grid, n_clusters), "cluster": clusters, "y": heights.ravel()}


def _truth(axis_x: alt.X, axis_y: alt.Y, dark: bool) -> alt.Chart:
    return (
        named("truth")
        .mark_line(color=ink(dark), strokeDash=[2, 3], strokeWidth=1.5, opacity=0.8, clip=True)
        .encode(x=axis_x, y=axis_y, detail="cluster:N")
    )


def _curves(axis_x: alt.X, axis_y: alt.Y, dark: bool) -> list[alt.Chart]:
    in_view = mixture_rows(1).transform_calculate(mean="datum.x")
    colour, dash = component_colour(dark), component_dash()
    peak = f"datum.weight / ({SQRT_2_PI} * datum.l11)"
    component = (
        in_view.transform_calculate(z=f"sequence({-REACH}, {REACH + 0.05}, 0.1 * {GRAIN})")
        .transform_flatten(["z"])
        .transform_calculate(x="datum.mean + datum.l11 * datum.z", y=f"{peak} * exp(-0.5 * datum.z * datum.z)")
    )
    mixture = (
        in_view.transform_calculate(x=f"sequence(x0, x1 + {GRAIN} * spacing / 2, {GRAIN} * spacing)")
        .transform_flatten(["x"])
        .transform_calculate(y=f"{peak} * exp(-0.5 * pow((datum.x - datum.mean) / datum.l11, 2))")
        .transform_aggregate(y="sum(y)", groupby=["x"])
    )
    # Its label stands where it falls to half its height for the last time: beyond, all curves are lower. Where there is
    # no room for that, in the upper corner.
    label = (
        mixture.transform_joinaggregate(top="max(y)")
        .transform_filter("datum.y >= datum.top / 2")
        .transform_aggregate(x="max(x)", top="max(top)")
        .transform_calculate(room="(x1 - datum.x) / (x1 - x0) > type * max(0.2, 105 / width)")
    )
    beside = label.transform_filter("datum.room").transform_calculate(y="min(datum.top / 2, 0.9 * y1)")
    corner = label.transform_filter("!datum.room").transform_calculate(x="x1", y="0.97 * y1")
    smooth = alt.ExprRef(f"{GRAIN} > 1 ? 'cardinal' : 'linear'")
    at_peak = in_view.transform_calculate(y=f"clamp({peak}, 0.03 * y1, 0.96 * y1)", zero="0")
    numbers = dodged(at_peak)
    return [
        *_label(beside, "their sum, p(x)", axis_x, axis_y, left=False, dark=dark),
        *_label(corner, f"{'white' if dark else 'black'}: their sum, p(x)", axis_x, axis_y, left=True, dark=dark),
        component.mark_area(opacity=0.12, interpolate=smooth, clip=True, line=False).encode(
            x=axis_x, y=axis_y, color=colour
        ),
        mixture.mark_line(color=ink(dark), interpolate=smooth, strokeWidth=1.8, clip=True).encode(x=axis_x, y=axis_y),
        component.mark_line(strokeWidth=2.6, interpolate=smooth, clip=True).encode(
            x=axis_x, y=axis_y, color=colour, strokeDash=dash
        ),
        at_peak.mark_rule(strokeWidth=1.2, opacity=0.7, clip=True).encode(
            x=axis_x, y=axis_y, y2="zero:Q", color=colour
        ),
        leaders(numbers, axis_x, axis_y, colour),
        far_away(in_view.transform_calculate(y="y1 / 2"), axis_x, axis_y, component_text(dark), sized(13)),
        numbers.mark_circle(size=sized_area(330), opacity=1, clip=True, stroke=paper(dark), strokeWidth=1.5).encode(
            x=axis_x, y=axis_y, color=colour
        ),
        numbers.mark_text(fontWeight="bold", fontSize=sized(12), clip=True, color=on_component(dark)).encode(
            x=axis_x, y=axis_y, text="component:N"
        ),
    ]


def _grid_size(trace: EMTrace, length: float) -> int:
    """Points of the mixture's curve on an axis of this length: some six to the narrowest component's standard
    deviation, within reason."""
    narrowest = float(np.sqrt(trace.covariances[..., 0, 0].min()))
    return int(np.clip(6 * length / narrowest, 300, 1200))
