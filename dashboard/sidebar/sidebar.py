"""The sidebar's groups in their order."""

import streamlit as st

from dashboard.runs import Outcome
from dashboard.sidebar.data import data_group
from dashboard.sidebar.preset import preset_group
from dashboard.sidebar.run_options import run_group
from dashboard.sidebar.start import start_group
from dashboard.sidebar.view import view_group


def groups(run: Outcome | None) -> None:
    """Draw all groups; `run` is that of the scenario shown, None while its data are still to be given."""
    preset_group()
    with st.expander("Data", expanded=True, icon=":material/scatter_plot:"):
        data_group()
    if run is None:
        return
    with st.expander("Start", expanded=True, icon=":material/flag:"):
        start_group(run)
    with st.expander("Run", icon=":material/play_arrow:"):
        run_group()
    with st.expander("View", icon=":material/visibility:"):
        view_group(run)
