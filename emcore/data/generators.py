"""Synthetic data. A registry: key -> label, explanation, dimension, function; add a generator here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emcore.gaussian import Gaussian, mixture_of
from emcore.mixture import Mixture
from emcore.points import Array

Labels = npt.NDArray[np.intp]

NOISE_LABEL = -1
NOISE_MARGIN = 0.1  # noise fills the bounding box of the data, widened by this share on every side
SHAPE_SIZE = 10.0  # half the extent of the ring, the moons and the uniform squares, in data units


@dataclass(frozen=True, eq=False)
class Dataset:
    """Points X (N, D); labels (N,), -1 for noise, or None; the mixture they were drawn from, or None; column names."""

    X: Array
    labels: Labels | None
    truth: Mixture | None
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Generator:
    """A source of synthetic points. `draw(clusters, n_points, rng) -> X (N, D), labels (N,)`.

    `clusters` matter only where `has_clusters`, `n_points` only elsewhere.
    """

    label: str
    explanation: str
    n_features: int
    draw: Callable[[Sequence[Gaussian], int, np.random.Generator], tuple[Array, Labels]]
    has_clusters: bool = False


def generate(key: str, clusters: Sequence[Gaussian], n_points: int, noise: float, rng: np.random.Generator) -> Dataset:
    """Draw from generator `key`, then add uniform noise until it is the share `noise` (0 to below 1) of all points."""
    generator = GENERATORS[key]
    X, labels = generator.draw(clusters, n_points, rng)
    n_noise = round(len(X) * noise / (1 - noise))
    if n_noise:
        low, high = X.min(axis=0), X.max(axis=0)
        margin = NOISE_MARGIN * (high - low)
        X = np.concatenate([X, rng.uniform(low - margin, high + margin, size=(n_noise, X.shape[1]))])
        labels = np.concatenate([labels, np.full(n_noise, NOISE_LABEL)])
    columns = ("x",) if generator.n_features == 1 else tuple(f"x{d + 1}" for d in range(generator.n_features))
    return Dataset(X, labels, mixture_of(clusters) if generator.has_clusters else None, columns)


def gaussian_clusters(clusters: Sequence[Gaussian], n_points: int, rng: np.random.Generator) -> tuple[Array, Labels]:
    """Exactly as many points from each Gaussian as its size says."""
    sizes = [round(cluster.size) for cluster in clusters]
    X = [
        rng.multivariate_normal(c.mean, c.covariance, size=n, method="cholesky")
        for c, n in zip(clusters, sizes, strict=True)
    ]
    return np.concatenate(X), np.repeat(np.arange(len(clusters)), sizes)


def ring(clusters: Sequence[Gaussian], n_points: int, rng: np.random.Generator) -> tuple[Array, Labels]:
    """A circle with Gaussian thickness."""
    angle = rng.uniform(0, 2 * np.pi, n_points)
    radius = SHAPE_SIZE * (1 + 0.06 * rng.standard_normal(n_points))
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), np.zeros(n_points, dtype=np.intp)


def two_moons(clusters: Sequence[Gaussian], n_points: int, rng: np.random.Generator) -> tuple[Array, Labels]:
    """Two interleaved half circles with Gaussian thickness."""
    labels = np.arange(n_points) % 2
    angle = rng.uniform(0, np.pi, n_points)
    radius = SHAPE_SIZE / 1.5
    side = 1 - 2 * labels  # the second moon hangs upside down, shifted half a moon to the right
    x = radius * (side * np.cos(angle) + labels - 0.5)
    y = radius * (side * np.sin(angle) + labels / 2 - 0.25)
    return np.column_stack([x, y]) + 0.1 * radius * rng.standard_normal((n_points, 2)), labels


def _uniform(n_features: int) -> Callable[[Sequence[Gaussian], int, np.random.Generator], tuple[Array, Labels]]:
    def draw(clusters: Sequence[Gaussian], n_points: int, rng: np.random.Generator) -> tuple[Array, Labels]:
        return rng.uniform(-SHAPE_SIZE, SHAPE_SIZE, (n_points, n_features)), np.zeros(n_points, dtype=np.intp)

    return draw


GENERATORS: dict[str, Generator] = {
    "clusters-1d": Generator(
        "Gaussian clusters", "Bell curves that you place.", 1, gaussian_clusters, has_clusters=True
    ),
    "uniform-1d": Generator("Uniform noise", "No clusters at all: what does EM find in nothing?", 1, _uniform(1)),
    "clusters-2d": Generator("Gaussian clusters", "Clouds that you place.", 2, gaussian_clusters, has_clusters=True),
    "ring": Generator("Ring", "One cluster that no Gaussian fits: components tile the circle.", 2, ring),
    "moons": Generator("Two moons", "Two clusters, neither of them elliptical.", 2, two_moons),
    "uniform-2d": Generator("Uniform noise", "No clusters at all: what does EM find in nothing?", 2, _uniform(2)),
}
