"""The bound and the gap: identities, hand-worked cases, and 50-digit arithmetic where the gap is tiny."""

from math import inf, log

import numpy as np
import pytest
from oracles import assert_never_falls, overlapping_points, soft_start
from precise import MP
from scipy.stats import entropy as scipy_entropy
from scipy.stats import multivariate_normal

from emcore import COVARIANCE_TYPES, DataError, Mixture, e_step, fit, m_step
from emcore.bound import entropy, kl_gap, lower_bound
from emcore.data.classic import load
from emcore.responsibilities import as_responsibilities

every_dimension = pytest.mark.parametrize("n_features", [1, 2, 5])

# Two components with the same density at both points: the joint densities are in the ratio of the weights.
HAND_X = [[-1.0], [1.0]]
HAND_MIXTURE = Mixture([0.25, 0.75], [[0.0], [0.0]], [[[1.0]], [[1.0]]])
HAND_LOG_DENSITY = -0.5 * log(2 * np.pi) - 0.5


def shares(n_points, n_components=3, seed=0):
    return np.random.default_rng(seed).dirichlet(np.ones(n_components), size=n_points)


def textbook(X, responsibilities, mixture):
    """Bound and gap as PRML 9.71 and 9.72 print them: densities from SciPy, a loop over points and components."""
    densities = np.column_stack(
        [multivariate_normal(m, c).pdf(X) for m, c in zip(mixture.means, mixture.covariances, strict=True)]
    )
    joint = densities * mixture.weights
    bound = gap = 0.0
    for r_n, joint_n in zip(responsibilities, joint, strict=True):
        for r, p in zip(r_n, joint_n, strict=True):
            if r > 0:
                bound += r * np.log(p / r)
                gap -= r * np.log(p / joint_n.sum() / r)
    return bound, gap


# --- identities -------------------------------------------------------------------------------------------------------


@every_dimension
def test_bound_and_gap_are_the_textbooks(n_features):
    X = overlapping_points(n_features)
    mixture = soft_start(X)
    bound, gap = textbook(X, shares(len(X)), mixture)
    assert lower_bound(X, shares(len(X)), mixture) == pytest.approx(bound, rel=1e-12)
    assert kl_gap(X, shares(len(X)), mixture) == pytest.approx(gap, rel=1e-12)


@every_dimension
def test_the_gap_is_scipys_relative_entropy_of_responsibilities_and_posterior(n_features):
    X = overlapping_points(n_features)
    mixture = soft_start(X)
    posterior, _ = e_step(X, mixture)
    expected = scipy_entropy(shares(len(X)), posterior, axis=1).sum()
    assert kl_gap(X, shares(len(X)), mixture) == pytest.approx(expected, rel=1e-12)


@every_dimension
@pytest.mark.parametrize("far", [0, 1e8], ids=["near 0", "far from 0"])
def test_bound_and_gap_add_up_to_the_log_likelihood(n_features, far):
    X = overlapping_points(n_features)
    mixture = soft_start(X)
    X, mixture = X + far, Mixture(mixture.weights, mixture.means + far, mixture.covariances)
    log_likelihood = e_step(X, mixture)[1]
    for responsibilities in (shares(len(X)), np.eye(3)[np.arange(len(X)) % 3], np.full((len(X), 3), 1 / 3)):
        bound, gap = (f(X, responsibilities, mixture) for f in (lower_bound, kl_gap))
        assert gap > 0
        assert bound + gap == pytest.approx(log_likelihood, rel=1e-13)


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_bound_and_log_likelihood_climb_the_stairs_of_em(covariance_type):
    """E step: the bound touches the log-likelihood. M step: the bound rises, the log-likelihood by the gap more."""
    X = overlapping_points(2)
    mixture = soft_start(X, covariance_type)
    stairs = []
    for _ in range(10):
        responsibilities, log_likelihood = e_step(X, mixture)
        stairs.append(lower_bound(X, responsibilities, mixture))
        assert stairs[-1] == pytest.approx(log_likelihood, rel=1e-13)
        assert kl_gap(X, responsibilities, mixture) < 1e-25
        mixture = m_step(X, responsibilities, covariance_type=covariance_type)
        stairs.append(lower_bound(X, responsibilities, mixture))
        assert stairs[-1] <= e_step(X, mixture)[1]
        assert kl_gap(X, responsibilities, mixture) > 0
    assert_never_falls(stairs)


def test_the_first_cycle_on_the_elements_20_values():
    # From two data points as means, the overall variance (1/N) for both, equal shares (section 8.5.1).
    X = load("esl").X
    start = Mixture([0.5, 0.5], [[4.28], [0.94]], [[[3.967775]]] * 2)
    responsibilities, log_likelihood = e_step(X, start)
    assert lower_bound(X, responsibilities, start) == pytest.approx(-43.210178, abs=1e-6)
    assert lower_bound(X, responsibilities, start) == pytest.approx(log_likelihood, rel=1e-14)
    after = m_step(X, responsibilities)
    assert lower_bound(X, responsibilities, after) == pytest.approx(-41.615538, abs=1e-6)
    assert kl_gap(X, responsibilities, after) == pytest.approx(0.170643, abs=1e-6)
    assert e_step(X, after)[1] == pytest.approx(-41.615538 + 0.170643, abs=2e-6)


def test_expected_log_likelihood_plus_entropy_is_the_bound():
    """PRML 9.74: the bound is Q(theta, theta_old) plus a constant, the entropy."""
    X = overlapping_points(2)
    mixture, responsibilities = soft_start(X), shares(150)
    q = sum(
        responsibilities[:, k] @ (np.log(mixture.weights[k]) + multivariate_normal(m, c).logpdf(X))
        for k, (m, c) in enumerate(zip(mixture.means, mixture.covariances, strict=True))
    )
    assert lower_bound(X, responsibilities, mixture) == pytest.approx(q + entropy(responsibilities), rel=1e-13)


# --- by hand ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("responsibilities", "gap", "spread"),
    [
        ([[0.25, 0.75]] * 2, 0, 2 * (0.25 * log(4) + 0.75 * log(4 / 3))),
        ([[0.5, 0.5]] * 2, 2 * (0.5 * log(2) + 0.5 * log(2 / 3)), 2 * log(2)),
        ([[1, 0], [0, 1]], log(4) + log(4 / 3), 0),
    ],
)
def test_two_points_by_hand(responsibilities, gap, spread):
    assert kl_gap(HAND_X, responsibilities, HAND_MIXTURE) == pytest.approx(gap, rel=1e-14, abs=1e-30)
    assert entropy(responsibilities) == pytest.approx(spread, rel=1e-14)
    bound = lower_bound(HAND_X, responsibilities, HAND_MIXTURE)
    assert bound == pytest.approx(2 * HAND_LOG_DENSITY - gap, rel=1e-14)


def test_entropy_runs_from_one_owner_to_all_alike():
    assert entropy(np.eye(4)) == 0
    assert entropy(np.full((7, 4), 1 / 4)) == pytest.approx(7 * log(4), rel=1e-14)
    assert entropy(shares(50)) == pytest.approx(scipy_entropy(shares(50), axis=1).sum(), rel=1e-13)
    assert entropy(np.ones(5)) == 0  # a vector: one component


def test_one_component_leaves_no_gap():
    X = overlapping_points(2)
    mixture = m_step(X, np.ones(len(X)))
    assert kl_gap(X, np.ones(len(X)), mixture) == 0
    assert lower_bound(X, np.ones(len(X)), mixture) == pytest.approx(e_step(X, mixture)[1], rel=1e-14)


def test_what_is_given_to_a_component_of_weight_0_is_infinitely_wrong():
    mixture = Mixture([0, 1], HAND_MIXTURE.means, HAND_MIXTURE.covariances)
    wrong, right = [[0.1, 0.9], [0, 1]], [[0, 1], [0, 1]]
    assert lower_bound(HAND_X, wrong, mixture) == -inf
    assert kl_gap(HAND_X, wrong, mixture) == inf
    assert lower_bound(HAND_X, right, mixture) == pytest.approx(2 * HAND_LOG_DENSITY, rel=1e-14)
    assert kl_gap(HAND_X, right, mixture) == 0


# --- digits -----------------------------------------------------------------------------------------------------------


def precise_gap(responsibilities, posterior):
    """KL of rows that are made to sum to 1 exactly, in 50 digits."""
    total = MP.mpf(0)
    for r_n, p_n in zip(responsibilities, posterior, strict=True):
        r_sum, p_sum = MP.fsum(map(MP.mpf, r_n)), MP.fsum(map(MP.mpf, p_n))
        for r, p in zip(r_n, p_n, strict=True):
            if r > 0:
                share = MP.mpf(float(r)) / r_sum
                total += share * MP.log(share / (MP.mpf(float(p)) / p_sum))
    return float(total)


@pytest.mark.parametrize(("nudge", "digits"), [(1e-2, 12), (1e-5, 9), (1e-8, 6)])
def test_a_small_gap_keeps_its_digits(nudge, digits):
    """Responsibilities a little beside the posterior. Taken as a difference, log-likelihood minus bound, a gap below
    some 1e-13 would be rounding only."""
    weights = np.array([0.2, 0.3, 0.5])
    mixture = Mixture(weights, np.zeros((3, 1)), np.ones((3, 1, 1)))  # the posterior is the weights, exactly
    responsibilities = weights + nudge * shares(40) * [1, 1, 0]
    responsibilities[:, 2] = 1 - responsibilities[:, 0] - responsibilities[:, 1]
    expected = precise_gap(responsibilities, np.broadcast_to(weights, (40, 3)))
    assert 1e-16 < expected < 40 * nudge**2 * 10
    assert kl_gap(np.zeros(40), responsibilities, mixture) == pytest.approx(expected, rel=10.0**-digits)


def test_near_convergence_the_gap_is_half_the_squared_relative_change():
    """KL(r || r + dr) = sum dr^2 / (2 r) for small dr: what a step leaves behind, shrinking far below rounding."""
    X = overlapping_points(2)
    trace = fit(X, soft_start(X), max_iter=400)
    for t in (100, 150, 250):  # gaps of some 1e-7, 1e-9 and 1e-14
        before, after = (e_step(X, trace[s].mixture)[0] for s in (t, t + 1))
        held = before > 1e-12
        expected = ((after - before)[held] ** 2 / (2 * before[held])).sum()
        assert kl_gap(X, before, trace[t + 1].mixture) == pytest.approx(expected, rel=1e-3)


def test_the_gap_is_never_below_0():
    rng = np.random.default_rng(3)
    for _ in range(50):
        X = rng.normal(scale=10 ** rng.uniform(-3, 3), size=(30, 2))
        mixture = Mixture(rng.dirichlet(np.full(4, 0.1) + 1e-3), rng.normal(size=(4, 2)), [np.eye(2)] * 4)
        near = e_step(X, mixture)[0]
        assert 0 <= kl_gap(X, near, mixture) < 1e-24
        assert 0 <= kl_gap(X, near / near.sum(axis=1, keepdims=True), mixture) < 1e-24
        assert kl_gap(X, rng.dirichlet(np.full(4, 0.01), size=30), mixture) >= 0


def test_points_far_from_everything_stay_finite():
    mixture = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    X, even = [[1e6]], [[0.5, 0.5]]
    # ln p = -d^2 / 2 + const: the joint densities differ by a factor exp(1e6 - 0.5)
    assert kl_gap(X, even, mixture) == pytest.approx(0.5 * (1e6 - 0.5) - log(2), rel=1e-9)
    assert lower_bound(X, even, mixture) == pytest.approx(-0.25 * (1e12 + (1e6 - 1) ** 2), rel=1e-9)


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("responsibilities", "words"),
    [
        ([[0.5, 0.5]], "1 rows of responsibilities for 2 points"),
        ([[0.5, 0.5]] * 3, "3 rows of responsibilities for 2 points"),
        ([[0.2, 0.3, 0.5]] * 2, "3 columns of responsibilities for 2 components"),
        ([1, 1], "1 columns of responsibilities for 2 components"),
        ([[0.5, 0.4], [0.5, 0.5]], "sum to 1 in every row"),
        ([[1.5, -0.5], [0.5, 0.5]], "at least 0"),
        ([[np.nan, 1], [0, 1]], "row 0, column 0"),
        ([[0.5, 0.5], [0.5]], "different lengths"),
        ([["all", "none"]] * 2, "not a number"),
    ],
)
def test_unusable_responsibilities_are_refused(responsibilities, words):
    for function in (lower_bound, kl_gap):
        with pytest.raises(DataError, match=words):
            function(HAND_X, responsibilities, HAND_MIXTURE)


@pytest.mark.parametrize("X", [[[1, 2], [3, 4]], [[np.nan], [1]], []])
def test_unusable_points_are_refused(X):
    for function in (lower_bound, kl_gap):
        with pytest.raises(DataError):
            function(X, [[0.5, 0.5]] * 2, HAND_MIXTURE)


def test_entropy_refuses_what_are_no_shares():
    for wrong in ([[0.5, 0.4]], [[2, -1]], [], [[np.inf, 0]]):
        with pytest.raises(DataError):
            entropy(wrong)


@pytest.mark.parametrize("responsibilities", [[[0.5, 0.4]] * 2, [[2, -1]] * 2, [[1, 0]], [[np.nan, 1]] * 2])
def test_the_m_step_refuses_the_same_in_the_same_words(responsibilities):
    with pytest.raises(DataError) as ours:
        as_responsibilities(responsibilities, 2)
    with pytest.raises(DataError) as m_steps:
        m_step(HAND_X, responsibilities)
    assert str(ours.value) == str(m_steps.value)


def test_responsibilities_that_are_right_are_handed_through():
    right = shares(5)
    assert as_responsibilities(right, 5, 3) is right
