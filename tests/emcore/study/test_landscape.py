"""The landscape: against densities place by place, and a reference made without this code (`lands`)."""

import numpy as np
import pytest
from lands import grid_of, two_means
from oracles import ROUNDING, overlapping_points, soft_start

from emcore import COVARIANCE_TYPES, Mixture, e_step, log_density, lower_bound
from emcore.study import landscape
from emcore.study.landscape import bound_surface, surface
from emcore.study.parameters import Parameter, Plane, parameters_of


@pytest.mark.parametrize("case", ["A", "A_equal"])
def test_the_surface_is_the_reference(case):
    X, plane = two_means(case)
    places, heights, _ = grid_of(case)
    values = np.unique(places)
    ours = surface(X, plane, values, values)
    assert ours.shape == (29, 29)
    np.testing.assert_allclose(ours.T.ravel(), heights, rtol=ROUNDING, atol=0.51e-8)  # given with eight decimals


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
@pytest.mark.parametrize("n_features", [1, 2, 3])
def test_the_surface_is_the_log_likelihood_place_by_place(n_features, covariance_type):
    X = overlapping_points(n_features, 40)
    mixture = soft_start(X, covariance_type)
    listed = parameters_of(3, n_features, covariance_type)
    rng = np.random.default_rng(5)
    for i, first in enumerate(listed):
        for second in listed[:i]:
            plane = Plane(mixture, first, second)
            firsts, seconds = (rng.uniform(*np.array(p.limits(X)) * (0.5 if p.kind == "weight" else 1), size=n)
                               for p, n in ((first, 3), (second, 2)))  # fmt: skip
            expected = [[log_density(X, plane.at(a, b)).sum() for a in firsts] for b in seconds]
            np.testing.assert_allclose(surface(X, plane, firsts, seconds), expected, rtol=ROUNDING)


def test_blocks_make_no_difference(monkeypatch):
    X, plane = two_means("A")
    firsts, seconds = np.linspace(-3, 4, 5), np.linspace(-3, 4, 4)
    r = e_step(X, plane.at(0, 1))[0]
    whole, bound = surface(X, plane, firsts, seconds), bound_surface(X, plane, r, firsts, seconds)
    monkeypatch.setattr(landscape, "BLOCK", 60)
    np.testing.assert_allclose(surface(X, plane, firsts, seconds), whole, rtol=ROUNDING)
    np.testing.assert_allclose(bound_surface(X, plane, r, firsts, seconds), bound, rtol=ROUNDING)


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_the_bound_touches_the_surface_and_lies_below_it(covariance_type):
    X = overlapping_points(2, 60)
    mixture = soft_start(X, covariance_type)
    listed = parameters_of(3, 2, covariance_type)
    for first, second in zip(listed, [*listed[1:], listed[0]], strict=True):
        plane = Plane(mixture, first, second)
        here = plane.of(mixture)
        r = e_step(X, mixture)[0]
        firsts, seconds = (here[0] * np.array([1, 0.8, 1.3]), here[1] * np.array([1, 0.7, 1.2]))
        bound, ground = bound_surface(X, plane, r, firsts, seconds), surface(X, plane, firsts, seconds)
        assert bound[0, 0] == pytest.approx(ground[0, 0], rel=ROUNDING)
        assert (bound <= ground + ROUNDING * np.abs(ground)).all()
        assert bound[1, 2] == pytest.approx(lower_bound(X, r, plane.at(firsts[2], seconds[1])), rel=ROUNDING)


def test_far_out_and_without_weight_all_stays_finite():
    X, plane = two_means("A")
    assert np.isfinite(surface(X, plane, [-1e6, 1e6], [-1e6, 1e6])).all()
    empty = Mixture([0, 1, 0], [[0], [1], [2]], [[[1]]] * 3)
    heights = surface(X, Plane(empty, Parameter("mean", 0, 0), Parameter("weight", 2)), [-1, 2], [0, 0.5])
    expected = log_density(X, Mixture([1], [[1]], [[[1]]])).sum()
    np.testing.assert_allclose(heights[0], expected, rtol=ROUNDING)
    assert np.isfinite(heights).all()


def test_where_weights_are_more_than_1_together_there_is_nothing():
    X = overlapping_points(1, 30)
    plane = Plane(soft_start(X), Parameter("weight", 0), Parameter("weight", 1))
    heights = surface(X, plane, [0.2, 0.7], [0.1, 0.6])
    np.testing.assert_array_equal(np.isnan(heights), [[False, False], [False, True]])


@pytest.mark.parametrize("values", [[0.0, 1.0], [-1.0], [np.nan], [np.inf]])
def test_axes_that_a_standard_deviation_cannot_have_are_refused(values):
    X, plane = two_means("A")
    narrow = Plane(plane.mixture, Parameter("sd", 0, 0), Parameter("mean", 0, 0))
    with pytest.raises(ValueError, match="out of range"):
        surface(X, narrow, values, [0.0])
