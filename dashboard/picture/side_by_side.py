"""The pictures of two runs beside each other, on the same axes where both have the same columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard.charts.density import density_chart, density_numbers
from dashboard.charts.drawing import Drawing
from dashboard.charts.plane import plane_chart, plane_numbers
from dashboard.charts.stepping import COMPANION
from dashboard.common.cache import cached
from dashboard.common.draw import draw
from dashboard.link import address
from dashboard.link.view import MATRIX, PRINCIPAL, View
from dashboard.picture import painting, which_chart
from dashboard.runs import Run
from emcore import Scenario

Ends = Mapping[str, float]
TABLE_TOLD = "The table below gives the numbers at the step in view."


@dataclass(frozen=True)
class Side:
    """A run as it is seen beside another: `seen` in the picture, whose axes have these ends."""

    scenario: Scenario
    view: View
    run: Run
    seen: Run
    ends: Ends


def same_axes(left: Run, right: Run) -> bool:
    """Whether two runs can be drawn on the same axes: their data have the same columns."""
    return left.dataset.columns == right.dataset.columns


def sides(left: tuple[Scenario, Run], right: tuple[Scenario, Run], view: View) -> tuple[Side, Side]:
    """Both as they are seen in this view, in whole steps: more than two features in the plane of the left data."""
    views = [_fitted(view, scenario) for scenario, _ in (left, right)]
    shared = same_axes(left[1], right[1])
    plane = which_chart.plane_of(left[1].dataset, views[0])
    seen = [which_chart.seen(run, v) for (_, run), v in zip((left, right), views, strict=True)]
    if shared and plane:
        seen = [Run(plane.dataset(run.dataset), plane.trace(run.trace)) for _, run in (left, right)]
    ends = [_ends(run) for run in seen]
    if shared:
        ends = [union(*ends)] * 2
    both = zip((left, right), views, seen, ends, strict=True)
    first, second = (Side(scenario, v, run, s, e) for (scenario, run), v, s, e in both)
    return first, second


def union(first: Ends, second: Ends) -> Ends:
    """Axes that hold all that either pair of axes holds."""
    return {name: (min if name.endswith("0") else max)(first[name], second[name]) for name in first}


def draw_side(side: Side, name: str, companion: bool, dark: bool, more: str = TABLE_TOLD) -> None:
    """Draw its picture; `name` is the side's, `more` ends what those are told who can't see it."""
    shown = "histogram of the data, each component's weighted density, and their sum"
    if side.seen.dataset.X.shape[1] == 2:
        shown = "the points, and each component's ellipses that hold 50 % and 95 % of its mass"
    told = f"{name} run: {shown}. {more}"
    run = COMPANION if companion else ""
    chart = _chart(side.scenario, side.view, dark, run, tuple(side.ends.items()), side.seen.dataset.columns, side.seen)
    draw(chart, key=f"side-{name.lower()}-{len(side.ends)}", alt=told, height="stretch")


def paint(left: Side, right: Side, dark: bool) -> None:
    """Have both painted: the right one is the run in view, the left one its companion."""
    left_shown, right_shown = (
        _payload(side.scenario, side.view, dark, tuple(side.ends.items()), side) for side in (left, right)
    )
    painting.paint_pair(right_shown, left_shown)


@cached(30)
def _chart(
    scenario: Scenario,
    view: View,
    dark: bool,
    run: str,
    ends: tuple[tuple[str, float], ...],
    columns: tuple[str, ...],
    _seen: Run,
) -> Drawing:
    display: dict[str, Any] = {
        "show_truth": view.truth,
        "dark": dark,
        "painted": painting.painted_layers(view, _seen.dataset.X.shape[1]),
        "ends": dict(ends),
        "run": run,
    }
    if _seen.dataset.X.shape[1] == 1:
        return density_chart(_seen.dataset, _seen.trace, **display)
    return plane_chart(_seen.dataset, _seen.trace, **display, hollow=scenario.n_features > 2)


@cached(30)
def _payload(
    scenario: Scenario, view: View, dark: bool, ends: tuple[tuple[str, float], ...], _side: Side
) -> dict[str, Any] | None:
    return painting.payload(_side.seen.dataset, _side.seen.trace, view, dark, _side.run.dataset, dict(ends))


def _fitted(view: View, scenario: Scenario) -> View:
    fitted = view.fitted_to(scenario, address.state().lecture.locks)
    plane = PRINCIPAL if fitted.plane == MATRIX else fitted.plane
    return replace(fitted, beats=False, click="explain", dream=False, plane=plane)


def _ends(seen: Run) -> Ends:
    if seen.dataset.X.shape[1] == 1:
        return density_numbers(seen.dataset, seen.trace)
    return plane_numbers(seen.dataset, seen.trace)


def axes_in_words(left: Run, right: Run) -> str:
    """Why both have axes of their own; empty if they share them."""
    if same_axes(left, right):
        return ""
    dimensions = [len(run.dataset.columns) for run in (left, right)]
    if dimensions[0] != dimensions[1]:
        return f"{dimensions[0]} and {dimensions[1]} dimensions share no axes: each picture has its own."
    return "The data have different columns: each picture has axes of its own."
