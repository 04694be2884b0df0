"""The parts of the page of one's own data, and of the dashboard's sidebar; the only owner of their widgets' keys."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.common.cache import forget
from dashboard.common.texts import listed, plain
from dashboard.common.widgets import owned
from dashboard.common.working import Bar
from dashboard.link import address, choices
from dashboard.link.navigation import OWN_DATA, go_to
from dashboard.own_data import in_use, typed
from dashboard.own_data.in_use import state
from dashboard.own_data.reading import Table
from dashboard.own_data.reading.cells import MOST_ROWS
from dashboard.own_data.reading.separators import SEPARATORS as NAMES_OF_SEPARATORS
from dashboard.own_data.to_points import Numbers
from emcore import Scenario
from emcore.scenario.own_points import MOST_FEATURES, MOST_POINTS

UPLOAD, PASTE, TYPE = "Upload a file", "Paste", "Type or click"
WAYS = [UPLOAD, PASTE, TYPE]
LONGEST_PASTE = 500_000  # characters
UPLOADS = "own-uploads"  # how often a file was taken or forgotten
SEPARATORS = {**{sign: name.capitalize() for sign, name in NAMES_OF_SEPARATORS.items()}, "": "Nothing: one column"}
DECIMALS = {".": "Point", ",": "Comma"}
YES_NO = {True: "Yes", False: "No"}
MOST_BUTTONS = 2  # more options are a list to choose from


def ways_in() -> str:
    """Upload, paste or type; tells which of `WAYS`."""
    way = st.segmented_control(
        "How the data come in", WAYS, default=PASTE, key="own-way", required=True, label_visibility="collapsed"
    )
    if way == UPLOAD:
        _upload()
    elif way == PASTE:
        _paste()
    else:
        typed.editor()
    return str(way)


def read_pending(place: DeltaGenerator) -> None:
    """Read what was given; what takes long shows its progress at `place`, with a button to stop it.

    Whatever a visitor changes, and closing the tab, interrupts it: Streamlit sees to that at every report.
    """
    if state().pending is None:
        return
    bar = Bar(place, "own-stop", in_use.stop_reading, "Stop reading", narrower=1.5)
    in_use.read_pending(lambda share: bar.report(lambda: (min(share, 1.0), "Reading …")))
    st.rerun()  # the links in the sidebar are of before


def _upload() -> None:
    key = f"own-upload-{st.session_state.get(UPLOADS, 0)}"

    def took() -> None:
        file = st.session_state[key]
        if isinstance(file, UploadedFile):  # not None, nor one that was let go
            in_use.take(in_use.given(file.getvalue(), file.name, carry=False))
            _let_go(file.file_id)

    # It is empty for the next file once one was taken: what is in use is said beside the table.
    st.file_uploader(
        "CSV, TSV, Excel, OpenDocument (.ods) or Parquet",
        key=key,
        on_change=took,
        help=f"Up to {MOST_ROWS:,} rows. It is read in memory, for this visit only.",
    )


def _let_go(file_id: str) -> None:
    """Have Streamlit forget a file that was taken, and show the uploader without it: it would stay for the visit."""
    st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file_id)


def _paste() -> None:
    def took() -> None:
        text = st.session_state["own-paste"]
        if text.strip():
            in_use.take(in_use.given(text.encode("utf-8", "replace"), in_use.PASTED, carry=True))
        else:
            in_use.forget()

    st.text_area(
        "A column or a table",
        key="own-paste",
        height=140,
        max_chars=LONGEST_PASTE,
        placeholder="height;weight\n172,5;68\n180,1;75",
        on_change=took,
        help="From a spreadsheet, a web page or a file: columns separated by tabs, commas, semicolons or spaces.",
    )
    st.button("Read it", key="own-read", on_click=took, icon=":material/table:")


def preview(table: Table) -> None:
    """The first rows as they were read, and what there is to say about them."""
    own = state()
    rows = pd.Index(table.rows[: len(table.first)], name="row")
    shown = pd.DataFrame(table.first, index=rows, columns=table.columns, dtype=object)
    st.dataframe(shown, width="stretch", height="content", key="own-preview")
    n_rows, n_columns = table.values.shape
    st.caption(
        f"{n_rows:,} row{'s' * (n_rows > 1)}, {n_columns} column{'s' * (n_columns > 1)}, from {plain(own.source)}."
    )
    if table.notes:
        st.markdown(listed(table.notes))


def reading_choices(table: Table) -> None:
    """How the table was read, each choice to be made otherwise; the table is then read once more."""
    given = state().given
    if given is None:
        return

    def choice(field: str, label: str, options: Mapping[Any, str]) -> None:
        def again() -> None:
            how = replace(given.how, **{field: st.session_state[key]})
            in_use.take(replace(given, how=how, carry=state().carry))

        key, value = f"own-{field}", getattr(table.how, field)
        if value is not None and value not in options:
            options = {**options, value: str(value)}
        if len(options) > MOST_BUTTONS:
            widget = partial(st.selectbox, index=None, format_func=options.__getitem__)
        else:  # which takes its labels for Markdown
            widget = partial(st.segmented_control, wrap=True, format_func=lambda option: plain(options[option]))
        owned(widget, key, value, label, list(options), on_change=again)

    st.markdown("**How it was read:** change what is wrong.")
    left, right = st.columns(2)
    with left:
        if table.how.separator is not None:
            choice("separator", "Separator", SEPARATORS)
        if len(table.sheets) > 1:
            choice("sheet", "Sheet", {name: name for name in table.sheets})
        choice("decimal", "Decimal sign", DECIMALS)
        choice("thousands", "Thousands, as in 1,234", YES_NO)
    with right:
        if not given.parquet:
            choice("header", "First row holds names", YES_NO)
            choice("row_names", "First column names rows", YES_NO)
        if table.how.comments is not None:
            choice("comments", "#, %, // begin comments", YES_NO)


def choose_columns(table: Table) -> None:
    """Which columns EM is run on, 1 to 8."""
    own = state()

    owned(
        st.multiselect,
        "own-columns",
        [name for name in own.columns if name in table.columns],
        f"Columns, 1 to {MOST_FEATURES}",
        table.columns,
        max_selections=MOST_FEATURES,
        on_change=lambda: in_use.choose(st.session_state["own-columns"]),
        help="Each one is a dimension. Columns of words can be chosen too, if some of their rows hold numbers.",
    )


def bad_rows(numbers: Numbers) -> None:
    """Say which rows can't be used and ask what to do."""
    own = state()
    if not len(numbers.dropped):
        return
    n = len(numbers.dropped)
    one = n == 1
    st.warning(
        f"**{n:,} row{'' if one else 's'} can't be used** in these columns:\n\n{listed(numbers.problems)}",
        icon=":material/warning:",
    )
    if not len(numbers.X):
        return
    owned(
        st.toggle,
        "own-drop",
        own.drop,
        f"Leave {'this row' if one else f'these {n:,} rows'} out and go on with {len(numbers.X):,}",
        on_change=lambda: in_use.leave_out(st.session_state["own-drop"]),
    )
    if not own.drop:
        st.info("Leave the rows out, choose other columns, or mend the cells and read the data again.")


def need(scenario: Scenario) -> None:
    """Go on if the points of the scenario are here; else say what is missing, offer the way to give it, and stop."""
    if in_use.ready(scenario):
        return
    own, named = state(), scenario.own
    if own.table is not None and not own.mark:
        st.info("These columns give no points yet: choose columns, or decide what to do with rows that can't be used.")
    elif named.file:
        rows = f" with {named.rows:,} rows" if named.rows else ""
        st.info(
            f"This link is about **{plain(named.file)}**{rows}, columns {plain(', '.join(scenario.columns))}. A link "
            "does not carry that much: please give the data, and the run is repeated.",
            icon=":material/attach_file:",
        )
    else:
        st.info("There are no data of yours yet: upload, paste, type or click them.", icon=":material/attach_file:")
    if st.button("Bring your data", key="own-bring", type="primary", icon=":material/table:"):
        go_to(OWN_DATA, keep_step=True)
    st.stop()


def privacy() -> None:
    """What a link may carry; letting go of the data."""
    own = state()
    few = in_use.can_travel()
    owned(
        st.toggle, "own-carry", own.carry and few, "Points may travel in the link", disabled=not few,
        help=f"Up to {MOST_POINTS} points, if their digits are not too many. Otherwise the link only names the data, "
        "and whoever opens it is asked for them.",
        on_change=lambda: in_use.let_travel(st.session_state["own-carry"]),
    )  # fmt: skip
    st.button("Forget the data", key="own-forget", on_click=_forget, icon=":material/delete:")


def _forget() -> None:
    """Empty this visit but for what the address bar holds; the uploader drops its file when it gets another key."""
    in_use.forget()
    forget()
    uploads = st.session_state.get(UPLOADS, 0) + 1
    for key in set(st.session_state) - {address.KEY, choices.KEY, "own-way"}:
        del st.session_state[key]
    st.session_state[UPLOADS] = uploads
    st.session_state["own-paste"] = ""
