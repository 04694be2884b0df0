"""What one kind of question to a class has to be able to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from streamlit.delta_generator import DeltaGenerator

from dashboard.runs import Run
from emcore import Scenario


class CannotAskError(Exception):
    """This can't be asked of a scenario, and why, in words."""


@dataclass(frozen=True)
class Matter:
    """What it is asked about. `run`: of the scenario; `detail`: what `prepared` made for it."""

    scenario: Scenario
    run: Run
    detail: Any = None


def needs_steps(matter: Matter) -> None:
    """A question about where a run goes is one about a run that goes. Raises `CannotAskError`."""
    if len(matter.run.trace) < 2:
        raise CannotAskError("This run has no steps: give it iterations on the dashboard.")


class Asked(Protocol):
    """A kind of question. Answers, details and truths are what JSON can say; a truth is never None."""

    @property
    def label(self) -> str:
        """What it is called among all that can be asked."""

    @property
    def of_scenario(self) -> bool:
        """Whether it is asked of a scenario; else none matters."""

    def prepared(self, matter: Matter, place: DeltaGenerator) -> Any:
        """The detail of a matter without one; long work shows its progress at `place`. Raises `CannotAskError`."""

    def question(self, matter: Matter) -> str:
        """The question, in Markdown."""

    def ballot(self, matter: Matter, given: Any, dark: bool) -> Any:
        """Draw what a student sees before the reveal; the answer just sent, else None. `given`: the one before."""

    def problem(self, answer: Any, matter: Matter) -> str:
        """Why something is no answer; nothing if it is one."""

    def truth(self, matter: Matter, place: DeltaGenerator) -> Any:
        """The right answer."""

    def show(self, matter: Matter, answers: Sequence[Any] | None, truth: Any, dark: bool) -> None:
        """Draw all answers, None: they are hidden; and the right one unless it is None."""

    def verdict(self, matter: Matter, answer: Any, truth: Any) -> str:
        """How far this answer is from the right one, in Markdown."""
