"""All starts of a scenario: the optima that hundreds of them reach, which start reaches which, at what cost.

    search = AtlasSearch(scenario, X, n_starts=500)  # seeds 1 to 500
    while search.work():                             # a part of a step, some tenths of a second at most
        search.done, search.atlas()                  # the share that is done, and what there is until now
    atlas = search.atlas()

A run has converged once a step gains less than `tolerance(N)` per point. That tells an optimum from a run that still
climbs, but not from a plateau, where EM gains as little for a while and then goes on. So of all runs that end at one
log-likelihood the highest is made again until it gains `TIGHT` per point. If that leads elsewhere, there was a plateau,
and all its runs are made again as far. So each start ends where its plain run, followed to the end, does.

What is called an optimum here is where EM comes to a standstill: told from a plateau by the gain, not proven to be a
maximum, for on a saddle EM comes to rest as well. One kind of those is told: a fit of fewer components (`of_fewer`).
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from statistics import median

import numpy as np

from emcore.errors import MixtureError
from emcore.fast.fitting import GROUP, End, Fitting
from emcore.mixture import Mixture, inverse_factors, twins
from emcore.points import Array
from emcore.scenario.link import HAND, OTHER_START
from emcore.scenario.record import LIMITS, Scenario
from emcore.study.matching import answering, in_order
from emcore.study.restarts import Runs
from emcore.trace import Stop

SAME = 1e-4  # nats: optima whose log-likelihoods differ by no more are one
TIGHT = 1e-13  # nats per point: far above rounding
VANISHED = 1e-4  # a weight
ONE = 0.05  # standard deviations between components that are one, and by how much these differ
MOST_STEPS = 5000  # of a run
LARGE_GROUP = 1500  # rows, runs times components: steps that are not kept need less room
MOST_NUMBERS = 2**19  # rows times points of such a group: so many stay near the processor, and the first ends come soon


@dataclass(frozen=True)
class Optimum:
    """A log-likelihood (nats, summed over the points) that runs have converged at.

    height        what EM climbed to: the log-likelihood itself, or with a prior the log posterior. Optima are told
                  apart and ranked by it
    starts        their numbers, rising: the seeds; the first is the one to show
    median_steps, total_steps   until they had converged
    mixture       its components in the order of the best optimum's that are nearest to them, those of the best from
                  left to right: so a component has one colour in all pictures
    proven        whether it has been told from a plateau; the atlas of a search that is done has no others
    """

    log_likelihood: float
    starts: tuple[int, ...]
    median_steps: float
    total_steps: int
    height: float
    mixture: Mixture = field(compare=False, repr=False)
    proven: bool = True

    @property
    def of_fewer(self) -> bool:
        """Whether a component has all but vanished, or two have become one: a standstill, no peak, for a nudge leads
        away from it.

        With a prior, or with one covariance and equal weights (as fixed ones are), such an end may be a peak, and is
        not told.
        """
        mixture = self.mixture
        held = not np.ptp(mixture.weights) and not np.ptp(mixture.covariances, axis=0).any()
        if mixture.n_components == 1 or self.height != self.log_likelihood or held:
            return False
        pairs = combinations(range(mixture.n_components), 2)
        return bool(mixture.weights.min() < VANISHED or any(_are_one(mixture, j, k) for j, k in pairs))


@dataclass(frozen=True)
class StartEnd:
    """How the run of start `number` ended.

    stop            "collapsed": also a start that the data do not allow, of 0 steps. "max_iter": cut off
    log_likelihood  nats, summed over the points; NaN if it collapsed, for on its way there it climbs without limit
    optimum         its place among the optima; None for a run that collapsed, for twins, and for one that was cut off,
                    unless it had come within `SAME` of an optimum at which others had converged
    twins           whether two components start alike: they never part, so its end is one of fewer components
    """

    number: int
    stop: Stop
    steps: int
    log_likelihood: float
    optimum: int | None = None
    twins: bool = False


@dataclass(frozen=True)
class Atlas:
    """What the starts of a scenario lead to.

    optima  the best first
    ends    of the starts that have ended, by number
    """

    n_starts: int
    optima: tuple[Optimum, ...]
    ends: tuple[StartEnd, ...]

    @property
    def collapsed(self) -> tuple[int, ...]:
        """The numbers of the starts that collapsed, or that the data do not allow."""
        return tuple(end.number for end in self.ends if end.stop == "collapsed")

    @property
    def cut_off(self) -> tuple[int, ...]:
        """The numbers of those that had neither converged after the most steps, nor come to a known optimum."""
        return tuple(end.number for end in self.ends if end.stop == "max_iter" and end.optimum is None)

    @property
    def with_twins(self) -> tuple[int, ...]:
        """The numbers of those in which two components start alike, and that did not collapse."""
        return tuple(end.number for end in self.ends if end.twins and end.stop != "collapsed")

    @property
    def total_steps(self) -> int:
        """Of all runs, those that collapsed too."""
        return sum(end.steps for end in self.ends)


class AtlasSearch:
    """The search for the `Atlas` of a scenario on points X (N, D), to be worked at part by part.

    n_starts  numbered from 1
    start_of  the start of a number; None: the scenario's own, with the number as its seed (a start by hand, which has
              no seeds, gives way to k-means++)
    max_iter  steps of a run at most
    """

    def __init__(
        self,
        scenario: Scenario,
        X: Array,
        n_starts: int = 500,
        start_of: Callable[[int], Mixture] | None = None,
        max_iter: int = MOST_STEPS,
    ) -> None:
        self.scenario = seeded(scenario) if start_of is None else scenario
        self.X = X
        self.n_points = len(X)
        self.n_starts = n_starts
        self._start_of = start_of or self.scenario.start_mixtures(X)
        self._max_iter = max_iter
        self._first = self._runs(range(1, n_starts + 1), tolerance(len(X)))
        self._all_ended = False
        self._found: dict[int, End] = {}  # how the runs end, once all have ended
        self._tight: dict[int, Mixture] = {}  # what runs that were made again ended with
        self._left: dict[int, Mixture] = {}  # the plateau, of the runs that are to be made again from there
        self._again: _Ends | None = None
        self._plateaus: list[int] = []  # the starts whose runs are to be made again, because another's led elsewhere

    def work(self) -> bool:
        """Do a part of it; tells whether there is more to do."""
        if not self._all_ended:
            self._all_ended = not self._first.work()
            self._found = self._first.ends() if self._all_ended else {}
            return True
        if self._again is None:
            numbers = self._plateaus or self._doubtful()
            if not numbers:
                return False
            self._again = self._runs(numbers, TIGHT, all_mixtures=True)
        elif not self._again.work():
            self._take(self._again)
            self._again = None
        return True

    def all_done(self) -> Atlas:
        """The atlas, once all the work is done."""
        while self.work():
            pass
        return self.atlas()

    @property
    def n_ended(self) -> int:
        """How many starts have ended, or were impossible."""
        return len(self._ends())

    @property
    def done(self) -> float:
        """The share of starts that have ended."""
        return self.n_ended / max(1, self.n_starts)

    @property
    def step(self) -> int:
        """The step that the runs under way have come to."""
        return (self._again or self._first).step

    def atlas(self) -> Atlas:
        """What there is until now. Runs that are made again because they ended on a plateau stay there meanwhile."""
        ends, levels = self._ends(), self._levels()
        mixtures = in_one_order([self._mixture_of(level) for level in levels], self.X)
        optima = []
        for level, mixture in zip(levels, mixtures, strict=True):
            steps, proven = [ends[n].step for n in level], self._proven(level)
            top, numbers, middle = ends[proven or level[0]], tuple(sorted(level)), float(median(steps))
            optima.append(Optimum(top.log_likelihood, numbers, middle, sum(steps), top.height, mixture, proven > 0))
        places = {number: place for place, level in enumerate(levels) for number in level}
        return Atlas(self.n_starts, tuple(optima), tuple(self._start_ends(ends, optima, places)))

    def scenario_of(self, number: int) -> Scenario:
        """The scenario of one run of seeded starts, as far as a scenario's most iterations take it."""
        most = int(LIMITS["max_iter"][1])
        return replace(self.scenario, start_seed=number, tol=tolerance(self.n_points), max_iter=most)

    def _start_ends(
        self, ends: Mapping[int, End], optima: Sequence[Optimum], places: Mapping[int, int]
    ) -> Iterator[StartEnd]:
        for number, (stop, step, log_likelihood, height) in sorted(ends.items()):
            place, alike = places.get(number), number in self._first.twins
            if stop == "max_iter" and not alike:
                near = (i for i, o in enumerate(optima) if abs(o.height - height) <= SAME)
                place = next(near, None)
            yield StartEnd(number, stop, step, math.nan if stop == "collapsed" else log_likelihood, place, alike)

    def _runs(self, numbers: Sequence[int], tol: float, *, all_mixtures: bool = False) -> "_Ends":
        scenario = replace(self.scenario, tol=tol)
        return _Ends(scenario, self.X, numbers, self._start_of, self._max_iter, all_mixtures=all_mixtures)

    def _ends(self) -> dict[int, End]:
        return self._found if self._all_ended else self._first.ends()

    def _levels(self) -> list[list[int]]:
        return levels_of(self._ends(), self._first.twins)

    def _proven(self, level: Sequence[int]) -> int:
        """The highest run of a level that was made again and led nowhere else; 0: none was."""
        return next((number for number in level if number in self._tight), 0)

    def _mixture_of(self, level: Sequence[int]) -> Mixture:
        """The one to show."""
        proven, highest = self._proven(level), level[0]
        if proven:
            return self._tight[proven]
        return self._left[highest] if highest in self._left else self._first.mixture(highest)

    def _doubtful(self) -> list[int]:
        """Of each level the highest run, until one is proven, and the lowest, where the level is broad."""
        doubtful = []
        for level in self._levels():
            high, low = level[0], level[-1]
            if not self._proven(level):
                doubtful.append(high)
            broad = self._found[high].height - self._found[low].height > SAME
            if broad and low not in self._tight:
                doubtful.append(low)
        return doubtful

    def _take(self, again: "_Ends") -> None:
        """Note where runs that were made again end; if one leads elsewhere, those of its level are to follow."""
        places = [(level, self._mixture_of(level)) for level in self._levels()]
        place_of = {number: place for place in places for number in place[0]}
        checked, led_on = not self._plateaus, dict[int, Mixture]()
        for number, end in again.ends().items():
            before = self._found[number]
            stays = end.stop != "collapsed" and abs(end.height - before.height) <= SAME
            self._found[number] = end._replace(step=before.step, stop=before.stop) if stays else end
            if stays or end.stop == "converged":
                self._tight[number] = again.mixture(number)
            if checked and not stays:
                level, mixture = place_of[number]
                led_on |= dict.fromkeys(level, mixture)
        self._plateaus, self._left = sorted(led_on.keys() - again.ends().keys()), led_on


class _Ends(Runs):
    """Runs of which only the ends are kept, and the mixtures of the highest of each level, or all mixtures."""

    def __init__(
        self,
        scenario: Scenario,
        X: Array,
        numbers: Sequence[int],
        start_of: Callable[[int], Mixture],
        max_iter: int,
        *,
        all_mixtures: bool,
    ) -> None:
        n_rows = max(GROUP, min(LARGE_GROUP, MOST_NUMBERS // len(X)))
        super().__init__(scenario, X, numbers, start_of, max_iter, n_rows)
        self.twins: set[int] = set()  # the starts with components that are alike
        self._all_mixtures = all_mixtures
        self._ended: dict[int, End] = {}
        self._mixtures: dict[int, Mixture] = {}

    def work(self) -> bool:
        """As for `Runs`."""
        more = super().work()
        if self._fitting:
            self._fitting.forget()
        return more

    def ends(self) -> dict[int, End]:
        """How the runs have ended, by number, those of the group under way too."""
        if not self._fitting:
            return self._ended
        under_way = zip(self._group, self._fitting.ends(self.max_iter), strict=True)
        return self._ended | {number: end for number, end in under_way if end.stop != "max_iter"}

    def mixture(self, number: int) -> Mixture:
        """What a run ended with that is the highest of its level, or any, if all are kept."""
        if self._fitting and number in self._group:
            return self._fitting.mixture(self._group.index(number))
        return self._mixtures[number]

    def _start(self, number: int) -> Mixture:
        try:
            start = super()._start(number)
        except MixtureError:
            self._ended[number] = End("collapsed", 0, math.nan, math.nan)
            raise
        if (twins(start) != np.arange(start.n_components)).any():
            self.twins.add(number)
        return start

    def _end_group(self, fitting: Fitting) -> None:
        self._ended |= zip(self._group, fitting.ends(self.max_iter), strict=True)
        highest = {level[0] for level in levels_of(self._ended, self.twins)}
        for run, number in enumerate(self._group):
            if self._all_mixtures or number in highest:
                self._mixtures[number] = fitting.mixture(run)


def _are_one(mixture: Mixture, j: int, k: int) -> bool:
    inverse = inverse_factors(mixture.cholesky[j])
    apart = inverse @ (mixture.means[k] - mixture.means[j])
    shape = inverse @ mixture.covariances[k] @ inverse.T  # the identity where the covariances are equal
    return bool(np.linalg.norm(apart) < ONE and np.abs(shape - np.eye(len(shape))).max() < 2 * ONE)


def tolerance(n_points: int) -> float:
    """Nats per point below which a step's gain counts as none, for N points: 1e-10, where there are many less, so that
    what is still to come stays below `SAME` in all, but far above rounding."""
    return max(min(1e-10, 1e-7 / n_points), 1e-12)


def seeded(scenario: Scenario) -> Scenario:
    """The scenario with a start that has seeds."""
    return replace(scenario, start=OTHER_START, components=()) if scenario.start == HAND else scenario


def levels_of(ends: Mapping[int, End], left_out: Collection[int] = ()) -> list[list[int]]:
    """The numbers of the runs that have converged, level by level, the highest first, of each level too: a level ends
    where the next run is lower by more than `SAME`."""
    heights = {n: end.height for n, end in ends.items() if end.stop == "converged" and n not in left_out}
    levels: list[list[int]] = []
    for number in sorted(heights, key=lambda n: (-heights[n], n)):
        if not levels or heights[levels[-1][-1]] - heights[number] > SAME:
            levels.append([])
        levels[-1].append(number)
    return levels


def in_one_order(mixtures: Sequence[Mixture], X: Array) -> list[Mixture]:
    """The mixtures with their components in one order: the first's from left to right, and each other's as they are
    nearest to these."""
    if not mixtures:
        return []
    first = in_order(mixtures[0], np.lexsort(mixtures[0].means.T[::-1]).tolist())
    return [first, *(answering(first, mixture, X.std(axis=0)) for mixture in mixtures[1:])]
