"""The words of the lesson on the number of components."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/5_How_many_components.py",
    question="How many components are there?",
    minutes=7,
    tries=(Try("Choose the galaxies.", "The criteria disagree, and so do the books."),),
    learnt=(
        "More components always fit better, so a criterion asks a price for every parameter.",
        "AIC asks the lowest price and often goes on to more components; ICL also charges for overlap.",
        "With many components one may narrow onto a few points: such a run says little.",
    ),
    sources="G. Schwarz, *Estimating the dimension of a model*, 1978 (BIC); H. Akaike, *A new look at the statistical "
    "model identification*, 1974 (AIC); C. Biernacki, G. Celeux and G. Govaert, *Assessing a mixture model for "
    "clustering with the integrated completed likelihood*, 2000 (ICL); C. Fraley and A. E. Raftery, 2002 (mclust).",
)
