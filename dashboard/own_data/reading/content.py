"""From bytes to columns of numbers, whatever kind of file they are. Imports nothing of emcore: see `apart`."""

from dataclasses import dataclass, field, replace

from dashboard.own_data.reading import decoding, excel, head, parquet, text
from dashboard.own_data.reading.cells import Cell, TableError
from dashboard.own_data.reading.columns import Columns, Progress, Rules, gather
from dashboard.own_data.reading.how import How

PARQUET = b"PAR1"


@dataclass(eq=False)
class Content:
    """Columns with their names as written, None for a table without a head.

    width    columns of the file, of which not all may be used
    notes    sentences on how it was read
    how      how it was read
    unclear  a number in the first row that may be a name; "" for none
    sheets   the names of a workbook's sheets
    """

    names: list[str] | None
    width: int
    columns: Columns
    notes: list[str]
    how: How = field(default_factory=How)
    unclear: str = ""
    sheets: list[str] = field(default_factory=list)


def read_content(data: bytes, name: str, how: How, progress: Progress) -> Content:
    """Read a file; raises `TableError` in plain words, and what `progress` raises."""
    notes: list[str] = []
    rules = Rules(how.decimal, how.thousands is not False)
    if data.startswith(PARQUET):
        names, columns = parquet.read_parquet(data, rules, notes, progress)
        return Content(names, len(names), columns, notes, replace(how, header=True))
    if excel.is_workbook(data):
        rows = excel.rows_of(data, how)
    elif name.lower().endswith((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet")):
        raise TableError(f"The file's name ends in {name[name.rfind('.') :]}, but its content is none of that kind.")
    else:
        written, notes = decoding.decode(data)
        rows = text.rows_of(written, how)
    notes += rows.notes
    body = head.body_of(rows, notes)
    found = gather(body.slices, replace(rules, comma_file=rows.how.separator == ","), progress)
    if found is None:
        raise TableError("There is nothing in it but names: no rows of numbers.")
    if len(found.rows) > body.most_rows:
        found.keep_rows(body.most_rows)
        notes.append(f"Only the first {body.most_rows:,} rows are used; the rest was left out.")
    notes += head.said_of_rows(found)
    names_ = None if body.names is None else [_as_name(cell) for cell in body.names]
    row_names = body.row_names or None if how.row_names is None else how.row_names
    read = replace(rows.how, header=body.header, row_names=row_names)
    return Content(names_, body.width, found, notes, read, body.unclear, rows.sheets)


def _as_name(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else cell[:1000]
