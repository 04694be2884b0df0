"""The E beats of all steps at once are those of the E step, one by one."""

from itertools import pairwise

import numpy as np
import pytest

from emcore import PRESETS, Mixture, e_step, fit, make_start
from emcore.study.sharing_out import BLOCK, sharing_out
from emcore.trace import EMState, EMTrace


def one_by_one(X, trace):
    shares = [e_step(X, trace[t].mixture)[0] for t in range(len(trace))]
    owners = [share.round(10).argmax(axis=1) for share in shares]
    held = [share.mean(axis=0) for share in shares]
    largest = [0, *(np.abs(now - before).max() for before, now in pairwise(shares))]
    return held, largest, [0, *((now != before).mean() for before, now in pairwise(owners))]


def trace_of(*mixtures):
    return EMTrace.of([EMState(t, mixture, 0.0) for t, mixture in enumerate(mixtures)], "max_iter")


def check(X, trace, atol=1e-9):
    shared = sharing_out(X, trace)
    for found, expected in zip((shared.held, shared.largest, shared.changed), one_by_one(X, trace), strict=True):
        np.testing.assert_allclose(found, expected, rtol=0, atol=atol)


@pytest.mark.parametrize("key", PRESETS)
def test_of_every_preset(key):
    dataset, trace = PRESETS[key].scenario.run()
    check(dataset.X[:: -(-len(dataset.X) // 1000)], trace)


@pytest.mark.parametrize("n_features", [1, 2, 5])
@pytest.mark.parametrize("n_points", [1, 400, BLOCK // 2])
def test_in_any_dimension_of_few_points_and_many(n_features, n_points):
    rng = np.random.default_rng(n_features)
    X = rng.normal(size=(n_points + 20, n_features)) * 10.0 ** np.arange(n_features)
    trace = fit(X, make_start("kmeanspp", X, 3, rng), max_iter=5, reg_covar=0.1)
    check(X[:n_points], trace)


def test_far_from_0_and_far_from_every_component():
    X = 1e6 + np.array([[0.0], [1.0], [1e5], [-1e5]])
    still = Mixture([0.25, 0.75], [[1e6], [1e6 + 1]], [[[1.0]], [[0.25]]])
    moved = Mixture([0.5, 0.5], [[1e6 + 0.5], [1e6 + 2]], [[[1.0]], [[1.0]]])
    check(X, trace_of(still, moved), atol=1e-7)


def test_of_numbers_whose_squares_are_too_large():
    X = np.array([[1e150], [-1e150], [0.0]])
    check(X, trace_of(Mixture([0.5, 0.5], [[0.0], [1e150]], [[[1e-20]], [[1e-20]]])))
