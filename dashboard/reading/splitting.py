"""A text of lines as rows of cells, for a separator that is known."""

import csv
import io
from collections import deque
from collections.abc import Iterator

from dashboard.reading.cells import Cell, TableError
from dashboard.reading.rows import Record

LONGEST_LINE = 1_000_000  # characters
NO_SEPARATOR = "\x1f"  # a sign that no text has: one column


def split(source: io.StringIO, separator: str | None, *, quoted: bool) -> Iterator[Record]:
    """Rows with the line each begins on, no blank ones. Raises `csv.Error` where quotation marks do not pair up."""
    reader = csv.reader(
        _lines(source, separator),
        delimiter=separator or NO_SEPARATOR,
        skipinitialspace=True,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=quoted,
    )
    begins = 1
    for fields in reader:
        cells: list[Cell] = [field.strip() if quoted else field.strip().strip('"') for field in fields]
        # Separators only: a row in which everything is missing.
        if any(cells) or (separator not in (None, " ") and len(cells) > 1):
            yield begins, cells
        begins = reader.line_num + 1


def quotes_pair_up(text: str, separator: str | None) -> bool:
    """Whether quotation marks enclose cells, all through the text."""
    if '"' not in text:
        return True
    try:
        deque(split(io.StringIO(text, newline=""), separator, quoted=True), maxlen=0)
    except csv.Error:
        return False
    return True


def _lines(source: io.StringIO, separator: str | None) -> Iterator[str]:
    for number, line in enumerate(source, start=1):
        if len(line) > LONGEST_LINE:
            raise TableError(
                f"Line {number:,} has {len(line):,} characters, more than {LONGEST_LINE:,}: this is no table of "
                "numbers. A table has a line for each point."
            )
        if separator == " ":
            ends = "\n" if line.endswith(("\r", "\n")) else ""
            line = line.strip(" \t\r\n").replace("\t", " ") + ends
        yield line
