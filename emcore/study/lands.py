"""Small landscapes to walk on: mixtures free in two parameters, and their points. A registry: add a land here."""

from dataclasses import dataclass

import numpy as np

from emcore.gaussian import Gaussian
from emcore.mixture import Mixture
from emcore.scenario.link import HAND
from emcore.scenario.own_points import OWN, OwnData
from emcore.scenario.record import Scenario

# 40 points, drawn from 12 x N(-1.5, 1) and 28 x N(2, 1).
POINTS = (
    *(-2.817, -2.664, -2.549, -2.51, -2.374, -2.268, -2.177, -1.946, -1.264, -1.109, -1.098, -0.433, 0.124, 0.365),
    *(0.401, 0.49, 0.85, 1.174, 1.213, 1.221, 1.429, 1.612, 1.819, 1.904, 1.933, 1.944, 1.97, 2.007, 2.445, 2.453),
    *(2.639, 2.64, 2.742, 2.867, 3.057, 3.18, 3.28, 3.537, 3.832, 3.923),
)
FEW = POINTS[2::5]


@dataclass(frozen=True)
class Axis:
    """A free parameter: the mean ("mean") or standard deviation ("sd") of component `k`, from 0, from low to high.

    A standard deviation stands for its logarithm, to base 10.
    """

    of: str
    k: int
    low: float
    high: float
    title: str
    short: str

    def as_data(self) -> dict[str, object]:
        """For the browser."""
        return {**vars(self), "log": self.of == "sd"}


@dataclass(frozen=True)
class Land:
    """A 1-D mixture that is free in two parameters, the axes; `start` is a place on them.

    `levels`: of the contours, from the lowest; () for those that the browser finds.
    """

    name: str
    points: tuple[float, ...]
    weights: tuple[float, ...]
    means: tuple[float, ...]
    sds: tuple[float, ...]
    axes: tuple[Axis, Axis]
    start: tuple[float, float]
    told: str
    levels: tuple[float, ...] = ()

    def at(self, place: tuple[float, float]) -> Mixture:
        """The mixture at a place."""
        free: dict[str, list[float]] = {"mean": list(self.means), "sd": list(self.sds)}
        for axis, value in zip(self.axes, place, strict=True):
            free[axis.of][axis.k] = value if axis.of == "mean" else 10**value
        return Mixture(
            np.array(self.weights),
            np.array(free["mean"])[:, np.newaxis],
            np.square(free["sd"])[:, np.newaxis, np.newaxis],
        )

    def scenario(self, place: tuple[float, float]) -> Scenario:
        """The run that comes nearest to it on the dashboard: the same start, and all parameters free."""
        start = self.at(place)
        sds = start.standard_deviations[:, 0]
        return Scenario(
            source=OWN,
            own=OwnData(tuple((x,) for x in self.points)),
            start=HAND,
            components=tuple(
                Gaussian(float(size), (float(mean),), (float(sd),))
                for size, mean, sd in zip(start.weights, start.means[:, 0], sds, strict=True)
            ),
            learn_weights=True,
        )


def _means(name: str, weights: tuple[float, float], told: str) -> Land:
    axes = tuple(
        Axis("mean", k, -6, 7, f"mean {short} of component {k + 1}, weight {weights[k]:g}", short)
        for k, short in enumerate(("μ₁", "μ₂"))
    )
    return Land(name, POINTS, weights, (0, 0), (1, 1), (axes[0], axes[1]), (-4, 0), told)


MAP_TOLD = "Map of the log-likelihood, the higher the darker, with contours and their heights, EM's path on it."
LANDS = {
    "two-means": _means(
        "Two means",
        (0.3, 0.7),
        f"{MAP_TOLD} Two peaks on both sides of the diagonal, the upper left one higher; a saddle between them.",
    ),
    "equal": _means(
        "Equal",
        (0.5, 0.5),
        f"{MAP_TOLD} Two peaks of one height, mirror images at the diagonal; a saddle between them.",
    ),
    "ridge": Land(
        "Ridge",
        FEW,
        (0.5, 0.5),
        (0, round(float(np.mean(FEW)), 4)),
        (1, round(float(np.std(FEW)), 4)),
        (
            Axis("mean", 0, -4, 5, "mean of component 1", "mean"),
            Axis("sd", 0, -4, 1, "width (standard deviation)", "width"),
        ),
        (0, -0.52),
        f"{MAP_TOLD} Peaks at widths of about 2, 0.85, 0.3 and 0.09; at small widths a ridge at every point, which "
        "climbs without end.",
        (-26, -24, -22, -21, -20, -19, -18, -17.5, -17, -16, -14, -12),
    ),
}
