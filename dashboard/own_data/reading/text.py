"""From text to rows of cells: comments, separators, quotation marks, and numbers on one line."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard.own_data.reading.cells import Cell, TableError, looks_like_number
from dashboard.own_data.reading.comments import COMMENT, has_comments, heads_of
from dashboard.own_data.reading.how import How
from dashboard.own_data.reading.rows import Record, Rows, in_slices
from dashboard.own_data.reading.separators import separator_of
from dashboard.own_data.reading.splitting import quotes_pair_up, split

SAMPLE, SAMPLE_CHARACTERS = 100, 20_000  # lines that decide, and of how many characters in all
HALVES = re.compile(r"-?\d+,\d+")  # a number with a decimal comma, or two numbers
SPACED = re.compile(r"\s*-?\d+(,\d+)?(\s+-?\d+(,\d+)?)+\s*")  # 1,5 2,5
SAID = re.compile(r'\s*"?sep=(.)"?\s*[\r\n]+')  # a line by which Excel is told the separator
BRACKETS = re.compile(r"\s*\w{0,10}\(?\s*[\[({]([^\[\](){}]*)[\])}]\s*\)?\s*")  # [1, 2], (1, 2), c(1, 2), array([1, 2])
ONE_LINE = (r"\s*[\t;|]\s*", r",\s+", r"\s+", r",")  # what parts numbers on one line, the surest first


def rows_of(text: str, how: How) -> Rows:
    """The rows of a text; what `how` leaves open is found out."""
    if how.separator is None and (listed := _on_one_line(text, how.decimal)):
        said = f"The {len(listed):,} numbers on one line were taken for one column."
        if HALVES.fullmatch(text.strip()):
            said += " If the comma is a decimal sign, choose the decimal comma: it is one number then."
        cells: list[tuple[float, Record]] = [(1.0, (i, [cell])) for i, cell in enumerate(listed, start=1)]
        return Rows(lambda: in_slices(cells), [said], replace(how, separator="", comments=False, header=False))
    notes: list[str] = []
    said_by_line = SAID.match(text)
    before = len(said_by_line[0].splitlines()) if said_by_line else 0
    text = text[said_by_line.end() :] if said_by_line else text
    lines = first_lines(text)
    comments = has_comments(lines) if how.comments is None else how.comments
    heads = heads_of(lines) if comments else []
    lines = [line for line in lines if not (comments and COMMENT.match(line))]
    separator: str | None
    if how.separator is not None:
        separator = how.separator or None
    elif said_by_line:
        separator = said_by_line[1]
    else:
        separator = separator_of(lines, how.decimal)
        if separator == ",":
            separator = _unless_decimal(lines)
        elif how.decimal == "," and separator is None and not all(looks_like_number(line, ",") for line in lines[1:]):
            separator = separator_of(lines, None)  # 1.234 in a file of commas: the decimal sign that is not there
    quoted = quotes_pair_up(text, separator, comments=comments)
    if not quoted:
        notes.append("Its quotation marks do not pair up, so they were read as plain characters.")
    if comments:
        notes.append("Lines that begin with #, % or // were taken for comments.")
    if separator == "," and how.separator is None and all(map(HALVES.fullmatch, lines)):
        notes.append("If these commas are decimal signs, choose the decimal comma: it is one column then.")

    def records() -> Iterator[tuple[float, Record]]:
        source = io.StringIO(text, newline="")
        try:
            for line, cells in split(source, separator, quoted=quoted, comments=comments):
                yield source.tell() / len(text), (line + before, cells)
        except csv.Error as error:
            raise TableError("A cell is longer than 100,000 characters: this is no table of numbers.") from error

    possible = [cells for head in heads for sign in {separator, ",", " "} for cells in _split_line(head, sign)]
    return Rows(
        lambda: in_slices(records()), notes, replace(how, separator=separator or "", comments=comments), possible
    )


def first_lines(text: str) -> list[str]:
    """The lines that decide, without blank ones."""
    lines = re.split(r"\r\n|\r|\n", text[:SAMPLE_CHARACTERS])
    if len(text) > SAMPLE_CHARACTERS and len(lines) > 1:
        lines.pop()  # it is cut off
    return [line for line in lines if line.strip()][:SAMPLE]


def _unless_decimal(lines: list[str]) -> str | None:
    """A comma as the separator, but where all of them are surely decimal signs, which can't be counted out."""
    if len(lines) > 1 and "," not in lines[0] and all(map(HALVES.fullmatch, lines[1:])):
        return None  # a name, and numbers below it
    return " " if all(map(SPACED.fullmatch, lines)) else ","


def _split_line(line: str, separator: str | None) -> list[list[Cell]]:
    try:
        return [cells for _, cells in split(io.StringIO(line), separator, quoted=True)]
    except csv.Error:
        return []


def _on_one_line(text: str, decimal: str | None) -> list[str]:
    """Two or more numbers on a line that stands alone, in brackets or not; else nothing."""
    text = text.strip()
    inside = BRACKETS.fullmatch(text) if text[-1:] in "])}" else None
    if inside:
        text = " ".join(inside[1].split())
    elif "\n" in text or "\r" in text:
        return []
    if not text or len(text) > 1_000_000 or text[-1] not in "0123456789.,;":
        return []
    text = text.rstrip(",;")
    for parting in ONE_LINE[:-1] if decimal == "," else ONE_LINE:
        cells = re.split(parting, text)
        if len(cells) > 1 and all(cell and looks_like_number(cell, None) for cell in cells):
            return cells
    return []
