"""Charts on one sheet, with a title, a question, a key and a line that says what is seen, as an SVG."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from dashboard.charts.palette import ink, muted, paper
from dashboard.take_away.pictures.vector import FONT, Drawn, printable

MARGIN, GAP = 14, 14  # pixels: around all, between charts
LETTER = 0.5  # of the type's size, what a letter takes in the mean; a bold one some more
LINE = 1.35
MOST_LINES = 6
BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Words:
    """What a sheet says. `key`: lines, what they are about between `**`; `told`: for those who can't see it."""

    title: str
    question: str
    key: Sequence[str]
    footer: Sequence[str]
    told: str


@dataclass(frozen=True)
class Type:
    """How a text is set; `marked`: what stands between `**` is bold, which is for our own texts alone."""

    size: float
    colour: str
    bold: bool = False
    marked: bool = False


def sheet(rows: Sequence[Sequence[Drawn]], words: Words, dark: bool, captions: Sequence[str] = ()) -> str:
    """The charts, row by row, their plots in line with each other; `captions` stand over them, in their order."""
    title, question = Type(16, ink(dark), bold=True), Type(12.5, ink(dark))
    caption, key, footer = Type(12, ink(dark), bold=True), Type(10.5, ink(dark), marked=True), Type(10, muted(dark))
    columns = [[row[i] for row in rows if i < len(row)] for i in range(max(map(len, rows)))]
    lefts = [max(chart.left for chart in column) for column in columns]
    widths = [
        left + max(chart.width - chart.left for chart in column) for left, column in zip(lefts, columns, strict=True)
    ]
    width = sum(widths) + GAP * (len(columns) - 1) + 2 * MARGIN
    inner = width - 2 * MARGIN
    parts: list[str] = []
    y: float = MARGIN

    def write(text: str, look: Type, x: float = MARGIN, before: float = 0) -> None:
        nonlocal y
        y += before if text else 0
        for line in set_in_lines(text, look, inner):
            y += LINE * look.size
            parts.append(_text(line, look, x, y - 0.3 * look.size))

    write(words.title, title)
    write(words.question, question, before=2)
    y += 8
    left_over = list(captions)
    for row in rows:
        top, below = max(chart.top for chart in row), max(chart.height - chart.top for chart in row)
        over = 1.5 * caption.size if captions else 0
        x: float = MARGIN
        for i, chart in enumerate(row):
            at_x, at_y = x + lefts[i] - chart.left, y + over + top - chart.top
            parts.append(f'<g transform="translate({at_x:g},{at_y:g})">{chart.lines}</g>')
            if left_over:
                parts.append(_text(left_over.pop(0), caption, x + lefts[i], y + over - 2))
            x += widths[i] + GAP
        y += over + top + below + (GAP if row is not rows[-1] else 0)
    write(" ".join(f"{line}." for line in words.key), key, before=8)
    for line in words.footer:
        write(line, footer, before=4)
    height = y + MARGIN
    return printable(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width:g}" '
        f'height="{height:g}" viewBox="0 0 {width:g} {height:g}" role="img" font-family="{FONT}">'
        f"<title>{escape(words.title)}</title><desc>{escape(words.told)}</desc>"
        f'<rect width="100%" height="100%" fill="{paper(dark)}"/>{"".join(parts)}</svg>'
    )


def set_in_lines(text: str, look: Type, width: float) -> list[str]:
    """The text in lines of this width in pixels; what is too long is cut off."""
    most = int(width / (LETTER * look.size * (1.1 if look.bold else 1)))
    lines: list[str] = []
    length = most
    for i, piece in enumerate(text.split("**") if look.marked else [text]):
        for word in piece.split():
            for part in (word[start : start + most] for start in range(0, len(word), most)):
                told = f"**{part}**" if i % 2 else part
                length += 1 + len(part)
                if length > most or not lines:
                    lines.append(told)
                    length = len(part)
                else:
                    lines[-1] += ("" if part[0] in ".,:;" and lines[-1].endswith("**") else " ") + told
    if len(lines) > MOST_LINES:
        lines[MOST_LINES - 1 :] = [lines[MOST_LINES - 1] + " …"]
    return [line.replace("** **", " ") for line in lines] if look.marked else lines


def _text(line: str, look: Type, x: float, y: float) -> str:
    weight = ' font-weight="bold"' if look.bold else ""
    told = escape(line)
    if look.marked:
        told = BOLD.sub(r'<tspan font-weight="bold">\1</tspan>', told)
    return f'<text x="{x:g}" y="{y:g}" font-size="{look.size:g}" fill="{look.colour}"{weight}>{told}</text>'
