"""Numbers on a line that stands alone, [1, 2, 3] or 1 2 3: they are taken for one column."""

import re
from dataclasses import replace

from dashboard.own_data.reading.cells import looks_like_number
from dashboard.own_data.reading.format import Format
from dashboard.own_data.reading.rows import Record, Rows, in_slices
from dashboard.own_data.reading.separators import HALVES

BRACKETS = re.compile(r"\s*\w{0,10}\(?\s*[\[({]([^\[\](){}]*)[\])}]\s*\)?\s*")  # [1, 2], (1, 2), c(1, 2), array([1, 2])
PARTINGS = (r"\s*[\t;|]\s*", r",\s+", r"\s+", r",")  # what parts numbers on one line, the surest first
LONGEST = 1_000_000  # characters


def rows_of_one_line(text: str, asked: Format) -> Rows | None:
    """The rows of such a line; None for any other text."""
    listed = _listed(text, asked.decimal) if asked.separator is None else []
    if not listed:
        return None
    note = f"The {len(listed):,} numbers on one line were taken for one column."
    if HALVES.fullmatch(text.strip()):
        note += " If the comma is a decimal sign, choose the decimal comma: it is one number then."
    records: list[tuple[float, Record]] = [(1.0, (i, [cell])) for i, cell in enumerate(listed, start=1)]
    return Rows(lambda: in_slices(records), [note], replace(asked, separator="", comments=False, header=False))


def _listed(text: str, decimal: str | None) -> list[str]:
    """Two or more numbers on a line that stands alone, in brackets or not; else nothing."""
    text = text.strip()
    inside = BRACKETS.fullmatch(text) if text[-1:] in "])}" else None
    if inside:
        text = " ".join(inside[1].split())
    elif "\n" in text or "\r" in text:
        return []
    if not text or len(text) > LONGEST or text[-1] not in "0123456789.,;":
        return []
    text = text.rstrip(",;")
    for parting in PARTINGS[:-1] if decimal == "," else PARTINGS:
        cells = re.split(parting, text)
        if len(cells) > 1 and all(cell and looks_like_number(cell, None) for cell in cells):
            return cells
    return []
