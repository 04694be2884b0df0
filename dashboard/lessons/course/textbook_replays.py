"""The words of the lesson on published runs."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/3_Textbook_replays.py",
    question="Do the textbooks' numbers come out?",
    minutes=5,
    tries=(Try("Choose a run that does not agree.", "One sentence says why a printed number can be wrong."),),
    learnt=(
        "BIC has two signs: R's mclust prints it so that higher is better, scikit-learn so that lower is better.",
        "A package that stops when the gain is small prints a log-likelihood a little below the maximum.",
        "The order of components is arbitrary: here component 1 has the lowest first mean.",
    ),
    sources="G. Schwarz, *Estimating the dimension of a model*, Annals of Statistics 6, 1978 (BIC); C. Fraley and A. "
    "E. Raftery, *Model-based clustering, discriminant analysis, and density estimation*, Journal of the American "
    "Statistical Association 97, 2002, whose sign mclust keeps.",
)
