"""Texts of others (from a link, a file, a column's name, a cell) in the Markdown of the page, letter by letter."""

from collections.abc import Iterable
from string import punctuation
from unicodedata import category

UNSEEN = ("Cc", "Cf", "Cs")  # controls, marks of width 0 or of direction, halves of a pair: Unicode's categories


def on_one_line(text: str) -> str:
    """A text of somebody else's on one line, with what can't be seen shown by its number: a mark that turns the
    direction of writing would act wherever the text is shown, in files that are taken away, too.
    """
    return "".join(map(_seen, " ".join(text.split())))


def plain(text: str) -> str:
    """A text of somebody else's as Markdown that shows it letter by letter, on one line.

    A backslash is not enough: links, icons, emoji and arrows are looked for once more in what the backslashes left.
    So every punctuation mark also stands in a `:color[]` of no colour, and with it in an element of its own. What can't
    be seen is shown by its number.
    """
    return "".join(
        f":color[\\{letter}]" if letter in punctuation else _seen(letter) for letter in " ".join(text.split())
    )


def listed(lines: Iterable[str]) -> str:
    """Lines of somebody else's text as a list in Markdown."""
    return "\n".join(f"- {plain(line)}" for line in lines)


def _seen(letter: str) -> str:
    return f"⟨U+{ord(letter):04X}⟩" if category(letter) in UNSEEN else letter
