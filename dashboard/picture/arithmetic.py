"""The numbers behind a step: what the browser needs to write out Bayes' rule and the M step at any step of a run."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.extent import extents
from dashboard.common import working
from dashboard.common.cache import NotKeptError, kept
from dashboard.runs import Run
from emcore import COVARIANCE_TYPES, Dataset, EMTrace, Scenario
from emcore.steps import Statistics, statistics_in_blocks

MOST_POINTS = 5000  # that can be clicked
MOST_SHARES = 10_000_000  # responsibilities worked out for one run: some 2 seconds
FIGURES = 10  # significant digits that travel; four are shown


@dataclass(frozen=True)
class Sums:
    """All points' sums after the E step of each step t, and the M step that they make: NaN where it collapses.

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
    """The sums at every step of a run, worked out a block of points at a time; where the points are very many, at the
    first steps only."""

    def __init__(self, X: np.ndarray, trace: EMTrace, covariance_type: str, reg_covar: float) -> None:
        self.n_points, n_features = X.shape
        self._covariance_type, self._ridge = covariance_type, reg_covar * np.eye(n_features)
        n_components = trace.weights.shape[1]
        self._n_steps = min(len(trace), max(1, MOST_SHARES // (self.n_points * n_components)))
        self._found: list[Statistics] = []
        self._pauses = self._all_steps(X, trace)

    def work(self) -> bool:
        """Add up a block of points."""
        next(self._pauses, None)
        return len(self._found) < self._n_steps

    def progress(self) -> tuple[float, str]:
        """At which step."""
        step = len(self._found)
        return step / self._n_steps, f"Adding up {self.n_points:,} points: step {step} of {self._n_steps - 1}"

    def sums(self) -> Sums:
        """At the steps so far."""
        while not self._found:
            self.work()
        counts, means, scatters = (np.array([getattr(s, name) for s in self._found]) for name in Statistics._fields[:3])
        empty = (counts == 0).any(axis=1)  # a component without points: the M step collapses
        totals = np.where(counts[..., np.newaxis] == 0, 0, counts[..., np.newaxis] * means)
        means[empty], scatters[empty] = np.nan, np.nan
        covariances = COVARIANCE_TYPES[self._covariance_type].estimate(counts, scatters) + self._ridge
        return Sums(counts, totals, scatters, means, covariances)

    def _all_steps(self, X: np.ndarray, trace: EMTrace) -> Iterator[None]:
        for t in range(self._n_steps):
            _, found = yield from statistics_in_blocks(X, trace[t].mixture)
            self._found.append(found)


def sums_of(X: np.ndarray, trace: EMTrace, covariance_type: str, reg_covar: float) -> Sums:
    """The sums at every step of the run, or at the first S of them where the points are very many."""
    adding = Adding(X, trace, covariance_type, reg_covar)
    while adding.work():
        pass
    return adding.sums()


def payload(scenario: Scenario, dataset: Dataset, trace: EMTrace, sums: Sums) -> dict[str, Any]:
    """Points, parameters of every step and sums, as lists; matrices row by row."""
    n_points, n_features = dataset.X.shape
    shown = np.linspace(0, n_points - 1, min(n_points, MOST_POINTS)).astype(int)
    return {
        "n_points": n_points,
        "numbers": (shown + 1).tolist() if len(shown) < n_points else None,
        "points": short(dataset.X[shown]),
        "spans": [high - low for low, high in extents(dataset, trace)],  # of the picture's axes
        "columns": list(dataset.columns),
        "weights": short(trace.weights),
        "means": short(trace.means),
        "factors": short(np.linalg.cholesky(trace.covariances)),
        "counts": short(sums.counts),
        "totals": short(sums.totals),
        "scatters": short(sums.scatters),
        "new_means": short(sums.means),
        "new_covariances": short(sums.covariances),
        "covariance_type": scenario.covariance_type if n_features > 1 or scenario.covariance_type == "tied" else "full",
        "reg_covar": scenario.reg_covar,
        "learn_weights": scenario.learn_weights,
        "collapsed": trace.stop == "collapsed",
    }


def short(values: np.ndarray) -> Any:
    """Nested lists of the numbers with `FIGURES` significant digits, None for NaN."""
    if values.ndim > 1:
        return [short(part) for part in values]
    return [float(f"{value:.{FIGURES}g}") if np.isfinite(value) else None for value in values]


def arithmetic(scenario: Scenario, run: Run, place: DeltaGenerator) -> dict[str, Any]:
    """The numbers behind every step of the scenario's run, or those so far if the visitor stops adding up."""
    try:
        return _arithmetic(scenario)
    except NotKeptError:
        trace, X, name = run.trace, run.dataset.X, ("arithmetic", scenario)
        assert trace is not None
        adding = working.done(
            name, lambda: Adding(X, trace, scenario.covariance_type, scenario.reg_covar), place, len(X)
        )
        found = payload(scenario, run.dataset, trace, adding.sums())
        return found if working.is_stopped(name) else _arithmetic(scenario, found)


@kept(20)
def _arithmetic(scenario: Scenario, _found: dict[str, Any] | None = None) -> dict[str, Any]:
    if _found is None:
        raise NotKeptError
    return _found
