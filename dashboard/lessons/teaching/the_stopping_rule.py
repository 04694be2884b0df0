"""For teachers of the lesson on the stopping rule."""

from dashboard.lessons.course import the_stopping_rule
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore.study.replays import REPLAYS
from emcore.study.verdicts import scenario_of

MURPHY = scenario_of(REPLAYS["faithful-murphy"])
assert MURPHY is not None  # its start is published

TEACHING = Teaching(
    mistakes=(
        Mistake(
            "The log-likelihood hardly changes, so EM has arrived.",
            "A small change is “a measure of lack of progress but not of actual convergence”.",
            "G. J. McLachlan and D. Peel, *Finite Mixture Models*, 2000, section 2.11, after M. J. Lindstrom and D. M. "
            "Bates, 1988",
        ),
        Mistake(
            "What one step gains is about what is still to come.",
            "If the gains shrink by a factor a, there is a/(1 − a) times the last one to come, much where a is near 1. "
            "If they grow, a is above 1, and “the algorithm is accelerating and should not be stopped”.",
            "G. J. McLachlan and D. Peel, 2000, section 2.11; manual of the R package MoEClust, *aitken*",
        ),
        Mistake(
            "A tolerance of 10⁻³ means the same everywhere.",
            "scikit-learn compares the gain per point with it, “when the lower bound average gain is below this "
            "threshold”; mclust has “relative convergence tolerances for the log-likelihood”, 10⁻⁵ by default.",
            "Manuals of scikit-learn, *GaussianMixture*, and of the R package mclust, *emControl*",
        ),
    ),
    vote=Vote(
        "Each step has gained less than the one before; the last one, 0.02 nats. The log-likelihood is −541.7. How "
        "much is still to come?",
        (
            "Nothing: it has arrived.",
            "Less than 1 nat.",
            "Some 10 nats.",
            "More than 100 nats.",
        ),
        right=3,
        why="It ends at −385.5, some 156 nats higher. On the plateau each ellipse covers both clouds; only from "
        "step 25 on do they part.",
    ),
    moment=Moment(MURPHY, step=13),
    task=Task(
        "At a tolerance of 10⁻³, which rules stop on the plateau, at which step, and how many nats short of the end?",
        page=the_stopping_rule.LESSON.page,
        answer="Gain per point at step 5 and relative gain at step 4, both 157 nats short. Aitken's projection (step "
        "44) and the change of the parameters (step 46) cross the plateau.",
    ),
)
