"""More than two dimensions at once: a scatter-plot matrix with every component's marginals, on one canvas.

Cell (row i, column j) is a square of side 1 in the chart's own coordinates, y downwards. A feature's values are shares
of its cell's side, so that one pair of scales serves all cells: a view for each would cost far more at every step.
"""

import textwrap

import altair as alt
import numpy as np
import pandas as pd

from dashboard.charts.density import HEADROOM, SQRT_2_PI, histogram
from dashboard.charts.extent import Extent, extents
from dashboard.charts.marginals import GAP, TALL, densities, matrix_table, pairs, pairs_of, turns
from dashboard.charts.painted import image_layer
from dashboard.charts.palette import GREY, ink
from dashboard.charts.plane import MOST_CIRCLES
from dashboard.charts.raster import picture_of
from dashboard.charts.stepping import CANVAS, IN_VIEW, QUIET, step_param
from dashboard.charts.ticks import cell_ticks
from emcore import Dataset, EMTrace

MOST_BINS = 24
RASTER = 1200  # pixels, the side of the picture of many points
# As high as wide on a phone, and never higher than a screen.
HEIGHT = "min(0.9 * width, 720)"


def matrix_chart(dataset: Dataset, trace: EMTrace | None, *, dark: bool) -> alt.LayerChart:
    """Below the diagonal points and ellipses of every pair of features, on it histograms and densities of each, above
    it the correlations within the components; with no trace, the data alone."""
    n_features = dataset.X.shape[1]
    limits = extents(dataset, trace)
    low, side = _cells(limits)
    in_cells = (dataset.X - low) / side
    bars = _histograms(in_cells)
    x, y = _axis(alt.X, "x", limits, bottom=True), _axis(alt.Y, "y", limits, bottom=False)
    tops = _tops(bars, trace, side)
    layers = [_frames(n_features, x, y, dark), _bars(bars, tops, x, y), _points(in_cells, x, y)]
    if trace is not None:
        in_view = alt.Chart(matrix_table(trace, low, side)).transform_filter(IN_VIEW)
        layers += densities(in_view, tops, _grid(trace, side), x, y, dark)
        layers += pairs(in_view, n_features, trace.means.shape[1], x, y, dark)
    layers.append(_names(dataset.columns, x, y, dark))
    # A signal of this name replaces the chart's own, so that the height follows the width.
    chart = alt.layer(*layers).add_params(alt.param(name="height", expr=HEIGHT)).properties(usermeta=CANVAS)
    return chart.add_params(step_param(), *turns(n_features)) if trace is not None else chart


def _cells(limits: list[Extent]) -> tuple[np.ndarray, np.ndarray]:
    """Where the cells of every feature start and how long their sides are, if their frames hold the limits."""
    low, high = np.array(limits).T
    side = (high - low) / (1 - 2 * GAP)
    return low - GAP * side, side


def _axis(kind: type, field: str, limits: list[Extent], *, bottom: bool) -> alt.X | alt.Y:
    """A few labelled ticks in data units in every cell along the edge, but not beside the first cell's densities."""
    n_features = len(limits)
    values, labels = [], []
    for d, limit in enumerate(limits):
        if not bottom and d == 0:
            continue
        for share, label in cell_ticks(*limit):
            within = GAP + (1 - 2 * GAP) * share
            values.append(d + within if bottom else d + 1 - within)
            labels.append(label)
    axis = alt.Axis(
        values=values,
        labelExpr=f"{labels}[indexof({values}, datum.value)]",
        labelOverlap="greedy",
        labelSeparation=4,
        labelLimit=90,
        labelPadding=2,
        labelFlush=False,
        ticks=True,
        tickSize=4,
        grid=False,
        domain=False,
        offset=2,
    )
    domain = (0, n_features) if bottom else (n_features, 0)
    return kind(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(domain=domain, nice=False, zero=False))


def _frames(n_features: int, x: alt.X, y: alt.Y, dark: bool) -> alt.Chart:
    rows, columns = np.tril_indices(n_features)
    table = pd.DataFrame({"x": columns + GAP, "x2": columns + 1 - GAP, "y": rows + GAP, "y2": rows + 1 - GAP})
    return (
        alt.Chart(table)
        .mark_rect(fill=None, stroke=ink(dark), strokeOpacity=0.3, strokeWidth=1, **QUIET)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    )


def _histograms(in_cells: np.ndarray) -> pd.DataFrame:
    """Bars of every feature, from x to x2 in shares of the cell's side, with density y."""
    tables = [pd.DataFrame(histogram(values, MOST_BINS)).assign(feature=d) for d, values in enumerate(in_cells.T)]
    return pd.concat(tables, ignore_index=True)


def _tops(bars: pd.DataFrame, trace: EMTrace | None, side: np.ndarray) -> np.ndarray:
    """The density at the top of every cell on the diagonal: no lower than the histogram, no spike sets it alone."""
    tops = 1.1 * bars.groupby("feature")["y"].max().to_numpy()
    if trace is None:
        return tops
    sds = np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3)) / side
    heights = trace.weights[..., np.newaxis] / (SQRT_2_PI * sds)  # (steps, K, D)
    peaks = np.zeros(len(side))  # of the sum: at some component's mean, or nearly so
    for mean in np.moveaxis(trace.means, 1, 0):
        z = (mean[:, np.newaxis] - trace.means) / side / sds
        peaks = np.maximum(peaks, (heights * np.exp(-0.5 * z * z)).sum(axis=1).max(axis=0))
    return np.clip(1.1 * peaks, tops, HEADROOM * tops)


def _grid(trace: EMTrace, side: np.ndarray) -> int:
    """Places in a cell at which densities are added up: two to the narrowest standard deviation, within reason."""
    n_features = len(side)
    narrowest = np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3).min(axis=(0, 1))) / side
    return int(np.clip(2 / narrowest.min(), 240 // n_features, 480 // n_features))


def _bars(bars: pd.DataFrame, tops: np.ndarray, x: alt.X, y: alt.Y) -> alt.Chart:
    d = bars["feature"]
    table = pd.DataFrame(
        {
            "x": d + bars["x"],
            "x2": d + bars["x2"],
            "y": d + 1 - GAP - TALL * bars["y"] / tops[d],
            "y2": d + 1 - GAP,
        }
    )
    return alt.Chart(table).mark_rect(color=GREY, opacity=0.35, **QUIET).encode(x=x, x2="x2:Q", y=y, y2="y2:Q")


def _points(in_cells: np.ndarray, x: alt.X, y: alt.Y) -> alt.Chart:
    n_points, n_features = in_cells.shape
    rows, columns = pairs_of(n_features)
    if n_points * len(rows) > MOST_CIRCLES:
        return image_layer(picture_of(_counts(in_cells)))
    table = pd.DataFrame(
        {"x": (columns + in_cells[:, columns]).ravel(), "y": (rows + 1 - in_cells[:, rows]).ravel()}, dtype=np.float32
    )
    size = alt.ExprRef(f"clamp(width / {10 * n_features}, 6, 16)")
    return alt.Chart(table).mark_circle(color=GREY, size=size, opacity=0.6, **QUIET).encode(x=x, y=y)


def _counts(in_cells: np.ndarray) -> np.ndarray:
    """Points per pixel of all cells, (RASTER, RASTER), the first row at the top."""
    n_features = in_cells.shape[1]
    side = RASTER // n_features
    pixel = np.clip((side * in_cells).astype(int), 0, side - 1)
    counts = np.zeros((n_features, side, n_features, side))
    for row, column in zip(*pairs_of(n_features), strict=True):
        cell = np.bincount(side * (side - 1 - pixel[:, row]) + pixel[:, column], minlength=side * side)
        counts[row, :, column] = cell.reshape(side, side)
    return counts.reshape(n_features * side, n_features * side)


def _names(columns: tuple[str, ...], x: alt.X, y: alt.Y, dark: bool) -> alt.Chart:
    """On the diagonal, in two lines at most, each as long as its cell is wide."""
    n_features = len(columns)
    table = pd.DataFrame(
        {
            "x": np.arange(n_features) + 0.5,
            "y": np.arange(n_features) + 2.5 * GAP,
            "name": ["\n".join(textwrap.wrap(name, 14, max_lines=2, placeholder="…")) for name in columns],
        }
    )
    cell = f"width / {n_features}"
    return (
        alt.Chart(table)
        .mark_text(
            baseline="top",
            lineBreak="\n",
            fontWeight="bold",
            fontSize=alt.ExprRef(f"clamp(min({cell} / 10, height / {7.5 * n_features}), 8, 15)"),
            limit=alt.ExprRef(f"0.9 * {cell}"),
            color=ink(dark),
            **QUIET,
        )
        .encode(x=x, y=y, text="name:N")
    )
