"""The log-likelihoods of two runs over the same steps, told apart by their lines and labels; a click moves the step."""

import altair as alt
import numpy as np

from dashboard.charts.drawing import Drawing, drawing, named
from dashboard.charts.lettering import look, sized, type_param
from dashboard.charts.palette import GREY, ink, paper
from dashboard.charts.stepping import step_param
from dashboard.charts.trace import UNSAID, axes, below, first_step_on_axis, step_pick

NAMES = ("left", "right")
DASHED = [7, 4]  # the left one, in ink, over the right one, broad and grey, so that both are seen where they agree


def two_traces_chart(left: np.ndarray, right: np.ndarray, *, per_point: bool, dark: bool) -> Drawing:
    """Log-likelihoods (T+1,) of both runs, of a point where that is what can be set side by side.

    The shorter run stays at its end.
    """
    both = (left, right)
    first = max(first_step_on_axis(lls) for lls in both)
    first = min(first, *(len(lls) - 1 for lls in both))
    low, high = min(float(lls[first:].min()) for lls in both), max(float(lls.max()) for lls in both)
    margin = 0.1 * max(high - low, 1e-9)
    numbers = {
        "first": first,
        "last": max(len(left) - 1, len(right) - 1, 1),
        "y0": low - margin,
        "y1": high + margin,
        "left_higher": left[-1] >= right[-1],
    }
    table = {
        "run": np.repeat([0, 1], [len(left), len(right)]).astype(np.uint8),
        "step": np.concatenate([np.arange(len(lls)) for lls in both]),
        "end": np.repeat([len(left) - 1, len(right) - 1], [len(left), len(right)]),
        "log_likelihood": np.concatenate(both),
    }
    return drawing(_chart, per_point, dark, numbers=numbers, tables={"traces": table})


def _chart(per_point: bool, dark: bool) -> alt.LayerChart:
    pick = step_pick()
    x, y = axes("log-likelihood of a point" if per_point else "log-likelihood")
    traces = named("traces")
    base = traces.encode(x=x, y=y)
    here = traces.transform_filter("datum.step == step || (datum.step == datum.end && step > datum.end)")
    looks = {"left": {"color": ink(dark), "strokeWidth": 1.8, "strokeDash": DASHED}}
    looks["right"] = {"color": GREY, "strokeWidth": 4}
    layers = []
    for run, name in reversed([*enumerate(NAMES)]):
        layers.append(base.transform_filter(f"datum.run == {run}").mark_line(**looks[name], **UNSAID))
    for run, name in enumerate(NAMES):
        end = traces.transform_filter(f"datum.run == {run} && datum.step == datum.end")
        up = "left_higher" if name == "left" else "!left_higher"
        label = {
            "text": name,
            "align": "right",
            "dx": sized(-4),
            "dy": alt.ExprRef(f"({up} ? -10 : 12) * type"),
            "fontSize": sized(12),
            "aria": False,
        }
        layers.append(end.mark_text(stroke=paper(dark), strokeWidth=3, strokeJoin="round", **label).encode(x=x, y=y))
        layers.append(end.mark_text(color=ink(dark), fontWeight="bold", **label).encode(x=x, y=y))
    rule = traces.transform_filter("datum.step == step").mark_rule(color=ink(dark), strokeWidth=1.2, aria=False)
    chart = alt.layer(
        below(dark),
        *layers,
        rule.encode(x=x),
        here.mark_circle(color=ink(dark), size=110, opacity=1, **UNSAID).encode(x=x, y=y),
        base.mark_point(opacity=0, size=200, clip=True).add_params(pick),  # these say every step to a screen reader
        config=look(dark),
    )
    return chart.add_params(step_param(), type_param())
