"""Two runs that collapse: onto one point at once, and onto two after a rest."""

import numpy as np

from emcore.gaussian import Gaussian
from emcore.scenario.own_points import OWN, OwnData
from emcore.scenario.record import Scenario

Points = tuple[tuple[float, ...], ...]

# fmt: off
ONE_POINT: Points = (
    (1.6, 2.6), (1.1, 1.1), (2.4, 1.9), (1.5, 1.7), (1.9, 0.7), (0.7, 1.1), (1.5, 1.6), (2.2, 2.4), (1.4, 1.5),
    (1.9, 2.4), (5.4, 3.7), (5.4, 5.1), (6.3, 3.0), (5.5, 4.2), (6.7, 3.7), (5.5, 5.7), (6.6, 4.5), (5.5, 5.5),
    (6.4, 5.8), (3.9, 6.8),
)
TWO_POINTS: Points = (
    (2.6, 2.3), (0.4, 1.4), (3.4, 2.9), (2.5, 2.4), (3.3, 3.0), (1.3, 2.6), (1.6, 2.1), (2.6, 3.9), (3.3, 3.5),
    (2.5, 1.8), (5.9, 4.2), (5.8, 5.3), (4.2, 5.7), (5.4, 4.7), (4.3, 5.0), (6.3, 4.8), (7.3, 4.0), (6.6, 5.5),
    (5.0, 5.5), (3.9, 6.8),
)
# fmt: on


def started_on(points: Points, *rows: int) -> Scenario:
    """A run on points in the plane from means at some of them, every component as wide as all the data."""
    (xx, xy), (_, yy) = np.cov(np.array(points), rowvar=False, bias=True)
    sds, correlation = (float(np.sqrt(xx)), float(np.sqrt(yy))), float(xy / np.sqrt(xx * yy))
    start = tuple(Gaussian(1, points[row], sds, correlation) for row in rows)
    return Scenario(OWN, own=OwnData(points), components=start, learn_weights=True)


PATIENTS = {"one-point": started_on(ONE_POINT, 11, 19), "two-points": started_on(TWO_POINTS, 1, 10, 13)}
