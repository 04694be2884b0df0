"""Regions that hold a given mass of a density: ellipses of one Gaussian, levels of a mixture."""

import numpy as np

from emcore.points import Array


def ellipse_radius(mass: float) -> float:
    """Mahalanobis radius of the ellipse that holds the share `mass` of a Gaussian in two dimensions.

    The squared radius of a Gaussian point is chi-square distributed with 2 degrees of freedom, which leaves the share
    exp(-radius^2 / 2) outside: 50 % lie within 1.18 and 95 % within 2.45, not within 1 and 2.
    """
    return float(np.sqrt(-2 * np.log1p(-mass)))


def highest_density_level(densities: Array, cell_size: float, mass: float) -> float | None:
    """Density above which the cells of a grid hold the share `mass` of a distribution (Hyndman, 1996).

    `densities` are values at cell centres, `cell_size` is a cell's length, area or volume. None when the grid does not
    hold that much: the rest of the distribution lies beyond it, or between the cells of too coarse a grid.
    """
    highest_first = np.sort(densities, axis=None)[::-1]
    held = np.cumsum(highest_first) * cell_size
    last = int(np.searchsorted(held, mass))
    return float(highest_first[last]) if last < len(held) else None
