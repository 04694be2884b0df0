"""How data come in: a file is uploaded, a text pasted, points are typed; what is given is then read."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.common.uploads import let_go
from dashboard.common.working import Bar
from dashboard.own_data import given, in_use, typed
from dashboard.own_data.reading.cells import MOST_ROWS

UPLOAD, PASTE, TYPE = "Upload a file", "Paste", "Type or click"
WAYS = [UPLOAD, PASTE, TYPE]
WAY_KEY, PASTE_KEY = "own-way", "own-paste"  # of widgets
UPLOADS = "own-uploads"  # how often a file was taken or forgotten
LONGEST_PASTE = 500_000  # characters


def ways_in() -> str:
    """Upload, paste or type; tells which of `WAYS`."""
    way = st.segmented_control(
        "How the data come in", WAYS, default=PASTE, key=WAY_KEY, required=True, label_visibility="collapsed"
    )
    {UPLOAD: _upload, PASTE: _paste, TYPE: typed.editor}[way]()
    return str(way)


def _upload() -> None:
    key = f"own-upload-{st.session_state.get(UPLOADS, 0)}"

    def take() -> None:
        file = st.session_state[key]
        if isinstance(file, UploadedFile):  # not None, nor one that was let go
            given.take(lambda: given.raw_data(file.getvalue(), file.name, may_travel=False))
            st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1
            let_go(file.file_id)

    # It is empty for the next file once one was taken: what is in use is said beside the table.
    st.file_uploader(
        "CSV, TSV, Excel, OpenDocument (.ods) or Parquet",
        key=key,
        on_change=take,
        help=f"Up to {MOST_ROWS:,} rows. It is read in memory, for this visit only.",
    )


def _paste() -> None:
    def take() -> None:
        text = st.session_state[PASTE_KEY]
        if text.strip():
            given.take(lambda: given.raw_data(text.encode("utf-8", "replace"), in_use.PASTED, may_travel=True))
        else:
            in_use.forget()

    st.text_area(
        "A column or a table",
        key=PASTE_KEY,
        height=140,
        max_chars=LONGEST_PASTE,
        placeholder="height;weight\n172,5;68\n180,1;75",
        on_change=take,
        help="From a spreadsheet, a web page or a file: columns separated by tabs, commas, semicolons or spaces.",
    )
    st.button("Read it", key="own-read", on_click=take, icon=":material/table:")


def read(place: DeltaGenerator) -> None:
    """Read what was given; what takes long shows its progress at `place`, with a button to stop it.

    Whatever a visitor changes, and closing the tab, interrupts it: Streamlit sees to that at every report.
    """
    if in_use.state().to_read is None:
        return
    bar = Bar(place, "own-stop", given.stop_reading, "Stop reading", narrower=1.5)
    given.read(lambda share: bar.report(lambda: (min(share, 1.0), "Reading …")))
    st.rerun()  # the links in the sidebar are of before
