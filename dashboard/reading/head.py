"""From rows to columns: what stands above the table, whether it has a head of names, how wide it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.reading.cells import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, TableError, looks_like_number, quoted
from dashboard.reading.columns import SHOWN, Columns, Slice
from dashboard.reading.rows import Record, Rows


@dataclass(frozen=True)
class Body:
    """A table's columns: how many there are, its names (None without a head), and the rows in slices.

    begin  rows of the source above the first row of numbers
    """

    source: Rows
    width: int
    names: list[Cell] | None
    begin: int

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


def body_of(source: Rows, header: bool | None, decimal: str | None, notes: list[str]) -> Body:
    """Look at the first rows and decide; what there is to say goes to `notes`."""
    records = next((records for _, records in source.slices()), [])
    if not records:
        raise TableError("There is nothing in it: no rows, no columns.")
    above, width = _preamble(records, notes)
    first = records[above][1]
    if not (_is_header(records[above:], decimal) if header is None else header):
        if header is None:
            notes.append("The first row holds numbers, so the columns have no names.")
        return Body(source, width, None, above)
    if len(records) == above + 1:
        raise TableError(
            "There is only one row, and it holds names, no numbers: "
            f"{', '.join(quoted(str(c), 20) for c in first[:5])}."
        )
    names = list(first)
    if len(names) == width - 1:  # R writes names of rows without a head
        names = ["row", *names]
        notes.append("The head has one name fewer than there are columns: the first column is taken for row names.")
    return Body(source, width, names, above + 1)


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


def _is_header(records: list[Record], decimal: str | None) -> bool:
    """A first row with a text above numbers, or with texts only."""
    first = records[0][1]
    texts = [d for d, cell in enumerate(first) if not looks_like_number(cell, decimal)]
    if len(texts) == len(first):
        return True
    below = [cells for _, cells in records[1:SHOWN]]
    return any(
        d < len(cells)
        and isinstance(cells[d], (str, float))
        and cells[d] != ""
        and looks_like_number(cells[d], decimal)
        for d in texts
        for cells in below
    )
