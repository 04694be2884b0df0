"""How many components, and of which covariance type: the best of many seeded starts for each, and its criteria.

With a prior the best is that of the highest log posterior, and its criteria are of the log-likelihood there, as mclust
has it (Fraley and Raftery, 2007).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import scipy  # whose parts load when first used

from emcore.covariances import COVARIANCE_TYPES
from emcore.criteria import aic, bic, icl, n_parameters
from emcore.em import e_step
from emcore.mixture import Mixture
from emcore.points import Array
from emcore.scenario.record import Scenario
from emcore.study.restarts import Restarts
from emcore.trace import Stop

START = "kmeanspp"
MAX_ITER = 500
TOL = 1e-8  # nats per point: well past the plateaus of small data
NEAR_SINGULAR = 1e-3  # share of the data's variance along some direction: about 3 % of their standard deviation

Key = tuple[int, str]  # components, covariance type


@dataclass(frozen=True)
class FittedModel:
    """What K components of a covariance type come to, by the best sound run of `n_starts` seeded starts.

    seed         of the best run's start; None if no run was sound, and then the numbers are NaN
    bic, aic, icl   lower is better
    n_reached    starts that ended within `REACHED` of the best; n_collapsed: those that collapsed, or could not start
    stop, steps  how the best run ended, and after how many steps
    narrowest    the smallest share of the data's variance that a component has along any direction; its points are
                 `n_narrowest`, the sum of its responsibilities
    mixture      that the best run ended with
    """

    n_components: int
    covariance_type: str
    n_parameters: int
    n_starts: int
    seed: int | None = None
    log_likelihood: float = float("nan")
    bic: float = float("nan")
    aic: float = float("nan")
    icl: float = float("nan")
    n_reached: int = 0
    n_collapsed: int = 0
    stop: Stop = "collapsed"
    steps: int = 0
    narrowest: float = float("nan")
    n_narrowest: float = float("nan")
    mixture: Mixture | None = field(default=None, compare=False, repr=False)

    @property
    def near_singular(self) -> bool:
        """Whether a component of the best run is so narrow that its likelihood says little (`NEAR_SINGULAR`)."""
        return self.narrowest < NEAR_SINGULAR


class Search(Restarts):
    """The search for a `FittedModel` on points X (N, D) of scenario `data`, a part of a step at a time.

    Raises `MixtureError` where there is to be a prior, and the points give none of this covariance type.
    """

    def __init__(self, data: Scenario, X: Array, n_components: int, covariance_type: str, n_starts: int) -> None:
        if n_components == 1:
            n_starts = 1  # one component has one best fit, one step from anywhere
        super().__init__(scenario_of(data, n_components, covariance_type, seed=1), X, n_starts)

    def model(self) -> FittedModel:
        """What the starts so far come to."""
        s, X = self.scenario, self.X
        p = n_parameters(s.n_components, X.shape[1], s.covariance_type)
        empty = FittedModel(s.n_components, s.covariance_type, p, self.n_tried, n_collapsed=self.n_collapsed)
        if self.best is None:
            return empty
        seed, best = self.best
        mixture = best[-1].mixture
        responsibilities, log_likelihood = e_step(X, mixture)
        widths = narrowness(X, mixture)
        narrowest = int(widths.argmin())
        return replace(
            empty,
            seed=seed,
            log_likelihood=log_likelihood,
            bic=bic(log_likelihood, p, len(X)),
            aic=aic(log_likelihood, p),
            icl=icl(log_likelihood, p, len(X), responsibilities),
            n_reached=self.n_reached,
            stop=best.stop,
            steps=len(best) - 1,
            narrowest=float(widths[narrowest]),
            n_narrowest=float(responsibilities[:, narrowest].sum()),
            mixture=mixture,
        )


class GridSearch:
    """The search for the `FittedModel` of every one of `keys`, in their order, on points X (N, D) of scenario `data`.

    known  of those that need not be searched any more
    keep   called with each that is found
    """

    def __init__(
        self,
        data: Scenario,
        X: Array,
        n_starts: int,
        keys: Sequence[Key],
        known: Mapping[Key, FittedModel],
        keep: Callable[[Key, FittedModel], object],
    ) -> None:
        self._data, self._X, self._n_starts = data, X, n_starts
        self._keys, self._keep = keys, keep
        self._found = dict(known)
        self._waiting = [key for key in keys if key not in known]
        self._search: Search | None = None

    def work(self) -> bool:
        """Take a part of a step in the search for a model; tells whether there is more to do."""
        if self._waiting:
            self._search = self._search or Search(self._data, self._X, *self._waiting[0], self._n_starts)
            if not self._search.work():
                key, model = self._waiting.pop(0), self._search.model()
                self._keep(key, model)
                self._found[key], self._search = model, None
        return bool(self._waiting)

    @property
    def done(self) -> float:
        """The share of it that is done."""
        n_found = len(self._keys) - len(self._waiting)
        return (n_found + (self._search.done if self._search else 0)) / max(1, len(self._keys))

    def found(self) -> dict[Key, FittedModel]:
        """What there is until now, in the order of the keys."""
        return {key: self._found[key] for key in self._keys if key in self._found}


def search(data: Scenario, n_components: int, covariance_type: str, n_starts: int) -> FittedModel:
    """The best of `n_starts` fits of `n_components` and `covariance_type` to the data of scenario `data`."""
    run = Search(data, data.dataset().X, n_components, covariance_type, n_starts)
    run.all_done()
    return run.model()


def searched(scenario: Scenario) -> Scenario:
    """What a search takes from a scenario: its data and, if it has one, the prior of each cell."""
    return replace(scenario.only_data(), prior=scenario.prior)


def scenario_of(data: Scenario, n_components: int, covariance_type: str, seed: int) -> Scenario:
    """Exactly the run from start number `seed` of a search, on the data of scenario `data`, with its prior."""
    return replace(
        searched(data),
        start=START,
        n_components=n_components,
        start_seed=seed,
        max_iter=MAX_ITER,
        tol=TOL,
        learn_weights=True,
        covariance_type=covariance_type,
    )


def narrowness(X: Array, mixture: Mixture) -> Array:
    """For each component (K,) the smallest share of the data's variance (1/N) that it has along any direction.

    The smallest eigenvalue of its covariance in coordinates in which the data's is the identity, so the units of the
    columns do not matter. 0 where the data themselves have no variance along some direction.
    """
    overall = np.cov(X, rowvar=False, bias=True).reshape(X.shape[1], X.shape[1])
    try:
        return np.array([scipy.linalg.eigvalsh(covariance, overall)[0] for covariance in mixture.covariances])
    except np.linalg.LinAlgError:
        return np.zeros(mixture.n_components)


def distinct_types(types: list[str], n_features: int) -> list[str]:
    """The covariance types that differ in D dimensions; of those that are the same in one dimension, the first."""
    if n_features > 1:
        return types
    counts, scatters = np.array([1.0, 2.0]), np.array([[[1.0]], [[8.0]]])  # variances 1 and 4, pooled 3
    first: dict[bytes, str] = {}
    for key in types:
        first.setdefault(COVARIANCE_TYPES[key].estimate(counts, scatters).tobytes(), key)
    return list(first.values())
