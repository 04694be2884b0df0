"""EM from many starts, for a best to compare with."""

from typing import Any

import numpy as np

from emcore import Mixture, MixtureError, Scenario, fit_many, make_start

WAYS = ("kmeanspp", "random-points")
MOST_STARTS = 16
MOST_SHARES = 60_000_000  # responsibilities of all runs and steps: some seconds
MAX_ITER = 200


def ends_of_restarts(scenario: Scenario, X: np.ndarray) -> list[float]:
    """The last log-likelihoods of sound runs from other starts, with the scenario's K and options, highest first.

    A run that collapses has none: on its way it climbs without limit. Fewer starts where the points are many.
    """
    n_starts = int(np.clip(MOST_SHARES // (len(X) * scenario.n_components * MAX_ITER), 2, MOST_STARTS))
    options: dict[str, Any] = {"covariance_type": scenario.covariance_type, "reg_covar": scenario.reg_covar}
    starts = []
    for seed in range(n_starts):
        rng = np.random.default_rng([seed, 2])
        try:
            starts.append(make_start(WAYS[seed % len(WAYS)], X, scenario.n_components, rng, **options))
        except MixtureError:
            continue  # too few distinct points
    if not scenario.learn_weights:
        equal = np.full(scenario.n_components, 1 / scenario.n_components)
        starts = [Mixture(equal, start.means, start.covariances) for start in starts]
    traces = fit_many(X, starts, max_iter=MAX_ITER, tol=1e-9, learn_weights=scenario.learn_weights, **options)
    return sorted((float(t.log_likelihoods[-1]) for t in traces if t.stop != "collapsed"), reverse=True)
