"""What every lesson gives to a teacher."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from emcore import Scenario


@dataclass(frozen=True)
class Mistake:
    """What students get wrong: `said` as one hears it, `answer` in the wording of its `source`; in Markdown.

    What stands between “quotation marks” in `answer` is the source's own text.
    """

    said: str
    answer: str
    source: str


@dataclass(frozen=True)
class Vote:
    """A question to vote on before the reveal: `options`, the right one's place among them (from 0), and why.

    In plain words, without Markdown.
    """

    question: str
    options: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True)
class Moment:
    """The moment before the reveal: a run at a step, and what is locked until the class has voted."""

    scenario: Scenario
    step: float = 0.0
    locks: tuple[str, ...] = ("answers",)


@dataclass(frozen=True)
class Task:
    """A task of the worksheet: what to do on a `page`, opened with a `query`, and its answer; in plain words."""

    text: str
    page: str
    answer: str
    query: Mapping[str, str] = field(default_factory=dict)
    lines: int = 3  # of space for the answer


@dataclass(frozen=True)
class Teaching:
    """What students get wrong, a vote, the moment of the dashboard at which to vote, and a task for the worksheet."""

    mistakes: tuple[Mistake, ...]
    vote: Vote
    moment: Moment
    task: Task
