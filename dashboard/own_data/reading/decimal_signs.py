"""Where the decimal sign of each column is decided: 1.5 has a point, 1,5 a comma, and 1,234 has to be asked about."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.own_data.reading.cells import ASK, DIGIT, INDIAN, NEGATIVE, QUICK, Array, Cell, is_number, tidied

DOTTED = re.compile(r"\d+(?:\.\d+){2,}", re.ASCII)  # 1.234.567, but also versions and addresses


@dataclass
class Signs:
    """What a column's cells say about its decimal sign.

    points, commas  how many have a decimal point, a decimal comma, for certain
    groups          how many have points between thousands, as in 1.234.567
    dotted          whether there are versions, addresses: texts of numbers and points
    short, long     whether there are whole numbers of up to three digits, of more
    unclear         one that could have either sign: 1,234, or else 1.234
    odd             one that is written in a way that is seldom seen: (5), 5-, 1,23,456
    """

    points: int = 0
    commas: int = 0
    groups: int = 0
    dotted: bool = False
    short: bool = False
    long: bool = False
    unclear: str = ""
    odd: str = ""

    @property
    def decimal(self) -> str | None:
        """The decimal sign that most cells have; None without evidence."""
        commas = self.commas + (0 if self.dotted else self.groups)
        if self.points == commas == 0:
            return None
        return "," if commas > self.points else "."

    @property
    def asks(self) -> bool:
        """Whether the column can't be read without knowing the sign.

        945 beside 1.234: these points may part thousands, for no number of four digits does without.
        """
        if self.decimal is not None or not self.unclear or self.dotted:
            return False
        return "," in self.unclear or (self.short and not self.long)

    def look_at(self, cells: Sequence[Cell] | Array, grouped: bool) -> None:
        """Count in more cells of the column; `grouped`: whether thousands may be parted, so that 1,234 is unclear."""
        if isinstance(cells, np.ndarray):
            return
        for cell, n in Counter(cells).items():
            if not isinstance(cell, str):
                continue
            if "," in cell or "." in cell:
                quick = QUICK.fullmatch(cell)
                if quick and (len(quick[3]) != 3 or len(quick[1]) > 3 or quick[1][0] == "0"):
                    if quick[2] == ".":
                        self.points += n
                    else:
                        self.commas += n
                elif DIGIT.search(cell):
                    self._look_closer(cell, n, grouped)
            elif cell.isdigit():
                self.short, self.long = self.short or len(cell) <= 3, self.long or len(cell) > 3
            elif not self.odd and NEGATIVE.fullmatch(cell):
                self.odd = cell

    def _look_closer(self, cell: str, n: int, grouped: bool) -> None:
        text = tidied(cell)
        with_point, with_comma = is_number(text, ".", grouped), is_number(text, ",", grouped)
        if DOTTED.fullmatch(text):
            self.dotted = self.dotted or not with_comma
            self.groups += n * with_comma
            return
        if not (with_point or with_comma):
            return
        if not self.odd and (INDIAN.fullmatch(text) or NEGATIVE.fullmatch(cell)):
            self.odd = cell
        if not with_comma:
            self.points += n
        elif not with_point:
            self.commas += n
        elif not self.unclear or "," in text:
            self.unclear = text


@dataclass(frozen=True)
class Rules:
    """How cells are read.

    decimal     the decimal sign; None where each column tells
    grouped     whether thousands may be parted
    comma_file  whether commas part the columns: what is not quoted has no decimal comma then
    """

    decimal: str | None = None
    grouped: bool = True
    comma_file: bool = False

    def decimals(self, signs: Sequence[Signs]) -> list[str]:
        """The decimal sign of each column; one that does not tell goes by the others, if they agree."""
        if self.decimal:
            return [self.decimal] * len(signs)
        if self.comma_file:
            signs = [replace(sign, groups=0) for sign in signs]
        everywhere = {sign.decimal for sign in signs if sign.decimal}
        agreed = next(iter(everywhere)) if len(everywhere) == 1 else None
        return [sign.decimal or agreed or (ASK if sign.asks else ".") for sign in signs]
