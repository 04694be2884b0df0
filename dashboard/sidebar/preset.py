"""Ready-made scenarios to begin with."""

from dataclasses import replace

import streamlit as st

from dashboard.common.widgets import controlled
from dashboard.link import address
from emcore import PRESETS
from emcore.scenario.title import preset_of


def preset_group() -> None:
    """The preset that the scenario is, or none."""

    def choose() -> None:
        key = st.session_state["preset"]
        if key is not None:
            address.show(PRESETS[key].scenario, replace(address.state().view, step=0))

    scenario = address.state().scenario
    key = preset_of(scenario)
    controlled(
        st.selectbox,
        "preset",
        key,
        "Preset",
        list(PRESETS),
        format_func=lambda key: PRESETS[key].label,
        placeholder="Your own scenario",
        help="Ready-made scenarios to begin with; every control below stays yours to change.",
        on_change=choose,
    )
    holds = "names the data and holds the rest" if scenario.own.fingerprint else "holds exactly this scenario"
    st.caption(PRESETS[key].reason if key else f"Changed from a preset; the address bar {holds}.")
