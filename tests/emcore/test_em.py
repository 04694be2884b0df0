import itertools
from math import log, pi

import numpy as np
import pytest
from oracles import (
    ROUNDING,
    SKLEARN,
    assert_never_falls,
    assert_same_mixture,
    assert_same_trace,
    mixture_moments,
    moments,
    overlapping_points,
    soft_start,
    textbook_step,
)
from scipy.special import expit
from scipy.stats import norm
from sklearn.mixture import GaussianMixture

from emcore import (
    COVARIANCE_TYPES,
    CollapseError,
    DataError,
    Mixture,
    MixtureError,
    e_step,
    expectation_maximization,
    fit,
    fit_many,
    iterate,
    log_density,
    m_step,
)

every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
both_weights = pytest.mark.parametrize("learn_weights", [True, False], ids=["learned", "fixed"])
both_ways = pytest.mark.parametrize("way", [expectation_maximization, fit], ids=["plain", "fast"])
every_dimension = pytest.mark.parametrize("n_features", [1, 2, 5])

STEPS = 15


def run(n_features=2, covariance_type="full", max_iter=STEPS, **options):
    X = overlapping_points(n_features)
    start = soft_start(X, covariance_type)
    return X, fit(X, start, max_iter=max_iter, covariance_type=covariance_type, **options)


# --- against scikit-learn, a textbook loop, and hand calculation ------------------------------------------------------


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@every_dimension
@pytest.mark.parametrize("covariance_type", SKLEARN)
def test_every_step_is_scikit_learns(covariance_type, n_features):
    X, trace = run(n_features, covariance_type)
    start = trace[0].mixture
    precisions, matrices = SKLEARN[covariance_type]
    model = GaussianMixture(
        start.n_components,
        covariance_type=covariance_type,
        weights_init=start.weights,
        means_init=start.means,
        precisions_init=precisions(start.covariances),
        reg_covar=0,
        tol=0,
        warm_start=True,  # every call of fit goes on from the last
        max_iter=1,
    )
    assert len(trace) == STEPS + 1
    for state in trace:
        if state.iteration == 0:
            continue
        model.fit(X)
        close = {"rtol": 1e-9, "atol": 1e-11}
        np.testing.assert_allclose(state.mixture.weights, model.weights_, **close)
        np.testing.assert_allclose(state.mixture.means, model.means_, **close)
        covariances = matrices(model.covariances_, start.n_components, n_features)
        np.testing.assert_allclose(state.mixture.covariances, covariances, **close)
        assert state.log_likelihood == pytest.approx(model.score(X) * len(X), rel=1e-9)


@every_dimension
@both_weights
def test_every_step_is_the_textbooks(n_features, learn_weights):
    X, trace = run(n_features, max_iter=5, learn_weights=learn_weights)
    mixture = trace[0].mixture
    for t in range(5):
        mixture, log_likelihood = textbook_step(X, mixture, learn_weights)
        assert trace[t].log_likelihood == pytest.approx(log_likelihood, rel=1e-10)
        assert_same_mixture(trace[t + 1].mixture, mixture, rtol=1e-10, atol=1e-12)


# One EM step by hand. Components N(-1, 1) and N(1, 1), weights 3/4 and 1/4. The odds of the second at x are
#   (1/4) exp(-(x - 1)^2 / 2) / ((3/4) exp(-(x + 1)^2 / 2)) = exp(2x) / 3.
# With h = ln(3)/2, exp(2x) is 1/3, 3, 27 at x = -h, h, 3h: odds 1/9, 1, 9, responsibilities 1/10, 1/2, 9/10.
# The points are -h, h, 3h and 3h again.
H = log(3) / 2
HAND_X = [-H, H, 3 * H, 3 * H]
HAND_START = Mixture([3 / 4, 1 / 4], [[-1], [1]], [[[1]], [[1]]])
HAND_SECOND = np.array([1 / 10, 1 / 2, 9 / 10, 9 / 10])
HAND_SHARES = np.column_stack([1 - HAND_SECOND, HAND_SECOND])


def test_e_step_by_hand():
    responsibilities, log_likelihood = e_step(HAND_X, HAND_START)
    np.testing.assert_allclose(responsibilities, HAND_SHARES, rtol=1e-14)
    # p(x) = (3/4) N(x | -1, 1) / (responsibility of the first), and their logarithms summed:
    expected = sum(
        log(3 / 4) - log(2 * pi) / 2 - (x + 1) ** 2 / 2 - log(r)
        for x, r in zip(HAND_X, [9 / 10, 1 / 2, 1 / 10, 1 / 10], strict=True)
    )
    assert log_likelihood == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("kept", "weights"), [(None, [2 / 5, 3 / 5]), ([3 / 4, 1 / 4], [3 / 4, 1 / 4])])
def test_m_step_by_hand(kept, weights):
    mixture = m_step(HAND_X, HAND_SHARES, weights=kept)
    # counts: 9/10 + 1/2 + 1/10 + 1/10 = 8/5 and 12/5 of 4 points: shares 2/5 and 3/5, unless weights are kept
    np.testing.assert_allclose(mixture.weights, weights, rtol=1e-14)
    # means: (-9/10 + 1/2 + 3/10 + 3/10) h / (8/5) = h/8;  (-1/10 + 1/2 + 27/10 + 27/10) h / (12/5) = 29h/12
    np.testing.assert_allclose(mixture.means, [[H / 8], [29 * H / 12]], rtol=1e-13)
    # mean squares: (9 + 5 + 9 + 9)/10 h^2 / (8/5) = 2h^2;  (1 + 5 + 81 + 81)/10 h^2 / (12/5) = 7h^2
    # variances: 2 - 1/64 = 127/64;  7 - 841/144 = 167/144, times h^2
    np.testing.assert_allclose(mixture.covariances.ravel(), [127 / 64 * H**2, 167 / 144 * H**2], rtol=1e-13)


@both_ways
@both_weights
def test_a_run_is_e_step_and_m_step_in_turn(learn_weights, way):
    trace = way(HAND_X, HAND_START, max_iter=1, learn_weights=learn_weights)
    by_hand = m_step(HAND_X, HAND_SHARES, weights=None if learn_weights else [3 / 4, 1 / 4])
    assert_same_mixture(trace[1].mixture, by_hand, rtol=1e-13)


# --- what must hold whatever the data ---------------------------------------------------------------------------------


@every_type
@both_weights
@every_dimension
def test_the_log_likelihood_never_falls_at_any_step(covariance_type, learn_weights, n_features):
    _, trace = run(n_features, covariance_type, max_iter=30, learn_weights=learn_weights)
    assert_never_falls(trace.log_likelihoods)
    assert trace.log_likelihoods[-1] > trace.log_likelihoods[0] + 1  # it had some way to go


@pytest.mark.parametrize("values", [[-9, -5, -6, -1], [-1, -2], [-100, -50, -50 - 1e-6, -10]])
def test_a_single_fall_is_a_fall(values):
    """The check above must not be satisfied by a rise elsewhere."""
    with pytest.raises(AssertionError, match="falls after steps"):
        assert_never_falls(values)


@pytest.mark.parametrize("covariance_type", ["full", "tied"])
@every_dimension
def test_every_m_step_keeps_the_samples_mean_and_covariance(covariance_type, n_features):
    """Full and tied only: there the mixture's within plus between covariance is the sample's (1/N)."""
    X, trace = run(n_features, covariance_type)
    mean, covariance = moments(X)
    for state in itertools.islice(trace, 1, None):
        mixture_mean, mixture_covariance = mixture_moments(state.mixture)
        np.testing.assert_allclose(mixture_mean, mean, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(mixture_covariance, covariance, rtol=1e-10, atol=1e-12)


@every_type
@every_dimension
def test_every_m_step_keeps_the_samples_mean_and_total_variance(covariance_type, n_features):
    """Every type: mean and trace of the covariance; no type may lose or invent variance."""
    X, trace = run(n_features, covariance_type)
    mean, covariance = moments(X)
    mixture_mean, mixture_covariance = mixture_moments(trace[-1].mixture)
    np.testing.assert_allclose(mixture_mean, mean, rtol=1e-10, atol=1e-12)
    assert np.trace(mixture_covariance) == pytest.approx(np.trace(covariance), rel=1e-10)


@every_dimension
def test_one_component_is_at_the_samples_moments_after_one_step(n_features):
    X = overlapping_points(n_features)
    mean, covariance = moments(X)
    trace = fit(X, Mixture([1], [mean + 3], [5 * np.eye(n_features)]), max_iter=3)
    for t in (1, 2, 3):
        np.testing.assert_allclose(trace.means[t, 0], mean, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(trace.covariances[t, 0], covariance, rtol=1e-12, atol=1e-14)


@every_type
def test_identical_components_stay_identical(covariance_type):
    X = overlapping_points(2)
    one = soft_start(X, covariance_type, n_components=1)
    start = Mixture([0.5, 0.5], np.repeat(one.means, 2, axis=0) + 1, np.repeat(one.covariances, 2, axis=0))
    trace = fit(X, start, max_iter=20, covariance_type=covariance_type)
    np.testing.assert_array_equal(trace.means[:, 0], trace.means[:, 1])
    np.testing.assert_array_equal(trace.covariances[:, 0], trace.covariances[:, 1])


@every_type
@pytest.mark.parametrize("learn_weights", [True, False])
@pytest.mark.parametrize("others", [0, 30.0])
def test_identical_components_of_unequal_weights_never_part(covariance_type, learn_weights, others):
    """Put together, twins are one component of the sum of their weights: the run without them is the oracle. Parted by
    a rounding, they would go ways of their own within 100 steps. With a component far away the steps are exact ones."""
    X = np.concatenate([overlapping_points(2), [[others, others]] * bool(others) + [[others + 1e-4, others]]])
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights, "max_iter": 120}
    start = soft_start(X, covariance_type, n_components=2)
    twice = [0, 1, 0]
    trace = fit(X, Mixture([0.2, 0.5, 0.3], start.means[twice], start.covariances[twice]), **options)
    merged = fit(X, Mixture([0.5, 0.5], start.means, start.covariances), **options)
    np.testing.assert_allclose(trace.means[:, 0], trace.means[:, 2], rtol=1e-12)
    np.testing.assert_allclose(trace.covariances[:, 0], trace.covariances[:, 2], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(trace.weights[:, 2] / trace.weights[:, 0], 1.5, rtol=1e-11)
    n = min(len(trace), len(merged))
    np.testing.assert_allclose(trace.log_likelihoods[:n], merged.log_likelihoods[:n], rtol=1e-9)
    for other in fit_many(X, [trace[0].mixture] * 2, **options):
        np.testing.assert_allclose(other.means[:, 0], other.means[:, 2], rtol=1e-12)


def test_identical_components_are_told_of():
    X = overlapping_points(1)
    one = soft_start(X, n_components=1)
    start = Mixture(np.full(5, 0.2), one.means[[0] * 5] + [[0], [1], [0], [1], [0]], one.covariances[[0] * 5])
    for options in ({"max_iter": 2}, {"tol": 1.0}):
        detail = fit(X, start, **options).detail
        assert "Components 1, 3 and 5 start with the same mean and covariance" in detail
        assert "Components 2 and 4 start with the same mean and covariance" in detail
    apart = Mixture(start.weights, one.means + np.arange(5.0)[:, np.newaxis], start.covariances)
    assert "same mean" not in fit(X, apart, max_iter=2).detail


@every_type
def test_permuting_components_only_permutes_the_result(covariance_type):
    X, trace = run(2, covariance_type)
    start, order = trace[0].mixture, [2, 0, 1]
    shuffled = Mixture(start.weights[order], start.means[order], start.covariances[order])
    again = fit(X, shuffled, max_iter=STEPS, covariance_type=covariance_type)
    np.testing.assert_allclose(again.weights, trace.weights[:, order], rtol=1e-9)
    np.testing.assert_allclose(again.means, trace.means[:, order], rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(again.covariances, trace.covariances[:, order], rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(again.log_likelihoods, trace.log_likelihoods, rtol=1e-11)


@every_type
def test_permuting_points_changes_nothing(covariance_type):
    X, trace = run(2, covariance_type)
    shuffled = np.random.default_rng(0).permutation(X)
    again = fit(shuffled, trace[0].mixture, max_iter=STEPS, covariance_type=covariance_type)
    assert_same_mixture(again[-1].mixture, trace[-1].mixture, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(again.log_likelihoods, trace.log_likelihoods, rtol=1e-11)


@every_type
@every_dimension
@pytest.mark.parametrize("scale", [1000 / 3, 1e-7])
def test_scaling_the_data_shifts_the_log_likelihood_by_n_d_ln_c(covariance_type, n_features, scale):
    X, trace = run(n_features, covariance_type)
    start = trace[0].mixture
    scaled = Mixture(start.weights, scale * start.means, scale**2 * start.covariances)
    again = fit(scale * X, scaled, max_iter=STEPS, covariance_type=covariance_type)
    np.testing.assert_allclose(again.means, scale * trace.means, rtol=1e-9, atol=1e-11 * scale)
    shift = -X.size * log(scale)
    np.testing.assert_allclose(again.log_likelihoods, trace.log_likelihoods + shift, rtol=1e-10)


@every_type
@every_dimension
def test_a_shift_by_1e8_shifts_only_the_means(covariance_type, n_features):
    # Multiples of 2^-20 stay exact beside 1e8, where float64 has a spacing of 2^-26 = 1.5e-8. So only the means round,
    # at every step by some 1e-8 of a spread of about 1; later steps may magnify it. E[x^2] - mean^2 would be off by 1.
    X, start = overlapping_points(n_features), soft_start(overlapping_points(n_features), covariance_type)
    X, means = (np.round(values * 2**20) / 2**20 for values in (X, start.means))
    runs = [
        fit(
            X + shift,
            Mixture(start.weights, means + shift, start.covariances),
            max_iter=5,
            covariance_type=covariance_type,
        )
        for shift in (0, 1e8)
    ]
    here, there = runs
    np.testing.assert_allclose(there.means - 1e8, here.means, rtol=0, atol=1e-6)
    np.testing.assert_allclose(there.weights, here.weights, rtol=1e-6)
    np.testing.assert_allclose(there.covariances, here.covariances, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(there.log_likelihoods, here.log_likelihoods, rtol=1e-7)


@every_dimension
@pytest.mark.parametrize("sds", [0, 100, 1e5, 1e8, 1e12, 1e150])
def test_responsibilities_sum_to_one_however_far_the_point(n_features, sds):
    # Equal components are the hard case: the far point belongs to each by half, and ln 2 drowns in the rounding of a
    # log density of -sds^2 / 2.
    mixture = Mixture([0.5, 0.5], np.zeros((2, n_features)), [np.eye(n_features)] * 2)
    responsibilities, log_likelihood = e_step(np.full((1, n_features), sds), mixture)
    np.testing.assert_allclose(responsibilities, [[0.5, 0.5]], rtol=1e-12)
    assert np.isfinite(log_likelihood)


def test_responsibilities_stay_finite_where_a_squared_standardized_distance_overflows():
    mixture = Mixture([0.5, 0.5], [[0], [1]], [[[1e-12]], [[1e-12]]])
    responsibilities, _ = e_step([1e150], mixture)
    assert responsibilities.sum() == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize(("x", "tolerance"), [(-100, 1e-11), (1e5, 1e-5)])
def test_responsibilities_far_out_have_the_right_odds(x, tolerance):
    # Means 0 and d, variance 1: the log odds of the second are d x - d^2 / 2, far out as near.
    # The log densities are -x^2 / 2: -5e3 and -5e9, which float64 resolves to 1e-12 and 1e-6.
    d = 1 / abs(x)
    responsibilities, _ = e_step([x], Mixture([0.5, 0.5], [[0], [d]], [[[1]], [[1]]]))
    assert responsibilities[0, 1] == pytest.approx(expit(d * x - d * d / 2), rel=tolerance)


def test_responsibilities_do_not_underflow_before_float64_does():
    # Means 0 and 37, at x = 0: odds exp(-37^2 / 2) = exp(-684.5), about 5e-298
    responsibilities, log_likelihood = e_step([0.0], Mixture([0.5, 0.5], [[0], [37]], [[[1]], [[1]]]))
    np.testing.assert_allclose(responsibilities, [[1, np.exp(-684.5)]], rtol=1e-11)
    assert log_likelihood == pytest.approx(norm.logpdf(0) - log(2), rel=1e-14)


@every_dimension
def test_the_e_steps_log_likelihood_is_the_summed_log_density(n_features):
    X = overlapping_points(n_features)
    mixture = soft_start(X)
    assert e_step(X, mixture)[1] == pytest.approx(log_density(X, mixture).sum(), rel=1e-13)


# --- the contract of fit and iterate ----------------------------------------------------------------------------------


def test_a_trace_holds_the_start_and_every_step():
    X, trace = run(2, max_iter=7)
    assert len(trace) == 8
    assert trace.weights.shape == (8, 3)
    assert trace.means.shape == (8, 3, 2)
    assert trace.covariances.shape == (8, 3, 2, 2)
    assert trace.log_likelihoods.shape == (8,)
    assert [state.iteration for state in trace] == list(range(8))


@every_type
def test_step_0_is_exactly_the_start(covariance_type):
    start = soft_start(overlapping_points(2), covariance_type)
    _, trace = run(2, covariance_type)
    assert_same_mixture(trace[0].mixture, start, rtol=0)
    assert trace[0].iteration == 0


@both_weights
def test_log_likelihoods_belong_to_the_parameters_of_their_own_step(learn_weights):
    X, trace = run(2, learn_weights=learn_weights)
    for state in trace:
        assert state.log_likelihood == pytest.approx(e_step(X, state.mixture)[1], rel=ROUNDING)


def test_negative_steps_count_from_the_end():
    _, trace = run(2, max_iter=4)
    assert trace[-1].iteration == 4
    assert_same_mixture(trace[-1].mixture, trace[4].mixture, rtol=0)
    assert trace[-5].iteration == 0


@pytest.mark.parametrize("step", [5, -6, 100])
def test_steps_beyond_the_trace_are_index_errors(step):
    _, trace = run(2, max_iter=4)
    with pytest.raises(IndexError):
        trace[step]


@both_ways
def test_no_iterations_give_the_start_alone(way):
    X = overlapping_points(2)
    trace = way(X, soft_start(X), max_iter=0, tol=1.0)
    assert len(trace) == 1
    assert trace.stop == "max_iter"
    assert trace[0].log_likelihood == pytest.approx(log_density(X, trace[0].mixture).sum(), rel=1e-13)


@every_type
@both_weights
def test_iterate_yields_what_fit_records(covariance_type, learn_weights):
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights, "reg_covar": 0.01}
    X, trace = run(2, **options)
    states = list(itertools.islice(iterate(X, trace[0].mixture, **options), STEPS + 1))
    for recorded, state in zip(trace, states, strict=True):
        assert (state.iteration, state.log_likelihood) == (recorded.iteration, recorded.log_likelihood)
        assert_same_mixture(state.mixture, recorded.mixture, rtol=0)


def test_iterate_yields_the_start_itself_before_it_makes_a_step():
    start = Mixture([1], [[0]], [[[1]]])
    states = iterate([5.0], start)  # one point: the first step can't be made
    first = next(states)
    assert (first.iteration, first.mixture) == (0, start)
    with pytest.raises(CollapseError):
        next(states)


def test_tolerance_0_never_stops_early():
    _, trace = run(1, max_iter=200)
    X = overlapping_points(1)
    settled = fit(X, soft_start(X, n_components=1), max_iter=50)  # one component: nothing changes from the first step
    assert np.ptp(settled.log_likelihoods[1:]) == 0
    assert (len(settled), settled.stop) == (51, "max_iter")
    assert (len(trace), trace.stop) == (201, "max_iter")


@pytest.mark.parametrize("tol", [1e-2, 1e-4, 1e-6])
@both_ways
def test_converged_means_the_last_gain_per_point_is_the_first_below_tol(tol, way):
    X = overlapping_points(2)
    trace = way(X, soft_start(X), max_iter=5000, tol=tol)
    gains = np.diff(trace.log_likelihoods) / len(X)
    assert trace.stop == "converged"
    assert gains[-1] < tol
    assert (gains[:-1] >= tol).all()
    assert str(len(trace) - 1) in trace.detail


@both_ways
def test_running_out_of_iterations_is_not_convergence(way):
    X, converged = run(2, max_iter=5000, tol=1e-4)
    needed = len(converged) - 1
    stops = [way(X, soft_start(X), max_iter=max_iter, tol=1e-4).stop for max_iter in (needed - 1, needed)]
    assert stops == ["max_iter", "converged"]


def test_a_ridge_that_lowers_the_log_likelihood_is_not_convergence():
    X = overlapping_points(1)
    at_maximum = fit(X, soft_start(X, n_components=1), max_iter=1)[-1].mixture
    trace = fit(X, at_maximum, max_iter=1, tol=1e-3, reg_covar=100.0)
    assert trace.log_likelihoods[1] < trace.log_likelihoods[0] - 1
    assert trace.stop == "max_iter"


@every_type
def test_fixed_weights_stay_as_they_are(covariance_type):
    _, trace = run(2, covariance_type, learn_weights=False)
    np.testing.assert_array_equal(trace.weights, np.repeat(trace.weights[:1], len(trace), axis=0))
    assert np.ptp(trace.means, axis=0).max() > 0.01


def test_the_ridge_enters_every_step():
    X, trace = run(2, reg_covar=0.5, max_iter=3)
    for before, after in itertools.pairwise(trace):
        plain = m_step(X, e_step(X, before.mixture)[0])
        np.testing.assert_allclose(after.mixture.covariances, plain.covariances + 0.5 * np.eye(2), rtol=1e-12)


def test_points_and_start_are_left_as_they_were():
    X = overlapping_points(2)
    start = soft_start(X)
    copies = X.copy(), start.weights.copy(), start.means.copy(), start.covariances.copy()
    fit(X, start, max_iter=5)
    for array, copy in zip((X, start.weights, start.means, start.covariances), copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_a_vector_is_a_column():
    X = overlapping_points(1)
    start = soft_start(X)
    assert_same_trace(fit(X[:, 0], start, max_iter=5), fit(X, start, max_iter=5))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"max_iter": -1}, "max_iter is -1"),
        ({"tol": -1e-9}, "tol is -1e-09"),
        ({"tol": float("nan")}, "tol is nan"),
        ({"reg_covar": -1e-9}, "reg_covar is -1e-09"),
        ({"reg_covar": float("nan")}, "reg_covar is nan"),
        ({"reg_covar": float("inf")}, "reg_covar is inf"),
        ({"covariance_type": "round"}, "covariance_type is 'round'; choose one of full, tied"),
    ],
)
@both_ways
def test_options_out_of_range_are_refused(options, words, way):
    with pytest.raises(ValueError, match=words) as caught:
        way(HAND_X, HAND_START, **options)
    assert not isinstance(caught.value, (DataError, MixtureError))


@pytest.mark.parametrize("weights", [[1], [0.5, 0.6], [1.5, -0.5], ["a", "b"], [float("nan"), 1]])
def test_weights_to_keep_must_be_shares_of_the_components(weights):
    with pytest.raises(MixtureError, match="weight"):
        m_step(HAND_X, HAND_SHARES, weights=weights)


# --- collapse ---------------------------------------------------------------------------------------------------------

PAIR = Mixture([0.5, 0.5], [[1.5], [10]], [[[1]], [[0.01]]])
LINE = np.column_stack([np.arange(6.0) / 10, 3 + np.arange(6.0) / 7])

# points, start, the component that collapses (from 1), whether a ridge cures it: it does not bring points back
COLLAPSES = {
    "a lone point": ([0, 1, 2, 3, 10], PAIR, 2, True),
    "duplicates": ([0, 1, 2, 3, 10, 10, 10], PAIR, 2, True),
    "duplicates that float64 can't hold": ([0, 1, 2, 3] + [9.9] * 7, PAIR, 2, True),
    "one value only": ([0.1] * 10, Mixture([1], [[0]], [[[1]]]), 1, True),
    "more components than distinct points": (
        [1, 1, 2, 2],
        Mixture([0.4, 0.3, 0.3], [[1], [1.5], [2]], [[[1e-4]], [[1]], [[1e-4]]]),
        1,
        True,
    ),
    "fewer points than dimensions": ([[0, 0, 0], [1, 2, 3]], Mixture([1], [[0, 0, 0]], [np.eye(3)]), 1, True),
    "a constant column": (np.column_stack([np.arange(9), np.full(9, 7)]), Mixture([1], [[4, 7]], [np.eye(2)]), 1, True),
    "points on a line": (LINE, Mixture([1], [[0, 3]], [np.eye(2)]), 1, True),
    "points on a line far from 0": (LINE + 1e6, Mixture([1], [[1e6, 1e6]], [np.eye(2)]), 1, True),
    "too far from every point": ([0, 1, 2], Mixture([0.5, 0.5], [[1], [1e6]], [[[1]], [[1]]]), 2, False),
    "no weight at the start": ([0, 1, 2], Mixture([1, 0], [[1], [1]], [[[1]], [[1]]]), 2, False),
}


@pytest.fixture(params=COLLAPSES.values(), ids=COLLAPSES)
def collapse(request):
    return request.param


def test_a_collapse_ends_the_trace_at_the_last_sound_step(collapse):
    X, start, _, _ = collapse
    trace = fit(X, start, max_iter=500)
    assert trace.stop == "collapsed"
    states = iterate(X, start)
    for recorded in trace:
        state = next(states)
        assert_same_mixture(recorded.mixture, state.mixture, rtol=0)
    with pytest.raises(CollapseError):
        next(states)
    for array in (trace.weights, trace.means, trace.covariances, trace.log_likelihoods):
        assert np.isfinite(array).all()


@both_ways
def test_a_collapse_is_told_with_component_iteration_and_cures(collapse, way):
    X, start, component, _ = collapse
    trace = way(X, start, max_iter=500)
    last = len(trace) - 1
    assert f"component {component} of {start.n_components}" in trace.detail
    assert f"teration {last + 1} failed" in trace.detail
    assert f"step {last}," in trace.detail
    assert "fewer components" in trace.detail
    assert "elsewhere" in trace.detail


def test_iterate_raises_the_collapse_with_the_components_index(collapse):
    X, start, component, _ = collapse
    with pytest.raises(CollapseError) as caught:
        list(itertools.islice(iterate(X, start), 501))
    assert caught.value.component == component - 1
    assert isinstance(caught.value, MixtureError)


@both_ways
def test_a_ridge_cures_a_singular_covariance_and_only_that(collapse, way):
    X, start, _, cured = collapse
    assert (way(X, start, max_iter=50, reg_covar=1e-3).stop != "collapsed") == cured
    assert not cured or "reg_covar" in way(X, start, max_iter=500).detail


@both_weights
def test_a_collapse_does_not_depend_on_the_weights_being_learned(learn_weights):
    trace = fit([0, 1, 2, 3, 10], PAIR, learn_weights=learn_weights)
    assert (trace.stop, len(trace)) == ("collapsed", 1)


@every_type
def test_no_type_survives_a_single_value(covariance_type):
    X = np.full((8, 2), 0.1)
    trace = fit(X, Mixture([1], [[0, 0]], [np.eye(2)]), covariance_type=covariance_type)
    assert (trace.stop, len(trace)) == ("collapsed", 1)


def test_small_is_not_singular():
    """Data of size 1e-12 about 0 fit as well as any: what counts is what float64 can tell apart."""
    X = overlapping_points(2) * 1e-12
    assert fit(X, soft_start(X), max_iter=20).stop == "max_iter"
