"""The words of the lesson on published runs."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/3_Textbook_replays.py",
    question="Do the textbooks' numbers come out?",
    minutes=6,
    tries=(
        Try(
            "Step Old Faithful to 25, to 35 and to 44.",
            "A long standstill, a climb, and then the published numbers: stopped on the plateau it would have printed "
            "others.",
        ),
        Try(
            "Choose *Twenty values, two components* and stop at step 10.",
            "Mean 1 is 1.06, as the book prints it, and moves on: these data do not hold it there.",
        ),
        Try(
            "Choose *Old Faithful, three components of one shape* and go from step 28 to step 29.",
            "Our run passes the published log-likelihood and climbs on to step 82: the package had stopped on the way.",
        ),
    ),
    learnt=(
        "A printed number can be wrong though nobody lied: the run was stopped early, the data were others, or it was "
        "never an estimate. Its last digits tell.",
        "BIC has two signs: $-2\\ell + p \\ln N$ in scikit-learn and here, where lower is better; $2\\ell - p \\ln N$ "
        "in R's mclust, where higher is better.",
        "The order of components is arbitrary: in the table component 1 has the lowest first mean.",
    ),
    sources="of the numbers, beside each run; of BIC, G. Schwarz, *Estimating the dimension of a model*, Annals of "
    "Statistics 6, 1978; of mclust's sign, C. Fraley and A. E. Raftery, *Model-based clustering, discriminant "
    "analysis, and density estimation*, Journal of the American Statistical Association 97, 2002.",
)
