"""A scenario: everything that decides a run, in one frozen record that is also a link."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from emcore.covariances import COVARIANCE_TYPES
from emcore.data.classic import DATASETS, columns_of, load, standardized
from emcore.data.generators import GENERATORS, Dataset, generate
from emcore.errors import DataError
from emcore.fast.fit import fit
from emcore.fast.fitting import Fitting
from emcore.gaussian import Gaussian, mixture_of
from emcore.mixture import Mixture, with_equal_weights
from emcore.options import instance
from emcore.points import Array, as_points
from emcore.prior import Prior, conjugate_prior
from emcore.scenario import link
from emcore.scenario.fields import Limits, Names, Number, Switch, Word, check, table_of, travels
from emcore.scenario.gaussians import (
    CLUSTERS,
    COMPONENTS,
    DEFAULT_CLUSTERS,
    DEFAULT_COMPONENTS,
    MOST_GAUSSIANS,
    MOST_POINTS,
)
from emcore.scenario.link import HAND, SOURCES, n_features_of
from emcore.scenario.own_points import FIELDS as OWN_FIELDS
from emcore.scenario.own_points import NOT_GIVEN, OWN, OwnData, default_columns
from emcore.starts import STARTS, starting
from emcore.trace import EMTrace

SEEDS = Number((0, 999_999), whole=True)


@dataclass(frozen=True)
class Scenario:
    """Data, start and options of a run. Primitives only: it is a key for caches, it is the link, it replays anywhere.

    source           a key of `GENERATORS` or `DATASETS`, or "own" for one's own points
    clusters         the generator's clusters, size in points; () for the source's default, or a source without clusters
    n_points         points of a generator without clusters
    noise            share of uniform noise among all points, for generators
    data_seed        seed of the generator
    start            "hand" or a key of `STARTS`
    components       the start by hand, size as relative weight; () for the default, or another start
    n_components     K
    start_seed       seed of the start
    max_iter, tol, learn_weights, covariance_type, reg_covar   as for `fit`; weights that are not learned are all equal
    prior            whether the components have the conjugate prior of the data (`prior_of`)
    columns          of a classic data set, or of one's own, by name; () for the default ones, or a generator
    standardize      whether these columns are centred and divided by their standard deviations
    own              one's own points, or what names them

    A start by hand is for one and two dimensions.

    `Scenario()` is the notebook's 1-D example. Fields that do not apply are set to their defaults, and K to the number
    of components of a start by hand, so that equal runs are equal records. Raises `ValueError` naming the field that is
    out of range or of another type.
    """

    # fmt: off
    source: str = travels(Word(SOURCES), "clusters-1d", "data", "Source")
    clusters: tuple[Gaussian, ...] = travels(CLUSTERS, ())
    n_points: int = travels(
        Number((1, MOST_POINTS), whole=True), 500, "points", "Points",
        f"How many points to draw, up to {MOST_POINTS:,}.")
    noise: float = travels(
        Number((0, 0.5)), 0.0, "noise", "Noise share",
        "Share of all points that are spread evenly, belonging to no cluster.")
    data_seed: int = travels(SEEDS, 1, "seed", "Data seed", "The same seed draws the same points.")
    start: str = travels(
        Word([HAND, *STARTS]), HAND, "start", "How to start",
        "Where the components stand at step 0. EM only climbs, so the start decides which peak it reaches.")
    components: tuple[Gaussian, ...] = travels(COMPONENTS, ())
    n_components: int = travels(
        Number((1, MOST_GAUSSIANS), whole=True), 3, "k", "Components K",
        "How many Gaussians EM fits. It need not be the number of clusters in the data.")
    start_seed: int = travels(SEEDS, 1, "start_seed", "Start seed", "The same seed makes the same start.")
    max_iter: int = travels(
        Number((0, 500), whole=True), 100, "iterations", "Iterations",
        "How many E and M steps to run. You can watch every one of them.")
    tol: float = travels(
        Number((0, 1)), 0.0, "tol", "Tolerance",
        "Stop once a step gains less than this per point, in nats. 0: never stop early.")
    learn_weights: bool = travels(
        Switch({"equal": False, "learned": True}), False, "weights", "Mixing weights",
        "Learned: EM estimates each component's share. Fixed equal: all shares stay 1/K, as in the notebook.")
    covariance_type: str = travels(Word(COVARIANCE_TYPES), "full", "covariance", "Covariance")
    reg_covar: float = travels(
        Number((0, 1e6)), 0.0, "ridge", "Ridge",
        "Added to every variance at every step, in squared data units. Keeps components from collapsing; above 0 the "
        "log-likelihood may fall a little.")
    prior: bool = travels(
        Switch({"none": False, "conjugate": True}), False, "prior", "Prior",
        "Conjugate: every component is drawn a little towards the mean and the spread of all the data, so that none "
        "collapses. EM then climbs the log posterior; the log-likelihood may fall a little.")
    columns: tuple[str, ...] = travels(
        Names(), (), "columns", "Columns",
        "Each column is a dimension. More than two are seen in a plane of your choice or in all pairs (View).")
    standardize: bool = travels(
        Switch({"measured": False, "standard": True}), False, "scale", "Standardized",
        "Take off each column's mean and divide by its standard deviation (1/N).")
    # fmt: on
    own: OwnData = NOT_GIVEN

    def __post_init__(self) -> None:
        check(FIELDS.values(), self)
        instance("own", self.own, OwnData, "an OwnData")
        if self.source == OWN and not self.columns:
            self._set(columns=default_columns(self.own.n_features or 1))
        self._check_columns()
        self._leave_out_what_does_not_apply()
        self._check_gaussians()

    @property
    def n_features(self) -> int:
        """D of the data."""
        return len(self.columns) or n_features_of(self.source)

    def only_data(self) -> "Scenario":
        """This scenario with one start and run, the same for all: the key under which its data can be kept."""
        of_data = ("source", "clusters", "n_points", "noise", "data_seed", "columns", "standardize", "own")
        data = {name: getattr(self, name) for name in of_data}
        return Scenario(**data, start="random-points", n_components=1)

    def dataset(self, X: npt.ArrayLike | None = None) -> Dataset:
        """Draw or load the data.

        X, points (N, D), is for one's own data that the record names but does not hold. Raises `DataError` where they
        are needed and not given, or not as many columns.
        """
        if self.source == OWN:
            given = as_points(self._points_held() if X is None else X, self.n_features)
            own = Dataset(given, None, None, self.columns)
            return standardized(own) if self.standardize else own
        if self.source in DATASETS:
            return load(self.source, self.columns, self.standardize)
        rng = np.random.default_rng([self.data_seed, 0])
        return generate(self.source, self.clusters, self.n_points, self.noise, rng)

    def start_mixture(self, X: npt.ArrayLike, rng: np.random.Generator | None = None) -> Mixture:
        """Step 0 for points X (N, D), from the start's seed or from `rng`.

        Raises `MixtureError` when these data allow no such start, or give no prior where there is to be one.
        """
        return self._starting(X)(rng or of_seed(self.start_seed))

    def start_mixtures(self, X: npt.ArrayLike) -> Callable[[int], Mixture]:
        """Step 0 for points X (N, D), seed by seed: as `start_mixture`, sooner where there are many.

        Raises `MixtureError` at once when they give no prior where there is to be one; a seed whose start they do not
        allow raises it when asked for.
        """
        make = self._starting(X)
        return lambda seed: make(of_seed(seed))

    def prior_of(self, X: npt.ArrayLike) -> Prior | None:
        """The prior that a run on points X (N, D) has. Raises `MixtureError` where they give none."""
        return conjugate_prior(X, self.n_components, self.covariance_type) if self.prior else None

    def fitting(self, X: Array, *starts: Mixture) -> Fitting:
        """The same as `fit` on checked points, to be stepped at will; `max_iter` is left to the caller."""
        return Fitting(X, starts, **self._options(X))

    def fit(self, X: npt.ArrayLike, start: Mixture) -> EMTrace:
        """Run EM with this scenario's options."""
        return fit(X, start, max_iter=self.max_iter, **self._options(X))

    def run(self) -> tuple[Dataset, EMTrace]:
        """Data and trace, from nothing but this record. Raises `MixtureError` when the data allow no such start."""
        dataset = self.dataset()
        return dataset, self.fit(dataset.X, self.start_mixture(dataset.X))

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> tuple["Scenario", list[str]]:
        """Read a link's query. Never raises: what can't be read or is out of range becomes a line in the problems."""
        values, problems = link.read(FIELDS, query)
        return cls(**values), problems

    def to_query(self) -> dict[str, str]:
        """The link's query, without what is default, never empty; `from_query` reads back exactly this scenario."""
        return link.write(FIELDS, vars(self)) | self.own.to_query()

    def _starting(self, X: npt.ArrayLike) -> Callable[[np.random.Generator], Mixture]:
        prior = self.prior_of(X)  # or there is no run, from whatever start

        @cache
        def at_all() -> Callable[[np.random.Generator], Mixture]:
            if self.start == HAND:
                by_hand = mixture_of(self.components)
                return lambda rng: by_hand
            return starting(
                self.start,
                X,
                self.n_components,
                covariance_type=self.covariance_type,
                reg_covar=self.reg_covar,
                prior=prior,
            )

        def make(rng: np.random.Generator) -> Mixture:
            start = at_all()(rng)
            return start if self.learn_weights else with_equal_weights(start)

        return make

    def _options(self, X: npt.ArrayLike) -> dict[str, Any]:
        names = ("tol", "covariance_type", "reg_covar", "learn_weights")
        return {name: getattr(self, name) for name in names} | {"prior": self.prior_of(X)}

    def _points_held(self) -> tuple[tuple[float, ...], ...]:
        if self.own.points:
            return self.own.points
        named = f"“{self.own.file}”, {self.own.rows} rows, " if self.own.file else ""
        raise DataError(f"one's own points {named}are not in the record; give them as X")

    def _check_columns(self) -> None:
        if self.source == OWN:
            if problem := link.columns_problem(self.columns, self.own.n_features):
                raise ValueError(f"columns are {', '.join(self.columns)}; {problem}")
        elif self.source in DATASETS:
            columns_of(DATASETS[self.source], self.columns)
        if self.source not in GENERATORS and self.start == HAND and self.n_features not in DEFAULT_COMPONENTS:
            raise ValueError(f"a start by hand is for one and two dimensions; these data have {self.n_features}")

    def _leave_out_what_does_not_apply(self) -> None:
        if self.source != OWN:
            self._set(own=NOT_GIVEN)
        if self.source in GENERATORS:
            self._set(columns=(), standardize=False)
        else:
            if self.source in DATASETS and self.columns == DATASETS[self.source].by_default:
                self._set(columns=())
            self._set(n_points=Scenario.n_points, noise=Scenario.noise, data_seed=Scenario.data_seed)
        if self.source in DEFAULT_CLUSTERS:
            self._set(n_points=Scenario.n_points, clusters=self.clusters or DEFAULT_CLUSTERS[self.source])
        else:
            self._set(clusters=())
        if self.start == HAND and self.n_features in DEFAULT_COMPONENTS:
            components = self.components or DEFAULT_COMPONENTS[self.n_features]
            self._set(components=components, n_components=len(components), start_seed=Scenario.start_seed)
        else:
            self._set(components=())
        if self.n_features == 1:
            for name in ("clusters", "components"):
                self._set(**{name: tuple(replace(gaussian, correlation=0.0) for gaussian in getattr(self, name))})

    def _check_gaussians(self) -> None:
        if sum(cluster.size for cluster in self.clusters) > MOST_POINTS:
            raise ValueError(f"the clusters hold more than {MOST_POINTS:,} points in all; make them smaller")
        for name, kind in (("clusters", CLUSTERS), ("components", COMPONENTS)):
            if problem := replace(kind, n_features=self.n_features).problem_of(name, getattr(self, name)):
                raise ValueError(problem)

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)


def of_seed(seed: int) -> np.random.Generator:
    """What the start of a seed draws from."""
    return np.random.default_rng([seed, 1])


FIELDS = table_of(Scenario)
QUERY_NAMES = tuple(field.query_name for field in (*FIELDS.values(), *OWN_FIELDS.values()))
LIMITS: dict[str, Limits] = {name: f.kind.limits for name, f in FIELDS.items() if isinstance(f.kind, Number)}
