"""For teachers of the lesson on published runs."""

from dashboard.lessons.course import textbook_replays
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import Gaussian, Scenario

PRINTED = (Gaussian(0.546, (1.06,), (0.8775,)), Gaussian(0.454, (4.62,), (0.9327,)))  # variances 0.77, 0.87

TEACHING = Teaching(
    mistakes=(
        Mistake(
            "Component 1 in the book is component 1 here.",
            "Numbers of components mean nothing: “a K-component mixture will have a total of K! equivalent solutions”. "
            "Sort both by their means before you compare.",
            "C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.2.1",
        ),
        Mistake(
            "A lower BIC is better, everywhere.",
            "It has two signs. With scikit-learn and here the lower is better; with mclust “the larger the value of "
            "the BIC, the stronger the evidence for the model and number of clusters”.",
            "C. Fraley and A. E. Raftery, *Enhanced model-based clustering, density estimation, and discriminant "
            "analysis software: MCLUST*, Journal of Classification 20, 2003",
        ),
        Mistake(
            "What a package prints is the maximum, to the last digit.",
            "It is where the package stopped: EM “is deemed to have converged when the change in the log likelihood "
            "function, or alternatively in the parameters, falls below some threshold”.",
            "C. M. Bishop, 2006, section 9.2.2",
        ),
    ),
    vote=Vote(
        "A book prints where EM ended on 20 values: weights .546 and .454, means 1.06 and 4.62, variances .77 and .87. "
        "How can you check that without its program?",
        (
            "See whether the log-likelihood is above 0.",
            "Take one more step of EM from there: where EM has ended, nothing moves.",
            "See whether the weights add up to 1.",
            "Not at all: other starts end elsewhere.",
        ),
        right=1,
        why="One step moves the weight to .549, the means to 1.07 and 4.63, and raises the log-likelihood from −38.924 "
        "to −38.918: the printed numbers are not where EM ends on these values.",
    ),
    moment=Moment(Scenario(source="esl", components=PRINTED, max_iter=60, learn_weights=True)),
    task=Task(
        "R's mclust prints BIC −2322.192 for two components of any shape on Old Faithful: log-likelihood "
        "ℓ = −1130.264, p = 11 parameters, N = 272 points. Work out scikit-learn's BIC, −2ℓ + p ln N. Which of the two "
        "wants it low?",
        page=textbook_replays.LESSON.page,
        query={"replay": "faithful-vvv2"},
        answer="2260.528 + 11 · 5.6058 = 2322.192: the same number with the sign turned. scikit-learn's is to be low, "
        "mclust's high.",
    ),
)
