"""How a chart follows the step. The run travels to the browser once, for all that show it there. Into the picture the
browser writes, as text, the mixture to draw: that of the step in view, or one on the way from step to step. Other
charts have a parameter that says which part of a run to draw.
"""

from typing import Any

import altair as alt

from dashboard.charts.drawing import ONE_ROW
from emcore.scenario.record import LIMITS

# Texts that the browser writes (`browser/shared/texts.js`): the mixture in view, the means of every step, the
# log-likelihood of every step, and of a run with a prior the log posterior of every step.
MIXTURE, TRAIL, LOG_LIKELIHOODS, LOG_POSTERIORS = "mixture", "trail", "log_likelihoods", "log_posteriors"
RUN, COMPANION = "run", "companion"  # which run they are of: the run in view, unless a chart says that it shows another
FIELDS = ["component", "weight", "x", "l11", "y", "l21", "l22", "from_x", "from_y"]

MOST_STEPS = int(LIMITS["max_iter"][1])
IN_VIEW = "datum.step == step"

# What the mixture's text begins with: a number that is another for every picture, the last step of the trail, and how
# coarse curves may be drawn: 1 at rest, more on the way from step to step.
FRAME, TRAIL_END, GRAIN = HEAD = "frame", "trail_end", "grain"

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


def run_params(run: str) -> list[alt.Parameter]:
    """What tells the browser that a chart shows `COMPANION`, not the run in view; nothing for that one, ""."""
    return [alt.param(name=RUN, value=run, bind=alt.binding(input="text"))] if run else []


def mixture_params() -> list[alt.Parameter]:
    """The mixture in view, which the browser writes, and what its text begins with."""
    head = f"split(split({MIXTURE}, ';')[0], ' ')"
    begins = [alt.param(name=name, expr=f"toNumber({head}[{i}])") for i, name in enumerate(HEAD)]
    return [text_param(MIXTURE), *begins]


def mixture_rows(n_features: int) -> alt.Chart:
    """One row per component (counted from 1): weight, means x and y, lower Cholesky factor l11, l21, l22, and the mean
    at which the trail ends, from_x and from_y.

    They stand in the text `MIXTURE`, for 1 or 2 features: after its head, parted by ";", their numbers by spaces.
    """
    fields = FIELDS[: FIELDS.index("l11") + 1] if n_features == 1 else FIELDS
    return (
        alt.Chart(ONE_ROW)
        .transform_filter(f"{MIXTURE} !== ''")
        .transform_calculate(row=f"slice(split({MIXTURE}, ';'), 1)")
        .transform_flatten(["row"])
        .transform_calculate(row="split(datum.row, ' ')")
        .transform_calculate(**{field: f"toNumber(datum.row[{i}])" for i, field in enumerate(fields)})
    )


def trail_rows() -> alt.Chart:
    """One row per step and component (counted from 1), up to where the trail ends: the means x and y.

    They stand in the text `TRAIL`, as those of a mixture do.
    """
    fields = ["step", "component", "x", "y"]
    return (
        alt.Chart(ONE_ROW)
        .transform_filter(f"{TRAIL} !== ''")
        .transform_calculate(row=f"split({TRAIL}, ';')")
        .transform_flatten(["row"])
        .transform_calculate(row="split(datum.row, ' ')")
        .transform_calculate(**{field: f"toNumber(datum.row[{i}])" for i, field in enumerate(fields)})
        .transform_filter(f"datum.step <= {TRAIL_END}")
    )


def height_rows(heights: str) -> alt.Chart:
    """One row per step: the numbers of the text `heights`, such as `LOG_LIKELIHOODS`, parted by spaces."""
    return (
        alt.Chart(ONE_ROW)
        .transform_filter(f"{heights} !== ''")
        .transform_calculate(log_likelihood=f"split({heights}, ' ')")
        .transform_calculate(step="sequence(length(datum.log_likelihood))")
        .transform_flatten(["step", "log_likelihood"])
        .transform_calculate(log_likelihood="toNumber(datum.log_likelihood)")
    )
