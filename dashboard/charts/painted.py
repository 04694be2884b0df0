"""Layers of a chart that the browser paints itself: their place in the chart. What is painted: `browser/colours/`.

Vega's own expressions take 59 ms to colour 2,000 points by four responsibilities, plain JavaScript about one.
"""

import altair as alt
import pandas as pd

from dashboard.charts.stepping import CANVAS, QUIET

BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def layer_param() -> alt.Parameter:
    """A number that the browser changes to have the painted layer drawn again; the page hides its input."""
    return alt.param(name="layer", value=0, bind=alt.binding_range(min=0, max=1000, step=1))


def painted_layer(name: str, *, follows_step: bool = True) -> alt.Chart:
    """A blank image as large as the plot; `name` tells the browser what to paint in its place.

    Vega draws again only what changed. So the opacity depends on the step and on `layer`, by less than anyone sees.
    """
    opacity = "1 - 1e-7 * layer" + (" - 1e-10 * step" if follows_step else "")
    return image_layer(f"{BLANK}#{name}", opacity=alt.ExprRef(opacity))


def image_layer(url: str, **options: object) -> alt.Chart:
    """An image as large as the plot."""
    size = {"width": alt.ExprRef("width"), "height": alt.ExprRef("height")}
    return (
        alt.Chart(pd.DataFrame({"url": [url]}))
        .mark_image(align="left", baseline="top", aspect=False, **size, **options)
        .encode(x=alt.value(0), y=alt.value(0), url="url:N")
    )


def painted_chart(name: str, x: alt.X, y: alt.Y, height: int, title: str = "") -> alt.LayerChart:
    """Nothing but axes around a layer that the browser paints."""
    axes = alt.Chart(pd.DataFrame({"x": [], "y": []})).mark_point().encode(x=x, y=y)
    chart = alt.layer(painted_layer(name, follows_step=False), axes).properties(height=height, usermeta=CANVAS)
    chart = chart.configure_mark(**QUIET)
    return (chart.properties(title=title) if title else chart).add_params(layer_param())
