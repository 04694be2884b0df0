"""What is measured: data and starts. A registry: key -> label, effort, function; add a row here."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emcore import Mixture, Scenario, make_start, sample

Array = npt.NDArray[np.float64]

SEPARATION = 4.0  # typical distance between two cluster means, in standard deviations: neighbours overlap


@dataclass(frozen=True, eq=False)
class Problem:
    """Points X (N, D) and one or more starts of K components each."""

    X: Array
    starts: list[Mixture]


@dataclass(frozen=True)
class Row:
    """A problem and the effort to spend on it: EM steps a run, and pairs of runs unless the command line says."""

    label: str
    steps: int
    pairs: int
    problem: Callable[[], Problem]


def notebook(source: str) -> Problem:
    """The data and start that the project grew from, as the preset scenarios have them, but learning the weights."""
    scenario = Scenario(source, learn_weights=True)
    X = scenario.dataset().X
    return Problem(X, [scenario.start_mixture(X)])


def clusters(
    n_points: int, n_features: int, n_components: int, *, n_starts: int = 1, start: str = "kmeanspp"
) -> Problem:
    """Overlapping clusters of random sizes, places and shapes, and as many components."""
    rng = np.random.default_rng([n_points, n_features, n_components])
    X, _ = sample(random_mixture(n_features, n_components, rng), n_points, rng)
    return Problem(X, [make_start(start, X, n_components, rng) for _ in range(n_starts)])


def clusters_one_narrow(n_points: int, n_features: int, n_components: int, spread: float) -> Problem:
    """Clusters as above, the first shrunk to this part of its spread; the start is what they were drawn from."""
    rng = np.random.default_rng([n_points, n_features, n_components])
    truth = random_mixture(n_features, n_components, rng)
    covariances = truth.covariances.copy()
    covariances[0] *= spread**2
    shrunk = Mixture(truth.weights, truth.means, covariances)
    return Problem(sample(shrunk, n_points, rng)[0], [shrunk])


def random_mixture(n_features: int, n_components: int, rng: np.random.Generator) -> Mixture:
    """Components of random sizes, places and shapes, neighbours overlapping."""
    means = rng.normal(0, SEPARATION / np.sqrt(2 * n_features), (n_components, n_features))
    factors = np.eye(n_features) + 0.5 * rng.normal(0, 1 / np.sqrt(n_features), (n_components, n_features, n_features))
    return Mixture(rng.dirichlet(np.full(n_components, 5.0)), means, factors @ factors.mT)


def galaxies() -> Problem:
    """Velocities of 82 galaxies, a classic of narrow components: one to eight of them, 20 starts each."""
    X = Scenario("galaxies").dataset().X
    rng = np.random.default_rng(82)
    return Problem(X, [make_start("kmeanspp", X, k, rng) for k in range(1, 9) for _ in range(20)])


ROWS: dict[str, Row] = {
    "notebook-1d": Row("1-D, N 1,900, K 3", 100, 31, lambda: notebook("clusters-1d")),
    "notebook-2d": Row("2-D, N 15,000, K 3", 50, 15, lambda: notebook("clusters-2d")),
    "million": Row("2-D, N 1,000,000, K 8", 10, 5, lambda: clusters(1_000_000, 2, 8)),
    "8d": Row("8-D, N 200,000, K 10", 10, 5, lambda: clusters(200_000, 8, 10)),
    "32d": Row("32-D, N 50,000, K 16", 10, 5, lambda: clusters(50_000, 32, 16)),
    "restarts": Row(
        "200 restarts, 2-D, N 1,000, K 4",
        50,
        5,
        lambda: clusters(1_000, 2, 4, n_starts=200, start="random-points"),
    ),
}
