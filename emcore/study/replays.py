"""Published runs of EM, to be repeated on the spot and put beside ours. A registry: add a run here.

The first one is where the lesson opens.
"""

from dataclasses import dataclass

import numpy as np

from emcore.gaussian import mixture_of
from emcore.mixture import Mixture
from emcore.scenario.gaussians import DEFAULT_COMPONENTS
from emcore.study.measures import (
    Measure,
    log_likelihood,
    log_likelihood_before_scaling,
    mclust_bic,
    mclust_icl,
    mean,
    parameters,
    size,
    standard_deviation,
    variance,
    weight,
)


@dataclass(frozen=True)
class Quantity:
    """A published number.

    printed  as the source prints it, all digits
    ours     the same of our run
    allowed  the difference that the replay's `why` accounts for; 0: none but the rounding of what is printed
    """

    name: str
    printed: str
    ours: Measure
    allowed: float = 0.0

    @property
    def published(self) -> float:
        """The number printed."""
        return float(self.printed)

    @property
    def rounding(self) -> float:
        """Half a unit of the last digit printed."""
        return 0.5 * 10.0 ** -len(self.printed.partition(".")[2])


@dataclass(frozen=True)
class Replay:
    """A published run.

    source        book or package, with the table or model
    data          a key of `DATASETS`, with `columns` and `standardize` as for `load`; or of `GENERATORS`, as the
                  default scenario draws it
    story         what came of it, a sentence to remember
    why           what to know of the numbers in one sentence, above all why ours differ where they do
    see           what to do with our run to see it, and what one sees then
    start         the published start; None: the best of `n_starts` seeded runs that do not collapse
    n_components, max_iter, tol, covariance_type, learn_weights   as for `fit`
    """

    label: str
    source: str
    data: str
    n_components: int
    quantities: tuple[Quantity, ...]
    story: str
    why: str
    see: str
    columns: tuple[str, ...] = ()
    standardize: bool = False
    start: Mixture | None = None
    n_starts: int = 0
    max_iter: int = 2000
    tol: float = 1e-10
    covariance_type: str = "full"
    learn_weights: bool = True

    @property
    def agrees(self) -> bool:
        """Whether every number printed is to come out, to its last digit: none is allowed a difference."""
        return not any(quantity.allowed for quantity in self.quantities)


@dataclass(frozen=True)
class Comparison:
    """A published number beside ours. `agrees`: to the digits printed; `explained`: at least as far as allowed."""

    quantity: Quantity
    ours: float

    @property
    def difference(self) -> float:
        """Ours minus the published one."""
        return self.ours - self.quantity.published

    @property
    def agrees(self) -> bool:
        """Whether ours is what is printed, once rounded."""
        return abs(self.difference) <= self.quantity.rounding

    @property
    def explained(self) -> bool:
        """Whether it agrees, or differs by no more than the replay's `why` accounts for."""
        return self.agrees or abs(self.difference) <= self.quantity.allowed


@dataclass(frozen=True)
class LeftOut:
    """A published run that can't be repeated here, and why not."""

    label: str
    source: str
    reason: str


def _start(means: list[list[float]], common_variance: float) -> Mixture:
    """Equal weights, round components of one size."""
    n_components, n_features = len(means), len(means[0])
    covariances = np.repeat(common_variance * np.eye(n_features)[np.newaxis], n_components, axis=0)
    return Mixture(np.full(n_components, 1 / n_components), np.array(means), covariances)


_NOTEBOOK = "the Jupyter notebook this project grew from"

REPLAYS: dict[str, Replay] = {
    "faithful-murphy": Replay(
        "Old Faithful, standardized, from a poor start",
        "Murphy's pyprobml, gmm_faithful, after Bishop, PRML, figure 9.8; numbers of R's mclust, VVV,2",
        "faithful",
        2,
        (
            Quantity("log-likelihood, unscaled", "-1130.264", log_likelihood_before_scaling("faithful")),
            Quantity("points of component 1", "97", size(1)),
            Quantity("points of component 2", "175", size(2)),
        ),
        "Twenty steps of standstill, then a climb to the very maximum that R prints.",
        "The source draws steps 0, 10, 25, 30, 35 and 40 and prints no numbers: the maximum it climbs to is mclust's, "
        "after a plateau on which a tolerance of 0.001 would have stopped it.",
        "Go to step 25: both ellipses still hold most of both groups. At step 35 component 2 has let the lower one go, "
        "and from step 44 on all numbers are as published.",
        standardize=True,
        start=_start([[-1.5, 1.5], [1.5, -1.5]], 0.1),
        max_iter=50,
        tol=0,
    ),
    "galaxies-v3": Replay(
        "Galaxies, three components",
        "R package mclust, model V,3, velocities / 1000",
        "galaxies",
        3,
        (
            Quantity("log-likelihood", "-203.1792", log_likelihood),
            Quantity("parameters", "8", parameters("full")),
            Quantity("BIC, as mclust", "-441.6122", mclust_bic("full")),
        ),
        "Three components for 82 galaxies, and every digit comes out.",
        "Reproduced to the last digit, with 26,690 km/s as the 78th value, as R's MASS has it.",
        "Go to step 30: EM gains next to nothing, and the log-likelihood is still 2.6 nats short. At step 42 it is as "
        "published.",
        n_starts=10,
    ),
    "iris-vvv2": Replay(
        "Iris, two components of any shape",
        "R package mclust, model VVV,2, all four columns",
        "iris",
        2,
        (Quantity("BIC, as mclust", "-574.0178", mclust_bic("full")),),
        "Three species of iris, and BIC is content with two components.",
        "Reproduced to the last digit; BIC chooses two components for the three species.",
        "Step through all six: one component takes the group that stands apart, the other both species beside it. From "
        "step 5 on BIC is as published.",
        columns=("sepal_length", "sepal_width", "petal_length", "petal_width"),
        n_starts=10,
    ),
    "esl": Replay(
        "Twenty values, two components",
        "Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 8.5.1, Table 8.2",
        "esl",
        2,
        (
            Quantity("weight 1 at step 1", "0.485", weight(1, 1), 0.03),
            Quantity("weight 1 at step 5", "0.493", weight(1, 5), 0.03),
            Quantity("weight 1 at step 10", "0.523", weight(1, 10), 0.03),
            Quantity("weight 1 at step 15", "0.544", weight(1, 15), 0.03),
            Quantity("weight 1 at step 20", "0.546", weight(1, 20), 0.03),
            Quantity("mean 1", "1.06", mean(1), 0.04),
            Quantity("mean 2", "4.62", mean(2), 0.04),
            Quantity("variance 1", "0.77", variance(1), 0.06),
            Quantity("variance 2", "0.87", variance(2), 0.06),
        ),
        "The book's numbers do not come from the book's values.",
        "No two of the values, taken as starting means, lead to what is printed, and one step of EM from the printed "
        "end raises the log-likelihood.",
        "Go to step 10: mean 1 is 1.06, as published. But EM does not rest there: at step 20 it is 1.08.",
        start=_start([[0.94], [4.28]], 3.96777475),  # two of the values, and the variance of all (1/N)
        max_iter=20,
        tol=0,
    ),
    "faithful-eee3": Replay(
        "Old Faithful, three components of one shape",
        "R package mclust, model EEE,3: its choice among all its models",
        "faithful",
        3,
        (
            Quantity("log-likelihood", "-1126.326", log_likelihood, 0.05),
            Quantity("parameters", "11", parameters("tied")),
            Quantity("BIC, as mclust", "-2314.316", mclust_bic("tied"), 0.1),
            Quantity("ICL, as mclust", "-2357.824", mclust_icl("tied"), 1.0),
        ),
        "Stopped on a slow climb, a hundredth of a nat below the top.",
        "mclust stops early on a slow climb, older releases earlier still (\u22121126.361); the maximum is a little "
        "higher.",
        "Go from step 28 to step 29: our run passes the log-likelihood that mclust prints, and goes on climbing until "
        "step 82.",
        n_starts=10,
        covariance_type="tied",
    ),
    "galaxies-v4": Replay(
        "Galaxies, four components",
        "R package mclust, model V,4, velocities / 1000",
        "galaxies",
        4,
        (Quantity("BIC, as mclust", "-443.3997", mclust_bic("full"), 0.05),),
        "One number, and it tells at which step the package stopped.",
        "mclust stops early, 0.01 nats short of the maximum; many starts end in a worse optimum, so ours is the best "
        "of twenty.",
        "Go from step 72 to step 73: our run passes the BIC that mclust prints, with 66 steps still to come.",
        n_starts=20,
    ),
    "faithful-vvv2": Replay(
        "Old Faithful, two components of any shape",
        "R package mclust, model VVV,2",
        "faithful",
        2,
        (
            Quantity("log-likelihood", "-1130.264", log_likelihood),
            Quantity("parameters", "11", parameters("full")),
            Quantity("BIC, as mclust", "-2322.192", mclust_bic("full")),
            Quantity("ICL, as mclust", "-2322.695", mclust_icl("full"), 0.02),
            Quantity("points of component 1", "97", size(1)),
            Quantity("points of component 2", "175", size(2)),
        ),
        "Five numbers agree; the sixth settles later than they do.",
        "mclust stops a little early: it shows in the ICL, as responsibilities settle later than the log-likelihood.",
        "Go from step 9 to step 10: the log-likelihood is as published from there on, while the ICL passes the "
        "published one and goes on.",
        n_starts=5,
    ),
    "acidity-e2": Replay(
        "Acidity of lakes, two components of one width",
        "R package mclust, model E,2",
        "acidity",
        2,
        (
            Quantity("log-likelihood", "-185.9493", log_likelihood),
            Quantity("parameters", "4", parameters("tied")),
            Quantity("BIC, as mclust", "-392.0723", mclust_bic("tied"), 2e-4),
            Quantity("ICL, as mclust", "-398.5554", mclust_icl("tied"), 0.02),
        ),
        "Stop a step earlier, and the last digit of BIC is another.",
        "mclust stops a little early: it shows in the ICL, as responsibilities settle later than the log-likelihood.",
        "Go to step 9: BIC is as published. At step 10 its last digit is another, and so it stays.",
        n_starts=5,
        covariance_type="tied",
    ),
    "faithful-waiting-mixtools": Replay(
        "Old Faithful, waiting times",
        "R package mixtools, normalmixEM(faithful$waiting)",
        "faithful-waiting",
        2,
        (
            Quantity("weight 1", "0.3608868", weight(1), 1e-4),
            Quantity("weight 2", "0.6391132", weight(2), 1e-4),
            Quantity("mean 1", "54.61489", mean(1), 1e-3),
            Quantity("mean 2", "80.09109", mean(2), 1e-3),
            Quantity("standard deviation 1", "5.871241", standard_deviation(1), 1e-3),
            Quantity("standard deviation 2", "5.867718", standard_deviation(2), 1e-3),
            Quantity("log-likelihood", "-1034.002", log_likelihood),
        ),
        "Five digits are right; the last ones had not settled when it stopped.",
        "mixtools stops when a step gains less than 10⁻⁸ nats, a little before the last printed digits are settled.",
        "Go to step 34, the first to gain less than 10⁻⁸ nats, where mixtools would have stopped: weight 1 is "
        "0.3608873. At step 50 it is 0.3608861.",
        n_starts=5,
        max_iter=50,
        tol=0,
    ),
    "notebook-1d": Replay(
        "The notebook, 1-D",
        f"{_NOTEBOOK}, first example; what it draws its points from",
        "clusters-1d",
        3,
        (
            Quantity("mean 1", "-50.00", mean(1), 1.2),
            Quantity("mean 2", "20.00", mean(2), 1.6),
            Quantity("mean 3", "100.00", mean(3), 1.3),
            Quantity("standard deviation 1", "5.00", standard_deviation(1), 0.8),
            Quantity("standard deviation 2", "10.00", standard_deviation(2), 1.2),
            Quantity("standard deviation 3", "5.00", standard_deviation(3), 0.9),
        ),
        "It names what it draws from, and no sample is quite that.",
        "It prints no numbers, so these are the clusters it draws, five standard errors of the draw allowed; its own E "
        "step passes the standard deviation where SciPy wants the variance.",
        "Go to step 15, where EM has arrived. The spread of component 1 is 4.56, that of the points drawn, not the 5 "
        "that they were drawn with.",
        start=mixture_of(DEFAULT_COMPONENTS[1]),
        max_iter=100,
        tol=0,
        learn_weights=False,
    ),
    "notebook-2d": Replay(
        "The notebook, 2-D",
        f"{_NOTEBOOK}, second example; what it draws its points from",
        "clusters-2d",
        3,
        (
            Quantity("mean 1, x", "0.00", mean(1, 1), 0.05),
            Quantity("mean 1, y", "0.00", mean(1, 2), 0.05),
            Quantity("mean 2, x", "10.00", mean(2, 1), 0.1),
            Quantity("mean 2, y", "0.00", mean(2, 2), 0.1),
            Quantity("mean 3, x", "20.00", mean(3, 1), 0.07),
            Quantity("mean 3, y", "-1.00", mean(3, 2), 0.26),
        ),
        "Two of its matrices are no covariances, yet the means are right, as far as a draw tells.",
        "It prints no numbers, so these are the clusters it draws, five standard errors allowed; two of its matrices "
        "are no covariances, and here are those that were in effect used.",
        "Go to step 9, where EM has arrived. Its means are those of the points drawn: the third lies a tenth below the "
        "\u22121 that they were drawn around.",
        start=mixture_of(DEFAULT_COMPONENTS[2]),
        max_iter=25,
        tol=0,
        learn_weights=False,
    ),
}

LEFT_OUT: tuple[LeftOut, ...] = (
    LeftOut(
        "Iris, two components, BIC \u2212561.7285",
        "R package mclust, model VEV,2: its choice among all its models",
        "One shape, but sizes and directions of their own: no covariance type here is that.",
    ),
    LeftOut(
        "Old Faithful, standardized",
        "Bishop (2006), PRML, figure 9.8",
        "The book draws the start and does not print it.",
    ),
)
