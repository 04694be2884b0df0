"""For teachers of the lesson on the restart atlas."""

from dashboard.lessons.course import the_restart_atlas
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import Scenario

TEACHING = Teaching(
    mistakes=(
        Mistake(
            "EM has converged, so this is the maximum.",
            "“It should be emphasized that there will generally be multiple local maxima of the log likelihood "
            "function, and that EM is not guaranteed to find the largest of these maxima.”",
            "C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.2.2",
        ),
        Mistake(
            "A better way to start makes one run enough.",
            "Of all the ways that were compared “none of the experimental strategies can be regarded as the best one”, "
            "and “using a single run of EM can often lead to suboptimal solutions”. Short runs of EM before the long "
            "one are recommended; they often do better than plain random starts.",
            "C. Biernacki, G. Celeux and G. Govaert, *Choosing starting values for the EM algorithm for getting the "
            "highest likelihood in multivariate Gaussian mixture models*, Computational Statistics & Data Analysis 41, "
            "2003, abstract",
        ),
    ),
    vote=Vote(
        "Old Faithful, three components: from this start EM converges at −1119.21. Of 500 random starts, how many end "
        "higher?",
        (
            "None: EM finds the maximum of the likelihood.",
            "About one in sixteen.",
            "About half of them.",
            "Nearly all: this start was bad luck.",
        ),
        right=1,
        why="31 of 500 starts end at −1114.44, which is 4.77 nats higher; 438 end where this one does. The most common "
        "end is not the best one.",
    ),
    moment=Moment(Scenario(source="faithful", start="random-points", n_components=3, learn_weights=True, max_iter=500)),
    task=Task(
        "Old Faithful, K = 3, 500 starts at random points: which share p of the starts finds the best optimum? How "
        "many starts n does it take so that all of them miss it, (1 − p) to the power of n, with less than 5 %?",
        page=the_restart_atlas.LESSON.page,
        answer="31 of 500, p = 0.062. n = 47: 0.938 to the power of 47 is 0.049.",
    ),
)
