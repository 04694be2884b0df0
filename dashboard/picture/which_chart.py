"""Which chart shows the data and their mixture, by their number of features; its key; the log-likelihood trace."""

import streamlit as st

from dashboard.charts.correlations import correlation_chart
from dashboard.charts.density import density_chart
from dashboard.charts.ellipses import MARGINAL_MASS
from dashboard.charts.matrix import matrix_chart
from dashboard.charts.pick import with_clicks
from dashboard.charts.plane import plane_chart
from dashboard.charts.trace import trace_chart
from dashboard.common.cache import cached
from dashboard.common.texts import plain
from dashboard.link.view import MATRIX, View
from dashboard.picture import painting
from dashboard.picture.plane_seen import in_plane
from dashboard.runs import Run
from emcore import Dataset, EMTrace, Scenario
from emcore.numerals import numeral


def picture(dataset: Dataset, trace: EMTrace | None, view: View, dark: bool) -> None:
    """Data, and the mixture at the step in view; or the data alone; many dimensions in a plane or in all pairs."""
    if view.plane == MATRIX:
        return _matrix(dataset, trace, dark)
    dataset, trace = in_plane(dataset, trace, view.plane)
    if trace is None:
        view = View(truth=view.truth)  # all else on display is of a mixture
    n_points, n_features = dataset.X.shape
    painted = painting.painted_layers(view, n_features)
    if n_features == 1:
        chart = density_chart(dataset, trace, show_truth=view.truth, dark=dark, painted=painted)
        shown = "Histogram and rug of the data, the weighted density of each component, and their sum"
    else:
        chart = plane_chart(dataset, trace, show_truth=view.truth, dark=dark, painted=painted)
        shown = "The points, and each component's ellipses that hold 50 % and 95 % of its mass, with its centre's trail"
    if trace is None:
        shown = "The data, without a mixture"
    if view.click != "none":
        chart = with_clicks(chart, dark)
    if view.dream:
        chart = chart.properties(title="The data")
    st.altair_chart(
        chart,
        key=f"picture-{n_features}",
        width="stretch",
        alt=f"{shown}. {n_points} points in {n_features}-D. The table beside it gives the numbers at the step in view.",
    )
    if trace is not None:
        if view.field and n_features == 1:
            painting.curves_picture(dataset, trace)
        st.caption(_key_to(dataset, view))


def _matrix(dataset: Dataset, trace: EMTrace | None, dark: bool) -> None:
    """Every pair of more than two features."""
    n_points, n_features = dataset.X.shape
    mass = f"{100 * MARGINAL_MASS:g} %"
    shown = "Scatter-plot matrix: the points in every pair of features, the histogram of each"
    if trace is not None:
        shown += f", and each component's ellipses that hold {mass} of its mass, its densities and correlations"
    st.altair_chart(
        matrix_chart(dataset, trace, dark=dark),
        key="picture-matrix",
        width="stretch",
        alt=f"{shown}. {n_points} points in {n_features}-D: {', '.join(dataset.columns)}.",
    )
    if trace is not None:
        st.caption(
            f"Ellipses: {mass} of a component's mass in that pair of features, its marginal; diagonal: histogram, "
            "each component's density times its weight, and their sum (plain); above it: the correlation within each "
            "component."
        )


def _key_to(dataset: Dataset, view: View) -> str:
    """What the marks mean, in a line."""
    n_features = dataset.X.shape[1]
    if n_features == 1:
        key = [
            painting.BARS.get(view.colours, "Grey: the data"),
            "coloured: each component's density times its weight",
            "plain: their sum, the mixture",
        ]
    else:
        key = ["Thick ellipse: 50 % of a component's mass", "thin: 95 %", "trail: the means so far"]
    if n_features == 2 and view.contours != "none":
        key.append("contours: 25, 50, 75 and 95 % of the whole mixture's mass")
    key += painting.key_to(len(dataset.X), n_features, view)
    if view.truth and dataset.truth is not None:
        key.append("dotted: the true clusters")
    return "; ".join(key) + "."


# Building a chart takes longer than all the rest of a rerun; Streamlit replays what a cached function drew.


@cached(60, show_spinner="Drawing …")
def draw_picture(scenario: Scenario, view: View, dark: bool, _run: Run) -> None:
    """Draw the picture of the scenario's run; `view` without its step, which the browser keeps."""
    picture(_run.dataset, _run.trace, view, dark)


@cached(60, show_spinner="Drawing …")
def draw_data(scenario: Scenario, view: View, dark: bool, _dataset: Dataset) -> None:
    """Draw the picture of the scenario's data alone."""
    picture(_dataset, None, view, dark)


@cached(60)
def draw_correlations(scenario: Scenario, dark: bool, _run: Run) -> None:
    """Draw the correlations within every component of the scenario's run, a heat map each."""
    st.altair_chart(
        correlation_chart(_run.trace, dark=dark),
        key="correlations",
        width="stretch",
        alt="Heat maps: the correlations of the columns within each component at the step in view.",
    )
    st.caption(f"Correlations within each component; rows and columns: {plain(', '.join(_run.dataset.columns))}.")


@cached(60)
def draw_trace(scenario: Scenario, dark: bool, _trace: EMTrace) -> None:
    """Draw the log-likelihood of every step of the scenario's run, the step in view marked; a click moves there."""
    first, last = _trace.log_likelihoods[[0, -1]]
    st.altair_chart(
        trace_chart(_trace, dark=dark),
        key="trace",
        width="stretch",
        alt=f"Log-likelihood, steps 0 to {len(_trace) - 1}: {numeral(first, 6)} to {numeral(last, 6)} nats. "
        "A click moves the step.",
    )
