"""The sidebar's controls of what is on display: nothing in them changes a fit."""

from collections.abc import Sequence

import streamlit as st

from dashboard.link import address
from dashboard.link.view import COLOURS, CONTOURS, FIELDS, MATRIX, PRINCIPAL, planes, settings
from dashboard.runs import Outcome
from dashboard.sidebar.field_widgets import of_view


def watch_group() -> None:
    """What makes EM visible: colours and beats."""
    state = address.state()
    if "colours" in settings(state.scenario, state.view.plane):
        of_view(st.segmented_control, "colours", list(COLOURS), format_func=COLOURS.__getitem__, required=True)
    of_view(st.toggle, "beats")


def view_group(run: Outcome) -> None:
    """The plane, field and dream, contours, the truth; `run` is that of the scenario shown."""
    state = address.state()
    locks = state.lecture.locks
    meant, fitted = settings(state.scenario, state.view.plane, locks), state.view.fitted_to(state.scenario, locks)
    if "plane" in meant:
        _plane(run.dataset.columns, fitted.plane)
    if "field" in meant:
        in_plane = "the plane tinted, with the decision boundary"
        shown = "a curve for each component" if state.scenario.n_features == 1 else in_plane
        of_view(st.toggle, "field", help=f"{FIELDS['field'].help}: {shown}.")
    if "dream" in meant:
        of_view(st.toggle, "dream")
    if "contours" in meant:
        of_view(st.segmented_control, "contours", list(CONTOURS), format_func=CONTOURS.__getitem__, required=True)
    if "truth" not in locks:
        of_view(st.toggle, "truth", value=fitted.truth, disabled="truth" not in meant)


def _plane(columns: Sequence[str], shown: str) -> None:
    names = {PRINCIPAL: "Principal components", MATRIX: "All pairs: scatter-plot matrix"}
    for plane in planes(len(columns))[len(names) :]:
        first, second = (columns[int(number) - 1] for number in plane.split("_"))
        names[plane] = f"{first} and {second}"
    of_view(st.selectbox, "plane", list(names), value=shown, format_func=names.__getitem__)
