"""What a lecturer gives along with a link: a question, and locks on what those who open it may change and see.

A lock is a courtesy, not a secret: who edits the link sees all.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.common.texts import on_one_line
from emcore.options import instance
from emcore.scenario.fields import BETWEEN_ENTRIES, Text, read, shortened, table_of, travels, write

LONGEST_QUESTION = 200  # characters


@dataclass(frozen=True)
class Lock:
    """What a lock is called and what it does: it fixes what it is on, or it `hides` that."""

    label: str
    help: str
    hides: bool = False


LOCKS = {
    "data": Lock("Data", "Presets and controls of the data are put away, and no points can be added."),
    "start": Lock("Start", "Presets and controls of the start are put away, and nothing can be dragged."),
    "truth": Lock(
        "True clusters",
        "They are not offered and not shown. Their table, presets and the preset's title, which tell them, go too.",
        hides=True,
    ),
    "answers": Lock(
        "Answers",
        "The sentence, the numbers, the log-likelihoods, the arithmetic, the ghost and the games are hidden, and the "
        "step stays: predict first. For the answers give the link once more without this lock.",
        hides=True,
    ),
    "step": Lock("Step", "The step stays that of the link: no play, no keys, no game of predicting."),
}


def question_of(text: str) -> str:
    """A question as it is shown, taken away and passed on: one line, all of it seen, not too long."""
    return on_one_line(text)[:LONGEST_QUESTION]


@dataclass(frozen=True)
class Question(Text):
    """A text that is read as a question."""

    def read(self, name: str, text: str, problems: list[str]) -> str:
        """The question in a link."""
        return question_of(text)


@dataclass(frozen=True)
class Locks:
    """Some of `LOCKS`, in their order."""

    def read(self, name: str, text: str, problems: list[str]) -> tuple[str, ...]:
        """Those that are known; the others are a line in `problems`. Who types a link may part them by commas."""
        said = [word for word in re.split(f"[{BETWEEN_ENTRIES},]", text) if word]
        if unknown := [word for word in said if word not in LOCKS]:
            problems.append(
                f"{name}: {shortened(', '.join(unknown))} can't be locked, only {', '.join(LOCKS)}; the rest is."
            )
        return in_order(said)

    def write(self, value: tuple[str, ...]) -> str:
        """The text that `read` reads back."""
        return BETWEEN_ENTRIES.join(value)

    def check(self, name: str, value: object) -> tuple[str, ...]:
        """A tuple of keys of `LOCKS`, in their order. Raises `ValueError` for anything else."""
        locks = instance(name, value, tuple, "a tuple of locks")
        if in_order(locks) != locks:
            raise ValueError(f"{name} are some of {', '.join(LOCKS)}, in this order")
        return locks


@dataclass(frozen=True)
class Lecture:
    """The question, in the lecturer's own words, and the locks, keys of `LOCKS`."""

    question: str = travels(Question(LONGEST_QUESTION), "", "ask", "Question")
    locks: tuple[str, ...] = travels(Locks(), (), "lock", "Locks")

    @property
    def keeps_step(self) -> bool:
        """Whether the step stays that of the link: the next ones are answers, too."""
        return "step" in self.locks or "answers" in self.locks

    @property
    def keeps_run(self) -> bool:
        """Whether data or start are the lecturer's: no others are offered."""
        return "data" in self.locks or "start" in self.locks

    def told(self) -> str:
        """What is locked, in one line; nothing if nothing is."""
        locked = in_order((*self.locks, "step") if self.keeps_step else self.locks)
        fixed, hidden = (
            ", ".join(LOCKS[lock].label.lower() for lock in locked if LOCKS[lock].hides == hides)
            for hides in (False, True)
        )
        parts = [f"fixed: {fixed}"] * bool(fixed) + [f"hidden: {hidden}"] * bool(hidden)
        return f"Your lecturer has {'; '.join(parts)}." if parts else ""

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> tuple["Lecture", list[str]]:
        """Read a link's query; never raises, and says what it could not use."""
        problems: list[str] = []
        return cls(**read(FIELDS.values(), query, problems)), problems

    def to_query(self) -> dict[str, str]:
        """The link's query, without defaults."""
        return write(FIELDS.values(), vars(self))


def in_order(locks: Iterable[str]) -> tuple[str, ...]:
    """The known ones among them, each once, in the order of `LOCKS`."""
    said = set(locks)
    return tuple(lock for lock in LOCKS if lock in said)


FIELDS = table_of(Lecture)
QUERY_NAMES = tuple(field.query_name for field in FIELDS.values())
