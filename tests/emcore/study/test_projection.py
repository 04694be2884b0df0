"""What more than two dimensions look like in two."""

import numpy as np
import pytest
from oracles import overlapping_points, soft_start
from sklearn.decomposition import PCA

from emcore import fit, sample
from emcore.data.generators import Dataset
from emcore.study.projection import pair, principal_components


def data(n_features=5):
    X = overlapping_points(n_features) + 7
    return Dataset(X, None, None, tuple(f"c{d}" for d in range(n_features)))


def test_a_pair_is_two_columns_and_the_marginals():
    dataset = data()
    trace = fit(dataset.X, soft_start(dataset.X), max_iter=3)
    projection = pair(dataset, 3, 1)
    seen, run = projection.dataset(dataset), projection.trace(trace)
    np.testing.assert_array_equal(seen.X, dataset.X[:, [3, 1]])
    assert seen.columns == ("c3", "c1")
    np.testing.assert_array_equal(run.means, trace.means[..., [3, 1]])
    np.testing.assert_array_equal(run.covariances, trace.covariances[:, :, [[3], [1]], [3, 1]])
    np.testing.assert_array_equal(run.log_likelihoods, trace.log_likelihoods)


def test_principal_components_are_scikit_learns():
    dataset = data()
    expected = PCA(2).fit(dataset.X)
    projection = principal_components(dataset)
    signs = np.sign((projection.directions * expected.components_).sum(axis=1))
    np.testing.assert_allclose(projection.directions, expected.components_ * signs[:, np.newaxis], atol=1e-12)
    seen = projection.dataset(dataset).X
    np.testing.assert_allclose(seen, expected.transform(dataset.X) * signs, atol=1e-10)
    assert f"{expected.explained_variance_ratio_[0]:.0%}" in projection.columns[0]


def test_the_direction_of_a_principal_component_is_fixed():
    dataset = data()
    mirrored = Dataset(dataset.X[::-1].copy(), None, None, dataset.columns)
    np.testing.assert_allclose(
        principal_components(mirrored).directions, principal_components(dataset).directions, atol=1e-9
    )


@pytest.mark.parametrize("kernel_rounds", [-1e-12, 0, 1e-12])
def test_the_direction_does_not_hang_on_the_rounding_of_equal_coordinates(kernel_rounds):
    """Two standardized columns: the components are (1, 1) and (1, -1), their coordinates equal but for rounding."""
    x = np.random.default_rng(0).normal(size=(50, 2))
    y = x[:, 0] + 0.5 * x[:, 1]
    X = np.column_stack([x[:, 0] / x[:, 0].std(), y / y.std()])
    X -= X.mean(axis=0)
    X[:, 0] *= 1 + kernel_rounds
    directions = principal_components(Dataset(X, None, None, ("a", "b"))).directions
    assert (directions[:, 0] > 0).all()


def test_the_image_of_a_mixture_has_the_moments_of_the_image_of_its_sample():
    dataset = data(4)
    trace = fit(dataset.X, soft_start(dataset.X), max_iter=5)
    projection = principal_components(dataset)
    image = projection.trace(trace)[-1].mixture
    X, _ = sample(trace[-1].mixture, 200_000, np.random.default_rng(0))
    seen = projection.dataset(Dataset(X, None, None, dataset.columns)).X
    np.testing.assert_allclose(seen.mean(axis=0), image.weights @ image.means, atol=0.05)


def test_one_dimension_has_no_plane():
    with pytest.raises(ValueError, match="two dimensions"):
        principal_components(data(1))
