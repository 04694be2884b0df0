"""The words of the lesson on the stopping rule."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/4_The_stopping_rule.py",
    question="When has EM arrived?",
    minutes=5,
    tries=(Try("Find the largest tolerance at which all four rules stop after step 40.", "It is below 10⁻⁴."),),
    learnt=(
        "EM slows down on a plateau, far from the top: slow is not the same as done.",
        "Every rule watches one number; the change of the parameters is a safer sign on this plateau.",
    ),
    sources="G. J. McLachlan and T. Krishnan, *The EM Algorithm and Extensions*, 2008, section 4.9; J. G. Booth and "
    "J. P. Hobert, *Maximizing generalized linear mixed model likelihoods with an automated Monte Carlo EM algorithm*, "
    "1999. The start: K. P. Murphy, pyprobml, gmm_faithful, after C. M. Bishop, *Pattern Recognition and Machine "
    "Learning*, 2006, figure 9.8.",
)
