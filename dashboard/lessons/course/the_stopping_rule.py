"""The words of the lesson on the stopping rule."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/4_The_stopping_rule.py",
    question="When has EM arrived?",
    minutes=5,
    tries=(
        Try(
            "Leave the tolerance at 10⁻³, scikit-learn's own.",
            "Its rule, the gain per point, stops at step 5, and the relative gain even at step 4: 157 nats short, "
            "where both components cover both clouds. The climb comes after step 30.",
        ),
        Try(
            "Find the largest tolerance at which all four rules stop after step 40.",
            "10⁻⁴·⁴, about 0.00004; at the next larger one the relative gain stops at step 12.",
        ),
        Try(
            "Raise it again, to 10⁻²·⁵.",
            "Two shrinking gains are enough for Aitken's projection: it stops at step 2. Only the change of the "
            "parameters still waits for the climb.",
        ),
    ),
    learnt=(
        "EM slows down on a plateau, far from the top: slow is not the same as done.",
        "Every rule watches one number. On this plateau the parameters keep moving while the log-likelihood hardly "
        "gains, so their change is the safer sign.",
        "Aitken's projection has no value while the gains grow: it can't add up a series that does not shrink.",
        "A small tolerance costs a few steps here: from 10⁻⁴·⁴ to 10⁻⁹ each rule takes four more at most, or goes on.",
    ),
    sources="G. J. McLachlan and T. Krishnan, *The EM Algorithm and Extensions*, 2008, section 4.9; J. G. Booth and "
    "J. P. Hobert, *Maximizing generalized linear mixed model likelihoods with an automated Monte Carlo EM algorithm*, "
    "1999. The start: K. P. Murphy, pyprobml, gmm_faithful, after C. M. Bishop, *Pattern Recognition and Machine "
    "Learning*, 2006, figure 9.8.",
)
