"""The table that a visitor has: names, numbers, and what is worth saying of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.own_data.reading.apart import read_apart
from dashboard.own_data.reading.cells import (
    ASK,
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
from dashboard.own_data.reading.columns import SHOWN, Columns, Progress, Rules, Slice, gather
from dashboard.own_data.reading.content import PARQUET, Content, read_content
from dashboard.own_data.reading.excel import OLD_OFFICE
from dashboard.own_data.reading.how import How

NO_NAMES = ("", "Unnamed: 0")  # as pandas writes and reads an index without a name
FEW_BYTES = 100_000


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
    unclear  an example of what must be asked about, a number that can be read in two ways; "" for none
    how      how it was read; what must be asked about is None
    sheets   the names of a workbook's sheets
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
    how: How = field(default_factory=How)
    sheets: list[str] = field(default_factory=list)

    @property
    def numeric(self) -> list[str]:
        """The columns in which at least half of what is there are numbers, without names of rows."""
        n_numbers = sum((self.kinds == kind).sum(axis=0) for kind in (NUMBER, INFINITE, LARGE, UNCLEAR))
        n_texts = (self.kinds == TEXT).sum(axis=0)
        numeric = [name for name, n, t in zip(self.columns, n_numbers, n_texts, strict=True) if n and n >= t]
        return [name for name in numeric if not (self.how.row_names and name == self.columns[0])] or numeric


def read_table(
    data: bytes, name: str, how: How | None = None, *, progress: Progress = lambda share: None, **asked: Any
) -> Table:
    """Read CSV, TSV, any text of columns, Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods) or Parquet.

    `how`, or its fields by name, says how to read it; what it leaves open is found out. `progress` is told the share
    that is read, ten times a second; what it raises stops the reading. Raises `TableError` in plain words.
    """
    if not data:
        raise TableError("The file is empty: it has no bytes.")
    how = replace(how or How(), **asked)
    return _table((read_content if are_few(data) else read_apart)(data, name, how, progress), how)


def are_few(data: bytes) -> bool:
    """Whether these bytes are so few, and text, that they are read at once, faster than a process starts."""
    return len(data) <= FEW_BYTES and not data.startswith((b"PK", OLD_OFFICE, PARQUET))


def table_of(names: Sequence[str], columns: Sequence[Sequence[Cell]]) -> Table:
    """Columns of numbers, as typed or from a link; rows are counted from 1."""
    rows = np.arange(1, len(columns[0]) + 1, dtype=np.int32)
    found = gather(lambda: iter([Slice(1.0, rows, columns)]), Rules("."), lambda share: None)
    assert found is not None
    return _table(Content(list(names), len(columns), found, []), How(row_names=False))


def _table(content: Content, asked: How) -> Table:
    # Imported here: the process in which files are read does without emcore.
    from emcore.scenario.own_points import clean_name

    notes, columns = content.notes, content.columns
    if content.width > MOST_COLUMNS:
        notes.append(f"Only the first {MOST_COLUMNS} of {content.width:,} columns are used.")
    names = [clean_name(name) for name in content.names or []][: len(columns.bad)]
    names += [""] * (len(columns.bad) - len(names))
    # A separator at the end of every line makes no column.
    filled = [d for d, name in enumerate(names) if name or columns.filled[d]]
    if not filled:
        raise TableError("There are only separators in it: no names, no numbers.")
    columns, names = columns.only(filled), [names[d] for d in filled]
    counts = content.how.header is True and names[0] in NO_NAMES and _counts(columns.values[:, 0])
    row_names = bool(content.how.row_names or (asked.row_names is None and counts and len(names) > 1))
    if counts and row_names and asked.row_names is None:
        notes.append("The first column has no name and counts the rows: it was taken for their names.")
    names = _distinct(names, notes)
    unclear = _say_numbers(columns, names, asked, notes) or content.unclear
    table = Table(
        names,
        notes,
        columns.rows,
        columns.values,
        columns.kinds if columns.kinds.any() else np.broadcast_to(np.uint8(NUMBER), columns.kinds.shape),
        columns.first,
        [dict(cells) for cells in columns.bad],
        columns.torn,
        unclear,
        replace(
            content.how,
            decimal=asked.decimal or _common(columns),
            thousands=asked.thousands is not False,
            header=None if content.unclear else content.how.header,
            row_names=row_names,
        ),
        content.sheets,
    )
    if not table.numeric:
        example = next((text for row in columns.first for text in row if text), "")
        found_instead = f" The first cell with something in it reads {quoted(example, 30)}." if example else ""
        raise TableError(f"No column holds numbers.{found_instead}")
    return table


def _counts(values: Array) -> bool:
    """Whether these numbers are 0, 1, 2 ... or 1, 2, 3 ..."""
    return len(values) > 1 and values[0] in (0, 1) and bool((np.diff(values) == 1).all())


def _common(columns: Columns) -> str | None:
    """The decimal sign that the columns were read with; None if one of them asks."""
    if ASK in columns.decimals:
        return None
    told = [sign.decimal for sign in columns.signs if sign.decimal]
    return max(told, key=told.count) if told else "."


def _say_numbers(columns: Columns, names: list[str], asked: How, notes: list[str]) -> str:
    """Say how numbers were read; returns an example of one that can't be read without asking."""
    unclear = ""
    for name, sign, chosen, dress in zip(names, columns.signs, columns.decimals, columns.dresses, strict=True):
        if asked.decimal is None and sign.points and sign.commas:
            notes.append(
                f"Column {quoted(name)} has decimal points and decimal commas; the rarer ones count as no numbers."
            )
        if chosen == ASK:
            unclear = unclear or sign.unclear
        elif asked.decimal is None and sign.decimal is None and sign.unclear:
            _say_read(name, sign.unclear, chosen, ", as other columns suggest", notes)
        if sign.odd:
            _say_read(name, sign.odd, chosen, "", notes)
        if dress.affix:
            left_out = " and ".join(quoted(text) for text in (dress.affix.before, dress.affix.behind) if text)
            notes.append(f"In column {quoted(name)}, {left_out} was left out, as in {quoted(dress.affix.example, 30)}.")
        elif dress.example:
            notes.append(
                f"Column {quoted(name)} looks like numbers, but cells such as {quoted(dress.example, 30)} are none: "
                "what stands with the number is not the same in all rows."
            )
    if asked.decimal is None and any(sign.decimal == "," for sign in columns.signs):
        notes.append("Commas were read as decimal signs.")
    if unclear:
        sign_ = "comma" if "," in unclear else "point"
        notes.append(f"{unclear} may have a decimal {sign_} or a thousands separator: choose the decimal sign.")
    return unclear


def _say_read(name: str, cell: str, decimal: str, why: str, notes: list[str]) -> None:
    value, kind = read_cell(cell, decimal)
    if kind == NUMBER and f"{value:.15g}" != cell:
        notes.append(f"In column {quoted(name)}, {cell} was read as {value:.15g}{why}.")


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
