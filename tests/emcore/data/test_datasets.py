"""Data sets, and the published fits to them that this package must reproduce."""

import numpy as np
import pytest
from oracles import by_first_mean

from emcore import DATASETS, Mixture, e_step, fit, make_start
from emcore.data.classic import load

every_dataset = pytest.mark.parametrize("key", DATASETS)

# Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, Table 8.1.
ESL_TABLE_8_1 = (
    [-0.39, 0.12, 0.94, 1.67, 1.76, 2.44, 3.72, 4.28, 4.92, 5.53]
    + [0.06, 0.48, 1.01, 1.68, 1.80, 3.25, 4.12, 4.60, 5.28, 6.22]
)  # fmt: skip


def best_fit(X, n_components, covariance_type="full", n_starts=4):
    """The highest of some seeded runs: EM climbs to the nearest maximum, not to the highest."""
    runs = []
    for seed in range(n_starts):
        start = make_start("kmeanspp", X, n_components, np.random.default_rng(seed), covariance_type=covariance_type)
        runs.append(fit(X, start, max_iter=300, tol=1e-10, covariance_type=covariance_type)[-1])
    return max(runs, key=lambda state: state.log_likelihood)


@every_dataset
def test_every_data_set_loads_as_a_finite_table_with_titles(key):
    dataset, classic = load(key), DATASETS[key]
    assert dataset.X.dtype == np.float64
    assert dataset.X.shape[1] == classic.n_features == len(dataset.columns)
    assert len(dataset.X) >= 20
    assert np.isfinite(dataset.X).all()
    assert all(title.strip() for title in dataset.columns)
    assert (dataset.labels, dataset.truth) == (None, None)


@every_dataset
def test_every_data_set_can_be_fitted(key):
    X = load(key).X
    trace = fit(X, make_start("kmeanspp", X, 2, np.random.default_rng(0)), max_iter=10)
    assert len(trace) == 11
    assert trace.log_likelihoods[-1] > trace.log_likelihoods[0]


@every_dataset
def test_every_data_set_is_labelled_explained_and_sourced(key):
    classic = DATASETS[key]
    assert all(text.strip() for text in (classic.label, classic.explanation, classic.source))


@pytest.mark.parametrize("key", ["faithful-waiting", "faithful"])
def test_old_faithful_has_its_272_eruptions(key):
    # R's `faithful`: mean waiting 70.897, mean eruption 3.488, first row 3.6 and 79.
    X = load(key).X
    assert len(X) == 272
    assert X[0].tolist() == [3.6, 79][-X.shape[1] :]
    np.testing.assert_allclose(X.mean(axis=0), [3.488, 70.897][-X.shape[1] :], atol=5e-4)


def test_old_faithful_waiting_as_mixtools_fits_it():
    # R mixtools, normalmixEM(faithful$waiting). It stops a little early, so that its digits are good to about 1e-4.
    state = best_fit(load("faithful-waiting").X, 2)
    mixture = by_first_mean(state.mixture)
    np.testing.assert_allclose(mixture.weights, [0.3608868, 0.6391132], atol=1e-4)
    np.testing.assert_allclose(mixture.means[:, 0], [54.61489, 80.09109], atol=1e-3)
    np.testing.assert_allclose(mixture.standard_deviations[:, 0], [5.871241, 5.867718], atol=1e-3)
    assert state.log_likelihood == pytest.approx(-1034.002, abs=1e-3)


def test_old_faithful_full_as_mclust_fits_it():
    # R mclust, model VVV with 2 components: log-likelihood to the printed digits, sizes by the larger responsibility.
    X = load("faithful").X
    state = best_fit(X, 2)
    assert state.log_likelihood == pytest.approx(-1130.264, abs=1e-3)
    responsibilities, _ = e_step(X, by_first_mean(state.mixture))
    assert np.bincount(responsibilities.argmax(axis=1)).tolist() == [97, 175]


def test_old_faithful_tied_as_mclust_fits_it():
    # R mclust, model EEE with 3 components. mclust stops early: the maximum lies higher, by less than 0.05.
    log_likelihood = best_fit(load("faithful").X, 3, "tied").log_likelihood
    assert -1126.326 - 1e-3 <= log_likelihood <= -1126.326 + 0.05


def test_standardizing_old_faithful_moves_the_maximum_by_n_times_the_log_of_the_scales():
    # From the start of Bishop's figure 9.8 as Murphy replays it (pmtk3), to the maximum that mclust finds.
    X = load("faithful").X
    scales = X.std(axis=0)
    start = Mixture([0.5, 0.5], [[-1.5, 1.5], [1.5, -1.5]], [0.1 * np.eye(2)] * 2)
    trace = fit((X - X.mean(axis=0)) / scales, start, max_iter=200)
    assert trace.log_likelihoods[-1] == pytest.approx(-1130.264 + 272 * np.log(scales).sum(), abs=1e-3)


def esl_start():
    """As the book says: two data points as means, both variances the overall variance (1/N), equal shares."""
    return Mixture([0.5, 0.5], [[4.28], [0.94]], [[[3.967775]]] * 2)


def test_the_elements_20_values_have_the_variance_of_the_start():
    assert np.var(ESL_TABLE_8_1) == pytest.approx(3.967775, abs=5e-7)


def test_the_elements_20_values_have_their_maximum_where_it_is():
    # Table 8.2 prints a share of .546, means 4.62 and 1.06, variances .87 and .77; from the book's own data that is no
    # fixed point. The maximum, to the digits given:
    state = fit(ESL_TABLE_8_1, esl_start(), max_iter=300)[-1]
    np.testing.assert_allclose(state.mixture.weights[1], 0.554590, atol=1e-6)
    np.testing.assert_allclose(state.mixture.means[:, 0], [4.655913, 1.083162], atol=1e-6)
    np.testing.assert_allclose(state.mixture.covariances.ravel(), [0.818794, 0.811371], atol=1e-6)
    assert state.log_likelihood == pytest.approx(-38.913372, abs=1e-6)


def test_the_elements_printed_values_are_no_maximum():
    printed = Mixture([0.454, 0.546], [[4.62], [1.06]], [[[0.87]], [[0.77]]])
    trace = fit(ESL_TABLE_8_1, printed, max_iter=1)
    assert trace.log_likelihoods[1] - trace.log_likelihoods[0] > 1e-3
