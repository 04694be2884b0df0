"""Which chart shows the data and their mixture, by their number of features; its key; the log-likelihood trace."""

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from dashboard.charts.correlations import correlation_chart
from dashboard.charts.density import density_chart
from dashboard.charts.drawing import Drawing
from dashboard.charts.ellipses import MARGINAL_MASS
from dashboard.charts.extent import Extent
from dashboard.charts.matrix import matrix_chart
from dashboard.charts.plane import plane_chart
from dashboard.charts.raster import raster
from dashboard.charts.trace import TITLES, climbed, trace_chart
from dashboard.common.cache import cached
from dashboard.common.draw import draw
from dashboard.link.view import MATRIX, PRINCIPAL, View
from dashboard.picture import painting
from dashboard.picture.key import key
from dashboard.runs import Run
from emcore import Dataset, EMTrace, Scenario
from emcore.study.projection import Projection, pair, principal_components

MASS = f"{100 * MARGINAL_MASS:g} %"  # within an ellipse of the matrix
SHORT = {  # what matters most, by the number of features
    1: "Every bell: a component, times its weight",
    2: "Ellipses hold 50 % and 95 % of a component's mass",
}
CORRELATIONS = "Correlations within each component at the step in view, from −1 to 1."
# For those who can't see the charts.
CORRELATIONS_TOLD = "Heat maps: the correlations of the columns within each component at the step in view."
TRACE_TOLD = "{} of every step. A click moves the step."


def seen(run: Run, view: View) -> Run:
    """The run as the picture shows it: of more than two features the plane in view; all of them in the matrix."""
    plane = plane_of(run.dataset, view)
    return run if plane is None else Run(plane.dataset(run.dataset), plane.trace(run.trace))


def seen_data(dataset: Dataset, view: View) -> Dataset:
    """The data as the picture shows them."""
    plane = plane_of(dataset, view)
    return dataset if plane is None else plane.dataset(dataset)


def picture(scenario: Scenario, dataset: Dataset, trace: EMTrace | None, view: View, dark: bool) -> None:
    """What is seen of the scenario: data, and the mixture at the step in view, with a key; or the data alone.

    It is as high as its container leaves it.
    """
    if trace is None:
        view = View(truth=view.truth, plane=view.plane, colours="none")  # all else on display is of a mixture
    told = in_words(dataset, view, with_run=trace is not None)
    bare_picture(scenario, dataset, trace, view, dark, told)
    if trace is not None:
        key(short_key(view, dataset.X.shape[1]), whole_key(scenario, dataset, view))


def bare_picture(
    scenario: Scenario, dataset: Dataset, trace: EMTrace | None, view: View, dark: bool, told: str
) -> None:
    """The same without its key, for a view of what there is. `told`: what it shows, for those who can't see it."""
    chart = _chart(scenario, view, dark, trace is not None, dataset, trace)
    n_features = dataset.X.shape[1]
    if view.plane == MATRIX:
        return draw(chart, key="picture-matrix", alt=told, height="stretch")
    name = "two-pictures" if view.dream else "pictures"
    place = st.container(key=name, horizontal=view.dream, height="stretch", gap="small")
    with place:
        draw(chart, key=f"picture-{n_features}", alt=told, height="stretch")
        if view.dream and trace is not None:
            painting.draw_dream(dataset, trace, dark)
    if trace is not None and view.field and n_features == 1:
        painting.curves_picture(dataset, trace, dark)


@cached(60)  # of many points even what is drawn of them takes a while
def _chart(
    scenario: Scenario, view: View, dark: bool, with_run: bool, _dataset: Dataset, _trace: EMTrace | None
) -> Drawing:
    def points_as_picture(X: np.ndarray, *axes: Extent) -> str:
        return _points_as_picture(scenario.only_data(), view.plane, axes, X)

    return chart_of(scenario, view, dark, _dataset, _trace, points_as_picture)


def chart_of(
    scenario: Scenario,
    view: View,
    dark: bool,
    dataset: Dataset,
    trace: EMTrace | None,
    points_as_picture: Callable[[np.ndarray, Extent, Extent], str] = raster,
) -> Drawing:
    """The chart of a scenario's data and run as the picture shows them (`seen`); with no trace, of the data alone."""
    n_features = dataset.X.shape[1]
    painted = painting.painted_layers(view, n_features)
    if view.plane == MATRIX:
        return matrix_chart(dataset, trace, painted=bool(painted), dark=dark)
    display: dict[str, Any] = {
        "show_truth": view.truth,
        "dark": dark,
        "painted": painted,
        "clicks": trace is not None,
        "title": "The data" if view.dream else "",
    }
    if n_features == 1:
        return density_chart(dataset, trace, **display)
    hollow = scenario.n_features > 2
    return plane_chart(dataset, trace, **display, hollow=hollow, points_as_picture=points_as_picture)


@cached(20)  # another start has the same points
def _points_as_picture(data_only: Scenario, plane: str, axes: tuple[Extent, ...], _X: np.ndarray) -> str:
    return raster(_X, *axes)


def in_words(dataset: Dataset, view: View, *, with_run: bool) -> str:
    """What the picture of these data (`seen`) shows, for those who can't see it."""
    if view.plane == MATRIX:
        shown = "Scatter-plot matrix: the points in every pair of features, the histogram of each"
        if with_run:
            shown += f", and each component's ellipses that hold {MASS} of its mass, its densities and correlations"
        return f"{shown}. {', '.join(dataset.columns)}."
    shown = "The points, and each component's ellipses that hold 50 % and 95 % of its mass, with its centre's trail"
    if dataset.X.shape[1] == 1:
        shown = "Histogram and rug of the data, the weighted density of each component, and their sum"
    if not with_run:
        shown = "The data, without a mixture"
    return f"{shown}. The table beside it gives the numbers at the step in view."


def plane_of(dataset: Dataset, view: View) -> Projection | None:
    """The plane in which data of more than two features are seen; None where all of them are."""
    if dataset.X.shape[1] <= 2 or view.plane == MATRIX:
        return None
    if view.plane == PRINCIPAL:
        return principal_components(dataset)
    first, second = view.plane.split("_")
    return pair(dataset, int(first) - 1, int(second) - 1)


def short_key(view: View, n_features: int) -> str:
    """What matters most of the key to a picture of so many features."""
    if view.plane == MATRIX:
        return f"Ellipses: {MASS} of a component's mass; above the diagonal: correlations within components"
    return SHORT[n_features]


def whole_key(scenario: Scenario, dataset: Dataset, view: View) -> list[str]:
    """What the marks of the picture of these data (`seen`) mean, line by line, in Markdown."""
    n_features = dataset.X.shape[1]
    if view.plane == MATRIX:
        lines = [
            f"**Ellipses**: {MASS} of a component's mass in that pair of features, its marginal",
            "**Diagonal**: histogram, each component's density times its weight, and their sum (plain)",
            "**Above it**: the correlation within each component",
        ]
    elif n_features == 1:
        lines = [
            painting.BARS.get(view.colours, "**Grey**: the data"),
            "**Coloured curves**: each component's density times its weight",
            "**Plain curve, p(x)**: their sum, the mixture",
        ]
    else:
        lines = [
            "**Thick ellipse**: holds 50 % of a component's mass",
            "**Thin ellipse**: holds 95 % of it",
            "**Trail**: the means so far",
        ]
    if n_features == 2 and view.contours != "none":
        lines.append("**Contours**: hold 25, 50, 75 and 95 % of the whole mixture's mass")
    lines += painting.key_to(len(dataset.X), n_features, view, scenario.n_features)
    if view.truth and dataset.truth is not None and view.plane != MATRIX:
        lines.append("**Dotted**: the true clusters")
    return lines


def draw_correlations(run: Run, dark: bool) -> None:
    """Draw the correlations within every component of the run, a heat map each."""
    draw(
        correlation_chart(run.trace, run.dataset.columns, dark=dark),
        key="correlations",
        alt=CORRELATIONS_TOLD,
    )
    st.caption(CORRELATIONS)


def draw_trace(trace: EMTrace, dark: bool) -> None:
    """Draw what EM climbs at every step of the run, the step in view marked; a click moves there."""
    draw(trace_chart(trace, dark=dark), key="trace", alt=trace_told(trace), height="stretch")


def trace_told(trace: EMTrace) -> str:
    """The same for those who can't see it."""
    return TRACE_TOLD.format(TITLES[climbed(trace)].capitalize())
