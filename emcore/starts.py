"""Ways to start EM. A registry: key -> label, explanation, function; add a way here and it appears everywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from emcore.em import as_options, m_step
from emcore.errors import CollapseError, MixtureError
from emcore.mixture import Mixture
from emcore.options import choice, instance, whole
from emcore.points import Array, as_points
from emcore.prior import Prior

LLOYD_ROUNDS = 30
SAME = 1e-9  # relative difference of squared distances: far above rounding


@dataclass(frozen=True)
class Start:
    """A way to start: a function (X (N, D), n_components, rng) that places responsibilities (N, K) or means (K, D)."""

    label: str
    explanation: str
    responsibilities: Callable[[Array, int, np.random.Generator], Array] | None = None
    means: Callable[[Array, int, np.random.Generator], Array] | None = None


def make_start(
    key: str,
    X: npt.ArrayLike,
    n_components: int,
    rng: np.random.Generator,
    *,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    prior: Prior | None = None,
) -> Mixture:
    """The starting mixture of way `key` for points X (N, D).

    Ways that choose means give every component the covariance of all the data and the same weight; ways that choose
    responsibilities make one M step of them, with the run's `prior`. That and the ridge `reg_covar`, which is added as
    in the run, cure a singular start too. Raises `MixtureError` when the data allow no such start, for instance fewer
    distinct points than components, and `ValueError` for an unknown way and options that are none.
    """
    make = starting(key, X, n_components, covariance_type=covariance_type, reg_covar=reg_covar, prior=prior)
    return make(instance("rng", rng, np.random.Generator, "numpy.random.default_rng(seed)"))


def starting(
    key: str,
    X: npt.ArrayLike,
    n_components: int,
    *,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    prior: Prior | None = None,
) -> Callable[[np.random.Generator], Mixture]:
    """`make_start` for many starts on the same points: what they share is made once. Errors as there; `MixtureError`
    comes when a start is made."""
    start = STARTS[choice("key", key, STARTS)]
    points = as_points(X)
    n_components = whole("n_components", n_components, 1)
    covariance_type, reg_covar = as_options(covariance_type, reg_covar)

    @cache
    def overall() -> Mixture:
        everything = np.ones((len(points), 1))
        try:
            return m_step(points, everything, covariance_type=covariance_type, reg_covar=reg_covar)
        except CollapseError as error:
            raise MixtureError(
                "the points do not spread in every direction, and so no component can be as wide as all of them; "
                "give the run a ridge (reg_covar above 0), or choose other points or columns"
            ) from error

    def make(rng: np.random.Generator) -> Mixture:
        if n_components > len(points):
            raise _too_few_points(n_components, len(points))
        if start.responsibilities is not None:
            responsibilities = start.responsibilities(points, n_components, rng)
            return m_step(points, responsibilities, covariance_type=covariance_type, reg_covar=reg_covar, prior=prior)
        assert start.means is not None
        means = start.means(points, n_components, rng)  # first: too few distinct points are the plainer reason
        everywhere = np.repeat(overall().covariances, n_components, axis=0)
        return Mixture(np.full(n_components, 1 / n_components), means, everywhere)

    return make


def random_points(X: Array, n_components: int, rng: np.random.Generator) -> Array:
    """K distinct points drawn from the data."""
    distinct: dict[tuple[float, ...], None] = {}
    for i in rng.permutation(len(X)):
        distinct[tuple(X[i])] = None
        if len(distinct) == n_components:
            return np.array(list(distinct))
    raise _too_few_points(n_components, len(distinct))


def kmeans_plus_plus(X: Array, n_components: int, rng: np.random.Generator) -> Array:
    """Points drawn one by one, each with probability proportional to its squared distance from those drawn before
    (Arthur and Vassilvitskii, 2007)."""
    return X[_far_apart(_columns(X), n_components, rng)]


def kmeans(X: Array, n_components: int, rng: np.random.Generator) -> Array:
    """The hard assignment of Lloyd's k-means, from a k-means++ start; of equally near means the first."""
    labels, _ = lloyd(X, n_components, rng)
    return np.asarray(np.eye(n_components)[labels])


def lloyd(X: Array, n_components: int, rng: np.random.Generator) -> tuple[npt.NDArray[np.intp], int]:
    """The clusters (N,) that k-means ends at from a k-means++ start, and how often it assigned the points.

    Distances come from differences: expanded into squares and products, as SciPy's `kmeans2` has them from five
    dimensions on, they lose their digits where the data lie far from 0.
    """
    columns = _columns(X)
    chosen = _far_apart(columns, n_components, rng)
    columns -= columns.mean(axis=1, keepdims=True)
    means = columns[:, chosen]
    labels = np.zeros(len(X), dtype=np.intp)
    rounds = 0
    while rounds < LLOYD_ROUNDS:
        rounds += 1
        before, labels = labels, nearest(columns, means)
        counts = np.bincount(labels, minlength=n_components)
        if (counts == 0).any():
            raise MixtureError("k-means left a cluster empty; use fewer components or another seed")
        if (labels == before).all():
            break
        means = np.array([np.bincount(labels, weights=column) / counts for column in columns])
    return labels, rounds


def random_responsibilities(X: Array, n_components: int, rng: np.random.Generator) -> Array:
    """Every point shared out at random, uniformly over all ways to share it."""
    return rng.dirichlet(np.ones(n_components), size=len(X))


def _columns(X: Array) -> Array:
    """The columns of the points, (D, N), in units of a power of two near the largest extent: in such units no square
    over- or underflows, and no digit has changed. A column without extent is 0."""
    columns = np.array(X.T, order="C")
    extents = np.array([np.abs(column - column[0]).max() for column in columns])
    columns[extents == 0] = 0
    columns /= np.ldexp(1.0, np.frexp(extents.max())[1])
    return columns


def _far_apart(columns: Array, n_components: int, rng: np.random.Generator) -> list[int]:
    """The numbers of the points that k-means++ draws."""
    chosen = [int(rng.integers(columns.shape[1]))]
    distances = _squared_distances(columns, columns[:, chosen[0]])
    while len(chosen) < n_components:
        if distances.max() == 0:
            raise _too_few_points(n_components, len(chosen))
        chosen.append(int(rng.choice(len(distances), p=distances / distances.sum())))
        distances = np.minimum(distances, _squared_distances(columns, columns[:, chosen[-1]]))
    return chosen


def _squared_distances(columns: Array, point: Array) -> Array:
    """(N,), from points with columns (D, N) to `point` (D,)."""
    distances = np.zeros(columns.shape[1])
    for column, x in zip(columns, point, strict=True):
        distances += (column - x) ** 2
    return distances


def nearest(columns: Array, means: Array) -> npt.NDArray[np.intp]:
    """The nearest of `means` (D, K) to each point of columns (D, N), (N,); of equally near ones the first, however they
    are rounded."""
    labels = np.zeros(columns.shape[1], dtype=np.intp)
    least = _squared_distances(columns, means[:, 0])
    for k in range(1, means.shape[1]):
        distances = _squared_distances(columns, means[:, k])
        labels[distances < (1 - SAME) * least] = k
        np.minimum(least, distances, out=least)
    return labels


def _too_few_points(n_components: int, n_distinct: int) -> MixtureError:
    return MixtureError(
        f"{n_components} components need {n_components} distinct points to start from, and the data have only "
        f"{n_distinct}; use fewer components or more points"
    )


STARTS: dict[str, Start] = {
    "random-points": Start(
        "Random points",
        "Means at points drawn from the data; every component as wide as all the data.",
        means=random_points,
    ),
    "kmeanspp": Start(
        "k-means++",
        "Means at points drawn far from each other; every component as wide as all the data.",
        means=kmeans_plus_plus,
    ),
    "kmeans": Start("k-means", "Means, spreads and sizes of the clusters that k-means finds.", responsibilities=kmeans),
    "random-responsibilities": Start(
        "Random responsibilities",
        "Every point is shared out at random, so all components start near the middle.",
        responsibilities=random_responsibilities,
    ),
}
