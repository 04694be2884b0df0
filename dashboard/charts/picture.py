"""What the pictures of one dimension and of two have in common: how their layers become a chart."""

import altair as alt

from dashboard.charts.lettering import look, type_param
from dashboard.charts.painted import layer_param
from dashboard.charts.pick import mark_layers, marks_param, plot_layer
from dashboard.charts.stepping import CANVAS, QUIET, mixture_params, run_params, step_param


def picture(
    layers: list[alt.Chart],
    axes: tuple[alt.X, alt.Y],
    *params: alt.Parameter,
    painted: bool,
    with_run: bool,
    clicks: bool,
    title: str,
    dark: bool,
    run: str = "",
) -> alt.LayerChart:
    """The layers as one chart. `painted`: the browser paints one of them; `with_run`: they follow the step of a run,
    of `run` (stepping.py); `clicks`: it takes clicks and shows marks."""
    layers = [plot_layer(*axes), *layers, *mark_layers(*axes, dark)] if clicks else layers
    more = [layer_param()] * (painted or clicks) + [*mixture_params(), step_param(), *run_params(run)] * with_run
    more += [marks_param()] * clicks
    heading = {"title": title} if title else {}
    # All at once: Altair copies every layer whenever it adds something to a chart.
    chart = alt.layer(*layers, usermeta=CANVAS, config=look(dark, mark=QUIET), **heading)
    return chart.add_params(type_param(), *params, *more)
