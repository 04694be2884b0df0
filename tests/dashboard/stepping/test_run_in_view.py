"""The run as it travels to the browser."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest

from dashboard.stepping.run_in_view import mixtures, payload
from emcore import PRESETS, Prior, Scenario, fit


def unpacked(text, kind=np.float64):
    return np.frombuffer(base64.b64decode(text), kind)


@pytest.mark.parametrize("key", PRESETS)
def test_every_step_can_be_rebuilt(key):
    _, trace = PRESETS[key].scenario.run()
    sent = mixtures(trace)
    n_steps, K, D = trace.means.shape
    assert (sent["K"], sent["D"]) == (K, D)
    np.testing.assert_array_equal(unpacked(sent["weights"]), trace.weights.ravel())
    np.testing.assert_array_equal(unpacked(sent["means"]), trace.means.ravel())
    factors = np.zeros((n_steps, K, D, D))
    factors[..., *np.tril_indices(D)] = unpacked(sent["factors"]).reshape(n_steps, K, -1)
    np.testing.assert_allclose(factors @ factors.mT, trace.covariances, rtol=1e-12, atol=0)


def test_of_more_than_two_features_the_factors_are_rounded():
    columns = ("sepal_length", "sepal_width", "petal_length")
    _, trace = Scenario("iris", start="kmeanspp", columns=columns, max_iter=3).run()
    sent = mixtures(trace)
    np.testing.assert_array_equal(unpacked(sent["means"]), trace.means.ravel())
    factors = np.zeros((len(trace), 3, 3, 3))
    factors[..., *np.tril_indices(3)] = unpacked(sent["factors"], np.float32).reshape(len(trace), 3, -1)
    np.testing.assert_allclose(factors @ factors.mT, trace.covariances, rtol=1e-5)


@pytest.mark.parametrize("covariance_type", ["full", "spherical"])
def test_the_prior_travels_as_it_is_for_the_covariance_type(covariance_type):
    scenario = Scenario("faithful", n_components=2, start="kmeanspp", covariance_type=covariance_type, max_iter=5)
    dataset, trace = scenario.run()
    assert payload(scenario, dataset.X, trace, None)["options"]["prior"] is None
    with_prior = replace(scenario, prior=True)
    _, expected = with_prior.run()
    sent = json.loads(json.dumps(payload(with_prior, dataset.X, expected, None)["options"]["prior"]))
    options = {"covariance_type": covariance_type, "learn_weights": False, "prior": Prior(**sent)}
    again = fit(dataset.X, expected[0].mixture, max_iter=5, **options)
    np.testing.assert_array_equal(again.covariances, expected.covariances)


def test_what_em_climbs_with_a_prior_travels_with_the_run_and_nothing_more_without():
    scenario = Scenario("faithful", n_components=3, start="kmeanspp", covariance_type="full", max_iter=20)
    dataset, trace = scenario.run()
    assert "log_posteriors" not in payload(scenario, dataset.X, trace, trace)
    with_prior = replace(scenario, prior=True)
    _, trace = with_prior.run()
    sent = payload(with_prior, dataset.X, trace, trace)
    prior = with_prior.prior_of(dataset.X)
    expected = [trace[t].log_likelihood + prior.log_density(trace[t].mixture, "full") for t in range(len(trace))]
    np.testing.assert_allclose(unpacked(sent["log_posteriors"]), expected, rtol=1e-12)
    np.testing.assert_array_equal(unpacked(sent["log_likelihoods"]), trace.log_likelihoods)
