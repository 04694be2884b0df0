"""What every lesson gives to a teacher."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A sentence and where it is from, in the wording of its source as far as it goes; both in Markdown."""

    text: str
    source: str


@dataclass(frozen=True)
class Vote:
    """A question to vote on before the reveal: `options`, the right one's place among them (from 0), and why."""

    question: str
    options: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True)
class Task:
    """A task of the worksheet: what to do with the dashboard at a link (`query`), and its answer; in plain words."""

    text: str
    query: Mapping[str, str]
    answer: str
    lines: int = 2  # of space for the answer


@dataclass(frozen=True)
class Teaching:
    """What students get wrong, a vote, the query of a lecture link to the dashboard with a question and locks, and a
    task for the worksheet.
    """

    mistakes: tuple[Claim, ...]
    vote: Vote
    lecture: Mapping[str, str]
    task: Task
