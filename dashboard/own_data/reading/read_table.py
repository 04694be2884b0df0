"""The bytes of a file or a pasted text read, here or in a process of their own."""

from dataclasses import replace
from typing import Any

from dashboard.own_data.reading.apart import read_apart
from dashboard.own_data.reading.cells import TableError
from dashboard.own_data.reading.columns import Progress
from dashboard.own_data.reading.content import read_content
from dashboard.own_data.reading.excel import OLD_OFFICE
from dashboard.own_data.reading.format import Format
from dashboard.own_data.reading.parquet import PARQUET
from dashboard.own_data.reading.table import Table, table_with

FEW_BYTES = 100_000


def read_table(
    data: bytes, name: str, asked: Format | None = None, *, progress: Progress = lambda share: None, **fields: Any
) -> Table:
    """Read CSV, TSV, any text of columns, Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods) or Parquet.

    `asked`, or its fields by name, says how to read it; what it leaves open is found out. `progress` is told the share
    that is read, ten times a second; what it raises stops the reading. Raises `TableError` in plain words.
    """
    if not data:
        raise TableError("The file is empty: it has no bytes.")
    asked = replace(asked or Format(), **fields)
    return table_with((read_content if are_few(data) else read_apart)(data, name, asked, progress), asked)


def are_few(data: bytes) -> bool:
    """Whether these bytes are so few, and text, that they are read at once, faster than a process starts."""
    return len(data) <= FEW_BYTES and not data.startswith((b"PK", OLD_OFFICE, PARQUET))
