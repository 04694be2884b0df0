"""For teachers of the lesson on the algorithm."""

from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import PRESETS

TEACHING = Teaching(
    mistakes=(
        Mistake(
            "Every point goes to its nearest bell.",
            "That is k-means. EM makes “a soft assignment of each observation to each model”: every point counts in "
            "every bell, as much as its responsibility says.",
            "T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*, 2009, section 8.5.1",
        ),
        Mistake(
            "The bells move a little towards their points; how far is a setting.",
            "There is no step size. The M step takes a mean at once to “the mean of the data set, weighted by the "
            "probabilities of each data point belonging to” that component.",
            "C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.2.2, on figure 9.8",
        ),
        Mistake(
            "EM is random: run again, it ends elsewhere.",
            "Only the start is drawn. From one start it always goes the same way, so it “should be applied from a "
            "wide choice of starting values in any search for all local maxima”.",
            "G. J. McLachlan and D. Peel, *Finite Mixture Models*, 2000, section 2.12.1",
        ),
    ),
    vote=Vote(
        "Two of the three bells start exactly alike. What will EM make of them?",
        (
            "They part: each finds a bump of its own.",
            "They stay alike for ever.",
            "One takes all the points, the other vanishes.",
            "It differs from run to run.",
        ),
        right=1,
        why="Alike, they get the same share of every point (E step), and so the same mean, width and weight (M step). "
        "No step can part them; the least nudge by hand can.",
    ),
    moment=Moment(PRESETS["twins"].scenario),
    task=Task(
        "Three bells start on the left bump. Step once. Which bell moves furthest, from where to where? Then go on: "
        "after which step does the log-likelihood no longer change in its second decimal?",
        page="app.py",
        answer="Bell 3, from 0 to 7.46: of the three it lies nearest to the two bumps on the right and answers for "
        "most of their points. The log-likelihood stays at −1980.66 from step 14 on.",
    ),
)
