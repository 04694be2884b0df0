"""A lesson's own question, which needs no scenario."""

from dataclasses import dataclass

from streamlit.delta_generator import DeltaGenerator

from dashboard.class_vote.asking import Matter
from dashboard.class_vote.choice import Choice
from dashboard.lessons.teaching.teaching import Vote


@dataclass(frozen=True)
class LessonVote(Choice):
    """The vote of a lesson."""

    vote: Vote
    label: str = ""
    of_scenario: bool = False

    def question(self, matter: Matter) -> str:
        """The question, in Markdown."""
        return self.vote.question

    def options(self, matter: Matter) -> list[str]:
        """As the lesson has them."""
        return list(self.vote.options)

    def truth(self, matter: Matter, place: DeltaGenerator) -> int:
        """As the lesson has it."""
        return self.vote.right

    def why(self, matter: Matter, truth: int) -> str:
        """In the lesson's words."""
        return self.vote.why
