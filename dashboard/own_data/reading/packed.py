"""What a zip archive unpacks to, looked at before a library builds anything of it."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboard.own_data.reading.cells import MOST_CELLS, TableError

MOST_UNPACKED = 100_000_000  # bytes
MOST_TEXTS = 1_500_000  # different texts in the cells of a workbook
CHUNK = 1 << 18  # bytes that are unpacked at a time
LONGEST_CELL = CHUNK // 2
LOCAL_HEADER = 30  # bytes before the name of a file in an archive
COLUMN = re.compile(rb' r="([A-Z]{1,3})\d')
ROW = re.compile(rb' r="[A-Z]{1,3}(\d{1,7})')
TEXT = re.compile(rb"<si[ >/]")
HIDDEN = re.compile(rb'<row [^>]*?\bhidden="(?:1|true)"')
WITHOUT_RESULT = (b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />")
CURE = "Delete what is not needed, or save the columns as CSV."


def unpacked(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A file of the archive in pieces, as large as it really is: what the archive says of its size may be wrong."""
    lengths = struct.unpack("<HH", data[info.header_offset + 26 : info.header_offset + LOCAL_HEADER])
    begin = info.header_offset + LOCAL_HEADER + sum(lengths)
    packed = data[begin : begin + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (packed[i : i + CHUNK] for i in range(0, len(packed), CHUNK))
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise TableError("The file is packed in a way that spreadsheet programs do not use. Save it anew, or as CSV.")
    stream = zlib.decompressobj(-15)
    while packed and not stream.eof:
        yield stream.decompress(packed, CHUNK)
        packed = stream.unconsumed_tail


@dataclass
class Oddities:
    """What is odd about the sheets of a workbook, each in a sentence; "" for none."""

    n_formulas: int = 0
    n_hidden: int = 0

    @property
    def formulas(self) -> str:
        """Formulas whose results are not in the file."""
        cure = "as empty: open the file in a spreadsheet program and save it."
        one, many = "formula has no stored result, so it counts", "formulas have no stored result, so they count"
        return f"{self.n_formulas:,} {many if self.n_formulas > 1 else one} {cure}" if self.n_formulas else ""

    @property
    def hidden(self) -> str:
        """Rows that the spreadsheet program does not show."""
        said = "hidden rows were" if self.n_hidden > 1 else "hidden row was"
        return f"{self.n_hidden:,} {said} read, too." if self.n_hidden else ""


def check_workbook(data: bytes, wanted: Iterable[str]) -> tuple[Oddities, dict[str, bytes]]:
    """What is odd about a workbook (.xlsx, .xlsb, .ods), and the beginnings of those of its files that are `wanted`.

    Raises `TableError` for one too large to be read.
    """
    total = 0
    odd = Oddities()
    beginnings: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            size = _Size(info.filename, odd)
            for piece in unpacked(data, info):
                total += len(piece)
                if total > MOST_UNPACKED:
                    raise TableError(
                        f"The file is too large: unpacked it has more than {MOST_UNPACKED // 1_000_000} MB. {CURE}"
                    )
                if info.filename in wanted:
                    beginnings.setdefault(info.filename, piece)
                size.add(piece)
    return odd, beginnings


class _Size:
    """What a file of XML in a workbook holds, counted piece by piece."""

    def __init__(self, name: str, odd: Oddities) -> None:
        self.odd = odd
        self.counted = name.endswith(".xml") and name.startswith(("xl/worksheets/", "xl/sharedStrings"))
        self.n_cells = self.n_texts = self.last_row = self.last_column = 0
        self.rest = b""

    def add(self, piece: bytes) -> None:
        """Count. Raises `TableError` where it is too much."""
        if not self.counted:
            return
        if len(piece) >= LONGEST_CELL and b"<" not in piece:
            raise TableError(
                f"A cell holds more than {LONGEST_CELL:,} characters: this is no table of numbers. Delete the column "
                "of long texts, or save the columns as CSV."
            )
        end = piece.rfind(b"<")
        whole, self.rest = self.rest + piece[:end], piece[end:]  # no tag is cut in two
        self.n_texts += len(TEXT.findall(whole))
        self.odd.n_formulas += sum(map(whole.count, WITHOUT_RESULT))
        if b"hidden=" in whole:
            self.odd.n_hidden += len(HIDDEN.findall(whole))
        columns = COLUMN.findall(whole)
        if columns:
            self.n_cells += len(columns)
            self.last_column = max(self.last_column, *map(_number, set(columns)))
            self.last_row = max(self.last_row, *map(int, ROW.findall(whole, whole.rfind(b' r="' + columns[-1]))))
        if self.n_texts > MOST_TEXTS:
            raise TableError(f"The workbook holds more than {MOST_TEXTS:,} texts. {CURE}")
        if self.n_cells > MOST_CELLS:
            raise TableError(f"A sheet holds more than {MOST_CELLS:,} cells; empty ones count, too. {CURE}")
        if self.last_row * self.last_column > MOST_CELLS:
            raise TableError(
                f"A sheet spans {self.last_row:,} rows and {self.last_column:,} columns, because of cells far off: "
                f"more than {MOST_CELLS:,} cells. {CURE}"
            )


def _number(letters: bytes) -> int:
    """A column's number from its letters: 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
