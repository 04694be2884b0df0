"""Clicks on the picture: no chart event carries coordinates, so a blank image says where the plot is on the page.

The image is as large as the plot, and its address holds the ends of the axes: `browser/shared/plot.js` reads both when
Vega would draw it. The other way round, `marks` is a parameter that the page writes to: what to draw there.
"""

import altair as alt

from dashboard.charts.drawing import ONE_ROW
from dashboard.charts.painted import BLANK, image_layer
from dashboard.charts.palette import component_colour, ink, paper
from dashboard.charts.stepping import text_param

MARKS = "marks"  # text: "component x y truth_x truth_y", one for each mark, joined by ";"; truth as NaN while hidden


def plot_layer(x: alt.X, y: alt.Y) -> alt.Chart:
    """What says where the plot of a picture with these axes is; under all other layers, as it is as large. The chart
    needs the parameter `layer_param()`."""
    ends = [end.to_dict()["expr"] if isinstance(end, alt.ExprRef) else end for axis in (x, y) for end in _domain(axis)]
    address = " + '_' + ".join(f"({end})" for end in ends)
    blank = alt.Chart(ONE_ROW).transform_calculate(url=f"'{BLANK}#axes=' + {address}")
    return image_layer(blank, opacity=alt.ExprRef("1 - 1e-7 * layer"))


def marks_param() -> alt.Parameter:
    """The text of the marks, which the browser writes."""
    return text_param(MARKS)


def mark_layers(x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """Marks, over all other layers of a picture with these axes. The chart needs the parameter `marks_param()`.

    Component 0 is a ring around a point; any other number a cross in its colour, joined to the truth once that is told.
    """
    names = ["component", "x", "y", "x2", "y2"]
    numbers = {name: f"toNumber(split(datum.mark, ' ')[{i}])" for i, name in enumerate(names)}
    marks = (
        alt.Chart(ONE_ROW)
        .transform_calculate(mark=f"split({MARKS}, ';')")
        .transform_flatten(["mark"])
        .transform_filter("datum.mark !== ''")
        .transform_calculate(**numbers)
    )
    rings = marks.transform_filter("datum.component === 0")
    guesses = marks.transform_filter("datum.component > 0")
    revealed = guesses.transform_filter("isFinite(datum.x2)")
    colour = component_colour(dark)
    # All are clipped: Vega makes room for a mark far beyond the axes, as one of the data before is, and none is left.
    ring = {"size": 190, "opacity": 1, "filled": False, "clip": True}
    cross = {"shape": "cross", "angle": 45, "filled": True, "opacity": 1, "clip": True}
    line = {"strokeWidth": 2, "strokeDash": [3, 3], "color": ink(dark), "clip": True}
    return [
        rings.mark_point(strokeWidth=5, color=paper(dark), **ring).encode(x=x, y=y),
        rings.mark_point(strokeWidth=2.2, color=ink(dark), **ring).encode(x=x, y=y),
        revealed.mark_rule(**line).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
        guesses.mark_point(size=420, stroke=paper(dark), strokeWidth=2, **cross).encode(x=x, y=y, color=colour),
    ]


def _domain(axis: alt.X | alt.Y) -> list[float | alt.ExprRef]:
    return axis["scale"]["domain"]
