"""Slices of columns gathered into arrays of numbers; the decimal sign of each column, found on the way."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from dashboard.own_data.reading.affixes import Dress, dress_of, without
from dashboard.own_data.reading.cells import (
    ASK,
    MISSING,
    NUMBER,
    Array,
    Cell,
    Kinds,
    Signs,
    read_cells,
    signs_of,
    written,
)

SHOWN = 8  # problems and places that are listed one by one
PREVIEW = 5  # rows that are kept as they were written

Progress = Callable[[float], None]  # is told the share that is read; may raise to stop


@dataclass(frozen=True)
class Slice:
    """Rows of all columns.

    share    of the source that is read
    rows     (n,) their numbers as counted in the file
    columns  C columns of n cells, or of n floats
    torn     rows, by index in the slice, that are wider than the table: how many cells they have
    n_short  rows that have too few cells
    """

    share: float
    rows: npt.NDArray[np.int32]
    columns: Sequence[Sequence[Cell] | Array]
    torn: dict[int, int] = field(default_factory=dict)
    n_short: int = 0


@dataclass(eq=False)
class Columns:
    """What is kept of a table's cells.

    rows      (R,) the row's number as counted in the file, from 1
    values    (R, C) the numbers, NaN where there is none
    kinds     (R, C) what each cell is
    first     the first rows as they are written
    bad       for each column the first cells that are no numbers: row, by index, and what is written there
    filled    whether anything is written in a column
    signs     what each column says about its decimal sign
    decimals  with which each column was read: ".", "," or `ASK`
    dresses   what stands before and behind the numbers of each column
    torn, n_short  as in `Slice`, of all rows
    """

    rows: npt.NDArray[np.int32]
    values: Array
    kinds: Kinds
    first: list[list[str]]
    bad: list[list[tuple[int, str]]]
    filled: list[bool]
    signs: list[Signs]
    decimals: list[str]
    dresses: list[Dress]
    torn: dict[int, int]
    n_short: int

    def only(self, columns: list[int]) -> "Columns":
        """Some of the columns."""
        if len(columns) == len(self.filled):
            return self
        return Columns(
            self.rows,
            np.ascontiguousarray(self.values[:, columns]),
            np.ascontiguousarray(self.kinds[:, columns]),
            [[row[d] for d in columns] for row in self.first],
            [self.bad[d] for d in columns],
            [self.filled[d] for d in columns],
            [self.signs[d] for d in columns],
            [self.decimals[d] for d in columns],
            [self.dresses[d] for d in columns],
            self.torn,
            self.n_short,
        )

    def keep_rows(self, n: int) -> None:
        """Leave out all rows but the first n."""
        self.rows, self.values, self.kinds = self.rows[:n], self.values[:n], self.kinds[:n]
        self.bad = [[(i, text) for i, text in bad if i < n] for bad in self.bad]
        self.torn = {i: count for i, count in self.torn.items() if i < n}


@dataclass(frozen=True)
class Rules:
    """How cells are read.

    decimal     the decimal sign; None where each column tells
    grouped     whether thousands may be parted
    comma_file  whether commas part the columns: what is not quoted has no decimal comma then
    """

    decimal: str | None = None
    grouped: bool = True
    comma_file: bool = False

    def decimals(self, signs: list[Signs]) -> list[str]:
        """The decimal sign of each column; one that does not tell goes by the others, if they agree."""
        if self.decimal:
            return [self.decimal] * len(signs)
        if self.comma_file:
            signs = [replace(sign, groups=0) for sign in signs]
        everywhere = {sign.decimal for sign in signs if sign.decimal}
        agreed = next(iter(everywhere)) if len(everywhere) == 1 else None
        return [sign.decimal or agreed or (ASK if sign.asks else ".") for sign in signs]


def gather(slices: Callable[[], Iterator[Slice]], rules: Rules, progress: Progress) -> Columns | None:
    """Read all slices; None where there are none.

    The first slice suggests the decimal sign of each column; where the rest says otherwise, all is read once more.
    """
    columns = _gather(slices(), rules, None, progress)
    if columns is not None and columns.decimals != rules.decimals(columns.signs):
        columns = _gather(slices(), rules, rules.decimals(columns.signs), progress)
    return columns


def _gather(slices: Iterator[Slice], rules: Rules, decimals: list[str] | None, progress: Progress) -> Columns | None:
    rows, values, kinds = [], [], []
    found: Columns | None = None
    n_rows = 0
    for part in slices:
        dresses = [dress_of(cells) for cells in part.columns] if found is None else found.dresses
        columns = [without(cells, dress.affix) for cells, dress in zip(part.columns, dresses, strict=True)]
        signs = [signs_of(cells, grouped=rules.grouped) for cells in columns]
        if found is None:
            decimals = decimals or rules.decimals(signs)
            found = _empty(part, dresses, decimals)
        assert decimals is not None
        read = [read_cells(cells, sign, grouped=rules.grouped) for cells, sign in zip(columns, decimals, strict=True)]
        rows.append(part.rows)
        values.append(np.stack([column for column, _ in read], axis=1))
        kinds.append(np.stack([column for _, column in read], axis=1))
        found.signs = [a + b for a, b in zip(found.signs, signs, strict=True)]
        found.torn |= {n_rows + i: n for i, n in part.torn.items()}
        found.n_short += part.n_short
        _note_bad_cells(found, part, kinds[-1], n_rows)
        n_rows += len(part.rows)
        progress(part.share)
    if found is not None:
        found.rows = np.concatenate(rows)
        found.values = np.concatenate(values)
        values.clear()
        found.kinds = np.concatenate(kinds)
    return found


def _empty(part: Slice, dresses: list[Dress], decimals: list[str]) -> Columns:
    n = len(dresses)
    first = [[written(_plain(cells[i])) for cells in part.columns] for i in range(min(PREVIEW, len(part.rows)))]
    bad: list[list[tuple[int, str]]] = [[] for _ in range(n)]
    no_kinds = np.empty(0, np.uint8)
    return Columns(part.rows, np.empty(0), no_kinds, first, bad, [False] * n, [Signs()] * n, decimals, dresses, {}, 0)


def _note_bad_cells(found: Columns, part: Slice, kinds: Kinds, n_rows: int) -> None:
    whole = np.ones(len(part.rows), bool)
    whole[list(part.torn)] = False
    for d, cells in enumerate(part.columns):
        bad = found.bad[d]
        if len(bad) < SHOWN:
            for i in np.flatnonzero((kinds[:, d] != NUMBER) & whole)[: SHOWN - len(bad)]:
                bad.append((n_rows + int(i), written(_plain(cells[i]))))
        found.filled[d] = found.filled[d] or bool((kinds[:, d] != MISSING).any()) or any(_something(c) for c in cells)


def _something(cell: Cell) -> bool:
    return isinstance(cell, str) and cell != ""


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, str) or cell is None:
        return cell
    return None if np.isnan(cell) else float(cell)
