"""What stands before or behind each number of a column: $12, 20 %, 3 cm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.own_data.reading.cells import MISSING_WORDS, Array, Cell, looks_like_number

BEFORE = "[$€£¥₹]|USD|EUR|GBP|CHF|JPY|US\\$"
BEHIND = "[%‰$€£¥₹]|[a-zA-Zµμ°Ω²³/·^]{1,8}[0-9]?"
WITH_AFFIX = re.compile(rf"([+-]?)({BEFORE})?\s*([+\-(]?\d[\d.,'’\u00a0\u202f ]*?\)?)\s*({BEHIND})?")
MONTHS = re.compile(r"(jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]{0,6}", re.IGNORECASE)
ENOUGH = 0.5  # share of the cells of a column that look like numbers with a unit


@dataclass(frozen=True)
class Affix:
    """A sign or unit before and behind all numbers of a column, and a cell that has it.

    Both are empty where there are none; an example there is of a column in which only some cells have one.
    """

    before: str = ""
    behind: str = ""
    example: str = ""

    def __bool__(self) -> bool:
        return bool(self.before or self.behind)


def affix_of(cells: Sequence[Cell] | Array) -> Affix:
    """Look at a column's first cells."""
    if isinstance(cells, np.ndarray):
        return Affix()
    texts = [cell for cell in cells if isinstance(cell, str) and cell.lower() not in MISSING_WORDS]
    if all(looks_like_number(text, None) for text in texts):
        return Affix()
    found = [_parted(text) for text in texts]
    examples = [text for affix, text in zip(found, texts, strict=True) if affix]
    if found[0] and len(set(found)) == 1 and not any(isinstance(cell, float) for cell in cells):
        return Affix(*found[0], example=texts[0])
    return Affix(example=examples[0]) if examples and len(examples) >= ENOUGH * len(texts) else Affix()


def without(cells: Sequence[Cell] | Array, affix: Affix) -> Sequence[Cell] | Array:
    """The numbers alone, of the cells that have the affix."""
    if not affix or isinstance(cells, np.ndarray):
        return cells
    return [_number(cell, affix) if isinstance(cell, str) else cell for cell in cells]


def _number(cell: str, affix: Affix) -> str:
    match = WITH_AFFIX.fullmatch(cell)
    if match is None or (match[2] or "", match[4] or "") != (affix.before, affix.behind):
        return cell if cell.lower() in MISSING_WORDS else f"?{cell}"  # 5 among 3 cm and 4 cm is no number
    return match[1] + match[3]


def _parted(text: str) -> tuple[str, str] | None:
    match = WITH_AFFIX.fullmatch(text)
    if match is None or not (match[2] or match[4]) or MONTHS.fullmatch(match[4] or ""):
        return None
    return (match[2] or "", match[4] or "") if looks_like_number(match[1] + match[3], None) else None
