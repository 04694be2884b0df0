"""The words of the lesson on the algorithm."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/1_The_algorithm.py",
    question="How can bells and points find each other?",
    minutes=6,
    tries=(
        Try(
            "Step once, then once more.",
            "E: the bars recolour, γ is lit. M: the bells move, π, μ and σ² are.",
        ),
        Try(
            "At step 1 press the number of component 3.",
            "Its new mean is the average of all points, each counted by its γ.",
        ),
        Try("Choose 2-D and play.", "The same formulas: a mean is now a place, a variance a covariance matrix."),
    ),
    learnt=(
        "The E step shares every point out among the components; the M step fits each component to its share.",
        "Each step keeps what the other changes, so the two are done in turn.",
        "Neither can lower the log-likelihood: EM climbs to a peak, and the start decides to which.",
    ),
    sources="C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.2.2 and equation 9.7.",
)
