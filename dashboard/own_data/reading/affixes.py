"""What stands before or behind each number of a column: $12, 20 %, 3 cm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.own_data.reading.cells import MISSING_WORDS, Array, Cell, looks_like_number

BEFORE = "[$€£¥₹]|USD|EUR|GBP|CHF|JPY|US\\$"
BEHIND = "[%‰$€£¥₹]|[a-zA-Zµμ°Ω²³/·^]{1,8}[0-9]?"
DRESSED = re.compile(rf"([+-]?)({BEFORE})?\s*([+\-(]?\d[\d.,'’\u00a0\u202f ]*?\)?)\s*({BEHIND})?")
MONTHS = re.compile(r"(jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]{0,6}", re.IGNORECASE)
ENOUGH = 0.5  # share of the cells of a column that look like numbers with a unit


@dataclass(frozen=True)
class Affix:
    """A sign or unit before and behind a column's numbers; both empty where there are none."""

    before: str = ""
    behind: str = ""
    example: str = ""

    def __bool__(self) -> bool:
        return bool(self.before or self.behind)


@dataclass(frozen=True)
class Dress:
    """What a column's first cells are dressed in: an affix that all have, else an example of one that some have."""

    affix: Affix = Affix()
    example: str = ""


def dress_of(cells: Sequence[Cell] | Array) -> Dress:
    """Look at a column's first cells."""
    if isinstance(cells, np.ndarray):
        return Dress()
    texts = [cell for cell in cells if isinstance(cell, str) and cell.lower() not in MISSING_WORDS]
    if all(looks_like_number(text, None) for text in texts):
        return Dress()
    found = [_parted(text) for text in texts]
    dressed = [(affix, text) for affix, text in zip(found, texts, strict=True) if affix]
    if len(texts) == len(cells) - _n_missing(cells) and len(set(found)) == 1 and found[0]:
        return Dress(Affix(*found[0], example=texts[0]))
    if dressed and len(dressed) >= ENOUGH * len(texts):
        return Dress(example=dressed[0][1])
    return Dress()


def without(cells: Sequence[Cell] | Array, affix: Affix) -> Sequence[Cell] | Array:
    """The numbers alone, of the cells that have the affix."""
    if not affix or isinstance(cells, np.ndarray):
        return cells
    return [_number(cell, affix) if isinstance(cell, str) else cell for cell in cells]


def _number(cell: str, affix: Affix) -> str:
    match = DRESSED.fullmatch(cell)
    if match is None or (match[2] or "", match[4] or "") != (affix.before, affix.behind):
        return cell if cell.lower() in MISSING_WORDS else f"?{cell}"  # 5 among 3 cm and 4 cm is no number
    return match[1] + match[3]


def _parted(text: str) -> tuple[str, str] | None:
    match = DRESSED.fullmatch(text)
    if match is None or not (match[2] or match[4]) or MONTHS.fullmatch(match[4] or ""):
        return None
    return (match[2] or "", match[4] or "") if looks_like_number(match[1] + match[3], None) else None


def _n_missing(cells: Sequence[Cell]) -> int:
    return sum(cell is None or (isinstance(cell, str) and cell.lower() in MISSING_WORDS) for cell in cells)
