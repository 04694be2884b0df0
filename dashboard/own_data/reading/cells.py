"""From cells to numbers, once the decimal sign is known: thousands separators, what stands for a missing value."""

import re
from collections.abc import Sequence
from math import isfinite

import numpy as np
import numpy.typing as npt

Cell = str | float | None
Array = npt.NDArray[np.float64]

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 4_000_000  # 9 bytes each in the table of a visitor
LONGEST_TEXT = 100  # characters of a cell that are ever shown
LARGEST = 1e150  # as in emcore.points, which a child process does without: importing it takes half a second

# What a cell can be.
NUMBER, MISSING, TEXT, INFINITE, LARGE, UNCLEAR = range(6)
Kinds = npt.NDArray[np.uint8]

MISSING_WORDS = frozenset(
    ["", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "–", "—", "?", ".", "missing", "<na>", "nat"]
    + ["#value!", "#div/0!", "#ref!", "#num!", "#name?", "#null!"]
)
INFINITE_WORD = re.compile(r"[+-]?(inf|infinity|∞)", re.IGNORECASE)
DIGIT = re.compile(r"\d", re.ASCII)
# The thousands separators that can't be anything else: spaces, also narrow ones, and apostrophes.
GROUP = "[ \u00a0\u202f\u2009'’]"
GROUPS = re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:{GROUP}\d{{3}})+(?=$|[.,eE])", re.ASCII)
EXPONENT = r"(?:[eE][+-]?\d+)?"
PLAIN = re.compile(rf"[+-]?(?:\d+\.?\d*|\.\d+){EXPONENT}", re.ASCII)
GROUPED = re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d*)?{EXPONENT}", re.ASCII)
INDIAN = re.compile(r"[+-]?[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?", re.ASCII)
QUICK = re.compile(r"-?(\d+)(?:([.,])(\d+))?", re.ASCII)  # almost all numbers: no need to look closer
# Negative numbers as accountants write them, in brackets or with the sign behind.
NEGATIVE = re.compile(r"\((\d[\d.,]*)\)|(\d[\d.,]*)-", re.ASCII)
# 192.168.1.1 is an address, not a number with points between thousands.
ADDRESS = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}", re.ASCII)
# Of these signs float() makes a number just where `PLAIN` sees one.
ONLY_POINTS, ONLY_COMMAS = re.compile(r"[0-9.eE+\-\n]*"), re.compile(r"[0-9,eE+\-\n]*")
SWAP = str.maketrans(".,", ",.")
ASK = "?"  # in place of a decimal sign: 1,234 and 1.234 can't be read without asking


class TableError(ValueError):
    """What was given can't be read as a table of numbers; the message says why in plain words."""


def looks_like_number(cell: Cell, decimal: str | None) -> bool:
    """Whether the cell is a number or stands for a missing one; with no decimal sign known, either will do."""
    if not isinstance(cell, str):
        return True
    text = tidied(cell)
    if text.lower() in MISSING_WORDS or INFINITE_WORD.fullmatch(text):
        return True
    return any(is_number(text, sign) for sign in ([decimal] if decimal else [".", ","]))


def read_cells(cells: Sequence[Cell] | Array, decimal: str, *, grouped: bool = True) -> tuple[Array, Kinds]:
    """Values, NaN where there is none, and kinds; `decimal` is ".", "," or `ASK`, `grouped` as there."""
    values = _all_numbers(cells, decimal)
    if values is None:
        assert not isinstance(cells, np.ndarray)
        read = {cell: read_cell(cell, decimal, grouped=grouped) for cell in set(cells)}
        return np.array([read[cell][0] for cell in cells]), np.array([read[cell][1] for cell in cells], np.uint8)
    kinds = np.full(len(values), NUMBER, np.uint8)
    kinds[np.isnan(values)] = MISSING
    with np.errstate(invalid="ignore"):
        large = np.abs(values) > LARGEST
    if large.any():
        written = np.array([isinstance(cell, str) for cell in cells])
        kinds[large] = np.where(np.isinf(values[large]) & ~written[large], INFINITE, LARGE)
        values = np.where(large, np.nan, values)
    return values, kinds


def _all_numbers(cells: Sequence[Cell] | Array, decimal: str) -> Array | None:
    """The values where all cells are plain numbers or empty, which is most of the time and fast; else None."""
    if isinstance(cells, np.ndarray):
        return cells
    types = set(map(type, cells))
    if types <= {float}:
        return np.array(cells, dtype=float)
    if types != {str}:
        return None
    joined = "\n".join(cells)  # type: ignore[arg-type]
    if "," in joined and decimal == "," and ONLY_COMMAS.fullmatch(joined):
        joined = joined.replace(",", ".")
    elif not ONLY_POINTS.fullmatch(joined) or ("." in joined and decimal != "."):
        return None
    try:
        values = np.array([float(cell or "nan") for cell in joined.split("\n")])
    except ValueError:
        return None
    return values if len(values) == len(cells) else None  # else a line ended within a cell


def read_cell(cell: Cell, decimal: str, *, grouped: bool = True) -> tuple[float, int]:
    """The cell's value and kind; `decimal` is ".", "," or `ASK`; `grouped`: whether thousands may be parted."""
    if isinstance(cell, str):
        return _read_text(cell, decimal, grouped)
    if cell is None or cell != cell:
        return np.nan, MISSING
    return _of_a_size(float(cell)) if isfinite(cell) else (np.nan, INFINITE)


def _read_text(cell: str, decimal: str, grouped: bool) -> tuple[float, int]:
    quick = QUICK.fullmatch(cell)
    if quick and quick[2] in (None, decimal):
        return _of_a_size(float(cell.replace(",", ".")))
    text = tidied(cell)
    if text.lower() in MISSING_WORDS:
        return np.nan, MISSING
    if INFINITE_WORD.fullmatch(text):
        return np.nan, INFINITE
    if decimal == ASK:
        if ("," in text or "." in text) and is_number(text, ".") and is_number(text, ","):
            return np.nan, UNCLEAR
        decimal = "."
    if not is_number(text, decimal, grouped):
        return np.nan, TEXT
    return _of_a_size(float((text.translate(SWAP) if decimal == "," else text).replace(",", "")))


def _of_a_size(value: float) -> tuple[float, int]:
    return (value, NUMBER) if abs(value) <= LARGEST else (np.nan, LARGE)


def is_number(text: str, decimal: str, grouped: bool = True) -> bool:
    """Whether a tidied text is a number with this decimal sign."""
    if decimal == ",":
        text = text.translate(SWAP)
    if text.count(",") == 3 and ADDRESS.fullmatch(text.replace(",", ".")):
        return False
    return bool(PLAIN.fullmatch(text) or (grouped and (GROUPED.fullmatch(text) or INDIAN.fullmatch(text))))


def tidied(cell: str) -> str:
    """The cell with a plain minus sign and without thousands separators that can't be anything else."""
    text = cell.strip().replace("\u2212", "-")
    if text[:1] == "–" and text[1:2].isdigit():
        text = "-" + text[1:]
    negative = NEGATIVE.fullmatch(text)
    if negative:
        text = "-" + (negative[1] or negative[2])
    groups = GROUPS.match(text)
    return text if groups is None else re.sub(GROUP, "", groups[0]) + text[groups.end() :]


def shortened(text: str, longest: int) -> str:
    """A text on one line and not too long."""
    text = " ".join(text[: 2 * LONGEST_TEXT].split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def quoted(text: str, longest: int = 60) -> str:
    """A text of somebody else's in quotes, on one line and not too long."""
    return f"“{shortened(text, longest)}”"


def written(cell: Cell) -> str:
    """The cell as it is shown."""
    if isinstance(cell, str):
        return shortened(cell, LONGEST_TEXT)
    return "" if cell is None or cell != cell else f"{cell:.15g}"
