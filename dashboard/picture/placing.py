"""The start by hand from clicks: a mean goes where the click was; each can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import streamlit as st

from dashboard.charts.extent import extents
from dashboard.common.picked_places import picture_click, place_clicked
from dashboard.link import address
from dashboard.runs import Run
from emcore import EMTrace, Gaussian, Scenario
from emcore.gaussian import gaussians_of
from emcore.numerals import rounded
from emcore.scenario.gaussians import COMPONENTS
from emcore.scenario.link import HAND

KEY = "placing"
MOST_UNDO = 50
FIGURES = 7  # of a placed component's numbers

Rows = tuple[Gaussian, ...]


@dataclass
class Placements:
    """This visitor's placements on some data: whose turn it is, and the starts before each."""

    data: Scenario
    component: int = 0
    before: list[dict[str, Any]] = field(default_factory=list)


def placements(scenario: Scenario) -> Placements:
    """The placements so far; none on other data, for which a start by hand means nothing."""
    data = scenario.only_data()
    now: Placements | None = st.session_state.get(KEY)
    if now is None or now.data != data:
        now = st.session_state[KEY] = Placements(data)
    return now


def controls(scenario: Scenario, mode: str, run: Run) -> None:
    """Whose mean the next click places, and the way back."""
    now = placements(scenario)

    def take() -> None:
        at = place_clicked("place", extents(run.dataset, run.trace))
        if at is not None:
            put(at, mode, run)

    now.component %= scenario.n_components
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        st.session_state["placed"] = now.component
        st.segmented_control(
            "The next click places component" if mode == "place" else "Component to move",
            range(scenario.n_components),
            key="placed",
            format_func=lambda k: f"{k + 1}",
            required=True,
            on_change=lambda: setattr(now, "component", st.session_state["placed"]),
        )
    right.button(
        "Undo",
        key="undo",
        icon=":material/undo:",
        width="stretch",
        disabled=not now.before,
        help="Takes the last placement back. The browser's back button does too.",
        on_click=undo,
    )
    picture_click(key="place", on_click_change=take)
    if scenario.start != HAND:
        st.caption("The first click makes this a start by hand: step 0's means, equal weights and equal spreads.")


def put(at: Sequence[float], mode: str, run: Run) -> None:
    """Put the component whose turn it is at this place, in data units, and open at step 0."""
    state = address.state()
    scenario = state.scenario
    now = placements(scenario)
    component = now.component % scenario.n_components
    after = placed(scenario, rows_to_place(scenario, run.dataset.X, run.trace), component, at)
    now.before = [*now.before, start_of(scenario) | {"turn": component}][-MOST_UNDO:]
    if mode == "place":
        now.component = (component + 1) % scenario.n_components
    address.show(after, replace(state.view, step=0))


def undo() -> None:
    """Go back to the start before the last placement."""
    state = address.state()
    now = placements(state.scenario)
    if now.before:
        *now.before, before = now.before
        now.component = before.pop("turn")
        address.show(replace(state.scenario, **before), replace(state.view, step=0))


def rows_to_place(scenario: Scenario, X: np.ndarray, trace: EMTrace) -> Rows:
    """The components that clicks change: those set by hand; else step 0's means, equal weights and equal, wide spreads.

    A start that was computed has weights and spreads that belong to its own means, so they are not taken over.
    """
    if scenario.start == HAND:
        return scenario.components
    spread = X.std(axis=0) / scenario.n_components
    sd = tuple(rounded(max(value, 1e-3), 3) for value in spread)
    return tuple(
        COMPONENTS.clamp(Gaussian(1, tuple(rounded(value, FIGURES) for value in row.mean), sd))
        for row in gaussians_of(trace[0].mixture)
    )


def placed(scenario: Scenario, rows: Rows, component: int, at: Sequence[float]) -> Scenario:
    """The scenario with the mean of `component`, counted from 0, at a place."""
    row = COMPONENTS.clamp(replace(rows[component], mean=tuple(at)))
    return replace(scenario, start=HAND, components=(*rows[:component], row, *rows[component + 1 :]))


def start_of(scenario: Scenario) -> dict[str, object]:
    """The fields of the scenario that a placement changes."""
    names = ("start", "components", "n_components", "start_seed")
    return {name: getattr(scenario, name) for name in names}
