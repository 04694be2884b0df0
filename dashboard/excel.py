"""The rows of an Excel workbook (.xlsx)."""

import io
import zipfile
from collections import Counter

import numpy as np

from dashboard.cells import MOST_COLUMNS, MOST_ROWS, Cell, TableError, quoted
from dashboard.plaintext import Record

MOST_UNPACKED = 300_000_000  # bytes; an Excel file is a zip archive, and a small one can hold a huge table


def is_excel(data: bytes) -> bool:
    """Whether a zip archive is a workbook. Raises `TableError` for a damaged one, or one of another program."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise TableError("The file is damaged: it begins like an Excel file and then breaks off.") from error
    if "mimetype" in names and "content.xml" in names:
        raise TableError("This is an OpenDocument table (.ods). Save it as .xlsx or CSV.")
    if "xl/workbook.bin" in names:
        raise TableError("This is a binary Excel file (.xlsb). Save it as .xlsx or CSV.")
    if "xl/workbook.xml" in names and unpacked > MOST_UNPACKED:
        raise TableError(f"The Excel file is too large: unpacked it has {unpacked:,} bytes. Save the columns as CSV.")
    return "xl/workbook.xml" in names


def read_excel(data: bytes) -> tuple[list[Record], list[str]]:
    """The rows of the first sheet that has any, and what is worth saying; raises `TableError`."""
    try:
        import openpyxl
    except ImportError as error:
        raise TableError("Excel files can't be read on this computer: openpyxl is missing. Save it as CSV.") from error
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            records = _rows_of(sheet)
            if records:
                others = [name for name in book.sheetnames if name != sheet.title]
                return records, [f"The sheet {quoted(sheet.title)} was read; there are others."] if others else []
    except TableError:
        raise
    except Exception as error:  # a broken file can fail anywhere in openpyxl
        raise TableError("The Excel file is damaged. Open it in a spreadsheet program and save it anew.") from error
    raise TableError("There is nothing in it: no sheet has a row.")


def _rows_of(sheet) -> list[Record]:  # type: ignore[no-untyped-def]
    sheet.reset_dimensions()  # some programs write a wrong size into the file
    records: list[Record] = []
    width = 0
    rows = sheet.iter_rows(max_row=MOST_ROWS + 1000, max_col=MOST_COLUMNS + 1, values_only=True)
    for number, row in enumerate(rows, start=1):
        cells = [_excel_cell(value) for value in row]
        while cells and cells[-1] in ("", None):
            cells.pop()
        if cells:
            records.append((number, cells))
            width = max(width, len(cells))
    # Some tables do not begin in the first column. And cells at a row's end that are empty are not in the file: rows of
    # the table, unlike a title above it, have a second cell.
    left = min((next(d for d, cell in enumerate(cells) if cell not in ("", None)) for _, cells in records), default=0)
    lengths = Counter(len(cells) for _, cells in records)
    full = max((length for length, count in lengths.items() if count > 1), default=width)
    padded = [
        (number, cells + [None] * (full - len(cells)) if len(cells) > left + 1 else cells) for number, cells in records
    ]
    return [(number, cells[left:]) for number, cells in padded]


def _excel_cell(value: object) -> Cell:
    if value is None or isinstance(value, str):
        return value.strip() if value else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            return np.inf
    return str(value)  # dates, times, yes and no
