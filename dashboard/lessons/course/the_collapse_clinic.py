"""The words of the lesson on the collapse clinic."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/10_The_collapse_clinic.py",
    question="What if there is no maximum to find?",
    minutes=7,
    tries=(Try("Look.", "See."),),
    learnt=("Draft.",),
    sources="draft",
)
