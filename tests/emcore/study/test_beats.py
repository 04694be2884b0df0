"""A run in half steps, and EM with one free mean: the hand-worked case of The Elements, identities, curves."""

import numpy as np
import pytest
from oracles import assert_never_falls, overlapping_points, soft_start
from scipy.stats import norm

from emcore import CollapseError, DataError, EMTrace, Mixture, fit
from emcore.bound import lower_bound
from emcore.data.classic import load
from emcore.study.beats import beats, responsibilities
from emcore.study.one_parameter import FreeMean, climb, log_likelihood_curve, lower_bound_curve, narrow_on_broad

X = load("esl").X  # 20 values
MODEL = narrow_on_broad(X)
GRID = np.linspace(-2, 8, 101)


# --- beats ------------------------------------------------------------------------------------------------------------


def test_the_first_beats_on_the_elements_20_values():
    # From two data points as means, the overall variance (1/N) for both, equal shares (section 8.5.1).
    start = Mixture([0.5, 0.5], [[4.28], [0.94]], [[[3.967775]]] * 2)
    first, second, third = beats(X, fit(X, start, max_iter=1))
    assert [(beat.step, beat.kind) for beat in (first, second, third)] == [(0, "E"), (0, "M"), (1, "E")]
    assert first.lower_bound == pytest.approx(-43.210178, abs=1e-6)
    assert first.log_likelihood == pytest.approx(-43.210178, abs=1e-6)
    assert second.lower_bound == pytest.approx(-41.615538, abs=1e-6)
    assert second.kl_gap == pytest.approx(0.170643, abs=1e-6)
    assert second.log_likelihood == pytest.approx(-41.615538 + 0.170643, abs=2e-6)
    assert third.lower_bound == pytest.approx(-41.615538 + 0.170643, abs=2e-6)


@pytest.mark.parametrize("options", [{}, {"learn_weights": False}, {"covariance_type": "tied"}], ids=str)
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_e_closes_the_gap_and_m_opens_one_below_a_higher_ceiling(n_features, options):
    points = overlapping_points(n_features)
    trace = fit(points, soft_start(points, options.get("covariance_type", "full")), max_iter=6, **options)
    run = list(beats(points, trace))
    assert len(run) == 2 * 6 + 1
    assert "".join(beat.kind for beat in run) == "EM" * 6 + "E"
    for beat in run:
        assert beat.lower_bound + beat.kl_gap == pytest.approx(beat.log_likelihood, rel=1e-12)
    for e in run[::2]:
        assert e.log_likelihood == trace.log_likelihoods[e.step]
        assert e.lower_bound == pytest.approx(e.log_likelihood, rel=1e-12)
        assert 0 <= e.kl_gap < 1e-20
    for e, m in zip(run[:-1:2], run[1::2], strict=True):
        assert m.step == e.step
        assert m.log_likelihood == trace.log_likelihoods[m.step + 1]
        assert m.lower_bound > e.lower_bound
        assert m.kl_gap > 1e-9
    assert_never_falls([beat.lower_bound for beat in run])


def test_responsibilities_are_bayes_rule_under_that_steps_parameters():
    trace = fit(X, Mixture([0.3, 0.7], [[4.0], [1.0]], [[[1.0]], [[2.0]]]), max_iter=3)
    for t in (0, 2, -1):
        joint = trace.weights[t] * norm(trace.means[t, :, 0], np.sqrt(trace.covariances[t, :, 0, 0])).pdf(X)
        expected = joint / joint.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(responsibilities(X, trace, t), expected, rtol=1e-12)
    with pytest.raises(IndexError):
        responsibilities(X, trace, 4)


def test_beats_come_one_at_a_time():
    """The first costs one E step, however long the run; bad points are refused when it is asked for."""
    trace = fit(X, Mixture([0.5, 0.5], [[4.0], [1.0]], [[[1.0]]] * 2), max_iter=2)
    endless = EMTrace(*(np.repeat(a[:1], 10**6, axis=0) for a in _arrays(trace)), "max_iter", "for the test")
    assert next(beats(X, endless)).log_likelihood == trace.log_likelihoods[0]
    with pytest.raises(DataError):
        next(beats([[np.nan]], trace))


def _arrays(trace):
    return trace.weights, trace.means, trace.covariances, trace.log_likelihoods


# --- one free mean ----------------------------------------------------------------------------------------------------


def shares_at(mean):
    return responsibilities(X, climb(X, MODEL, mean, max_iter=0), 0)


def test_the_curve_is_the_log_likelihood_of_scipys_densities():
    x = X[:, 0]
    broad = norm(x.mean(), x.std()).pdf(x)
    expected = [np.log(0.5 * norm(mean, 0.4 * x.std()).pdf(x) + 0.5 * broad).sum() for mean in GRID]
    np.testing.assert_allclose(log_likelihood_curve(X, MODEL, GRID), expected, rtol=1e-12)


@pytest.mark.parametrize("mean", [-1.0, 2.5, 4.7])
def test_the_parabola_is_the_lower_bound(mean):
    shares = shares_at(mean)
    parabola = lower_bound_curve(X, shares, MODEL)
    expected = [lower_bound(X, shares, MODEL.at(at)) for at in GRID]
    np.testing.assert_allclose(parabola.value(GRID), expected, rtol=1e-12)


@pytest.mark.parametrize("mean", [-1.0, 2.5, 4.7])
def test_the_bound_touches_the_curve_where_it_was_made_and_stays_below(mean):
    parabola = lower_bound_curve(X, shares_at(mean), MODEL)
    gap = log_likelihood_curve(X, MODEL, GRID) - parabola.value(GRID)
    near = np.array([mean - 1e-3, mean, mean + 1e-3])
    gap_near = log_likelihood_curve(X, MODEL, near) - parabola.value(near)
    assert gap.min() > -1e-12
    assert gap_near[1] == pytest.approx(0, abs=1e-12)
    assert (gap_near[[0, 2]] > 0).all()
    assert gap_near.max() < 1e-4  # the same slope: the curves touch, they do not cross


def test_the_m_step_jumps_to_the_bounds_top():
    trace = climb(X, MODEL, -1.0, max_iter=5)
    for t in range(5):
        parabola = lower_bound_curve(X, responsibilities(X, trace, t), MODEL)
        jump = trace.means[t + 1, 0, 0]
        assert jump == parabola.at
        weighted = np.average(X[:, 0], weights=responsibilities(X, trace, t)[:, 0])
        assert jump == pytest.approx(weighted, rel=1e-14)
        assert parabola.value(jump) > parabola.value([jump - 1e-4, jump + 1e-4]).max()
    m_beats = [beat for beat in beats(X, trace) if beat.kind == "M"]
    for t, beat in enumerate(m_beats):
        top = lower_bound_curve(X, responsibilities(X, trace, t), MODEL).top
        assert beat.lower_bound == pytest.approx(top, rel=1e-14)


def test_only_the_free_mean_moves():
    broad_first = FreeMean(Mixture([0.4, 0.6], [[1.0], [4.5]], [[[0.5]], [[1.5]]]), component=1)
    for model, free, fixed in ((MODEL, 0, 1), (broad_first, 1, 0)):
        trace = climb(X, model, 6.0, max_iter=20)
        assert trace.means[0, free, 0] == 6
        assert (trace.means[:, fixed] == model.mixture.means[fixed]).all()
        assert (trace.weights == model.mixture.weights).all()
        assert (trace.covariances == model.mixture.covariances).all()
        assert len(set(trace.means[:, free, 0])) > 5
        assert_never_falls(trace.log_likelihoods)


def test_the_start_decides_which_peak_is_climbed():
    curve = log_likelihood_curve(X, MODEL, GRID)
    peaks = GRID[1:-1][(curve[1:-1] > curve[:-2]) & (curve[1:-1] > curve[2:])]
    assert len(peaks) == 2
    for start, peak in ((-1.0, peaks[0]), (2.5, peaks[0]), (3.5, peaks[1]), (6.5, peaks[1])):
        assert climb(X, MODEL, start, max_iter=200).means[-1, 0, 0] == pytest.approx(peak, abs=0.1)


def test_a_climb_says_why_it_ended():
    converged = climb(X, MODEL, -1.0, tol=1e-5)
    assert converged.stop == "converged"
    assert abs(np.diff(converged.log_likelihoods)[-1]) / 20 < 1e-5 <= abs(np.diff(converged.log_likelihoods)[-2]) / 20
    assert f"step {len(converged) - 1}" in converged.detail
    stopped = climb(X, MODEL, -1.0, max_iter=3)
    assert (stopped.stop, len(stopped)) == ("max_iter", 4)
    assert "3 iterations" in stopped.detail


def test_a_free_component_that_gets_nothing_is_an_error():
    with pytest.raises(CollapseError):
        climb(X, MODEL, 1e6, max_iter=1)


@pytest.mark.parametrize("points", [np.zeros((3, 2)), [[np.inf]], []])
def test_only_points_on_a_line_are_taken(points):
    for function in (
        narrow_on_broad,
        lambda X: log_likelihood_curve(X, MODEL, GRID),
        lambda X: climb(X, MODEL, 0.0),
    ):
        with pytest.raises(DataError):
            function(points)
