"""Where the separator of a text is decided: asked for, said by a line, or found by CleverCSV as far as it can know."""

import re
from collections.abc import Sequence

from dashboard.own_data.reading.cells import looks_like_number

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "spaces"}
SAID = re.compile(r'\s*"?sep=(.)"?\s*[\r\n]+')  # a line by which Excel is told the separator
HALVES = re.compile(r"-?\d+,\d+")  # a number with a decimal comma, or two numbers
SPACED = re.compile(r"\s*-?\d+(,\d+)?(\s+-?\d+(,\d+)?)+\s*")  # 1,5 2,5


def said_by_line(text: str) -> tuple[str, str]:
    """The line, and blank ones beside it, with which the text says its separator, and that; both empty without one."""
    match = SAID.match(text)
    return (match[0], match[1]) if match else ("", "")


def separator_of(lines: Sequence[str], asked: str | None, said: str, decimal: str | None) -> tuple[str, list[str]]:
    """The separator of these lines, "" for a single column, and what there is to say of it."""
    if asked is not None:
        return asked, []
    separator = said or _found(lines, decimal)
    if separator == "," and all(map(HALVES.fullmatch, lines)):
        return ",", ["If these commas are decimal signs, choose the decimal comma: it is one column then."]
    return separator, []


def _found(lines: Sequence[str], decimal: str | None) -> str:
    separator = _detected(lines, decimal)
    if separator == ",":
        return _unless_decimal(lines)
    if decimal == "," and not separator and not all(looks_like_number(line, ",") for line in lines[1:]):
        return _detected(lines, None)  # 1.234 in a file of commas: the decimal sign that is not there
    return separator


def _detected(lines: Sequence[str], decimal: str | None) -> str:
    """A decimal sign that is known is no separator."""
    from clevercsv.detect import Detector

    possible = [sign for sign in SEPARATORS if sign != decimal and any(sign in line for line in lines)]
    dialect = Detector().detect("\n".join(lines), delimiters=possible) if possible else None
    return (dialect.delimiter or "") if dialect is not None else ""


def _unless_decimal(lines: Sequence[str]) -> str:
    """A comma as the separator, but where all of them are surely decimal signs, which can't be counted out."""
    if len(lines) > 1 and "," not in lines[0] and all(map(HALVES.fullmatch, lines[1:])):
        return ""  # a name, and numbers below it
    return " " if all(map(SPACED.fullmatch, lines)) else ","
