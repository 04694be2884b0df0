import numpy as np
import pytest
from oracles import assert_same_mixture, by_first_mean, moments, overlapping_points
from scipy.cluster.vq import kmeans2

from emcore import COVARIANCE_TYPES, STARTS, DataError, MixtureError, e_step, make_start
from emcore.starts import kmeans, kmeans_plus_plus

every_start = pytest.mark.parametrize("key", STARTS)
every_dimension = pytest.mark.parametrize("n_features", [1, 2, 5])
AT_POINTS = [key for key, start in STARTS.items() if start.means is not None]


def rng(seed=0):
    return np.random.default_rng(seed)


def blobs():
    """Three round clusters of unequal size, 100 standard deviations apart, and their labels, ordered by x."""
    labels = np.repeat([0, 1, 2], [50, 80, 120])
    return np.array([[-100, 0], [0, 50], [100, -50]])[labels] + rng(9).normal(size=(250, 2)), labels


@every_start
@every_dimension
@pytest.mark.parametrize("n_components", [1, 3])
def test_every_start_is_a_mixture_for_these_points(key, n_features, n_components):
    X = overlapping_points(n_features)
    start = make_start(key, X, n_components, rng())
    assert (start.n_components, start.n_features) == (n_components, n_features)
    assert (X.min(axis=0) <= start.means).all()
    assert (start.means <= X.max(axis=0)).all()
    responsibilities, log_likelihood = e_step(X, start)
    assert np.isfinite(log_likelihood)
    assert (responsibilities.sum(axis=0) > 0).all()


@every_start
def test_a_start_repeats_with_its_generator(key):
    X = overlapping_points(2)
    assert_same_mixture(make_start(key, X, 3, rng(4)), make_start(key, X, 3, rng(4)), rtol=0)


@every_start
def test_another_seed_gives_another_start(key):
    X = overlapping_points(2)
    means = [make_start(key, X, 4, rng(seed)).means for seed in range(6)]
    assert any(not np.array_equal(means[0], other) for other in means[1:])


@every_start
def test_a_start_leaves_points_and_global_state_alone(key):
    X = overlapping_points(2)
    X.flags.writeable = False
    np.random.seed(5)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    make_start(key, X, 3, rng())
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@every_start
def test_a_vector_is_a_column(key):
    X = overlapping_points(1)
    assert_same_mixture(make_start(key, X[:, 0], 3, rng()), make_start(key, X, 3, rng()), rtol=0)


@every_start
@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_a_start_is_of_the_covariance_type_asked_for(key, covariance_type):
    """A type makes of a matrix of its own kind the same matrix; `full` start covariances would not pass as another."""
    start = make_start(key, overlapping_points(2), 3, rng(), covariance_type=covariance_type)
    scatters = start.weights[:, np.newaxis, np.newaxis] * start.covariances
    estimated = COVARIANCE_TYPES[covariance_type].estimate(start.weights, scatters)
    np.testing.assert_allclose(estimated, start.covariances, rtol=1e-12, atol=1e-14)


@every_start
def test_an_unknown_covariance_type_is_refused(key):
    with pytest.raises(ValueError, match="covariance_type is .*; choose one of"):
        make_start(key, overlapping_points(2), 3, rng(), covariance_type="round")


@every_start
def test_points_without_any_spread_allow_no_start(key):
    with pytest.raises(MixtureError):
        make_start(key, np.full((10, 2), 0.1), 2, rng())


@every_start
@pytest.mark.parametrize("X", [[], [1, np.nan]], ids=["empty", "NaN"])
def test_unusable_points_are_refused(key, X):
    with pytest.raises(DataError):
        make_start(key, X, 1, rng())


@pytest.mark.parametrize("key", AT_POINTS)
@every_dimension
def test_means_at_points_are_distinct_points_of_the_data(key, n_features):
    X = overlapping_points(n_features)
    for seed in range(10):
        means = make_start(key, X, 8, rng(seed)).means
        assert all((mean == X).all(axis=1).any() for mean in means)
        assert len(np.unique(means, axis=0)) == 8


@pytest.mark.parametrize("key", AT_POINTS)
def test_means_at_points_are_distinct_even_among_duplicates(key):
    X = np.repeat([[0.0, 1.0], [2.0, 3.0], [4.0, 6.0]], [100, 1, 1], axis=0)
    for seed in range(10):
        means = make_start(key, X, 3, rng(seed)).means
        np.testing.assert_array_equal(means[means[:, 0].argsort()], [[0, 1], [2, 3], [4, 6]])


@pytest.mark.parametrize("key", AT_POINTS)
@every_dimension
def test_components_at_points_are_as_wide_as_all_the_data_and_weigh_the_same(key, n_features):
    X = overlapping_points(n_features)
    start = make_start(key, X, 3, rng())
    np.testing.assert_allclose(start.covariances, [moments(X)[1]] * 3, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(start.weights, np.full(3, 1 / 3), rtol=1e-15)


@pytest.mark.parametrize("key", [*AT_POINTS, "kmeans"])
def test_fewer_distinct_points_than_components_are_told_in_words(key):
    with pytest.raises(MixtureError, match="3 distinct points.*only 2; use fewer components"):
        make_start(key, [1.0, 1.0, 5.0, 5.0], 3, rng())


def test_kmeanspp_places_a_mean_in_each_of_some_far_clusters():
    # A second mean inside a cluster already taken has a chance of about (1 / 100)^2, per draw.
    X, labels = blobs()
    for seed in range(20):
        means = make_start("kmeanspp", X, 3, rng(seed)).means
        owners = [labels[(mean == X).all(axis=1).argmax()] for mean in means]
        assert sorted(owners) == [0, 1, 2]


def test_random_points_are_uniform_over_the_points_of_unequal_clusters():
    # 400 draws of one of 250 points: shares 0.2, 0.32, 0.48 within 5 standard errors of at most 0.025.
    X, labels = blobs()
    draws = [make_start("random-points", X, 1, rng(seed)).means[0] for seed in range(400)]
    owners = [labels[(mean == X).all(axis=1).argmax()] for mean in draws]
    np.testing.assert_allclose(np.bincount(owners) / 400, [0.2, 0.32, 0.48], atol=0.125)


def test_kmeans_finds_the_moments_of_separated_clusters():
    X, labels = blobs()
    for seed in range(5):
        start = by_first_mean(make_start("kmeans", X, 3, rng(seed)))
        for k in range(3):
            mean, covariance = moments(X[labels == k])
            assert start.weights[k] == pytest.approx((labels == k).mean(), rel=1e-12)
            np.testing.assert_allclose(start.means[k], mean, rtol=1e-12)
            np.testing.assert_allclose(start.covariances[k], covariance, rtol=1e-10, atol=1e-12)


@every_dimension
def test_random_responsibilities_start_near_the_middle(n_features):
    # Uniform shares of 3 have mean 1/3 and variance 1/18, so a weighted mean strays from the sample's by a standard
    # error of sd sqrt(9/18 / N).
    X = overlapping_points(n_features, n_points=3000)
    start = make_start("random-responsibilities", X, 3, rng())
    mean, covariance = moments(X)
    stray = np.sqrt(np.diagonal(covariance) / 2 / len(X))
    assert (np.abs(start.means - mean) < 5 * stray).all()
    assert np.ptp(start.means, axis=0).min() > 0
    np.testing.assert_allclose(start.weights, 1 / 3, atol=5 * np.sqrt(1 / 18 / len(X)))


@every_start
def test_every_start_is_labelled_explained_and_of_one_kind(key):
    start = STARTS[key]
    assert start.label.strip()
    assert start.explanation.strip()
    assert (start.means is None) != (start.responsibilities is None)


def test_a_ridge_cures_a_singular_start():
    # Two points: k-means gives each component one point, without spread.
    X = [0.0, 10.0]
    with pytest.raises(MixtureError, match="ridge"):
        make_start("kmeans", X, 2, np.random.default_rng(0))
    start = make_start("kmeans", X, 2, np.random.default_rng(0), reg_covar=0.25)
    np.testing.assert_allclose(sorted(start.means[:, 0]), X)
    np.testing.assert_allclose(start.covariances, 0.25)


# --- where the data lie, and how large they are -----------------------------------------------------------------------


def on_a_grid(n_features):
    """Three clusters, in steps of 2^-10: sums with multiples of 2^20, products with powers of 2 are exact."""
    centres = rng(3).normal(scale=8, size=(3, n_features))
    X = np.repeat(centres, 40, axis=0) + rng(4).normal(size=(120, n_features))
    return np.round(X * 2**10) / 2**10


@every_start
@pytest.mark.parametrize("n_features", [1, 2, 3, 5, 8])
def test_shifting_the_data_shifts_the_start(key, n_features):
    X = on_a_grid(n_features)
    shift = 100 * 2.0**20  # 1e8 standard deviations
    for seed in range(5):
        here, there = make_start(key, X, 3, rng(seed)), make_start(key, X + shift, 3, rng(seed))
        # The means of points about 1e8 are rounded to 1.5e-8, and their scatter is about such means.
        np.testing.assert_allclose(there.means - shift, here.means, atol=1e-7)
        np.testing.assert_allclose(there.covariances, here.covariances, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(there.weights, here.weights, rtol=1e-12)


@every_start
@pytest.mark.parametrize("power", [-480, -60, 60, 480])
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_scaling_the_data_scales_the_start(key, n_features, power):
    X, scale = on_a_grid(n_features), 2.0**power
    for seed in range(5):
        here, there = make_start(key, X, 3, rng(seed)), make_start(key, X * scale, 3, rng(seed))
        np.testing.assert_allclose(there.means / scale, here.means, rtol=1e-12)
        np.testing.assert_allclose(there.covariances / scale / scale, here.covariances, rtol=1e-12)
        np.testing.assert_allclose(there.weights, here.weights, rtol=1e-12)


def test_kmeans_gives_a_point_between_two_means_to_the_first_however_it_is_rounded():
    """-1, 0, 1 with a mean on -1 and on 1, in units in which their distances round differently."""
    X = np.array([[-1.0], [-1.0], [0.0], [1.0], [1.0]])
    for seed in range(20):
        labels = [
            kmeans(X * unit + shift, 2, rng(seed))[2].argmax() for unit in (1, 0.1, 1 / 3, 7) for shift in (0, 5.1)
        ]
        assert len(set(labels)) == 1


@pytest.mark.parametrize("n_features", [1, 2, 4])
def test_kmeans_is_scipys(n_features):
    X = rng(5).normal(size=(300, n_features))
    for seed in range(10):
        first = kmeans_plus_plus(X, 4, rng(seed))
        _, labels = kmeans2(X, first, 30, minit="matrix", missing="raise")
        np.testing.assert_array_equal(kmeans(X, 4, rng(seed)).argmax(axis=1), labels)
