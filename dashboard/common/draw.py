"""A chart on the page."""

import json
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.charts.drawing import Columns, Drawing


def draw(drawing: Drawing, *, key: str, alt: str, **options: Any) -> None:
    """Draw the chart as wide as its place. `alt`: what it shows, for those who can't see it.

    The text is part of what the browser compares: another one has the chart made anew, so no number belongs in it.
    """
    tables = {name: _arrow(columns) for name, columns in drawing.tables.items()}
    st.vega_lite_chart({**json.loads(drawing.spec), "datasets": tables}, key=key, width="stretch", alt=alt, **options)


def _arrow(columns: Columns) -> bytes:
    """The table in the format that Streamlit sends."""
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
