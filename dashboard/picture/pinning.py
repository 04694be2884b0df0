"""The run in view pinned, to be compared with what it becomes when something is changed."""

import streamlit as st

from dashboard.link import address, pinned
from dashboard.link.navigation import COMPARE, page_link
from emcore import Scenario


def pin_button(scenario: Scenario) -> None:
    """Pin this run; once one is pinned, the way to compare both. Where the next steps are kept back, neither."""
    if address.state().lecture.keeps_step:
        return
    kept, _ = pinned.pinned()
    st.button(
        "Pinned" if kept == scenario else "Pin",
        key="pin",
        disabled=kept == scenario,
        icon=":material/keep:",
        type="tertiary",
        help="Keeps this run. Then change what you like, its start or covariance, and compare both side by side.",
        on_click=lambda: pinned.pin(scenario),
    )
    if kept is not None:
        page_link(COMPARE, "Compare", icon=":material/compare:")
