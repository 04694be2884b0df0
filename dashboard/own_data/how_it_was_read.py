"""The table as it was read, and the choices to have it read otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.common.texts import listed, plain
from dashboard.common.widgets import controlled
from dashboard.own_data import given
from dashboard.own_data.in_use import RawData, state
from dashboard.own_data.reading.separators import SEPARATORS as NAMES_OF_SEPARATORS
from dashboard.own_data.reading.table import Table

SEPARATORS = {**{sign: name.capitalize() for sign, name in NAMES_OF_SEPARATORS.items()}, "": "Nothing: one column"}
DECIMALS = {".": "Point", ",": "Comma"}
YES_NO = {True: "Yes", False: "No"}
MOST_BUTTONS = 2  # more options are a list to choose from


def preview(table: Table) -> None:
    """The first rows as they were read, and what there is to say about them."""
    rows = pd.Index(table.rows[: len(table.first)], name="row")
    shown = pd.DataFrame(table.first, index=rows, columns=table.columns, dtype=object)
    st.dataframe(shown, width="stretch", height="content", key="own-preview")
    n_rows, n_columns = table.values.shape
    st.caption(
        f"{n_rows:,} row{'s' * (n_rows > 1)}, {n_columns} column{'s' * (n_columns > 1)}, from {plain(state().source)}."
    )
    if table.notes:
        st.markdown(listed(table.notes))


def choices(table: Table) -> None:
    """How the table was read, each choice to be made otherwise; the table is then read once more."""
    raw = state().raw
    if raw is None:
        return
    read = table.format
    st.markdown("**How it was read:** change what is wrong.")
    left, right = st.columns(2)
    with left:
        if read.separator is not None:
            _choice(raw, "separator", read.separator, "Separator", SEPARATORS)
        if len(table.sheets) > 1:
            _choice(raw, "sheet", read.sheet, "Sheet", {name: name for name in table.sheets})
        _choice(raw, "decimal", read.decimal, "Decimal sign", DECIMALS)
        _choice(raw, "thousands", read.thousands, "Thousands, as in 1,234", YES_NO)
    with right:
        if not raw.is_parquet:
            _choice(raw, "header", read.header, "First row holds names", YES_NO)
            _choice(raw, "row_names", read.row_names, "First column names rows", YES_NO)
        if read.comments is not None:
            _choice(raw, "comments", read.comments, "#, %, // begin comments", YES_NO)


def _choice(raw: RawData, field: str, value: str | bool | None, label: str, options: Mapping[Any, str]) -> None:
    """One field of the table's format; of what has to be asked no option is chosen."""
    key = f"own-{field}"

    def read_again() -> None:
        asked = replace(raw.format, **{field: st.session_state[key]})
        may_travel = state().may_travel
        given.take(lambda: replace(raw, format=asked, may_travel=may_travel))

    if value is not None and value not in options:
        options = {**options, value: str(value)}
    if len(options) > MOST_BUTTONS:
        widget = partial(st.selectbox, index=None, format_func=options.__getitem__)
    else:  # which takes its labels for Markdown
        widget = partial(st.segmented_control, wrap=True, format_func=lambda option: plain(options[option]))
    controlled(widget, key, value, label, list(options), on_change=read_again)
