"""The pictures on the page: the chart for the data's dimension, the log-likelihood trace, their text alternatives."""

import streamlit as st

from dashboard import frame, link, runs
from dashboard.charts.density import density_chart
from dashboard.charts.plane import plane_chart
from dashboard.charts.trace import trace_chart
from dashboard.runs import Run
from dashboard.view import View


def picture(run: Run) -> None:
    """Data, and the mixture at the step in view."""
    scenario, view = link.state().scenario, link.state().view
    n_points, n_features = run.dataset.X.shape
    if n_features == 1:
        chart = density_chart(run.dataset, run.trace, show_truth=view.truth, dark=frame.is_dark())
        shown = "Histogram and rug of the data, the weighted density of each component, and their sum"
    else:
        filled = view.contours == "filled"
        contours = runs.contours(scenario, filled=filled) if run.trace is not None and view.contours != "none" else None
        chart = plane_chart(
            run.dataset, run.trace, contours=contours, filled=filled, show_truth=view.truth, dark=frame.is_dark()
        )
        shown = "The points, and each component's ellipses that hold 50 % and 95 % of its mass, with its centre's trail"
    if run.trace is None:
        shown = "The data, without a mixture"
    st.altair_chart(
        chart,
        key=f"picture-{n_features}",
        width="stretch",
        alt=f"{shown}. {n_points} points in {n_features}-D. The table beside it gives the numbers at the step in view.",
    )
    if run.trace is not None:
        st.caption(_key_to(n_features, view))


def _key_to(n_features: int, view: View) -> str:
    """What the marks mean, in a line."""
    if n_features == 1:
        parts = [
            "Grey: the data",
            "coloured: each component's density times its weight",
            "plain line: their sum, the mixture",
        ]
    else:
        parts = ["Thick ellipse: 50 % of a component's mass", "thin: 95 %", "trail: the means so far"]
    if n_features == 2 and view.contours != "none":
        parts.append("contours: 25, 50, 75 and 95 % of the whole mixture's mass")
    if view.truth:
        parts.append("dotted: the true clusters")
    return "; ".join(parts) + "."


def trace_picture(run: Run) -> None:
    """The log-likelihood of every step, the step in view marked; a click moves there."""
    assert run.trace is not None
    first, last = run.trace.log_likelihoods[[0, -1]]
    st.altair_chart(
        trace_chart(run.trace, dark=frame.is_dark()),
        key="trace",
        width="stretch",
        alt=f"Log-likelihood of {len(run.trace) - 1} steps, {first:.6g} to {last:.6g} nats. A click moves the step.",
    )
