"""A scenario: everything that decides a run, in one frozen record that is also a link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from emcore.options import choice, instance, number, switch, whole
from emcore.points import Array, as_points
from emcore.scenario.own_points import LONGEST_NAME, MOST_FEATURES, NOT_GIVEN, OWN, OwnData, clean_name, default_columns
from emcore.scenario.own_points import QUERY_NAMES as OWN_NAMES
from emcore.scenario.query import (
    BETWEEN_GAUSSIANS,
    MOST_GAUSSIANS,
    GaussianLimits,
    Limits,
    QueryReader,
    write_gaussians,
    write_names,
    write_number,
)
from emcore.starts import STARTS, make_start
from emcore.trace import EMTrace

HAND = "hand"  # the start whose components are written out; every other start is a key of STARTS
OTHER_START = "kmeanspp"  # where a start by hand can't be, or means nothing yet
LEARNED, EQUAL = "learned", "equal"
STANDARD, AS_MEASURED = "standard", "measured"

MOST_POINTS = 1_000_000  # drawn from all clusters together; noise comes on top
LIMITS: dict[str, Limits] = {
    "n_points": (1, MOST_POINTS),
    "noise": (0, 0.5),
    "data_seed": (0, 999_999),
    "n_components": (1, MOST_GAUSSIANS),
    "start_seed": (0, 999_999),
    "max_iter": (0, 500),
    "tol": (0, 1),
    "reg_covar": (0, 1e6),
}
CLUSTER_LIMITS = GaussianLimits(size=(1, MOST_POINTS), whole_sizes=True)
COMPONENT_LIMITS = GaussianLimits(size=(1e-9, 1e9), whole_sizes=False)

QUERY_NAMES = {
    "source": "data",
    "clusters": "clusters",
    "n_points": "points",
    "noise": "noise",
    "data_seed": "seed",
    "start": "start",
    "components": "components",
    "n_components": "k",
    "start_seed": "start_seed",
    "max_iter": "iterations",
    "tol": "tol",
    "learn_weights": "weights",
    "covariance_type": "covariance",
    "reg_covar": "ridge",
    "columns": "columns",
    "standardize": "scale",
}
ALL_QUERY_NAMES = (*QUERY_NAMES.values(), *OWN_NAMES)

# What a cluster generator draws, and what a start by hand holds, until somebody changes it: the notebook's examples.
# Its 2-D example names matrices that are no covariances; these are the ones that were in effect used (README, Sources).
DEFAULT_CLUSTERS: dict[str, tuple[Gaussian, ...]] = {
    "clusters-1d": (Gaussian(500, (-50,), (5,)), Gaussian(1000, (20,), (10,)), Gaussian(400, (100,), (5,))),
    "clusters-2d": (
        Gaussian(10_000, (0, 0), (1, 1)),
        Gaussian(2_000, (20, -1), (0.6094183, 2.2391459), -0.6804138),
        Gaussian(3_000, (10, 0), (1, 1)),
    ),
}
DEFAULT_COMPONENTS: dict[int, tuple[Gaussian, ...]] = {
    1: (Gaussian(1, (-5,), (5,)), Gaussian(1, (6.5,), (5,)), Gaussian(1, (20,), (6,))),
    2: (Gaussian(1, (-10, 0), (1, 1)), Gaussian(1, (10, 10), (1, 1)), Gaussian(1, (30, 1), (2.236068, 1))),
}


@dataclass(frozen=True)
class Scenario:
    """Data, start and options of a run. Primitives only: it is a key for caches, it is the link, it replays anywhere.

    source           a key of `GENERATORS` or `DATASETS`, or "own" for one's own points
    clusters         the generator's clusters, size in points; () for the source's default, or a source without clusters
    n_points         points of a generator without clusters
    noise            share of uniform noise among all points, for generators
    data_seed        seed of the generator
    n_components     K
    start            "hand" or a key of `STARTS`
    components       the start by hand, size as relative weight; () for the default, or another start
    start_seed       seed of the start
    max_iter, tol, learn_weights, covariance_type, reg_covar   as for `fit`; weights that are not learned are all equal
    columns          of a classic data set, or of one's own, by name; () for the default ones, or a generator
    standardize      whether these columns are centred and divided by their standard deviations
    own              one's own points, or what names them

    A start by hand is for one and two dimensions.

    `Scenario()` is the notebook's 1-D example. Fields that do not apply are set to their defaults, and K to the number
    of components of a start by hand, so that equal runs are equal records. Raises `ValueError` naming the field that is
    out of range or of another type.
    """

    source: str = "clusters-1d"
    clusters: tuple[Gaussian, ...] = ()
    n_points: int = 500
    noise: float = 0.0
    data_seed: int = 1
    n_components: int = 3
    start: str = HAND
    components: tuple[Gaussian, ...] = ()
    start_seed: int = 1
    max_iter: int = 100
    tol: float = 0.0
    learn_weights: bool = False
    covariance_type: str = "full"
    reg_covar: float = 0.0
    columns: tuple[str, ...] = ()
    standardize: bool = False
    own: OwnData = NOT_GIVEN

    def __post_init__(self) -> None:
        self._check_types()
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
        """This scenario with a default start and run: the key under which its data can be kept."""
        return Scenario(
            self.source,
            self.clusters,
            self.n_points,
            self.noise,
            self.data_seed,
            start="random-points",
            n_components=1,
            columns=self.columns,
            standardize=self.standardize,
            own=self.own,
        )

    def dataset(self, X: npt.ArrayLike | None = None) -> Dataset:
        """Draw or load the data.

        X, points (N, D), is for one's own data that the record names but does not hold. Raises `DataError` where they
        are needed and not given, or not as many columns.
        """
        if self.source == OWN:
            given = as_points(self._held() if X is None else X, self.n_features)
            own = Dataset(given, None, None, self.columns)
            return standardized(own) if self.standardize else own
        if self.source in DATASETS:
            return load(self.source, self.columns, self.standardize)
        rng = np.random.default_rng([self.data_seed, 0])
        return generate(self.source, self.clusters, self.n_points, self.noise, rng)

    def start_mixture(self, X: npt.ArrayLike) -> Mixture:
        """Step 0 for points X (N, D). Raises `MixtureError` when these data allow no such start."""
        if self.start == HAND:
            start = mixture_of(self.components)
        else:
            rng = np.random.default_rng([self.start_seed, 1])
            start = make_start(
                self.start,
                X,
                self.n_components,
                rng,
                covariance_type=self.covariance_type,
                reg_covar=self.reg_covar,
            )
        return start if self.learn_weights else with_equal_weights(start)

    def fitting(self, X: Array, *starts: Mixture) -> Fitting:
        """The same as `fit` on checked points, to be stepped at will; `max_iter` is left to the caller."""
        return Fitting(
            X,
            starts,
            tol=self.tol,
            covariance_type=self.covariance_type,
            reg_covar=self.reg_covar,
            learn_weights=self.learn_weights,
        )

    def fit(self, X: npt.ArrayLike, start: Mixture) -> EMTrace:
        """Run EM with this scenario's options."""
        return fit(
            X,
            start,
            max_iter=self.max_iter,
            tol=self.tol,
            covariance_type=self.covariance_type,
            reg_covar=self.reg_covar,
            learn_weights=self.learn_weights,
        )

    def run(self) -> tuple[Dataset, EMTrace]:
        """Data and trace, from nothing but this record. Raises `MixtureError` when the data allow no such start."""
        dataset = self.dataset()
        return dataset, self.fit(dataset.X, self.start_mixture(dataset.X))

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple["Scenario", list[str]]:
        """Read a link's query. Never raises: what can't be read or is out of range becomes a line in the problems."""
        read = QueryReader(query)
        default = cls()
        source = read.choice("data", [*GENERATORS, *DATASETS, OWN], default.source)
        columns: tuple[str, ...] = ()
        own = NOT_GIVEN
        if source == OWN:
            own = OwnData.from_query(read)
            columns = _own_columns(read, own.n_features)
        elif source in DATASETS:
            columns = read.names("columns", [column.name for column in DATASETS[source].columns])
        n_features = len(columns) or n_features_of(source)
        clusters: tuple[Gaussian, ...] = ()
        components: tuple[Gaussian, ...] = ()
        if source in DEFAULT_CLUSTERS:
            asked = read.gaussians("clusters", n_features, CLUSTER_LIMITS, DEFAULT_CLUSTERS[source])
            clusters = within_total(asked)
            if clusters != asked:
                read.problems.append(f"clusters: their sizes were scaled down to {MOST_POINTS:,} points in all.")
        by_hand = [HAND] if n_features in DEFAULT_COMPONENTS else []
        left_out, equal = _left_out(source, n_features, query)
        start = read.choice("start", [*by_hand, *STARTS], left_out)
        if start == HAND:
            components = read.gaussians("components", n_features, COMPONENT_LIMITS, DEFAULT_COMPONENTS[n_features])
        ranged: dict[str, Any] = {
            name: read.number(QUERY_NAMES[name], limits, getattr(default, name)) for name, limits in LIMITS.items()
        }
        scenario = cls(
            source=source,
            clusters=clusters,
            start=start,
            components=components,
            learn_weights=read.choice("weights", [EQUAL, LEARNED], EQUAL if equal else LEARNED) == LEARNED,
            covariance_type=read.choice("covariance", COVARIANCE_TYPES, default.covariance_type),
            columns=columns,
            standardize=source not in GENERATORS
            and read.choice("scale", [AS_MEASURED, STANDARD], AS_MEASURED) == STANDARD,
            own=own,
            **ranged,
        )
        return scenario, read.problems

    def to_query(self) -> dict[str, str]:
        """The link's query, without what is default; `from_query` reads back exactly this scenario."""
        # Its clusters and components are the default ones of this source and these columns.
        alike = Scenario(source=self.source, start=self.start, columns=self.columns, own=self.own)
        defaults: dict[str, object] = {"source": Scenario.source, "columns": ()}
        if self.source == OWN:
            defaults["columns"] = default_columns(self.own.n_features or 1)
        if self.start == HAND:  # the components say that it is by hand, and K
            defaults |= {"start": HAND, "n_components": self.n_components}
            if self.source not in DEFAULT_CLUSTERS:
                defaults["components"] = ()
        elif self.source not in DEFAULT_CLUSTERS and self.start == OTHER_START and self.learn_weights:
            defaults |= {"start": OTHER_START, "learn_weights": True}
        else:
            defaults["start"] = ""
        said = {
            query_name: _write(name, getattr(self, name))
            for name, query_name in QUERY_NAMES.items()
            if getattr(self, name) != defaults.get(name, getattr(alike, name))
        }
        return said | self.own.to_query()

    def _held(self) -> tuple[tuple[float, ...], ...]:
        if self.own.points:
            return self.own.points
        named = f"“{self.own.file}”, {self.own.rows} rows, " if self.own.file else ""
        raise DataError(f"one's own points {named}are not in the record; give them as X")

    def _check_types(self) -> None:
        choice("source", self.source, [*GENERATORS, *DATASETS, OWN])
        choice("start", self.start, [HAND, *STARTS])
        choice("covariance_type", self.covariance_type, COVARIANCE_TYPES)
        for name, limits in LIMITS.items():
            read = whole if isinstance(getattr(Scenario, name), int) else number
            self._set(**{name: read(name, getattr(self, name), *limits)})
        for name in ("learn_weights", "standardize"):
            self._set(**{name: switch(name, getattr(self, name))})
        for name, kind in (("clusters", Gaussian), ("components", Gaussian), ("columns", str)):
            for entry in instance(name, getattr(self, name), tuple, f"a tuple of {kind.__name__}"):
                instance(f"an entry of {name}", entry, kind, f"a {kind.__name__}")
        instance("own", self.own, OwnData, "an OwnData")

    def _check_columns(self) -> None:
        if self.source == OWN:
            if problem := _columns_problem(self.columns, self.own.n_features):
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
            self._set(clusters=_uncorrelated(self.clusters), components=_uncorrelated(self.components))

    def _check_gaussians(self) -> None:
        if sum(cluster.size for cluster in self.clusters) > MOST_POINTS:
            raise ValueError(f"the clusters hold more than {MOST_POINTS:,} points in all; make them smaller")
        for name, limits in (("clusters", CLUSTER_LIMITS), ("components", COMPONENT_LIMITS)):
            gaussians = getattr(self, name)
            if len(gaussians) > MOST_GAUSSIANS:
                raise ValueError(f"{len(gaussians)} {name}; give at most {MOST_GAUSSIANS}")
            for place, gaussian in enumerate(gaussians, 1):
                if not len(gaussian.mean) == len(gaussian.sd) == self.n_features:
                    raise ValueError(
                        f"entry {place} of {name} does not have {self.n_features} dimensions, as the data have"
                    )
                if problem := limits.problem(gaussian):
                    raise ValueError(f"entry {place} of {name}: {problem}")

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)


def within_total(clusters: tuple[Gaussian, ...]) -> tuple[Gaussian, ...]:
    """The clusters, scaled down together if they hold more than `MOST_POINTS` points in all."""
    total = sum(cluster.size for cluster in clusters)
    if total <= MOST_POINTS:
        return clusters
    return tuple(replace(c, size=float(max(1, int(c.size * (MOST_POINTS - len(clusters)) / total)))) for c in clusters)


def n_features_of(source: str) -> int:
    """D of a key of `GENERATORS` or `DATASETS`."""
    return GENERATORS[source].n_features if source in GENERATORS else DATASETS[source].n_features


def _left_out(source: str, n_features: int, query: Mapping[str, str]) -> tuple[str, bool]:
    """The start that a link means which names none, and whether one that does not name the weights means equal ones.

    The notebook's clusters come with the notebook's start, unless K is said. Any other data get k-means++ and learned
    weights. A link that says its start, by a name or by components, has always meant equal weights, and still does.
    """
    names = {field: query.get(name) is not None for field, name in QUERY_NAMES.items()}
    by_hand = n_features in DEFAULT_COMPONENTS and (
        names["components"] or (source in DEFAULT_CLUSTERS and not names["n_components"])
    )
    return HAND if by_hand else OTHER_START, by_hand or names["start"]


def _own_columns(read: QueryReader, n_features: int) -> tuple[str, ...]:
    """The names of one's own columns in a link; of `n_features` of them if that is above 0."""
    text = read.query.get(QUERY_NAMES["columns"])
    names = default_columns(n_features or 1) if text is None else tuple(str(text).split(BETWEEN_GAUSSIANS))
    if problem := _columns_problem(names, n_features):
        read.problems.append(f"columns: {problem}; others are used.")
        return default_columns(n_features or 1)
    return names


def _columns_problem(names: tuple[str, ...], n_features: int) -> str:
    """What is wrong with names of one's own columns, in words; empty if nothing is."""
    if not all(names) or len(set(names)) < len(names) or any(clean_name(name) != name for name in names):
        return f"give every column a plain name of its own, {LONGEST_NAME} characters at most"
    if len(names) > MOST_FEATURES:
        return f"there are {len(names)}; give at most {MOST_FEATURES}"
    return f"there are {len(names)} names for {n_features} columns" if n_features not in (0, len(names)) else ""


def _uncorrelated(gaussians: tuple[Gaussian, ...]) -> tuple[Gaussian, ...]:
    return tuple(replace(gaussian, correlation=0.0) for gaussian in gaussians)


def _write(name: str, value: object) -> str:
    if isinstance(value, bool):
        no, yes = {"learn_weights": (EQUAL, LEARNED), "standardize": (AS_MEASURED, STANDARD)}[name]
        return yes if value else no
    if isinstance(value, tuple):
        return write_names(value) if isinstance(value[0], str) else write_gaussians(value)
    return value if isinstance(value, str) else write_number(float(str(value)))
