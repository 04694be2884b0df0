"""Correlations within each component at the step in view, as one heat map a component."""

import altair as alt
import numpy as np
import pandas as pd

from dashboard.charts.palette import ink
from dashboard.charts.stepping import IN_VIEW, step_param
from emcore import EMTrace

CELL = 34  # pixels
GAP = 0.6  # cells between two components


def correlation_chart(trace: EMTrace, *, dark: bool) -> alt.LayerChart:
    """A square of D x D cells for each component, side by side; colour and number are the correlation."""
    n_components, n_features = trace.means.shape[1:]
    width = n_components * (n_features + GAP)
    across = alt.Scale(domain=(-0.5, width - 0.5), nice=False)
    down = alt.Scale(domain=(n_features - 0.5, -1.5), nice=False)
    x, y = alt.X("x:Q", axis=None, scale=across), alt.Y("y:Q", axis=None, scale=down)
    colour = alt.Color("correlation:Q", scale=alt.Scale(scheme="blueorange", domain=(-1, 1)), legend=None)
    in_view = (
        alt.Chart(_table(trace))
        .transform_filter(IN_VIEW)
        .transform_calculate(left="datum.x - 0.5", right="datum.x + 0.5", top="datum.y - 0.5", bottom="datum.y + 0.5")
    )
    cells = in_view.mark_rect(stroke="white").encode(
        x=alt.X("left:Q", scale=across, axis=None),
        x2="right:Q",
        y=alt.Y("top:Q", scale=down, axis=None),
        y2="bottom:Q",
        color=colour,
    )
    numbers = in_view.mark_text(fontSize=11, color="black").encode(
        x=x, y=y, text=alt.Text("correlation:Q", format=".2f")
    )
    titles = pd.DataFrame(
        {
            "x": [k * (n_features + GAP) + (n_features - 1) / 2 for k in range(n_components)],
            "y": -1.0,
            "text": [f"component {k + 1}" for k in range(n_components)],
        }
    )
    heads = alt.Chart(titles).mark_text(fontWeight="bold", color=ink(dark)).encode(x=x, y=y, text="text:N")
    return alt.layer(cells, numbers, heads).add_params(step_param()).properties(height=int(CELL * (n_features + 1)))


def _table(trace: EMTrace) -> pd.DataFrame:
    """One row per step, component and pair of columns."""
    n_steps, n_components, n_features = trace.means.shape
    sds = np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3))
    correlations = trace.covariances / (sds[..., :, np.newaxis] * sds[..., np.newaxis, :])
    step, component, row, column = (index.ravel() for index in np.indices(correlations.shape))
    return pd.DataFrame(
        {
            "step": step,
            "x": component * (n_features + GAP) + column,
            "y": row,
            "correlation": np.round(correlations.ravel(), 4),
        }
    )
