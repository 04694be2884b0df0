"""What EM climbs in the lesson on the bound: the log-likelihood over one free mean, as numbers and as a table."""

from dataclasses import dataclass

import numpy as np

from dashboard.charts.drawing import Columns
from dashboard.charts.extent import Extent
from emcore.mixture import log_joint
from emcore.points import Array
from emcore.study.one_parameter import FreeMean, log_likelihood_curve

MARGIN = 0.15  # of the data's range, on either side
CURVE_POINTS = 241
ABOVE, BELOW = 0.24, 0.3  # of the curve's height: room for the numbers, and for the points under the floor


@dataclass(frozen=True, eq=False)
class Hill:
    """The log-likelihood of points X (N, 1) over the free mean of a model.

    means     (M,) of the curve, in data units; curve (M,) its values in nats
    floor     where the axis of nats is cut, below the whole curve
    """

    X: Array
    model: FreeMean
    means: Array
    curve: Array
    floor: float

    @classmethod
    def of(cls, X: Array, model: FreeMean) -> "Hill":
        """The curve over the data and a margin."""
        low, high = float(X.min()), float(X.max())
        margin = MARGIN * (high - low)
        means = np.linspace(low - margin, high + margin, CURVE_POINTS)
        curve = log_likelihood_curve(X, model, means)
        return cls(X, model, means, curve, float(np.floor(curve.min())))

    @property
    def mean_extent(self) -> Extent:
        """Axis of the free mean and of the points, in data units."""
        return float(self.means[0]), float(self.means[-1])

    @property
    def extent(self) -> Extent:
        """Axis of nats."""
        span = float(self.curve.max()) - self.floor
        return self.floor - BELOW * span, float(self.curve.max()) + ABOVE * span


def curve_table(hill: Hill) -> Columns:
    """The log-likelihood curve: `mean` in data units, `nats`."""
    return {"mean": hill.means, "nats": hill.curve}


def log_others(hill: Hill) -> Array:
    """At every point the logarithm of the weighted density of all components but the free one, (N,)."""
    fixed = np.delete(log_joint(hill.X, hill.model.mixture), hill.model.component, axis=1)
    return np.asarray(np.logaddexp.reduce(fixed, axis=1))
