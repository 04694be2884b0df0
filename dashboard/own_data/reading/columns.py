"""Slices of columns gathered into arrays of numbers; the decimal sign of each column is found on the way."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from dashboard.own_data.reading.affixes import Affix, affix_of, without
from dashboard.own_data.reading.cells import MISSING, NUMBER, Array, Cell, Kinds, read_cells, written
from dashboard.own_data.reading.decimal_signs import Rules, Signs
from dashboard.own_data.reading.format import Format

SHOWN = 8  # problems and places that are listed one by one
PREVIEW = 5  # rows that are kept as they were written

Progress = Callable[[float], None]  # is told the share that is read; may raise to stop


@dataclass(frozen=True)
class Slice:
    """Rows of all columns.

    share       of the source that is read
    rows        (n,) their numbers as counted in the file
    columns     C columns of n cells, or of n floats
    long_rows   rows, by index in the slice, with more cells than there are columns, and how many they have
    short_rows  how many rows have too few cells
    """

    share: float
    rows: npt.NDArray[np.int32]
    columns: Sequence[Sequence[Cell] | Array]
    long_rows: dict[int, int] = field(default_factory=dict)
    short_rows: int = 0


@dataclass
class Column:
    """What is known of a column beside its numbers.

    affix    what stands before and behind them
    decimal  the sign it was read with: ".", "," or `ASK`
    signs    what its cells say about that
    filled   whether anything is written in it
    bad      the first cells that are no numbers: row, by index, and what is written there
    """

    affix: Affix
    decimal: str = ""
    signs: Signs = field(default_factory=Signs)
    filled: bool = False
    bad: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Columns:
    """What is kept of a table's cells.

    rows    (R,) the row's number as counted in the file, from 1
    values  (R, C) the numbers, NaN where there is none
    kinds   (R, C) what each cell is
    first   the first rows, each cell as it is written
    each    what is known of each of the C columns
    long_rows, short_rows  as in `Slice`, of all rows
    """

    rows: npt.NDArray[np.int32]
    values: Array
    kinds: Kinds
    first: list[list[str]]
    each: list[Column]
    long_rows: dict[int, int]
    short_rows: int

    def only(self, places: list[int]) -> "Columns":
        """Some of the columns."""
        if len(places) == len(self.each):
            return self
        return replace(
            self,
            values=np.ascontiguousarray(self.values[:, places]),
            kinds=np.ascontiguousarray(self.kinds[:, places]),
            first=[[row[d] for d in places] for row in self.first],
            each=[self.each[d] for d in places],
        )

    def first_rows(self, n: int) -> "Columns":
        """All but the rows that are too many."""
        each = [replace(column, bad=[(i, text) for i, text in column.bad if i < n]) for column in self.each]
        long_rows = {i: count for i, count in self.long_rows.items() if i < n}
        rows, values, kinds = self.rows[:n], self.values[:n], self.kinds[:n]
        return Columns(rows, values, kinds, self.first, each, long_rows, self.short_rows)


@dataclass(eq=False)
class Content:
    """Columns with their names as written, None for a table without a head.

    width    columns of the file, of which not all may be used
    notes    sentences on how it was read
    format   how it was read
    unclear  a number in the first row that may be a name; "" for none
    sheets   the names of a workbook's sheets
    """

    names: list[str] | None
    width: int
    columns: Columns
    notes: list[str]
    format: Format
    unclear: str = ""
    sheets: list[str] = field(default_factory=list)


def gather(slices: Callable[[], Iterator[Slice]], rules: Rules, progress: Progress) -> Columns | None:
    """Read all slices; None where there are none.

    The first slice suggests the decimal sign of each column; where the rest says otherwise, all is read once more.
    """
    columns = _gather(slices(), rules, None, progress)
    if columns is None:
        return None
    decimals = rules.decimals([column.signs for column in columns.each])
    if decimals == [column.decimal for column in columns.each]:
        return columns
    return _gather(slices(), rules, decimals, progress)


def _gather(slices: Iterator[Slice], rules: Rules, decimals: list[str] | None, progress: Progress) -> Columns | None:
    each: list[Column] = []
    first: list[list[str]] = []
    rows, values, kinds = [], [], []
    long_rows: dict[int, int] = {}
    n_rows = short_rows = 0
    for part in slices:
        if not each:
            each = [Column(affix_of(cells)) for cells in part.columns]
            first = [[written(cells[i]) for cells in part.columns] for i in range(min(PREVIEW, len(part.rows)))]
        numbers, kind = _numbers(part, each, rules, decimals)
        rows.append(part.rows)
        values.append(numbers)
        kinds.append(kind)
        long_rows |= {n_rows + i: n for i, n in part.long_rows.items()}
        short_rows += part.short_rows
        _note_bad_cells(each, part, kind, n_rows)
        n_rows += len(part.rows)
        progress(part.share)
    if not each:
        return None
    return Columns(
        np.concatenate(rows), np.concatenate(values), np.concatenate(kinds), first, each, long_rows, short_rows
    )


def _numbers(part: Slice, each: list[Column], rules: Rules, decimals: list[str] | None) -> tuple[Array, Kinds]:
    """The numbers of a slice and what its cells are; the first slice decides on decimal signs that are not given."""
    columns = [without(cells, known.affix) for cells, known in zip(part.columns, each, strict=True)]
    for cells, known in zip(columns, each, strict=True):
        known.signs.look_at(cells, rules.grouped)
    if not each[0].decimal:
        for known, decimal in zip(each, decimals or rules.decimals([known.signs for known in each]), strict=True):
            known.decimal = decimal
    read = [read_cells(cells, known.decimal, grouped=rules.grouped) for cells, known in zip(columns, each, strict=True)]
    return np.stack([column for column, _ in read], axis=1), np.stack([column for _, column in read], axis=1)


def _note_bad_cells(each: list[Column], part: Slice, kinds: Kinds, n_rows: int) -> None:
    whole = np.ones(len(part.rows), bool)
    whole[list(part.long_rows)] = False
    for column, cells, kind in zip(each, part.columns, kinds.T, strict=True):
        room = SHOWN - len(column.bad)
        if room:
            bad = np.flatnonzero((kind != NUMBER) & whole)[:room]
            column.bad += [(n_rows + int(i), written(cells[i])) for i in bad]
        column.filled = column.filled or bool((kind != MISSING).any()) or any(isinstance(c, str) and c for c in cells)
