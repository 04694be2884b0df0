"""The axis of a feature of the data."""

import altair as alt

from dashboard.charts.drawing import domain


def feature_axis(kind: type, field: str, name: str, low: str, high: str) -> alt.X | alt.Y:
    """An `alt.X` or `alt.Y` in data units, under the feature's name and an arrow that says which way it grows.

    `low` and `high`, its ends, are expressions.

    Vega takes a text that is one of some words for a piece of program and draws nothing ("if", "toString",
    "constructor", ...), so no title is a name alone.
    """
    scale = alt.Scale(domain=domain(low, high), nice=False, zero=False)
    axis: alt.X | alt.Y = kind(f"{field}:Q", title=f"{name} →", scale=scale)
    return axis
