import numpy as np
import pytest
from oracles import assert_same_mixture, overlapping_points, soft_start

from emcore import COVARIANCE_TYPES, MixtureError, fit, log_component_densities, m_step

# Two clusters shared out by hard assignment, worked by hand.
# A = (0,0) (2,0) (0,4) (2,4):  mean (1, 2), deviations (+-1, +-2):             scatter [[4, 0], [0, 16]]
# B = (10,0) (12,2) (14,1):     mean (12, 1), deviations (-2,-1) (0,1) (2,0):   scatter [[8, 2], [2, 2]]
POINTS = [[0, 0], [2, 0], [0, 4], [2, 4], [10, 0], [12, 2], [14, 1]]
HARD = [[1, 0]] * 4 + [[0, 1]] * 3

BY_HAND = {
    "full": ([[1, 0], [0, 4]], [[8 / 3, 2 / 3], [2 / 3, 2 / 3]]),  # scatter / 4, scatter / 3
    "tied": ([[12 / 7, 2 / 7], [2 / 7, 18 / 7]],) * 2,  # (4 + 8, 0 + 2, 16 + 2) / 7
    "diag": ([[1, 0], [0, 4]], [[8 / 3, 0], [0, 2 / 3]]),
    "spherical": ([[5 / 2, 0], [0, 5 / 2]], [[5 / 3, 0], [0, 5 / 3]]),  # (1 + 4) / 2, (8/3 + 2/3) / 2
}


@pytest.mark.parametrize("covariance_type", BY_HAND)
def test_hard_assignment_by_hand(covariance_type):
    mixture = m_step(POINTS, HARD, covariance_type=covariance_type)
    np.testing.assert_allclose(mixture.weights, [4 / 7, 3 / 7], rtol=1e-14)
    np.testing.assert_allclose(mixture.means, [[1, 2], [12, 1]], rtol=1e-14)
    np.testing.assert_allclose(mixture.covariances, BY_HAND[covariance_type], rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_the_ridge_is_added_to_every_variance(covariance_type):
    plain, ridged = (m_step(POINTS, HARD, covariance_type=covariance_type, reg_covar=r) for r in (0.0, 0.5))
    np.testing.assert_allclose(ridged.covariances - plain.covariances, [np.eye(2) / 2] * 2, rtol=1e-13, atol=1e-14)
    np.testing.assert_array_equal(ridged.means, plain.means)


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_in_one_dimension_every_type_but_a_shared_one_is_full(covariance_type):
    X = overlapping_points(1)
    mixture = soft_start(X, covariance_type)
    full = soft_start(X, "full")
    pooled = np.full((3, 1, 1), full.weights @ full.covariances[:, 0, 0])
    shared = (mixture.covariances == mixture.covariances[0]).all()
    expected = pooled if shared else full.covariances
    np.testing.assert_allclose(mixture.covariances, expected, rtol=1e-12)


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_estimating_twice_changes_nothing(covariance_type):
    """What a type makes of its own covariances are these covariances: it projects."""
    mixture = soft_start(overlapping_points(5), covariance_type)
    scatters = mixture.weights[:, np.newaxis, np.newaxis] * mixture.covariances
    again = COVARIANCE_TYPES[covariance_type].estimate(mixture.weights, scatters)
    np.testing.assert_allclose(again, mixture.covariances, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_no_type_beats_full_at_what_an_m_step_maximizes(covariance_type):
    X = overlapping_points(5)
    shares = np.random.default_rng(2).dirichlet(np.ones(3), size=len(X))

    def expected_log_likelihood(mixture):
        return (shares * (np.log(mixture.weights) + log_component_densities(X, mixture))).sum()

    best, restricted = (m_step(X, shares, covariance_type=t) for t in ("full", covariance_type))
    assert expected_log_likelihood(best) >= expected_log_likelihood(restricted) - 1e-9
    # ... and each is a maximum within its own type: a little wider or narrower is worse
    for factor in (0.99, 1.01):
        nudged = type(restricted)(restricted.weights, restricted.means, restricted.covariances * factor)
        assert expected_log_likelihood(nudged) < expected_log_likelihood(restricted)


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_rotating_the_axes_rotates_what_knows_no_axes(covariance_type):
    """Full, tied and spherical covariances turn with the data; diagonal ones are tied to the axes."""
    X, turn = overlapping_points(2), np.array([[0.6, -0.8], [0.8, 0.6]])
    before, after = (soft_start(points, covariance_type) for points in (X, X @ turn.T))
    np.testing.assert_allclose(after.means, before.means @ turn.T, rtol=1e-10, atol=1e-12)
    turned = turn @ before.covariances @ turn.T
    assert np.allclose(after.covariances, turned, rtol=1e-10) == (
        COVARIANCE_TYPES[covariance_type].whitening != "a scale per axis"
    )


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_every_type_recovers_a_mixture_of_spheres_alike(covariance_type):
    """Far apart, equally large and round: here all types agree up to sampling error."""
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(centre, 1, size=(2000, 2)) for centre in (-20, 20)])
    shares = np.repeat(np.eye(2), 2000, axis=0)
    trace = fit(X, m_step(X, shares, covariance_type=covariance_type), max_iter=5, covariance_type=covariance_type)
    expected = type(trace[0].mixture)([0.5, 0.5], [[-20, -20], [20, 20]], [np.eye(2)] * 2)
    assert_same_mixture(trace[-1].mixture, expected, rtol=0, atol=5 * np.sqrt(2 / 2000))  # 5 standard errors


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_every_type_is_labelled_and_explained(covariance_type):
    record = COVARIANCE_TYPES[covariance_type]
    assert record.label.strip()
    assert record.explanation.strip()
    assert "\n" not in record.explanation


@pytest.mark.parametrize("covariance_type", ["", "Full", "vvv"])
def test_an_unknown_type_is_refused_with_the_choices(covariance_type):
    with pytest.raises(ValueError, match="full, tied, diag, spherical") as caught:
        m_step(POINTS, HARD, covariance_type=covariance_type)
    assert not isinstance(caught.value, MixtureError)
