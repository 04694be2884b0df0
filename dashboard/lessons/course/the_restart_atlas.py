"""The words of the lesson on the restart atlas."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/9_The_restart_atlas.py",
    question="Would you have trusted your one run?",
    minutes=7,
    tries=(Try("Look.", "See."),),
    learnt=("Draft.",),
    sources="draft",
)
