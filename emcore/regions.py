"""Regions that hold a given mass of a Gaussian."""

import numpy as np


def ellipse_radius(mass: float) -> float:
    """Mahalanobis radius of the ellipse that holds the share `mass` of a Gaussian in two dimensions.

    The squared radius of a Gaussian point is chi-square distributed with 2 degrees of freedom, which leaves the share
    exp(-radius^2 / 2) outside: 50 % lie within 1.18 and 95 % within 2.45, not within 1 and 2.
    """
    return float(np.sqrt(-2 * np.log1p(-mass)))
