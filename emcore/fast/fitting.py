"""Fits under way: step, look, and stop or go on at will."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from emcore.fast.batch import Batch, Step
from emcore.mixture import Mixture, twins
from emcore.points import Array
from emcore.trace import EMTrace, Stop, detail_of

GROUP = 80  # rows, runs times components, to take on at once: their responsibilities stay in a processor's cache

ALIKE = "Components {names} start with the same mean and covariance: EM treats them alike, and they never part."


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
    ) -> None:
        self._tol = tol
        self._n_runs = len(starts)
        self._ends: dict[int, tuple[Stop, int, str]] = {}  # by run: how it ended, at which step, in words
        self._alike = [alike(start) for start in starts]
        self._history: list[Step] = []
        with np.errstate(all="ignore"):
            self._batch = Batch(X, starts, covariance_type, reg_covar, learn_weights)
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
        batch, history = self._batch, self._history
        history.append(step)
        if not (self._tol or step.collapses):
            return
        t = len(history) - 1
        for run, why in step.collapses.items():
            self._ends[run] = "collapsed", t, detail_of("collapsed", t, why=why)
        if self._tol and t:
            earlier = history[-2].log_likelihoods[np.isin(history[-2].live, step.live)]
            gains = (step.log_likelihoods - earlier) / len(batch.X)
            for run in step.live[np.abs(gains) < self._tol].tolist():
                self._ends[run] = "converged", t, detail_of("converged", t, tol=self._tol)
        going_on = ~np.isin(step.live, list(self._ends))
        if not going_on.all():
            batch.keep(going_on)

    def traces(self, max_iter: int | None = None) -> list[EMTrace]:
        """What `fit` gives for each start; `max_iter` as there, at most and by default the steps taken so far."""
        while self.short_of(0):
            self.work()
        limit = self.n_steps if max_iter is None else min(max_iter, self.n_steps)
        history = self._history[: limit + 1]
        with np.errstate(all="ignore"):
            weights, means, covariances, log_likelihoods = self._read(history)
        traces = []
        for run in range(self._n_runs):
            stop, last, detail = self._ends.get(run, ("max_iter", limit, ""))
            if last > limit or (stop == "collapsed" and last == max_iter):
                stop, last, detail = "max_iter", limit, ""
            w, m, c, values = (a[: last + 1, run].copy() for a in (weights, means, covariances, log_likelihoods))
            words = " ".join(filter(None, [detail or detail_of("max_iter", limit), self._alike[run]]))
            traces.append(EMTrace(w, m, c, values, stop, words))
        return traces

    def _read(self, history: list[Step]) -> tuple[Array, Array, Array, Array]:
        """Weights (T, R, K), means (T, R, K, D), covariances (T, R, K, D, D), log-likelihoods (T, R) of T steps."""
        _, n_components, _ = history[0].moments.shape
        n_features = self._batch.X.shape[1]
        log_likelihoods = np.empty((len(history), self._n_runs))
        weights = np.empty((*log_likelihoods.shape, n_components))
        means = np.empty((*weights.shape, n_features))
        covariances = np.empty((*means.shape, n_features))
        for _, group in groupby(enumerate(history), lambda item: id(item[1].order)):
            numbers, alike = zip(*group, strict=True)
            these, live = slice(numbers[0], numbers[-1] + 1), alike[0].live
            log_likelihoods[these, live] = [step.log_likelihoods for step in alike]
            moments = np.array([step.moments for step in alike])
            weights[these, live], means[these, live], covariances[these, live] = self._batch.parameters(
                alike[0], moments
            )
        for t, step in enumerate(history):
            if step.narrow is not None:
                rows, components = step.components_of(step.narrow)
                where = t, step.live[rows], components
                means[where], covariances[where] = step.narrow.means, step.narrow.covariances
            for run, mixture in step.mixtures.items():
                weights[t, run], means[t, run], covariances[t, run] = (
                    mixture.weights,
                    mixture.means,
                    mixture.covariances,
                )
        return weights, means, covariances, log_likelihoods


def alike(start: Mixture) -> str:
    """Which components of a start are identical, in words; empty if none are."""
    groups: dict[int, list[int]] = {}
    for k, first in enumerate(twins(start).tolist()):
        groups.setdefault(first, []).append(k + 1)
    return " ".join(
        ALIKE.format(names=f"{', '.join(map(str, members[:-1]))} and {members[-1]}")
        for members in groups.values()
        if len(members) > 1
    )
