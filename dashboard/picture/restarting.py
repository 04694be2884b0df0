"""EM from many starts, for a best to compare with."""

from typing import Any

import numpy as np

from emcore import Mixture, MixtureError, Scenario, make_start
from emcore.fast.fitting import GROUP, Fitting

WAYS = ("kmeanspp", "random-points")
MOST_STARTS = 16
MOST_SHARES = 60_000_000  # responsibilities of all runs and steps: some seconds
MAX_ITER = 200
TOL = 1e-9


class Restarts:
    """Runs from other starts, with the scenario's K and options; fewer where the points are many."""

    def __init__(self, scenario: Scenario, X: np.ndarray) -> None:
        self.n_points = len(X)
        self._scenario, self._X = scenario, X
        per_start = len(X) * scenario.n_components * MAX_ITER
        self._n_starts = int(np.clip(MOST_SHARES // per_start, 2, MOST_STARTS))
        self._made = 0
        self._fitting: Fitting | None = None
        self._ends: list[float] = []

    def work(self) -> bool:
        """Make the starts of a group of runs, or take a part of a step with them."""
        if self._fitting is None:
            self._fitting = self._next_group()
        elif self._fitting.short_of(MAX_ITER):
            self._fitting.work()
        else:
            traces = self._fitting.traces()
            self._ends += [float(t.log_likelihoods[-1]) for t in traces if t.stop != "collapsed"]
            self._fitting = None
        return self._fitting is not None or self._made < self._n_starts

    def progress(self) -> tuple[float, str]:
        """Which of the starts are being tried, and their step."""
        step = 0 if self._fitting is None else self._fitting.n_steps
        return step / MAX_ITER, (
            f"EM from {self._made} of {self._n_starts} other starts on {self.n_points:,} points: step {step} of at "
            f"most {MAX_ITER}"
        )

    def ends(self) -> list[float]:
        """The last log-likelihoods of the sound runs that ended, highest first.

        A run that collapses has none: on its way it climbs without limit.
        """
        return sorted(self._ends, reverse=True)

    def _next_group(self) -> Fitting | None:
        s, K = self._scenario, self._scenario.n_components
        options: dict[str, Any] = {"covariance_type": s.covariance_type, "reg_covar": s.reg_covar}
        size = max(1, min(GROUP // K, MOST_SHARES // (MAX_ITER * self.n_points * K)))
        starts = []
        for seed in range(self._made, min(self._made + size, self._n_starts)):
            self._made += 1
            rng = np.random.default_rng([seed, 2])
            try:
                start = make_start(WAYS[seed % len(WAYS)], self._X, K, rng, **options)
            except MixtureError:
                continue  # too few distinct points
            equal = np.full(K, 1 / K)
            starts.append(start if s.learn_weights else Mixture(equal, start.means, start.covariances))
        if not starts:
            return None
        return Fitting(self._X, starts, tol=TOL, learn_weights=s.learn_weights, **options)
