"""What a click on the picture does: the choice, and under the picture the panel that goes with it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import streamlit as st

from dashboard.charts.extent import extents
from dashboard.charts.palette import colors
from dashboard.common.component import component
from dashboard.common.picked_places import on_grid, picture_click
from dashboard.common.theme import is_dark
from dashboard.link import address
from dashboard.link.view import CLICKS, View, possible_clicks
from dashboard.own_data import in_use
from dashboard.picture import games
from dashboard.picture.arithmetic import arithmetic
from dashboard.picture.placing import placed, rows_to_place, start_of
from dashboard.runs import Run
from emcore import Scenario
from emcore.scenario.link import HAND

KEY = "placing"
MOST_UNDO = 50
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


@dataclass
class Placing:
    """This visitor's placements on some data: whose turn it is, and the starts before each."""

    data: Scenario
    component: int = 0
    before: list[dict[str, Any]] = field(default_factory=list)


def panel(scenario: Scenario, view: View, run: Run) -> None:
    """The choice of what a click does, and what it asks for; it belongs right under the picture."""
    _choice(scenario, view)
    if view.click == "predict":
        games.predict(run)
    elif view.click in ("place", "move", "beat"):
        _placement(scenario, view.click, run)
        if view.click == "beat":
            games.beat(scenario, run)
    elif view.click == "add":
        _addition(scenario, run)


def explanation(scenario: Scenario, view: View, run: Run) -> None:
    """The arithmetic of the chosen point and component, if that is what clicks are for; it needs the page's width."""
    if view.click == "explain":
        numbers = arithmetic(scenario, run, st.empty())
        _panel(key="arithmetic", data={**numbers, "colors": colors(is_dark())})


def _choice(scenario: Scenario, view: View) -> None:
    def choose() -> None:
        state = address.state()
        state.view = replace(state.view, click=st.session_state["click"] or "none")
        _placing(state.scenario).component = 0

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


def _placement(scenario: Scenario, mode: str, run: Run) -> None:
    """Whose mean the next click places, and the way back."""
    assert run.trace is not None
    placing = _placing(scenario)
    placing.component %= scenario.n_components
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        st.session_state["placed"] = placing.component
        st.segmented_control(
            "The next click places component" if mode == "place" else "Component to move",
            range(scenario.n_components),
            key="placed",
            format_func=lambda k: f"{k + 1}",
            required=True,
            on_change=lambda: setattr(placing, "component", st.session_state["placed"]),
        )
    right.button(
        "Undo",
        key="undo",
        icon=":material/undo:",
        width="stretch",
        disabled=not placing.before,
        help="Takes the last placement back. The browser's back button does too.",
        on_click=undo,
    )
    picture_click(key="place", on_click_change=_taker(mode, run))
    if scenario.start != HAND:
        st.caption("The first click makes this a start by hand: step 0's means, equal weights and equal spreads.")


def _addition(scenario: Scenario, run: Run) -> None:
    """Points by clicks, and the way back; all in the visitor's session."""
    X = run.dataset.X

    def add() -> None:
        click = st.session_state["add"]["click"]
        if click is not None:
            axes = zip("xy", extents(run.dataset, run.trace), strict=False)
            at = [on_grid(click[axis], high - low) for axis, (low, high) in axes]
            in_use.put_points(np.vstack([X, at]), scenario.columns)

    picture_click(key="add", on_click_change=add)
    st.button(
        "Undo",
        key="undo-point",
        icon=":material/undo:",
        disabled=len(X) <= in_use.FEWEST_POINTS,
        help="Takes the last point away.",
        on_click=lambda: in_use.put_points(X[:-1], scenario.columns),
    )


def _taker(mode: str, run: Run) -> Callable[[], None]:
    def take() -> None:
        click = st.session_state["place"]["click"]
        if click is not None:
            put(click, mode, run)

    return take


def put(click: dict[str, float], mode: str, run: Run) -> None:
    """Put the component whose turn it is at `click`, in data units, and open at step 0."""
    assert run.trace is not None
    state = address.state()
    scenario, n_features = state.scenario, run.dataset.X.shape[1]
    placing = _placing(scenario)
    component = placing.component % scenario.n_components
    spans = [high - low for low, high in extents(run.dataset, run.trace)]
    at = (click["x"], click["y"])[:n_features]
    after = placed(scenario, rows_to_place(scenario, run.dataset.X, run.trace), component, at, spans)
    placing.before = [*placing.before, start_of(scenario) | {"turn": component}][-MOST_UNDO:]
    if mode == "place":
        placing.component = (component + 1) % scenario.n_components
    address.show(after, replace(state.view, step=0))


def undo() -> None:
    """Go back to the start before the last placement."""
    state = address.state()
    placing = _placing(state.scenario)
    if placing.before:
        *placing.before, before = placing.before
        placing.component = before.pop("turn")
        address.show(replace(state.scenario, **before), replace(state.view, step=0))


def _placing(scenario: Scenario) -> Placing:
    """Anew for other data: a start by hand for some means nothing for others."""
    placing: Placing | None = st.session_state.get(KEY)
    data = scenario.only_data()
    if placing is None or placing.data != data:
        placing = st.session_state[KEY] = Placing(data)
    return placing
