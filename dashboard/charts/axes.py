"""The axis of a feature of the data."""

import altair as alt

from dashboard.charts.drawing import domain, word


def feature_axis(kind: type, field: str) -> alt.X | alt.Y:
    """An `alt.X` or `alt.Y` in data units, under the feature's name and an arrow that says which way it grows.

    For field "x" the name is the word "x", the ends are the numbers "x0" and "x1".

    Vega takes a text that is one of some words for a piece of program and draws nothing ("if", "toString",
    "constructor", ...), so no title is a name alone.
    """
    scale = alt.Scale(domain=domain(f"{field}0", f"{field}1"), nice=False, zero=False)
    axis: alt.X | alt.Y = kind(f"{field}:Q", title=f"{word(field)} →", scale=scale)
    return axis
