"""What is on display, apart from the scenario: it never changes a fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.charts.stepping import MOST_STEPS
from emcore.query import QueryReader

CONTOURS = {"none": "None", "lines": "Lines", "filled": "Filled"}
STEP = "step"  # written to the address bar by the step bar itself, read here when a visitor arrives
QUERY_NAMES = ("contours", "truth", STEP)


@dataclass(frozen=True)
class View:
    """Contours of the mixture density (2-D), the true clusters, and the step at which to open."""

    contours: str = "none"
    truth: bool = False
    step: int = 0

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> tuple["View", list[str]]:
        """Read a link's query; never raises, and says what it could not use."""
        read = QueryReader(query)
        view = cls(
            contours=read.choice("contours", CONTOURS, "none"),
            truth=read.choice("truth", ["yes", "no"], "no") == "yes",
            step=int(read.number(STEP, (0, MOST_STEPS), 0)),
        )
        return view, read.problems

    def to_query(self) -> dict[str, str]:
        """The link's query, without defaults and without the step, which belongs to the step bar."""
        query = {"contours": self.contours} if self.contours != "none" else {}
        return {**query, "truth": "yes"} if self.truth else query
