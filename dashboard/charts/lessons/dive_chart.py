"""The log-likelihood over the width of a component that dives: a straight line on an axis of widths that never ends.

The axis has the width's negative power of ten, so that it reaches far beyond what float64 can hold. It reaches as far
as the width in hand, which the browser writes (`browser/dive/`), and somewhat further: the axis gives way, the line
goes on.
"""

import altair as alt
import numpy as np

from dashboard.charts.drawing import ONE_ROW, Columns, Drawing, domain, drawing, named
from dashboard.charts.lettering import look, sized, sized_area, type_param
from dashboard.charts.palette import component_colour, component_text, ink, muted, paper
from dashboard.charts.stepping import CANVAS, IN_VIEW, QUIET, step_param, text_param
from emcore.points import Array

HAND = "hand"  # text that the browser writes: exponent and log-likelihood of the width in hand
BEYOND = 1.15  # times as far as the width in hand does the axis reach
DOUBLES_END = 308  # the smallest normal float64 is 2.2e-308
# Thousands with their comma, more in words.
_AMOUNT = (
    "abs(datum.value) < 1e6 ? format(datum.value, ',.6~g') : "
    "replace(replace(format(datum.value, '.3~s'), 'M', ' million'), 'G', ' billion')"
)
_ACROSS = "(datum.exponent - x0) / (reach - x0)"  # the share of the axis up to a mark
_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))


def dive_chart(
    component: int,
    steps: tuple[Array, Array],
    widths: tuple[Array, Array],
    slope: float,
    next_step: float | None,
    *,
    dark: bool,
) -> Drawing:
    """Exponents (minus the power of ten of the width) and log-likelihoods of the run's steps, and of `widths` from
    the run's end on; `slope`: nats for every power; `next_step`: the exponent of the step that float64 has not.
    """
    exponents, lls = steps
    x0, near = _ends(exponents)
    in_view = widths[1][widths[0] <= near]
    low, high = min(lls.min(), in_view.min()), max(lls.max(), in_view.max())
    margin = 0.06 * (high - low)
    tables: dict[str, Columns] = {
        "steps": {"step": np.arange(len(lls)), "exponent": exponents, "nats": lls},
        "widths": {"exponent": widths[0], "nats": widths[1]},
        "next": {"exponent": [] if next_step is None else [next_step]},
    }
    numbers = {"x0": x0, "near": near, "y0": low, "y1": high + margin, "slope": slope}
    return drawing(_chart, dark, numbers={**numbers, "component": component + 1, "last": len(lls) - 1}, tables=tables)


def _ends(exponents: Array) -> tuple[float, float]:
    left = float(exponents.min()) - 0.3
    return left, max(float(exponents.max()) + 2, left + 5)


def hand_positions(exponents: Array, furthest: float) -> Array:
    """The exponents through which the hand goes: fine ones while the line may bend, then further and further apart."""
    left = np.ceil(20 * _ends(exponents)[0]) / 20
    fine = np.arange(left, left + 8, 0.05).round(2)
    far = np.geomspace(fine[-1] + 1, furthest, 200)
    digits = np.floor(np.log10(far)) - 2
    return np.unique(np.concatenate([fine, np.maximum((far / 10**digits).round() * 10**digits, 1).round()]))


def _chart(dark: bool) -> alt.LayerChart:
    x = alt.X(
        "exponent:Q",
        title="width of the diving component, narrower →",
        scale=alt.Scale(domain=domain("x0 - 0.03 * (reach - x0)", "reach"), nice=False, zero=False),
        axis=alt.Axis(
            tickCount=4, tickMinStep=1, labelExpr=_power("datum.value"), labelOverlap=True, labelBound=True, grid=False
        ),
    )
    y = alt.Y(
        "nats:Q",
        title="log-likelihood, nats",
        scale=alt.Scale(domain=domain("y0 - 0.09 * (top - y0)", "top"), nice=False, zero=False),
        axis=alt.Axis(tickCount=5, labelExpr=_AMOUNT, minExtent=sized(58)),
    )
    component = {"component": "component"}
    done = named("steps").transform_calculate(**component).transform_filter("datum.step <= step")
    here = done.transform_filter(IN_VIEW).transform_calculate(text="'step ' + datum.step")
    hand = (
        alt.Chart(ONE_ROW)
        .transform_filter(f"{HAND} !== ''")
        .transform_calculate(exponent="hand_exponent", nats="hand_nats", text="'by hand'", **component)
    )
    doubles = alt.Chart(ONE_ROW).transform_calculate(exponent=str(DOUBLES_END), text="'limit of a computer'")
    doubles = doubles.transform_filter(f"reach > 1.2 * {DOUBLES_END} && reach < 4 * {DOUBLES_END}")
    after = named("next").transform_calculate(
        nats="hand_nats + slope * (datum.exponent - hand_exponent)", text="'EM\\'s step ' + (last + 1)", **component
    )
    after = after.transform_filter("datum.exponent < reach")
    colour, text_colour = component_colour(dark), component_text(dark)
    name = {"fontSize": sized(12.5), "fontWeight": "bold"}
    halo = {"stroke": paper(dark), "strokeWidth": 4, "strokeJoin": "round"}

    def label(rows: alt.Chart, color: str | alt.ExprRef, **place: object) -> list[alt.Chart]:
        words = rows.mark_text(**name, **halo, **place).encode(x=x, y=y, text="text:N")
        return [words, rows.mark_text(**name, **place, color=color).encode(x=x, y=y, text="text:N")]

    layers = [
        doubles.mark_rule(color=muted(dark), strokeDash=[4, 3], clip=True).encode(x=x),
        doubles.mark_text(
            color=muted(dark), baseline="bottom", dy=-8, fontSize=sized(11.5), **_beside(6, right_up_to=0.6)
        ).encode(x=x, y=alt.value("height"), text="text:N"),
        named("widths")
        .transform_filter(f"{HAND} !== ''")
        .mark_line(color=ink(dark), strokeWidth=2, clip=True)
        .encode(x=x, y=y),
        done.mark_line(strokeWidth=2.2, clip=True).encode(x=x, y=y, color=colour, order="step:Q"),
        done.mark_circle(size=60, opacity=1, clip=True).encode(x=x, y=y, color=colour),
        here.mark_circle(size=sized_area(190), opacity=1, stroke=paper(dark), strokeWidth=1.5, clip=True).encode(
            x=x, y=y, color=colour
        ),
        *label(here, text_colour, align="left", dx=sized(12), dy=sized(12)),
        after.mark_point(shape="diamond", size=sized_area(230), strokeWidth=2.5, opacity=1, clip=True).encode(
            x=x, y=y, color=colour
        ),
        *label(after.transform_filter(f"{_ACROSS} > 0.2"), text_colour, dy=sized(-10), **_beside(10, right_up_to=0.25)),
        hand.mark_point(size=sized_area(260), strokeWidth=3, opacity=1, color=ink(dark), clip=True).encode(x=x, y=y),
        *label(hand, ink(dark), dy=sized(-10), **_beside(10, right_up_to=0.25)),
    ]
    params = [
        alt.param(name="hand_exponent", expr=f"{HAND} === '' ? near / {BEYOND} : toNumber(split({HAND}, ' ')[0])"),
        alt.param(name="hand_nats", expr=f"{HAND} === '' ? y0 : toNumber(split({HAND}, ' ')[1])"),
        alt.param(name="reach", expr=f"max(near, {BEYOND} * hand_exponent)"),
        alt.param(name="top", expr="max(y1, 1.02 * (hand_nats + slope * (reach - hand_exponent)))"),
    ]
    chart = alt.layer(*layers, usermeta=CANVAS, config=look(dark, mark=QUIET))
    return chart.add_params(step_param(), type_param(), text_param(HAND), *params)


def _beside(pixels: float, right_up_to: float) -> dict[str, alt.ExprRef]:
    """A word to the right of its mark, but for marks beyond a share of the axis: there it is on their left."""
    is_left = f"{_ACROSS} > {right_up_to}"
    return {
        "align": alt.ExprRef(f"{is_left} ? 'right' : 'left'"),
        "dx": alt.ExprRef(f"({is_left} ? -1 : 1) * {pixels} * type"),
    }


def _power(value: str) -> str:
    """A Vega expression for the power of ten whose exponent is minus `value`."""
    raised = f"format(abs({value}), 'd')"
    for digit, small in _RAISED.items():
        raised = f"replace({raised}, regexp('{digit}', 'g'), '{small}')"
    return f"{value} === 0 ? '1' : '10' + ({value} > 0 ? '⁻' : '') + {raised}"
