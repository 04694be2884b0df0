"""A criterion over the number of components, a curve per covariance type; the cell in view is marked."""

import altair as alt
import numpy as np

from dashboard.charts.drawing import Columns, Drawing, domain, drawing, named
from dashboard.charts.lettering import look, sized, sized_area, type_param
from dashboard.charts.painted import layer_param
from dashboard.charts.palette import DASHES, ink, muted, paper
from dashboard.charts.pick import plot_layer
from dashboard.charts.stepping import CANVAS, QUIET, text_param
from emcore.covariances import COVARIANCE_TYPES
from emcore.study.selection import FittedModel

STRETCH = 2.5  # how many times the way from the best value to the middle one the axis reaches
APART = 0.06  # of the axis: the least distance between two names
ROOM = 44  # pixels under the lowest point: for its ring and its word
CELL = "cell"  # text that the browser writes (`browser/cells/`): number of components and type of the cell in view


def criterion_chart(cells: list[FittedModel], criterion: str, most_components: int, *, dark: bool) -> Drawing:
    """The criterion, lower is better, over K. A ring and a word mark the lowest, crosses the near-singular runs; of the
    cell in view the curve is strong, and a disc has its number of components.
    """
    table = criterion_table(cells, criterion)
    low, high = value_extent(table["value"])
    tables = {"cells": table, "names": name_table(table, low, high)}
    return drawing(_chart, most_components, dark, numbers={"y0": low, "y1": high}, tables=tables)


def _chart(most_components: int, dark: bool) -> alt.LayerChart:
    labels = [kind.label for kind in COVARIANCE_TYPES.values()]
    x = alt.X(
        "n_components:Q",
        title="components K →",
        scale=alt.Scale(domain=(0.5, most_components + 0.2 + 0.26 * most_components), nice=False),
        axis=alt.Axis(values=list(range(1, most_components + 1)), grid=False, format="d"),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=domain(f"y0 - {ROOM} * type * (y1 - y0) / height", "y1"), nice=False, zero=False),
        axis=alt.Axis(tickCount=5, format=".6~g"),
    )
    dash = alt.StrokeDash("label:N", scale=alt.Scale(domain=labels, range=DASHES[: len(labels)]), legend=None)
    shape = alt.Shape("near_singular:N", scale=alt.Scale(domain=[False, True], range=["circle", "cross"]), legend=None)
    size = alt.condition("datum.near_singular", alt.value(sized_area(90)), alt.value(sized_area(26)))
    of_type = "datum.covariance_type === kind_in_view"
    cells, names = named("cells"), named("names")
    line = cells.mark_line(clip=True)
    inside = cells.transform_filter("datum.value <= y1")
    best = inside.transform_filter("datum.best")
    in_view = (  # one above the axis is at its end, where its disc needs no more room
        cells.transform_filter(f"{of_type} && datum.n_components === k_in_view")
        .transform_calculate(true_value="datum.value")
        .transform_calculate(value="min(datum.true_value, y1 - 12 * type * (y1 - y0) / height)")
    )
    point = {"filled": True, "opacity": 1, "stroke": paper(dark), "strokeWidth": 1}
    name = {"align": "left", "dx": sized(12), "fontSize": sized(12)}
    layers = [
        plot_layer(x, y),
        in_view.mark_rule(color=muted(dark), opacity=0.5, strokeWidth=1).encode(x=x),
        line.encode(x=x, y=y, strokeDash=dash, color=alt.value(muted(dark)), opacity=alt.value(0.55)),
        inside.mark_point(color=muted(dark), **point).encode(x=x, y=y, shape=shape, size=size),
        line.transform_filter(of_type).encode(
            x=x, y=y, strokeDash=dash, color=alt.value(ink(dark)), strokeWidth=alt.value(2.8)
        ),
        inside.transform_filter(of_type).mark_point(color=ink(dark), **point).encode(x=x, y=y, shape=shape, size=size),
        best.mark_point(size=sized_area(640), color=ink(dark), strokeWidth=2.2, opacity=1).encode(x=x, y=y),
        best.mark_text(dy=sized(25), fontWeight="bold", fontSize=sized(13), color=ink(dark), text="lowest").encode(
            x=x, y=y
        ),
        in_view.mark_circle(
            size=sized_area(330), opacity=1, color=ink(dark), stroke=paper(dark), strokeWidth=1.5
        ).encode(x=x, y=y),
        in_view.mark_text(fontWeight="bold", fontSize=sized(12), color=paper(dark)).encode(
            x=x, y=y, text="n_components:Q"
        ),
        names.transform_filter(f"!({of_type})").mark_text(color=muted(dark), **name).encode(x=x, y=y, text="name:N"),
        names.transform_filter(of_type)
        .mark_text(color=ink(dark), fontWeight="bold", **name)
        .encode(x=x, y=y, text="name:N"),
    ]
    chart = alt.layer(*layers, usermeta=CANVAS, config=look(dark, mark=QUIET))
    return chart.add_params(
        type_param(),
        layer_param(),
        text_param(CELL),
        alt.param(name="k_in_view", expr=f"toNumber(split({CELL}, ' ')[0])"),
        alt.param(name="kind_in_view", expr=f"split({CELL}, ' ')[1]"),
    )


def criterion_table(cells: list[FittedModel], criterion: str) -> dict[str, np.ndarray]:
    """A row per cell that has a sound run: K, type and its label, the value, near-singular or not, best or not."""
    sound = [cell for cell in cells if cell.seed is not None]
    values = np.array([getattr(cell, criterion) for cell in sound])
    near_singular = np.array([cell.near_singular for cell in sound])
    return {
        "n_components": np.array([cell.n_components for cell in sound], dtype=np.int8),
        "covariance_type": np.array([cell.covariance_type for cell in sound]),
        "label": np.array([COVARIANCE_TYPES[cell.covariance_type].label for cell in sound]),
        "value": values,
        "near_singular": near_singular,
        "best": values == values.min(),
    }


def value_extent(values: np.ndarray) -> tuple[float, float]:
    """The axis: all values, unless a few are so bad that they would flatten the rest."""
    low, high = float(values.min()), float(values.max())
    reach = min(high, low + STRETCH * (float(np.median(values)) - low))
    span = max(reach - low, 1e-6 * max(abs(low), 1))
    return low - 0.02 * span, low + 1.06 * span


def name_table(table: dict[str, np.ndarray], low: float, high: float) -> Columns:
    """A name at the right end of every curve, moved apart; an arrow for a curve that ends above the axis."""
    labels, values = table["label"].tolist(), table["value"]
    last = {labels[i]: i for i in np.argsort(table["n_components"], kind="stable")}
    ends = sorted(last.values(), key=lambda i: (values[i], labels[i]))
    places = np.minimum(values[ends], high)
    apart = APART * (high - low)
    upwards = places.copy()  # as little above their places
    for i in range(1, len(places)):
        upwards[i] = max(places[i], upwards[i - 1] + apart)
    downwards = places.copy()  # as below them
    for i in range(len(places) - 2, -1, -1):
        downwards[i] = min(places[i], downwards[i + 1] - apart)
    places = (upwards + downwards) / 2
    ceiling = high - 0.4 * apart
    for i in range(len(places) - 1, -1, -1):
        places[i] = ceiling = min(places[i], ceiling)
        ceiling -= apart
    return {
        "n_components": table["n_components"][ends],
        "covariance_type": table["covariance_type"][ends],
        "value": places,
        "name": [f"{labels[i]} ↑" if values[i] > high else labels[i] for i in ends],
    }
