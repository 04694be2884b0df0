"""From bytes to columns of numbers, whatever kind of file they are. Imports nothing of emcore: see `apart`."""

from dataclasses import dataclass

from dashboard.reading import decoding, excel, head, parquet, text
from dashboard.reading.cells import Cell, TableError
from dashboard.reading.columns import Columns, Progress, gather

PARQUET = b"PAR1"


@dataclass(frozen=True)
class How:
    """How a table is read; None is found out.

    decimal  "." or ","
    header   whether the first row holds names
    """

    decimal: str | None = None
    header: bool | None = None


@dataclass(eq=False)
class Content:
    """Columns with their names as written, None for a table without a head, and sentences on how it was read."""

    names: list[str] | None
    width: int
    columns: Columns
    notes: list[str]


def read_content(data: bytes, name: str, how: How, progress: Progress) -> Content:
    """Read a file; raises `TableError` in plain words, and what `progress` raises."""
    notes: list[str] = []
    if data.startswith(PARQUET):
        names, columns = parquet.read_parquet(data, how.decimal, notes, progress)
        return Content(names, len(names), columns, notes)
    if excel.is_workbook(data):
        rows = excel.rows_of(data)
    elif name.lower().endswith((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet")):
        raise TableError(f"The file's name ends in {name[name.rfind('.') :]}, but its content is none of that kind.")
    else:
        written, notes = decoding.decode(data)
        rows = text.rows_of(written, how.decimal)
    notes += rows.notes
    body = head.body_of(rows, how.header, how.decimal, notes)
    found = gather(body.slices, how.decimal, progress)
    if found is None:
        raise TableError("There is nothing in it but names: no rows of numbers.")
    if len(found.rows) > body.most_rows:
        found.keep_rows(body.most_rows)
        notes.append(f"Only the first {body.most_rows:,} rows are used; the rest was left out.")
    notes += head.said_of_rows(found)
    return Content(None if body.names is None else [_as_name(c) for c in body.names], body.width, found, notes)


def _as_name(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else cell[:1000]
