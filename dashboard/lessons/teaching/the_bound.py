"""For teachers of the lesson on the bound."""

from dashboard.lessons.course import the_bound
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import PRESETS

TEACHING = Teaching(
    mistakes=(
        Mistake(
            "It never falls, so it ends on the highest peak.",
            "“There will generally be multiple local maxima of the log likelihood function, and […] EM is not "
            "guaranteed to find the largest of these maxima.”",
            "C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.2.2",
        ),
        Mistake(
            "The E step raises the log-likelihood.",
            "It raises the bound. The log-likelihood “does not depend on” the shares, so only the KL divergence can "
            "shrink: to 0, where the bound touches.",
            "C. M. Bishop, 2006, section 9.4 and figure 9.12",
        ),
        Mistake(
            "The M step maximizes the log-likelihood, so one M step should do.",
            "It maximizes the bound while the shares stay. Then the shares are no longer right, and KL is above 0. "
            "“The increase in the log likelihood function is therefore greater than the increase in the lower bound.”",
            "C. M. Bishop, 2006, section 9.4 and figure 9.13",
        ),
    ),
    vote=Vote(
        "EM never goes down. Two components start on the left cloud, one between the other two clouds. Where does it "
        "end?",
        (
            "One component on each cloud.",
            "Two go on sharing the left cloud, the third covers the two on the right.",
            "One of the two on the left loses all its points and collapses.",
            "It never settles: they keep changing places.",
        ),
        right=1,
        why="This is a peak, and every small move away from it is downhill. A start with one component on each cloud "
        "ends 190 nats higher.",
    ),
    moment=Moment(PRESETS["stuck"].scenario),
    task=Task(
        "Start the narrow bell at −1, then at 3.5. Where does it end each time, and at which log-likelihood? Does the "
        "log-likelihood fall at any beat?",
        page=the_bound.LESSON.page,
        answer="From −1 it ends near 0.95, log-likelihood −42.97; from 3.5 near 4.8, log-likelihood −44.31. It never "
        "falls, and still ends on the lower peak.",
    ),
)
