"""EM over two parameters: the reference's paths, basins and plateaus; every pair of parameters climbs to rest."""

import numpy as np
import pytest
from lands import REFERENCE, grid_of, two_means
from oracles import ROUNDING, assert_never_falls, overlapping_points, soft_start

from emcore import CollapseError, Mixture, MixtureError, e_step, expectation_maximization, lower_bound
from emcore.study.climbs import em_path, m_step, spans
from emcore.study.landscape import surface
from emcore.study.parameters import Parameter, Plane, parameters_of

both = pytest.mark.parametrize("case", ["A", "A_equal"])


def share(X, plane, move):
    """The tolerance that stops at a step of `move` in data units."""
    return move / spans(X[:, np.newaxis], plane)[0]


@both
def test_paths_are_the_references(case):
    X, plane = two_means(case)
    for given in REFERENCE[case]["paths"]:
        path = em_path(X, plane, tuple(given["start"]), max_iter=500, tol=share(X, plane, 1e-12))
        expected = np.array(given["iterates"])
        assert path.stop == "converged"
        # Near the saddle a step magnifies a rounding by up to 4.2, and there are three or four such steps.
        np.testing.assert_allclose(path.places[: len(expected)], expected[:, :2], atol=1e-11)
        np.testing.assert_allclose(path.log_likelihoods[: len(expected)], expected[:, 2], rtol=ROUNDING)
        np.testing.assert_allclose(path.places[-1], given["limit"], atol=1e-11)
        assert len(path) - 1 == pytest.approx(given["iterations_to_1e12"], abs=1)
        assert_never_falls(path.log_likelihoods)


@both
def test_every_start_goes_where_the_reference_says(case):
    X, plane = two_means(case)
    places, _, limits = grid_of(case)
    stationary = np.array([point["mu"] for point in REFERENCE[case]["stationary"]])
    assert np.bincount(limits).tolist() == REFERENCE[case]["basin_counts"] == [406, 406, 29]
    for place, limit in list(zip(places, limits, strict=True))[::12]:  # 29 in a row: every twelfth passes all columns
        path = em_path(X, plane, tuple(place), tol=1e-7)
        np.testing.assert_allclose(path.places[-1], stationary[limit], atol=1e-4)
        assert np.ptp(np.sign(path.places[:, 1] - path.places[:, 0])) == 0  # the order of the means stays


@both
@pytest.mark.parametrize("start", [-6.0, 0.3, 3.0])
def test_from_the_diagonal_one_step_leads_to_the_saddle_for_good(case, start):
    X, plane = two_means(case)
    path = em_path(X, plane, (start, start), max_iter=300)
    np.testing.assert_allclose(path.places[1:], X.mean(), rtol=ROUNDING)
    assert (path.places[:, 0] == path.places[:, 1]).all()
    assert path.stop == "max_iter"


@pytest.mark.parametrize(
    ("case", "gap", "steps"),
    [
        ("A", 0.1, 16), ("A", 1e-3, 19), ("A", 1e-6, 24), ("A", 1e-9, 29),
        ("A_equal", 0.1, 23), ("A_equal", 1e-3, 26), ("A_equal", 1e-6, 31), ("A_equal", 1e-9, 36),
    ],
)  # fmt: skip
def test_beside_the_saddle_a_gap_grows_by_the_variance_each_step(case, gap, steps):
    X, plane = two_means(case)
    first, second = REFERENCE[case]["weights"]
    path = em_path(X, plane, (X.mean() - gap * second, X.mean() + gap * first), max_iter=80)
    moves = np.abs(np.diff(path.places, axis=0)).max(axis=1)
    assert np.flatnonzero(moves >= 1e-6)[-1] + 2 == steps
    gaps = path.places[:, 1] - path.places[:, 0]
    if gap <= 1e-6:
        # second order: relative to the gap; rounding of the means: some 1e-16 of it
        assert gaps[1] / gaps[0] == pytest.approx(REFERENCE[case]["var"], rel=10 * gap + 1e-15 / gap)


@pytest.mark.parametrize(
    ("n_features", "covariance_type"),
    [(1, "full"), (1, "tied"), (2, "diag"), (2, "full"), (2, "tied"), (2, "spherical")],
)
def test_every_two_parameters_climb_to_a_place_without_slope(n_features, covariance_type):
    X = overlapping_points(n_features, 60)
    mixture = soft_start(X, covariance_type, 2)
    listed = parameters_of(2, n_features, covariance_type)
    for i, first in enumerate(listed):
        for second in listed[:i]:
            plane = Plane(mixture, first, second)
            path = em_path(X, plane, plane.of(mixture), max_iter=3000, tol=1e-9)
            assert path.stop == "converged"
            assert_never_falls(path.log_likelihoods)
            top = path.places[-1]
            step = 1e-4 * spans(X, plane)
            around = surface(X, plane, top[0] + step[0] * np.arange(-1, 2), top[1] + step[1] * np.arange(-1, 2))
            slopes = np.array([around[1, 2] - around[1, 0], around[2, 1] - around[0, 1]]) / 2
            curved = max(np.abs(np.diff(around[1], 2))[0], np.abs(np.diff(around[:, 1], 2))[0])
            # A slope that a shift of a hundredth of the step explains; the rounding of the surface besides.
            assert np.abs(slopes).max() <= 0.01 * curved + 4 * ROUNDING * abs(around[1, 1])


@pytest.mark.parametrize(
    ("first", "second"),
    [("mean-1-1", "mean-2-1"), ("mean-1-1", "sd-1-1"), ("sd-1-1", "weight-1"), ("sd-1-1", "sd-2-1")],
)
def test_the_m_step_is_the_top_of_the_bound(first, second):
    X = overlapping_points(1, 60)
    mixture = soft_start(X)
    keyed = {parameter.key: parameter for parameter in parameters_of(3, 1)}
    plane = Plane(mixture, keyed[first], keyed[second])
    r = e_step(X, mixture)[0]
    best = m_step(X, r, plane, mixture)
    top = lower_bound(X, r, best)
    a, b = plane.of(best)
    for x in (0.98, 1, 1.02):
        for y in (0.98, 1, 1.02):
            assert lower_bound(X, r, plane.at(a * x, b * y)) <= top + ROUNDING * abs(top)


def test_of_one_component_mean_and_sd_are_the_samples():
    X = overlapping_points(1, 50)
    one = Plane(Mixture([1], [[3]], [[[2]]]), Parameter("mean", 0, 0), Parameter("sd", 0, 0))
    path = em_path(X, one, (3, 2), max_iter=1)
    np.testing.assert_allclose(path.places[-1], [X.mean(), X.std()], rtol=ROUNDING)


def test_with_all_else_held_at_em_s_own_end_em_s_end_is_where_it_stays():
    X = overlapping_points(2, 80)
    end = expectation_maximization(X, soft_start(X), max_iter=3000, tol=1e-15)[-1].mixture
    for parameter in parameters_of(3, 2)[1:]:
        plane = Plane(end, Parameter("mean", 0, 0), parameter)
        path = em_path(X, plane, plane.of(end), max_iter=3)
        np.testing.assert_allclose(path.places, np.tile(plane.of(end), (4, 1)), rtol=1e-5)


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_units_do_not_matter(factor):
    X, plane = two_means("A")
    scaled = Plane(Mixture(plane.mixture.weights, [[0], [0]], [[[factor**2]]] * 2), plane.first, plane.second)
    path, other = em_path(X, plane, (-4, 0), tol=1e-7), em_path(factor * X, scaled, (-4 * factor, 0), tol=1e-7)
    assert len(path) == len(other)
    np.testing.assert_allclose(factor * path.places, other.places, rtol=1e-9)


def test_a_component_that_loses_all_points_ends_the_way():
    X, plane = two_means("A")
    path = em_path(X, plane, (1e3, 0.0))
    assert (path.stop, len(path)) == ("collapsed", 1)
    assert np.isfinite(path.log_likelihoods).all()
    with pytest.raises(CollapseError):
        m_step(X[:, np.newaxis], e_step(X, plane.at(1e3, 0))[0], plane, plane.at(1e3, 0))


def test_a_component_on_one_point_climbs_until_it_has_no_width():
    X = np.array([0.0, 0.5, 1.0, 1.5, 9.0])
    plane = Plane(Mixture([0.5, 0.5], [[0.75], [9]], [[[1]], [[1e-2]]]), Parameter("mean", 1, 0), Parameter("sd", 1, 0))
    path = em_path(X, plane, (9.0, 0.1), max_iter=100)
    assert path.stop == "collapsed"
    assert_never_falls(path.log_likelihoods)


def test_a_start_that_is_no_mixture_is_refused():
    X, plane = two_means("A")
    with pytest.raises(MixtureError):
        em_path(X, Plane(plane.mixture, Parameter("weight", 0), Parameter("mean", 0, 0)), (1.5, 0))
    with pytest.raises(ValueError, match="tol"):
        em_path(X, plane, (0, 1), tol=-1)
