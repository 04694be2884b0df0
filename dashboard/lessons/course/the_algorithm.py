"""The words of the lesson on the algorithm."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/1_The_algorithm.py",
    question="How can bells and points find each other?",
    minutes=6,
    tries=(Try("Go from step 0 to step 1.", "The component that holds most points beside it moves furthest."),),
    learnt=(
        "The E step shares every point out among the components; the M step fits each component to its share.",
        "Neither step can lower the log-likelihood: EM climbs until it stands on a peak, not always the highest.",
    ),
    sources="C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, equations 9.7 and 9.23 to 9.28.",
)
