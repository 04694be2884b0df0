"""The rows of a workbook: Excel (.xlsx, .xlsb, .xls) or OpenDocument (.ods)."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from dashboard.own_data.reading.cells import LONGEST_TEXT, MOST_COLUMNS, Cell, TableError, quoted
from dashboard.own_data.reading.format import Format
from dashboard.own_data.reading.packed import Oddities, check_workbook
from dashboard.own_data.reading.rows import Record, Rows, in_slices

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
IS_STRICT = b"purl.oclc.org/ooxml"
ACTIVE = {  # where a workbook says which sheet is in view
    "xl/workbook.xml": re.compile(rb'activeTab="(\d+)"'),
    "settings.xml": re.compile(rb'config:name="ActiveTable"[^>]*>([^<]*)<'),
}
PASSWORD = "The workbook has a password. Save it without one, or as CSV."
STRICT = "This is a workbook of the kind “Strict Open XML”. Save it as “Excel Workbook (.xlsx)”, or as CSV."
DAMAGED = "The Excel file is damaged. Open it in a spreadsheet program and save it anew."
PEEK = 200  # rows of a sheet that tell whether it holds a table


def is_workbook(data: bytes) -> bool:
    """Whether this is a workbook."""
    if data.startswith(OLD_OFFICE):
        return True
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return bool(set(archive.namelist()) & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"})
    except Exception as error:  # a broken archive can fail anywhere
        raise TableError("The file is damaged: it begins like an Excel file and then breaks off.") from error


def rows_of(data: bytes, asked: Format) -> Rows:
    """The rows of a sheet: the one asked for, else the one in view if it holds a table, else the first that does.

    Raises `TableError`.
    """
    try:
        import python_calamine
    except ImportError as error:
        raise TableError(
            "Excel files can't be read on this computer: python-calamine is missing. Save it as CSV."
        ) from error
    if ENCRYPTED in data:
        raise TableError(PASSWORD)
    odd = Oddities()
    about: dict[str, bytes] = {}
    try:
        if data.startswith(b"PK"):
            odd, about = check_workbook(data, set(ACTIVE))
        active = next((said for name, text in about.items() if (said := _said(ACTIVE[name], text))), "")
        book = python_calamine.load_workbook(io.BytesIO(data))
        name, sheet, names = _sheet(book, asked.sheet, active)
    except (TableError, MemoryError):
        raise
    except python_calamine.PasswordError as error:
        raise TableError(PASSWORD) from error
    except Exception as error:  # a broken file can fail anywhere in a reader
        raise TableError(STRICT if IS_STRICT in about.get("xl/workbook.xml", b"") else DAMAGED) from error
    if sheet is None:
        raise TableError(f"There is nothing in it: no sheet has a row. {odd.formulas}".strip())
    notes = [f"The sheet {quoted(name)} was read; there are others."] if len(names) > 1 else []
    row, column = sheet.sheet.start
    if row or column:
        notes.append(f"The table begins at {_letters(column)}{row + 1}.")
    notes += [said for said in (odd.formulas, odd.hidden) if said]
    return Rows(sheet.slices, notes, replace(asked, sheet=name), sheets=names)


def _sheet(book: Any, asked: str | None, active: str) -> tuple[str, "_Sheet | None", list[str]]:
    """Name and rows of the sheet to be read, and the names of all sheets."""
    about = [sheet for sheet in book.sheets_metadata if str(sheet.typ).endswith("WorkSheet")]
    names = [sheet.name for sheet in about]
    if asked is not None and asked in names:
        return asked, _opened(book, asked), names
    in_view = book.sheet_names[int(active)] if active.isdigit() and int(active) < len(book.sheet_names) else active
    visible = [sheet.name for sheet in about if str(sheet.visible).endswith(".Visible")]
    hidden = [name for name in names if name not in visible]
    first = [in_view] if in_view in visible else []
    filled: list[tuple[str, _Sheet]] = []
    for name in dict.fromkeys([*first, *visible, *hidden]):
        sheet = _opened(book, name)
        if sheet is not None and sheet.is_table:
            return name, sheet, names
        filled += [] if sheet is None else [(name, sheet)]
    return *(filled[0] if filled else ("", None)), names


def _opened(book: Any, name: str) -> "_Sheet | None":
    sheet = book.get_sheet_by_name(name)
    return _Sheet(sheet) if sheet.start is not None and sheet.height else None


def _said(pattern: re.Pattern[bytes], text: bytes) -> str:
    match = pattern.search(text)
    return match[1].decode("utf-8", "replace") if match else ""


class _Sheet:
    """The rows of a sheet, cells at a row's end that are empty left away as far as they are not the table's.

    is_table  whether it holds more than a few numbers among texts
    """

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.full = 0
        first = [cells for _, (_, cells) in zip(range(PEEK), self._records(), strict=False)]
        lengths = Counter(map(len, first))
        # Rows of the table, unlike a title above it, have a second cell.
        self.full = max((n for n, count in lengths.items() if count > 1), default=max(lengths, default=0))
        self.is_table = sum(any(isinstance(cell, float) for cell in cells) for cells in first) > 1

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


def _letters(column: int) -> str:
    """A column's letters from its number, counted from 0: C for 2."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
