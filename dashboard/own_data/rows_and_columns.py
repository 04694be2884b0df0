"""Which columns EM is run on, and whether rows that can't be used in them are left out."""

import streamlit as st

from dashboard.common.texts import listed
from dashboard.common.widgets import controlled
from dashboard.own_data import in_use
from dashboard.own_data.in_use import state
from dashboard.own_data.reading.table import Table
from dashboard.own_data.to_points import Points
from emcore.scenario.own_points import MOST_FEATURES


def choose_columns(table: Table) -> None:
    """Which columns EM is run on, 1 to 8."""
    controlled(
        st.multiselect,
        "own-columns",
        [name for name in state().columns if name in table.columns],
        f"Columns, 1 to {MOST_FEATURES}",
        table.columns,
        max_selections=MOST_FEATURES,
        on_change=lambda: in_use.choose(st.session_state["own-columns"]),
        help="Each one is a dimension. Columns of words can be chosen too, if some of their rows hold numbers.",
    )


def bad_rows(points: Points) -> None:
    """Say which rows can't be used and ask what to do."""
    n = len(points.bad_rows)
    if not n:
        return
    st.warning(
        f"**{n:,} row{'s' * (n > 1)} can't be used** in these columns:\n\n{listed(points.problems)}",
        icon=":material/warning:",
    )
    if not len(points.X):
        return
    without = state().without_bad_rows
    controlled(
        st.toggle,
        "own-drop",
        without,
        f"Leave {'this row' if n == 1 else f'these {n:,} rows'} out and go on with {len(points.X):,}",
        on_change=lambda: in_use.leave_out(st.session_state["own-drop"]),
    )
    if not without:
        st.info("Leave the rows out, choose other columns, or mend the cells and read the data again.")
