"""The words of the lesson on the likelihood landscape."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/8_The_likelihood_landscape.py",
    question="Which hill does EM climb?",
    minutes=8,
    tries=(Try("Look.", "See."),),
    learnt=("Draft.",),
    sources="draft",
)
