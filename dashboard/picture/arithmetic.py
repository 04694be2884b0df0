"""The numbers behind a step: what the browser needs to write out Bayes' rule and the M step at any step of a run."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.extent import extents
from dashboard.common import working
from dashboard.common.cache import Results
from dashboard.runs import Run
from emcore import COVARIANCE_TYPES, Dataset, EMTrace, Scenario
from emcore.fast.fitting import GROUP, Fitting
from emcore.numerals import rounded
from emcore.steps import statistics_in_blocks

MOST_POINTS = 5000  # that can be clicked
MOST_RESPONSIBILITIES = 10_000_000  # worked out for one run: a tenth of a second, some 2 if components are narrow
FIGURES = 10  # significant digits that travel; four are shown


@dataclass(frozen=True)
class Sums:
    """All points' sums after the E step of each step t, and the M step that they make; NaN if a component is empty.

    counts       (S, K)        N_k, the sums of the responsibilities
    totals       (S, K, D)     sums of responsibility times point
    scatters     (S, K, D, D)  sums of responsibility times squared deviation from the new mean
    means        (S, K, D)     totals / counts
    covariances  (S, K, D, D)  by the covariance type's rule, with the ridge
    """

    counts: np.ndarray
    totals: np.ndarray
    scatters: np.ndarray
    means: np.ndarray
    covariances: np.ndarray


class Adding:
    """The sums at every step of a run, worked out for some steps at a time; where the points are very many, at the
    first steps only."""

    def __init__(self, X: np.ndarray, trace: EMTrace, covariance_type: str, reg_covar: float) -> None:
        self.n_points, n_features = X.shape
        self._covariance_type, self._ridge = covariance_type, reg_covar * np.eye(n_features)
        n_components = trace.weights.shape[1]
        self._n_steps = min(len(trace), max(1, MOST_RESPONSIBILITIES // (self.n_points * n_components)))
        self._found: list[tuple[np.ndarray, ...]] = []  # counts, means and scatters of every step so far
        self._pauses = self._all_steps(X, trace)

    def work(self) -> bool:
        """Add up some steps, or a part of them."""
        next(self._pauses, None)
        return len(self._found) < self._n_steps

    def progress(self) -> tuple[float, str]:
        """The share of steps added up, and which one is being added up."""
        step = len(self._found)
        return step / self._n_steps, f"Adding up {self.n_points:,} points: step {step} of {self._n_steps - 1}"

    def sums(self) -> Sums:
        """At the steps so far."""
        while not self._found:
            self.work()
        counts, means, scatters = (np.array(each) for each in zip(*self._found, strict=True))
        empty = (counts == 0).any(axis=1)  # a component without points: the M step collapses
        totals = np.where(counts[..., np.newaxis] == 0, 0, counts[..., np.newaxis] * means)
        means[empty], scatters[empty] = np.nan, np.nan
        covariances = COVARIANCE_TYPES[self._covariance_type].estimate(counts, scatters) + self._ridge
        return Sums(counts, totals, scatters, means, covariances)

    def _all_steps(self, X: np.ndarray, trace: EMTrace) -> Iterator[None]:
        """From the mixtures of some steps at once one free M step, with full covariances and no ridge: it has divided
        the sums by the counts. Where there is none, because it would collapse, the sums are taken one by one."""
        at_once = max(1, GROUP // trace.weights.shape[1])
        for first in range(0, self._n_steps, at_once):
            mixtures = [trace[t].mixture for t in range(first, min(first + at_once, self._n_steps))]
            fitting = Fitting(X, mixtures)
            while fitting.short_of(1):
                fitting.work()
                yield
            for mixture, made in zip(mixtures, fitting.traces(1), strict=True):
                if len(made) > 1:
                    counts = made.weights[1] * self.n_points
                    sums = counts, made.means[1], made.covariances[1] * counts[:, np.newaxis, np.newaxis]
                else:
                    _, added = yield from statistics_in_blocks(X, mixture)
                    sums = added.counts, added.means, added.scatters
                self._found.append(sums)


def payload(scenario: Scenario, dataset: Dataset, trace: EMTrace, sums: Sums) -> dict[str, Any]:
    """Points, parameters of every step and sums, as lists; matrices row by row."""
    n_points, n_features = dataset.X.shape
    shown = np.linspace(0, n_points - 1, min(n_points, MOST_POINTS)).astype(int)
    return {
        "n_points": n_points,
        "numbers": (shown + 1).tolist() if len(shown) < n_points else None,
        "points": as_lists(dataset.X[shown]),
        "spans": [high - low for low, high in extents(dataset, trace)],  # of the picture's axes
        "columns": list(dataset.columns),
        "weights": as_lists(trace.weights),
        "means": as_lists(trace.means),
        "factors": as_lists(np.linalg.cholesky(trace.covariances)),
        "counts": as_lists(sums.counts),
        "totals": as_lists(sums.totals),
        "scatters": as_lists(sums.scatters),
        "new_means": as_lists(sums.means),
        "new_covariances": as_lists(sums.covariances),
        "covariance_type": scenario.covariance_type if n_features > 1 or scenario.covariance_type == "tied" else "full",
        "reg_covar": scenario.reg_covar,
        "learn_weights": scenario.learn_weights,
        "collapsed": trace.stop == "collapsed",
    }


def as_lists(values: np.ndarray) -> Any:
    """Nested lists of the numbers with `FIGURES` significant digits, None for NaN."""
    numbers = [rounded(value, FIGURES) if isfinite(value) else None for value in values.ravel().tolist()]
    return np.array(numbers, dtype=object).reshape(values.shape).tolist()


_ARITHMETIC: Results[dict[str, Any]] = Results("arithmetic", 20)


def arithmetic(scenario: Scenario, run: Run, place: DeltaGenerator) -> dict[str, Any]:
    """The numbers behind every step of the scenario's run, or those so far if the visitor stops adding up."""
    dataset, trace = run.dataset, run.trace
    return working.result(
        _ARITHMETIC,
        scenario,
        lambda: Adding(dataset.X, trace, scenario.covariance_type, scenario.reg_covar),
        lambda adding: payload(scenario, dataset, trace, adding.sums()),
        place,
        len(dataset.X),
    )
