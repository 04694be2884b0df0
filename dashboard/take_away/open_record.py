"""A record of a run (run.json) opened again: its scenario, one's own points included, at its step."""

from dataclasses import replace

import streamlit as st

from dashboard.common.texts import plain
from dashboard.common.uploads import let_go
from dashboard.link import address
from dashboard.own_data import in_use
from emcore import DataError
from emcore.export import record
from emcore.export.record import Record

KEY = "open-record"


def open_record() -> None:
    """Take a record; the dashboard shows it at once, or what can't be read is said in words."""
    file = st.file_uploader(
        "Open a record (run.json)", "json", key=KEY, help="As it was taken away here, or elsewhere."
    )
    if file is None:
        return
    try:
        found = record.read(file.getvalue())
    except DataError as error:
        why = str(error)
        end = "" if why.endswith((".", "?")) else "."
        st.error(f"It can't be opened: {plain(why)}{end}", icon=":material/error:")
        return
    let_go(file.file_id)
    show(found)
    st.rerun()


def show(found: Record) -> None:
    """Have the dashboard show what a record holds."""
    scenario = found.scenario
    if found.own_points is not None and not scenario.own.points:  # those of a link are inside the scenario
        in_use.take_with(scenario, found.own_points)
    address.show(scenario, replace(address.state().view, step=found.step))
