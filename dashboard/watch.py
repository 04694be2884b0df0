"""Links from a lesson to the dashboard with a run of the lesson's own."""

from dataclasses import replace

import streamlit as st

from dashboard import frame, link
from emcore import Scenario


def watch(scenario: Scenario, label: str) -> None:
    """A link that opens `scenario` on the dashboard; what is on display stays as this visitor has it."""
    view = replace(link.state().view, step=0)
    st.page_link(
        frame.HOME, label=label, icon=":material/play_circle:", query_params={**scenario.to_query(), **view.to_query()}
    )
