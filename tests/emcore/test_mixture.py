import dataclasses

import numpy as np
import pytest
from oracles import moments, overlapping_points, soft_start
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

from emcore import DataError, Gaussian, Mixture, MixtureError, log_component_densities, log_density, sample
from emcore.gaussian import gaussians_of, mixture_of

DIMENSIONS = [1, 2, 5]
NAN, INF = float("nan"), float("inf")
ONE = [[1.0]]
EYE = [[1.0, 0.0], [0.0, 1.0]]


def three(n_features):
    return soft_start(overlapping_points(n_features))


@pytest.mark.parametrize("n_features", DIMENSIONS)
def test_component_densities_are_scipys(n_features):
    mixture, X = three(n_features), overlapping_points(n_features, seed=3)
    expected = [multivariate_normal(m, c).logpdf(X) for m, c in zip(mixture.means, mixture.covariances, strict=True)]
    np.testing.assert_allclose(log_component_densities(X, mixture), np.transpose(expected), rtol=1e-10)


@pytest.mark.parametrize("n_features", DIMENSIONS)
def test_density_is_the_weighted_sum_of_the_components(n_features):
    mixture, X = three(n_features), overlapping_points(n_features, seed=3)
    joint = log_component_densities(X, mixture) + np.log(mixture.weights)
    np.testing.assert_allclose(log_density(X, mixture), logsumexp(joint, axis=1), rtol=1e-13)


def test_density_by_hand():
    # 1/2 N(1 | 0, 1) + 1/2 N(1 | 2, 1) = N(1 | 0, 1) = exp(-1/2) / sqrt(2 pi)
    mixture = Mixture([0.5, 0.5], [[0], [2]], [ONE, ONE])
    np.testing.assert_allclose(log_density([1.0], mixture), [-0.5 - 0.5 * np.log(2 * np.pi)], rtol=1e-14)


def test_a_mixture_integrates_to_one():
    mixture = Mixture([0.3, 0.7], [[-2], [1]], [[[0.5]], [[2]]])
    grid = np.linspace(-20, 20, 20_001)
    assert np.exp(log_density(grid, mixture)).sum() * (grid[1] - grid[0]) == pytest.approx(1, abs=1e-10)


def test_a_component_without_weight_adds_nothing():
    alone = Mixture([1], [[0]], [ONE])
    accompanied = Mixture([1, 0], [[0], [1]], [ONE, ONE])
    X = [-1.0, 0.5, 30.0]
    np.testing.assert_allclose(log_density(X, accompanied), log_density(X, alone), rtol=1e-15)


@pytest.mark.parametrize("function", [log_density, log_component_densities])
def test_points_of_another_dimension_are_refused(function):
    with pytest.raises(DataError, match="3 columns.*2 dimensions"):
        function(np.zeros((4, 3)), three(2))


def test_sizes_and_standard_deviations():
    mixture = Mixture([0.5, 0.5], [[0, 0], [1, 1]], [[[4, 1], [1, 9]], [[1, 0], [0, 0.25]]])
    assert (mixture.n_components, mixture.n_features) == (2, 2)
    np.testing.assert_allclose(mixture.standard_deviations, [[2, 3], [1, 0.5]], rtol=1e-15)


@pytest.mark.parametrize("n_features", DIMENSIONS)
def test_cholesky_factors_multiply_back_to_the_covariances(n_features):
    mixture = three(n_features)
    factors = mixture.cholesky
    np.testing.assert_array_equal(factors, np.tril(factors))
    product = np.einsum("kij,klj->kil", factors, factors)
    np.testing.assert_allclose(product, mixture.covariances, rtol=1e-12, atol=1e-14)


def test_a_mixture_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        three(1).weights = np.ones(3) / 3


@pytest.mark.parametrize("name", ["weights", "means", "covariances", "cholesky"])
def test_arrays_are_read_only(name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(three(2), name)[0] = 0


def test_arrays_are_copies_of_what_was_handed_in():
    arrays = np.array([0.5, 0.5]), np.array([[0.0], [1.0]]), np.array([ONE, ONE])
    mixture = Mixture(*arrays)
    for array in arrays:
        array[:] = 9  # still writeable, and no longer part of the mixture
    np.testing.assert_array_equal(mixture.weights, [0.5, 0.5])
    np.testing.assert_array_equal(mixture.means, [[0], [1]])
    np.testing.assert_array_equal(mixture.covariances, [ONE, ONE])


INVALID = {
    "asymmetric": ([1], [[0, 0]], [[[1, 0.5], [0, 1]]], "component 1 is not symmetric"),
    "asymmetric, second": ([0.5, 0.5], [[0, 0], [0, 0]], [EYE, [[1, 0.5], [0.4, 1]]], "component 2 is not symmetric"),
    "indefinite": ([0.5, 0.5], [[0, 0], [0, 0]], [EYE, [[1, 2], [2, 1]]], "component 2 is not positive definite"),
    "zero variance": ([0.5, 0.5], [[0], [0]], [ONE, [[0]]], "component 2 is not positive definite"),
    "negative variance": ([0.5, 0.5], [[0], [0]], [[[-1]], ONE], "component 1 is not positive definite"),
    "zero variance, one direction": ([1], [[0, 0]], [[[1, 0], [0, 0]]], "component 1 is not positive definite"),
    "all zero": ([1], [[0, 0]], np.zeros((1, 2, 2)), "component 1 is not positive definite"),
    "negative weight": ([1.5, -0.5], [[0], [0]], [ONE, ONE], "weight of component 2 is negative"),
    "weights sum to 0.9": ([0.4, 0.5], [[0], [0]], [ONE, ONE], "weights sum to 0.9"),
    "weights sum to 2": ([1, 1], [[0], [0]], [ONE, ONE], "weights sum to 2"),
    "too few weights": ([1], [[0], [0]], [ONE, ONE], "shapes disagree"),
    "too few means": ([0.5, 0.5], [[0]], [ONE, ONE], "shapes disagree"),
    "too few covariances": ([0.5, 0.5], [[0], [0]], [ONE], "shapes disagree"),
    "flat means": ([0.5, 0.5], [0, 0], [ONE, ONE], "shapes disagree"),
    "variances only": ([0.5, 0.5], [[0], [0]], [1, 1], "shapes disagree"),
    "covariances of another D": ([1], [[0, 0]], [ONE], "shapes disagree"),
    "oblong covariance": ([1], [[0, 0]], [[[1, 0, 0], [0, 1, 0]]], "shapes disagree"),
    "weight a scalar": (1, [[0]], [ONE], "shapes disagree"),
    "no components": ([], np.empty((0, 1)), np.empty((0, 1, 1)), "shapes disagree"),
    "no dimensions": ([1], np.empty((1, 0)), np.empty((1, 0, 0)), "shapes disagree"),
    "NaN weight": ([NAN], [[0]], [ONE], "weights.*missing or infinite"),
    "infinite mean": ([1], [[INF]], [ONE], "means.*missing or infinite"),
    "NaN covariance": ([1], [[0]], [[[NAN]]], "covariances.*missing or infinite"),
    "infinite covariance": ([1], [[0]], [[[INF]]], "covariances.*missing or infinite"),
    "None": ([1], [[None]], [ONE], "means"),
    "ragged means": ([0.5, 0.5], [[0], [0, 1]], [ONE, ONE], "means are not a table of numbers"),
    "text": (["a"], [[0]], [ONE], "weights are not a table of numbers"),
    "complex": ([1], np.array([[1j]]), [ONE], "means"),
    "an integer beyond float64": ([1], [[10**400]], [ONE], "means"),
}


@pytest.mark.parametrize(("weights", "means", "covariances", "words"), INVALID.values(), ids=INVALID)
def test_invalid_parameters_are_refused_in_words(weights, means, covariances, words):
    with pytest.raises(MixtureError, match=words):
        Mixture(weights, means, covariances)


def test_correlation_one_is_singular_whatever_the_rounding():
    rng = np.random.default_rng(0)
    for _ in range(200):
        sds = 10 ** rng.uniform(-3, 3, size=rng.integers(2, 5))
        with pytest.raises(MixtureError, match="component 1 is not positive definite"):
            Mixture([1], [np.zeros(len(sds))], [np.outer(sds, sds)])


def test_a_strong_correlation_at_unequal_scales_is_not_singular():
    off_diagonal = 0.999 * 1e-6 * 1e6
    mixture = Mixture([1], [[0, 0]], [[[1e-12, off_diagonal], [off_diagonal, 1e12]]])
    np.testing.assert_allclose(mixture.standard_deviations, [[1e-6, 1e6]], rtol=1e-12)


@pytest.mark.parametrize("variance", [1e-300, 1.7e308])
def test_any_float64_variance_above_zero_is_valid(variance):
    np.testing.assert_array_equal(Mixture([1], [[0]], [[[variance]]]).covariances, [[[variance]]])


@pytest.mark.parametrize("n_features", DIMENSIONS)
def test_sample_has_the_moments_of_its_components(n_features):
    mixture, n_points = three(n_features), 20_000
    X, labels = sample(mixture, n_points, np.random.default_rng(1))
    assert X.shape == (n_points, n_features)
    for k in range(3):
        own = X[labels == k]
        # Standard errors: of a share sqrt(w(1-w)/N), of a mean sd/sqrt(n), of a covariance at most sd_i sd_j sqrt(2/n).
        assert len(own) / n_points == pytest.approx(mixture.weights[k], abs=5 * 0.5 / np.sqrt(n_points))
        mean, covariance = moments(own)
        sds = mixture.standard_deviations[k]
        assert (np.abs(mean - mixture.means[k]) < 5 * sds / np.sqrt(len(own))).all()
        scale = np.outer(sds, sds) * np.sqrt(2 / len(own))
        assert (np.abs(covariance - mixture.covariances[k]) < 5 * scale).all()


def test_sample_draws_no_point_of_a_component_without_weight():
    _, labels = sample(Mixture([0.5, 0, 0.5], [[0], [1], [2]], [ONE] * 3), 1000, np.random.default_rng(0))
    assert set(labels) == {0, 2}


def test_sample_repeats_with_the_generator_and_leaves_the_global_state_alone():
    np.random.seed(5)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    first, again, other = (sample(three(2), 50, np.random.default_rng(seed)) for seed in (3, 3, 4))
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])


def test_a_written_gaussian_has_the_covariance_of_its_sds_and_correlation():
    # sd 2 and 3, correlation 1/2: covariance 1/2 * 2 * 3 = 3
    np.testing.assert_allclose(Gaussian(1, (0, 0), (2, 3), 0.5).covariance, [[4, 3], [3, 9]], rtol=1e-15)
    np.testing.assert_allclose(Gaussian(1, (0,), (3,)).covariance, [[9]], rtol=1e-15)


def test_sizes_of_written_gaussians_become_weights():
    mixture = mixture_of([Gaussian(30, (0,), (1,)), Gaussian(10, (5,), (2,))])
    np.testing.assert_allclose(mixture.weights, [0.75, 0.25], rtol=1e-15)
    np.testing.assert_array_equal(mixture.means, [[0], [5]])
    np.testing.assert_allclose(mixture.covariances, [ONE, [[4]]], rtol=1e-15)


@pytest.mark.parametrize(
    "gaussians",
    [
        (Gaussian(0.25, (1.0,), (2.0,)), Gaussian(0.75, (3.0,), (0.5,))),
        (Gaussian(0.25, (1.0, 2.0), (2.0, 3.0), -0.4), Gaussian(0.75, (3.0, 0.0), (0.5, 1.0), 0.9)),
    ],
    ids=["1-D", "2-D"],
)
def test_a_mixture_reads_back_as_the_gaussians_it_was_written_from(gaussians):
    for written, read in zip(gaussians, gaussians_of(mixture_of(gaussians)), strict=True):
        assert dataclasses.astuple(read) == tuple(
            pytest.approx(v, rel=1e-12, abs=1e-15) for v in dataclasses.astuple(written)
        )
