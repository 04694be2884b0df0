"""The numbers behind a step: what the browser needs to write out Bayes' rule and the M step at any step of a run."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.charts.extent import extents
from emcore import COVARIANCE_TYPES, CollapseError, Dataset, EMTrace, Scenario
from emcore.steps import responsibilities, statistics

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


def sums_of(X: np.ndarray, trace: EMTrace, covariance_type: str, reg_covar: float) -> Sums:
    """The sums at every step of the run, or at the first S of them where the points are very many."""
    n_points, n_features = X.shape
    n_components = trace.weights.shape[1]
    n_steps = min(len(trace), max(1, MOST_SHARES // (n_points * n_components)))
    shape = (n_steps, n_components, n_features)
    counts, totals, means = (np.full(s, np.nan) for s in (shape[:2], shape, shape))
    scatters, covariances = (np.full((*shape, n_features), np.nan) for _ in range(2))
    for t in range(n_steps):
        shares, _ = responsibilities(X, trace[t].mixture)
        counts[t], totals[t] = shares.sum(axis=0), shares.T @ X
        try:
            found = statistics(X, shares)
        except CollapseError:
            continue  # a component without points
        means[t], scatters[t] = found.means, found.scatters
    ridge = reg_covar * np.eye(n_features)
    covariances = COVARIANCE_TYPES[covariance_type].estimate(counts, scatters) + ridge
    return Sums(counts, totals, scatters, means, covariances)


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
