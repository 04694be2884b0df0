"""All that a class can be asked. A registry: add a kind of question here; the page and its tests walk it."""

from dashboard.class_vote.asking import Asked
from dashboard.class_vote.components import Components
from dashboard.class_vote.lesson_vote import LessonVote
from dashboard.class_vote.places import Places
from dashboard.class_vote.starts import Starts
from dashboard.lessons.course.lessons import LESSONS
from dashboard.lessons.teaching.of_lessons import TEACHING
from dashboard.link.navigation import number_of

ASKED: dict[str, Asked] = {
    "place": Places(),
    "starts": Starts(),
    "components": Components(),
    **{
        key: LessonVote(teaching.vote, f"Lesson {number_of(LESSONS[key].page)}: {LESSONS[key].question}")
        for key, teaching in TEACHING.items()
    },
}
