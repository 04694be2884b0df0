"""Over two means: slopes against differences, the bowl, other climbers than EM, the reference's peaks and saddles."""

import numpy as np
import pytest
from lands import REFERENCE, two_means
from oracles import ROUNDING, assert_never_falls, overlapping_points, soft_start

from emcore import CollapseError, Mixture, e_step, log_density
from emcore.study.climbs import em_path, spans
from emcore.study.landscape import bound_surface, surface
from emcore.study.parameters import Parameter, Plane
from emcore.study.two_means import bowl, gradient_path, newton_path, safe_length, slopes, stationary_points

both = pytest.mark.parametrize("case", ["A", "A_equal"])
GRID = np.linspace(-5, 6, 12)


def planes():
    """Two means of two components or of one, with other components and correlations about."""
    for n_features, pairs in ((1, [((0, 0), (2, 0))]), (3, [((0, 0), (1, 2)), ((1, 0), (1, 2)), ((2, 1), (0, 1))])):
        X = overlapping_points(n_features, 50)
        mixture = soft_start(X)
        for (k, d), (other, e) in pairs:
            yield X, Plane(mixture, Parameter("mean", k, d), Parameter("mean", other, e))


@pytest.mark.parametrize(("X", "plane"), list(planes()))
def test_value_gradient_and_hessian_are_those_of_the_log_likelihood(X, plane):
    here = np.array(plane.of(plane.mixture)) * [1.1, 0.8]
    found = slopes(X, plane, [here])
    step = 1e-4 * spans(X, plane)
    # Central differences are off by step^2 times a third derivative, and by the rounding of a value over the step.
    places = [here + step * sign * np.eye(2)[i] for i in range(2) for sign in (1, -1)]
    values = [log_density(X, plane.at(*place)).sum() for place in places]
    gradients = slopes(X, plane, places).gradients
    assert found.log_likelihoods[0] == pytest.approx(log_density(X, plane.at(*here)).sum(), rel=ROUNDING)
    scale = 1 / (len(X) * safe_length(X, plane))
    for i in range(2):
        expected = (values[2 * i] - values[2 * i + 1]) / (2 * step[i])
        assert found.gradients[0, i] == pytest.approx(expected, abs=1e-5 * len(X) * np.sqrt(scale))
        expected = (gradients[2 * i] - gradients[2 * i + 1]) / (2 * step[i])
        np.testing.assert_allclose(found.hessians[0, i], expected, atol=1e-5 * len(X) * scale)


@both
@pytest.mark.parametrize("place", [(-4.0, 0.0), (1.0, 0.9), (2.0, 2.0), (6.0, -5.0)])
def test_the_bowl_touches_the_landscape_and_lies_below_it(case, place):
    X, plane = two_means(case)
    found = bowl(X, plane, place)
    assert found.surface([place[0]], [place[1]])[0, 0] == pytest.approx(
        log_density(X, plane.at(*place)).sum(), rel=ROUNDING
    )
    ground = surface(X, plane, GRID, GRID)
    below = found.surface(GRID, GRID)
    assert (below <= ground + ROUNDING * np.abs(ground)).all()
    np.testing.assert_allclose(found.at, em_path(X, plane, place, max_iter=1).places[-1], rtol=1e-9)
    tangent = -found.curvature @ (np.array(place) - found.at)
    np.testing.assert_allclose(tangent, slopes(X, plane, [place]).gradients[0], atol=1e-9 * len(X))


@pytest.mark.parametrize(("X", "plane"), list(planes()))
def test_the_bowl_is_the_bound_of_any_two_means(X, plane):
    place = plane.of(plane.mixture)
    firsts, seconds = place[0] + np.arange(-2.0, 3), place[1] + np.arange(-1.0, 3)
    expected = bound_surface(X, plane, e_step(X, plane.mixture)[0], firsts, seconds)
    np.testing.assert_allclose(bowl(X, plane, place).surface(firsts, seconds), expected, rtol=ROUNDING)


@both
def test_peaks_and_saddle_are_the_references(case):
    X, plane = two_means(case)
    found = stationary_points(X, plane, GRID, GRID)
    given = REFERENCE[case]["stationary"]
    assert [point.form for point in found] == [point["kind"] for point in given] == ["maximum", "maximum", "saddle"]
    for point in found:
        one = min(given, key=lambda other: np.abs(np.subtract(other["mu"], point.place)).max())
        np.testing.assert_allclose(point.place, one["mu"], atol=1e-9)
        np.testing.assert_allclose(sorted(point.eigenvalues), sorted(one["hess_eig"]), rtol=1e-7)
        assert point.log_likelihood == pytest.approx(one["loglik"], rel=ROUNDING)
    np.testing.assert_allclose(found[-1].place, X.mean(), rtol=1e-9)


@both
def test_the_saddle_is_curved_as_theory_has_it_and_a_peak_once_the_bells_are_as_wide_as_the_data(case):
    X, plane = two_means(case)
    n, variance, (a, b) = len(X), X.var(), plane.mixture.weights
    expected = n * (-np.diag([a, b]) + a * b * variance * np.array([[1, -1], [-1, 1]]))
    np.testing.assert_allclose(slopes(X, plane, [[X.mean()] * 2]).hessians[0], expected, rtol=1e-10)
    for sd, form in ((0.99 * X.std(), "saddle"), (1.01 * X.std(), "maximum")):
        wide = Plane(Mixture(plane.mixture.weights, [[0], [0]], [[[sd**2]]] * 2), plane.first, plane.second)
        middle = [point for point in stationary_points(X, wide, GRID, GRID) if np.allclose(point.place, X.mean())]
        assert [point.form for point in middle] == [form]


@both
def test_newton_goes_to_a_peak_to_the_saddle_or_nowhere(case):
    X, plane = two_means(case)
    peak = newton_path(X, plane, (-3, -1), tol=1e-12)
    assert peak.stop == "converged"
    np.testing.assert_allclose(peak.places[-1], REFERENCE[case]["stationary"][0]["mu"], atol=1e-9)
    # Five steps of Newton beside EM's dozens: the error is squared at each.
    assert len(peak) < len(em_path(X, plane, (-3, -1), tol=1e-12)) / 2
    saddle = newton_path(X, plane, (1.0, 0.9), tol=1e-12)
    assert saddle.stop == "converged"
    np.testing.assert_allclose(saddle.places[-1], X.mean(), atol=1e-9)
    assert np.diff(saddle.log_likelihoods).min() < 0  # down, where EM goes up
    lost = newton_path(X, plane, (4.0, 1.0))
    assert lost.stop == "flat"
    assert np.abs(lost.places[-1] - X.mean()).max() > 10
    np.testing.assert_allclose(lost.places[-1].max(), X.mean(), atol=1e-6)  # the other at the sample mean
    assert lost.log_likelihoods[-1] < lost.log_likelihoods[0]


@both
@pytest.mark.parametrize("start", [(-4.0, 0.0), (4.0, 1.0), (1.0, 0.9)])
@pytest.mark.parametrize("times", [1, 30])
def test_gradient_ascent_never_falls_and_goes_where_em_goes_only_slower(case, start, times):
    X, plane = two_means(case)
    assert safe_length(X, plane) == pytest.approx(1 / len(X))  # variance 1
    path = gradient_path(X, plane, start, length=times * safe_length(X, plane), max_iter=2000, tol=1e-8)
    em = em_path(X, plane, start, max_iter=2000, tol=1e-8)
    assert (np.diff(path.log_likelihoods) >= 0).all()
    assert path.stop == "converged"
    if times == 1:
        step = slopes(X, plane, [start]).gradients[0] / len(X)
        np.testing.assert_allclose(path.places[1] - path.places[0], step, rtol=ROUNDING)  # fixed: nothing was halved
        np.testing.assert_allclose(path.places[-1], em.places[-1], atol=1e-5)
        assert len(path) > len(em)


@pytest.mark.parametrize(("X", "plane"), list(planes()))
def test_the_safe_length_is_safe_from_anywhere(X, plane):
    rng = np.random.default_rng(2)
    low, high = np.array([parameter.limits(X) for parameter in (plane.first, plane.second)]).T
    for start in rng.uniform(low, high, (5, 2)):
        here = np.array([start + safe_length(X, plane) * slopes(X, plane, [start]).gradients[0], start])
        assert_never_falls(slopes(X, plane, here[::-1]).log_likelihoods)


def test_a_mean_that_no_point_is_left_to_has_no_bowl():
    X, plane = two_means("A")
    with pytest.raises(CollapseError):
        bowl(X, plane, (1e3, 0))
    assert newton_path(X, plane, (1e3, 0.0)).stop == "flat"
    assert len(gradient_path(X, plane, (1e3, 0.0), tol=1e-6)) > 1


def test_other_parameters_than_means_are_refused():
    X, plane = two_means("A")
    wrong = Plane(plane.mixture, Parameter("sd", 0, 0), plane.second)
    for function in (bowl, newton_path, gradient_path):
        with pytest.raises(ValueError, match="two means"):
            function(X, wrong, (1, 1))
