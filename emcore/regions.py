"""Regions that hold a given mass of a density: ellipses of one Gaussian, levels of a mixture."""

import numpy as np
from scipy.stats import chi2

from emcore.points import Array


def ellipse_radius(mass: float, n_features: int = 2) -> float:
    """Mahalanobis radius of the ellipsoid that holds the share `mass` of a Gaussian in D dimensions.

    The squared radius of a Gaussian point is chi-square distributed with D degrees of freedom; in two dimensions
    50 % lie within 1.18 and 95 % within 2.45, not within 1 and 2.
    """
    return float(np.sqrt(chi2.ppf(mass, n_features)))


def highest_density_level(densities: Array, cell_size: float, mass: float) -> float | None:
    """Density above which the cells of a grid hold the share `mass` of a distribution (Hyndman, 1996).

    `densities` are values at cell centres, `cell_size` is a cell's length, area or volume. None when the grid does not
    hold that much: the rest of the distribution lies beyond it, or between the cells of too coarse a grid.
    """
    highest_first = np.sort(densities, axis=None)[::-1]
    held = np.cumsum(highest_first) * cell_size
    last = int(np.searchsorted(held, mass))
    return float(highest_first[last]) if last < len(held) else None
