"""Where it is decided what stands above a table's numbers: titles that are no part of it, names of its columns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.own_data.reading.cells import Cell, TableError, looks_like_number, quoted
from dashboard.own_data.reading.names import SAMPLE, names_in
from dashboard.own_data.reading.rows import Record, Rows


@dataclass(frozen=True)
class Head:
    """What stands above the numbers.

    height     rows of the source above the first row of numbers
    width      columns of the table
    notes      sentences on how that was found
    names      of the columns, None for a table without
    unclear    a number in the first row that may be a name; "" for none
    row_names  whether the first column has no name because it holds those of the rows
    """

    height: int
    width: int
    notes: list[str]
    names: list[Cell] | None = None
    unclear: str = ""
    row_names: bool = False


def head_of(rows: Rows) -> Head:
    """Look at the first rows and decide."""
    records = next((records for _, records in rows.slices()), [])
    if not records:
        raise TableError("There is nothing in it: no rows, no columns.")
    above, width, notes = _preamble(records)
    below = [cells for _, cells in records[above : above + SAMPLE]]
    asked = rows.format.header
    header, unclear = names_in(below) if asked is None else (asked, "")
    if not header:
        head = Head(above, width, notes, None, unclear)
        return head if asked is not None else _without_names(head, rows.heads)
    if len(records) == above + 1:
        shown = ", ".join(quoted(str(c), 20) for c in below[0][:5])
        raise TableError(f"There is only one row, and it holds names, no numbers: {shown}.")
    return _with_names(Head(above + 1, width, notes, list(below[0])))


def _preamble(records: list[Record]) -> tuple[int, int, list[str]]:
    """How many rows stand above the head; how wide the table is: as most rows, or as the head if that is wider."""
    width = Counter(len(cells) for _, cells in records).most_common(1)[0][0]
    while width > 1 and _is_surplus(records, width):
        width -= 1
    begin = next((i for i, (_, cells) in enumerate(records) if len(cells) >= width), len(records) - 1)
    begin -= begin > 0 and _is_short_head(records[begin - 1][1], records[begin][1], width)
    number, head = records[begin]
    while len(head) > width and head[-1] in ("", None):
        head.pop()
    notes = [f"What stands before row {number} is no part of the table and was left out."] if begin else []
    return begin, max(width, len(head)), notes


def _is_short_head(above: Sequence[Cell], first: Sequence[Cell], width: int) -> bool:
    """Whether the row above the table holds the names of all columns but that of the rows' names."""
    names = len(above) == width - 1 and width > 2 and _are_texts(above)
    return names and any(looks_like_number(cell, None) for cell in first)


def _is_surplus(records: list[Record], width: int) -> bool:
    """Whether the last column is empty but for a few rows, and has no name: separators at the end of rows."""
    filled = [i for i, (_, cells) in enumerate(records) if len(cells) >= width and cells[width - 1] not in ("", None)]
    first = next(i for i, (_, cells) in enumerate(records) if len(cells) >= width - 1)
    return not filled or (filled[0] > first and len(filled) < len(records) / 2)


def _without_names(head: Head, comments: Sequence[list[Cell]]) -> Head:
    """The head of a table whose first row holds numbers: a comment above may have the names."""
    names = next((cells for cells in comments if len(cells) == head.width and _are_texts(cells)), None)
    if names is not None:
        note = "The names of the columns were taken from a comment."
    elif head.unclear:
        note = "The first row holds numbers that may be names of columns: choose whether they are."
    else:
        note = "The first row holds numbers, so the columns have no names."
    unclear = head.unclear if names is None else ""
    return replace(head, notes=[*head.notes, note], names=names, unclear=unclear)


def _with_names(head: Head) -> Head:
    assert head.names is not None
    if len(head.names) != head.width - 1:
        return head
    # R writes names of rows without a head.
    note = "The head has one name fewer than there are columns: the first column is taken for row names."
    return replace(head, notes=[*head.notes, note], names=["row", *head.names], row_names=True)


def _are_texts(cells: Sequence[Cell]) -> bool:
    return not any(looks_like_number(cell, None) for cell in cells)
