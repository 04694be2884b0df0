"""Stopping rules on one run: where each would have stopped at the tolerance in view.

One chart of two panels over the same steps, because a bound input belongs to one chart: the log-likelihood above, what
the rules compare with the tolerance below. Nothing is written on curves: the steps at which rules stop have a band over
the panels, the tolerance has the margin. It is moved in the browser; its power of ten is a selection, not a plain
parameter, as only selections are reported.
"""

import json

import altair as alt
import numpy as np

from dashboard.charts.drawing import ONE_ROW, Columns, Drawing, domain, drawing, named
from dashboard.charts.palette import DASHES, GREY, colours, ink, paper
from dashboard.charts.trace import first_step_on_axis
from emcore import EMTrace
from emcore.numerals import numeral
from emcore.study.stopping_rules import EXPONENTS, STOPPING_RULES

ROW, BAND = 15, 66  # pixels: of a step's name in the band over the panels, and of all that band
MARGIN = 66  # pixels to the right of the panels, for names of steps near the end and for the tolerance
UPPER, LOWER = 0.4, 0.47  # shares of the height under the band: where the upper panel ends and the lower one begins
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
_CLOSE = {"labelPadding": 6, "titlePadding": 6}  # pixels: of an axis to its labels, and of these to its name
_TEXT = {"fontSize": 12, "fontWeight": "bold"}
LABELS = [rule.label for rule in STOPPING_RULES.values()]


def stopping_chart(trace: EMTrace, n_points: int, exponent: float, *, dark: bool) -> Drawing:
    """The chart, opened at a tolerance of 10 to the power of `exponent`; a range input under it moves that. It is as
    high as its place.

    Where it opens is part of the specification: another exponent is another chart.
    """
    lls = trace.log_likelihoods
    first, last = first_step_on_axis(lls), max(len(trace) - 1, 1)
    low, high = float(lls[first:].min()), float(lls.max())
    margin = 0.06 * max(high - low, 1e-9)
    tables = {
        "steps": {"step": np.arange(first, len(lls), dtype=np.int16), "log_likelihood": lls[first:]},
        "quantities": quantity_table(trace, n_points),
    }
    return drawing(
        _chart, first, exponent, dark, numbers={"last": last, "y0": low - margin, "y1": high + margin}, tables=tables
    )


def _chart(first: int, exponent: float, dark: bool) -> alt.LayerChart:
    edge = "0.015 * last"
    x = alt.X(
        "step:Q",
        title="step"
        if not first
        else f"step ({f'steps 0 to {first - 1} are' if first > 1 else 'step 0 is'} far below the axis)",
        scale=alt.Scale(
            domain=domain(f"-{edge}", f"last + {edge}"), nice=False, range=[0, {"expr": f"width - {MARGIN}"}]
        ),
        axis=alt.Axis(tickMinStep=1, grid=False, **_CLOSE),
    )
    y_ll = alt.Y(
        "log_likelihood:Q",
        title="log-likelihood",
        scale=alt.Scale(domain=domain("y0", "y1"), nice=False, zero=False, range=[_height(UPPER), _height(0)]),
        axis=alt.Axis(orient="left", offset=0, tickCount=4, format=",.6~g", **_CLOSE),
    )
    y_quantity = alt.Y(
        "shown:Q",
        title="rules' values",
        scale=alt.Scale(type="log", domain=QUANTITY_EXTENT, nice=False, range=[_height(1), _height(LOWER)]),
        axis=alt.Axis(orient="left", offset=0, values=[10.0**e for e in DECADES], labelExpr=_DECADE_IN_VIEW, **_CLOSE),
    )
    colour = alt.Color("label:N", scale=alt.Scale(domain=LABELS, range=colours(dark)[: len(LABELS)]), legend=None)
    dash = alt.StrokeDash("label:N", scale=alt.Scale(domain=LABELS, range=DASHES[: len(LABELS)]), legend=None)
    upper = named("steps").encode(x=x, y=y_ll)
    curves = named("quantities").transform_calculate(
        label=f"{json.dumps(LABELS)}[datum.rule]",
        shown=f"isValid(datum.quantity) ? clamp(datum.quantity, {QUANTITY_EXTENT[0]}, {QUANTITY_EXTENT[1]}) : null",
    )
    stops = curves.transform_filter(f"isValid(datum.quantity) && datum.quantity < {TOLERANCE}").transform_joinaggregate(
        first="min(step)", groupby=["label"]
    )
    stops = stops.transform_filter("datum.step == datum.first")
    # The earliest has the uppermost row, and its name the right of its line: so no line runs through a name.
    order = [alt.SortField("step"), alt.SortField("rule")]
    rows = stops.transform_window(place="row_number()", sort=order).transform_calculate(
        text="'step ' + datum.step", top=f"{ROW} * (datum.place - 0.5)", bottom="height"
    )
    row = alt.Y("top:Q", scale=None, axis=None)
    tolerance = alt.Chart(ONE_ROW).transform_calculate(
        step=f"last + {edge}", low=f"-{edge}", shown=TOLERANCE, text=_TOLERANCE_IN_VIEW
    )
    panel = alt.layer(
        curves.mark_line(strokeWidth=1.8).encode(x=x, y=y_quantity, color=colour, strokeDash=dash),
        curves.mark_circle(size=14, opacity=1).encode(x=x, y=y_quantity, color=colour),
        tolerance.mark_rule(color=ink(dark), strokeWidth=2).encode(x=x, x2="low:Q", y=y_quantity),
        tolerance.mark_text(align="left", dx=5, **_TEXT, color=ink(dark)).encode(x=x, y=y_quantity, text="text:N"),
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
    lines = rows.mark_rule(strokeWidth=2).encode(x=x, y=row, y2="bottom:Q", color=colour, strokeDash=dash)
    named_steps = rows.mark_text(align="left", dx=5, **_TEXT, color=ink(dark)).encode(x=x, y=row, text="text:N")
    pick = alt.selection_point(
        name=SELECTION,
        fields=[FIELD],
        bind={FIELD: alt.binding_range(min=LEAST, max=MOST, step=STEP, name="Tolerance")},
        on="click[false]",  # by the input only
        value=[{FIELD: exponent}],
        clear=False,
    )
    return (
        alt.layer(alt.layer(lines, named_steps), climb, panel)
        .resolve_scale(y="independent")
        .add_params(pick)
        .properties(usermeta={"embedOptions": {"renderer": "svg"}})
    )


def quantity_table(trace: EMTrace, n_points: int) -> Columns:
    """A row per `rule`, counted from 0, and `step` from 1 on: the `quantity` and the log-likelihood. No quantity where
    the rule has none."""
    quantities = np.concatenate([rule.quantity(trace, n_points)[1:] for rule in STOPPING_RULES.values()])
    n_rules, n_steps = len(STOPPING_RULES), len(trace) - 1
    return {
        "rule": np.repeat(np.arange(n_rules, dtype=np.int8), n_steps),
        "step": np.tile(np.arange(1, n_steps + 1, dtype=np.int16), n_rules),
        "quantity": [None if np.isnan(quantity) else quantity for quantity in quantities],
        "log_likelihood": np.tile(trace.log_likelihoods[1:], n_rules),
    }


def _height(share: float) -> dict[str, str]:
    """A height in the plot: a share of what the band leaves of it."""
    return {"expr": f"{BAND} + {share} * (height - {BAND})"}
