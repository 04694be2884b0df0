"""A map of basins: which optimum EM reaches from where the first mean starts.

search = BasinSearch(scenario, X, size=60)  # as an `AtlasSearch`: search.work(), search.done
search.basins()                             # the `Basins` known until now
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emcore.mixture import Mixture
from emcore.points import Array
from emcore.scenario.record import Scenario
from emcore.study.atlas import Atlas, AtlasSearch

MARGIN = 0.05  # of the points' extent, around them
COLLAPSED, CUT_OFF, NOT_YET = -1, -2, -3  # in the place of an optimum


@dataclass(frozen=True, eq=False)
class Basins:
    """Which optimum EM reaches from where the first mean starts, all else being as in `start`.

    x, y     (W,), (H,)  the first mean's coordinates, rising, in data units
    optimum  (H, W)      place among `atlas.optima`, the best 0; or `COLLAPSED`, `CUT_OFF`, `NOT_YET`, all below 0
    start    the mixture whose first mean is moved
    """

    x: Array
    y: Array
    optimum: npt.NDArray[np.intp]
    start: Mixture
    atlas: Atlas


class BasinSearch:
    """The search for the `Basins` of a scenario with two components, on points X (N, 2): `work` as in `AtlasSearch`.

    size  cells a side of the map
    Raises `ValueError` for other data and other numbers of components, `MixtureError` where the scenario can't start.
    """

    def __init__(self, scenario: Scenario, X: Array, size: int = 60) -> None:
        if X.shape[1] != 2 or scenario.n_components != 2:
            raise ValueError("a map of basins is for two features and two components")
        self.n_points = len(X)
        self.start = scenario.start_mixture(X)
        low, high = X.min(axis=0), X.max(axis=0)
        room = MARGIN * (high - low)
        edges = np.linspace(low - room, high + room, size + 1)
        self.x, self.y = ((edges[1:] + edges[:-1]) / 2).T
        self.search = AtlasSearch(scenario, X, size * size, self.start_of)

    def start_of(self, number: int) -> Mixture:
        """The start of a cell; they are numbered from 1, row by row, the lowest row first."""
        row, column = divmod(number - 1, len(self.x))
        means = np.array([[self.x[column], self.y[row]], self.start.means[1]])
        return Mixture(self.start.weights, means, self.start.covariances)

    def work(self) -> bool:
        """Do a part of it; tells whether there is more to do."""
        return self.search.work()

    @property
    def done(self) -> float:
        """The share of cells whose runs have ended."""
        return self.search.done

    @property
    def step(self) -> int:
        """The step that the runs under way have come to."""
        return self.search.step

    def basins(self) -> Basins:
        """What there is until now."""
        atlas = self.search.atlas()
        optimum = np.full(len(self.x) * len(self.y), NOT_YET)
        for end in atlas.ends:
            lost = COLLAPSED if end.stop == "collapsed" else CUT_OFF
            optimum[end.number - 1] = lost if end.optimum is None else end.optimum
        return Basins(self.x, self.y, optimum.reshape(len(self.y), -1), self.start, atlas)


def basins(scenario: Scenario, X: Array, size: int = 60) -> Basins:
    """The map, all at once."""
    search = BasinSearch(scenario, X, size)
    while search.work():
        pass
    return search.basins()
