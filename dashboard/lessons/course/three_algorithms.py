"""The words of the lesson on EM, hard EM and k-means."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/7_Three_algorithms.py",
    question="When do EM, hard EM and k-means part ways?",
    minutes=8,
    tries=(
        Try(
            "Play to the end.",
            "EM and hard EM learn that the clouds are long, and end at 60 and 60. k-means ends at 73 and 47: its "
            "border lies half way between two centres, whatever the shapes.",
        ),
        Try(
            "Stay at the end, and turn the temperature down to 0.01, then up to 2.",
            "Each temperature is a new run from the same start. At 0.01 EM is hard EM: its border hardens. At 2 all "
            "shares become equal, and both components melt into the one Gaussian of all points.",
        ),
        Try(
            "Choose *equal circles*, and turn the temperature down to 0.01.",
            "The circles shrink to points, and EM becomes k-means: 73 and 47, the same border.",
        ),
        Try(
            "Choose *Stuck, and mended*. Let T cool to 1: from 1, from 1.1, from 10.",
            "From 1 it is EM, which ends at −1285.313; from 1.1 it reaches −1130.264. From 10 all melts, and stands at "
            "−1289.797 for more than a hundred steps; then the components part, and reach −1130.264 as well.",
        ),
    ),
    learnt=(
        "They are one algorithm with two dials: how softly points are shared out, and whether shapes are learned.",
        "k-means fits round clusters of like size; EM and hard EM learn shapes and sizes.",
        "Hard decisions settle in fewer steps, but freeze early, and set the means of overlapping clusters too far "
        "apart.",
        "A little heat can mend a bad start. Too much melts all components into one: a saddle, which EM leaves slowly. "
        "Whoever stops at small gains takes it for the end.",
        "How much is too much depends on the start, too, where shapes are learned.",
    ),
    sources="C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, sections 9.1 and 9.3.2; G. Celeux and "
    "G. Govaert, *A classification EM algorithm for clustering and two stochastic versions*, 1992; N. Ueda and R. "
    "Nakano, *Deterministic annealing EM algorithm*, 1998; K. Rose, E. Gurewitz and G. C. Fox, *Statistical mechanics "
    "and phase transitions in clustering*, 1990; S. P. Lloyd, *Least squares quantization in PCM*, 1982.",
)
