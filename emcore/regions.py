"""Regions that hold a given mass of a Gaussian."""

import numpy as np
from scipy.stats import chi2


def ellipse_radius(mass: float, n_features: int = 2) -> float:
    """Mahalanobis radius of the ellipsoid that holds the share `mass` of a Gaussian in D dimensions.

    The squared radius of a Gaussian point is chi-square distributed with D degrees of freedom; in two dimensions
    50 % lie within 1.18 and 95 % within 2.45, not within 1 and 2.
    """
    return float(np.sqrt(chi2.ppf(mass, n_features)))
