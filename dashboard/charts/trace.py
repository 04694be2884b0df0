"""What EM climbs, at every step, with a marker at the step in view; a click moves the step."""

import altair as alt
import numpy as np

from dashboard.charts.drawing import ONE_ROW, Drawing, domain, drawing
from dashboard.charts.lettering import look, sized, type_param
from dashboard.charts.palette import GREY, ink
from dashboard.charts.stepping import LOG_LIKELIHOODS, LOG_POSTERIORS, MOST_STEPS, height_rows, text_param
from emcore import EMTrace

FIRST_LEAPS = 5
LEAP = 0.8  # share of all that is still to gain
# Those of the dots are enough of descriptions; those that Vega gives the axes would stay when their ends change.
UNSAID = {"clip": True, "aria": False}
TITLES = {LOG_LIKELIHOODS: "log-likelihood", LOG_POSTERIORS: "log posterior"}


def trace_chart(trace: EMTrace, *, dark: bool) -> Drawing:
    """Log-likelihood over the steps, or with a prior the log posterior; the browser brings them, with the run."""
    heights = trace.log_posteriors
    first = first_step_on_axis(heights)
    span = max(float(heights.max() - heights[first:].min()), 1e-9)
    numbers = {
        "first": first,
        "last": max(len(heights) - 1, 1),
        "y0": heights[first:].min() - 0.08 * span,
        "y1": heights.max() + 0.08 * span,
    }
    return drawing(_chart, dark, climbed(trace), numbers=numbers, tables={})


def climbed(trace: EMTrace) -> str:
    """The text with what EM climbs in a run."""
    return LOG_LIKELIHOODS if trace.log_priors is None else LOG_POSTERIORS


def step_pick() -> alt.Parameter:
    """The step that a click picks. A selection, not a plain parameter, because only a selection follows a click; the
    step bar reads and writes its bound input.
    """
    pick: alt.Parameter = alt.selection_point(
        name="pick",
        encodings=["x"],  # the step under the pointer, however far from the line
        bind={"step": alt.binding_range(min=0, max=MOST_STEPS, step=1)},
        on="click",
        nearest=True,
        value=[{"step": 0}],
        empty=False,
        clear=False,
    )
    return pick


def axes(title: str) -> tuple[alt.X, alt.Y]:
    """Steps and log-likelihoods, by the numbers last, y0 and y1."""
    edge = "0.012 * last"  # room for the markers at both ends
    x = alt.X(
        "step:Q",
        title="step",
        scale=alt.Scale(domain=domain(f"-{edge}", f"last + {edge}"), nice=False),
        axis=alt.Axis(tickMinStep=1, aria=False),
    )
    y = alt.Y(
        "log_likelihood:Q",
        title=title,
        scale=alt.Scale(domain=domain("y0", "y1"), zero=False, nice=False),
        axis=alt.Axis(tickCount=4, format=",.6~g", aria=False),
    )
    return x, y


def below(dark: bool) -> alt.Chart:
    """In the lower corner: which steps lie below the axis, by the number first."""
    text = "first ? '\u2193 below: step ' + (first > 1 ? '0 to ' + (first - 1) : '0') : ''"
    note = {"align": "right", "baseline": "bottom", "dx": -6, "dy": -4, "fontSize": sized(11), **UNSAID}
    marks = alt.Chart(ONE_ROW).mark_text(text=alt.ExprRef(text), color=ink(dark), **note)
    return marks.encode(x=alt.value("width"), y=alt.value("height"))


def _chart(dark: bool, heights: str) -> alt.LayerChart:
    return alt.layer(*layers(dark, heights, TITLES[heights]), config=look(dark)).add_params(
        text_param(heights), type_param()
    )


def layers(dark: bool, heights: str, title: str) -> list[alt.Chart]:
    """Those of the text `heights`, on axes by the numbers first, last, y0 and y1; a click picks a step."""
    pick, (x, y) = step_pick(), axes(title)
    steps = height_rows(heights)
    base = steps.encode(x=x, y=y)
    here = base.transform_filter(pick)
    return [
        base.mark_line(color=GREY, strokeWidth=1.5, **UNSAID),
        base.mark_circle(color=GREY, size=22, opacity=1, clip=True),
        below(dark),
        steps.transform_filter(pick).mark_rule(color=ink(dark), strokeWidth=1.5, aria=False).encode(x=x),
        here.mark_circle(color=ink(dark), size=130, opacity=1, **UNSAID),
        base.mark_point(opacity=0, size=200, **UNSAID).add_params(pick),
    ]


def first_step_on_axis(lls: np.ndarray) -> int:
    """First step after those that each gain nearly all there is to gain, and would flatten all that follows."""
    first = 0
    while first < min(FIRST_LEAPS, len(lls) - 3) and lls[first + 1] - lls[first] > LEAP * (lls.max() - lls[first]) > 0:
        first += 1
    return first
