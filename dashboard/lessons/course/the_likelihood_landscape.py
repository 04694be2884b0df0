"""The words of the lesson on the likelihood landscape."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/8_The_likelihood_landscape.py",
    question="Which hill does EM climb?",
    minutes=8,
    tries=(
        Try(
            "Drag the dot below the diagonal, say to μ₁ = 4 and μ₂ = 1, and play. Then choose Equal, where the dot is "
            "back at the first start; play, drag it there again, and play.",
            "EM climbs the lower peak, at −88.96, and stays there, 10 nats below the other one. With equal weights "
            "both peaks are −81.26 high: the same clusters, their names swapped.",
        ),
        Try(
            "Back at Two means, drag it onto the diagonal and step; then a little beside the saddle, to 0.9 and 0.8, "
            "and step. Arrow keys bring it nearer still: Tab to the dot; with Shift they move it by 0.01.",
            "On it EM is at the saddle in one step and stays, though no peak is there. Beside it EM passes by the "
            "saddle and leaves it slowly at first: from 0.9 and 0.8 every step is longer than the one before, up to "
            "the third; from 0.85 and 0.84 the first three together are shorter than the fourth.",
        ),
        Try(
            "Choose Equal and again Two means: the dot is back at the first start. Choose Rivals there, and play; then "
            "drag the dot next to the saddle.",
            "Gradient ascent comes to the peak, too, in 55 steps for EM's 15. Newton's method flies far out and stays "
            "where the land is flat; from 1 and 0.9 it takes the saddle for its goal.",
        ),
        Try(
            "Choose Ridge and step; then drag the dot up to a width of 1, and step again.",
            "The bell shrinks onto one point, and the land there climbs without end. From the greater width it grows "
            "instead, and comes to a peak.",
        ),
    ),
    learnt=(
        "EM climbs the hill on whose slope it starts, be it the higher one or not.",
        "Names can be swapped, so every peak has a twin, K! of each with K components; but not where unequal weights "
        "are held: they would have to be swapped, too.",
        "At every step the bound touches the land from below, and EM jumps to its top: so it never falls.",
        "EM can rest on a saddle; beside one it only lingers. A standstill is not yet a peak.",
        "Where a width is free there are ridges without end: the highest place of all is nowhere.",
    ),
    sources="C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, sections 9.2 and 9.4; N. E. Day, "
    "*Estimating the components of a mixture of normal distributions*, 1969 (the ridges); L. Xu and M. I. Jordan, *On "
    "convergence properties of the EM algorithm for Gaussian mixtures*, 1996 (EM and the gradient); J. Xu, D. Hsu and "
    "A. Maleki, *Global analysis of expectation maximization for mixtures of two Gaussians*, 2016, and *Benefits of "
    "over-parameterization with EM*, 2018 (two means; what becomes of the lower peak when the weights are free). Data: "
    "40 points drawn for this lesson from two normal distributions.",
)
