"""How a chart follows the step: the run travels once, a Vega-Lite parameter says which part of it to draw."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from emcore import EMTrace
from emcore.scenario.record import LIMITS

MOST_STEPS = int(LIMITS["max_iter"][1])
IN_VIEW = "datum.step == step"
UP_TO_VIEW = "datum.step <= step"

# Vega-Lite picks SVG for layers with transforms, however many marks they make.
CANVAS = {"embedOptions": {"renderer": "canvas"}}


# A description and a tooltip of every place on a line, which Streamlit asks for, would cost as much as the line. And
# such a tooltip has the titles of the axes as keys: a column called "constructor" would leave the chart blank, one
# called "image" would fetch a picture. The data themselves, which stand still, have tooltips of their own.
QUIET: dict[str, Any] = {"aria": False, "tooltip": None}


def step_param() -> alt.Parameter:
    """The step in view. Its range input is what the step bar writes to; the page hides it."""
    return alt.param(name="step", value=0, bind=alt.binding_range(min=0, max=MOST_STEPS, step=1))


def run_table(trace: EMTrace) -> pd.DataFrame:
    """One row per step and component (counted from 1): weight, means x and y, lower Cholesky factor l11, l21, l22."""
    n_steps, n_components, n_features = trace.means.shape
    factors = np.linalg.cholesky(trace.covariances)
    table = pd.DataFrame(
        {
            "step": np.repeat(np.arange(n_steps), n_components),
            "component": np.tile(np.arange(1, n_components + 1), n_steps),
            "weight": trace.weights.ravel(),
            "x": trace.means[..., 0].ravel(),
            "l11": factors[..., 0, 0].ravel(),
        }
    )
    if n_features == 2:
        table["y"] = trace.means[..., 1].ravel()
        table["l21"] = factors[..., 1, 0].ravel()
        table["l22"] = factors[..., 1, 1].ravel()
    return table
