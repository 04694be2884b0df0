"""Ways to start EM. A registry: key -> label, explanation, function; add a way here and it appears everywhere."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.vq import ClusterError, kmeans2

from emcore.em import as_options, m_step
from emcore.errors import MixtureError
from emcore.mixture import Mixture
from emcore.options import choice, instance, whole
from emcore.points import Array, as_points

LLOYD_ROUNDS = 30


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
) -> Mixture:
    """The starting mixture of way `key` for points X (N, D).

    Ways that choose means give every component the covariance of all the data and the same weight; ways that choose
    responsibilities make one M step of them. The ridge `reg_covar` is added as in the run, so that it cures a singular
    start too. Raises `MixtureError` when the data allow no such start, for instance fewer distinct points than
    components, and `ValueError` for an unknown way and options that are none.
    """
    start = STARTS[choice("key", key, STARTS)]
    points = as_points(X)
    n_components = whole("n_components", n_components, 1)
    instance("rng", rng, np.random.Generator, "numpy.random.default_rng(seed)")
    covariance_type, reg_covar = as_options(covariance_type, reg_covar)
    if n_components > len(points):
        raise _too_few_points(n_components, len(points))
    if start.responsibilities is not None:
        shares = start.responsibilities(points, n_components, rng)
        return m_step(points, shares, covariance_type=covariance_type, reg_covar=reg_covar)
    assert start.means is not None
    everyone = np.ones((len(points), 1))
    overall = m_step(points, everyone, covariance_type=covariance_type, reg_covar=reg_covar)
    return Mixture(
        np.full(n_components, 1 / n_components),
        start.means(points, n_components, rng),
        np.repeat(overall.covariances, n_components, axis=0),
    )


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
    means = [X[rng.integers(len(X))]]
    distances = ((X - means[0]) ** 2).sum(axis=1)
    while len(means) < n_components:
        if distances.max() == 0:
            raise _too_few_points(n_components, len(means))
        means.append(X[rng.choice(len(X), p=distances / distances.sum())])
        distances = np.minimum(distances, ((X - means[-1]) ** 2).sum(axis=1))
    return np.array(means)


def kmeans(X: Array, n_components: int, rng: np.random.Generator) -> Array:
    """The hard assignment of Lloyd's k-means, from a k-means++ start."""
    try:
        _, labels = kmeans2(X, kmeans_plus_plus(X, n_components, rng), LLOYD_ROUNDS, minit="matrix", missing="raise")
    except ClusterError as error:
        raise MixtureError("k-means left a cluster empty; use fewer components or another seed") from error
    return np.asarray(np.eye(n_components)[labels])


def random_responsibilities(X: Array, n_components: int, rng: np.random.Generator) -> Array:
    """Every point shared out at random, uniformly over all ways to share it."""
    return rng.dirichlet(np.ones(n_components), size=len(X))


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
