"""The table that a visitor has: names, numbers, and what is worth saying of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dashboard.own_data.reading import cells
from dashboard.own_data.reading.apart import read_apart
from dashboard.own_data.reading.cells import Array, Cell, TableError, quoted
from dashboard.own_data.reading.columns import Column, Columns, Progress, Slice, gather
from dashboard.own_data.reading.content import PARQUET, Content, read_content
from dashboard.own_data.reading.decimal_signs import Rules
from dashboard.own_data.reading.excel import OLD_OFFICE
from dashboard.own_data.reading.format import Format
from dashboard.own_data.reading.names import distinct
from dashboard.own_data.reading.notes import on_numbers

NO_NAMES = ("", "Unnamed: 0")  # as pandas writes and reads an index without a name
FEW_BYTES = 100_000
NUMBERS = (cells.NUMBER, cells.INFINITE, cells.LARGE, cells.UNCLEAR)  # that can be used or not


@dataclass(frozen=True, eq=False, kw_only=True)
class Table(Columns):
    """What was read: columns of numbers, and what is worth saying.

    columns  their C names, each once
    notes    sentences on how it was read
    unclear  an example of what must be asked about, a number that can be read in two ways; "" for none
    format   how it was read; what must be asked about is None
    sheets   the names of a workbook's sheets
    """

    columns: list[str]
    notes: list[str]
    unclear: str
    format: Format
    sheets: list[str]

    @property
    def numeric(self) -> list[str]:
        """The columns in which at least half of what is there are numbers, without names of rows."""
        n_numbers = sum((self.kinds == kind).sum(axis=0) for kind in NUMBERS)
        n_texts = (self.kinds == cells.TEXT).sum(axis=0)
        numeric = [name for name, n, t in zip(self.columns, n_numbers, n_texts, strict=True) if n and n >= t]
        return [name for name in numeric if not (self.format.row_names and name == self.columns[0])] or numeric


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
    return _table((read_content if are_few(data) else read_apart)(data, name, asked, progress), asked)


def are_few(data: bytes) -> bool:
    """Whether these bytes are so few, and text, that they are read at once, faster than a process starts."""
    return len(data) <= FEW_BYTES and not data.startswith((b"PK", OLD_OFFICE, PARQUET))


def table_of(names: Sequence[str], columns: Sequence[Sequence[Cell]]) -> Table:
    """Columns of numbers, as typed or from a link; rows are counted from 1."""
    rows = np.arange(1, len(columns[0]) + 1, dtype=np.int32)
    found = gather(lambda: iter([Slice(1.0, rows, columns)]), Rules("."), lambda share: None)
    assert found is not None
    asked = Format(row_names=False)
    return _table(Content(list(names), len(columns), found, [], asked), asked)


def _table(content: Content, asked: Format) -> Table:
    columns, names, wide = _with_something(content)
    counts = content.format.header is True and names[0] in NO_NAMES and _counts(columns.values[:, 0])
    as_row_names = counts and asked.row_names is None
    row_names = bool(content.format.row_names or (as_row_names and len(names) > 1))
    counted = ["The first column has no name and counts the rows: it was taken for their names."]
    names, renamed = distinct(names)
    numbers, unclear = on_numbers(names, columns.each, asked)
    if not columns.kinds.any():
        columns = replace(columns, kinds=np.broadcast_to(np.uint8(cells.NUMBER), columns.kinds.shape))
    read = replace(
        content.format,
        decimal=asked.decimal or _most_common(columns.each),
        thousands=asked.thousands is not False,
        header=None if content.unclear else content.format.header,
        row_names=row_names,
    )
    table = Table(
        **vars(columns),
        columns=names,
        notes=content.notes + wide + counted * (as_row_names and row_names) + renamed + numbers,
        unclear=unclear or content.unclear,
        format=read,
        sheets=content.sheets,
    )
    if not table.numeric:
        example = next((text for row in columns.first for text in row if text), "")
        found_instead = f" The first cell with something in it reads {quoted(example, 30)}." if example else ""
        raise TableError(f"No column holds numbers.{found_instead}")
    return table


def _with_something(content: Content) -> tuple[Columns, list[str], list[str]]:
    """The columns with a name or something in them, the names, a note on those that are too many.

    A separator at the end of every line makes no column.
    """
    # Imported here: the process in which files are read does without emcore.
    from emcore.scenario.own_points import clean_name

    each = content.columns.each
    names = [clean_name(name) for name in content.names or [""] * len(each)][: len(each)]
    names += [""] * (len(each) - len(names))
    filled = [d for d, name in enumerate(names) if name or each[d].filled]
    if not filled:
        raise TableError("There are only separators in it: no names, no numbers.")
    n, most = content.width, cells.MOST_COLUMNS
    notes = [f"Only the first {most} of {n:,} columns are used."] if n > most else []
    return content.columns.only(filled), [names[d] for d in filled], notes


def _counts(values: Array) -> bool:
    """Whether these numbers are 0, 1, 2 ... or 1, 2, 3 ..."""
    return len(values) > 1 and values[0] in (0, 1) and bool((np.diff(values) == 1).all())


def _most_common(columns: Sequence[Column]) -> str | None:
    """The decimal sign that the columns were read with; None if one of them asks."""
    if any(column.decimal == cells.ASK for column in columns):
        return None
    signs = [column.signs.decimal for column in columns if column.signs.decimal]
    return max(signs, key=signs.count) if signs else "."
