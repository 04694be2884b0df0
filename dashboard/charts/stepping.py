"""How a chart follows the step. The run travels to the browser once, for all that show it there; the browser writes it
into the charts as text, and a parameter says which part of it to draw.
"""

from typing import Any

import altair as alt

from dashboard.charts.drawing import ONE_ROW
from emcore.scenario.record import LIMITS

# Texts that the browser writes (`browser/step_bar/unpacking.js`): the parameters of every step, and its log-likelihood.
RUN, LOG_LIKELIHOODS = "run", "log_likelihoods"
FIELDS = ["step", "component", "weight", "x", "l11", "y", "l21", "l22"]

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


def text_param(name: str) -> alt.Parameter:
    """A text that the browser writes into a chart."""
    return alt.param(name=name, value="", bind=alt.binding(input="text"))


def run_rows(n_features: int) -> alt.Chart:
    """One row per step and component (counted from 1): weight, means x and y, lower Cholesky factor l11, l21, l22.

    They stand in the text `RUN`, for 1 or 2 features: rows parted by ";", their numbers by spaces
    (`browser/step_bar/unpacking.js`).
    """
    fields = FIELDS[: FIELDS.index("l11") + 1] if n_features == 1 else FIELDS
    return (
        alt.Chart(ONE_ROW)
        .transform_filter(f"{RUN} !== ''")
        .transform_calculate(row=f"split({RUN}, ';')")
        .transform_flatten(["row"])
        .transform_calculate(row="split(datum.row, ' ')")
        .transform_calculate(**{field: f"toNumber(datum.row[{i}])" for i, field in enumerate(fields)})
    )


def log_likelihood_rows() -> alt.Chart:
    """One row per step: the log-likelihoods of the text `LOG_LIKELIHOODS`, parted by spaces."""
    return (
        alt.Chart(ONE_ROW)
        .transform_filter(f"{LOG_LIKELIHOODS} !== ''")
        .transform_calculate(log_likelihood=f"split({LOG_LIKELIHOODS}, ' ')")
        .transform_calculate(step="sequence(length(datum.log_likelihood))")
        .transform_flatten(["step", "log_likelihood"])
        .transform_calculate(log_likelihood="toNumber(datum.log_likelihood)")
    )
