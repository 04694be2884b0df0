"""The words of the lesson on coins that nobody has labelled."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/6_Coins.py",
    question="Which coin was it?",
    minutes=6,
    tries=(Try("Look.", "See."),),
    learnt=("Draft.",),
    sources="draft",
)
