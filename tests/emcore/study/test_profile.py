"""The profile: never below the surface, everything else at rest, against an optimizer of its own."""

from itertools import pairwise

import numpy as np
import pytest
from oracles import ROUNDING, assert_never_falls, overlapping_points, soft_start
from scipy.optimize import minimize

from emcore import COVARIANCE_TYPES, Mixture, e_step, expectation_maximization, log_density, steps
from emcore.study.landscape import surface
from emcore.study.parameters import Parameter, Plane, parameters_of
from emcore.study.profile import Profile, held_m_step, with_variances


def at_rest(X, covariance_type, n_components=2):
    start = soft_start(X, covariance_type, n_components)
    return expectation_maximization(X, start, max_iter=2000, tol=1e-13, covariance_type=covariance_type)[-1].mixture


def all_done(profile):
    while profile.work():
        pass
    return profile


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
@pytest.mark.parametrize("n_features", [1, 3])
def test_the_held_stay_the_others_never_make_it_fall(n_features, covariance_type):
    X = overlapping_points(n_features, 60)
    mixture = soft_start(X, covariance_type)
    rules = steps.Rules(covariance_type, 0.0, None)
    listed = parameters_of(3, n_features, covariance_type)
    for first, second in [*pairwise(listed), (listed[0], listed[-1])]:
        place = 1.1 * first.of(mixture), 0.9 * second.of(mixture)
        held = Plane(mixture, first, second).at(*place)
        heights = []
        for _ in range(4):
            r, log_likelihood = e_step(X, held)
            heights.append(log_likelihood)
            held = held_m_step(X, r, Plane(held, first, second), rules)
            assert (first.of(held), second.of(held)) == pytest.approx(place, rel=ROUNDING)
            np.testing.assert_allclose(
                held.covariances, COVARIANCE_TYPES[covariance_type].estimate(np.ones(3), held.covariances), rtol=1e-9
            )
        assert_never_falls(heights)


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_the_profile_lies_between_the_surface_and_the_peak(covariance_type):
    X = overlapping_points(2, 60)
    top = at_rest(X, covariance_type)
    listed = parameters_of(2, 2, covariance_type)
    for first, second in ((listed[0], listed[2]), (listed[1], listed[-1]), (listed[-3], listed[-2])):
        plane = Plane(top, first, second)
        a, b = plane.of(top)
        firsts, seconds = a * np.array([0.9, 1, 1.2]), b * np.array([0.95, 1, 1.1])
        profile = all_done(Profile(X, plane, firsts, seconds, covariance_type=covariance_type))
        ground = surface(X, plane, firsts, seconds)
        assert (profile.heights >= ground - ROUNDING * np.abs(ground)).all()
        assert profile.heights[1, 1] == pytest.approx(log_density(X, top).sum(), rel=1e-9) == profile.heights.max()
        for (row, column), mixture in profile.mixtures.items():
            assert plane.of(mixture) == pytest.approx((firsts[column], seconds[row]), rel=ROUNDING)
            assert log_density(X, mixture).sum() == pytest.approx(profile.heights[row, column], rel=ROUNDING)


def test_against_an_optimizer_that_knows_nothing_of_em():
    X = overlapping_points(1, 60)
    top = at_rest(X, "full")
    plane = Plane(top, Parameter("mean", 0, 0), Parameter("sd", 1, 0))
    a, b = plane.of(top)
    profile = all_done(Profile(X, plane, [a + 0.3], [0.9 * b], max_iter=3000, tol=1e-12))

    def falls(free):
        mean, log_sd, logit = free
        weight = 1 / (1 + np.exp(-logit))
        sds = np.array([np.exp(log_sd), 0.9 * b])
        return -log_density(X, Mixture([weight, 1 - weight], [[a + 0.3], [mean]], sds[:, None, None] ** 2)).sum()

    start = [top.means[1, 0], np.log(top.standard_deviations[0, 0]), np.log(top.weights[0] / top.weights[1])]
    best = minimize(falls, start, method="BFGS", options={"gtol": 1e-7})
    assert profile.heights[0, 0] == pytest.approx(-best.fun, abs=1e-6)


@pytest.mark.parametrize("features", [[1], [0, 2]])
def test_the_likeliest_covariance_with_held_variances(features):
    """By an optimizer: over Cholesky factors scaled to the held variances, N/2 (-ln |S| - tr(S^-1 M)) has its top."""
    rng = np.random.default_rng(4)
    factor = rng.normal(size=(3, 3)) + 2 * np.eye(3)
    moments, variances = factor @ factor.T, np.array([2.0, 7.0])[: len(features)]
    found = with_variances(moments, features, variances)

    def covariance(numbers):
        lower = np.zeros((3, 3))
        lower[np.tril_indices(3)] = numbers
        made = lower @ lower.T
        scales = np.ones(3)
        scales[features] = np.sqrt(variances / np.diagonal(made)[features])
        return made * np.outer(scales, scales)

    def falls(numbers):
        made = covariance(numbers)
        return np.linalg.slogdet(made)[1] + np.trace(np.linalg.solve(made, moments))

    best = minimize(falls, np.linalg.cholesky(moments)[np.tril_indices(3)], method="BFGS", options={"gtol": 1e-8})
    np.testing.assert_allclose(np.diagonal(found)[features], variances, rtol=ROUNDING)
    np.testing.assert_allclose(found, covariance(best.x), atol=1e-4 * moments.max())
    assert np.linalg.slogdet(found)[1] + np.trace(np.linalg.solve(found, moments)) <= best.fun + 1e-9


def test_it_is_done_a_place_at_a_time_from_the_mixture_outwards():
    X = overlapping_points(1, 40)
    top = at_rest(X, "full")
    plane = Plane(top, Parameter("mean", 0, 0), Parameter("weight", 0))
    a, b = plane.of(top)
    profile = Profile(X, plane, a + np.arange(-2.0, 3), b * np.array([0.5, 1, 1.1]))
    assert np.isnan(profile.heights).all()
    assert profile.done == 0
    assert profile.work()
    assert np.isfinite(profile.heights).sum() == 1
    assert np.isfinite(profile.heights[1, 2])
    all_done(profile)
    assert (profile.done, profile.n_tried) == (1, 15)
    assert np.isfinite(profile.heights).all()
    assert profile.heights.argmax() == 1 * 5 + 2


def test_where_there_is_no_mixture_or_one_collapses_there_is_nothing_and_the_rest_goes_on():
    X = overlapping_points(1, 40)
    mixture = soft_start(X)
    profile = all_done(
        Profile(X, Plane(mixture, Parameter("weight", 0), Parameter("weight", 1)), [0.3, 0.8], [0.3, 0.8])
    )
    np.testing.assert_array_equal(np.isnan(profile.heights), [[False, True], [True, True]])
    assert not profile.collapsed.any()
    lone = np.array([0.0, 1, 2, 3, 30])
    plane = Plane(Mixture([0.5, 0.5], [[1], [30]], [[[1]], [[1]]]), Parameter("mean", 0, 0), Parameter("weight", 0))
    dived = all_done(Profile(lone, plane, [1, 2], [0.5]))
    assert np.isnan(dived.heights).all()
    assert dived.collapsed.all()
    mended = all_done(Profile(lone, plane, [1, 2], [0.5], reg_covar=0.1))
    assert np.isfinite(mended.heights).all()
    assert not mended.collapsed.any()


def test_a_component_about_to_collapse_counts_as_collapsed_unless_the_place_itself_makes_it_narrow():
    X = np.array([0.0, 1, 2, 3, 30, 30.01])  # two points so near each other that EM ends on them, soundly
    plane = Plane(Mixture([0.5, 0.5], [[1], [30]], [[[1]], [[1]]]), Parameter("mean", 0, 0), Parameter("weight", 0))
    found = all_done(Profile(X, plane, [1, 2], [0.5]))
    assert found.collapsed.all()
    assert np.isnan(found.heights).all()
    assert found.mixtures == {}
    narrow = Plane(plane.mixture, Parameter("sd", 1, 0), Parameter("weight", 0))
    found = all_done(Profile(X, narrow, [0.005, 0.3], [0.5]))
    assert not found.collapsed.any()
    assert np.isfinite(found.heights).all()


def test_work_that_is_done_stays_done():
    X = overlapping_points(1, 60)
    first, second, *_ = parameters_of(3, 1, "full")
    plane = Plane(soft_start(X, "full"), first, second)
    axes = [parameter.of(plane.mixture) + np.array([0, 0.01]) for parameter in (first, second)]
    profile = all_done(Profile(X, plane, *axes, tol=1e-3))
    before = profile.heights.copy()
    assert not profile.work()
    assert np.array_equal(profile.heights, before, equal_nan=True)
