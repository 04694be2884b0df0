"""Correlations within each component at the step in view, as one heat map a component."""

import altair as alt
import numpy as np

from dashboard.charts.drawing import Columns, Drawing, drawing, named
from dashboard.charts.marginals import correlations, pairs_of
from dashboard.charts.palette import ink
from dashboard.charts.stepping import IN_VIEW, step_param
from emcore import EMTrace

CELL = 34  # pixels
GAP = 0.6  # cells between two components
PARTS = 10_000  # of 1: correlations travel as whole numbers of these


def correlation_chart(trace: EMTrace, *, dark: bool) -> Drawing:
    """A square of D x D cells for each component, side by side; colour and number are the correlation."""
    n_components, n_features = trace.means.shape[1:]
    width = n_components * (n_features + GAP)
    return drawing(_chart, n_features, dark, numbers={"right_end": width - 0.5}, tables={"run": run_table(trace)})


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
    across = alt.Scale(domain=[-0.5, alt.ExprRef("right_end")], nice=False)
    down = alt.Scale(domain=(n_features - 0.5, -1.5), nice=False)
    x, y = alt.X("x:Q", axis=None, scale=across), alt.Y("y:Q", axis=None, scale=down)
    colour = alt.Color("correlation:Q", scale=alt.Scale(scheme="blueorange", domain=(-1, 1)), legend=None)
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
    numbers = every_cell.mark_text(fontSize=11, color="black").encode(
        x=x, y=y, text=alt.Text("correlation:Q", format=".2f")
    )
    heads = (
        in_view.transform_calculate(
            x=f"{first} + {(n_features - 1) / 2}", y="-1", text="'component ' + datum.component"
        )
        .mark_text(fontWeight="bold", color=ink(dark))
        .encode(x=x, y=y, text="text:N")
    )
    return alt.layer(squares, numbers, heads).add_params(step_param()).properties(height=int(CELL * (n_features + 1)))
