"""Narrow components, in coordinates of their own: alone, beside broad ones, in some runs of many, coming and going."""

from dataclasses import asdict

import numpy as np
import pytest
from hard_cases import CASES, Case, cloud, round_start, tight
from oracles import assert_as_defined, assert_never_falls, overlapping_points, soft_start
from precise import EPS, run_errors, unavoidable_errors

from emcore import COVARIANCE_TYPES, Mixture, expectation_maximization, fit, fit_many, log_component_densities
from emcore.fast.fitting import Fitting
from emcore.fast.narrow import joined, narrow_components, weighted_sums
from emcore.steps import Rules, e_step, maximize, statistics

SUMS = 30  # as in test_accuracy.py

every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
every_dimension = pytest.mark.parametrize("n_features", [1, 2, 8])
both_weights = pytest.mark.parametrize("learn_weights", [True, False], ids=["learned", "fixed"])


def round_clusters(n_features, sds, apart=2.0, n_each=25):
    """Clusters of these spreads, `apart` from each other, and a start half a standard deviation off."""
    centres = apart * np.arange(len(sds))[:, np.newaxis] * np.ones(n_features) + 0.25
    X = np.concatenate([cloud(k, n_each, centre, sd) for k, (centre, sd) in enumerate(zip(centres, sds, strict=True))])
    sds = np.array(sds)
    return X, round_start(centres + 0.3 * sds[:, np.newaxis], 1.5 * sds**2)


def assert_as_right_as_float64_allows(case, run):
    errors, unavoidable = run_errors(case, run), unavoidable_errors(case)
    for name, error in asdict(errors).items():
        bound = max(case.slack, SUMS * (EPS + getattr(unavoidable, name)))
        assert error <= bound, f"{name}: off by {error:.1e}, where {bound:.1e} can be had"


def among(others, place):
    """A `run` for one start: `fit_many` of it and others, at a place among them."""

    def run(X, start, **options):
        return fit_many(X, [*others[:place], start, *others[place:]], **options)[place]

    return run


# --- against 50 digits ------------------------------------------------------------------------------------------------

MIXES = {
    "one of three": [1.0, 1e-4, 0.5],
    "the first": [1e-4, 1.0],
    "all": [1e-4, 1e-5],
    "all but one": [1e-3, 1e-5, 0.7, 1e-4],
    "none": [1.0, 0.5],
}


@every_type
@pytest.mark.parametrize(
    ("n_features", "sds", "learn_weights"),
    [
        *((n_features, sds, learn) for n_features in (1, 2) for sds in MIXES.values() for learn in (True, False)),
        *((8, MIXES[label], True) for label in ("the first", "all")),  # 50 digits take long
    ],
)
def test_narrow_and_broad_together_are_as_right_as_float64_allows(covariance_type, n_features, sds, learn_weights):
    X, start = round_clusters(n_features, sds)
    case = Case("", X, start, n_steps=3, covariance_type=covariance_type, learn_weights=learn_weights)
    assert_as_right_as_float64_allows(case, fit)


@every_type
@every_dimension
def test_runs_with_and_without_narrow_components_at_once(covariance_type, n_features):
    """Each as right as alone, wherever it stands among the others."""
    X, start = round_clusters(n_features, [1e-4, 0.8])
    options = {"covariance_type": covariance_type}
    other_way = Mixture(start.weights[::-1], start.means[::-1], start.covariances[::-1])
    starts = [
        start,
        soft_start(X, covariance_type, n_components=2),
        other_way,
        round_start(start.means, [1e-8, 1e-7]),  # both narrow
        soft_start(X, covariance_type, n_components=2, seed=3),
    ]
    for place, one in enumerate(starts):
        case = Case("", X, one, n_steps=2, **options)
        assert_as_right_as_float64_allows(case, among(starts[:place] + starts[place + 1 :], place))


HARD = [label for label, case in CASES.items() if "relative spread" in label or "shrinks" in label or "flat" in label]


@pytest.mark.parametrize("label", HARD)
def test_hard_runs_beside_others_are_as_right_as_float64_allows(label):
    case = CASES[label]
    n_components = case.start.n_components
    if case.X.shape[1] < 8:
        others = [soft_start(case.X, case.covariance_type, n_components, seed) for seed in range(2)]
        assert_as_right_as_float64_allows(case, among([*others, case.start], 1))


# --- components that become narrow, and stop being so -----------------------------------------------------------------


def assert_all_as_defined(X, starts, n_steps, tolerance, **options):
    """Each alone, and all together."""
    for start, beside in zip(starts, fit_many(X, starts, max_iter=n_steps, **options), strict=True):
        for trace in (fit(X, start, max_iter=n_steps, **options), beside):
            assert len(trace) == n_steps + 1, trace.detail
            assert_as_defined(trace, X, tolerance=tolerance, **options)


def narrowest(trace):
    """Smallest standard deviation along a coordinate, at each step (T,)."""
    return np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3).reshape(len(trace), -1).min(axis=1))


@pytest.mark.parametrize("covariance_type", ["full", "diag", "spherical"])
@every_dimension
def test_a_broad_component_finds_a_clump_and_becomes_narrow(covariance_type, n_features):
    X, _ = tight(1e-3, np.full(n_features, 0.5))
    start = round_start([np.zeros(n_features), np.full(n_features, 0.5)], [1.0, 0.04])
    options = {"covariance_type": covariance_type}
    sds = narrowest(fit(X, start, max_iter=20, **options))
    assert sds[0] > 0.1 > 2e-3 > sds[-1]
    ordinary = soft_start(X, covariance_type, n_components=2)
    # The clump's mean, near 0.5, rounds by some eps in units of 1e-3, and the way there magnifies it.
    assert_all_as_defined(X, [start, ordinary, start], 20, 1e-9, **options)


@both_weights
def test_a_component_narrows_and_broadens_by_and_by(learn_weights):
    """Points along a line, all of which the first component takes over but for the last few. With its weight fixed the
    second is broad, then narrow (sd 0.003), and broadens."""
    X = np.linspace(-1.73, 1.73, 1001)[:, np.newaxis]
    start = Mixture([0.5, 0.5], [[0.33], [3.33]], [[[0.01]], [[0.01]]])
    sds = narrowest(fit(X, start, max_iter=12, learn_weights=learn_weights))
    assert sds[1] < 0.005 < 0.05 < sds[0]
    assert learn_weights or sds[-1] > 0.05
    assert_all_as_defined(X, [start, start], 12, 1e-8, learn_weights=learn_weights)


@every_type
@every_dimension
def test_a_narrow_start_broadens_at_once(covariance_type, n_features):
    X = overlapping_points(n_features)
    start = round_start(X[:1], 1e-10)
    assert_all_as_defined(X, [start, soft_start(X, covariance_type, n_components=1)], 10, 1e-10,
                          covariance_type=covariance_type)  # fmt: skip


@pytest.mark.parametrize("moved", [0.5, 3.0, 30.0])
def test_a_narrow_component_that_moves_by_many_of_its_standard_deviations(moved):
    """From beside its clump, or from between two."""
    sd = 1e-4
    X = np.concatenate([cloud(1, 60, [0, 0]), cloud(2, 30, [0.5, 0.2], sd)])
    start = round_start([[0, 0], [0.5 + moved * sd, 0.2]], [2.0, (1 + moved) ** 2 * sd**2])
    case = Case("", X, start, n_steps=3)
    assert_as_right_as_float64_allows(case, fit)
    assert_as_right_as_float64_allows(case, among([soft_start(X, n_components=2)], 1))


def test_a_narrow_component_that_shrinks_and_moves_by_many_of_what_its_standard_deviations_become():
    """Sums about where it was have lost the digits of a clump ten thousand times narrower than its way there."""
    sd = 1e-7
    X = np.concatenate([cloud(1, 60, [0, 0]), cloud(2, 30, [0.5, 0.2], sd)])
    start = round_start([[0, 0], [0.501, 0.2]], [2.0, 4e-6])
    case = Case("", X, start, n_steps=3)
    assert_as_right_as_float64_allows(case, fit)
    assert_as_right_as_float64_allows(case, among([soft_start(X, n_components=2)], 1))


def test_clumps_only_and_points_far_from_all_of_them():
    """Every component is narrow, and some points are thousands of standard deviations from all."""
    X, start = round_clusters(2, [1e-4, 2e-4, 1e-5])
    X = np.concatenate([X, [[2.7, 1.5], [-3.0, 9.0]]])
    case = Case("", X, start, n_steps=1, amplification=1e10)
    assert_as_right_as_float64_allows(case, fit)
    assert_as_right_as_float64_allows(case, among([soft_start(X), start], 1))


@both_weights
def test_a_ridge_keeps_components_on_copies_narrow(learn_weights):
    X = np.concatenate([np.repeat([[0.5, 0.5], [-1.0, 0.3]], 20, axis=0), overlapping_points(2)])
    start = round_start([[0.5, 0.5], [-1.0, 0.3], [0, 0]], [1e-2, 1e-2, 1.0])
    options = {"reg_covar": 1e-8, "learn_weights": learn_weights}
    trace = fit(X, start, max_iter=30, **options)
    assert np.sqrt(trace.covariances[-1, 0, 0, 0]) < 2e-4
    assert_all_as_defined(X, [start, soft_start(X)], 30, 1e-9, **options)


def test_narrow_components_that_start_alike_stay_so():
    X, start = round_clusters(1, [1e-4, 1.0])
    twice = Mixture([0.2, 0.5, 0.3], start.means[[0, 1, 0]], start.covariances[[0, 1, 0]])
    for trace in (fit(X, twice, max_iter=10), *fit_many(X, [twice, soft_start(X)], max_iter=10)[:1]):
        assert_as_defined(trace, X, tolerance=1e-9)
        np.testing.assert_allclose(trace.means[:, 0], trace.means[:, 2], rtol=1e-14)


def test_runs_with_narrow_components_end_each_at_its_own_step():
    X, start = round_clusters(2, [1e-4, 0.8])
    finder = round_start([[0.3, 0.3], [2, 2]], [0.3, 1.0])
    starts = [finder, soft_start(X, n_components=2), start, soft_start(X, n_components=2, seed=5), finder, start]
    traces = fit_many(X, starts, max_iter=300, tol=1e-9)
    assert len({len(trace) for trace in traces}) > 2
    for trace, own in zip(traces, starts, strict=True):
        alone = fit(X, own, max_iter=300, tol=1e-9)
        assert (trace.stop, len(trace)) == (alone.stop, len(alone))
        np.testing.assert_allclose(trace.means, alone.means, rtol=1e-9)
        np.testing.assert_allclose(trace.covariances, alone.covariances, rtol=1e-7, atol=1e-14)
        assert_never_falls(trace.log_likelihoods)


def test_a_narrow_component_collapses_as_in_the_plain_loop():
    """It is left with ten copies of a point, by and by."""
    X = np.concatenate([overlapping_points(1), np.full((10, 1), 6.0), [[6.3], [5.9]]])
    start = round_start([[0.0], [6.0]], [4.0, 0.01])
    defined = expectation_maximization(X, start, max_iter=60)
    assert defined.stop == "collapsed"
    for trace in fit_many(X, [start, soft_start(X, n_components=2), start], max_iter=60)[::2]:
        assert (trace.stop, trace.detail, len(trace)) == (defined.stop, defined.detail, len(defined))


def test_a_fit_with_narrow_components_can_be_looked_at_and_go_on():
    X, start = round_clusters(2, [1e-4, 0.8])
    under_way = Fitting(X, [start])
    for step in range(1, 5):
        under_way.advance()
        trace, expected = under_way.traces()[0], fit(X, start, max_iter=step)
        assert len(trace) == step + 1
        np.testing.assert_array_equal(trace.covariances, expected.covariances)


# --- the coordinates themselves ---------------------------------------------------------------------------------------


def some_narrow(n_features, n_components=3):
    X, start = overlapping_points(n_features), soft_start(overlapping_points(n_features), n_components=n_components)
    ones = np.zeros(n_components, dtype=int)
    return X, start, narrow_components(ones, np.arange(n_components), start.weights, start.means, start.covariances)


@every_dimension
def test_densities_are_those_of_the_components(n_features):
    X, start, narrow = some_narrow(n_features)
    expected = log_component_densities(X, start).T + np.log(start.weights)[:, np.newaxis]
    np.testing.assert_allclose(narrow.log_joint(narrow.coordinates(X.T)), expected, rtol=1e-12)


@every_dimension
@pytest.mark.parametrize("covariance_type", ["full", "diag", "spherical"])
def test_an_m_step_is_the_textbooks(n_features, covariance_type):
    X, start, narrow = some_narrow(n_features)
    responsibilities, _ = e_step(X, start)
    expected = maximize(statistics(X, responsibilities), Rules(covariance_type, 0.01, None))
    after = narrow.m_step(
        start.weights,
        responsibilities.sum(axis=0),
        weighted_sums(narrow.coordinates(X.T), responsibilities.T),
        COVARIANCE_TYPES[covariance_type],
        0.01 * np.eye(n_features),
    )
    assert after.are_sound(np.zeros(n_features)).all()
    np.testing.assert_allclose(after.means, expected.means, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(after.covariances, expected.covariances, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(after.factors, expected.cholesky, rtol=1e-11, atol=1e-13)


def test_singular_and_unresolved_components_are_not_sound():
    covariances = np.array([np.eye(2), np.ones((2, 2)), np.diag([1.0, 1e-20]), np.full((2, 2), np.nan)])
    narrow = narrow_components(np.zeros(4, dtype=int), np.arange(4), np.full(4, 0.25), np.zeros((4, 2)), covariances)
    np.testing.assert_array_equal(narrow.are_sound(np.full(2, 1e-16)), [True, False, False, False])


def test_those_of_the_runs_that_go_on_are_counted_anew():
    _, _, narrow = some_narrow(2, n_components=4)
    parts = [narrow.only(np.arange(4) == k) for k in range(4)]
    runs = [narrow_components(np.full(1, run), p.places, np.ones(1), p.means, p.covariances)
            for run, p in zip((0, 2, 2, 5), parts, strict=True)]  # fmt: skip
    left = joined(runs).of_runs(np.array([False, True, True, True, True, True]))
    np.testing.assert_array_equal(left.runs, [1, 1, 4])
    np.testing.assert_array_equal(left.places, [1, 2, 3])
    np.testing.assert_array_equal(left.means, narrow.means[1:])
    assert joined(runs).of_runs(np.array([False, True, False, True, True, False])) is None
