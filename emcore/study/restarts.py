"""EM from many starts on the same data: which run is the best, how many starts reached it, how many collapsed."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Self

from emcore.errors import MixtureError
from emcore.fast.fitting import GROUP, Fitting
from emcore.mixture import Mixture
from emcore.points import Array
from emcore.scenario.record import Scenario
from emcore.trace import EMTrace

REACHED = 1e-3  # nats: a start that ends no further below the best one has reached it
TIE = 1e-6  # nats: far above rounding and below what is shown; runs that end no further apart are equally good


class Runs:
    """EM on points X (N, D) from starts that have numbers, with the options of `scenario`.

    start_of  the start of a number; None: the scenario's own, with the number as its seed. One that the data do not
              allow (`MixtureError`) is left out
    max_iter  of every run; None: the scenario's

    Starts are made one by one and stepped in groups, and every call of `work` does a part of that, so that it can be
    looked at, left, and taken up again. What is made of a group that has ended is for those who use it.
    """

    def __init__(
        self,
        scenario: Scenario,
        X: Array,
        numbers: Sequence[int],
        start_of: Callable[[int], Mixture] | None = None,
        max_iter: int | None = None,
        n_rows: int | None = None,
    ) -> None:
        """In a group are `n_rows`, runs times components; None: as many as stay in a processor's cache."""
        self.scenario = scenario
        self.X = X
        self.n_starts = len(numbers)
        self.max_iter = scenario.max_iter if max_iter is None else max_iter
        self._start_of = start_of or scenario.start_mixtures(X)
        self._waiting = list(numbers)
        self._size = max(1, (n_rows or GROUP) // scenario.n_components)
        self._group: list[int] = []  # the numbers of the runs under way
        self._starts: list[Mixture] = []  # of a group that is not complete
        self._fitting: Fitting | None = None

    def work(self) -> bool:
        """Make a start, or take a part of a step with those of a group; tells whether there is more to do."""
        if self._fitting is None:
            self._make_start()
        elif self._fitting.short_of(self.max_iter):
            self._fitting.work()
        else:
            self._end_group(self._fitting)
            self._fitting, self._group = None, []
        return bool(self._fitting or self._waiting)

    def all_done(self) -> Self:
        """Itself, once all the work is done."""
        while self.work():
            pass
        return self

    @property
    def n_begun(self) -> int:
        """How many starts have been made, or found impossible."""
        return self.n_starts - len(self._waiting)

    @property
    def n_tried(self) -> int:
        """How many of these have ended."""
        return self.n_begun - len(self._group)

    @property
    def step(self) -> int:
        """The step that the runs under way have come to."""
        return self._fitting.n_steps if self._fitting else 0

    @property
    def done(self) -> float:
        """The share of steps taken, of those there are at most."""
        under_way = len(self._group) * (1 - self.step / max(1, self.max_iter))
        return 1 - (len(self._waiting) + under_way) / max(1, self.n_starts)

    def _make_start(self) -> None:
        if self._waiting:
            number = self._waiting.pop(0)
            with suppress(MixtureError):  # too few distinct points, or no sound start
                self._starts.append(self._start(number))
                self._group.append(number)
        if self._starts and (len(self._starts) == self._size or not self._waiting):
            self._fitting, self._starts = self.scenario.fitting(self.X, *self._starts), []

    def _start(self, number: int) -> Mixture:
        return self._start_of(number)

    def _end_group(self, fitting: Fitting) -> None:
        raise NotImplementedError


class Restarts(Runs):
    """EM from `n_starts` starts, numbered from 1; those that the data do not allow count as collapsed.

    ends      the last log-likelihoods (nats) of the sound runs so far, by number. A run that collapses has none: on its
              way there it climbs without limit
    heights   what these have climbed to: the same, or with a prior their log posteriors
    converged the numbers of those that the scenario's tolerance has ended
    best      number and trace of the run that `best_of` chooses by its height; None: no run is sound so far
    """

    def __init__(
        self,
        scenario: Scenario,
        X: Array,
        n_starts: int,
        start_of: Callable[[int], Mixture] | None = None,
        max_iter: int | None = None,
    ) -> None:
        super().__init__(scenario, X, range(1, n_starts + 1), start_of, max_iter)
        self.ends: dict[int, float] = {}
        self.heights: dict[int, float] = {}
        self.converged: set[int] = set()
        self.best: tuple[int, EMTrace] | None = None

    @property
    def n_collapsed(self) -> int:
        """How many of these collapsed, or could not start."""
        return self.n_tried - len(self.ends)

    @property
    def n_reached(self) -> int:
        """How many ended within `REACHED` of the best."""
        return n_reached(self.heights)

    def _end_group(self, fitting: Fitting) -> None:
        best = None
        for run, (number, end) in enumerate(zip(self._group, fitting.ends(self.max_iter), strict=True)):
            if end.stop != "collapsed":
                self.ends[number], self.heights[number] = end.log_likelihood, end.height
                self.converged |= {number} if end.stop == "converged" else set()
                if best_of(self.heights) == number:
                    best = number, run
        if best is not None:
            number, run = best
            self.best = number, fitting.trace(run, self.max_iter)


def best_of(heights: Mapping[int, float]) -> int:
    """The key of the run that has climbed highest (nats); of equally good ones the first, on every machine the same."""
    keys = iter(heights)
    best = next(keys)
    for key in keys:
        if heights[key] > heights[best] + TIE:
            best = key
    return best


def n_reached(heights: Mapping[int, float]) -> int:
    """How many ended within `REACHED` of the best."""
    return sum(height >= heights[best_of(heights)] - REACHED for height in heights.values())
