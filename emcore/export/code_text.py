"""Numbers and other people's words as they can stand in code."""

import textwrap

import numpy as np

from emcore.numerals import plural
from emcore.points import Array

WIDTH = 100  # characters of a line
LONGEST = 300  # of a text of somebody else's


def one_line(text: str, longest: int = LONGEST) -> str:
    """A text of somebody else's that ends neither a comment nor a docstring, on one line, no sign unseen."""
    seen = "".join(c if c.isprintable() else " " for c in text[: 10 * longest])
    line = " ".join(seen.split()).replace("\\", "/").replace('"', "'")
    return line if len(line) <= longest else line[: longest - 1] + "…"


def comment(text: str) -> str:
    """A text as lines of comment, in Python and R."""
    return "\n".join(f"# {line}" for line in textwrap.wrap(one_line(text), WIDTH - 2))


def points_comment(X: Array, columns: tuple[str, ...]) -> str:
    """What the points X (N, D) are."""
    return comment(f"{plural(len(X), 'point')} of {', '.join(columns)}")


def list_of(array: Array) -> str:
    """Numbers as nested lists of Python, exact to the last bit."""
    return wrapped("[", np.asarray(array).tolist().__repr__()[1:-1], "]")


def vector_of(array: Array) -> str:
    """Numbers in a vector of R, as exact; the first index runs fastest, as R has it."""
    return wrapped("c(", ", ".join(map(repr, np.asarray(array).ravel(order="F").tolist())), ")")


def wrapped(begin: str, entries: str, end: str) -> str:
    """Entries on one line if they fit there, else on as many as it takes."""
    if len(entries) < WIDTH - 30:
        return begin + entries + end
    lines = textwrap.wrap(entries, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return "\n".join([begin, *(f"    {line}" for line in lines), end])
