"""The sidebar's groups by use: what to watch first, then data, start and run, then the rest of what can be seen."""

import streamlit as st

from dashboard.link import address
from dashboard.link.navigation import HOME, onward
from dashboard.runs import Outcome
from dashboard.sidebar.data import data_group
from dashboard.sidebar.preset import preset_group
from dashboard.sidebar.run_options import run_group
from dashboard.sidebar.start import start_group
from dashboard.sidebar.view import view_group, watch_group


def groups(run: Outcome | None) -> None:
    """Draw all groups, then the way to the first lesson: the stage itself ends with its window.

    `run` is that of the scenario shown, None while its data are still to be given. What a lecturer has locked is not
    drawn, and stays as it is; a preset would change it, or tell the true clusters.
    """
    locks = address.state().lecture.locks
    if not {"data", "start", "truth"} & set(locks):
        preset_group()
    watch_group()
    if "data" not in locks:
        with st.expander("Data", icon=":material/scatter_plot:", expanded=run is None):
            data_group()
    if run is None:
        return
    if "start" not in locks:
        with st.expander("Start", expanded=True, icon=":material/flag:"):
            start_group(run)
    with st.expander("Run", icon=":material/play_arrow:"):
        run_group()
    with st.expander("More to see", icon=":material/visibility:"):
        view_group(run)
    onward(HOME)
