"""A file that is made of a run."""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor
from typing import Any

from emcore.data.generators import Dataset
from emcore.scenario.record import Scenario
from emcore.trace import EMTrace


@dataclass(frozen=True)
class Moment:
    """A scenario, its data and its run, at a step; `title` is what it is called, `link` its address, if it has one.

    step is t for the parameters of step t, and t + 0.5 for the E beat that follows it.
    """

    scenario: Scenario
    dataset: Dataset
    trace: EMTrace
    step: float = 0.0
    title: str = ""
    link: str = ""

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
    """

    label: str
    help: str
    name: str
    mime: str
    make: Callable[[Any], bytes]
    problem: Callable[[Any], str] = lambda moment: ""
