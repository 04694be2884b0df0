"""From a file or a pasted text to a table; problems in plain words. No Streamlit."""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard import plaintext
from dashboard.cells import (
    INFINITE,
    LARGE,
    MOST_COLUMNS,
    MOST_ROWS,
    NUMBER,
    TEXT,
    UNCLEAR,
    Cell,
    Kinds,
    TableError,
    looks_like_number,
    quoted,
    read_cell,
    read_column,
    signs_of,
)
from dashboard.excel import is_excel, read_excel
from dashboard.plaintext import Record
from emcore.own import clean_name
from emcore.points import Array

SHOWN = 8  # problems and places that are listed one by one


@dataclass(frozen=True, eq=False)
class Table:
    """What was read: cells as they stand, what is worth saying, and the cells as numbers.

    frame   the cells (R, C), texts or numbers, by name of the column
    notes   sentences on how it was read
    rows    (R,) the row's number as counted in the file, from 1
    values  (R, C) the numbers, NaN where there is none
    kinds   (R, C) what each cell is
    torn    rows, by index, that are wider than the table, and by how many cells
    unclear an example of a number whose comma may be a decimal sign or a thousands separator; "" for none
    """

    frame: pd.DataFrame
    notes: list[str]
    rows: np.ndarray
    values: Array
    kinds: Kinds
    torn: dict[int, int] = field(default_factory=dict)
    unclear: str = ""

    @property
    def columns(self) -> list[str]:
        """The columns' names, each once."""
        return list(self.frame.columns)

    @property
    def numeric(self) -> list[str]:
        """The columns in which at least half of what is there are numbers."""
        n_numbers = np.isin(self.kinds, [NUMBER, INFINITE, LARGE, UNCLEAR]).sum(axis=0)
        n_texts = (self.kinds == TEXT).sum(axis=0)
        return [name for name, n, t in zip(self.columns, n_numbers, n_texts, strict=True) if n and n >= t]


def read_table(data: bytes, name: str, *, decimal: str | None = None, header: bool | None = None) -> Table:
    """Read CSV, TSV, any text of columns, Excel (.xlsx) or Parquet.

    `decimal`, "." or ",", and `header`, whether the first row holds names, are found out where they are not given.
    Raises `TableError` in plain words.
    """
    if not data:
        raise TableError("The file is empty: it has no bytes.")
    if data[:4] == b"PAR1":
        return _read_parquet(data)
    if data[:2] == b"PK" and is_excel(data):
        records, notes = read_excel(data)
    elif name.lower().endswith((".xlsx", ".xlsm", ".parquet")):
        raise TableError(f"The file's name ends in {name[name.rfind('.') :]}, but its content is none of that kind.")
    else:
        text, notes = plaintext.decode(data)
        records, more = plaintext.records(text, decimal, MOST_ROWS + 1)
        notes += more
    return _table(records, notes, decimal, header)


def table_of(names: Sequence[str], columns: Sequence[Sequence[Cell]]) -> Table:
    """Columns of numbers, as typed or from a link; rows are counted from 1."""
    return _built([_name(name) for name in names], columns, np.arange(1, len(columns[0]) + 1), [], ".", {})


def _table(records: list[Record], notes: list[str], decimal: str | None, header: bool | None) -> Table:
    """Names, widths, numbers."""
    if not records:
        raise TableError("There is nothing in it: no rows, no columns.")
    records, width = _without_preamble(records, notes)
    first = records[0][1]
    has_header = _is_header(records, decimal) if header is None else header
    if has_header:
        records = records[1:]
        if not records:
            raise TableError(
                "There is only one row, and it holds names, no numbers: "
                f"{', '.join(quoted(str(c), 20) for c in first[:5])}."
            )
        names = [_name(cell) for cell in first]
        if len(names) == width - 1:  # R writes names of rows without a head
            names = ["row", *names]
            notes.append("The head has one name fewer than there are columns: the first column is taken for row names.")
    else:
        names = []
        if header is None:
            notes.append("The first row holds numbers, so the columns have no names.")
    if len(records) > MOST_ROWS:
        records = records[:MOST_ROWS]
        notes.append(f"Only the first {MOST_ROWS:,} rows are used; the rest was left out.")
    cells = [row for _, row in records]
    torn = {}
    for i, row in enumerate(cells):
        while len(row) > width and row[-1] in ("", None):
            row.pop()
        if len(row) > width:
            torn[i] = len(row)
    if torn:
        places = ", ".join(str(records[i][0]) for i in list(torn)[:SHOWN])
        notes.append(f"More cells than there are columns: row {places}{' and others' if len(torn) > SHOWN else ''}.")
    short = sum(len(row) < width for row in cells)
    if short:
        notes.append(
            f"{short:,} row{'s have' if short > 1 else ' has'} too few cells; the missing ones count as empty."
        )
    columns = [[row[d] if d < len(row) else None for row in cells] for d in range(width)]
    names = [*names[:width], *[""] * (width - len(names))]
    filled = [
        d for d in range(width) if names[d] or any(cell is not None and cell != "" for cell in columns[d])
    ]  # a separator at the end of every line makes no column
    rows = np.array([number for number, _ in records])
    return _built([names[d] for d in filled], [columns[d] for d in filled], rows, notes, decimal, torn)


def _built(
    names: list[str],
    columns: Sequence[Sequence[Cell]],
    rows: np.ndarray,
    notes: list[str],
    decimal: str | None,
    torn: dict[int, int],
) -> Table:
    if len(columns) > MOST_COLUMNS:
        notes.append(f"Only the first {MOST_COLUMNS} of {len(columns):,} columns are used.")
        names, columns = names[:MOST_COLUMNS], columns[:MOST_COLUMNS]
    names = _distinct(names, notes)
    signs = [signs_of(column) for column in columns]
    found = [sign.decimal for sign in signs]
    everywhere = {sign for sign in found if sign}
    unclear = ""
    values, kinds = [], []
    for name, column, sign, own in zip(names, columns, signs, found, strict=True):
        # A column that does not tell goes by the others, if they agree.
        chosen = decimal or own or (next(iter(everywhere)) if len(everywhere) == 1 else None)
        if decimal is None and sign.points and sign.commas:
            notes.append(
                f"Column {quoted(name)} has decimal points and decimal commas; the rarer ones count as no numbers."
            )
        if chosen is None and "," in sign.unclear:
            unclear = unclear or sign.unclear
        elif decimal is None and own is None and chosen is not None and sign.unclear:
            read = f"{read_cell(sign.unclear, chosen)[0]:.15g}"
            if read != sign.unclear:
                notes.append(f"In column {quoted(name)}, {sign.unclear} was read as {read}, as other columns suggest.")
        got = read_column(column, chosen)
        values.append(got[0])
        kinds.append(got[1])
    if "," in everywhere and decimal is None:
        notes.append("Commas were read as decimal signs.")
    if unclear:
        notes.append(f"{unclear} may have a decimal comma or a thousands separator: choose the decimal sign.")
    frame = pd.DataFrame(
        {name: pd.Series(list(column), dtype=object) for name, column in zip(names, columns, strict=True)}
    )
    table = Table(frame, notes, rows, np.stack(values, axis=1), np.stack(kinds, axis=1), torn, unclear)
    if not table.numeric:
        example = next((c for column in columns for c in column if isinstance(c, str) and c), None)
        found_instead = f" The first cell with something in it reads {quoted(example, 30)}." if example else ""
        raise TableError(f"No column holds numbers.{found_instead}")
    return table


def _without_preamble(records: list[Record], notes: list[str]) -> tuple[list[Record], int]:
    """The rows from the head on, and how wide the table is: as most rows are, or as the head if that is wider."""
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
    return records[begin:], max(width, len(head))


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


def _name(cell: Cell) -> str:
    if cell is None:
        return ""
    text = f"{cell:.15g}" if isinstance(cell, float) else cell
    return clean_name(text)


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


def _read_parquet(data: bytes) -> Table:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise TableError("Parquet files can't be read on this computer: pyarrow is missing. Save it as CSV.") from error
    try:
        source = pq.ParquetFile(io.BytesIO(data))
        wanted = [name for name in source.schema_arrow.names if not name.startswith("__index_level_")]
        batches, n_rows = [], 0
        for batch in source.iter_batches(batch_size=20_000, columns=wanted[: MOST_COLUMNS + 1]):
            batches.append(batch)
            n_rows += batch.num_rows
            if n_rows > MOST_ROWS:
                break
        table = pa.Table.from_batches(batches, source.schema_arrow if not batches else batches[0].schema)
        columns = [_parquet_column(column) for column in table.columns]
    except Exception as error:  # a broken file can fail anywhere in pyarrow
        raise TableError(
            "The Parquet file is damaged or of an unknown kind. Save the table anew, or as CSV."
        ) from error
    notes = []
    if n_rows > MOST_ROWS:
        n_rows, columns = MOST_ROWS, [column[:MOST_ROWS] for column in columns]
        notes.append(f"Only the first {MOST_ROWS:,} rows are used; the rest was left out.")
    if not n_rows or not columns:
        raise TableError("There is nothing in it: no rows or no columns.")
    rows = np.arange(1, n_rows + 1)
    return _built([_name(name) for name in table.column_names], columns, rows, notes, None, {})


def _parquet_column(column) -> list[Cell]:  # type: ignore[no-untyped-def]
    import pyarrow.types as kinds

    if kinds.is_integer(column.type) or kinds.is_floating(column.type) or kinds.is_decimal(column.type):
        return [None if value is None else float(value) for value in column.to_pylist()]
    return [None if value is None else str(value) for value in column.to_pylist()]
