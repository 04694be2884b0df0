"""More than two dimensions at once: a scatter-plot matrix with every component's marginals, on one canvas.

Cell (row i, column j) is a square of side 1 in the chart's own coordinates, y downwards. A feature's values are shares
of its cell's side, so that one pair of scales serves all cells: a view for each would cost far more at every step.
"""

import textwrap

import altair as alt
import numpy as np

from dashboard.charts.density import HEADROOM, SQRT_2_PI, histogram
from dashboard.charts.drawing import Columns, Drawing, drawing, named
from dashboard.charts.extent import Extent, extents
from dashboard.charts.lettering import look, type_param
from dashboard.charts.marginals import GAP, TALL, densities, matrix_table, pairs, pairs_of, run_numbers, turns
from dashboard.charts.painted import image_layer, layer_param, painted_layer
from dashboard.charts.palette import GREY, ink
from dashboard.charts.plane import MOST_CIRCLES
from dashboard.charts.raster import picture_of
from dashboard.charts.stepping import CANVAS, IN_VIEW, QUIET, step_param
from dashboard.charts.ticks import cell_ticks
from emcore import Dataset, EMTrace

MOST_BINS = 24
RASTER = 1200  # pixels, the side of the picture of many points


def matrix_chart(dataset: Dataset, trace: EMTrace | None, *, painted: bool = False, dark: bool) -> Drawing:
    """Below the diagonal points and ellipses of every pair of features, on it histograms and densities of each, above
    it the correlations within the components; with no trace, the data alone.

    `painted`: the browser paints the points.
    """
    n_features = dataset.X.shape[1]
    limits = extents(dataset, trace)
    low, side = cells(limits)
    in_cells = (dataset.X - low) / side
    histograms = [histogram(values, MOST_BINS) for values in in_cells.T]
    tops = _tops(histograms, trace, side)
    tables: dict[str, Columns] = {
        "cells": dict(zip(("row", "column"), np.tril_indices(n_features), strict=True)),
        "bars": _bars_table(histograms, tops),
        "names": _names_table(dataset.columns),
        "x_ticks": _ticks(limits, bottom=True),
        "y_ticks": _ticks(limits, bottom=False),
    }
    rows, columns = pairs_of(n_features)
    if not painted and in_cells[:, rows].size > MOST_CIRCLES:
        tables["raster"] = {"url": [picture_of(_counts(in_cells))]}
    elif not painted:
        places = {"x": columns + in_cells[:, columns], "y": rows + 1 - in_cells[:, rows]}
        tables["points"] = {name: values.ravel().astype(np.float32) for name, values in places.items()}
    numbers: dict[str, float] = {}
    if trace is not None:
        tables["mixtures"] = matrix_table(trace, low, side)
        numbers = run_numbers(tops, _grid(trace, side), trace.means.shape[1])
    structure = n_features, tuple({"points", "raster"} & {*tables}), trace is not None, dark
    return drawing(_chart, *structure, numbers=numbers, tables=tables)


def _chart(n_features: int, points: tuple[str, ...], with_run: bool, dark: bool) -> alt.LayerChart:
    x, y = matrix_axes(n_features)
    layers = [
        _frames(x, y, dark),
        _bars(x, y),
    ]
    if "points" in points:
        layers.append(_points(n_features, x, y))
    else:
        layers.append(image_layer(named("raster")) if points else painted_layer("picture", follows="step"))
    if with_run:
        in_view = named("mixtures").transform_filter(IN_VIEW)
        layers += densities(in_view, n_features, x, y, dark)
        layers += pairs(in_view, n_features, x, y, dark)
    layers.append(_names(n_features, x, y, dark))
    layers += [named(f"{field}_ticks").mark_text(text="") for field in "xy"]  # or Vega-Lite leaves these tables out
    params = [type_param()] + [layer_param()] * (not points)
    for field in "xy":
        for column in ("place", "label"):
            params.append(alt.param(name=f"{field}_{column}s", expr=f"pluck(data('{field}_ticks'), '{column}')"))
    params += [step_param(), *turns(n_features)] if with_run else []
    return alt.layer(*layers, usermeta=CANVAS, config=look(dark)).add_params(*params)


def matrix_axes(n_features: int) -> tuple[alt.X, alt.Y]:
    """The axes that all cells share."""
    return _axis(alt.X, "x", (0, n_features)), _axis(alt.Y, "y", (n_features, 0))


def cells(limits: list[Extent]) -> tuple[np.ndarray, np.ndarray]:
    """Where the cells of every feature start and how long their sides are, if their frames hold the limits."""
    low, high = np.array(limits).T
    side = (high - low) / (1 - 2 * GAP)
    return low - GAP * side, side


def _ticks(limits: list[Extent], *, bottom: bool) -> Columns:
    """A few labelled ticks in data units in every cell along the edge, but not beside the first cell's densities."""
    places, labels = [], []
    for d, limit in enumerate(limits):
        if not bottom and d == 0:
            continue
        for share, label in cell_ticks(*limit):
            within = GAP + (1 - 2 * GAP) * share
            places.append(d + within if bottom else d + 1 - within)
            labels.append(label)
    return {"place": places, "label": labels}


def _axis(kind: type, field: str, domain: tuple[int, int]) -> alt.X | alt.Y:
    axis = alt.Axis(
        values=alt.ExprRef(f"{field}_places"),
        labelExpr=f"{field}_labels[indexof({field}_places, datum.value)]",
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
    return kind(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(domain=domain, nice=False, zero=False))


def _frames(x: alt.X, y: alt.Y, dark: bool) -> alt.Chart:
    return (
        named("cells")
        .transform_calculate(
            x=f"datum.column + {GAP}",
            x2=f"datum.column + {1 - GAP}",
            y=f"datum.row + {GAP}",
            y2=f"datum.row + {1 - GAP}",
        )
        .mark_rect(fill=None, stroke=ink(dark), strokeOpacity=0.5, strokeWidth=1, **QUIET)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    )


def _tops(histograms: list[dict[str, np.ndarray]], trace: EMTrace | None, side: np.ndarray) -> np.ndarray:
    """The density at the top of every cell on the diagonal: no lower than the histogram, no spike sets it alone."""
    tops = 1.1 * np.array([bars["y"].max() for bars in histograms])
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


def _bars_table(histograms: list[dict[str, np.ndarray]], tops: np.ndarray) -> Columns:
    """Bars of every feature at the foot of its cell, their heights shares of its top."""
    feet = [np.full(len(bars["y"]), d + 1 - GAP) for d, bars in enumerate(histograms)]
    bars = {
        "x": [d + bars["x"] for d, bars in enumerate(histograms)],
        "x2": [d + bars["x2"] for d, bars in enumerate(histograms)],
        "y": [foot - TALL * bars["y"] / top for foot, bars, top in zip(feet, histograms, tops, strict=True)],
        "y2": feet,
    }
    return {name: np.concatenate(values).astype(np.float32) for name, values in bars.items()}


def _bars(x: alt.X, y: alt.Y) -> alt.Chart:
    return (
        named("bars")
        .mark_rect(color=GREY, fillOpacity=0.35, stroke=GREY, strokeWidth=0.8, **QUIET)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    )


def _points(n_features: int, x: alt.X, y: alt.Y) -> alt.Chart:
    size = alt.ExprRef(f"clamp(width / {10 * n_features}, 6, 16)")
    return named("points").mark_circle(color=GREY, size=size, opacity=0.8, **QUIET).encode(x=x, y=y)


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


def _names_table(columns: tuple[str, ...]) -> Columns:
    """On the diagonal, in two lines at most."""
    places = np.arange(len(columns))
    names = ["\n".join(textwrap.wrap(name, 14, max_lines=2, placeholder="…")) for name in columns]
    return {"x": places + 0.5, "y": places + 2.5 * GAP, "name": names}


def _names(n_features: int, x: alt.X, y: alt.Y, dark: bool) -> alt.Chart:
    """Each as long as its cell is wide."""
    cell = f"width / {n_features}"
    return (
        named("names")
        .mark_text(
            baseline="top",
            lineBreak="\n",
            fontWeight="bold",
            fontSize=alt.ExprRef(f"type * clamp(min({cell} / 10, height / {7.5 * n_features}), 8, 15)"),
            limit=alt.ExprRef(f"0.9 * {cell}"),
            color=ink(dark),
            **QUIET,
        )
        .encode(x=x, y=y, text="name:N")
    )
