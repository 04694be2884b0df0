"""The rows of a workbook: Excel (.xlsx, .xlsb, .xls) or OpenDocument (.ods)."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator

import numpy as np

from dashboard.reading.cells import LONGEST_TEXT, MOST_COLUMNS, Cell, TableError, quoted
from dashboard.reading.packed import check_workbook
from dashboard.reading.rows import Record, Rows, in_slices

OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def is_workbook(data: bytes) -> bool:
    """Whether this is a workbook. Raises `TableError` for one that is damaged or too large."""
    if data.startswith(OLD_OFFICE):
        return True
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
        if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
            return False
        check_workbook(data)
    except TableError:
        raise
    except Exception as error:  # a broken archive can fail anywhere
        raise TableError("The file is damaged: it begins like an Excel file and then breaks off.") from error
    return True


def rows_of(data: bytes) -> Rows:
    """The rows of the first sheet that has any; raises `TableError`."""
    try:
        import python_calamine
    except ImportError as error:
        raise TableError(
            "Excel files can't be read on this computer: python-calamine is missing. Save it as CSV."
        ) from error
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None and sheet.height:
                rows = _Sheet(sheet)
                if rows.full:
                    others = len(book.sheet_names) > 1
                    return Rows(
                        rows.slices, [f"The sheet {quoted(name)} was read; there are others."] if others else []
                    )
    except python_calamine.PasswordError as error:
        raise TableError("The workbook has a password. Save it without one, or as CSV.") from error
    except MemoryError:
        raise
    except Exception as error:  # a broken file can fail anywhere in a reader
        raise TableError("The Excel file is damaged. Open it in a spreadsheet program and save it anew.") from error
    raise TableError("There is nothing in it: no sheet has a row.")


class _Sheet:
    """The rows of a sheet, cells at a row's end that are empty left away as far as they are not the table's."""

    def __init__(self, sheet) -> None:  # type: ignore[no-untyped-def]
        self.sheet = sheet
        self.full = 0
        lengths = Counter(len(cells) for _, (_, cells) in zip(range(1000), self._records(), strict=False))
        # Rows of the table, unlike a title above it, have a second cell.
        self.full = max((n for n, count in lengths.items() if count > 1), default=max(lengths, default=0))

    def slices(self) -> Iterator[tuple[float, list[Record]]]:
        n_rows = self.sheet.total_height
        return in_slices((number / n_rows, (number, cells)) for number, cells in self._records())

    def _records(self) -> Iterator[Record]:
        for number, row in enumerate(self.sheet.iter_rows(), start=1):
            cells = [_cell(value) for value in row[: MOST_COLUMNS + 1]]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                yield number, cells + [None] * (self.full - len(cells)) if len(cells) > 1 else cells


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value[:LONGEST_TEXT].strip() or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            return np.inf
    return str(value)  # dates, times, yes and no
