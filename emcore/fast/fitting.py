"""Fits under way: step, look, and stop or go on at will."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from emcore.fast.batch import Batch, Step
from emcore.mixture import Mixture, twins
from emcore.points import Array
from emcore.prior import Prior
from emcore.trace import EMTrace, Stop, detail_of

GROUP = 160  # rows, runs times components, to take on at once: few enough to stay in a processor's cache

ALIKE = "Components {names} start with the same mean and covariance: EM treats them alike, and they never part."


class End(NamedTuple):
    """How a run ended, or was cut short, at which step, and with which log-likelihood (nats).

    height  what it has climbed to: the log-likelihood, or with a prior the log posterior
    """

    stop: Stop
    step: int
    log_likelihood: float
    height: float


class Fitting:
    """Fits from starts of K components on checked points X (N, D), a step at a time; options as for `fit`."""

    def __init__(
        self,
        X: Array,
        starts: Sequence[Mixture],
        *,
        tol: float = 0.0,
        covariance_type: str = "full",
        reg_covar: float = 0.0,
        learn_weights: bool = True,
        prior: Prior | None = None,
    ) -> None:
        self._tol = tol
        self._has_prior = prior is not None
        self._n_runs = len(starts)
        self._ends: dict[int, tuple[Stop, int, str]] = {}  # by run: how it ended, at which step, in words
        self._alike = [alike(start, has_prior=prior is not None) for start in starts]
        self._history: list[Step] = []
        self._before: Array | None = None  # the heights, at the last step, of the runs that go on
        with np.errstate(all="ignore"):
            self._batch = Batch(X, starts, covariance_type, reg_covar, learn_weights, prior)
        self._pauses = self._all_steps()

    @property
    def n_steps(self) -> int:
        """Steps taken; the start counts as none."""
        return max(0, len(self._history) - 1)

    def short_of(self, step: int) -> bool:
        """Whether there is something to do until this step."""
        return len(self._history) <= step and bool(len(self._batch.live))

    def work(self) -> None:
        """Do a part of a step, or all of it: some tenths of a second at most. No more once all runs have ended."""
        with np.errstate(all="ignore"):
            next(self._pauses, None)

    def advance(self, n_steps: int = 1) -> bool:
        """Take steps, unless all runs end before; tells whether some go on."""
        last = self.n_steps + n_steps
        with np.errstate(all="ignore"):
            while self.short_of(last):
                next(self._pauses, None)
        return bool(len(self._batch.live))

    def _all_steps(self) -> Iterator[None]:
        while len(self._batch.live):
            self._take((yield from self._batch.step_with_pauses()))
            yield

    def _take(self, step: Step) -> None:
        """Note a step, and let the runs end that end with it."""
        t = len(self._history)
        self._history.append(step)
        ended = np.zeros(len(step.live), dtype=bool)
        if self._tol:
            heights = step.heights
            if self._before is not None:
                ended = np.abs(heights - self._before) < self._tol * len(self._batch.X)
            self._before = heights
        if not (step.collapses or ended.any()):
            return
        for run in step.live[ended].tolist():
            detail = detail_of("converged", t, tol=self._tol, has_prior=self._has_prior)
            self._ends[run] = "converged", t, detail
        for run, why in step.collapses.items():
            self._ends.setdefault(run, ("collapsed", t, detail_of("collapsed", t, why=why)))
        going_on = ~np.isin(step.live, list(self._ends))
        self._batch.keep(going_on)
        self._before = None if self._before is None else self._before[going_on]

    def forget(self) -> None:
        """Let go of what only `traces` needs: of all steps but the last, the runs that did not end with them."""
        if len(self._history) > 1:
            step, t = self._history[-2], len(self._history) - 2
            ended = np.array([run in self._ends and self._ends[run][1] == t for run in step.live.tolist()], dtype=bool)
            self._history[-2] = step.only(ended)

    def mixture(self, run: int) -> Mixture:
        """The parameters that a run, counted from 0, has come to or ended with."""
        step = self._history[self._ends[run][1] if run in self._ends else -1]
        with np.errstate(all="ignore"):
            return self._batch.mixture(step, int(np.searchsorted(step.live, run)))

    def ends(self, max_iter: int | None = None) -> list[End]:
        """How the traces that `traces` gives end: much sooner than these."""
        ends: list[End] = []
        for run, (stop, last, _) in enumerate(self._all_ends(max_iter)):
            step = self._history[last]
            row = np.searchsorted(step.live, run)
            ends.append(End(stop, last, float(step.log_likelihoods[row]), float(step.heights[row])))
        return ends

    def traces(self, max_iter: int | None = None) -> list[EMTrace]:
        """What `fit` gives for each start; `max_iter` as there, at most and by default the steps taken so far."""
        return self._traces(np.arange(self._n_runs), max_iter)

    def trace(self, run: int, max_iter: int | None = None) -> EMTrace:
        """That of one run, counted from 0."""
        return self._traces(np.array([run]), max_iter)[0]

    def _all_ends(self, max_iter: int | None) -> list[tuple[Stop, int, str]]:
        """How each run ended, at which step, in words."""
        while self.short_of(0):
            self.work()
        limit = self.n_steps if max_iter is None else min(max_iter, self.n_steps)
        cut_short: tuple[Stop, int, str] = "max_iter", limit, detail_of("max_iter", limit)
        ends = [self._ends.get(run, cut_short) for run in range(self._n_runs)]
        return [
            cut_short if last > limit or (stop == "collapsed" and last == max_iter) else (stop, last, detail)
            for stop, last, detail in ends
        ]

    def _traces(self, runs: npt.NDArray[np.intp], max_iter: int | None) -> list[EMTrace]:
        all_ends = self._all_ends(max_iter)
        ends = [all_ends[run] for run in runs]
        with np.errstate(all="ignore"):
            arrays = self._read(self._history[: max(last for _, last, _ in ends) + 1], runs)
        traces = []
        for place, (stop, last, detail) in enumerate(ends):
            w, m, c, values, *priors = (array[: last + 1, place].copy() for array in arrays)
            told = " ".join(filter(None, [detail, self._alike[runs[place]]]))
            traces.append(EMTrace(w, m, c, values, stop, told, *priors))
        return traces

    def _read(self, history: list[Step], runs: npt.NDArray[np.intp]) -> tuple[Array, ...]:
        """Weights (T, R, K), means (T, R, K, D), covariances (T, R, K, D, D), log-likelihoods (T, R) of T steps of
        R runs, in order; with a prior its log densities (T, R)."""
        _, n_components, _ = history[0].moments.shape
        n_features = self._batch.X.shape[1]
        log_likelihoods = np.empty((len(history), len(runs)))
        log_priors = np.empty_like(log_likelihoods)
        weights = np.empty((*log_likelihoods.shape, n_components))
        means = np.empty((*weights.shape, n_features))
        covariances = np.empty((*means.shape, n_features))
        for _, group in groupby(enumerate(history), lambda item: id(item[1].order)):
            numbers, alike = zip(*group, strict=True)
            first, rows = alike[0], np.flatnonzero(np.isin(alike[0].live, runs))
            these, places = slice(numbers[0], numbers[-1] + 1), np.searchsorted(runs, first.live[rows])
            wanted = first._replace(live=first.live[rows], order=first.order[rows])
            log_likelihoods[these, places] = [step.log_likelihoods[rows] for step in alike]
            if self._has_prior:
                log_priors[these, places] = [step.log_priors[rows] for step in alike if step.log_priors is not None]
            moments = np.array([step.moments[rows] for step in alike])
            weights[these, places], means[these, places], covariances[these, places] = self._batch.parameters(
                wanted, moments
            )
        for t, step in enumerate(history):
            if step.narrow is not None:
                rows, components = step.components_of(step.narrow)
                among = np.isin(step.live[rows], runs)
                where = t, np.searchsorted(runs, step.live[rows[among]]), components[among]
                means[where], covariances[where] = step.narrow.means[among], step.narrow.covariances[among]
            for run in step.mixtures.keys() & set(runs.tolist()):
                mixture, place = step.mixtures[run], int(np.searchsorted(runs, run))
                weights[t, place], means[t, place], covariances[t, place] = (
                    mixture.weights,
                    mixture.means,
                    mixture.covariances,
                )
        return weights, means, covariances, log_likelihoods, *([log_priors] if self._has_prior else [])


def alike(start: Mixture, *, has_prior: bool = False) -> str:
    """Which components of a start stay identical, in words; empty if none do."""
    groups: dict[int, list[int]] = {}
    for k, first in enumerate(twins(start, of_equal_weight=has_prior).tolist()):
        groups.setdefault(first, []).append(k + 1)
    return " ".join(
        ALIKE.format(names=f"{', '.join(map(str, members[:-1]))} and {members[-1]}")
        for members in groups.values()
        if len(members) > 1
    )
