"""How many components, and of which covariance type: the best of many seeded starts for each, and its criteria."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import LinAlgError, eigvalsh

from emcore.criteria import aic, bic, icl, n_parameters
from emcore.em import e_step
from emcore.errors import MixtureError
from emcore.fast.fitting import GROUP, Fitting
from emcore.mixture import Mixture
from emcore.points import Array
from emcore.scenario.record import Scenario
from emcore.study.restarts import best_of, n_reached
from emcore.trace import EMTrace, Stop

START = "kmeanspp"
MAX_ITER = 500
TOL = 1e-8  # nats per point: well past the plateaus of small data
NEAR_SINGULAR = 1e-3  # share of the data's variance along some direction: about 3 % of their standard deviation


@dataclass(frozen=True)
class Cell:
    """What K components of a covariance type come to, by the best sound run of `n_starts` seeded starts.

    seed         of the best run's start; None if no run was sound, and then the numbers are NaN
    bic, aic, icl   lower is better
    n_reached    starts that ended within `REACHED` of the best; n_collapsed: those that collapsed, or could not start
    stop, steps  how the best run ended, and after how many steps
    narrowest    the smallest share of the data's variance that a component has along any direction; its points are
                 `n_narrowest`, the sum of its responsibilities
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

    @property
    def near_singular(self) -> bool:
        """Whether a component of the best run is so narrow that its likelihood says little (`NEAR_SINGULAR`)."""
        return self.narrowest < NEAR_SINGULAR


class Search:
    """The search for a cell on points X (N, D) of scenario `data`, a step of EM at a time; starts in groups."""

    def __init__(self, data: Scenario, X: Array, n_components: int, covariance_type: str, n_starts: int) -> None:
        self._X = X
        self._n_starts = n_starts if n_components > 1 else 1  # one component has one best fit, one step from anywhere
        self._scenario = scenario_of(data, n_components, covariance_type, seed=1)
        self._waiting = list(range(1, self._n_starts + 1))
        self._group: list[int] = []
        self._fitting: Fitting | None = None
        self._ends: dict[int, float] = {}  # by seed, the last log-likelihoods of sound runs
        self._best: tuple[int, EMTrace] | None = None

    @property
    def done(self) -> float:
        """The share of steps taken, of those there are at most."""
        steps = 0 if self._fitting is None else self._fitting.n_steps
        return 1 - (len(self._waiting) + len(self._group) * (1 - steps / MAX_ITER)) / self._n_starts

    def advance(self) -> bool:
        """Make the starts of a group, or take a part of a step with them; tells whether some go on or wait."""
        if self._fitting is None:
            return self._next_group()
        if self._fitting.short_of(MAX_ITER):
            self._fitting.work()
            return True
        for seed, trace in zip(self._group, self._fitting.traces(MAX_ITER), strict=True):
            self._keep(seed, trace)
        self._fitting, self._group = None, []
        return bool(self._waiting)

    def cell(self) -> Cell:
        """What the starts so far come to."""
        s, X = self._scenario, self._X
        p = n_parameters(s.n_components, X.shape[1], s.covariance_type)
        n_tried = self._n_starts - len(self._waiting) - len(self._group)
        empty = Cell(s.n_components, s.covariance_type, p, n_tried, n_collapsed=n_tried)
        if self._best is None:
            return empty
        seed, best = self._best
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
            n_reached=n_reached(self._ends),
            n_collapsed=n_tried - len(self._ends),
            stop=best.stop,
            steps=len(best) - 1,
            narrowest=float(widths[narrowest]),
            n_narrowest=float(responsibilities[:, narrowest].sum()),
        )

    def _next_group(self) -> bool:
        size = max(1, GROUP // self._scenario.n_components)
        seeds, self._waiting = self._waiting[:size], self._waiting[size:]
        starts: list[Mixture] = []
        for seed in seeds:
            try:
                starts.append(replace(self._scenario, start_seed=seed).start_mixture(self._X))
            except MixtureError:
                continue  # too few distinct points, or no sound start
            self._group.append(seed)
        if starts:
            options = {"tol": TOL, "covariance_type": self._scenario.covariance_type}
            self._fitting = Fitting(self._X, starts, **options)  # type: ignore[arg-type]
        return bool(starts or self._waiting)

    def _keep(self, seed: int, trace: EMTrace) -> None:
        """Remember how a sound run ended; a collapse has no highest likelihood."""
        if trace.stop == "collapsed":
            return
        self._ends[seed] = float(trace.log_likelihoods[-1])
        if best_of(self._ends) == seed:
            self._best = seed, trace


def search(data: Scenario, n_components: int, covariance_type: str, n_starts: int) -> Cell:
    """The cell of `n_components` and `covariance_type` on the data of scenario `data`."""
    run = Search(data, data.dataset().X, n_components, covariance_type, n_starts)
    while run.advance():
        pass
    return run.cell()


def scenario_of(data: Scenario, n_components: int, covariance_type: str, seed: int) -> Scenario:
    """Exactly the run from start number `seed` of a cell, on the data of scenario `data`."""
    return replace(
        data.only_data(),
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
        return np.array([eigvalsh(covariance, overall)[0] for covariance in mixture.covariances])
    except LinAlgError:
        return np.zeros(mixture.n_components)


def distinct_types(types: list[str], n_features: int) -> list[str]:
    """The covariance types that differ in D dimensions: in one, "diag" and "spherical" are "full"."""
    return types if n_features > 1 else [key for key in types if key not in ("diag", "spherical")]
