"""Stopping rules: by hand, against scikit-learn and `fit`, and what every rule has in common."""

from dataclasses import replace
from math import inf, isnan, nan

import numpy as np
import pytest
from oracles import overlapping_points, soft_start
from replaying import run_replay
from sklearn.mixture import GaussianMixture

from emcore import EMTrace, fit, m_step
from emcore.data.classic import load
from emcore.study.replays import REPLAYS
from emcore.study.stopping_rules import STOPPING_RULES

every_rule = pytest.mark.parametrize("key", STOPPING_RULES)
TOLERANCES = [0.0, *10.0 ** np.arange(-12, 3), inf]


def trace_of(log_likelihoods, weights=None, means=None, variances=None):
    """A trace of one component in one dimension, its parameters standing still unless given."""
    length = len(log_likelihoods)
    columns = [np.ones(length) if values is None else np.array(values, float) for values in (weights, means, variances)]
    weights, means, variances = columns
    return EMTrace(
        weights.reshape(length, 1),
        means.reshape(length, 1, 1),
        variances.reshape(length, 1, 1, 1),
        np.array(log_likelihoods, float),
        "max_iter",
        "",
    )


def long_run(n_features=2):
    X = overlapping_points(n_features)
    return X, fit(X, soft_start(X), max_iter=300)


def quantity(key, trace, n_points=1):
    return STOPPING_RULES[key].quantity(trace, n_points).tolist()


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_gain_per_point_by_hand():
    assert quantity("mean-gain", trace_of([-30, -20, -18, -18, -19]), 4) == pytest.approx(
        [nan, 2.5, 0.5, 0, 0.25], nan_ok=True
    )


def test_relative_gain_by_hand():
    # as mclust's Fortran has it: abs(hold - hood) / (1 + abs(hood)), hood the new value
    assert quantity("relative-gain", trace_of([-31, -19, 0, 3, 3])) == pytest.approx(
        [nan, 12 / 20, 19 / 1, 3 / 4, 0], nan_ok=True
    )


def test_aitkens_projection_is_exact_for_a_geometric_approach():
    steps = np.arange(12)
    for a in (0.1, 0.5, 0.99):
        expected = 7 * a**steps  # the limit is -100
        got = quantity("aitken", trace_of(-100 - 7 * a**steps))
        assert np.isnan(got[:2]).all()
        np.testing.assert_allclose(got[2:], expected[2:], rtol=1e-6, atol=1e-10)


def test_aitkens_projection_by_hand():
    # The example of R's upclass::Aitken: a = 1.06 / 3.54 = 0.299435, and so l_inf = -257.46 + 1.06 / (1 - a)
    (undefined, too, got) = quantity("aitken", trace_of([-261, -257.46, -256.4]))
    assert isnan(undefined)
    assert isnan(too)
    assert got == pytest.approx(-257.46 + 1.06 / (1 - 0.299435) + 256.4, rel=1e-5)


def test_aitken_projects_nothing_while_the_gains_grow():
    got = quantity("aitken", trace_of([-10, -9, -7, -4, -3, -2, -1.5]))
    #   gains 1 2 3 1 1 0.5: growing, growing, a = 1/3, even, a = 1/2
    assert got == pytest.approx([nan, nan, nan, nan, 0.5, nan, 0.5], nan_ok=True)


def test_aitken_stops_where_the_log_likelihood_stands_still():
    trace = trace_of([-5, -4, -4, -4])
    assert quantity("aitken", trace)[2:] == [0, 0]
    assert STOPPING_RULES["aitken"].first_stop(trace, 1e-9, 1) == 2


def test_change_of_the_parameters_by_hand():
    trace = trace_of([-3, -2, -1], weights=[1, 1, 1], means=[0, 2, 2.1], variances=[4, 3, 3.3])
    expected = [nan, 2 / 0.001, 0.3 / 3.001]  # the mean leaves 0; then the variance moves most
    assert quantity("parameters", trace) == pytest.approx(expected, nan_ok=True, rel=1e-12)


def test_change_of_the_parameters_looks_at_every_one():
    X, trace = long_run()
    rule = STOPPING_RULES["parameters"]
    still = {name: np.repeat(getattr(trace, name)[:1], 3, axis=0) for name in ("weights", "means", "covariances")}
    for name, array in still.items():
        for place in np.ndindex(array.shape[1:]):
            moved = array.copy()
            moved[(2, *place)] *= 1.5
            changes = rule.quantity(replace(trace, **{**still, name: moved}, log_likelihoods=np.zeros(3)), len(X))
            size = abs(array[(0, *place)])
            assert changes[1:] == pytest.approx([0, 0.5 * size / (size + 1e-3)])


# --- against others ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tolerance", [1e-2, 1e-3, 1e-4, 1e-6])
def test_gain_per_point_stops_where_fit_does(tolerance):
    X, trace = long_run()
    stopped = fit(X, trace[0].mixture, max_iter=300, tol=tolerance)
    assert stopped.stop == "converged"
    assert STOPPING_RULES["mean-gain"].first_stop(trace, tolerance, len(X)) == len(stopped) - 1


@pytest.mark.parametrize("tolerance", [1e-2, 1e-3, 1e-4, 1e-6])
def test_gain_per_point_stops_where_scikit_learn_does(tolerance):
    """scikit-learn sees the log-likelihood of step t while it makes step t + 1, and counts that one too."""
    X, trace = long_run()
    start = trace[0].mixture
    model = GaussianMixture(
        3,
        weights_init=start.weights,
        means_init=start.means,
        precisions_init=np.linalg.inv(start.covariances),
        reg_covar=0,
        tol=tolerance,
        max_iter=1000,
    ).fit(X)
    assert model.converged_
    assert STOPPING_RULES["mean-gain"].first_stop(trace, tolerance, len(X)) == model.n_iter_ - 1


# --- what every rule has in common ------------------------------------------------------------------------------------


@every_rule
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_every_quantity_has_a_value_per_step_or_says_that_it_has_none(key, n_features):
    X, trace = long_run(n_features)
    values = STOPPING_RULES[key].quantity(trace, len(X))
    assert values.shape == (len(trace),)
    assert isnan(values[0])  # nothing to compare the start with
    assert (values[~np.isnan(values)] >= 0).all()
    assert np.isfinite(values).any()


@every_rule
def test_every_rule_stops_at_the_first_step_below_the_tolerance(key):
    X, trace = long_run()
    rule = STOPPING_RULES[key]
    values = rule.quantity(trace, len(X))
    for tolerance in TOLERANCES:
        below = [t for t in range(1, len(trace)) if values[t] < tolerance]
        assert rule.first_stop(trace, tolerance, len(X)) == (below[0] if below else None)


@every_rule
def test_a_larger_tolerance_stops_no_later(key):
    X, trace = long_run()
    stops = [STOPPING_RULES[key].first_stop(trace, tolerance, len(X)) for tolerance in TOLERANCES]
    steps = [len(trace) if stop is None else stop for stop in stops]
    assert steps == sorted(steps, reverse=True)
    assert stops[0] is None  # a tolerance of 0 never stops, as in `fit`
    assert stops[-1] is not None
    assert len(set(steps)) > 3  # the rule does tell tolerances apart


@every_rule
def test_what_comes_later_does_not_matter(key):
    """The same run, cut off: no rule looks ahead."""
    X, trace = long_run()
    rule = STOPPING_RULES[key]
    whole = rule.quantity(trace, len(X))
    for length in (1, 2, 3, 10):
        arrays = {n: getattr(trace, n)[:length] for n in ("weights", "means", "covariances", "log_likelihoods")}
        cut = replace(trace, **arrays)
        np.testing.assert_array_equal(rule.quantity(cut, len(X)), whole[:length])
        assert rule.first_stop(cut, 1e-12, len(X)) is None


@every_rule
def test_the_order_of_the_components_does_not_matter(key):
    X, trace = long_run()
    turned = replace(
        trace, weights=trace.weights[:, ::-1], means=trace.means[:, ::-1], covariances=trace.covariances[:, ::-1]
    )
    rule = STOPPING_RULES[key]
    np.testing.assert_array_equal(rule.quantity(turned, len(X)), rule.quantity(trace, len(X)))


@every_rule
def test_a_start_at_the_maximum_is_seen_within_three_steps(key):
    """One component converges at once; a rule that needs two gains sees it a step later."""
    X = load("faithful").X
    trace = fit(X, m_step(X, np.ones(len(X))), max_iter=5)
    assert STOPPING_RULES[key].first_stop(trace, 1e-6, len(X)) in (1, 2, 3)


@every_rule
def test_every_rule_sees_the_end_at_its_usual_tolerance(key):
    """From an easy start, on the summit: less than a hundredth of a nat below it."""
    X = load("faithful").X
    _, trace = run_replay(replace(REPLAYS["faithful-vvv2"], n_starts=1, tol=0.0, max_iter=100))
    rule = STOPPING_RULES[key]
    stop = rule.first_stop(trace, rule.tolerance, len(X))
    assert stop is not None
    assert trace.log_likelihoods[-1] - trace.log_likelihoods[stop] < (0.5 if key == "mean-gain" else 0.01)


@every_rule
def test_every_rule_is_labelled_explained_and_sourced_in_one_line(key):
    rule = STOPPING_RULES[key]
    for text in (rule.label, rule.explanation, rule.unit):
        assert text.strip()
        assert "\n" not in text
    assert "(" in rule.explanation  # its source
    assert 0 < rule.tolerance < 1


@every_rule
@pytest.mark.parametrize(("tolerance", "n_points"), [(-1e-9, 5), (nan, 5), (1e-3, 0)])
def test_a_tolerance_or_a_number_of_points_out_of_range_is_refused(key, tolerance, n_points):
    with pytest.raises(ValueError, match="tolerance is|n_points is"):
        STOPPING_RULES[key].first_stop(trace_of([-2, -1]), tolerance, n_points)


# --- the plateau ------------------------------------------------------------------------------------------------------


def test_on_a_plateau_the_gain_per_point_stops_and_the_finer_rules_go_on():
    """Old Faithful from a poor start: some twenty steps gain next to nothing, then the last 150 nats come at once."""
    X, trace = run_replay(REPLAYS["faithful-murphy"])
    missing = {}
    for key, rule in STOPPING_RULES.items():
        stop = rule.first_stop(trace, rule.tolerance, len(X))
        missing[key] = trace.log_likelihoods[-1] - trace.log_likelihoods[stop]
    assert missing["mean-gain"] > 150
    assert max(missing[key] for key in ("relative-gain", "aitken", "parameters")) < 0.01
