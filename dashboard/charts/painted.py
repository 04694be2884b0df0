"""Layers of a chart that the browser paints itself: their place in the chart. What is painted: `browser/colours/`.

Vega's own expressions take 59 ms to colour 2,000 points by four responsibilities, plain JavaScript about one.
"""

from collections.abc import Callable, Mapping

import altair as alt

from dashboard.charts.drawing import ONE_ROW, Columns, Drawing, drawing, named
from dashboard.charts.lettering import look, type_param
from dashboard.charts.stepping import CANVAS, QUIET

AxesOf = Callable[[], tuple[alt.X, alt.Y]]
BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def layer_param() -> alt.Parameter:
    """A number that the browser changes to have the painted layer drawn again; the page hides its input."""
    return alt.param(name="layer", value=0, bind=alt.binding_range(min=0, max=1000, step=1))


def painted_layer(name: str, *, follows: str | None = None, run: str = "") -> alt.Chart:
    """A blank image as large as the plot; `name` tells the browser what to paint in its place, of `run` (stepping.py).

    Vega draws again only what changed. So the opacity depends on `layer` and on the parameter that it `follows`, by
    less than anyone sees.
    """
    opacity = "1 - 1e-7 * layer" + (f" - 1e-10 * {follows}" if follows else "")
    blank = alt.Chart(ONE_ROW).transform_calculate(url=f"'{BLANK}#{run}{'_' * bool(run)}{name}'")
    return image_layer(blank, opacity=alt.ExprRef(opacity))


def image_layer(rows: alt.Chart, **options: object) -> alt.Chart:
    """An image as large as the plot; its address is the field "url" of the one row."""
    size = {"width": alt.ExprRef("width"), "height": alt.ExprRef("height")}
    return rows.mark_image(align="left", baseline="top", aspect=False, **size, **options).encode(
        x=alt.value(0), y=alt.value(0), url="url:N"
    )


def painted_chart(
    name: str, axes_of: AxesOf, columns: tuple[str, ...], numbers: Mapping[str, float], title: str = "", *, dark: bool
) -> Drawing:
    """Nothing but the axes `axes_of()`, under these columns and by these numbers, around a layer that the browser
    paints."""
    nothing: dict[str, Columns] = {"nothing": {"x": [], "y": []}}
    words = dict(zip("xy", columns, strict=False))
    return drawing(_chart, name, axes_of, title, dark, numbers=numbers, tables=nothing, words=words)


def _chart(name: str, axes_of: AxesOf, title: str, dark: bool) -> alt.LayerChart:
    x, y = axes_of()
    axes = named("nothing").mark_point().encode(x=x, y=y)
    layers, heading = [painted_layer(name), axes], {"title": title} if title else {}
    chart = alt.layer(*layers, usermeta=CANVAS, config=look(dark, mark=QUIET), **heading)
    return chart.add_params(layer_param(), type_param())
