"""`fit_many` is nothing but many calls of `fit`, faster: whatever the runs beside it, each trace is its own."""

from itertools import combinations

import numpy as np
import pytest
from hard_cases import tight
from oracles import overlapping_points, soft_start

import emcore.fast.fit
from emcore import COVARIANCE_TYPES, DataError, Mixture, fit, fit_many

every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
both_weights = pytest.mark.parametrize("learn_weights", [True, False], ids=["learned", "fixed"])

ARRAYS = ("weights", "means", "covariances", "log_likelihoods")


def assert_close_traces(actual, expected, rtol=1e-8):
    """To rounding: that of some hundred steps, in units of the parameters' own size."""
    assert (len(actual), actual.stop, actual.detail) == (len(expected), expected.stop, expected.detail)
    for name in ARRAYS:
        one, other = getattr(actual, name), getattr(expected, name)
        assert one.shape == other.shape
        atol = rtol * np.abs(other).max()
        np.testing.assert_allclose(one, other, rtol=rtol, atol=atol, err_msg=name)


def fit_each(X, starts, **options):
    return [fit(X, start, **options) for start in starts]


def check(X, starts, **options):
    """The traces of `fit_many`, once they are known to be those of `fit`."""
    traces = fit_many(X, starts, **options)
    for trace, alone in zip(traces, fit_each(X, starts, **options), strict=True):
        assert_close_traces(trace, alone)
    return traces


def soft_starts(X, covariance_type="full", n_starts=5, n_components=3):
    return [soft_start(X, covariance_type, n_components, seed) for seed in range(n_starts)]


# --- each trace is its own fit's --------------------------------------------------------------------------------------


@every_type
@both_weights
def test_runs_converge_each_at_its_own_step(covariance_type, learn_weights):
    X = overlapping_points(2)
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights}
    starts = soft_starts(X, covariance_type)
    starts.insert(2, fit(X, starts[0], max_iter=300, **options)[-1].mixture)  # already there: ends before the others
    traces = check(X, starts, max_iter=300, tol=1e-5, **options)
    lengths = [len(trace) for trace in traces]
    assert len(set(lengths)) > 3
    assert max(lengths) > 5 * lengths[2]
    assert traces[2].stop == "converged"
    for trace in traces:
        if trace.stop == "converged":
            gains = np.abs(np.diff(trace.log_likelihoods)) / len(X)
            assert gains[-1] < 1e-5
            assert (gains[:-1] >= 1e-5).all()


def test_some_converge_while_others_run_out_of_iterations():
    X = overlapping_points(2)
    starts = soft_starts(X, n_starts=8)
    needed = sorted(len(trace) - 1 for trace in fit_each(X, starts, max_iter=3000, tol=1e-4))
    assert needed[3] < needed[4]
    traces = check(X, starts, max_iter=needed[3], tol=1e-4)
    assert sorted(trace.stop for trace in traces) == ["converged"] * 4 + ["max_iter"] * 4


def test_no_iterations_give_the_starts_alone():
    X = overlapping_points(2)
    starts = soft_starts(X)
    for trace, start in zip(check(X, starts, max_iter=0, tol=1.0), starts, strict=True):
        assert (len(trace), trace.stop) == (1, "max_iter")
        np.testing.assert_array_equal(trace.means[0], start.means)


@every_type
def test_step_0_is_exactly_each_start(covariance_type):
    X = overlapping_points(2)
    starts = soft_starts(X, covariance_type)
    for trace, start in zip(fit_many(X, starts, max_iter=3, covariance_type=covariance_type), starts, strict=True):
        for name in ("weights", "means", "covariances"):
            np.testing.assert_array_equal(getattr(trace, name)[0], getattr(start, name))


@both_weights
def test_fixed_weights_are_each_runs_own(learn_weights):
    X = overlapping_points(2)
    shared = soft_start(X)
    weights = np.random.default_rng(3).dirichlet([2, 2, 2], size=6)
    starts = [Mixture(row, shared.means, shared.covariances) for row in weights]
    traces = check(X, starts, max_iter=10, learn_weights=learn_weights)
    for trace, row in zip(traces, weights, strict=True):
        assert (trace.weights == row).all() == (not learn_weights)


# --- runs that collapse -----------------------------------------------------------------------------------------------

CORNER = np.array([6.0, -5.0])


def with_copies():
    """Three clouds, and ten copies of a point apart from them: a component left with these alone has no spread."""
    return np.concatenate([overlapping_points(2), np.repeat(CORNER[np.newaxis], 10, axis=0)]), CORNER


def about(centre, X, sd):
    """One component of spread `sd` about `centre`, two on the clouds."""
    rest = soft_start(X[:150], n_components=2)
    tight_one = sd**2 * np.eye(len(centre))[np.newaxis]
    return Mixture(
        [0.2, *0.8 * rest.weights], [centre + sd / 3, *rest.means], np.concatenate([tight_one, rest.covariances])
    )


@pytest.mark.parametrize("covariance_type", ["full", "diag", "spherical"])
@both_weights
def test_runs_collapse_each_at_its_own_step(covariance_type, learn_weights):
    X, centre = with_copies()
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights}
    # The copies taken over by a broad component of a mixture that fits: nothing to collapse onto.
    broad = soft_start(X, covariance_type, n_components=3, seed=4)
    starts = [about(centre, X, sd) for sd in (1e-3, 2.5, 0.3, 3.5)]
    starts = [starts[0], broad, *starts[1:], starts[0]]
    traces = check(X, starts, max_iter=12, **options)
    collapsed = [len(trace) - 1 for trace in traces if trace.stop == "collapsed"]
    assert min(collapsed) == 0
    assert len(set(collapsed)) > 1
    assert traces[1].stop == "max_iter"
    for trace in traces:
        for name in ARRAYS:
            assert np.isfinite(getattr(trace, name)).all()


def test_all_runs_may_collapse():
    X, centre = with_copies()
    at_once = [about(centre, X, sd) for sd in (1e-3, 1e-2, 0.1)]
    assert [len(trace) for trace in check(X, at_once)] == [1, 1, 1]
    later = [about(centre, X, sd) for sd in (1.5, 0.1, 2.5)]
    traces = check(X, later, max_iter=200)
    assert {trace.stop for trace in traces} == {"collapsed"}
    assert len({len(trace) for trace in traces}) > 1


def test_a_collapse_names_its_own_component():
    X, centre = with_copies()
    start = about(centre, X, 0.1)
    orders = ([0, 1, 2], [1, 0, 2], [2, 1, 0])
    starts = [Mixture(start.weights[o], start.means[o], start.covariances[o]) for o in orders]
    for k, trace in enumerate(check(X, starts), start=1):
        assert f"component {k} of 3" in trace.detail


def test_a_component_out_of_reach_ends_its_run_alone():
    X = overlapping_points(2)
    lost = Mixture([0.5, 0.5], [[0, 0], [1e6, 0]], [np.eye(2)] * 2)
    weightless = Mixture([1, 0], [[0, 0], [1, 0]], [np.eye(2)] * 2)
    starts = [lost, soft_start(X, n_components=2), weightless]
    traces = check(X, starts, max_iter=10)
    assert [(len(trace), trace.stop) for trace in traces] == [(1, "collapsed"), (11, "max_iter"), (1, "collapsed")]


def test_the_step_after_the_last_may_fail_unseen():
    """`max_iter` iterations were asked for: that the next one can't be made is no matter."""
    X, centre = with_copies()
    starts = [about(centre, X, 1e-3), soft_start(X)]
    assert {trace.stop for trace in check(X, starts, max_iter=0)} == {"max_iter"}


# --- groups -----------------------------------------------------------------------------------------------------------


def test_starts_may_differ_in_their_numbers_of_components():
    X = overlapping_points(2)
    numbers = [3, 1, 2, 3, 5, 2, 1, 3]
    starts = [soft_start(X, n_components=k, seed=i) for i, k in enumerate(numbers)]
    traces = check(X, starts, max_iter=30, tol=1e-4)
    assert [trace.weights.shape[1] for trace in traces] == numbers


def test_more_starts_than_one_group():
    X = overlapping_points(2, n_points=90)
    starts = soft_starts(X, n_starts=120)
    assert len(starts) * 3 > 2 * emcore.fast.fit.GROUP
    check(X, starts, max_iter=3)


@pytest.mark.parametrize("rows", [1, 7])
def test_the_size_of_the_groups_changes_nothing(rows, monkeypatch):
    X = overlapping_points(2)
    starts = [soft_start(X, n_components=2 + i % 3, seed=i) for i in range(9)]
    traces = fit_many(X, starts, max_iter=60, tol=1e-4)
    monkeypatch.setattr(emcore.fast.fit, "GROUP", rows)
    again = fit_many(X, starts, max_iter=60, tol=1e-4)
    for one, other in zip(again, traces, strict=True):
        assert_close_traces(one, other)


def test_no_starts_give_no_traces():
    assert fit_many(overlapping_points(2), []) == []


def test_one_start():
    X = overlapping_points(2)
    assert len(check(X, [soft_start(X)], max_iter=10)) == 1


def test_a_tuple_is_as_good_as_a_list():
    X = overlapping_points(2)
    starts = soft_starts(X)
    for one, other in zip(fit_many(X, tuple(starts), max_iter=5), fit_many(X, starts, max_iter=5), strict=True):
        assert_close_traces(one, other)


def test_a_generator_is_refused_rather_than_read_in_part():
    X = overlapping_points(2)
    with pytest.raises(ValueError, match="starts is of type generator; give a list or tuple"):
        fit_many(X, (start for start in soft_starts(X)), max_iter=5)


def test_a_vector_is_a_column():
    X = overlapping_points(1)
    starts = soft_starts(X)
    for one, other in zip(fit_many(X[:, 0], starts, max_iter=5), fit_many(X, starts, max_iter=5), strict=True):
        assert_close_traces(one, other)


@both_weights
def test_identical_starts_give_identical_traces(learn_weights):
    X = overlapping_points(2)
    same, other = soft_start(X, seed=0), soft_start(X, seed=1)
    traces = fit_many(X, [same, other, same, same], max_iter=200, tol=1e-5, learn_weights=learn_weights)
    for k in (2, 3):
        assert_close_traces(traces[k], traces[0])
    assert abs(traces[1].log_likelihoods[0] - traces[0].log_likelihoods[0]) > 1


@both_weights
def test_permuting_the_starts_permutes_the_traces(learn_weights):
    X, centre = with_copies()
    starts = [*soft_starts(X, n_starts=4), about(centre, X, 0.3), about(centre, X, 1e-3)]
    options = {"max_iter": 100, "tol": 1e-4, "learn_weights": learn_weights}
    traces = fit_many(X, starts, **options)
    order = [5, 3, 0, 4, 2, 1]
    permuted = fit_many(X, [starts[i] for i in order], **options)
    for one, i in zip(permuted, order, strict=True):
        assert_close_traces(one, traces[i])
    assert len({len(trace) for trace in traces}) > 3


# --- what goes in and what comes out ----------------------------------------------------------------------------------


def test_points_and_starts_are_left_as_they_were():
    X, narrow = tight(1e-4, [0.5, -0.3])
    X.flags.writeable = False
    starts = [soft_start(X, n_components=2), narrow]
    copies = [X.copy(), *(array.copy() for s in starts for array in (s.weights, s.means, s.covariances))]
    same = list(starts)
    fit_many(X, starts, max_iter=5, reg_covar=1e-3)
    fit_many(X, starts, max_iter=5, learn_weights=False)
    assert all(one is other for one, other in zip(starts, same, strict=True))
    now = [X, *(array for s in starts for array in (s.weights, s.means, s.covariances))]
    for array, copy in zip(now, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("max_iter", [0, 6])
def test_traces_share_no_memory(max_iter):
    X = overlapping_points(2)
    start = soft_start(X)
    traces = fit_many(X, [start, start, soft_start(X, seed=2)], max_iter=max_iter, learn_weights=False)
    arrays = [getattr(trace, name) for trace in traces for name in ARRAYS]
    arrays += [X, start.weights, start.means, start.covariances]
    for one, other in combinations(arrays, 2):
        assert not np.shares_memory(one, other)
    # Nor does a trace that is kept hold on to those that are not.
    assert all(getattr(trace, name).flags.owndata for trace in traces for name in ARRAYS)
    kept = traces[1].means.copy()
    traces[0].means[:] = -7
    np.testing.assert_array_equal(traces[1].means, kept)


@pytest.mark.parametrize(
    "X",
    [
        [[0.0, np.nan], [1.0, 2.0]],
        [[0.0, np.inf], [1.0, 2.0]],
        [["a", "b"]],
        [[0.0, 1.0], [2.0]],
        [],
        np.zeros((4, 3)),
        np.zeros(4),
        np.zeros((2, 2, 2)),
    ],
    ids=["NaN", "inf", "text", "ragged", "empty", "three columns", "one column", "a cube"],
)
def test_bad_points_are_the_same_errors_as_for_fit(X):
    starts = soft_starts(overlapping_points(2), n_starts=2)
    with pytest.raises(DataError) as alone:
        fit(X, starts[0])
    with pytest.raises(DataError) as many:
        fit_many(X, starts)
    assert str(many.value) == str(alone.value)


@pytest.mark.parametrize("first", [0, 1], ids=["the first", "another"])
@pytest.mark.parametrize("n_features", [1, 3])
def test_a_start_of_another_dimension_is_the_same_error_as_for_fit(first, n_features):
    X = overlapping_points(2)
    wrong = soft_start(overlapping_points(n_features))
    starts = [soft_start(X), soft_start(X, seed=2)]
    starts.insert(first, wrong)
    with pytest.raises(DataError) as alone:
        fit(X, wrong)
    with pytest.raises(DataError) as many:
        fit_many(X, starts)
    assert str(many.value) == str(alone.value)


@pytest.mark.parametrize(
    "options",
    [{"max_iter": -1}, {"tol": -1e-9}, {"tol": float("nan")}, {"reg_covar": -1.0}, {"covariance_type": "round"}],
)
@pytest.mark.parametrize("n_starts", [0, 2])
def test_options_out_of_range_are_the_same_errors_as_for_fit(options, n_starts):
    X = overlapping_points(2)
    with pytest.raises(ValueError, match=next(iter(options))) as alone:
        fit(X, soft_start(X), **options)
    with pytest.raises(ValueError, match=next(iter(options))) as many:
        fit_many(X, soft_starts(X, n_starts=n_starts), **options)
    assert str(many.value) == str(alone.value)
