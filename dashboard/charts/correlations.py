"""Correlations within each component at the step in view, as one heat map a component."""

from collections.abc import Sequence

import altair as alt
import numpy as np

from dashboard.charts.drawing import Columns, Drawing, drawing, named
from dashboard.charts.lettering import look, sized, type_param
from dashboard.charts.marginals import correlations, pairs_of
from dashboard.charts.palette import ink, muted
from dashboard.charts.stepping import CANVAS, IN_VIEW, step_param
from emcore import EMTrace

CELL = 34  # pixels
GAP = 0.6  # cells between two components
NAMES = 3.2  # cells, for the names of the rows
MOST_LETTERS = 16  # of a name
# From -1 to 1, in hues that no component has: pale enough in the middle, dark enough at the ends for their numbers.
SCALE = ["#8E2F7B", "#D9A3CE", "#F4F4F4", "#B9C98A", "#4F6B12"]
PARTS = 10_000  # of 1: correlations travel as whole numbers of these


def correlation_chart(trace: EMTrace, columns: Sequence[str], *, dark: bool) -> Drawing:
    """A square of D x D cells for each component, side by side; colour and number are the correlation. Rows have names,
    columns the same ones, by their numbers."""
    n_components, n_features = trace.means.shape[1:]
    names = [name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…" for name in columns]
    rows = {"row": range(n_features), "name": [f"{name}  {d + 1}" for d, name in enumerate(names)]}
    tables: dict[str, Columns] = {"run": run_table(trace), "names": rows}
    width = n_components * (n_features + GAP)
    return drawing(_chart, n_features, dark, numbers={"right_end": width - 0.5}, tables=tables)


def run_table(trace: EMTrace) -> Columns:
    """One row per step and component (counted from 1): `pair{p}`, the correlation of the pair of features p, in the
    order of the cells below the diagonal, in parts of 1."""
    n_steps, n_components, _ = trace.means.shape
    parts = np.round(PARTS * correlations(trace)).astype(np.int16)
    return {
        "step": np.repeat(np.arange(n_steps, dtype=np.int16), n_components),
        "component": np.tile(np.arange(1, n_components + 1, dtype=np.int8), n_steps),
        **{f"pair{p}": parts[..., p].ravel() for p in range(parts.shape[-1])},
    }


def _chart(n_features: int, dark: bool) -> alt.LayerChart:
    across = alt.Scale(domain=[-0.5 - NAMES, alt.ExprRef("right_end")], nice=False)
    down = alt.Scale(domain=(n_features - 0.5, -2.3), nice=False)
    x, y = alt.X("x:Q", axis=None, scale=across), alt.Y("y:Q", axis=None, scale=down)
    colour = alt.Color("correlation:Q", scale=alt.Scale(range=SCALE, domain=(-1, -0.5, 0, 0.5, 1)), legend=None)
    pair_at = {place: f"datum.pair{p}" for p, place in enumerate(zip(*pairs_of(n_features), strict=True))}
    cells = [
        str(PARTS) if row == column else pair_at[max(row, column), min(row, column)]
        for row in range(n_features)
        for column in range(n_features)
    ]
    in_view = named("run").transform_filter(IN_VIEW)
    first = f"(datum.component - 1) * {n_features + GAP}"
    every_cell = (
        in_view.transform_calculate(cell=f"sequence({n_features**2})", parts=f"[{', '.join(cells)}]")
        .transform_flatten(["cell", "parts"])
        .transform_calculate(
            x=f"{first} + datum.cell % {n_features}",
            y=f"floor(datum.cell / {n_features})",
            correlation=f"datum.parts / {PARTS}",
        )
        .transform_calculate(left="datum.x - 0.5", right="datum.x + 0.5", top="datum.y - 0.5", bottom="datum.y + 0.5")
    )
    squares = every_cell.mark_rect(stroke="white").encode(
        x=alt.X("left:Q", scale=across, axis=None),
        x2="right:Q",
        y=alt.Y("top:Q", scale=down, axis=None),
        y2="bottom:Q",
        color=colour,
    )
    numbers = every_cell.mark_text(
        fontSize=sized(11),
        color=alt.ExprRef("datum.correlation < -0.82 || datum.correlation > 0.9 ? 'white' : 'black'"),
    ).encode(x=x, y=y, text=alt.Text("correlation:Q", format=".2f"))
    heads = (
        in_view.transform_calculate(
            x=f"{first} + {(n_features - 1) / 2}", y="-1.8", text="'component ' + datum.component"
        )
        .mark_text(fontWeight="bold", fontSize=sized(12), color=ink(dark))
        .encode(x=x, y=y, text="text:N")
    )
    name = {"fontSize": sized(11), "color": muted(dark)}
    rows = (
        named("names")
        .transform_calculate(x="-0.7", y="datum.row")
        .mark_text(align="right", limit=(NAMES - 0.3) * CELL * 2, **name)
        .encode(x=x, y=y, text="name:N")
    )
    columns = (
        in_view.transform_calculate(column=f"sequence({n_features})")
        .transform_flatten(["column"])
        .transform_calculate(x=f"{first} + datum.column", y="-0.8", text="datum.column + 1")
        .mark_text(**name)
        .encode(x=x, y=y, text="text:N")
    )
    layers = [squares, numbers, heads, rows, columns]
    chart = alt.layer(*layers, height=int(CELL * (n_features + 1.8)), usermeta=CANVAS, config=look(dark))
    return chart.add_params(step_param(), type_param())
