"""From logarithms of ratios to responsibilities: K components to the first, R runs, n points, (K, R, n), in place.

Both functions give sums (R,) over the points: of the logarithm of the ratios' total, ln(p(x) / p(x, first component)).
"""

import math

import numpy as np

from emcore.points import Array

LOWEST = -700.0  # exp of less is denormal and slow, then 0
LEAST = math.exp(LOWEST)
MANY = 1e3  # times less than `LEAST` is not denormal yet


def normalize(ratios: Array, totals: Array, floor: Array) -> Array:
    """The first component's logarithms count as 0. Not finite where others' ratios are too large for float64.

    totals, floor  (R, n), (n,)  to work with; the floor is `LOWEST` throughout
    """
    others = ratios[1:]
    lowest = others.min() if others.size else 0.0
    if lowest < LOWEST:
        np.maximum(others, floor, out=others)  # a row: NumPy is slower with a number
    np.exp(others, out=others)
    np.add.reduce(others, axis=0, out=totals, initial=1.0)
    if lowest <= LOWEST and totals.max() > MANY:
        np.maximum(others, totals * LEAST, out=others)  # else denormal below
    np.divide(1, totals, out=ratios[0])
    others *= ratios[0]
    return np.asarray(np.add.reduce(np.log(totals, out=totals), axis=1))


def normalize_far(ratios: Array, totals: Array, floor: Array) -> Array:
    """The same for ratios of any size, relative to the highest of each point; the first component's are read too."""
    highest = np.maximum.reduce(ratios, axis=0)
    ratios -= highest
    np.maximum(ratios, floor, out=ratios)
    np.exp(ratios, out=ratios)
    np.add.reduce(ratios, axis=0, out=totals)
    ratios /= totals
    return np.asarray(np.add.reduce(np.log(totals, out=totals) + highest, axis=1))
