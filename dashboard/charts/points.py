"""One's own points alone, in one dimension or two, in a picture that takes clicks."""

from collections.abc import Sequence

import altair as alt
import numpy as np

from dashboard.charts.axes import feature_axis
from dashboard.charts.drawing import Drawing, drawing, named
from dashboard.charts.extent import Extent
from dashboard.charts.painted import layer_param
from dashboard.charts.palette import ink
from dashboard.charts.pick import plot_layer
from dashboard.charts.stepping import CANVAS, QUIET

HEIGHTS = {1: 180, 2: 430}
EMPTY: Extent = (0.0, 10.0)  # an axis before there is a point
MOST_MARKS = 3000  # of more points every n-th is drawn


def points_chart(X: np.ndarray, columns: Sequence[str], axes: Sequence[Extent], *, dark: bool) -> Drawing:
    """Points (N, D), D 1 or 2, N from 0 on: ticks on a line, or circles in a plane."""
    shown = X[:: -(-len(X) // MOST_MARKS) or 1]
    flat = len(axes) == 1
    points = {"x": shown[:, 0], "y": np.full(len(shown), 0.5) if flat else shown[:, 1]}
    numbers = dict(zip(("x0", "x1", "y0", "y1"), (end for axis in axes for end in axis), strict=False))
    words = dict(zip("xy", columns, strict=False))
    return drawing(_chart, len(axes), dark, numbers=numbers, tables={"points": points}, words=words)


def _chart(n_features: int, dark: bool) -> alt.LayerChart:
    flat = n_features == 1
    x = feature_axis(alt.X, "x")
    flat_y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=(0.0, 1.0), nice=False, zero=False))
    y = flat_y if flat else feature_axis(alt.Y, "y")
    marks = named("points")
    points = marks.mark_tick(color=ink(dark), thickness=2, height=70, opacity=0.7, clip=True)
    if not flat:
        points = marks.mark_circle(color=ink(dark), size=45, opacity=0.7, clip=True)
    layers = [plot_layer(x, y), points.encode(x=x, y=y)]
    chart = alt.layer(*layers, height=HEIGHTS[n_features], usermeta=CANVAS, config={"mark": QUIET})
    return chart.add_params(layer_param())
