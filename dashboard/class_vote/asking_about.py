"""What a lecturer chooses to ask: of a lesson, or of the scenario in view."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import runs
from dashboard.class_vote.asked import ASKED
from dashboard.class_vote.asking import CannotAskError, Matter
from dashboard.common import working
from dashboard.common.limits import MANY_POINTS
from dashboard.common.widgets import controlled
from dashboard.link import address, choices
from dashboard.link.address import HOME
from dashboard.link.names import scenario_name
from dashboard.link.navigation import page_link
from emcore import Scenario
from emcore.scenario.own_points import OWN

CHOICE = "vote-asked"


def choose(press: str) -> tuple[str, Mapping[str, str], Any] | None:
    """Draw the choice and a button; once it is pressed, the kind, the scenario's query and the detail.

    What can't be asked is a message instead.
    """
    kind = choices.get("asked")
    kind = kind if kind in ASKED else next(iter(ASKED))
    controlled(
        st.selectbox,
        CHOICE,
        kind,
        "What to ask",
        list(ASKED),
        format_func=lambda kind: ASKED[kind].label,
        on_change=lambda: choices.choose("asked", st.session_state[CHOICE]),
    )
    scenario = address.state().scenario if ASKED[kind].of_scenario else Scenario()
    if ASKED[kind].of_scenario:
        with st.container(key="vote-about", horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"About: **{scenario_name(scenario)}**")
            page_link(HOME, "Choose another scenario on the dashboard", icon=":material/tune:")
    place = st.empty()
    # Pressed again, what was stopped goes on.
    if not st.button(press, key="vote-ask", on_click=working.go_on, type="primary", icon=":material/how_to_vote:"):
        return None
    try:
        detail = ASKED[kind].prepared(matter_of(scenario, None, place), place)
    except CannotAskError as why:
        place.warning(str(why), icon=":material/warning:")
        return None
    return kind, scenario.to_query() if ASKED[kind].of_scenario else {}, detail


def matter_of(scenario: Scenario, detail: Any, place: DeltaGenerator) -> Matter:
    """What is asked about, its run made; long work shows its progress at `place`. Raises `CannotAskError`."""
    if scenario.source == OWN and not scenario.own.points:
        raise CannotAskError("These are your own data, too many for a link: students could not see them.")
    if scenario.n_points > MANY_POINTS or sum(cluster.size for cluster in scenario.clusters) > MANY_POINTS:
        raise CannotAskError(f"More than {MANY_POINTS:,} points are too many for a class's phones.")
    run = runs.run(scenario, place)
    if isinstance(run, runs.ImpossibleStart):
        raise CannotAskError("These data allow no such start. The dashboard says why.")
    return Matter(scenario, run, detail)
