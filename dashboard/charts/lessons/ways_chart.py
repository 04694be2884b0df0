"""Ways to start side by side: how many of their starts end at which optimum, and at what cost."""

from collections.abc import Mapping, Sequence

import altair as alt

from dashboard.charts.drawing import Drawing, drawing, named
from dashboard.charts.lessons.endings import LETTERS, ending_colours, on_endings
from dashboard.charts.lettering import look, sized, type_param
from dashboard.charts.palette import GREY, ink, paper
from dashboard.charts.stepping import CANVAS, QUIET

WIDE = 0.045  # of all starts: a narrower part of a bar has no room for its letter
NONE = len(LETTERS)  # the tone of what ends elsewhere


def ways_chart(parts: Mapping[str, Sequence[object]], ways: Mapping[str, Sequence[object]], *, dark: bool) -> Drawing:
    """A bar for each way, from the best optimum to what came to none.

    parts  `way`, `begin`, `end` (shares of its starts), `tone` (which optimum, or `NONE`), `letter`
    ways   `way`, `said`: what is said of it at the bar's end
    """
    return drawing(_chart, dark, numbers={}, tables={"parts": parts, "ways": ways})


def _chart(dark: bool) -> alt.LayerChart:
    palette, on = [*ending_colours(dark), GREY], [*on_endings(dark), "#FFFFFF"]
    x = alt.X("begin:Q", title=None, scale=alt.Scale(domain=[0, 1.42], nice=False), axis=None)
    y = alt.Y("way:N", title=None, sort=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False, labelPadding=8))
    parts, ways = named("parts"), named("ways")
    colour = alt.Color("tone:N", scale=alt.Scale(domain=list(range(len(palette))), range=palette), legend=None)
    layers = [
        parts.mark_bar(stroke=paper(dark), strokeWidth=1.5).encode(x=x, x2="end:Q", y=y, color=colour),
        parts.transform_filter(f"datum.end - datum.begin > {WIDE} && datum.letter")
        .transform_calculate(middle="(datum.begin + datum.end) / 2")
        .mark_text(fontWeight="bold", fontSize=sized(13), color=alt.ExprRef(f"{on}[datum.tone]"))
        .encode(x=alt.X("middle:Q"), y=y, text="letter:N"),
        ways.mark_text(align="left", dx=sized(8), fontSize=sized(12), color=ink(dark), lineBreak="\n").encode(
            x=alt.datum(1), y=y, text="said:N"
        ),
    ]
    return alt.layer(*layers, usermeta=CANVAS, config=look(dark, mark=QUIET)).add_params(type_param())
