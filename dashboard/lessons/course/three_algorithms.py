"""The words of the lesson on EM, hard EM and k-means."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/7_Three_algorithms.py",
    question="When do EM, hard EM and k-means part ways?",
    minutes=8,
    tries=(Try("Look.", "See."),),
    learnt=("Draft.",),
    sources="draft",
)
