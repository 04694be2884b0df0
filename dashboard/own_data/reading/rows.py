"""Rows of cells in slices: a large table never stands in memory as cells, and reading can tell how far it is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from dashboard.own_data.reading.cells import Cell
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
