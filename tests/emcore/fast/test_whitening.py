"""Whitened coordinates, and the inverses of many small matrices at once."""

import numpy as np
import pytest
from oracles import overlapping_points, soft_start

from emcore import COVARIANCE_TYPES, Mixture, log_component_densities
from emcore.fast.quadratic import invert
from emcore.fast.whitening import whitening_of

every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)


def uneven(n_features):
    """Correlated points, far from 0, of scales some orders of magnitude apart."""
    return (overlapping_points(n_features) + 20) * 10.0 ** np.linspace(-3, 4, n_features)


@every_type
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_whitened_points_have_mean_0_and_variance_1(covariance_type, n_features):
    X, kind = uneven(n_features), COVARIANCE_TYPES[covariance_type].whitening
    z = whitening_of(X, COVARIANCE_TYPES[covariance_type]).points(X)
    covariance = np.atleast_2d(np.cov(z, bias=True))
    np.testing.assert_allclose(z.mean(axis=1), 0, atol=1e-11)
    assert np.trace(covariance) == pytest.approx(n_features, rel=1e-10)
    if kind != "one scale":
        np.testing.assert_allclose(np.diagonal(covariance), 1, rtol=1e-10)
    if kind == "linear":
        np.testing.assert_allclose(covariance, np.eye(n_features), atol=1e-10)


@every_type
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_a_mixture_keeps_its_type_and_its_densities_and_comes_back(covariance_type, n_features):
    X, kind = uneven(n_features), COVARIANCE_TYPES[covariance_type]
    whitening, mixture = whitening_of(X, kind), soft_start(X, covariance_type)
    means, covariances = whitening.enter(mixture.means, mixture.covariances)
    scatters = mixture.weights[:, np.newaxis, np.newaxis] * covariances
    np.testing.assert_allclose(kind.estimate(mixture.weights, scatters), covariances, rtol=1e-9, atol=1e-12)
    inside = log_component_densities(whitening.points(X).T, Mixture(mixture.weights, means, covariances))
    np.testing.assert_allclose(inside - whitening.log_volume, log_component_densities(X, mixture), rtol=1e-9, atol=1e-9)
    sds = mixture.standard_deviations
    many = whitening.leave(np.array([[means] * 2] * 3), np.array([[covariances] * 2] * 3))  # of separate steps and runs
    np.testing.assert_allclose((many[0] - mixture.means) / sds, 0, atol=1e-10)
    scales = sds[:, :, np.newaxis] * sds[:, np.newaxis, :]
    np.testing.assert_allclose((many[1] - mixture.covariances) / scales, 0, atol=1e-10)


LINE = np.column_stack([np.arange(9.0), 3 - 2 * np.arange(9.0)])
NEARLY = LINE + np.column_stack([np.zeros(9), 1e-4 * np.cos(np.arange(9))])


@every_type
@pytest.mark.parametrize(
    "X",
    [np.full((6, 2), 3.0), np.column_stack([np.arange(9.0), np.full(9, 7.0)]), LINE, LINE + 1e6, NEARLY, LINE[:1]],
    ids=["one value", "a constant column", "a line", "a line far from 0", "nearly a line", "one point"],
)
def test_singular_data_are_scaled_axis_by_axis(covariance_type, X):
    whitening = whitening_of(X, COVARIANCE_TYPES[covariance_type])
    assert (whitening.scale == np.diag(np.diagonal(whitening.scale))).all()
    assert (np.diagonal(whitening.scale) > 0).all()
    z = whitening.points(X)
    np.testing.assert_allclose(z.mean(axis=1), 0, atol=1e-9)
    varying = np.ptp(X, axis=0) > 0
    if COVARIANCE_TYPES[covariance_type].whitening != "one scale":
        np.testing.assert_allclose(z[varying].var(axis=1), 1, rtol=1e-9)
    np.testing.assert_array_equal(z[~varying], 0)


def definite(n_features, shape=(3, 4)):
    rng = np.random.default_rng(n_features)
    roots = rng.normal(size=(*shape, n_features, n_features)) + 2 * np.eye(n_features)
    return roots @ np.swapaxes(roots, -1, -2)


@pytest.mark.parametrize("n_features", range(1, 7))
def test_invert_is_linear_algebras_inverse_and_log_determinant(n_features):
    covariances = definite(n_features)
    before = covariances.copy()
    inverses, log_determinants = invert(covariances)
    np.testing.assert_array_equal(covariances, before)
    expected = np.linalg.inv(covariances)
    # Either may err by the condition of its matrix times the rounding unit, and neither is nearer to the truth.
    rounding = 20 * n_features * np.finfo(float).eps * np.linalg.cond(covariances)
    sizes = np.linalg.norm(expected, ord=2, axis=(-2, -1))
    assert (np.abs(inverses - expected).max(axis=(-2, -1)) <= rounding * sizes).all()
    assert (np.abs(log_determinants - np.linalg.slogdet(covariances)[1]) <= rounding).all()


@pytest.mark.parametrize("n_features", range(1, 7))
@pytest.mark.parametrize("n_negative", [0, 1, 2])
def test_invert_gives_nothing_finite_for_a_matrix_that_is_not_positive_definite(n_features, n_negative):
    """Two negative directions have a positive determinant all the same."""
    covariances = definite(n_features)
    values, vectors = np.linalg.eigh(covariances[1, 2])
    values[: min(n_negative, n_features)] *= -1
    covariances[1, 2] = vectors * values @ vectors.T if n_negative else 0.0
    with np.errstate(all="ignore"):
        _, log_determinants = invert(covariances)
    assert not np.isfinite(log_determinants[1, 2])
    assert np.isfinite(log_determinants).sum() == log_determinants.size - 1
