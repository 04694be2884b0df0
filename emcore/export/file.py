"""A file that is made of a run."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import floor
from typing import Any

from emcore.data.generators import Dataset
from emcore.points import Array
from emcore.scenario.record import Scenario
from emcore.trace import EMTrace

MOST_POINTS = 100_000  # written into one file: a spreadsheet still opens it, and it is made in a second


@dataclass(frozen=True)
class Moment:
    """A scenario, its data and its run, at a step; `title` is what it is called, `link` its address, if it has one.

    step is t for the parameters of step t, and t + 0.5 for the E beat that follows it. `measured` are one's own points
    (N, D) as they were given, where the scenario only names them.
    """

    scenario: Scenario
    dataset: Dataset
    trace: EMTrace
    step: float = 0.0
    title: str = ""
    link: str = ""
    measured: Array | None = field(default=None, kw_only=True)

    @property
    def t(self) -> int:
        """The step whose parameters are seen."""
        return min(floor(self.step), len(self.trace) - 1)


@dataclass(frozen=True)
class File:
    """A kind of file: what it is called, what one does with it, and how it is made.

    name      what the file's name ends in, such as "points.csv"
    make      the file's bytes, of a moment
    problem   why it can't be made of a moment, in words; "" if it can
    is_zip    whether it then comes in a zip, with a file beside it that it reads
    """

    label: str
    help: str
    name: str
    mime: str
    make: Callable[[Any], bytes]
    problem: Callable[[Any], str] = lambda moment: ""
    is_zip: Callable[[Any], bool] = lambda moment: False

    def name_of(self, moment: Moment) -> str:
        """What the file made of a moment is called."""
        return f"{self.name}.zip" if self.is_zip(moment) else self.name

    def mime_of(self, moment: Moment) -> str:
        """Its media type."""
        return "application/zip" if self.is_zip(moment) else self.mime


def too_many_points(moment: Moment) -> str:
    """Why the points of a moment don't go into a file, in words; "" if they do."""
    n_points = len(moment.dataset.X)
    if n_points <= MOST_POINTS:
        return ""
    return (
        f"These are {n_points:,} points, and a file holds {MOST_POINTS:,} at most: take fewer of them. The table of "
        "all steps has no such limit, nor has the record of data that are drawn."
    )
