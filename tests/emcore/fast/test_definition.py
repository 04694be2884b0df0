"""`fit`, `fit_many` and `iterate` make the runs that the plain loop defines: on every preset, replay, covariance type.

On hard cases both are measured against 50 digits, in `test_accuracy.py`; where the fast way changes over to exact steps
and back, in `test_paths.py`.
"""

from itertools import islice

import numpy as np
import pytest
from oracles import FAST, assert_as_defined, assert_same_mixture, overlapping_points, soft_start

from emcore import (
    COVARIANCE_TYPES,
    PRESETS,
    CollapseError,
    Mixture,
    Scenario,
    expectation_maximization,
    fit,
    fit_many,
    iterate,
)
from emcore.fast.fitting import alike
from emcore.study.replays import REPLAYS
from emcore.study.verdicts import seeded

every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)


def assert_same_run(X, start, max_iter, tol, **options):
    trace = fit(X, start, max_iter=max_iter, tol=tol, **options)
    defined = expectation_maximization(X, start, max_iter=max_iter, tol=tol, **options)
    told = f"{defined.detail} {alike(start)}".rstrip()  # which the plain loop does not look for
    assert (trace.stop, trace.detail, len(trace)) == (defined.stop, told, len(defined))
    assert_as_defined(trace, X, **options)


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset(key):
    s = PRESETS[key].scenario
    X = s.dataset().X
    options = {name: getattr(s, name) for name in ("covariance_type", "reg_covar", "learn_weights")}
    assert_same_run(X, s.start_mixture(X), s.max_iter, s.tol, **options)


@pytest.mark.parametrize("key", REPLAYS)
def test_every_replay_from_its_published_or_first_start(key):
    replay = REPLAYS[key]
    data = Scenario(replay.data, start="kmeanspp", columns=replay.columns, standardize=replay.standardize)
    X = data.dataset().X
    start = seeded(replay, 1).start_mixture(X) if replay.start is None else replay.start
    options = {"covariance_type": replay.covariance_type, "learn_weights": replay.learn_weights}
    assert_same_run(X, start, replay.max_iter, replay.tol, **options)


@every_type
@pytest.mark.parametrize("learn_weights", [True, False], ids=["learned", "fixed"])
@pytest.mark.parametrize("reg_covar", [0.0, 0.1])
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_every_type_alone_together_and_step_by_step(covariance_type, learn_weights, reg_covar, n_features):
    X = overlapping_points(n_features)
    starts = [soft_start(X, covariance_type, seed=seed) for seed in range(3)]
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights, "reg_covar": reg_covar}
    trace = fit(X, starts[0], max_iter=20, **options)
    assert_as_defined(trace, X, **options)
    for many in fit_many(X, starts, max_iter=20, **options):
        assert_as_defined(many, X, **options)
    for state, recorded in zip(islice(iterate(X, starts[0], **options), 21), trace, strict=True):
        assert (state.iteration, state.log_likelihood) == (recorded.iteration, recorded.log_likelihood)
        assert_same_mixture(state.mixture, recorded.mixture, rtol=0)


@every_type
def test_identical_components_part_in_the_plain_loop_by_rounding_alone(covariance_type):
    """`fit` keeps them alike, whatever the weights. In the plain loop they stay so for as long as rounding is small."""
    X = overlapping_points(2)
    start = soft_start(X, covariance_type, n_components=2)
    twice = Mixture([0.2, 0.5, 0.3], start.means[[0, 1, 0]], start.covariances[[0, 1, 0]])
    options = {"covariance_type": covariance_type, "max_iter": 10}
    trace, defined = fit(X, twice, **options), expectation_maximization(X, twice, **options)
    assert_as_defined(trace, X, covariance_type=covariance_type)
    np.testing.assert_allclose(defined.means[:, 0], defined.means[:, 2], rtol=FAST)
    np.testing.assert_allclose(trace.means[:, 0], trace.means[:, 2], rtol=1e-14)


def test_a_collapse_is_told_in_the_same_words_and_raised_by_iterate():
    X = np.array([0.0, 1, 2, 3, 10])
    start = Mixture([0.5, 0.5], [[1.5], [9]], [[[1]], [[1]]])
    trace, defined = fit(X, start), expectation_maximization(X, start)
    assert (defined.stop, defined.detail, len(defined)) == (trace.stop, trace.detail, len(trace))
    assert defined.stop == "collapsed"
    with pytest.raises(CollapseError) as caught:
        list(iterate(X, start))
    assert str(caught.value) in defined.detail
