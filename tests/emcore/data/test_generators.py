import numpy as np
import pytest
from oracles import moments
from scipy.spatial import cKDTree
from scipy.stats import kstest
from sklearn.datasets import make_moons

from emcore import GENERATORS, Gaussian
from emcore.data.generators import generate

every_generator = pytest.mark.parametrize("key", GENERATORS)
WITH_CLUSTERS = [key for key, generator in GENERATORS.items() if generator.has_clusters]
WITHOUT_CLUSTERS = [key for key in GENERATORS if key not in WITH_CLUSTERS]

CLUSTERS = {
    1: (Gaussian(400, (-50,), (5,)), Gaussian(900, (20,), (0.5,)), Gaussian(1, (300,), (1,))),
    2: (Gaussian(400, (-50, 3), (5, 0.1), 0.9), Gaussian(900, (20, 0), (1, 2), -0.5), Gaussian(1, (300, 0), (1, 1))),
}
N_POINTS = 1301  # as many as the clusters have


def draw(key, noise=0.0, seed=0):
    rng = np.random.default_rng(seed)
    return generate(key, CLUSTERS[GENERATORS[key].n_features], N_POINTS, noise, rng)


@every_generator
def test_points_are_a_finite_table_with_a_label_and_a_title_each(key):
    dataset = draw(key)
    assert dataset.X.shape == (N_POINTS, GENERATORS[key].n_features)
    assert np.isfinite(dataset.X).all()
    assert dataset.labels.shape == (N_POINTS,)
    assert len(set(dataset.columns)) == dataset.X.shape[1]


@every_generator
def test_points_repeat_with_the_generator_and_differ_with_another(key):
    one, again, other = (draw(key, noise=0.1, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.X, again.X)
    np.testing.assert_array_equal(one.labels, again.labels)
    assert not np.array_equal(one.X, other.X)


@every_generator
def test_drawing_leaves_the_global_state_alone(key):
    np.random.seed(5)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    draw(key, noise=0.2)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@every_generator
@pytest.mark.parametrize("share", [0.01, 0.1, 1 / 3, 0.5])
def test_noise_is_the_share_asked_for_of_all_points_and_labelled(key, share):
    clean, dataset = draw(key), draw(key, noise=share)
    noisy = dataset.labels == -1
    assert noisy.mean() == pytest.approx(share, abs=1 / len(dataset.X))  # whole points
    np.testing.assert_array_equal(dataset.X[~noisy], clean.X)
    np.testing.assert_array_equal(dataset.labels[~noisy], clean.labels)


@every_generator
def test_without_noise_no_label_says_noise(key):
    assert (draw(key).labels >= 0).all()


@every_generator
def test_noise_is_uniform_over_the_box_of_the_data_and_a_tenth_more_on_every_side(key):
    dataset = draw(key, noise=0.5)
    clean, noise = dataset.X[dataset.labels >= 0], dataset.X[dataset.labels == -1]
    low, high = clean.min(axis=0), clean.max(axis=0)
    width = 1.2 * (high - low)
    for d in range(noise.shape[1]):
        assert kstest(noise[:, d], "uniform", (low[d] - width[d] / 12, width[d])).pvalue > 1e-4


@pytest.mark.parametrize("key", WITH_CLUSTERS)
def test_every_cluster_has_exactly_its_points(key):
    assert np.bincount(draw(key).labels).tolist() == [400, 900, 1]


@pytest.mark.parametrize("key", WITH_CLUSTERS)
@pytest.mark.parametrize("k", [0, 1])
def test_every_cluster_has_the_moments_written(key, k):
    # standard errors: mean sd/sqrt(n), variance sd^2 sqrt(2/n), correlation (1 - r^2)/sqrt(n)
    dataset = draw(key)
    cluster = CLUSTERS[dataset.X.shape[1]][k]
    own = dataset.X[dataset.labels == k]
    mean, covariance = moments(own)
    sd, n = np.array(cluster.sd), len(own)
    assert (np.abs(mean - cluster.mean) < 5 * sd / np.sqrt(n)).all()
    assert (np.abs(np.diagonal(covariance) / sd**2 - 1) < 5 * np.sqrt(2 / n)).all()
    if len(sd) > 1:
        correlation = np.corrcoef(own.T)[0, 1]
        assert correlation == pytest.approx(cluster.correlation, abs=5 * (1 - cluster.correlation**2) / np.sqrt(n))


@pytest.mark.parametrize("key", WITH_CLUSTERS)
def test_the_truth_is_the_mixture_of_the_clusters(key):
    truth = draw(key).truth
    clusters = CLUSTERS[truth.n_features]
    np.testing.assert_allclose(truth.weights, [400 / 1301, 900 / 1301, 1 / 1301], rtol=1e-14)
    np.testing.assert_array_equal(truth.means, [cluster.mean for cluster in clusters])
    np.testing.assert_allclose(truth.standard_deviations, [cluster.sd for cluster in clusters], rtol=1e-14)


@pytest.mark.parametrize("key", WITHOUT_CLUSTERS)
def test_no_mixture_is_the_truth_of_other_shapes(key):
    assert draw(key).truth is None


@pytest.mark.parametrize("key", WITHOUT_CLUSTERS)
@pytest.mark.parametrize("n_points", [1, 2, 57])
def test_other_shapes_have_as_many_points_as_asked_for(key, n_points):
    assert len(generate(key, (), n_points, 0.0, np.random.default_rng(0)).X) == n_points


def test_the_ring_is_a_circle_of_radius_10_with_gaussian_thickness():
    X = draw("ring").X
    radius, angle = np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0])
    assert kstest(radius, "norm", (10, 0.6)).pvalue > 1e-4
    assert kstest(angle, "uniform", (-np.pi, 2 * np.pi)).pvalue > 1e-4


def test_the_moons_are_the_two_moons():
    """scikit-learn's, without noise, in another size and about another centre: each label stays with its own moon."""
    dataset = draw("moons")
    outline, moon = make_moons(4000, noise=0)
    size = 10 / 1.5
    outline = size * (outline - [0.5, 0.25])
    assert np.bincount(dataset.labels).tolist() == [651, 650]
    for label in (0, 1):
        distances, _ = cKDTree(outline[moon == label]).query(dataset.X[dataset.labels == label])
        assert distances.max() < 5 * 0.1 * size
        assert 0.05 * size < distances.mean() < 0.1 * size  # mean |normal| is 0.8 sd


@pytest.mark.parametrize("key", ["uniform-1d", "uniform-2d"])
def test_uniform_points_fill_the_square_from_minus_10_to_10(key):
    for values in draw(key).X.T:
        assert kstest(values, "uniform", (-10, 20)).pvalue > 1e-4


@every_generator
def test_every_generator_is_labelled_and_explained(key):
    assert GENERATORS[key].label.strip()
    assert GENERATORS[key].explanation.strip()
