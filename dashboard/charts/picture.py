"""What the pictures of one dimension and of two have in common: how their layers become a chart."""

import altair as alt

from dashboard.charts.painted import layer_param
from dashboard.charts.pick import with_clicks
from dashboard.charts.stepping import CANVAS, QUIET, RUN, step_param, text_param


def picture(
    layers: list[alt.Chart],
    height: int,
    *,
    painted: bool,
    with_run: bool,
    clicks: bool,
    title: str,
    dark: bool,
) -> alt.LayerChart:
    """The layers as one chart. `painted`: the browser paints one of them; `with_run`: they follow the step of a run;
    `clicks`: it takes clicks and shows marks."""
    chart = alt.layer(*layers).properties(height=height, usermeta=CANVAS).configure_mark(**QUIET)
    if painted:
        chart = chart.add_params(layer_param())
    if with_run:
        chart = chart.add_params(text_param(RUN), step_param())
    if clicks:
        chart = with_clicks(chart, dark)
    return chart.properties(title=title) if title else chart
