"""What the tests measure `emcore` against, written independently of it, and the data they share."""

import numpy as np
from scipy.special import softmax
from scipy.stats import multivariate_normal

from emcore import Mixture, expectation_maximization, m_step

EPS = float(np.finfo(np.float64).eps)
ROUNDING = 1e-11  # relative: sums of some hundred float64 terms
FAST = 100 * EPS * 1e4  # the fast way may magnify rounding by up to 1e4 (`LARGEST_COEFFICIENT`), and steps add up


# The types that scikit-learn has: (K, D, D) covariances to its precisions, and its covariances back to (K, D, D).
SKLEARN = {
    "full": (np.linalg.inv, lambda c, k, d: c),
    "tied": (lambda c: np.linalg.inv(c[0]), lambda c, k, d: np.repeat(c[np.newaxis], k, axis=0)),
    "diag": (lambda c: 1 / np.diagonal(c, axis1=1, axis2=2), lambda c, k, d: c[:, :, np.newaxis] * np.eye(d)),
    "spherical": (lambda c: 1 / c[:, 0, 0], lambda c, k, d: c[:, np.newaxis, np.newaxis] * np.eye(d)),
}


def overlapping_points(n_features, n_points=150, seed=0):
    """Three overlapping, correlated clouds near the origin: soft responsibilities, no shortcuts."""
    rng = np.random.default_rng([seed, n_features])
    spreads = rng.normal(size=(3, n_features, n_features)) + 1.5 * np.eye(n_features)
    centres = rng.normal(scale=2, size=(3, n_features))
    labels = np.arange(n_points) % 3
    return centres[labels] + np.einsum("nij,nj->ni", spreads[labels], rng.normal(size=(n_points, n_features)))


def soft_start(X, covariance_type="full", n_components=3, seed=1):
    """A start that any covariance type can represent, from which EM has some way to go: one M step after sharing every
    point out by its distance to K of the points."""
    rng = np.random.default_rng(seed)
    seeds = X[rng.choice(len(X), n_components, replace=False)]
    squared = ((X[:, np.newaxis] - seeds) ** 2).sum(axis=2)
    return m_step(X, softmax(-squared / X.var(axis=0).sum(), axis=1), covariance_type=covariance_type)


def textbook_step(X, mixture, learn_weights=True):
    """One EM iteration as PRML 9.23 to 9.28 print it: densities, no logarithms, a loop over components."""
    densities = np.column_stack(
        [
            multivariate_normal(mean, covariance).pdf(X)
            for mean, covariance in zip(mixture.means, mixture.covariances, strict=True)
        ]
    )
    joint = densities * mixture.weights
    shares = joint / joint.sum(axis=1, keepdims=True)
    counts = shares.sum(axis=0)
    means = [sum(r * x for r, x in zip(share, X, strict=True)) / n for share, n in zip(shares.T, counts, strict=True)]
    covariances = [
        sum(r * np.outer(x - mean, x - mean) for r, x in zip(share, X, strict=True)) / n
        for share, mean, n in zip(shares.T, means, counts, strict=True)
    ]
    weights = counts / len(X) if learn_weights else mixture.weights
    return Mixture(weights, np.array(means), np.array(covariances)), np.log(joint.sum(axis=1)).sum()


def assert_as_defined(trace, X, tolerance=FAST, **options):
    """The steps of the plain loop: means in standard deviations, covariances relative to those too, weights relative,
    log-likelihoods per point, or relative where they are large."""
    defined = expectation_maximization(X, trace[0].mixture, max_iter=len(trace) - 1, **options)
    assert len(trace) == len(defined)
    sds = np.sqrt(np.diagonal(defined.covariances, axis1=2, axis2=3))
    scales = sds[..., :, np.newaxis] * sds[..., np.newaxis, :]
    sizes = np.maximum(len(X), np.abs(defined.log_likelihoods))
    differences = {
        "weights": (trace.weights - defined.weights) / np.where(defined.weights > 0, defined.weights, 1),
        "means": (trace.means - defined.means) / sds,
        "covariances": (trace.covariances - defined.covariances) / scales,
        "log-likelihoods": (trace.log_likelihoods - defined.log_likelihoods) / sizes,
    }
    for name, difference in differences.items():
        worst = np.abs(difference).reshape(len(trace), -1).max(axis=1)
        assert worst.max() <= tolerance, f"{name} are off by {worst.max():.1e} at step {worst.argmax()}"
    return defined


def moments(X):
    """Mean and covariance of the points, 1/N."""
    return X.mean(axis=0), np.atleast_2d(np.cov(X.T, bias=True))


def mixture_moments(mixture):
    """Mean and covariance of a mixture, by the law of total variance."""
    mean = mixture.weights @ mixture.means
    between = mixture.means - mean
    return mean, np.einsum(
        "k,kij->ij", mixture.weights, mixture.covariances + np.einsum("ki,kj->kij", between, between)
    )


def assert_never_falls(log_likelihoods):
    """Every single step counts: a rise elsewhere does not make up for it."""
    values = np.asarray(log_likelihoods)
    falls = np.flatnonzero(np.diff(values) < -ROUNDING * np.abs(values).max())
    assert not falls.size, f"the log-likelihood falls after steps {falls}: {values[falls]} to {values[falls + 1]}"


def assert_same_mixture(actual, expected, rtol=1e-12, atol=0.0):
    for name in ("weights", "means", "covariances"):
        np.testing.assert_allclose(getattr(actual, name), getattr(expected, name), rtol=rtol, atol=atol, err_msg=name)


def assert_same_trace(actual, expected):
    """Bit for bit."""
    for name in ("weights", "means", "covariances", "log_likelihoods"):
        np.testing.assert_array_equal(getattr(actual, name), getattr(expected, name), err_msg=name)
    assert (actual.stop, actual.detail) == (expected.stop, expected.detail)


def by_first_mean(mixture):
    """Labels are arbitrary: the same mixture, components in the order of their first coordinate."""
    order = np.argsort(mixture.means[:, 0])
    return Mixture(mixture.weights[order], mixture.means[order], mixture.covariances[order])
