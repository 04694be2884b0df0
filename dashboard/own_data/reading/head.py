"""From rows to columns: what stands above the table, whether it has a head of names, how wide it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.own_data.reading.cells import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    TableError,
    looks_like_number,
    quoted,
)
from dashboard.own_data.reading.columns import SHOWN, Columns, Slice
from dashboard.own_data.reading.names import SAMPLE, names_in
from dashboard.own_data.reading.rows import Record, Rows


@dataclass(frozen=True)
class Body:
    """A table's columns: how many there are, its names (None without a head), and the rows in slices.

    begin      rows of the source above the first row of numbers
    header     whether the first row, or a comment above it, holds names
    unclear    a number in the first row that may be a name; "" for none
    row_names  whether the first column has no name because it holds those of the rows
    """

    source: Rows
    width: int
    names: list[Cell] | None
    begin: int
    header: bool = False
    unclear: str = ""
    row_names: bool = False

    @property
    def most_rows(self) -> int:
        """Rows that are used at most."""
        return min(MOST_ROWS, MOST_CELLS // min(self.width, MOST_COLUMNS))

    def slices(self) -> Iterator[Slice]:
        """The rows of numbers, as columns."""
        above, left = self.begin, self.most_rows + 1  # one more tells whether there are more
        for share, records in self.source.slices():
            below = records[above : above + left]
            above = max(above - len(records), 0)
            left -= len(below)
            if below:
                yield _as_columns(share, below, self.width)
            if not left:
                return


def body_of(source: Rows, notes: list[str]) -> Body:
    """Look at the first rows and decide; what there is to say goes to `notes`."""
    records = next((records for _, records in source.slices()), [])
    if not records:
        raise TableError("There is nothing in it: no rows, no columns.")
    above, width = _preamble(records, notes)
    first = records[above][1]
    header, unclear = (
        (source.how.header, "")
        if source.how.header is not None
        else names_in([cells for _, cells in records[above : above + SAMPLE]])
    )
    if not header:
        names = next((head for head in source.heads if _fits(head, width)), None) if source.how.header is None else None
        if names is not None:
            notes.append("The names of the columns were taken from a comment.")
        elif unclear:
            notes.append("The first row holds numbers that may be names of columns: choose whether they are.")
        elif source.how.header is None:
            notes.append("The first row holds numbers, so the columns have no names.")
        return Body(source, width, names, above, bool(names), unclear if names is None else "")
    if len(records) == above + 1:
        raise TableError(
            "There is only one row, and it holds names, no numbers: "
            f"{', '.join(quoted(str(c), 20) for c in first[:5])}."
        )
    names = list(first)
    row_names = len(names) == width - 1
    if row_names:  # R writes names of rows without a head
        names = ["row", *names]
        notes.append("The head has one name fewer than there are columns: the first column is taken for row names.")
    return Body(source, width, names, above + 1, True, "", row_names)


def said_of_rows(columns: Columns) -> list[str]:
    """Sentences on rows that have too many or too few cells."""
    said = []
    if columns.torn:
        places = ", ".join(str(columns.rows[i]) for i in list(columns.torn)[:SHOWN])
        more = " and others" if len(columns.torn) > SHOWN else ""
        said.append(f"More cells than there are columns: row {places}{more}.")
    n = columns.n_short
    if n:
        said.append(f"{n:,} row{'s have' if n > 1 else ' has'} too few cells; the missing ones count as empty.")
    return said


def _as_columns(share: float, records: list[Record], width: int) -> Slice:
    torn = {}
    n_short = 0
    n_used = min(width, MOST_COLUMNS)
    rows = []
    for i, (_, row) in enumerate(records):
        while len(row) > width and row[-1] in ("", None):
            row.pop()
        if len(row) > width:
            torn[i] = len(row)
        n_short += len(row) < width
        rows.append(row[:n_used] + [None] * (n_used - len(row)))
    return Slice(
        share, np.array([number for number, _ in records], np.int32), list(zip(*rows, strict=True)), torn, n_short
    )


def _preamble(records: list[Record], notes: list[str]) -> tuple[int, int]:
    """How many rows stand above the head, and how wide the table is: as most rows, or as the head if that is wider."""
    width = Counter(len(cells) for _, cells in records).most_common(1)[0][0]
    while width > 1 and _is_surplus(records, width):
        width -= 1
    begin = 0
    while begin < len(records) - 1 and len(records[begin][1]) < width:
        begin += 1
    if begin and len(records[begin - 1][1]) == width - 1 and width > 2:
        names, below = records[begin - 1][1], records[begin][1]
        if not any(looks_like_number(c, None) for c in names) and any(looks_like_number(c, None) for c in below):
            begin -= 1
    if begin:
        notes.append(f"What stands before row {records[begin][0]} is no part of the table and was left out.")
    head = records[begin][1]
    while len(head) > width and head[-1] in ("", None):
        head.pop()
    return begin, max(width, len(head))


def _is_surplus(records: list[Record], width: int) -> bool:
    """Whether the last column is empty but for a few rows, and has no name: separators at the end of rows."""
    filled = [i for i, (_, cells) in enumerate(records) if len(cells) >= width and cells[width - 1] not in ("", None)]
    first = next(i for i, (_, cells) in enumerate(records) if len(cells) >= width - 1)
    return not filled or (filled[0] > first and len(filled) < len(records) / 2)


def _fits(head: list[Cell], width: int) -> bool:
    return len(head) == width and not any(looks_like_number(cell, None) for cell in head)
