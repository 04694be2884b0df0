"""Which component of one mixture answers to which of another, whose order is as arbitrary."""

from collections.abc import Sequence
from functools import cache
from itertools import permutations

import numpy as np

from emcore.mixture import Mixture
from emcore.points import Array

Pair = tuple[int | None, int | None]


def matched(first: Array, second: Array, scale: Array) -> list[Pair]:
    """Pairs of components with nearest means: of all ways to pair them the one with the smallest sum of squares.

    first   (K, D)  means, at most 8
    second  (M, D)  means, at most 8
    scale   (D,)    the length of a feature's unit, such as the data's standard deviation; 0 is taken for 1

    In the order of the first ones, then of the second ones that are left over; the place of none is None.
    """
    if len(first) > len(second):
        return _in_order([(i, j) for j, i in matched(second, first, scale)])
    units = np.where(scale > 0, scale, 1.0)
    squares = (((first[:, None] - second[None]) / units) ** 2).sum(axis=2)
    ways = _ways(len(first), len(second))
    best = ways[squares[np.arange(len(first)), ways].sum(axis=1).argmin()].tolist()
    left_over = [j for j in range(len(second)) if j not in best]
    return [*enumerate(best), *((None, j) for j in left_over)]


def answering(reference: Mixture, mixture: Mixture, scale: Array) -> Mixture:
    """The mixture with its components in the order of those of `reference` that are nearest (`matched`); those that
    are left over follow.
    """
    order = [j for _, j in matched(reference.means, mixture.means, scale) if j is not None]
    return in_order(mixture, order)


def in_order(mixture: Mixture, order: Sequence[int]) -> Mixture:
    """The mixture with its components in this order."""
    chosen = list(order)
    return Mixture(mixture.weights[chosen], mixture.means[chosen], mixture.covariances[chosen])


@cache
def _ways(n_first: int, n_second: int) -> Array:
    """All ways to give each of the first another one of the second (ways, n_first)."""
    return np.array(list(permutations(range(n_second), n_first)), dtype=np.int8)


def _in_order(pairs: list[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (pair[0] is None, pair[0] or 0))
