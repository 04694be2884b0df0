"""From cells to numbers: decimal signs, thousands separators, what stands for a missing value. No Streamlit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
import numpy.typing as npt

from emcore.own import LONGEST_NAME
from emcore.points import LARGEST, Array

Cell = str | float | None

MOST_ROWS = 200_000
MOST_COLUMNS = 200

# What a cell can be.
NUMBER, MISSING, TEXT, INFINITE, LARGE, UNCLEAR = range(6)
Kinds = npt.NDArray[np.uint8]

MISSING_WORDS = frozenset(
    ["", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "–", "—", "?", ".", "missing", "<na>", "nat"]
    + ["#value!", "#div/0!", "#ref!", "#num!", "#name?", "#null!"]
)
INFINITE_WORD = re.compile(r"[+-]?(inf|infinity|∞)", re.IGNORECASE)
# The thousands separators that can't be anything else: spaces, also narrow ones, and apostrophes.
GROUP = "[ \u00a0\u202f\u2009'’]"
GROUPS = re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:{GROUP}\d{{3}})+(?=$|[.,eE])", re.ASCII)
EXPONENT = r"(?:[eE][+-]?\d+)?"
PLAIN = re.compile(rf"[+-]?(?:\d+\.?\d*|\.\d+){EXPONENT}", re.ASCII)
GROUPED = re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d*)?{EXPONENT}", re.ASCII)
QUICK = re.compile(r"-?(\d+)(?:([.,])(\d+))?", re.ASCII)  # almost all numbers: no need to look closer
SWAP = str.maketrans(".,", ",.")


class TableError(ValueError):
    """What was given can't be read as a table of numbers; the message says why in plain words."""


@dataclass(frozen=True)
class Signs:
    """How many cells have a decimal point for certain, how many a decimal comma, and one that could have either."""

    points: int = 0
    commas: int = 0
    unclear: str = ""

    @property
    def decimal(self) -> str | None:
        """The decimal sign that most cells have; None without evidence."""
        if self.points == self.commas == 0:
            return None
        return "," if self.commas > self.points else "."


def looks_like_number(cell: Cell, decimal: str | None) -> bool:
    """Whether the cell is a number or stands for a missing one; with no decimal sign known, either will do."""
    if not isinstance(cell, str):
        return True
    text = _tidied(cell)
    if text.lower() in MISSING_WORDS or INFINITE_WORD.fullmatch(text):
        return True
    return any(_is_number(text, sign) for sign in ([decimal] if decimal else [".", ","]))


def signs_of(cells: Sequence[Cell]) -> Signs:
    """What a column says about its decimal sign: 1.5 and 1,234.5 have a point, 1,5 and 1.234,5 a comma.

    1,234 could have either.
    """
    points = commas = 0
    unclear = ""
    for cell in cells:
        if not isinstance(cell, str) or not ("," in cell or "." in cell):
            continue
        quick = QUICK.fullmatch(cell)
        if quick and (len(quick[3]) != 3 or len(quick[1]) > 3 or quick[1][0] == "0"):
            points += quick[2] == "."
            commas += quick[2] == ","
            continue
        text = _tidied(cell)
        with_point, with_comma = _is_number(text, "."), _is_number(text, ",")
        points += with_point and not with_comma
        commas += with_comma and not with_point
        if with_point and with_comma and ("," in text or not unclear):
            unclear = text
    return Signs(points, commas, unclear)


def read_column(cells: Sequence[Cell], decimal: str | None) -> tuple[Array, Kinds]:
    """Values, NaN where there is none, and kinds. With `decimal` None, a cell such as 1,234 is unclear."""
    values, kinds = np.full(len(cells), np.nan), np.empty(len(cells), dtype=np.uint8)
    for i, cell in enumerate(cells):
        values[i], kinds[i] = read_cell(cell, decimal)
    return values, kinds


def read_cell(cell: Cell, decimal: str | None) -> tuple[float, int]:
    """The cell's value and kind."""
    if cell is None:
        return np.nan, MISSING
    if isinstance(cell, str):
        quick = QUICK.fullmatch(cell)
        if quick and quick[2] in (None, decimal):
            value = float(cell if quick[2] is None else cell.replace(",", "."))
            return (value, NUMBER) if abs(value) <= LARGEST else (np.nan, LARGE)
        text = _tidied(cell)
        if text.lower() in MISSING_WORDS:
            return np.nan, MISSING
        if INFINITE_WORD.fullmatch(text):
            return np.nan, INFINITE
        if decimal is None and "," in text and _is_number(text, ".") and _is_number(text, ","):
            return np.nan, UNCLEAR
        if not _is_number(text, decimal or "."):
            return np.nan, TEXT
        value = float((text.translate(SWAP) if decimal == "," else text).replace(",", ""))
    else:
        value = float(cell)
        if value != value:
            return np.nan, MISSING
    if not isfinite(value) and not isinstance(cell, str):
        return np.nan, INFINITE
    return (value, NUMBER) if abs(value) <= LARGEST else (np.nan, LARGE)


def _is_number(text: str, decimal: str) -> bool:
    if decimal == ",":
        text = text.translate(SWAP)
    return bool(PLAIN.fullmatch(text) or GROUPED.fullmatch(text))


def _tidied(cell: str) -> str:
    """The cell with a plain minus sign and without thousands separators that can't be anything else."""
    text = cell.strip().replace("\u2212", "-")
    if text[:1] == "–" and text[1:2].isdigit():
        text = "-" + text[1:]
    groups = GROUPS.match(text)
    return text if groups is None else re.sub(GROUP, "", groups[0]) + text[groups.end() :]


def quoted(text: str, longest: int = LONGEST_NAME) -> str:
    """A text of somebody else's in quotes, on one line and not too long."""
    text = " ".join(text.split())
    return f"“{text if len(text) <= longest else text[: longest - 1] + '…'}”"
