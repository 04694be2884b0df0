"""What is on display, apart from the scenario: it never changes a fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from typing import Any

from emcore.scenario.query import QueryReader
from emcore.scenario.record import LIMITS

CONTOURS = {"none": "None", "lines": "Lines", "filled": "Filled"}
COLORS = {"none": "None", "soft": "Soft", "hard": "Hard", "uncertainty": "Uncertainty"}
CLICKS = {
    "none": "Nothing",
    "explain": "Explain",
    "place": "Place means",
    "move": "Move a mean",
    "predict": "Predict",
    "beat": "Beat EM",
    "add": "Add points",
}
# How more than two dimensions are seen: principal components, all pairs at once, or two columns, counted from 1.
PRINCIPAL, MATRIX = "principal", "matrix"
PLANES = [PRINCIPAL, MATRIX, *(f"{i}_{j}" for i in range(1, 9) for j in range(1, 9) if i < j)]
STEP = "step"  # written to the address bar by the step bar itself, read here when a visitor arrives
QUERY_NAMES = ("contours", "truth", "beats", "click", "colors", "field", "dream", "plane", STEP)


@dataclass(frozen=True)
class View:
    """Contours of the mixture density (2-D), the true clusters, steps in two beats, what a click on the picture does
    (a key of `CLICKS`), how the points are coloured (a key of `COLORS`), the responsibility field, dreamt data beside
    the real ones, the plane in which to see more than two dimensions (one of `PLANES`), and the step at which to open.

    In two beats, step t + 0.5 is the E beat that follows step t.
    """

    contours: str = "none"
    truth: bool = False
    beats: bool = False
    click: str = "none"
    colors: str = "none"
    field: bool = False
    dream: bool = False
    plane: str = PRINCIPAL
    step: float = 0

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> tuple["View", list[str]]:
        """Read a link's query; never raises, and says what it could not use."""
        read = QueryReader(query)
        view = cls(
            contours=read.choice("contours", CONTOURS, "none"),
            truth=read.choice("truth", ["yes", "no"], "no") == "yes",
            beats=read.choice("beats", ["one", "two"], "one") == "two",
            click=read.choice("click", CLICKS, "none"),
            colors=read.choice("colors", COLORS, "none"),
            field=read.choice("field", ["yes", "no"], "no") == "yes",
            dream=read.choice("dream", ["yes", "no"], "no") == "yes",
            plane=read.choice("plane", PLANES, PRINCIPAL),
            step=floor(2 * read.number(STEP, LIMITS["max_iter"], 0.0)) / 2,
        )
        return view, read.problems

    def to_query(self) -> dict[str, str]:
        """The link's query, without defaults and without the step, which belongs to the step bar."""
        query = {"contours": self.contours} if self.contours != "none" else {}
        query |= {"truth": "yes"} if self.truth else {}
        query |= {"beats": "two"} if self.beats else {}
        query |= {"click": self.click} if self.click != "none" else {}
        query |= {"colors": self.colors} if self.colors != "none" else {}
        query |= {"field": "yes"} if self.field else {}
        query |= {"dream": "yes"} if self.dream else {}
        return query | ({"plane": self.plane} if self.plane != PRINCIPAL else {})
