"""From bytes to columns of numbers, in the order in which it is done. Imports nothing of emcore: see `apart`."""

from dataclasses import replace
from functools import partial

from dashboard.own_data.reading import decoding, excel, parquet, text
from dashboard.own_data.reading.cells import TableError
from dashboard.own_data.reading.columns import Content, Progress, gather
from dashboard.own_data.reading.decimal_signs import Rules
from dashboard.own_data.reading.format import Format
from dashboard.own_data.reading.head import head_of
from dashboard.own_data.reading.names import name_of
from dashboard.own_data.reading.notes import on_rows
from dashboard.own_data.reading.rows import Rows, columns_below, most_rows

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet")


def read_content(data: bytes, name: str, asked: Format, progress: Progress) -> Content:
    """Read a file; raises `TableError` in plain words, and what `progress` raises."""
    rules = Rules(asked.decimal, asked.thousands is not False)
    if data.startswith(parquet.PARQUET):
        names, columns, notes = parquet.read_parquet(data, rules, progress)
        return Content(names, len(names), columns, notes, replace(asked, header=True))
    rows = _rows_of(data, name, asked)
    head = head_of(rows)
    rules = replace(rules, comma_file=rows.format.separator == ",")
    found = gather(partial(columns_below, rows, head.height, head.width), rules, progress)
    if found is None:
        raise TableError("There is nothing in it but names: no rows of numbers.")
    notes = rows.notes + head.notes
    most = most_rows(head.width)
    if len(found.rows) > most:
        found = found.first_rows(most)
        notes.append(f"Only the first {most:,} rows are used; the rest was left out.")
    row_names = asked.row_names if asked.row_names is not None else head.row_names or None
    return Content(
        None if head.names is None else [name_of(cell) for cell in head.names],
        head.width,
        found,
        notes + on_rows(found),
        replace(rows.format, header=head.names is not None, row_names=row_names),
        head.unclear,
        rows.sheets,
    )


def _rows_of(data: bytes, name: str, asked: Format) -> Rows:
    """The rows of a workbook, or of a text."""
    if excel.is_workbook(data):
        return excel.rows_of(data, asked)
    if name.lower().endswith(ENDINGS):
        raise TableError(f"The file's name ends in {name[name.rfind('.') :]}, but its content is none of that kind.")
    written, notes = decoding.decode(data)
    rows = text.rows_of(written, asked)
    return replace(rows, notes=notes + rows.notes)
