"""The words of the lesson on the bound."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/2_The_bound.py",
    question="Why does the likelihood never fall?",
    minutes=7,
    tries=(
        Try(
            "Drag the dot to 3.5 and play.",
            "EM climbs the lower peak and stays there: the bound knows the curve only near where it touches.",
        ),
        Try(
            "Drag it into the valley, to 3.0, and step.",
            "There the curve is flat, so the first jumps are tiny; then they grow. From 3.05 EM climbs the other peak.",
        ),
        Try(
            "Drag it onto a peak, to 0.95 or 4.8, and step.",
            "The bound touches the curve with its own top, so the M step has nowhere to go.",
        ),
        Try(
            "Follow the black tops of the bars.",
            "An E beat leaves the log-likelihood as it is, an M beat lifts it: no top is lower than the one before.",
        ),
    ),
    learnt=(
        "The E step raises the bound until it touches the log-likelihood; the M step jumps to the bound's top.",
        "So the log-likelihood rises at least as much as the bound does, and never falls.",
        "Where they touch, the bound is as steep as the curve: EM rests only where that is level, as on a peak.",
    ),
    sources="C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.4 and figures 9.11 to 9.14; "
    "R. M. Neal and G. E. Hinton, *A view of the EM algorithm that justifies incremental, sparse, and other variants*, "
    "1998. Data: 20 values from T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*, "
    "2009, Table 8.1.",
)
