"""More than two dimensions seen in two: a pair of coordinates, or the first two principal components.

A linear image of a Gaussian mixture is a Gaussian mixture: of x -> A x + b, with the same weights, means A mean + b and
covariances A covariance A' (Bishop, PRML, 2.3). For a pair of coordinates it is the marginal.
"""

from dataclasses import dataclass

import numpy as np

from emcore.data.generators import Dataset
from emcore.points import Array
from emcore.trace import EMTrace

SAME = 1e-6  # relative difference: far above rounding


@dataclass(frozen=True, eq=False)
class Projection:
    """x -> directions (x - centre), from D dimensions to two; `columns` name the two axes.

    directions  (2, D)
    centre      (D,)  in data units
    """

    directions: Array
    centre: Array
    columns: tuple[str, str]

    def dataset(self, dataset: Dataset) -> Dataset:
        """The points (N, D) as points (N, 2)."""
        return Dataset((dataset.X - self.centre) @ self.directions.T, dataset.labels, None, self.columns)

    def trace(self, trace: EMTrace) -> EMTrace:
        """The run with every mixture as it looks in the plane; log-likelihoods stay those of all D dimensions."""
        return EMTrace(
            trace.weights,
            (trace.means - self.centre) @ self.directions.T,
            self.directions @ trace.covariances @ self.directions.T,
            trace.log_likelihoods,
            trace.stop,
            trace.detail,
            trace.log_priors,
        )


def pair(dataset: Dataset, first: int, second: int) -> Projection:
    """Two of the coordinates, as they are."""
    n_features = dataset.X.shape[1]
    directions = np.eye(n_features)[[first, second]]
    return Projection(directions, np.zeros(n_features), (dataset.columns[first], dataset.columns[second]))


def principal_components(dataset: Dataset) -> Projection:
    """The plane in which the points spread most: the two leading eigenvectors of their covariance (PRML 12.1).

    Each points to where its largest coordinate is positive, of equally large ones the first.
    The axes' names say what share of the variance they show.
    """
    centre = dataset.X.mean(axis=0)
    _, singular_values, directions = np.linalg.svd(dataset.X - centre, full_matrices=False)
    if len(directions) < 2:
        raise ValueError("principal components need at least two points in two dimensions")
    directions = directions[:2]
    sizes = np.abs(directions)
    leading = (sizes >= (1 - SAME) * sizes.max(axis=1, keepdims=True)).argmax(axis=1)
    directions = directions * np.sign(directions[[0, 1], leading])[:, np.newaxis]
    spread = (singular_values**2).sum()
    shares = singular_values**2 / (spread or 1)  # points that all coincide spread nowhere
    names = tuple(f"principal component {i + 1} ({share:.0%} of the variance)" for i, share in enumerate(shares[:2]))
    return Projection(directions, centre, (names[0], names[1]))
