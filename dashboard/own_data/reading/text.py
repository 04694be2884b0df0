"""From text to rows of cells: a line of numbers, comments, the separator, quotation marks."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard.own_data.reading.cells import Cell, TableError
from dashboard.own_data.reading.comments import without_comments
from dashboard.own_data.reading.format import Format
from dashboard.own_data.reading.one_line import rows_of_one_line
from dashboard.own_data.reading.rows import Record, Rows, in_slices
from dashboard.own_data.reading.separators import said_by_line, separator_of
from dashboard.own_data.reading.splitting import quotes_pair_up, split

SAMPLE, SAMPLE_CHARACTERS = 100, 20_000  # lines that decide, and of how many characters in all


def rows_of(text: str, asked: Format) -> Rows:
    """The rows of a text; what is not asked for is found out."""
    one_column = rows_of_one_line(text, asked)
    if one_column:
        return one_column
    above, said = said_by_line(text)
    text = text[len(above) :]
    lines, heads, comments = without_comments(_first_lines(text), asked.comments)
    separator, noted = separator_of(lines, asked.separator, said, asked.decimal)
    quoted = quotes_pair_up(text, separator, comments=comments)
    notes = [] if quoted else ["Its quotation marks do not pair up, so they were read as plain characters."]
    notes += ["Lines that begin with #, % or // were taken for comments."] if comments else []
    n_above = len(above.splitlines())

    def records() -> Iterator[tuple[float, Record]]:
        source = io.StringIO(text, newline="")
        try:
            for line, cells in split(source, separator, quoted=quoted, comments=comments):
                yield source.tell() / len(text), (line + n_above, cells)
        except csv.Error as error:
            raise TableError("A cell is longer than 100,000 characters: this is no table of numbers.") from error

    signs = dict.fromkeys((separator, ",", " "))
    return Rows(
        lambda: in_slices(records()),
        notes + noted,
        replace(asked, separator=separator, comments=comments),
        heads=[cells for head in heads for sign in signs for cells in _split_line(head, sign)],
    )


def _first_lines(text: str) -> list[str]:
    """The lines that decide, without blank ones."""
    lines = re.split(r"\r\n|\r|\n", text[:SAMPLE_CHARACTERS])
    if len(text) > SAMPLE_CHARACTERS and len(lines) > 1:
        lines.pop()  # it is cut off
    return [line for line in lines if line.strip()][:SAMPLE]


def _split_line(line: str, separator: str) -> list[list[Cell]]:
    try:
        return [cells for _, cells in split(io.StringIO(line), separator, quoted=True)]
    except csv.Error:
        return []
