"""The table that a visitor has: names, numbers, and what is worth saying of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.own_data.reading import cells
from dashboard.own_data.reading.cells import Array, Cell, TableError, quoted
from dashboard.own_data.reading.columns import Column, Columns, Content, Slice, gather
from dashboard.own_data.reading.decimal_signs import Rules
from dashboard.own_data.reading.format import Format
from dashboard.own_data.reading.names import distinct
from dashboard.own_data.reading.notes import on_numbers

NO_NAMES = ("", "Unnamed: 0")  # as pandas writes and reads an index without a name
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


def table_of(names: Sequence[str], columns: Sequence[Sequence[Cell]]) -> Table:
    """Columns of numbers, as typed or from a link; rows are counted from 1."""
    rows = np.arange(1, len(columns[0]) + 1, dtype=np.int32)
    found = gather(lambda: iter([Slice(1.0, rows, columns)]), Rules("."), lambda share: None)
    assert found is not None
    asked = Format(row_names=False)
    return table_with(Content(list(names), len(columns), found, [], asked), asked)


def table_with(content: Content, asked: Format) -> Table:
    """The table of what was read, or typed. Raises `TableError` if it has no numbers."""
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
