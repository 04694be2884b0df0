"""The rows below the head, turned into columns: as wide as the table, whatever each row has too many or too few."""

from collections.abc import Iterator

import numpy as np

from dashboard.own_data.reading.cells import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from dashboard.own_data.reading.columns import Slice
from dashboard.own_data.reading.rows import Record, Rows


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
