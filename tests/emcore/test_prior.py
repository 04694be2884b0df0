"""EM with a conjugate prior: mclust's steps and runs, and what makes it a MAP estimate, by SciPy's densities.

`data/prior.json` says where its numbers come from.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import FAST, assert_as_defined, assert_never_falls, overlapping_points, soft_start
from scipy.stats import invgamma, invwishart, multivariate_normal

from emcore import (
    COVARIANCE_TYPES,
    PRESETS,
    CollapseError,
    DataError,
    Mixture,
    MixtureError,
    Prior,
    Scenario,
    conjugate_prior,
    e_step,
    expectation_maximization,
    fit,
    fit_many,
    iterate,
    log_component_densities,
    m_step,
)
from emcore.scenario.own_points import OwnData
from emcore.study.atlas import AtlasSearch
from emcore.study.cures import CollapseSearch
from emcore.study.restarts import Restarts
from emcore.study.selection import Search

GIVEN = json.loads((Path(__file__).parent.parent / "data" / "prior.json").read_text(encoding="utf-8"))
every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
both_weights = pytest.mark.parametrize("learn_weights", [True, False])
both_ways = pytest.mark.parametrize("run", [fit, expectation_maximization], ids=["fast", "plain"])


def log_prior(prior, mixture, covariance_type):
    """The log density of Fraley and Raftery's prior, density by density."""
    means = sum(
        multivariate_normal(prior.mean, covariance / prior.shrinkage).logpdf(mean)
        for mean, covariance in zip(mixture.means, mixture.covariances, strict=True)
    )
    variances = np.diagonal(mixture.covariances, axis1=1, axis2=2)
    scales = np.diagonal(prior.scale)
    if covariance_type == "full":
        return means + sum(invwishart(prior.dof, prior.scale).logpdf(covariance) for covariance in mixture.covariances)
    if covariance_type == "tied":
        return means + invwishart(prior.dof, prior.scale).logpdf(mixture.covariances[0])
    if covariance_type == "diag":
        return means + invgamma(prior.dof / 2, scale=scales / 2).logpdf(variances).sum()
    return means + invgamma(prior.dof / 2, scale=scales.mean() / 2).logpdf(variances[:, 0]).sum()


def some_prior(n_features, seed=0, shrinkage=0.7):
    """One that pulls visibly, from a place of its own."""
    rng = np.random.default_rng([seed, n_features])
    root = rng.normal(size=(n_features, n_features)) + 2 * np.eye(n_features)
    return Prior(rng.normal(size=n_features), shrinkage, n_features + 3.5, root @ root.T)


# --- mclust -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "data", "covariance_type"),
    [
        ("VVV", "3-D", "full"),
        ("EEE", "3-D", "tied"),
        ("VVI", "3-D", "diag"),
        ("VII", "3-D", "spherical"),
        ("V", "1-D", "full"),
        ("V", "1-D", "diag"),
        ("V", "1-D", "spherical"),
        ("E", "1-D", "tied"),
    ],
)
def test_an_m_step_is_mclusts(model, data, covariance_type):
    theirs, X, shares = GIVEN["m_steps"][model], GIVEN["points"][data]["X"], GIVEN["points"][data]["resp"]
    prior = conjugate_prior(X, 2, covariance_type)
    d = prior.n_features
    assert (prior.shrinkage, prior.dof) == (theirs["prior"]["shrinkage"], theirs["prior"]["dof"])
    scale = np.array(theirs["prior"]["scale"])
    np.testing.assert_allclose(prior.scale, scale if scale.ndim else scale * np.eye(d), rtol=1e-12)
    np.testing.assert_allclose(prior.mean, np.ravel(theirs["prior"]["mean"]), rtol=1e-12)
    after = m_step(X, shares, covariance_type=covariance_type, prior=prior)
    np.testing.assert_allclose(after.means, np.reshape(theirs["mean"], (2, d)), rtol=1e-12)
    given = theirs["sigma"] if d > 1 else np.broadcast_to(theirs["sigmasq"], 2).reshape(2, 1, 1)
    np.testing.assert_allclose(after.covariances, given, rtol=1e-12)
    np.testing.assert_allclose(after.weights, np.mean(shares, axis=0), rtol=1e-14)


@both_ways
@pytest.mark.parametrize("name", GIVEN["runs"])
def test_a_run_that_would_collapse_ends_where_mclusts_does(name, run):
    case = GIVEN["runs"][name]
    X, K = np.array(case["X"]), len(case["rows"])
    start = Mixture(np.full(K, 1 / K), X[case["rows"]], np.repeat(np.cov(X.T, bias=True)[np.newaxis], K, axis=0))
    assert run(X, start, max_iter=300).stop == "collapsed"
    prior = conjugate_prior(X, K)
    trace = run(X, start, max_iter=300, prior=prior)
    last = trace[-1]
    for ours, theirs in (
        (last.log_likelihood, case["loglik"]),
        (last.log_posterior, case["log_posterior"]),
        (last.mixture.weights, case["weights"]),
        (last.mixture.means, case["means"]),
        (last.mixture.covariances, case["covariances"]),
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=2e-8)
    assert_never_falls(trace.log_posteriors)
    assert (np.diff(trace.log_likelihoods) < -1e-9).any()  # which the log-likelihood does


# --- a MAP estimate ---------------------------------------------------------------------------------------------------


@every_type
@pytest.mark.parametrize("n_features", [1, 2, 4])
def test_the_log_density_is_that_of_scipy(covariance_type, n_features):
    X = overlapping_points(n_features)
    mixture, prior = soft_start(X, covariance_type), some_prior(n_features)
    expected = log_prior(prior, mixture, covariance_type)
    assert prior.log_density(mixture, covariance_type) == pytest.approx(expected, rel=1e-12)
    last = fit(X, mixture, max_iter=4, covariance_type=covariance_type, prior=prior)[-1]
    assert last.log_prior == pytest.approx(log_prior(prior, last.mixture, covariance_type), rel=1e-10)


@every_type
@pytest.mark.parametrize("n_features", [1, 3])
def test_no_parameters_nearby_are_better_than_those_of_an_m_step(covariance_type, n_features):
    X = overlapping_points(n_features)
    shares, _ = e_step(X, soft_start(X, covariance_type))
    prior = some_prior(n_features)
    best = m_step(X, shares, covariance_type=covariance_type, prior=prior)

    def expected(mixture):
        complete = (shares * (log_component_densities(X, mixture) + np.log(mixture.weights))).sum()
        return complete + log_prior(prior, mixture, covariance_type)

    rng = np.random.default_rng(1)
    top = expected(best)
    for _ in range(40):
        if covariance_type in ("full", "tied"):
            tilt = np.eye(n_features) + 0.02 * rng.normal(size=(3, n_features, n_features))
        else:
            wide = (3, n_features) if covariance_type == "diag" else (3, 1)
            tilt = (1 + 0.02 * rng.normal(size=wide))[..., np.newaxis] * np.eye(n_features)
        if covariance_type == "tied":
            tilt[1:] = tilt[0]
        weights = best.weights * (1 + 0.02 * rng.normal(size=3))
        means = best.means + 0.02 * rng.normal(size=best.means.shape)
        near = Mixture(weights / weights.sum(), means, tilt @ best.covariances @ tilt.mT)
        assert expected(near) < top


@given(
    st.sampled_from(list(COVARIANCE_TYPES)),
    st.integers(1, 3),
    st.integers(1, 4),
    st.booleans(),
    st.floats(-3, 2),
    st.integers(0, 10**6),
)
@settings(max_examples=60, deadline=None)
def test_the_log_posterior_never_falls(covariance_type, n_features, n_components, learn_weights, shrinking, seed):
    X = overlapping_points(n_features, n_points=40, seed=seed)
    start = soft_start(X, covariance_type, n_components, seed)
    prior = some_prior(n_features, seed, 10**shrinking)
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights, "prior": prior}
    trace = fit(X, start, max_iter=15, **options)
    assert trace.stop == "max_iter"
    assert_never_falls([s.log_likelihood + log_prior(prior, s.mixture, covariance_type) for s in trace])


def test_a_prior_that_weighs_nothing_changes_nothing():
    X = overlapping_points(2)
    nothing = Prior(np.zeros(2), 1e-14, 2.0, 1e-14 * np.eye(2))  # but for its dof, which divide with the points
    start = soft_start(X)
    shares, _ = e_step(X, start)
    without, counts = m_step(X, shares), shares.sum(axis=0)
    after = m_step(X, shares, prior=nothing)
    np.testing.assert_allclose(after.means, without.means, rtol=1e-12)
    shrunk = (counts / (counts + 2 + 2 + 2))[:, np.newaxis, np.newaxis]
    np.testing.assert_allclose(after.covariances, without.covariances * shrunk, rtol=1e-12)


def test_a_ridge_comes_on_top_and_fixed_weights_stay():
    X = overlapping_points(2)
    shares, _ = e_step(X, soft_start(X))
    prior, weights = some_prior(2), [0.5, 0.3, 0.2]
    plain = m_step(X, shares, prior=prior)
    after = m_step(X, shares, prior=prior, reg_covar=0.5, weights=weights)
    np.testing.assert_allclose(after.covariances, plain.covariances + 0.5 * np.eye(2), rtol=1e-14)
    np.testing.assert_array_equal(after.means, plain.means)
    np.testing.assert_array_equal(after.weights, weights)


# --- components without points ----------------------------------------------------------------------------------------


@every_type
@pytest.mark.parametrize("weights", [None, [0.25, 0.75]])
def test_a_component_without_points_is_what_the_prior_makes_it(covariance_type, weights):
    X = overlapping_points(2)
    prior = some_prior(2)
    shares = np.column_stack([np.ones(len(X)), np.zeros(len(X))])
    with pytest.raises(CollapseError, match="component 2 of 2 has lost all its weight"):
        m_step(X, shares, covariance_type=covariance_type, weights=weights)
    after = m_step(X, shares, covariance_type=covariance_type, weights=weights, prior=prior)
    np.testing.assert_array_equal(after.weights, weights or [1, 0])
    np.testing.assert_array_equal(after.means[1], prior.mean)
    if covariance_type == "full":
        mode = prior.scale / (prior.dof + 2 + 2)
        np.testing.assert_allclose(after.covariances[1], mode, rtol=1e-14)


@every_type
@both_weights
def test_a_run_goes_on_without_points_for_a_component(covariance_type, learn_weights):
    """From so far away that no responsibility is left of it in float64."""
    X = overlapping_points(2)
    base = soft_start(X, covariance_type)
    far = Mixture(base.weights, [*base.means[:2], [1e5, 0]], np.repeat(base.covariances[:1], 3, axis=0))
    prior = conjugate_prior(X, 3, covariance_type)
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights, "prior": prior}
    for start in (far, Mixture(base.weights, [base.means[0], *[[1e5, 0]] * 2], far.covariances)):  # twins, too
        trace = fit(X, start, max_iter=8, **options)
        assert trace.stop == "max_iter"
        assert_as_defined(trace, X, **options)
        assert (trace.weights[1:, 2] == 0).all() == learn_weights
        np.testing.assert_array_equal(trace.means[1, 2], prior.mean)
        assert_never_falls(trace.log_posteriors)


# --- the fast way -----------------------------------------------------------------------------------------------------


def assert_fast(X, starts, max_iter, tolerance=FAST, **options):
    """One run, many, and step by step, all as the plain loop defines them."""
    for trace in (fit(X, starts[0], max_iter=max_iter, **options), *fit_many(X, starts, max_iter=max_iter, **options)):
        defined = assert_as_defined(trace, X, tolerance, **options)
        assert len(trace) == max_iter + 1
        sizes = np.maximum(1, np.abs(defined.log_priors))
        assert (np.abs(trace.log_priors - defined.log_priors) / sizes).max() <= tolerance
    state = next(s for s in iterate(X, starts[0], **options) if s.iteration == 2)
    first = fit(X, starts[0], max_iter=max_iter, **options)[2]
    assert state.log_posterior == pytest.approx(first.log_posterior, rel=1e-12)


@every_type
@both_weights
@pytest.mark.parametrize("n_features", [1, 2, 5])
@pytest.mark.parametrize("reg_covar", [0.0, 0.3])
def test_runs_are_as_defined(covariance_type, learn_weights, n_features, reg_covar):
    X = overlapping_points(n_features) + 30
    starts = [soft_start(X, covariance_type, seed=seed) for seed in (1, 2, 3)]
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights, "reg_covar": reg_covar}
    pulling = some_prior(n_features)
    for prior in (
        conjugate_prior(X, 3, covariance_type),
        Prior(pulling.mean + 30, pulling.shrinkage, pulling.dof, pulling.scale),
    ):
        assert_fast(X, starts, 12, prior=prior, **options)


@every_type
def test_a_prior_that_pulls_from_far_away_loses_no_digits(covariance_type):
    """Which stretches the components towards it: more of the digits than this the problem does not allow."""
    X = overlapping_points(2)
    starts = [soft_start(X, covariance_type, seed=seed) for seed in (1, 2, 3)]
    far = Prior([100.0, -200.0], 3.0, 5.0, np.eye(2))
    assert_fast(X, starts, 12, tolerance=1e-8, covariance_type=covariance_type, prior=far)


@every_type
def test_runs_with_narrow_components_are_as_defined(covariance_type):
    """Of so little spread for their distance that they go on in coordinates of their own, and with twins."""
    X = np.concatenate([overlapping_points(2, 60) * 1e-3 + place for place in ([0, 0], [50, 0], [0, 80])])
    prior = Prior([20, 20], 0.01, 4.0, 1e-6 * np.eye(2))
    overall = np.repeat(np.cov(X.T, bias=True)[np.newaxis] * np.eye(2), 3, axis=0)
    apart = Mixture(np.full(3, 1 / 3), [[1, 1], [45, 0], [0, 70]], overall)
    twins = Mixture(np.full(3, 1 / 3), [[1, 1], [45, 0], [45, 0]], overall)
    assert_fast(X, [apart, twins], 12, covariance_type=covariance_type, prior=prior)


@both_ways
def test_twins_part_where_their_weights_differ(run):
    """Of two alike, the prior draws the one with fewer points more: in spread at once, in place from step 2 on."""
    X = overlapping_points(1)
    same, prior = [[[4.0]]] * 2, conjugate_prior(X, 2)
    unequal, equal = (Mixture(weights, [[1.0], [1.0]], same) for weights in ([0.2, 0.8], [0.5, 0.5]))
    trace = run(X, unequal, max_iter=30, prior=prior)
    assert abs(np.diff(trace.means[2:, :, 0], axis=1)).min() > 1e-6
    assert "never part" not in trace.detail
    assert_as_defined(trace, X, 1e-8, prior=prior)
    trace = run(X, equal, max_iter=5, prior=prior)
    np.testing.assert_allclose(trace.means[:, 0], trace.means[:, 1], rtol=1e-12)
    assert ("never part" in trace.detail) == (run is fit)


@every_type
def test_a_tolerance_stops_by_the_log_posterior(covariance_type):
    X = overlapping_points(2)
    starts = [soft_start(X, covariance_type, seed=seed) for seed in range(6)]
    options = {"covariance_type": covariance_type, "prior": some_prior(2), "max_iter": 200, "tol": 1e-5}
    for start, trace in zip(starts, fit_many(X, starts, **options), strict=True):
        defined = expectation_maximization(X, start, **options)
        assert (trace.stop, len(trace), trace.detail) == ("converged", len(defined), defined.detail)
        assert "log posterior" in trace.detail
        gains = np.abs(np.diff(trace.log_posteriors)) / len(X)
        assert gains[-1] < 1e-5 <= gains[:-1].min()


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"mean": [0, 0, 0]}, "shape (3,)"),
        ({"mean": "far"}, "no table of numbers"),
        ({"mean": [0, np.nan]}, "missing or infinite"),
        ({"shrinkage": 0}, "shrinkage is 0; give a number above 0"),
        ({"shrinkage": "a little"}, "give a finite number"),
        ({"dof": 1}, "in 2 dimensions give more than 1"),
        ({"dof": np.inf}, "give a finite number"),
        ({"scale": [[1, 0.5], [0.2, 1]]}, "not symmetric"),
        ({"scale": [[1, 2], [2, 1]]}, "not positive definite"),
        ({"scale": np.zeros((2, 2))}, "not positive definite"),
        ({"scale": 1.0}, "give D numbers and D x D"),
    ],
)
def test_what_is_no_prior_is_refused_in_words(fields, message):
    sound = {"mean": [0, 0], "shrinkage": 0.01, "dof": 4, "scale": np.eye(2)}
    Prior(**sound)
    with pytest.raises(ValueError, match=re.escape(message)):
        Prior(**sound | fields)


@pytest.mark.parametrize("run", [fit, expectation_maximization, iterate])
def test_every_run_refuses_what_is_no_prior_of_its_data(run):
    X = overlapping_points(2)
    with pytest.raises(ValueError, match=r"prior is of type dict; give None or a Prior, as conjugate_prior"):
        run(X, soft_start(X), prior={})
    with pytest.raises(ValueError, match="the prior has 1 dimensions, the data have 2"):
        run(X, soft_start(X), prior=some_prior(1))
    with pytest.raises(ValueError, match="the prior has 1 dimensions"):
        m_step(X, np.ones((len(X), 1)), prior=some_prior(1))
    with pytest.raises(ValueError, match="the prior has 1 dimensions"):
        some_prior(1).log_density(soft_start(X))


def test_a_prior_cannot_be_written_to_nor_changed_from_outside():
    scale = np.eye(2)
    prior = Prior([0, 0], 0.01, 4, scale)
    scale[0, 0] = 5
    assert prior.scale[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        prior.scale[0, 0] = 5


@pytest.mark.parametrize(
    ("X", "types"),
    [
        ([[1.0, 2.0]], COVARIANCE_TYPES),  # one point
        ([[3.0, 3.0]] * 5, COVARIANCE_TYPES),
        ([[0, 0], [1, 2], [2, 4], [3, 6]], ["full", "tied"]),  # on a line
        ([[0, 5], [1, 5], [3, 5]], ["full", "tied"]),
    ],
)
def test_points_without_spread_give_no_prior(X, types):
    for covariance_type in COVARIANCE_TYPES:
        if covariance_type in types:
            with pytest.raises(MixtureError, match="do not spread in every direction"):
                conjugate_prior(X, 2, covariance_type)
        else:
            assert conjugate_prior(X, 2, covariance_type).scale[0, 0] > 0


def test_a_prior_of_no_points_or_components_is_refused():
    with pytest.raises(DataError):
        conjugate_prior([], 2)
    with pytest.raises(ValueError, match="n_components"):
        conjugate_prior([1, 2, 3], 0)
    with pytest.raises(ValueError, match="covariance_type"):
        conjugate_prior([1, 2, 3], 2, "round")


# --- scenarios --------------------------------------------------------------------------------------------------------


@every_type
def test_a_scenario_has_the_prior_of_its_data(covariance_type):
    scenario = Scenario("faithful", n_components=2, start="kmeanspp", covariance_type=covariance_type, prior=True)
    dataset, trace = scenario.run()
    start = Scenario("faithful", n_components=2, start="kmeanspp", covariance_type=covariance_type).start_mixture(
        dataset.X
    )
    prior = conjugate_prior(dataset.X, 2, covariance_type)
    assert_as_defined(trace, dataset.X, covariance_type=covariance_type, learn_weights=False, prior=prior)
    np.testing.assert_array_equal(trace.means[0], start.means)


def test_it_travels():
    scenario = Scenario("faithful", n_components=2, start="kmeanspp", learn_weights=True, prior=True)
    assert scenario.to_query()["prior"] == "conjugate"
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])
    assert Scenario.from_query({"data": "faithful", "prior": "none"})[0] == Scenario.from_query({"data": "faithful"})[0]
    read, problems = Scenario.from_query({"data": "faithful", "prior": "flat"})
    assert not read.prior
    assert problems == ["prior = flat is none of none, conjugate; the default is used."]


def test_the_collapse_of_the_preset_is_cured():
    collapse = PRESETS["collapse"].scenario
    _, before = collapse.run()
    assert before.stop == "collapsed"
    assert "prior" in before.detail
    _, trace = Scenario.from_query(collapse.to_query() | {"prior": "conjugate"})[0].run()
    assert trace.stop == "max_iter"
    assert_never_falls(trace.log_posteriors)


def no_prior():
    line = OwnData(tuple((float(x), 2.0 * x) for x in range(6)))
    return Scenario("own", own=line, start="kmeanspp", n_components=2, reg_covar=0.1, prior=True)


def test_a_scenario_whose_points_give_no_prior_says_so_at_its_start():
    with pytest.raises(MixtureError, match="no conjugate prior"):
        no_prior().run()


@pytest.mark.parametrize("search", [Restarts, AtlasSearch, CollapseSearch, lambda s, X, n: Search(s, X, 2, "full", n)])
def test_a_search_of_many_starts_is_refused_once_not_start_by_start(search):
    scenario = no_prior()
    X = scenario.dataset().X
    options = () if search is CollapseSearch else (5,)
    with pytest.raises(MixtureError, match="no conjugate prior"):
        search(scenario, X, *options)
    search(replace(scenario, prior=False), X, *options)
