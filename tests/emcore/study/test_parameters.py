"""The numbers of a mixture, one by one, and mixtures that are free in two of them."""

import numpy as np
import pytest
from oracles import ROUNDING, overlapping_points, soft_start

from emcore import COVARIANCE_TYPES, Mixture, MixtureError, n_parameters
from emcore.study.parameters import Parameter, Plane, parameters_of

every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
MIXTURE = Mixture(
    [0.5, 0.3, 0.2], [[0, 1], [2, 3], [4, 5]], [[[4, 3], [3, 9]], [[1, 0], [0, 4]], [[2.25, -0.3], [-0.3, 1]]]
)


@every_type
@pytest.mark.parametrize("n_features", [1, 2, 4])
@pytest.mark.parametrize("n_components", [1, 2, 3])
def test_all_that_em_learns_but_correlations_is_listed(n_components, n_features, covariance_type):
    listed = parameters_of(n_components, n_features, covariance_type)
    correlations = {"full": n_components, "tied": 1}.get(covariance_type, 0) * n_features * (n_features - 1) // 2
    spare = n_components > 2  # any two of three weights may be looked at, and two say the third
    assert len(listed) == n_parameters(n_components, n_features, covariance_type) - correlations + spare
    assert len({parameter.key for parameter in listed}) == len(set(listed)) == len(listed)
    fixed = parameters_of(n_components, n_features, covariance_type, learn_weights=False)
    assert fixed == [parameter for parameter in listed if parameter.kind != "weight"]


def test_a_parameter_in_words_and_in_a_link():
    said = {p.key: p.words(("height", "weight")) for p in parameters_of(2, 2, "full")}
    assert said["mean-2-1"] == "mean of component 2 along height"
    assert said["sd-1-2"] == "standard deviation of component 1 along weight"
    assert said["weight-1"] == "weight of component 1"
    assert Parameter("mean", 1, 0).words(("x",)) == "mean of component 2"
    assert Parameter("sd", None, 1).words(("a", "b")) == "standard deviation of all components along b"
    assert Parameter("sd", 0).words(("a", "b")) == "standard deviation of component 1"


@every_type
def test_two_parameters_are_put_where_they_are_wanted_and_the_others_stay(covariance_type):
    X = overlapping_points(2)
    mixture = soft_start(X, covariance_type)
    listed = parameters_of(3, 2, covariance_type)
    for i, first in enumerate(listed):
        for second in listed[:i]:
            a, b = 1.25 * first.of(mixture) + 0.01, 0.9 * second.of(mixture)
            moved = Plane(mixture, first, second).at(a, b)
            assert (first.of(moved), second.of(moved)) == pytest.approx((a, b), rel=ROUNDING)
            kinds = {first.kind, second.kind}
            for other in listed:
                if other not in (first, second) and not (other.kind == "weight" and "weight" in kinds):
                    assert other.of(moved) == pytest.approx(other.of(mixture), rel=ROUNDING)


def test_standard_deviations_change_and_correlations_stay():
    moved = Plane(MIXTURE, Parameter("sd", 0, 0), Parameter("sd", 2, 1)).at(1, 3)
    np.testing.assert_allclose(moved.covariances[0], [[1, 1.5], [1.5, 9]], rtol=ROUNDING)  # correlation 1/2 as before
    np.testing.assert_allclose(moved.covariances[1], MIXTURE.covariances[1], rtol=0)
    np.testing.assert_allclose(moved.covariances[2], [[2.25, -0.9], [-0.9, 9]], rtol=ROUNDING)


def test_what_free_weights_leave_is_shared_as_before():
    one = Plane(MIXTURE, Parameter("weight", 0), Parameter("mean", 0, 0))
    np.testing.assert_allclose(one.at(0.1, 0).weights, [0.1, 0.54, 0.36], rtol=ROUNDING)  # 3 : 2 of the rest
    two = Plane(MIXTURE, Parameter("weight", 2), Parameter("weight", 0))
    np.testing.assert_allclose(two.at(0.1, 0.3).weights, [0.3, 0.6, 0.1], rtol=ROUNDING)
    with pytest.raises(MixtureError):
        two.at(0.7, 0.6)
    alone = Mixture([1, 0, 0], MIXTURE.means, MIXTURE.covariances)
    one = Plane(alone, Parameter("weight", 0), Parameter("mean", 0, 0))
    np.testing.assert_allclose(one.at(0.5, 0).weights, [0.5, 0.25, 0.25])


@pytest.mark.parametrize("factor", [1e-6, 1, 1e6])
def test_axes_hold_the_data_and_go_with_their_units(factor):
    X = overlapping_points(2)
    for parameter in parameters_of(3, 2, "spherical"):
        low, high = parameter.limits(factor * X)
        units = 1 if parameter.kind == "weight" else factor
        assert (low, high) == pytest.approx(tuple(units * end for end in parameter.limits(X)), rel=1e-9)
        if parameter.kind == "mean":
            column = factor * X[:, parameter.feature]
            assert low < column.min() < column.max() < high
        else:
            assert 0 < low < high
