"""The words of the lesson on the collapse clinic."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/10_The_collapse_clinic.py",
    question="What if there is no maximum to find?",
    minutes=7,
    tries=(
        Try(
            "Play to the end.",
            "Component 2 holds the point at the very top from the start; the little that it has of the others, 0.66 of "
            "a point in all, goes to component 1. So it dives onto that one, from step 2 on ever faster.",
        ),
        Try(
            "Push the slider to the right, as far as you like.",
            "The axis gives way, the line never bends: 4.61 nats for every tenfold narrower. Far out, at a width of "
            "10⁻³¹⁴⁴¹⁶, stands EM's own step 6, with a log-likelihood of 1,447,869.",
        ),
        Try(
            "Choose Two points, and play.",
            "From step 12 to step 22 hardly anything is gained, 0.05 nats a point in all ten steps, as if EM had "
            "arrived. Then component 2 dives onto two points, along the line through them: the last step gains 0.96.",
        ),
        Try(
            "Back at One point, read what each cure leaves to its components.",
            "The tiny and the small ridge, tied covariances and the prior keep a component for the lone point: 19 / 1. "
            "The large ridge, diagonal and spherical covariances and another start find two clouds of ten.",
        ),
    ),
    learnt=(
        "With two or more components, each with a covariance of its own, the likelihood has no maximum: on a single "
        "point one of them can be narrowed for ever, while the others hold the rest.",
        "That is no fault of the computer's: with more digits EM only gets further.",
        "A cure makes EM run. Whether what it finds is of use, the sizes say, not the likelihood.",
    ),
    sources="C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.2.1; R. J. Hathaway, *A "
    "constrained formulation of maximum-likelihood estimation for normal mixture distributions*, 1985; C. Biernacki "
    "and S. Chrétien, *Degeneracy in the maximum likelihood estimation of univariate Gaussian mixtures with EM*, 2003; "
    "C. Fraley and A. E. Raftery, *Bayesian regularization for normal mixture estimation and model-based clustering*, "
    "2007. Data: twice 20 points, drawn for this lesson.",
)
