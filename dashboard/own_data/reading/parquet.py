"""The columns of a Parquet file, its sizes looked at before anything is unpacked."""

import io
from collections.abc import Iterator
from typing import Any

import numpy as np

from dashboard.own_data.reading.cells import (
    LONGEST_TEXT,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Array,
    Cell,
    TableError,
    quoted,
)
from dashboard.own_data.reading.columns import SHOWN, Columns, Progress, Slice, gather
from dashboard.own_data.reading.decimal_signs import Rules

PARQUET = b"PAR1"  # which such a file begins with
MOST_UNPACKED = 200_000_000  # bytes
SLICE_CELLS = 100_000
INDEX = "__index_level_"  # pandas' names of what is no column


def read_parquet(data: bytes, rules: Rules, progress: Progress) -> tuple[list[str], Columns, list[str]]:
    """Names and columns, and what there is to say of them. Raises `TableError`."""
    import pyarrow.parquet as pq  # which comes with Streamlit

    try:
        about = pq.read_metadata(io.BytesIO(data))
        names, notes = _readable(about)
        n_rows = min(about.num_rows, MOST_ROWS, MOST_CELLS // max(len(names), 1))
        if not n_rows or not names:
            raise TableError("There is nothing in it: no rows, or no columns of numbers or texts.")
        _check_sizes(about, names, n_rows)
        if n_rows < about.num_rows:
            notes.append(f"Only the first {n_rows:,} rows are used; the rest was left out.")
        columns = gather(lambda: _slices(data, names, n_rows), rules, progress)
    except (TableError, MemoryError):
        raise
    except Exception as error:  # a broken file can fail anywhere in pyarrow
        raise TableError(
            "The Parquet file is damaged or of an unknown kind. Save the table anew, or as CSV."
        ) from error
    if columns is None:
        raise TableError("There is nothing in it: no rows.")
    return names, columns, notes


def _slices(data: bytes, names: list[str], n_rows: int) -> Iterator[Slice]:
    import pyarrow.parquet as pq

    source = pq.ParquetFile(io.BytesIO(data), read_dictionary=names)
    done = 0
    for batch in source.iter_batches(max(SLICE_CELLS // len(names), 1), columns=names, use_threads=False):
        batch = batch.slice(0, n_rows - done)
        rows = np.arange(done + 1, done + batch.num_rows + 1, dtype=np.int32)
        done += batch.num_rows
        yield Slice(done / n_rows, rows, [_cells(column) for column in batch.columns])
        if done >= n_rows:
            return


def _readable(about: Any) -> tuple[list[str], list[str]]:
    """The columns of numbers or texts, and what there is to say of the others."""
    import pyarrow.types as kinds

    schema = about.schema.to_arrow_schema()
    names, nested, notes = [], [], []
    for field in schema:
        if field.name.startswith(INDEX) or schema.names.count(field.name) > 1:
            continue
        if kinds.is_nested(field.type):
            nested.append(field.name)
        else:
            names.append(field.name)
    if nested:
        shown = ", ".join(quoted(name) for name in nested[:SHOWN])
        notes.append(f"Columns of lists or of records can't be read and were left out: {shown}.")
    if len(names) > MOST_COLUMNS:
        notes.append(f"Only the first {MOST_COLUMNS} of {len(names):,} columns are used.")
    return names[:MOST_COLUMNS], notes


def _check_sizes(about: Any, names: list[str], n_rows: int) -> None:
    """Raise `TableError` if the columns that are to be read unpack to more than `MOST_UNPACKED`."""
    sizes = dict.fromkeys(names, 0)
    done = 0
    for group in map(about.row_group, range(about.num_row_groups)):
        if done >= n_rows:
            break
        done += group.num_rows
        for column in map(group.column, range(group.num_columns)):
            name = column.path_in_schema
            if name in sizes:
                sizes[name] += column.total_uncompressed_size
    if sum(sizes.values()) > MOST_UNPACKED:
        largest = max(sizes, key=sizes.__getitem__)
        raise TableError(
            f"The file is too large: unpacked it has {sum(sizes.values()) // 1_000_000:,} MB, more than "
            f"{MOST_UNPACKED // 1_000_000}. The largest column is {quoted(largest)}; save the table without it."
        )


def _cells(column: Any) -> list[Cell] | Array:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as kinds

    if kinds.is_dictionary(column.type):
        # Only what these rows name is converted, and once: a dictionary may be long, or its texts.
        used, places = np.unique(column.indices.fill_null(-1).to_numpy(), return_inverse=True)
        missing = used < 0
        cells = [None] * int(missing.sum()) + list(_cells(column.dictionary.take(pa.array(used[~missing]))))
        return [cells[i] for i in places.tolist()]
    if kinds.is_integer(column.type) or kinds.is_floating(column.type) or kinds.is_decimal(column.type):
        return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)
    if kinds.is_string(column.type) or kinds.is_large_string(column.type):
        column = pc.utf8_slice_codeunits(column, 0, LONGEST_TEXT)
    elif kinds.is_binary(column.type) or kinds.is_large_binary(column.type):
        column = pc.binary_slice(column, 0, LONGEST_TEXT)
    return [None if value is None else str(value) for value in column.to_pylist()]
