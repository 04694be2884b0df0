"""Lines of a text that are comments: they begin with #, % or //."""

import re
from collections.abc import Sequence

COMMENT = re.compile(r"\s*(#+|%+|//+)(?!(?:DIV/0|N/A|REF|VALUE|NUM|NAME|NULL)[!?,;\t ])\s*(.*)", re.DOTALL)
DIGIT = re.compile(r"\d")


def has_comments(lines: Sequence[str]) -> bool:
    """Whether lines that begin so are comments: there are other lines, and those hold the numbers."""
    others = [line for line in lines if not COMMENT.match(line)]
    return len(others) < len(lines) and any(DIGIT.search(line) for line in others)


def heads_of(lines: Sequence[str]) -> list[str]:
    """What may be the head in the last comment above the table, as it stands and without its mark."""
    above = []
    for line in lines:
        if not COMMENT.match(line):
            break
        above.append(line)
    if not above:
        return []
    match = COMMENT.match(above[-1])
    assert match is not None
    return [match[2].strip(), above[-1].strip()]
