"""Stopping rules on one run: where each would have stopped at the tolerance in view.

One chart of two panels over the same steps, because a bound input belongs to one chart: the log-likelihood above, what
the rules compare with the tolerance below, and between them the names of the steps at which they stop. The tolerance
is moved in the browser; its power of ten is a selection, not a plain parameter, as only selections are reported.
"""

import altair as alt
import numpy as np
import pandas as pd

from dashboard.charts.palette import DASHES, GREY, colours, ink, paper
from dashboard.charts.trace import first_step_on_axis
from emcore import EMTrace
from emcore.numerals import numeral
from emcore.study.stopping_rules import EXPONENTS, STOPPING_RULES

HEIGHT = 560  # with legend and axes
TOP, GAP = 0.36, 0.16  # shares of the plot: the upper panel, and the room for names under it
SELECTION, FIELD = "stop", "exponent"
LEAST, MOST = EXPONENTS  # of the tolerance
DECADES = range(LEAST, MOST + 1, 3)  # those that the axis names
_DECADE_IN_VIEW = f"{[numeral(10.0**e) for e in DECADES]}[round((log(datum.value) / LN10 - {LEAST}) / {DECADES.step})]"
STEP = 0.1  # of the exponent
QUANTITY_EXTENT = (10.0 ** (LEAST - 1), 10.0 ** (MOST + 1))  # what lies beyond is drawn at the edge
_EXPONENT = f"{SELECTION}_{FIELD}"  # the signal of the bound input
TOLERANCE = f"pow(10, {_EXPONENT})"
_TOLERANCES = [numeral(10.0**e, 2) for e in np.arange(LEAST, MOST + STEP / 2, STEP)]
_TOLERANCE_IN_VIEW = f"{_TOLERANCES}[round(({_EXPONENT} - {LEAST}) / {STEP})]"


def stopping_chart(trace: EMTrace, n_points: int, exponent: float, *, dark: bool) -> alt.LayerChart:
    """The chart, opened at a tolerance of 10 to the power of `exponent`; a range input under it moves that."""
    lls = trace.log_likelihoods
    first, last = first_step_on_axis(lls), len(trace) - 1
    low, high = float(lls[first:].min()), float(lls.max())
    span = max(high - low, 1e-9)
    edge = 0.015 * max(last, 1)
    x = alt.X(
        "step:Q",
        title="step" if not first else f"step (far below the upper axis: 0{f' to {first - 1}' * (first > 1)})",
        scale=alt.Scale(domain=(-edge, max(last, 1) + edge), nice=False),
        axis=alt.Axis(tickMinStep=1, grid=False),
    )
    y_ll = alt.Y(
        "log_likelihood:Q",
        title="log-likelihood",
        scale=alt.Scale(
            domain=(low - 0.06 * span, high + 0.06 * span), nice=False, zero=False, range=[_height(TOP), 0]
        ),
        axis=alt.Axis(orient="left", offset=0, tickCount=4, format=",.6~g"),
    )
    y_quantity = alt.Y(
        "shown:Q",
        title="what the rules compare",
        scale=alt.Scale(type="log", domain=QUANTITY_EXTENT, nice=False, range=[_height(1), _height(TOP + GAP)]),
        axis=alt.Axis(orient="left", offset=0, values=[10.0**e for e in DECADES], labelExpr=_DECADE_IN_VIEW),
    )
    labels = [rule.label for rule in STOPPING_RULES.values()]
    colour = alt.Color(
        "label:N",
        scale=alt.Scale(domain=labels, range=colours(dark)[: len(labels)]),
        legend=alt.Legend(
            title=None,
            orient="top",
            columns=alt.ExprRef("width < 400 ? 1 : 2"),
            symbolType="stroke",
            symbolSize=500,
            labelLimit=300,
        ),
    )
    dash = alt.StrokeDash("label:N", scale=alt.Scale(domain=labels, range=DASHES[: len(labels)]))
    upper = alt.Chart(_steps(lls, first)).encode(x=x, y=y_ll)
    curves = alt.Chart(quantity_table(trace, n_points))
    stops = curves.transform_filter(f"isValid(datum.quantity) && datum.quantity < {TOLERANCE}").transform_joinaggregate(
        first="min(step)", groupby=["label"]
    )
    stops = stops.transform_filter("datum.step == datum.first")
    names = stops.transform_calculate(text="datum.label + ': step ' + datum.step", y="datum.row * height")
    row = alt.Y("y:Q", scale=None, axis=None)
    tolerance = alt.Chart(pd.DataFrame({"step": [last]})).transform_calculate(
        shown=TOLERANCE, text=f"'tolerance ' + {_TOLERANCE_IN_VIEW}"
    )
    panel = alt.layer(
        curves.mark_line(strokeWidth=1.8).encode(x=x, y=y_quantity, color=colour, strokeDash=dash),
        curves.mark_circle(size=14, opacity=1).encode(x=x, y=y_quantity, color=colour),
        tolerance.mark_rule(color=ink(dark), strokeWidth=2).encode(y=y_quantity),
        *_text(tolerance.encode(x=x, y=y_quantity, text="text:N"), dark, align="right", dy=-9),
        stops.mark_circle(size=110, opacity=1, stroke=paper(dark), strokeWidth=1.5).encode(
            x=x, y=y_quantity, color=colour
        ),
    )
    climb = alt.layer(
        upper.mark_line(color=GREY, strokeWidth=1.5),
        upper.mark_circle(color=GREY, size=18, opacity=1),
        stops.transform_filter(f"datum.step >= {first}")
        .mark_circle(size=110, opacity=1, stroke=paper(dark), strokeWidth=1.5)
        .encode(x=x, y=y_ll, color=colour),
    )
    lines = stops.mark_rule(strokeWidth=2).encode(
        x=x, y=alt.value(0), y2=alt.value("height"), color=colour, strokeDash=dash
    )
    named = alt.layer(
        *(
            mark
            for side, align, dx in (("<=", "left", 5), (">", "right", -5))
            for mark in _text(
                names.transform_filter(f"datum.step {side} {last / 2}").encode(x=x, y=row, text="text:N"),
                dark,
                align=align,
                dx=dx,
            )
        )
    )
    pick = alt.selection_point(
        name=SELECTION,
        fields=[FIELD],
        bind={FIELD: alt.binding_range(min=LEAST, max=MOST, step=STEP, name="Tolerance, as a power of ten: ")},
        on="click[false]",  # by the input only
        value=[{FIELD: exponent}],
        clear=False,
    )
    return (
        alt.layer(lines, climb, panel, named)
        .resolve_scale(y="independent")
        .add_params(pick)
        .properties(height=HEIGHT, usermeta={"embedOptions": {"renderer": "svg"}})
    )


def quantity_table(trace: EMTrace, n_points: int) -> pd.DataFrame:
    """A row per rule and step from 1 on: `label`, `step`, the `quantity`, as `shown`, the log-likelihood, the `row` of
    the rule's name as a share of the plot's height. No quantity where the rule has none."""
    rows = []
    for number, rule in enumerate(STOPPING_RULES.values()):
        quantity = rule.quantity(trace, n_points)[1:]
        rows.append(
            pd.DataFrame(
                {
                    "label": rule.label,
                    "step": np.arange(1, len(trace)),
                    "quantity": quantity,
                    "shown": np.clip(quantity, *QUANTITY_EXTENT),
                    "log_likelihood": trace.log_likelihoods[1:],
                    "row": TOP + GAP * (number + 0.6) / len(STOPPING_RULES),
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def _steps(lls: np.ndarray, first: int) -> pd.DataFrame:
    return pd.DataFrame({"step": np.arange(first, len(lls)), "log_likelihood": lls[first:]})


def _height(share: float) -> dict[str, str]:
    """A height in the plot, whatever legend and axes leave of it."""
    return {"expr": f"{share} * height"}


def _text(base: alt.Chart, dark: bool, **options: object) -> list[alt.Chart]:
    """Text with a halo, for lines run through it."""
    style: dict[str, object] = {"fontSize": 12, "fontWeight": "bold", **options}
    return [
        base.mark_text(stroke=paper(dark), strokeWidth=5, strokeJoin="round", color=paper(dark), **style),
        base.mark_text(color=ink(dark), **style),
    ]
