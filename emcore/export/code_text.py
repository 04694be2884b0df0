"""Numbers and other people's words as they can stand in code."""

import re
import textwrap

import numpy as np

from emcore.numerals import plural
from emcore.points import Array

WIDTH = 100  # characters of a line
LONGEST = 300  # of a text of somebody else's
STAYS = "\0"  # for a space at which no line ends


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
    """Numbers as nested lists of Python, exact to the last bit; a row stays on its line."""
    text = repr(np.asarray(array).tolist())[1:-1]
    return wrapped("[", re.sub(r"\[[^\[\]]*\]", lambda row: row[0].replace(" ", STAYS), text), "]")


def vector_of(array: Array) -> str:
    """Numbers in a vector of R, as exact; the first index runs fastest, as R has it."""
    return wrapped("c(", ", ".join(map(repr, np.asarray(array).ravel(order="F").tolist())), ")")


def wrapped(begin: str, entries: str, end: str) -> str:
    """Entries on one line if they fit there, else on as many as it takes."""
    lines = [entries]
    if len(entries) > WIDTH - 30:
        lines = textwrap.wrap(entries, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
        lines = ["", *(f"    {line}" for line in lines), ""]
    return begin + "\n".join(lines).replace(STAYS, " ") + end
