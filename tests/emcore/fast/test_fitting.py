"""Fits under way: what `fit` gives, however they are stepped."""

import numpy as np
import pytest
from oracles import assert_same_trace, overlapping_points, soft_start

from emcore import Mixture, conjugate_prior, fit, fit_many, steps
from emcore.fast.fitting import Fitting


def fitting(tol=0.0):
    X = overlapping_points(2)
    return X, Fitting(X, [soft_start(X)], tol=tol)


def test_the_start_is_there_before_any_step():
    X, fit_under_way = fitting()
    assert fit_under_way.n_steps == 0
    assert_same_trace(fit_under_way.traces()[0], fit(X, soft_start(X), max_iter=0))


def test_a_fit_can_be_looked_at_and_go_on():
    X, fit_under_way = fitting()
    for step in range(1, 6):
        assert fit_under_way.advance()
        assert fit_under_way.n_steps == step
        assert_same_trace(fit_under_way.traces()[0], fit(X, soft_start(X), max_iter=step))


def test_a_step_can_be_left_and_taken_up_at_every_pause(monkeypatch):
    rng = np.random.default_rng(3)
    X = np.concatenate(
        [rng.normal(0, 1e-5, (300, 1)), rng.normal(1, 1e-5, (300, 1))]
    )  # so narrow, and tied: exact steps
    start = Mixture([0.5, 0.5], [[0], [1]], [[[1e-10]], [[1e-10]]])
    expected = fit(X, start, max_iter=3, covariance_type="tied")
    monkeypatch.setattr(steps, "BLOCK", 64)
    fit_under_way = Fitting(X, [start], covariance_type="tied")
    pauses = 0
    while fit_under_way.short_of(3):
        fit_under_way.work()
        pauses += 1
        assert len(fit_under_way.traces()[0]) == fit_under_way.n_steps + 1
    assert pauses > 3 * 2 * 600 / 64  # one after each block of 64 shares
    trace = fit_under_way.traces()[0]
    assert trace.log_likelihoods == pytest.approx(expected.log_likelihoods, rel=1e-12)
    assert trace.means == pytest.approx(expected.means, rel=1e-9)


@pytest.mark.parametrize("max_iter", [0, 3, 7])
def test_fewer_steps_than_were_taken_can_be_had(max_iter):
    X, fit_under_way = fitting()
    for _ in range(7):
        fit_under_way.advance()
    assert_same_trace(fit_under_way.traces(max_iter)[0], fit(X, soft_start(X), max_iter=max_iter))


def test_a_fit_that_has_converged_takes_no_more_steps():
    X, fit_under_way = fitting(tol=1e-4)
    expected = fit(X, soft_start(X), max_iter=5000, tol=1e-4)
    while fit_under_way.advance():
        pass
    assert fit_under_way.n_steps == len(expected) - 1
    assert not fit_under_way.advance()
    assert_same_trace(fit_under_way.traces()[0], expected)
    earlier = fit_under_way.traces(len(expected) - 2)[0]
    assert (earlier.stop, len(earlier)) == ("max_iter", len(expected) - 1)


def test_a_collapse_is_told_unless_the_run_was_to_end_there_anyway():
    X = np.array([[0.0], [1], [2], [3], [10]])
    start = Mixture([0.5, 0.5], [[1.5], [10]], [[[1]], [[0.01]]])
    fit_under_way = Fitting(X, [start])
    assert not fit_under_way.advance()
    assert fit_under_way.traces()[0].stop == "collapsed"
    assert fit_under_way.traces(5)[0].stop == "collapsed"
    assert fit_under_way.traces(0)[0].stop == "max_iter" == fit(X, start, max_iter=0).stop


def test_some_runs_go_on_when_others_have_ended():
    X = overlapping_points(2)
    starts = [soft_start(X, seed=seed) for seed in range(4)]
    fit_under_way = Fitting(X, starts, tol=1e-5)
    while fit_under_way.advance():
        pass
    traces = fit_under_way.traces()
    assert len({len(trace) for trace in traces}) > 1
    for trace, expected in zip(traces, fit_many(X, starts, max_iter=5000, tol=1e-5), strict=True):
        assert_same_trace(trace, expected)


def test_ends_and_last_mixtures_stay_when_the_steps_before_are_let_go_of():
    X = overlapping_points(2)
    rng = np.random.default_rng(5)
    starts = [Mixture([0.5, 0.5], rng.normal(0, 2, (2, 2)), [np.eye(2)] * 2) for _ in range(6)]
    starts.append(Mixture([0.5, 0.5], [X[0], X.mean(axis=0)], [np.eye(2) * 1e-6, np.eye(2)]))  # collapses
    fit_under_way = Fitting(X, starts, tol=1e-6)
    while fit_under_way.short_of(150):
        fit_under_way.work()
        fit_under_way.forget()
    ends = fit_under_way.ends(150)
    for run, trace in enumerate(fit_many(X, starts, max_iter=150, tol=1e-6)):
        assert ends[run].stop == trace.stop
        assert ends[run].step == len(trace) - 1
        assert ends[run].log_likelihood == pytest.approx(trace.log_likelihoods[-1], rel=1e-12)
        assert fit_under_way.mixture(run).means == pytest.approx(trace[-1].mixture.means, rel=1e-9)
    assert {end.stop for end in ends} > {"converged"}


@pytest.mark.parametrize("tol", [0.0, 1e-4])
@pytest.mark.parametrize("last", [4, 40])
def test_what_is_climbed_with_a_prior_is_the_log_posterior_however_a_run_ends(tol, last):
    X = overlapping_points(2)
    starts = [soft_start(X, seed=seed) for seed in range(4)]
    prior = conjugate_prior(X, 3)
    fit_under_way = Fitting(X, starts, tol=tol, prior=prior)
    fit_under_way.advance(40)
    for end, start in zip(fit_under_way.ends(last), starts, strict=True):
        trace = fit(X, start, max_iter=last, tol=tol, prior=prior)
        assert (end.stop, end.step) == (trace.stop, len(trace) - 1)
        assert end.height == pytest.approx(trace.log_posteriors[-1], rel=1e-9)
        assert end.height != pytest.approx(end.log_likelihood, rel=1e-9)
