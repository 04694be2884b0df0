"""Which sign separates the columns of a text."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from dashboard.reading.cells import Cell, looks_like_number
from dashboard.reading.splitting import split

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "spaces"}  # in the order they win
SAMPLE = 200  # lines that decide on the separator


def first_lines(text: str) -> list[str]:
    """The lines that decide, without blank ones."""
    return [line for line in re.split(r"\r\n|\r|\n", text[:200_000]) if line.strip()][:SAMPLE]


def separator_of(text: str, decimal: str | None) -> str | None:
    """The separator whose rows agree best on their width and hold most numbers; None for a single column."""
    lines = first_lines(text)
    best, best_score = None, _score([[line] for line in lines], decimal)
    for separator in SEPARATORS:
        if separator == decimal or separator not in text:
            continue
        rows = _sample(lines, separator)
        score = _score(rows, "." if separator == "," else decimal)
        if separator != " " and score > 0.3 and _holds_names(rows[0]):
            score += 1  # the first line is no number, but names side by side
        # A table that is no worse than one column is a table; of two separators the first one wins a draw.
        if score > best_score + 1e-9 or (best is None and score >= best_score - 1e-9):
            best, best_score = separator, score
    return best if best_score > 0 else _commonest(lines)


def _sample(lines: list[str], separator: str) -> list[list[Cell]]:
    for quoted in (True, False):
        with suppress(csv.Error):
            return [cells for _, cells in split(io.StringIO("\n".join(lines)), separator, quoted=quoted)]
    return []


def _holds_names(cells: Sequence[Cell]) -> bool:
    return len(cells) > 1 and not any(looks_like_number(cell, None) for cell in cells)


def _score(rows: Sequence[Sequence[Cell]], decimal: str | None) -> float:
    """Share of rows as wide as most, times the share of numbers below the first row, by row so that long ones do not
    count for more."""
    if not rows:
        return 0.0
    width = Counter(map(len, rows)).most_common(1)[0][0]
    begin = next(i for i, cells in enumerate(rows) if len(cells) >= width)
    if not any(looks_like_number(cell, decimal) for cell in rows[begin]):
        rows = rows[begin:]  # a title above the names of the columns
    n_alike = sum(len(cells) == width for cells in rows)
    below = rows[1:] or rows
    shares = [sum(looks_like_number(cell, decimal) for cell in cells) / max(len(cells), width) for cells in below]
    return n_alike / len(rows) * sum(shares) / len(shares)


def _commonest(lines: list[str]) -> str | None:
    """Without a number anywhere: the separator that most lines have, spaces apart."""
    counts = {sign: sum(sign in line for line in lines) for sign in SEPARATORS if sign != " "}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] > len(lines) / 2 else None
