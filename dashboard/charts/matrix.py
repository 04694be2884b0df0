"""More than two dimensions at once: a scatter-plot matrix with every component's marginals, on one canvas.

Cell (row i, column j) is a square of side 1 in the chart's own coordinates, y downwards. A feature's values are shares
of its cell's side, so that one pair of scales serves all cells: a view for each would cost far more at every step.
"""

import textwrap
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from dashboard.charts.density import HEADROOM, SQRT_2_PI
from dashboard.charts.extent import Extent, extents
from dashboard.charts.palette import GREY, component_color, component_dash, ink, paper
from dashboard.charts.plane import MOST_CIRCLES
from dashboard.charts.raster import picture_of
from dashboard.charts.stepping import CANVAS, IN_VIEW, step_param
from dashboard.charts.ticks import cell_ticks
from emcore import Dataset, EMTrace
from emcore.regions import ellipse_radius

MASS = 0.95  # of a component's marginal in a pair of features, within its ellipse
GAP = 0.03  # of a cell, between its side and its frame
TALL = 0.66  # of a cell: the height of the densities, under the feature's name
DIGITS = 6  # significant, of the shares that travel
REACH = 3.5  # standard deviations of a component that are drawn
RASTER = 1200  # pixels, the side of the picture of many points
AS_MADE = "component:Q"  # the order of a line's places: all alike, so they stay as the transforms made them
# A description and a tooltip of every place on a line, which Streamlit asks for, would cost as much as the line.
QUIET: dict[str, Any] = {"aria": False, "tooltip": None}
# As high as wide on a phone, and never higher than a screen.
HEIGHT = "min(0.9 * width, 720)"


def matrix_chart(dataset: Dataset, trace: EMTrace | None, *, dark: bool) -> alt.LayerChart:
    """Below the diagonal points and ellipses of every pair of features, on it histograms and densities of each, above
    it the correlations within the components; with no trace, the data alone."""
    n_features = dataset.X.shape[1]
    limits = extents(dataset, trace)
    low, side = _cells(limits)
    shares = (dataset.X - low) / side
    bars = _histograms(shares)
    x, y = _axis(alt.X, "x", limits, bottom=True), _axis(alt.Y, "y", limits, bottom=False)
    tops = _tops(bars, trace, side)
    layers = [_frames(n_features, x, y, dark), _bars(bars, tops, x, y), _points(shares, x, y)]
    if trace is not None:
        in_view = alt.Chart(matrix_table(trace, low, side)).transform_filter(IN_VIEW)
        layers += _densities(in_view, tops, _grid(trace, side), x, y, dark)
        layers += _pairs(in_view, n_features, trace.means.shape[1], x, y, dark)
    layers.append(_names(dataset.columns, x, y, dark))
    # A signal of this name replaces the chart's own, so that the height follows the width.
    chart = alt.layer(*layers).add_params(alt.param(name="height", expr=HEIGHT)).properties(usermeta=CANVAS)
    return chart.add_params(step_param(), *_turns(n_features)) if trace is not None else chart


def matrix_table(trace: EMTrace, low: np.ndarray, side: np.ndarray) -> pd.DataFrame:
    """One row per step and component (counted from 1), its numbers as text parted by spaces: means (D) and standard
    deviations (D) in shares of the cells, whose sides are `side` long and start at `low`, and for every pair of
    features (D (D - 1) / 2, in the order of the cells below the diagonal) arccos of the correlation."""
    n_steps, n_components, n_features = trace.means.shape
    sds = np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3))
    rows, columns = _pairs_of(n_features)
    correlations = trace.covariances[..., rows, columns] / (sds[..., rows] * sds[..., columns])
    return pd.DataFrame(
        {
            "step": np.repeat(np.arange(n_steps), n_components),
            "component": np.tile(np.arange(1, n_components + 1), n_steps),
            "weight": trace.weights.ravel(),
            "means": _texts((trace.means - low) / side),
            "sds": _texts(sds / side),
            "turns": _texts(np.arccos(np.clip(correlations, -1, 1))),
        }
    )


def _texts(values: np.ndarray) -> list[str]:
    return [" ".join(f"{value:.{DIGITS}g}" for value in row) for row in values.reshape(-1, values.shape[-1]).tolist()]


def _pairs_of(n_features: int) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of every cell below the diagonal."""
    return np.tril_indices(n_features, -1)


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


def _histograms(shares: np.ndarray) -> pd.DataFrame:
    """Bars of every feature: from left to right, in shares of the cell's side, with their density."""
    n_bins = int(np.clip(np.sqrt(len(shares)), 12, 24))
    tables = []
    for d, values in enumerate(shares.T):
        heights, edges = np.histogram(values, n_bins, density=True)
        tables.append(pd.DataFrame({"feature": d, "left": edges[:-1], "right": edges[1:], "density": heights}))
    return pd.concat(tables, ignore_index=True)


def _tops(bars: pd.DataFrame, trace: EMTrace | None, side: np.ndarray) -> np.ndarray:
    """The density at the top of every cell on the diagonal: no lower than the histogram, no spike sets it alone."""
    tops = 1.1 * bars.groupby("feature")["density"].max().to_numpy()
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
            "x": d + bars["left"],
            "x2": d + bars["right"],
            "y": d + 1 - GAP - TALL * bars["density"] / tops[d],
            "y2": d + 1 - GAP,
        }
    )
    return alt.Chart(table).mark_rect(color=GREY, opacity=0.35, **QUIET).encode(x=x, x2="x2:Q", y=y, y2="y2:Q")


def _points(shares: np.ndarray, x: alt.X, y: alt.Y) -> alt.Chart:
    n_points, n_features = shares.shape
    rows, columns = _pairs_of(n_features)
    if n_points * len(rows) > MOST_CIRCLES:
        picture = pd.DataFrame({"url": [picture_of(_counts(shares))]})
        whole = {"width": alt.ExprRef("width"), "height": alt.ExprRef("height")}
        return (
            alt.Chart(picture)
            .mark_image(align="left", baseline="top", aspect=False, **whole)
            .encode(x=alt.value(0), y=alt.value(0), url="url:N")
        )
    table = pd.DataFrame(
        {"x": (columns + shares[:, columns]).ravel(), "y": (rows + 1 - shares[:, rows]).ravel()}, dtype=np.float32
    )
    size = alt.ExprRef(f"clamp(width / {10 * n_features}, 6, 16)")
    return alt.Chart(table).mark_circle(color=GREY, size=size, opacity=0.6, **QUIET).encode(x=x, y=y)


def _counts(shares: np.ndarray) -> np.ndarray:
    """Points per pixel of all cells, (RASTER, RASTER), the first row at the top."""
    n_features = shares.shape[1]
    side = RASTER // n_features
    pixel = np.clip((side * shares).astype(int), 0, side - 1)
    counts = np.zeros((n_features, side, n_features, side))
    for row, column in zip(*_pairs_of(n_features), strict=True):
        cell = np.bincount(side * (side - 1 - pixel[:, row]) + pixel[:, column], minlength=side * side)
        counts[row, :, column] = cell.reshape(side, side)
    return counts.reshape(n_features * side, n_features * side)


def _densities(in_view: alt.Chart, tops: np.ndarray, grid: int, x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """On the diagonal every component's density times its weight, and their sum, cut off where a cell ends."""
    n_features = len(tops)
    features = (
        in_view.transform_calculate(
            d=f"sequence({n_features})",
            unit=f"{(TALL / (SQRT_2_PI * tops)).tolist()}",
            mean="split(datum.means, ' ')",
            sd="split(datum.sds, ' ')",
        )
        .transform_flatten(["d", "unit", "mean", "sd"])
        .transform_calculate(
            mean="toNumber(datum.mean)",
            sd="toNumber(datum.sd)",
            peak="datum.weight * datum.unit / datum.sd",
            floor=f"datum.d + {1 - GAP}",
        )
    )
    height = "datum.peak * exp(pow((datum.share - datum.mean) / datum.sd, 2) / -2)"
    on_paper = {"x": "datum.d + datum.share", "y": f"datum.height > {TALL} ? null : datum.floor - datum.height"}
    component = (
        features.transform_calculate(
            low=f"clamp(datum.mean - {REACH} * datum.sd, {GAP}, {1 - GAP})",
            high=f"clamp(datum.mean + {REACH} * datum.sd, {GAP}, {1 - GAP})",
            share="sequence(22)",
        )
        .transform_flatten(["share"])
        .transform_calculate(share="datum.share > 20 ? NaN : datum.low + (datum.high - datum.low) * datum.share / 20")
        .transform_calculate(height=height)
        .transform_calculate(**on_paper)
    )
    mixture = (
        features.transform_calculate(share=f"sequence({grid})")
        .transform_flatten(["share"])
        .transform_calculate(share=f"{GAP} + {(1 - 2 * GAP) / (grid - 1)} * datum.share")
        .transform_calculate(height=height)
        .transform_aggregate(height="sum(height)", groupby=["d", "floor", "share"])
        .transform_calculate(**on_paper)
    )
    return [
        mixture.mark_line(color=ink(dark), strokeWidth=1.3, interpolate="monotone", **QUIET).encode(
            x=x, y=y, detail="d:N"
        ),
        component.mark_line(strokeWidth=_thickness(n_features), interpolate="monotone", **QUIET).encode(
            x=x, y=y, color=component_color(dark), strokeDash=component_dash(), order=AS_MADE
        ),
    ]


def _pairs(in_view: alt.Chart, n_features: int, n_components: int, x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """Below the diagonal ellipses and centres, above it correlations."""
    rows, columns = (index.tolist() for index in _pairs_of(n_features))
    color, dash = component_color(dark), component_dash()

    def each(values: str, index: list[int]) -> str:
        return "[" + ", ".join(f"datum.{values}[{d}]" for d in index) + "]"

    # Streamlit has Vega interpret its expressions: what can be done once for a component is not done for every pair,
    # and what can be done once for a pair not for every place on its ellipse.
    pairs = (
        in_view.transform_calculate(mean="split(datum.means, ' ')", sd="split(datum.sds, ' ')")
        .transform_calculate(
            i=f"{rows}",
            j=f"{columns}",
            mean_x=each("mean", columns),
            mean_y=each("mean", rows),
            sd_x=each("sd", columns),
            sd_y=each("sd", rows),
            turn="split(datum.turns, ' ')",
        )
        .transform_flatten(["i", "j", "mean_x", "mean_y", "sd_x", "sd_y", "turn"])
        .transform_calculate(mean_x="toNumber(datum.mean_x)", mean_y="toNumber(datum.mean_y)")
    )
    centres = pairs.transform_filter(f"{_inside('datum.mean_x')} && {_inside('datum.mean_y')}").transform_calculate(
        x="datum.j + datum.mean_x", y="datum.i + 1 - datum.mean_y"
    )
    diameter = f"clamp(0.14 * min(width, height) / {n_features}, 6, 18)"
    abreast = 1 if n_components <= 4 else 2  # correlations in a line of a cell
    lines = -(-n_components // abreast)
    spacing = min(0.17, 0.9 / lines)  # of a cell, between two lines
    letters = f"min(16, {0.85 * spacing} * height / {n_features}, {0.18 / abreast} * width / {n_features})"
    correlations = pairs.transform_calculate(
        x=f"datum.i + {0.5 / abreast} + {1 / abreast} * floor((datum.component - 1) / {lines})",
        y=f"datum.j + 0.5 + {spacing} * ((datum.component - 1) % {lines} - {(lines - 1) / 2})",
        text="datum.component + '   ' + format(cos(datum.turn), '+.2f')",
    )
    return [
        _ellipses(pairs, n_features)
        .mark_line(strokeWidth=_thickness(n_features), interpolate="cardinal", **QUIET)
        .encode(x=x, y=y, color=color, strokeDash=dash, order=AS_MADE),
        centres.mark_circle(
            size=alt.ExprRef(f"pow({diameter}, 2)"), opacity=1, stroke=paper(dark), strokeWidth=1, **QUIET
        ).encode(x=x, y=y, color=color),
        centres.mark_text(
            fontWeight="bold",
            fontSize=alt.ExprRef(f"0.68 * {diameter}"),
            opacity=alt.ExprRef(f"{diameter} < 10 ? 0 : 1"),
            color=paper(dark),
            **QUIET,
        ).encode(x=x, y=y, text="component:N"),
        correlations.mark_text(
            fontWeight="bold",
            fontSize=alt.ExprRef(letters),
            opacity=alt.ExprRef(f"{letters} < 6.5 ? 0 : 1"),
            **QUIET,
        ).encode(x=x, y=y, text="text:N", color=color),
    ]


def _ellipses(pairs: alt.Chart, n_features: int) -> alt.Chart:
    """Mean + radius L (cos t, sin t), L the lower Cholesky factor of the pair's covariance.

    That is sd_x cos t and sd_y (cos a cos t + sin a sin t), cos a the correlation; a spline joins the places. Where an
    ellipse leaves its cell the line breaks; the places next to the frame, less than an arc away, move onto it, so that
    the line reaches it.
    """
    arc = 2 * np.pi / _places(n_features)

    def placed(share: str, towards: str) -> str:
        far = f"abs({share} - 0.5) > {0.5 - GAP} + {arc} * abs({towards})"
        return f"{far} ? NaN : clamp({share}, {GAP}, {1 - GAP})"

    radius = ellipse_radius(MASS)
    return (
        pairs.transform_calculate(
            radius_x=f"{radius} * datum.sd_x",
            radius_y=f"{radius} * datum.sd_y",
        )
        .transform_calculate(
            cos_y="datum.radius_y * cos(datum.turn)",
            sin_y="datum.radius_y * sin(datum.turn)",
            within=" && ".join(
                _inside(f"datum.mean_{side} {sign} datum.radius_{side}") for side in "xy" for sign in "+-"
            ),
        )
        .transform_calculate(c="cosines", s="sines")
        .transform_flatten(["c", "s"])
        .transform_calculate(
            x="datum.mean_x + datum.radius_x * datum.c",
            y="datum.mean_y + datum.cos_y * datum.c + datum.sin_y * datum.s",
        )
        .transform_calculate(
            x=f"datum.j + (datum.within ? datum.x : {placed('datum.x', 'datum.radius_x * datum.s')})",
            y="datum.i + 1 - (datum.within ? datum.y : "
            + placed("datum.y", "datum.cos_y * datum.s - datum.sin_y * datum.c")
            + ")",
        )
    )


def _places(n_features: int) -> int:
    """Places on an ellipse: fewer where cells are small."""
    return int(np.clip(144 // n_features, 20, 36))


def _turns(n_features: int) -> list[alt.Parameter]:
    """Places on the unit circle; the first comes twice, to close the line, and the last is no number, to break it."""
    turn = np.linspace(0, 2 * np.pi, _places(n_features) + 1)
    return [
        alt.param(name=name, value=[*places.round(6).tolist(), "break"])
        for name, places in (("cosines", np.cos(turn)), ("sines", np.sin(turn)))
    ]


def _inside(share: str) -> str:
    return f"inrange({share}, [{GAP}, {1 - GAP}])"


def _thickness(n_features: int) -> alt.ExprRef:
    return alt.ExprRef(f"clamp(width / {70 * n_features}, 1.2, 2.4)")


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
        )
        .encode(x=x, y=y, text="name:N")
    )
