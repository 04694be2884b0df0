"""Links from a lesson to the dashboard with a run of the lesson's own."""

from dataclasses import replace

import streamlit as st

from dashboard import frame, link
from emcore import Scenario

DRAWN = (1, 2, 3, 4)  # dimensions that the dashboard draws


def watch(scenario: Scenario, label: str) -> None:
    """A link that opens `scenario` on the dashboard; what is on display stays as this visitor has it."""
    if scenario.n_features not in DRAWN:
        st.caption(f"The dashboard draws one or two dimensions; these data have {scenario.n_features}.")
        return
    view = replace(link.state().view, step=0)
    st.page_link(
        frame.HOME, label=label, icon=":material/play_circle:", query_params={**scenario.to_query(), **view.to_query()}
    )
