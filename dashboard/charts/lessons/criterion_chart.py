"""A criterion over the number of components, a curve per covariance type."""

import altair as alt
import numpy as np

from dashboard.charts.drawing import Columns, Drawing, domain, drawing, named
from dashboard.charts.palette import DASHES, colours, ink, paper
from emcore.covariances import COVARIANCE_TYPES
from emcore.study.selection import FittedModel

HEIGHT = 340
STRETCH = 2.5  # how many times the way from the best value to the middle one the axis reaches
APART = 0.055  # of the axis: the least distance between two names
PICK = "cell"


def criterion_chart(cells: list[FittedModel], criterion: str, most_components: int, *, dark: bool) -> Drawing:
    """The criterion, lower is better, over K; a ring and a word mark the best, crosses the near-singular runs."""
    table = criterion_table(cells, criterion)
    low, high = value_extent(table["value"])
    tables = {"cells": table, "names": name_table(table, low, high)}
    return drawing(_chart, criterion, most_components, dark, numbers={"y0": low, "y1": high}, tables=tables)


def _chart(criterion: str, most_components: int, dark: bool) -> alt.LayerChart:
    labels = [kind.label for kind in COVARIANCE_TYPES.values()]
    x = alt.X(
        "n_components:Q",
        title="components K",
        scale=alt.Scale(domain=(0.8, most_components + 0.2 + 0.28 * most_components), nice=False),
        axis=alt.Axis(values=list(range(1, most_components + 1)), grid=False),
    )
    y = alt.Y(
        "value:Q",
        title=f"{criterion.upper()}, lower is better",
        scale=alt.Scale(domain=domain("y0", "y1"), nice=False, zero=False),
        axis=alt.Axis(tickCount=5, format=".6~g"),
    )
    colour = alt.Color("label:N", scale=alt.Scale(domain=labels, range=colours(dark)[: len(labels)]), legend=None)
    dash = alt.StrokeDash("label:N", scale=alt.Scale(domain=labels, range=DASHES[: len(labels)]), legend=None)
    shape = alt.Shape("near_singular:N", scale=alt.Scale(domain=[False, True], range=["circle", "cross"]), legend=None)
    pick = alt.selection_point(name=PICK, fields=["n_components", "covariance_type"], on="click", nearest=True)
    base = named("cells").encode(x=x, y=y)
    points = base.transform_filter("datum.value <= y1")
    best = base.transform_filter("datum.best")
    names = named("names")
    tooltip = [
        alt.Tooltip("n_components:Q", title="components"),
        alt.Tooltip("label:N", title="covariances"),
        alt.Tooltip("value:Q", title=criterion.upper(), format=".3f"),
        alt.Tooltip("remark:N", title="remark"),
    ]
    return alt.layer(
        base.mark_line(strokeWidth=2, clip=True).encode(color=colour, strokeDash=dash),
        points.mark_point(filled=True, opacity=1, stroke=paper(dark), strokeWidth=1).encode(
            color=colour, shape=shape, size=alt.condition("datum.near_singular", alt.value(170), alt.value(60))
        ),
        best.mark_point(size=230, color=ink(dark), strokeWidth=2, opacity=1),
        best.mark_text(dy=20, fontWeight="bold", fontSize=13, color=ink(dark), text="best"),
        names.mark_text(align="left", dx=6, fontSize=12, fontWeight="bold", color=ink(dark)).encode(
            x=x, y=y, text="name:N"
        ),
        points.mark_point(opacity=0, size=300).encode(tooltip=tooltip).add_params(pick),
    ).properties(height=HEIGHT)


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
        "remark": np.where(near_singular, "near-singular", "sound"),
        "best": values == values.min(),
    }


def value_extent(values: np.ndarray) -> tuple[float, float]:
    """The axis: all values, unless a few are so bad that they would flatten the rest."""
    low, high = float(values.min()), float(values.max())
    reach = min(high, low + STRETCH * (float(np.median(values)) - low))
    span = max(reach - low, 1e-6 * max(abs(low), 1))
    return low - 0.14 * span, low + 1.06 * span


def name_table(table: dict[str, np.ndarray], low: float, high: float) -> Columns:
    """A name at the right end of every curve, moved apart; an arrow for a curve that ends above the axis."""
    labels, values = table["label"].tolist(), table["value"]
    last = {labels[i]: i for i in np.argsort(table["n_components"], kind="stable")}
    ends = sorted(last.values(), key=lambda i: (values[i], labels[i]))
    places = np.minimum(values[ends], high)
    apart = APART * (high - low)
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + apart)
    for i in range(len(places) - 1, -1, -1):  # and down again, if that went beyond the axis
        ceiling = high - apart * 0.4 if i == len(places) - 1 else places[i + 1] - apart
        places[i] = min(places[i], ceiling)
    names = [f"{labels[i]} ↑" if values[i] > high else labels[i] for i in ends]
    return {"n_components": table["n_components"][ends], "value": places, "name": names}
