"""From text to rows of cells: separators, quotation marks."""

import csv
import io
import re
from collections.abc import Iterator

from dashboard.reading.cells import TableError
from dashboard.reading.rows import Record, Rows, in_slices
from dashboard.reading.separators import SEPARATORS, first_lines, separator_of
from dashboard.reading.splitting import quotes_pair_up, split

HALVES = re.compile(r"-?\d+,\d+")  # a number with a decimal comma, or two numbers
SAID = re.compile(r'\s*"?sep=(.)"?\s*[\r\n]+')  # a line by which Excel is told the separator


def rows_of(text: str, decimal: str | None) -> Rows:
    """The rows of a text; a decimal sign that is known can't be a separator."""
    notes: list[str] = []
    said = SAID.match(text)
    before = len(said[0].splitlines()) if said else 0
    text = text[said.end() :] if said else text
    separator = said[1] if said else separator_of(text, decimal)
    quoted = quotes_pair_up(text, separator)
    if not quoted:
        notes.append("Its quotation marks do not pair up, so they were read as plain characters.")
    if separator is not None:
        notes.append(f"Columns are separated by {SEPARATORS.get(separator, f'the sign {separator}')}.")
    if separator == "," and not said and all(HALVES.fullmatch(line) for line in first_lines(text)[1:]):
        notes.append("If these commas are decimal signs, choose the decimal comma: it is one column then.")

    def records() -> Iterator[tuple[float, Record]]:
        source = io.StringIO(text, newline="")
        try:
            for line, cells in split(source, separator, quoted=quoted):
                yield source.tell() / len(text), (line + before, cells)
        except csv.Error as error:
            raise TableError("A cell is longer than 100,000 characters: this is no table of numbers.") from error

    return Rows(lambda: in_slices(records()), notes)
