"""The charts of a moment as complete Vega-Lite specifications: the same as the page's, with their data inside and the
parameters that the browser writes set to the moment's step.

They can still be written to: who embeds one and changes `mixture`, `trail`, `log_likelihoods` or `step`, as the step
bar does, moves it. What the browser paints on the page is not in them: its layers are blank images whose addresses end
in their names (`charts/painted.py`). They have no size: set `width` and `height`.
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from dashboard.charts.drawing import Columns, Drawing
from dashboard.charts.stepping import MIXTURE, TRAIL
from dashboard.charts.trace import climbed, trace_chart
from dashboard.picture import painting, which_chart
from dashboard.runs import Run
from dashboard.take_away.look import page_look
from dashboard.take_away.shown import Shown
from emcore import EMTrace

Spec = dict[str, Any]
FONT = "'Source Sans', 'Source Sans 3', 'Source Sans Pro', system-ui, Arial, sans-serif"  # the page's


def picture_spec(shown: Shown, font: str = FONT) -> Spec:
    """The picture: densities, a plane or the matrix."""
    seen = seen_run(shown)
    drawing = which_chart.chart_of(shown.scenario, shown.view, shown.dark, seen.dataset, seen.trace)
    return complete(drawing, values_at(seen.trace, shown.t), shown.dark, font)


def curves_spec(shown: Shown, font: str = FONT) -> Spec:
    """The responsibilities along the axis, for 1-D data with the field in view; the browser paints them."""
    return complete(painting.curves_chart(shown.dataset, shown.trace, shown.dark), {}, shown.dark, font)


def trace_spec(shown: Shown, font: str = FONT) -> Spec:
    """The log-likelihood of every step, or with a prior the log posterior, the moment's marked."""
    values = {climbed(shown.trace): _row(shown.trace.log_posteriors), "pick": [{"step": shown.t}]}
    return complete(trace_chart(shown.trace, dark=shown.dark), values, shown.dark, font)


def seen_run(shown: Shown) -> Run:
    """Data and run as the picture shows them."""
    return which_chart.seen(Run(shown.dataset, shown.trace), shown.view)


def complete(drawing: Drawing, values: Mapping[str, Any], dark: bool, font: str = FONT) -> Spec:
    """The drawing with its tables, the page's look and these values of its parameters, as far as it has them."""
    spec: Spec = json.loads(drawing.spec)
    datasets = {name: rows_of(columns) for name, columns in drawing.tables.items()}
    for part in (spec, *spec["layer"]):  # a selection stands in the layer that it is made in
        for param in part.get("params", []):
            if param["name"] in values:
                param["value"] = values[param["name"]]
    return spec | {"datasets": datasets, "config": laid_over(page_look(dark, font), spec.get("config", {}))}


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Both configurations in one; where both say something, the second holds."""
    both = {**under, **over}
    inner = [name for name in under if isinstance(under[name], Mapping) and isinstance(over.get(name), Mapping)]
    return both | {name: laid_over(under[name], over[name]) for name in inner}


def values_at(trace: EMTrace, t: int) -> dict[str, Any]:
    """What the step bar writes into the picture of a run at a step (`browser/shared/texts.js`)."""
    n_features = trace.means.shape[2]
    values: dict[str, Any] = {"step": t}
    if n_features > 2:
        return values
    factors = np.linalg.cholesky(trace.covariances[t])
    rows = [f"1 {t} 1"]
    for k, (weight, mean, factor) in enumerate(zip(trace.weights[t], trace.means[t], factors, strict=True)):
        row = [k + 1, weight, mean[0], factor[0, 0]]
        rows.append(_row(row if n_features == 1 else [*row, mean[1], *factor[1], *mean]))
    values[MIXTURE] = ";".join(rows)
    if n_features == 2:
        trail = [[step, k + 1, *mean] for step, means in enumerate(trace.means) for k, mean in enumerate(means)]
        values[TRAIL] = ";".join(map(_row, trail))
    return values


def _row(numbers: Any) -> str:
    return " ".join(f"{number:.17g}" for number in numbers)


def rows_of(columns: Columns) -> list[dict[str, Any]]:
    """The rows of a table, of plain numbers and texts."""
    values = [column.tolist() if isinstance(column, np.ndarray) else column for column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]
