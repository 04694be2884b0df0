"""Clicks on the picture: no chart event carries coordinates, so an invisible grid of cells does.

The cells are made in the browser. A click selects one, and its centre lands in the selection's bound inputs, where
`browser/shared/clicks.js` reads it. The other way round, `marks` is a parameter that the page writes to: what to draw
there.
"""

import altair as alt

from dashboard.charts.drawing import ONE_ROW
from dashboard.charts.palette import component_colour, ink, paper
from dashboard.charts.stepping import text_param

COLUMNS, ROWS = 140, 90  # cells of about 6 pixels
FIELDS = ["at_x", "at_y", "share"]  # where a cell is: in data units, and its share of the height
MARKS = "marks"  # text: "component x y truth_x truth_y", one for each mark, joined by ";"; truth as NaN while hidden


def click_layers(x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """The layers that go over all others of a picture with these axes: marks, and over them the grid that takes the
    clicks. The chart needs the parameter `marks_param()`.

    Component 0 is a ring around a point; any other number a cross in its colour, joined to the truth once that is told.
    """
    return [*_marks(x, y, dark), _grid(x, y)]


def marks_param() -> alt.Parameter:
    """The text of the marks, which the browser writes."""
    return text_param(MARKS)


def _grid(x: alt.X, y: alt.Y) -> alt.Chart:
    ends = [end.to_dict()["expr"] if isinstance(end, alt.ExprRef) else end for axis in (x, y) for end in _domain(axis)]
    x0, x1, y0, y1 = ends
    width, height = f"(({x1} - {x0}) / {COLUMNS})", f"(({y1} - {y0}) / {ROWS})"
    text = alt.binding(input="text")
    click = alt.selection_point(name="click", fields=FIELDS, bind=dict.fromkeys(FIELDS, text), on="click", empty=False)
    return (
        alt.Chart(alt.sequence(0, COLUMNS * ROWS, as_="cell"))
        .transform_calculate(
            x=f"{x0} + {width} * (datum.cell % {COLUMNS})",
            y=f"{y0} + {height} * floor(datum.cell / {COLUMNS})",
            share=f"(floor(datum.cell / {COLUMNS}) + 0.5) / {ROWS}",
        )
        .transform_calculate(
            x2=f"datum.x + {width}",
            y2=f"datum.y + {height}",
            at_x=f"datum.x + {width} / 2",
            at_y=f"datum.y + {height} / 2",
        )
        .mark_rect(fillOpacity=0, strokeOpacity=0, cursor="crosshair", tooltip=None, clip=True)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
        .add_params(click)
    )


def _domain(axis: alt.X | alt.Y) -> list[float | alt.ExprRef]:
    return axis["scale"]["domain"]


def _marks(x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
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
