"""The log-likelihood of every step of the lesson on coins, and that of one coin for all. The run is the browser's."""

import altair as alt

from dashboard.charts import trace
from dashboard.charts.drawing import ONE_ROW, Drawing, drawing
from dashboard.charts.lettering import look, sized, type_param
from dashboard.charts.palette import ink
from dashboard.charts.stepping import LOG_LIKELIHOODS, text_param

TITLE = "log-likelihood, nats"
# first, y0, y1: the first step on the axis of log-likelihoods, and its ends (`browser/coins/run.js`).
AXIS = "trace_axis"


def coins_trace(one_coin: float, *, dark: bool) -> Drawing:
    """The browser brings log-likelihoods and axis; `one_coin`: the log-likelihood of one coin for all rows, in nats."""
    return drawing(_chart, dark, numbers={"one": one_coin}, tables={})


def _chart(dark: bool) -> alt.LayerChart:
    _, y = trace.axes(TITLE)
    level = alt.Chart(ONE_ROW).transform_calculate(log_likelihood="one").encode(y=y)
    below = "one - y0 > y1 - one"  # there is more room, the curve ends above
    place = {"baseline": alt.ExprRef(f"{below} ? 'top' : 'bottom'"), "dy": alt.ExprRef(f"{below} ? 5 : -5")}
    words = {"align": "right", "dx": -6, **place, "fontSize": sized(12), **trace.UNSAID}
    name = alt.ExprRef("'one coin for all: ' + replace(format(one, '.2f'), '-', '\u2212')")
    one_coin = [
        level.mark_rule(color=ink(dark), strokeDash=[6, 4], **trace.UNSAID),
        level.mark_text(text=name, color=ink(dark), **words).encode(x=alt.value("width")),
    ]
    numbers = [
        alt.param(name=number, expr=f"{AXIS} ? toNumber(split({AXIS}, ' ')[{i}]) : {i}")
        for i, number in enumerate(("first", "y0", "y1"))
    ]
    last = alt.param(name="last", expr=f"max(length(split({LOG_LIKELIHOODS}, ' ')) - 1, 1)")
    params = [text_param(LOG_LIKELIHOODS), text_param(AXIS), *numbers, last, type_param()]
    fit = alt.AutoSizeParams(type="fit", contains="padding", resize=True)  # the labels of the axis change
    return alt.layer(
        *one_coin, *trace.layers(dark, LOG_LIKELIHOODS, TITLE), config=look(dark), autosize=fit
    ).add_params(*params)
