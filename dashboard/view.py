"""What is on display, apart from the scenario: it never changes a fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from typing import Any

from dashboard.charts.stepping import MOST_STEPS
from emcore.query import QueryReader

CONTOURS = {"none": "None", "lines": "Lines", "filled": "Filled"}
STEP = "step"  # written to the address bar by the step bar itself, read here when a visitor arrives
QUERY_NAMES = ("contours", "truth", "beats", STEP)


@dataclass(frozen=True)
class View:
    """Contours of the mixture density (2-D), the true clusters, steps in two beats, and the step at which to open.

    In two beats, step t + 0.5 is the E beat that follows step t.
    """

    contours: str = "none"
    truth: bool = False
    beats: bool = False
    step: float = 0

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> tuple["View", list[str]]:
        """Read a link's query; never raises, and says what it could not use."""
        read = QueryReader(query)
        view = cls(
            contours=read.choice("contours", CONTOURS, "none"),
            truth=read.choice("truth", ["yes", "no"], "no") == "yes",
            beats=read.choice("beats", ["one", "two"], "one") == "two",
            step=floor(2 * read.number(STEP, (0, MOST_STEPS), 0.0)) / 2,
        )
        return view, read.problems

    def to_query(self) -> dict[str, str]:
        """The link's query, without defaults and without the step, which belongs to the step bar."""
        query = {"contours": self.contours} if self.contours != "none" else {}
        query |= {"truth": "yes"} if self.truth else {}
        return query | ({"beats": "two"} if self.beats else {})
