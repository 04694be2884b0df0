"""What a click on the picture does: the choice, and under the picture the panel that goes with it."""

from dataclasses import replace

import streamlit as st

from dashboard.charts.palette import colours
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from dashboard.link import address
from dashboard.link.view import CLICKS, View, possible_clicks
from dashboard.picture import adding_points, placing
from dashboard.picture.arithmetic import arithmetic
from dashboard.picture.contest import contest
from dashboard.picture.predicting import predict
from dashboard.runs import Run
from emcore import Scenario

HINTS = {
    "none": "Choose what a click on the picture should do.",
    "explain": "Click a point to see its numbers, or a component's number to see its sums. They follow the step.",
    "place": "Every click puts the next component's mean there, and EM starts anew from it.",
    "move": "Choose a component; a click moves its mean there, and EM starts anew from it.",
    "predict": "Before anything moves: where will EM take a mean? Click there, then reveal.",
    "beat": "Set the parameters yourself, by clicks and in the table under Start: how near to EM's best do you get?",
    "add": "Every click adds a point to your data, and EM runs anew on all of them.",
}

_panel = component("arithmetic")


def panel(scenario: Scenario, view: View, run: Run) -> None:
    """The choice of what a click does, and what it asks for; it belongs right under the picture."""
    _choice(scenario, view)
    if view.click == "predict":
        predict(run)
    elif view.click in ("place", "move", "beat"):
        placing.controls(scenario, view.click, run)
        if view.click == "beat":
            contest(scenario, run)
    elif view.click == "add":
        adding_points.controls(scenario, run)


def explanation(scenario: Scenario, view: View, run: Run) -> None:
    """The arithmetic of the chosen point and component, if that is what clicks are for; it needs the page's width."""
    if view.click == "explain":
        numbers = arithmetic(scenario, run, st.empty())
        _panel(key="arithmetic", data={**numbers, "colors": colours(is_dark())})


def _choice(scenario: Scenario, view: View) -> None:
    def choose() -> None:
        state = address.state()
        state.view = replace(state.view, click=st.session_state["click"] or "none")
        placing.placements(state.scenario).component = 0

    st.session_state["click"] = view.click
    st.segmented_control(
        "A click on the picture",
        possible_clicks(scenario),
        key="click",
        format_func=CLICKS.__getitem__,
        required=True,
        wrap=True,
        on_change=choose,
    )
    st.caption(HINTS[view.click])
