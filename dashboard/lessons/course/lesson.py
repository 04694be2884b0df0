"""What every lesson has beside its picture."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Try:
    """Something to do on the lesson's page, and what one sees when one does it; both in Markdown."""

    do: str
    see: str


@dataclass(frozen=True)
class Lesson:
    """A lesson in words.

    page      its script, from the project's root
    question  the one that it answers, its heading
    minutes   that it takes
    tries     what to do there
    learnt    what one knows afterwards, a sentence each
    sources   of what it says, in Markdown
    """

    page: str
    question: str
    minutes: int
    tries: tuple[Try, ...]
    learnt: tuple[str, ...]
    sources: str
