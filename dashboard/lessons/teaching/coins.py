"""For teachers of the lesson on coins that nobody has labelled."""

from dashboard.lessons.course import coins
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import Gaussian, Scenario

TEACHING = Teaching(
    mistakes=(
        Mistake(
            "The E step decides which coin each row was.",
            "“Rather than picking the single most likely completion of the missing coin assignments on each iteration, "
            "the expectation maximization algorithm computes probabilities for each possible completion of the missing "
            "data”. An E step that decides makes hard EM, another algorithm.",
            "C. B. Do and S. Batzoglou, *What is the expectation maximization algorithm?*, 2008",
        ),
        Mistake(
            "Coin A is the one with 0.80.",
            "Only because it started higher. For any solution, “a K-component mixture will have a total of K! "
            "equivalent solutions corresponding to the K! ways of assigning K sets of parameters to K components.”",
            "C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.2.1",
        ),
        Mistake(
            "EM found two coins, so there were two.",
            "It was told that there are two. One coin for all rows is only 0.48 nats less likely, and two coins have a "
            "parameter more: AIC and BIC take one.",
            "this lesson's log-likelihoods, −31.57 and −32.05",
        ),
    ),
    vote=Vote(
        "Last time bell 1 started on the left and bell 2 on the right, and EM found both clusters. Now they start the "
        "other way round. What does EM find?",
        (
            "The same two bells, with their numbers swapped.",
            "The same two bells, with the same numbers as last time.",
            "One bell for all points, as this start is wrong.",
            "Nothing: the bells keep changing places.",
        ),
        right=0,
        why="Nothing in the data says which bell is number 1. With the start swapped, every step is the same with the "
        "numbers swapped, and so is the log-likelihood. It is the same with coins A and B.",
    ),
    moment=Moment(
        Scenario(
            clusters=(Gaussian(150, (0,), (1,)), Gaussian(150, (6,), (1,))),
            components=(Gaussian(1, (8,), (1.5,)), Gaussian(1, (-2,), (1.5,))),
            learn_weights=True,
            tol=1e-9,
        )
    ),
    task=Task(
        "Start both coins at 0.60 and step. Where do they end, and why? By how much is the end of the paper's start, "
        "0.60 and 0.50, more likely?",
        page=coins.LESSON.page,
        answer="Both go to 0.66, all heads divided by all tosses, and stay there: alike coins get half of every row. "
        "Log-likelihood −32.05; the paper's start ends at −31.57, only 0.48 nats above.",
    ),
)
