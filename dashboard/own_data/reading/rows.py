"""Rows of cells in slices, turned into columns as wide as the table, whatever a row has too many or too few.

A large table never stands in memory as cells, and reading can tell how far it is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from dashboard.own_data.reading.cells import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell
from dashboard.own_data.reading.columns import Slice
from dashboard.own_data.reading.format import Format

Record = tuple[int, list[Cell]]  # the row's number as counted in the file, its cells
SLICE_ROWS, SLICE_CELLS = 2000, 100_000  # a slice is full at either


@dataclass(frozen=True)
class Rows:
    """Rows without blank ones, and sentences on how they were read.

    slices  begins to read: yields the share of the source that is read and the next rows; can be called again
    format  what was asked for, or found out
    heads   what a comment above the rows may say of the columns' names, if it has as many cells
    sheets  the names of a workbook's sheets
    """

    slices: Callable[[], Iterator[tuple[float, list[Record]]]]
    notes: list[str]
    format: Format
    heads: list[list[Cell]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)


def in_slices(records: Iterable[tuple[float, Record]]) -> Iterator[tuple[float, list[Record]]]:
    """Rows, each with the share of the source that ends with it, as slices."""
    slice_: list[Record] = []
    n_cells = 0
    share = 0.0
    for share, record in records:
        slice_.append(record)
        n_cells += len(record[1])
        if len(slice_) >= SLICE_ROWS or n_cells >= SLICE_CELLS:
            yield share, slice_
            slice_, n_cells = [], 0
    if slice_:
        yield share, slice_


def most_rows(width: int) -> int:
    """Rows that are used at most, of a table of so many columns."""
    return min(MOST_ROWS, MOST_CELLS // min(width, MOST_COLUMNS))


def columns_below(rows: Rows, height: int, width: int) -> Iterator[Slice]:
    """The rows of numbers, which begin below so many rows."""
    above, left = height, most_rows(width) + 1  # one more tells whether there are more
    for share, records in rows.slices():
        below = records[above : above + left]
        above = max(above - len(records), 0)
        left -= len(below)
        if below:
            yield _as_columns(share, below, width)
        if not left:
            return


def _as_columns(share: float, records: list[Record], width: int) -> Slice:
    long_rows = {}
    short_rows = 0
    n_used = min(width, MOST_COLUMNS)
    rows = []
    for i, (_, row) in enumerate(records):
        while len(row) > width and row[-1] in ("", None):
            row.pop()
        if len(row) > width:
            long_rows[i] = len(row)
        short_rows += len(row) < width
        rows.append(row[:n_used] + [None] * (n_used - len(row)))
    numbers = np.array([number for number, _ in records], np.int32)
    return Slice(share, numbers, list(zip(*rows, strict=True)), long_rows, short_rows)
