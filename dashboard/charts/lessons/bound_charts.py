"""Log-likelihood = lower bound + KL, beat by beat: as curves over one free mean, and as bars.

Both charts have the same axis of nats, and as high as each other a level in one is the same level in the other.
Steps of the step bar count beats: 0 is the start, then E and M in turn. The run is the browser's (beats.py).
"""

import altair as alt
import numpy as np

from dashboard.charts.drawing import ONE_ROW, Columns, Drawing, domain, drawing, named
from dashboard.charts.lessons.beats import IN_HAND, beat_in_view, beat_rows, climb_params
from dashboard.charts.lessons.hill import CURVE_POINTS, Hill, curve_table, log_others
from dashboard.charts.lettering import look, sized, type_param
from dashboard.charts.painted import layer_param
from dashboard.charts.palette import GREY, colours, ink, paper
from dashboard.charts.pick import plot_layer
from dashboard.charts.stepping import CANVAS, IN_VIEW, QUIET, step_param

SLOTS = 14  # bars side by side; a longer run moves through them
BAR = 0.4  # half of a bar's width, in slots
SHORTEST_ARROW = 0.03  # of the axis: a shorter jump has no room for a head
LOWER_BOUND, KL, NARROW_BELL = 0, 1, 2  # places in the palette
ROOM = 0.17  # of the axis of means: what a word beside a mark needs
ARROW = 20  # pixels from the dot to the arrows that say that it is dragged
STYLE = {"fontSize": sized(14), "fontWeight": "bold"}  # of names
NEAR = 0.03  # of the axis of nats: a gap smaller than this has no room for its name


def curves_chart(hill: Hill, *, dark: bool) -> Drawing:
    """Log-likelihood over the free mean; at the beat in view the lower bound, where it touches, the jump to its top.

    Under the floor lie the points, filled by their responsibilities, and the bells. While the start is in hand: the way
    that EM will take from there.
    """
    mixture, free = hill.model.mixture, hill.model.component
    sds = mixture.standard_deviations[:, 0]
    peaks = mixture.weights / sds
    unit = 0.78 * (hill.floor - hill.extent[0]) / peaks.max()  # of height, for the bells under the floor
    middle = slice(len(hill.curve) // 4, 3 * len(hill.curve) // 4)
    numbers = {
        **axis_numbers(hill),
        **dict(zip(("x0", "x1"), hill.mean_extent, strict=True)),
        "sd": sds[free],
        "weight": mixture.weights[free],
        "bell": unit * peaks[free],
        "valley": hill.means[middle][hill.curve[middle].argmin()],
    }
    broad = np.delete(np.arange(len(sds)), free)
    bells = peaks[broad] * np.exp(-0.5 * ((hill.means[:, np.newaxis] - mixture.means[broad, 0]) / sds[broad]) ** 2)
    tables: dict[str, Columns] = {
        "curve": curve_table(hill),
        "broad": {"mean": hill.means, "nats": hill.extent[0] + unit * bells.sum(axis=1)},
        "points": {"mean": hill.X[:, 0], "others": log_others(hill)},
    }
    return drawing(_curves_chart, dark, numbers=numbers, tables=tables)


def _curves_chart(dark: bool) -> alt.LayerChart:
    x = alt.X(
        "mean:Q",
        title="mean μ of the narrow bell",
        scale=alt.Scale(domain=domain("x0", "x1"), nice=False),
        axis=alt.Axis(tickCount=9),
    )
    y = alt.Y("nats:Q", **_NATS)
    parts = (plot_layer(x, y), *_strip(x, y, dark), *_way(x, y, dark), *_curves(x, y, dark))
    layers = [*parts, *_marks(x, y, dark), *_names(x, y, dark)]
    # How steep the curve is at the start, on the screen: as steep as the bound that touches it there.
    steep = "atan2(start_slope * height / (y1 - y0), width / (x1 - x0))"
    params = [step_param(), layer_param(), type_param(), *climb_params(), alt.param(name="tilt", expr=steep)]
    return alt.layer(*layers, usermeta=CANVAS, config=look(dark, mark=QUIET)).add_params(*params)


def bars_chart(hill: Hill, *, dark: bool) -> Drawing:
    """A bar per beat, up to the one in view: lower bound, and KL on top of it; the equation in numbers above."""
    return drawing(_bars_chart, dark, numbers=axis_numbers(hill), tables={})


def axis_numbers(hill: Hill) -> dict[str, float]:
    """The axis of nats: its ends, the level at which it is cut, the top of the curve, how far apart its ticks are."""
    low, high = hill.extent
    every = next(every for every in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if np.ptp(hill.curve) < 7 * every)
    return {"y0": low, "y1": high, "cut": hill.floor, "top": hill.curve.max(), "every": every}


# Ticks stand above the floor only: below it the axis means nothing.
_NATS = {
    "title": "nats",
    "scale": alt.Scale(domain=domain("y0", "y1"), nice=False, zero=False),
    "axis": alt.Axis(values=alt.ExprRef("sequence(ceil(cut / every) * every, top, every)"), format="~g"),
}


def _bars_chart(dark: bool) -> alt.LayerChart:
    x = alt.X(
        "left:Q",
        title="beats: E and M in turn",
        scale=alt.Scale(domain=(-0.5, SLOTS - 0.5), nice=False),
        axis=alt.Axis(labelOpacity=0, grid=False, ticks=False),  # kept, so that both charts' plots have one height
    )
    y = alt.Y("to:Q", **_NATS)
    bars = (
        beat_rows()
        .transform_filter(f"datum.step <= step && datum.step > step - {SLOTS}")
        .transform_calculate(
            slot=f"datum.step - max(0, step - {SLOTS - 1})",  # once all slots are full, the bars move on
            left=f"datum.slot - {BAR}",
            right=f"datum.slot + {BAR}",
            shade=f"{IN_VIEW} ? 1 : 0.4",
            name="datum.kind === 'start' ? '0' : datum.kind",
            floor="cut",
        )
    )
    nats = {**_NATS, "title": None}  # the curves beside the bars say it
    blue, red, _ = colours(dark)[:3]
    shade = alt.Opacity("shade:Q", scale=None)

    def box(low: str, high: str) -> dict[str, alt.SchemaBase]:
        return {"x": x, "x2": alt.X2("right"), "y": alt.Y(f"{high}:Q", **nats), "y2": alt.Y2(low), "opacity": shade}

    split = bars.transform_filter("datum.kind != 'start'")
    y = alt.Y("log_likelihood:Q", **nats)
    return (
        alt.layer(
            split.mark_rect(color=blue).encode(**box("floor", "bound")),
            bars.transform_filter("datum.kind == 'start'")
            .mark_rect(fill=GREY, fillOpacity=0.3, stroke=GREY, strokeDash=[4, 3])
            .encode(**box("floor", "log_likelihood")),
            split.mark_rect(fill=red, fillOpacity=0.35, stroke=red, strokeWidth=2, strokeDash=[5, 2]).encode(
                **box("bound", "log_likelihood")
            ),
            bars.mark_rule(color=ink(dark), strokeWidth=2.5).encode(x=x, x2="right:Q", y=y, opacity=shade),
            _floor("log_likelihood", y),
            bars.mark_text(dy=sized(13), fontSize=sized(12), color=ink(dark), fontWeight="bold").encode(
                x="slot:Q", y=_level("cut"), text="name:N", opacity=shade
            ),
            _label(alt.ExprRef("'bars start at ' + format(cut, '.0f') + ', not at 0'"), GREY, 12).encode(
                x=alt.datum(SLOTS / 2 - 0.5), y=_level("y0 + 0.15 * (cut - y0)")
            ),
            *_equation(bars.transform_filter(IN_VIEW), dark),
        )
        .properties(usermeta=CANVAS, config=look(dark, mark=QUIET))
        .add_params(step_param(), type_param(), *climb_params())
    )


def _strip(x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """Under the floor: the bells as they stand, and the points, filled by how much of each the narrow bell holds."""
    green = colours(dark)[NARROW_BELL]
    # The start has no shares yet; a beat has those of its E step.
    points = named("points").transform_calculate(
        nats="y0 + 0.3 * (cut - y0)",
        free="log(weight / (sqrt(2 * PI) * sd)) - 0.5 * pow((datum.mean - held_at) / sd, 2)",
        share="1 / (1 + exp(datum.others - datum.free))",
    )
    bell = _bell(beat_in_view().transform_calculate(centre="datum.after"))
    broad = named("broad").transform_calculate(foot="y0")
    return [
        broad.mark_area(color=GREY, opacity=0.2, clip=True).encode(x=x, y=y, y2="foot:Q"),
        bell.mark_area(color=green, opacity=0.3, clip=True).encode(x=x, y=y, y2="foot:Q"),
        bell.mark_line(color=green, strokeWidth=2, clip=True).encode(x=x, y=y),
        points.mark_circle(size=95, opacity=1, color=paper(dark), clip=True).encode(x=x, y=y),
        points.transform_filter("step > 0")
        .mark_circle(size=95, color=green, clip=True)
        .encode(x=x, y=y, opacity=alt.Opacity("share:Q", scale=None)),
        points.mark_point(size=95, color=ink(dark), strokeWidth=1, opacity=0.8, clip=True).encode(x=x, y=y),
        _floor("nats", y),
    ]


def _bell(rows: alt.Chart) -> alt.Chart:
    """The narrow bell under the floor, its mean at each row's `centre`."""
    spread = rows.transform_calculate(z="sequence(-3, 3.05, 0.1)").transform_flatten(["z"])
    return spread.transform_calculate(
        mean="datum.centre + sd * datum.z", nats="y0 + bell * exp(-0.5 * datum.z * datum.z)", foot="y0"
    )


def _way(x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """While the start is in hand: the way along the curve to where EM will end, its steps, and the bell there."""
    green = colours(dark)[NARROW_BELL]
    in_hand = f"{IN_HAND} !== ''"
    way = named("curve").transform_filter(f"{in_hand} && (datum.mean - start) * (datum.mean - end) <= 0")
    rows = beat_rows().transform_filter(f"{in_hand} && datum.kind == 'E'")
    steps = rows.transform_calculate(mean="datum.after", nats="datum.log_likelihood")
    last = steps.transform_filter("datum.after == end")
    bell = _bell(last.transform_calculate(centre="datum.after"))
    return [
        bell.mark_line(color=green, strokeWidth=1.5, strokeDash=[4, 3], clip=True).encode(x=x, y=y),
        way.mark_line(color=green, strokeWidth=9, opacity=0.5, clip=True).encode(x=x, y=y),
        steps.mark_circle(color=green, size=60, opacity=1, clip=True).encode(x=x, y=y),
        last.mark_point(color=green, size=230, strokeWidth=3, opacity=1, clip=True).encode(x=x, y=y),
        last.mark_text(text="EM ends here", color=green, dy=-20, **STYLE).encode(x=x, y=y),
    ]


def _curves(x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    spacing = f"(x1 - x0) / {CURVE_POINTS}"
    blue = colours(dark)[LOWER_BOUND]
    table = beat_rows()

    def parabola(rows: alt.Chart) -> alt.Chart:
        return (
            rows.transform_calculate(mean=f"sequence(x0, x1 + {spacing} / 2, {spacing})")
            .transform_flatten(["mean"])
            .transform_calculate(nats="datum.top - 0.5 * datum.curvature * pow(datum.mean - datum.at, 2)")
            .transform_filter("datum.nats >= cut")
        )

    climb_up = (
        beat_in_view()
        .transform_filter("datum.kind == 'M'")
        .transform_calculate(u="sequence(0, 1.01, 0.02)")
        .transform_flatten(["u"])
        .transform_calculate(
            mean="datum.before + datum.u * (datum.after - datum.before)",
            nats="datum.top - 0.5 * datum.curvature * pow(datum.mean - datum.at, 2)",
        )
    )
    before = parabola(table.transform_filter("datum.step == step - 1 && step % 2 == 1 && datum.kind == 'M'"))
    now = parabola(beat_in_view().transform_filter("datum.kind != 'start'"))
    return [
        named("curve").mark_line(color=ink(dark), strokeWidth=2.5, clip=True).encode(x=x, y=y),
        before.mark_line(color=blue, strokeWidth=1.5, strokeDash=[2, 4], opacity=0.6, clip=True).encode(x=x, y=y),
        now.mark_line(color=blue, strokeWidth=2.2, strokeDash=[8, 4], clip=True).encode(x=x, y=y),
        climb_up.mark_line(color=blue, strokeWidth=4.5, clip=True).encode(x=x, y=y),
    ]


def _marks(x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """The touching point, the top, the jump's arrowhead, the gap, and where the run has been."""
    blue, red, _ = colours(dark)[:3]
    place = {"mean": "datum.after", "nats": "datum.log_likelihood", "bottom": "y0"}
    here = beat_in_view().transform_calculate(**place)
    m = here.transform_filter("datum.kind == 'M'")
    at_bound = m.transform_calculate(nats="datum.bound")
    shortest = f"{SHORTEST_ARROW} * (x1 - x0)"
    head = at_bound.transform_filter(f"abs(datum.after - datum.before) > {shortest}").transform_calculate(
        mean=f"datum.after - {shortest} / 2 * (datum.after > datum.before ? 1 : -1)",
        angle="datum.after > datum.before ? 90 : -90",
    )
    visited = beat_rows().transform_filter("datum.step < step && datum.kind != 'M'").transform_calculate(**place)
    return [
        visited.mark_circle(color=GREY, size=45, opacity=1, clip=True).encode(x=x, y=y),
        here.mark_rule(color=ink(dark), strokeDash=[2, 3], opacity=0.7, clip=True).encode(x=x, y=y, y2="bottom:Q"),
        m.mark_rule(color=red, strokeWidth=5, clip=True).encode(x=x, y=y, y2="bound:Q"),
        head.mark_point(shape="triangle", filled=True, color=blue, size=170, opacity=1, clip=True).encode(
            x=x, y=y, angle=alt.Angle("angle:Q", scale=None)
        ),
        at_bound.mark_circle(color=blue, size=80, opacity=1, clip=True).encode(x=x, y=y),
        here.mark_circle(color=ink(dark), size=150, opacity=1, stroke=paper(dark), clip=True).encode(x=x, y=y),
        *_drag(here.transform_filter(f"datum.kind == 'start' && {IN_HAND} === ''"), x, y, dark),
    ]


def _drag(dot: alt.Chart, x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """What says that the start's dot can be dragged: arrows along the curve on both sides, and the word beside it."""
    look = {"size": 110, "filled": True, "opacity": 1, "color": ink(dark), "stroke": paper(dark), "strokeWidth": 1.5}
    layers = []
    for way in (1, -1):
        arrow = dot.mark_point(
            shape="triangle-right" if way > 0 else "triangle-left",
            angle=alt.ExprRef("-tilt * 180 / PI"),
            xOffset=alt.ExprRef(f"{way * ARROW} * cos(tilt)"),
            yOffset=alt.ExprRef(f"{-way * ARROW} * sin(tilt)"),
            **look,
        )
        word = dot.transform_filter(f"{way} * start_slope > 0").mark_text(
            text="drag", align="left" if way > 0 else "right", dx=way * 9, dy=17, color=ink(dark), **STYLE
        )
        layers += [arrow.encode(x=x, y=y), word.encode(x=x, y=y)]
    return layers


def _names(x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """What is what, written beside it, on the side where there is room."""
    blue, red, _ = colours(dark)[:3]
    room = f"{ROOM} * (x1 - x0)"
    height = "(cut + 0.2 * (y1 - y0))"
    above = alt.Chart(ONE_ROW).transform_calculate(mean="valley", nats="0.25 * top + 0.75 * y1")
    here = (
        beat_in_view()
        .transform_filter("datum.kind != 'start'")
        .transform_calculate(
            side="datum.at > start ? 1 : -1",
            branch="datum.at < (x0 + x1) / 2 ? 1 : -1",  # the one with more room
            gap="datum.log_likelihood - datum.bound",
        )
    )
    on_branch = here.transform_calculate(
        mean=f"datum.at + datum.branch * sqrt(2 * max(datum.top - {height}, 0) / datum.curvature)", nats=height
    )
    in_gap = here.transform_filter(f"datum.gap > {NEAR} * (y1 - y0)").transform_calculate(
        mean="datum.after", nats="(datum.log_likelihood + datum.bound) / 2"
    )
    at_touch = here.transform_filter("datum.kind == 'E'").transform_calculate(
        mean="datum.after",
        nats="datum.log_likelihood",
        room="datum.side > 0 ? datum.after - x0 : x1 - datum.after",
    )
    free = above.transform_filter(f"{IN_HAND} === ''")  # else the room is for where EM ends
    layers = [free.mark_text(text="log-likelihood", **STYLE, color=ink(dark)).encode(x=x, y=y)]
    for way in (1, -1):
        for side, rows, text, colour, dx, dy in (
            ("branch", on_branch, "lower bound", blue, 9, 0),
            ("side", in_gap, "KL", red, 9, 0),
            ("side", at_touch.transform_filter(f"datum.room > {room}"), "touches", ink(dark), -12, -10),
            ("side", at_touch.transform_filter(f"datum.room <= {room}"), "touches", ink(dark), 14, 6),
        ):
            align = "left" if way * dx > 0 else "right"
            name = rows.transform_filter(f"datum.{side} == {way}")
            placed = name.mark_text(text=text, **STYLE, color=colour, align=align, dx=way * dx, dy=dy)
            layers.append(placed.encode(x=x, y=y))
    return layers


def _equation(in_view: alt.Chart, dark: bool) -> list[alt.Chart]:
    """The numbers of the beat in view above the bars, under their names: the legend as well."""
    blue, red, _ = colours(dark)[:3]
    layers = []
    for place, name, field, colour in (
        (0.16, "log-likelihood", "log_likelihood_written", ink(dark)),
        (0.53, "lower bound", "bound_written", blue),
        (0.87, "KL", "gap_written", red),
    ):
        x = alt.datum(place * SLOTS - 0.5)
        layers.append(_label(name, colour, 12).encode(x=x, y=alt.value(sized(12))))
        number = in_view.mark_text(color=colour, fontSize=sized(16), fontWeight="bold")
        layers.append(number.encode(x=x, y=alt.value(sized(32)), text=f"{field}:N"))
    for place, sign in ((0.35, "="), (0.72, "+")):
        layers.append(_label(sign, ink(dark), 16).encode(x=alt.datum(place * SLOTS - 0.5), y=alt.value(sized(32))))
    return layers


def _label(text: str | alt.ExprRef, colour: str, size: int) -> alt.Chart:
    return alt.Chart(ONE_ROW).mark_text(color=colour, fontSize=sized(size), text=text)


def _level(nats: str) -> alt.YDatum:
    return alt.YDatum(alt.ExprRef(nats), type="quantitative")


def _floor(field: str, y: alt.Y) -> alt.Chart:
    return alt.Chart(ONE_ROW).transform_calculate(**{field: "cut"}).mark_rule(color=GREY).encode(y=y)
