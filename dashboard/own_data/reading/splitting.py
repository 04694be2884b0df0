"""A text of lines as rows of cells, for a separator that is known."""

import csv
import io
from collections import deque
from collections.abc import Iterator

from dashboard.own_data.reading.cells import Cell, TableError
from dashboard.own_data.reading.comments import COMMENT
from dashboard.own_data.reading.rows import Record

LONGEST_LINE = 1_000_000  # characters
NO_SEPARATOR = "\x1f"  # a sign that no text has: one column


def split(source: io.StringIO, separator: str, *, quoted: bool, comments: bool = False) -> Iterator[Record]:
    """Rows with the line each begins on, no blank ones. Raises `csv.Error` where quotation marks do not pair up.

    `comments`: leave out the lines that are comments.
    """
    lines = _Lines(source, separator, comments)
    reader = csv.reader(
        lines,
        delimiter=separator or NO_SEPARATOR,
        skipinitialspace=True,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=quoted,
    )
    for fields in reader:
        cells: list[Cell] = [field.strip() if quoted else field.strip().strip('"') for field in fields]
        # Separators only: a row in which everything is missing.
        if any(cells) or (separator not in ("", " ") and len(cells) > 1):
            yield lines.begin, cells
        lines.begin = 0


def quotes_pair_up(text: str, separator: str, *, comments: bool) -> bool:
    """Whether quotation marks enclose cells, all through the text."""
    if '"' not in text:
        return True
    try:
        deque(split(io.StringIO(text, newline=""), separator, quoted=True, comments=comments), maxlen=0)
    except csv.Error:
        return False
    return True


class _Lines:
    """Lines for the reader of rows; `begin` is the number of the first one since it was set to 0."""

    def __init__(self, source: io.StringIO, separator: str, comments: bool) -> None:
        self.source, self.separator, self.comments = source, separator, comments
        self.number = self.begin = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        while True:
            line = next(self.source)
            self.number += 1
            if not (self.comments and COMMENT.match(line)):
                break
        if len(line) > LONGEST_LINE:
            raise TableError(
                f"Line {self.number:,} has {len(line):,} characters, more than {LONGEST_LINE:,}: this is no table of "
                "numbers. A table has a line for each point."
            )
        self.begin = self.begin or self.number
        if self.separator == " ":
            ends = "\n" if line.endswith(("\r", "\n")) else ""
            return line.strip(" \t\r\n").replace("\t", " ") + ends
        return line
