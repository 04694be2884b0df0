"""Published runs of EM, to be repeated on the spot and put beside ours. A registry: add a run here."""

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
    why           what to know of the numbers in one sentence, above all why ours differ where they do
    start         the published start; None: the best of `n_starts` seeded runs that do not collapse
    n_components, max_iter, tol, covariance_type, learn_weights   as for `fit`
    """

    label: str
    source: str
    data: str
    n_components: int
    quantities: tuple[Quantity, ...]
    why: str
    columns: tuple[str, ...] = ()
    standardize: bool = False
    start: Mixture | None = None
    n_starts: int = 0
    max_iter: int = 2000
    tol: float = 1e-10
    covariance_type: str = "full"
    learn_weights: bool = True


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
        "It prints no numbers, so these are the clusters it draws, five standard errors of the draw allowed; its own E "
        "step passes the standard deviation where SciPy wants the variance.",
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
        "It prints no numbers, so these are the clusters it draws, five standard errors allowed; two of its matrices "
        "are no covariances, and here are those that were in effect used.",
        start=mixture_of(DEFAULT_COMPONENTS[2]),
        max_iter=25,
        tol=0,
        learn_weights=False,
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
        "The book's numbers do not come from the book's values: no two of them, taken as starting means, lead there, "
        "and one step of EM from the printed end raises the log-likelihood.",
        start=_start([[4.28], [0.94]], 3.96777475),  # two of the values, and the variance of all (1/N)
        max_iter=20,
        tol=0,
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
        "mixtools stops when a step gains less than 1e-8 nats, a little before the last printed digits are settled.",
        n_starts=5,
    ),
    "faithful-murphy": Replay(
        "Old Faithful, standardized, from a poor start",
        "Murphy's pyprobml, gmm_faithful, after Bishop, PRML, figure 9.8; numbers of R's mclust, VVV,2",
        "faithful",
        2,
        (
            Quantity("log-likelihood before scaling", "-1130.264", log_likelihood_before_scaling("faithful")),
            Quantity("points of component 1", "97", size(1)),
            Quantity("points of component 2", "175", size(2)),
        ),
        "It draws steps 0, 10, 25, 30, 35 and 40 and prints no numbers: the maximum it climbs to is mclust's, after a "
        "plateau of some twenty steps on which a tolerance of 1e-3 would have stopped it.",
        standardize=True,
        start=_start([[-1.5, 1.5], [1.5, -1.5]], 0.1),
        max_iter=50,
        tol=0,
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
        "mclust stops a little early: it shows in the ICL, as responsibilities settle later than the log-likelihood.",
        n_starts=5,
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
        "mclust stops early on a slow climb, older releases earlier still (-1126.361); the maximum is a little higher.",
        n_starts=10,
        covariance_type="tied",
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
        "Reproduced to the last digit, with 26,690 km/s as the 78th value, as R's MASS has it.",
        n_starts=10,
    ),
    "galaxies-v4": Replay(
        "Galaxies, four components",
        "R package mclust, model V,4, velocities / 1000",
        "galaxies",
        4,
        (Quantity("BIC, as mclust", "-443.3997", mclust_bic("full"), 0.05),),
        "mclust stops early, 0.01 nats short of the maximum; many starts end in a worse optimum, so ours is the best "
        "of twenty.",
        n_starts=20,
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
        "mclust stops a little early: it shows in the ICL, as responsibilities settle later than the log-likelihood.",
        n_starts=5,
        covariance_type="tied",
    ),
    "iris-vvv2": Replay(
        "Iris, two components of any shape",
        "R package mclust, model VVV,2, all four columns",
        "iris",
        2,
        (Quantity("BIC, as mclust", "-574.0178", mclust_bic("full")),),
        "Reproduced to the last digit; BIC chooses two components for the three species.",
        columns=("sepal_length", "sepal_width", "petal_length", "petal_width"),
        n_starts=10,
    ),
}

LEFT_OUT: tuple[LeftOut, ...] = (
    LeftOut(
        "Iris, two components, BIC -561.7285",
        "R package mclust, model VEV,2: its choice among all its models",
        "One shape for all components, but sizes and directions of their own: no covariance type here is that.",
    ),
    LeftOut(
        "Old Faithful, standardized",
        "Bishop (2006), PRML, figure 9.8",
        "The book draws the start and does not print it.",
    ),
)
