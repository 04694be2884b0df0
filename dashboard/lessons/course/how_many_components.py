"""The words of the lesson on the number of components."""

from dashboard.lessons.course.lesson import Lesson, Try

LESSON = Lesson(
    page="pages/5_How_many_components.py",
    question="How many components are there?",
    minutes=7,
    tries=(
        Try(
            "Old Faithful: press ← and → and watch the clusters at K = 2 and at K = 3.",
            "The eye sees two clouds, BIC takes three components: two share the upper cloud, whose shape is no single "
            "ellipse. A component is not a cluster.",
        ),
        Try(
            "Press ICL.",
            "It takes K = 2: it also charges for components that overlap.",
        ),
        Try(
            "Press AIC; then choose 5 starts for each, in the sidebar.",
            "It takes K = 6 from 20 starts, but K = 5 from five: they miss the best run with six components, where 3 "
            "of 20 starts end.",
        ),
        Try(
            "Choose the galaxies, and go through K.",
            "BIC and ICL take 3, AIC takes 6, and published answers run from three to seven. At K = 5 BIC is only 0.2 "
            "above its lowest, but a component has narrowed onto two points: a cross.",
        ),
    ),
    learnt=(
        "More components always fit better, so a criterion asks a price for every parameter.",
        "AIC asks the lowest price and often goes on to more components; ICL also charges for overlap.",
        "A component is not a cluster: several may share one that is not Gaussian.",
        "Where few starts reach the best run, more starts may change the answer.",
        "A component that narrows onto a few points buys likelihood for nothing: such a run says little.",
    ),
    sources="G. Schwarz, *Estimating the dimension of a model*, 1978 (BIC); H. Akaike, *A new look at the statistical "
    "model identification*, 1974 (AIC); C. Biernacki, G. Celeux and G. Govaert, *Assessing a mixture model for "
    "clustering with the integrated completed likelihood*, 2000 (ICL); G. McLachlan and D. Peel, *Finite Mixture "
    "Models*, 2000, chapter 6 (how AIC and BIC choose); J.-P. Baudry and others, *Combining mixture components for "
    "clustering*, 2010 (components and clusters); N. E. Day, *Estimating the components of a mixture of normal "
    "distributions*, 1969 (likelihood without bound); M. Aitkin, *Likelihood and Bayesian analysis of mixtures*, 2001 "
    "(the galaxies); C. Fraley and A. E. Raftery, 2002 (mclust).",
)
