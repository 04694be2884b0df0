"""The ways to start compared: which reaches the best optimum how often, at what cost.

search = WaysSearch(scenario, X, n_starts=100)  # as an `AtlasSearch`: search.work(), search.done
search.atlases(), search.ways()                 # an `Atlas` and a `Way` for each of `STARTS`
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from emcore.errors import MixtureError
from emcore.points import Array
from emcore.scenario.record import Scenario, of_seed
from emcore.starts import STARTS, lloyd
from emcore.study.atlas import SAME, Atlas, AtlasSearch


@dataclass(frozen=True)
class Way:
    """What a way to start comes to, in `n_ended` of `n_starts` starts.

    key           of `STARTS`
    n_best        starts that reached the best optimum found by any of the ways compared
    median_steps  of EM, of the runs that converged; NaN if none did
    total_steps   of EM, of all runs
    """

    key: str
    n_starts: int
    n_ended: int
    n_best: int
    n_collapsed: int
    n_cut_off: int
    median_steps: float
    total_steps: int

    @property
    def steps_per_best(self) -> float:
        """EM steps that one arrival at the best costs; infinite, if there was none."""
        return self.total_steps / self.n_best if self.n_best else float("inf")


class WaysSearch:
    """The ways to start compared, `n_starts` seeded starts each, on points X (N, D): `work` as `AtlasSearch` has it.

    known  the atlases, of as many starts, of ways that need not be searched any more, by key
    """

    def __init__(
        self, scenario: Scenario, X: Array, n_starts: int = 100, known: Mapping[str, Atlas] | None = None
    ) -> None:
        self.n_points = len(X)
        self._n_components, self._X = scenario.n_components, X
        self._known = dict(known or {})
        ways = {key: replace(scenario, start=key, components=()) for key in STARTS if key not in self._known}
        self._searches = {key: AtlasSearch(way, X, n_starts) for key, way in ways.items()}
        self._waiting = list(ways)

    def work(self) -> bool:
        """Do a part of it; tells whether there is more to do."""
        if self._waiting and not self._searches[self._waiting[0]].work():
            self._waiting.pop(0)
        return bool(self._waiting)

    @property
    def done(self) -> float:
        """The share of starts that have ended."""
        return (len(self._known) + sum(search.done for search in self._searches.values())) / len(STARTS)

    @property
    def step(self) -> int:
        """The step that the runs under way have come to."""
        return self._searches[self._waiting[0]].step if self._waiting else 0

    def atlases(self) -> dict[str, Atlas]:
        """What there is until now, in the order of `STARTS`."""
        return {key: self._known[key] if key in self._known else self._searches[key].atlas() for key in STARTS}

    def ways(self) -> list[Way]:
        """What it comes to until now, in the order of `STARTS`."""
        atlases = self.atlases()
        best = max((o.height for atlas in atlases.values() for o in atlas.optima[:1]), default=-np.inf)
        return [self._way(key, atlas, best) for key, atlas in atlases.items()]

    def rounds(self) -> int:
        """What k-means costs besides, before EM, in all its starts until now: in a round all points are assigned to the
        means once. They are counted by making these starts again.
        """
        return sum(self._rounds(end.number) for end in self.atlases()["kmeans"].ends)

    def _way(self, key: str, atlas: Atlas, best: float) -> Way:
        reached = {place for place, optimum in enumerate(atlas.optima) if best - optimum.height <= SAME}
        converged = [end.steps for end in atlas.ends if end.stop == "converged"]
        return Way(
            key,
            atlas.n_starts,
            len(atlas.ends),
            sum(end.optimum in reached for end in atlas.ends),
            len(atlas.collapsed),
            len(atlas.cut_off),
            float(median(converged)) if converged else float("nan"),
            atlas.total_steps,
        )

    def _rounds(self, seed: int) -> int:
        try:
            return lloyd(self._X, self._n_components, of_seed(seed))[1]
        except MixtureError:
            return 0
