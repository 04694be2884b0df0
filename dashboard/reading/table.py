"""The table that a visitor has: names, numbers, and what is worth saying of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from dashboard.reading.apart import read_apart
from dashboard.reading.cells import (
    INFINITE,
    LARGE,
    MOST_COLUMNS,
    NUMBER,
    TEXT,
    UNCLEAR,
    Array,
    Cell,
    Kinds,
    TableError,
    quoted,
    read_cell,
)
from dashboard.reading.columns import SHOWN, Columns, Progress, Slice, gather
from dashboard.reading.content import PARQUET, Content, How, read_content
from dashboard.reading.excel import OLD_OFFICE

FEW_BYTES = 100_000  # of text, which is read at once, faster than a process starts


@dataclass(frozen=True, eq=False)
class Table:
    """What was read: the cells as numbers, and what is worth saying.

    columns  their C names, each once
    notes    sentences on how it was read
    rows     (R,) the row's number as counted in the file, from 1
    values   (R, C) the numbers, NaN where there is none
    kinds    (R, C) what each cell is
    first    the first rows, each cell as it is written
    bad      for each column the first cells that are no numbers, as they are written, by row
    torn     rows, by index, that are wider than the table, and by how many cells
    unclear  an example of a number whose comma may be a decimal sign or a thousands separator; "" for none
    """

    columns: list[str]
    notes: list[str]
    rows: npt.NDArray[np.int32]
    values: Array
    kinds: Kinds
    first: list[list[str]]
    bad: list[dict[int, str]]
    torn: dict[int, int] = field(default_factory=dict)
    unclear: str = ""

    @property
    def numeric(self) -> list[str]:
        """The columns in which at least half of what is there are numbers."""
        n_numbers = sum((self.kinds == kind).sum(axis=0) for kind in (NUMBER, INFINITE, LARGE, UNCLEAR))
        n_texts = (self.kinds == TEXT).sum(axis=0)
        return [name for name, n, t in zip(self.columns, n_numbers, n_texts, strict=True) if n and n >= t]


def read_table(
    data: bytes,
    name: str,
    *,
    decimal: str | None = None,
    header: bool | None = None,
    progress: Progress = lambda share: None,
) -> Table:
    """Read CSV, TSV, any text of columns, Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods) or Parquet.

    `decimal`, "." or ",", and `header`, whether the first row holds names, are found out where they are not given.
    `progress` is told the share that is read, ten times a second; what it raises stops the reading.
    Raises `TableError` in plain words.
    """
    if not data:
        raise TableError("The file is empty: it has no bytes.")
    few = len(data) <= FEW_BYTES and not data.startswith((b"PK", OLD_OFFICE, PARQUET))
    return _table((read_content if few else read_apart)(data, name, How(decimal, header), progress), decimal)


def table_of(names: Sequence[str], columns: Sequence[Sequence[Cell]]) -> Table:
    """Columns of numbers, as typed or from a link; rows are counted from 1."""
    rows = np.arange(1, len(columns[0]) + 1, dtype=np.int32)
    found = gather(lambda: iter([Slice(1.0, rows, columns)]), ".", lambda share: None)
    assert found is not None
    return _table(Content(list(names), len(columns), found, []), ".")


def _table(content: Content, decimal: str | None) -> Table:
    from emcore.own import clean_name  # imported here: the process in which files are read does without emcore

    notes, columns = content.notes, content.columns
    if content.width > MOST_COLUMNS:
        notes.append(f"Only the first {MOST_COLUMNS} of {content.width:,} columns are used.")
    names = [clean_name(name) for name in content.names or []][: len(columns.bad)]
    names += [""] * (len(columns.bad) - len(names))
    # A separator at the end of every line makes no column.
    filled = [d for d, name in enumerate(names) if name or columns.filled[d]]
    if not filled:
        raise TableError("There are only separators in it: no names, no numbers.")
    columns, names = columns.only(filled), _distinct([names[d] for d in filled], notes)
    unclear = _say_decimals(columns, names, decimal, notes)
    bad = [dict(cells) for cells in columns.bad]
    table = Table(names, notes, columns.rows, columns.values, columns.kinds, columns.first, bad, columns.torn, unclear)
    if not table.numeric:
        example = next((text for row in columns.first for text in row if text), "")
        found_instead = f" The first cell with something in it reads {quoted(example, 30)}." if example else ""
        raise TableError(f"No column holds numbers.{found_instead}")
    return table


def _say_decimals(columns: Columns, names: list[str], decimal: str | None, notes: list[str]) -> str:
    """Say how decimal signs were read; returns an example of a number that can't be read without knowing the sign."""
    unclear = ""
    for name, sign, chosen in zip(names, columns.signs, columns.decimals, strict=True):
        if decimal is None and sign.points and sign.commas:
            notes.append(
                f"Column {quoted(name)} has decimal points and decimal commas; the rarer ones count as no numbers."
            )
        if chosen is None and "," in sign.unclear:
            unclear = unclear or sign.unclear
        elif decimal is None and sign.decimal is None and chosen is not None and sign.unclear:
            read = f"{read_cell(sign.unclear, chosen)[0]:.15g}"
            if read != sign.unclear:
                notes.append(f"In column {quoted(name)}, {sign.unclear} was read as {read}, as other columns suggest.")
    if decimal is None and any(sign.decimal == "," for sign in columns.signs):
        notes.append("Commas were read as decimal signs.")
    if unclear:
        notes.append(f"{unclear} may have a decimal comma or a thousands separator: choose the decimal sign.")
    return unclear


def _distinct(names: list[str], notes: list[str]) -> list[str]:
    """Every name once: the second "x" becomes "x (2)", an empty one says which column it is."""
    used = set(names)
    seen: set[str] = set()
    distinct, renamed = [], []
    for d, name in enumerate(names):
        new = name or f"column {d + 1}"
        n = 2
        while new in seen or (new != name and new in used):
            new = f"{name or f'column {d + 1}'} ({n})"
            n += 1
        if name and new != name:
            renamed.append(f"{quoted(name)} to {quoted(new)}")
        seen.add(new)
        distinct.append(new)
    if renamed:
        notes.append(f"Names of columns that stood there twice were changed: {', '.join(renamed[:SHOWN])}.")
    return distinct
