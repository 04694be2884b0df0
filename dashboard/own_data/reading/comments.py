"""Where it is decided whether lines of a text are comments: they begin with #, % or //."""

import re
from collections.abc import Sequence
from itertools import takewhile

COMMENT = re.compile(r"\s*(#+|%+|//+)(?!(?:DIV/0|N/A|REF|VALUE|NUM|NAME|NULL)[!?,;\t ])\s*(.*)", re.DOTALL)
DIGIT = re.compile(r"\d")


def without_comments(lines: Sequence[str], asked: bool | None) -> tuple[list[str], list[str], bool]:
    """The lines that are none, what in the last comment above them may be the table's head, whether there are comments.

    Where nobody asks for comments or against them, there are some if the other lines hold the numbers. The head may
    stand there as it is, or without the comment's mark.
    """
    others = [line for line in lines if not COMMENT.match(line)]
    found = len(others) < len(lines) and any(DIGIT.search(line) for line in others)
    if not (found if asked is None else asked):
        return list(lines), [], False
    above = [match for match in takewhile(bool, map(COMMENT.match, lines)) if match]
    return others, [above[-1][2].strip(), above[-1][0].strip()] if above else [], True
