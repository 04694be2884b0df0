"""For teachers of the lesson on the number of components."""

from dataclasses import replace

from dashboard.lessons.course import how_many_components
from dashboard.lessons.teaching.teaching import Mistake, Moment, Task, Teaching, Vote
from emcore import PRESETS

TEACHING = Teaching(
    mistakes=(
        Mistake(
            "BIC counts the clusters.",
            "It counts components: “BIC selects the number of mixture components needed to provide a good "
            "approximation to the density, rather than the number of clusters as such”.",
            "J.-P. Baudry, A. E. Raftery, G. Celeux, K. Lo and R. Gottardo, *Combining mixture components for "
            "clustering*, Journal of Computational and Graphical Statistics 19, 2010, abstract",
        ),
        Mistake(
            "Components that are not needed die out.",
            "EM “will always use all the components it has access to, needing held-out data or information theoretical "
            "criteria to decide how many components to use in the absence of external cues”.",
            "scikit-learn, user guide, *Gaussian mixture models*: cons of GaussianMixture",
        ),
        Mistake(
            "A needle with a huge likelihood is a discovery.",
            "On a single point the likelihood has no upper limit. Such singularities are “another example of the "
            "severe over-fitting that can occur in a maximum likelihood approach”.",
            "C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, section 9.2.1 and figure 9.7",
        ),
    ),
    vote=Vote(
        "Three clouds, six components. What becomes of the three that are too many?",
        (
            "Their weights go to 0.",
            "They end exactly on top of the others.",
            "They stay in use: clouds are split among them, and the log-likelihood is higher than with three.",
            "EM stops with an error.",
        ),
        right=2,
        why="Where EM ends, the smallest weight is 2.8 %, and the log-likelihood is 17.8 nats above that of three "
        "components. BIC, which asks a price for the 18 parameters more, is 87 better for three.",
    ),
    moment=Moment(replace(PRESETS["too-many"].scenario, max_iter=500)),
    task=Task(
        "Old Faithful, all covariance types: which number of components does BIC choose, and which ICL? Why do they "
        "differ?",
        page=how_many_components.LESSON.page,
        answer="BIC: three tied components (2314.3). ICL: two full ones (2322.7). Two of the three overlap, and ICL "
        "also charges for overlap.",
    ),
)
