"""For teachers of the lesson on the collapse clinic."""

from dashboard.lessons.course import the_collapse_clinic
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore.study.patients import PATIENTS

TEACHING = Teaching(
    mistakes=(
        Mistake(
            "The highest likelihood is the best fit.",
            "“These singularities provide another example of the severe over-fitting that can occur in a maximum "
            "likelihood approach.” The best is a peak that is none of them.",
            "C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.2.1",
        ),
        Mistake(
            "It is a matter of rounding: with more digits the run would end.",
            "“Thus the maximization of the log likelihood function is not a well posed problem because such "
            "singularities will always be present”. More digits let EM go further, and it goes there fast.",
            "C. M. Bishop, 2006, section 9.2.1; C. Biernacki and S. Chrétien, 2003",
        ),
        Mistake(
            "With a ridge the run ends, so the fit is repaired.",
            "A small but nonzero variance is a spurious maximum as well: a component on a few points that lie close "
            "together by chance. Look at the sizes and the variances of the components, not at the likelihood alone.",
            "G. J. McLachlan and D. Peel, *Finite Mixture Models*, 2000, section 3.10",
        ),
    ),
    vote=Vote(
        "Two clouds of ten points. Component 2 started on the point at the very top; at step 3 little more than that "
        "point is left to it. Where does EM end?",
        (
            "Component 2 wins its cloud back: ten points each.",
            "It settles on the one point, at a maximum.",
            "Nowhere: component 2 gets ever narrower, the log-likelihood grows without bound.",
            "The log-likelihood falls, as a component on one point explains nothing.",
        ),
        right=2,
        why="At step 5 component 2 is 0.00037 wide; at step 6 it would be 10⁻³¹⁴⁴¹⁶ wide, with a log-likelihood of "
        "1,447,869 (width: the geometric mean of its two standard deviations). There is no maximum to find.",
    ),
    moment=Moment(PATIENTS["one-point"], step=3),
    task=Task(
        "From the same start, which cures keep a component for the one point, and which find the two clouds? Two "
        "ridges keep it: which has the higher log-likelihood, and what does that tell you?",
        page=the_collapse_clinic.LESSON.page,
        answer="Kept (19 / 1): the tiny ridge, the small ridge, tied covariances, the prior. Two clouds (10 / 10): the "
        "large ridge, diagonal, spherical, another start. The tiny ridge ends at −59.10, the small one at −66.01: the "
        "narrower needle is likelier, and of no more use.",
    ),
)
