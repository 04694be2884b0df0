"""What a page shows in place of points that are not here: what a link asks for, and the way to give it."""

import streamlit as st

from dashboard.common.texts import plain
from dashboard.link.navigation import OWN_DATA, go_to
from dashboard.own_data import in_use
from emcore import Scenario


def ask_if_missing(scenario: Scenario) -> None:
    """Go on if the points of the scenario are here; else say what is missing, offer the way to give it, and stop."""
    if in_use.ready(scenario):
        return
    st.info(in_words(scenario), icon=":material/attach_file:")
    if st.button("Bring your data", key="own-bring", type="primary", icon=":material/table:"):
        go_to(OWN_DATA, keep_step=True)
    st.stop()


def in_words(scenario: Scenario) -> str:
    """What is missing of the points of a scenario that are not here."""
    own, named = in_use.state(), scenario.own
    if own.table is not None and not own.fingerprint:
        return "These columns give no points yet: choose columns, or decide what to do with rows that can't be used."
    if not named.file:
        return "There are no data of yours yet: upload, paste, type or click them."
    rows = f" with {named.rows:,} rows" if named.rows else ""
    return (
        f"This link is about **{plain(named.file)}**{rows}, columns {plain(', '.join(scenario.columns))}. A link does "
        "not carry that much: please give the data, and the run is repeated."
    )
