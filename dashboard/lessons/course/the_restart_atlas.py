"""The words of the lesson on the restart atlas."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/9_The_restart_atlas.py",
    question="Would you have trusted your one run?",
    minutes=7,
    tries=(
        Try(
            "Old Faithful: point at row B, where your one run ended, then at A.",
            "B is where 88 % of the starts end. A, which 6.2 % find, is 4.77 nats higher: it has two components in the "
            "lower cloud, not one between the clouds. A dot's place within its row means nothing.",
        ),
        Try(
            "Compare the ways to start, below.",
            "k-means starts never find A: they are much alike, and end at B or C. Random responsibilities find it in "
            "14 % of the starts.",
        ),
        Try(
            "Move the slider from 10 starts to 47.",
            "Ten starts miss A more often than not; with 47 the chance to have found it is 95 %.",
        ),
        Try(
            "Choose Iris, and point at A.",
            "Nearly seventy optima. A was found once, with a component as thin as a line on six points: the highest is "
            "not always the one to take.",
        ),
        Try(
            "Choose Old Faithful, K = 2, tied, and move over the map.",
            "Three regions: A, the two clouds; B, 147 nats lower; C, a standstill, no peak: both components are one, "
            "and a nudge leads to A or B.",
        ),
    ),
    learnt=(
        "EM climbs to an optimum near its start; which one, the start decides.",
        "That a run has converged, and that most runs end there, does not make it the best.",
        "If a share p of the starts finds an optimum, n starts all miss it with the chance (1 − p)ⁿ.",
        "No way to start is the best everywhere: starts that differ find more.",
        "Look at the best run before you believe it: a sliver of a component buys likelihood for nothing.",
    ),
    sources="C. Biernacki, G. Celeux and G. Govaert, *Choosing starting values for the EM algorithm for getting the "
    "highest likelihood in multivariate Gaussian mixture models*, 2003; C. M. Bishop, *Pattern Recognition and Machine "
    "Learning*, 2006, section 9.2; G. McLachlan and D. Peel, *Finite Mixture Models*, 2000, sections 2.12 (starts) and "
    "3.10 (spurious maxima); D. Arthur and S. Vassilvitskii, *k-means++: the advantages of careful seeding*, 2007.",
)
