"""What a click on the picture does: the choice, the panel that goes with it, the explanation of what was clicked."""

from dataclasses import replace

import streamlit as st

from dashboard.charts.palette import colours
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from dashboard.common.widgets import controlled
from dashboard.link import address
from dashboard.link.view import CLICKS, View, possible_clicks
from dashboard.picture import adding_points
from dashboard.picture.contest import contest
from dashboard.picture.predicting import predict
from dashboard.runs import Run
from emcore import Scenario

ICONS = {
    "explain": ":material/search:",
    "predict": ":material/psychology:",
    "beat": ":material/trophy:",
    "add": ":material/add_circle:",
}

_explanation = component("arithmetic")


def choice(scenario: Scenario, view: View) -> None:
    """The choice of what a click on the picture does, where there is one."""
    possible = possible_clicks(scenario, address.state().lecture.locks)
    if len(possible) == 1:
        return

    def choose() -> None:
        state = address.state()
        state.view = replace(state.view, click=st.session_state["click"])

    controlled(
        st.segmented_control,
        "click",
        view.click,
        "A click on the picture",
        possible,
        format_func=lambda click: f"{ICONS[click]} {CLICKS[click]}",
        required=True,
        label_visibility="collapsed",
        on_change=choose,
    )


def panel(scenario: Scenario, view: View, run: Run) -> bool:
    """What the chosen way to click asks for; whether that takes the place of the table."""
    if view.click == "add":
        adding_points.controls(scenario, run)
    if view.click not in ("predict", "beat"):
        return False
    with st.container(key="game", gap="xsmall"):
        if view.click == "predict":
            predict(run)
        else:
            contest(scenario, run)
    return True


def explanation(scenario: Scenario, view: View, run: Run) -> None:
    """What a click shows beside it, if it explains; nothing of it stands where it is drawn."""
    if view.click == "explain" and scenario.n_features <= 2:
        _explanation(key="arithmetic", data={"colors": colours(is_dark())})
