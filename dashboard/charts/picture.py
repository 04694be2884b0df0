"""What the pictures of one dimension and of two have in common: how their layers become a chart."""

import altair as alt

from dashboard.charts.axes import ends_of
from dashboard.charts.painted import layer_param, plot_layer
from dashboard.charts.pick import click_layers, marks_param
from dashboard.charts.stepping import CANVAS, QUIET, RUN, step_param, text_param


def picture(
    layers: list[alt.Chart],
    axes: tuple[alt.X, alt.Y],
    *params: alt.Parameter,
    with_run: bool,
    clicks: bool,
    title: str,
    dark: bool,
) -> alt.LayerChart:
    """The layers as one chart. `with_run`: they follow the step of a run; `clicks`: it takes clicks and shows marks."""
    layers = [plot_layer(ends_of(*axes)), *layers, *(click_layers(*axes, dark) if clicks else [])]
    more = [layer_param()] + [text_param(RUN), step_param()] * with_run + [marks_param()] * clicks
    heading = {"title": title} if title else {}
    # All at once: Altair copies every layer whenever it adds something to a chart.
    chart = alt.layer(*layers, usermeta=CANVAS, config={"mark": QUIET}, **heading)
    all_params = [*params, *more]
    return chart.add_params(*all_params) if all_params else chart
