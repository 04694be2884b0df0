"""Criteria against scikit-learn, against what mclust publishes, and by hand."""

from math import log

import numpy as np
import pytest
from oracles import SKLEARN, overlapping_points, soft_start
from sklearn.mixture import GaussianMixture

from emcore import COVARIANCE_TYPES, DataError, e_step, fit_many, make_start
from emcore.bound import entropy
from emcore.criteria import aic, bic, icl, n_parameters
from emcore.data.classic import load

every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
sklearns_types = pytest.mark.parametrize("covariance_type", SKLEARN)

# By hand, for 3 components in 2 and in 4 dimensions: 2 weights, 3 D means, and
# full 3 D (D + 1) / 2, tied D (D + 1) / 2, diag 3 D, spherical 3 variances.
BY_HAND = {"full": (17, 44), "tied": (11, 24), "diag": (14, 26), "spherical": (11, 17)}


def best_fit(key, n_components, covariance_type):
    """Points and the highest of some seeded runs."""
    X = load(key).X
    rngs = map(np.random.default_rng, range(8))
    starts = [make_start("kmeanspp", X, n_components, rng, covariance_type=covariance_type) for rng in rngs]
    traces = fit_many(X, starts, max_iter=500, tol=1e-12, covariance_type=covariance_type)
    return X, max((trace[-1] for trace in traces), key=lambda state: state.log_likelihood)


# --- the number of parameters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("covariance_type", BY_HAND)
def test_the_number_of_parameters_by_hand(covariance_type):
    assert (n_parameters(3, 2, covariance_type), n_parameters(3, 4, covariance_type)) == BY_HAND[covariance_type]


@every_type
def test_kept_weights_are_no_parameters(covariance_type):
    for n_components in (1, 2, 7):
        learned = n_parameters(n_components, 3, covariance_type)
        assert n_parameters(n_components, 3, covariance_type, learn_weights=False) == learned - (n_components - 1)


@sklearns_types
@pytest.mark.parametrize("n_features", [1, 2, 5])
@pytest.mark.parametrize("n_components", [1, 4])
def test_the_number_of_parameters_is_scikit_learns(covariance_type, n_features, n_components):
    model = GaussianMixture(n_components, covariance_type=covariance_type)
    model.means_ = np.zeros((n_components, n_features))  # all that its own count looks at
    assert n_parameters(n_components, n_features, covariance_type) == model._n_parameters()


@every_type
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_every_type_has_as_many_parameters_as_its_covariances_can_vary_in(covariance_type, n_features):
    """The dimension of the space that `estimate` maps random scatters to: a new type is counted by what it does."""
    K, rng = 3, np.random.default_rng(0)
    roots = rng.normal(size=(60, K, n_features, n_features))
    estimates = COVARIANCE_TYPES[covariance_type].estimate(np.full((60, K), 5.0), roots @ roots.transpose(0, 1, 3, 2))
    rank = np.linalg.matrix_rank(estimates.reshape(60, -1))
    assert COVARIANCE_TYPES[covariance_type].n_parameters(K, n_features) == rank


@pytest.mark.parametrize(
    ("key", "n_components", "covariance_type", "columns", "df"),
    [("faithful", 2, "full", 2, 11), ("galaxies", 3, "full", 1, 8), ("acidity", 2, "tied", 1, 4)],
)
def test_the_number_of_parameters_is_what_mclust_prints_as_df(key, n_components, covariance_type, columns, df):
    assert n_parameters(n_components, load(key).X.shape[1], covariance_type) == df


# --- AIC and BIC ------------------------------------------------------------------------------------------------------


@sklearns_types
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_aic_and_bic_are_scikit_learns(covariance_type, n_features):
    X = overlapping_points(n_features)
    model = GaussianMixture(3, covariance_type=covariance_type, tol=1e-3, random_state=0).fit(X)
    log_likelihood = model.score_samples(X).sum()
    p = n_parameters(3, n_features, covariance_type)
    assert aic(log_likelihood, p) == pytest.approx(model.aic(X), rel=1e-13)
    assert bic(log_likelihood, p, len(X)) == pytest.approx(model.bic(X), rel=1e-13)


def test_aic_and_bic_by_hand():
    assert aic(-10, 3) == 26
    assert bic(-10, 3, 1) == 20  # ln 1 = 0
    assert bic(-10, 3, 100) == pytest.approx(20 + 6 * log(10))


# mclust prints 2 ln L - p ln N: higher is better.
@pytest.mark.parametrize(
    ("log_likelihood", "p", "n_points", "published"),
    [
        (-1130.264, 11, 272, -2322.192),  # Old Faithful, VVV,2
        (-203.1792, 8, 82, -441.6122),  # galaxies, V,3
        (-185.9493, 4, 155, -392.0723),  # acidity, E,2
        (-1126.326, 11, 272, -2314.316),  # Old Faithful, EEE,3
        (-215.726, 26, 150, -561.7285),  # iris, VEV,2
    ],
)
def test_bic_is_mclusts_with_the_sign_turned(log_likelihood, p, n_points, published):
    # both are printed to half a unit of their last digit, and the log-likelihood counts twice
    unit, bic_unit = (10.0 ** -len(str(number).partition(".")[2]) for number in (log_likelihood, published))
    assert bic(log_likelihood, p, n_points) == pytest.approx(-published, abs=unit + bic_unit / 2)


# --- ICL --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "n_components", "covariance_type", "published_bic", "published_icl", "early"),
    [
        ("faithful", 2, "full", -2322.192, -2322.695, 0.02),
        ("faithful", 3, "tied", -2314.316, -2357.824, 1.0),
        ("acidity", 2, "tied", -392.0723, -398.5554, 0.02),
    ],
)
def test_icl_is_mclusts_with_the_sign_turned(key, n_components, covariance_type, published_bic, published_icl, early):
    """mclust stops a little early; what the responsibilities still move by then is allowed as `early`. The other
    definition in use, with the entropy, is beyond that: by 0.9, 42 and 6.4."""
    X, state = best_fit(key, n_components, covariance_type)
    responsibilities, log_likelihood = e_step(X, state.mixture)
    p = n_parameters(n_components, X.shape[1], covariance_type)
    ours = icl(log_likelihood, p, len(X), responsibilities)
    assert ours == pytest.approx(-published_icl, abs=early)
    with_entropy = bic(log_likelihood, p, len(X)) + 2 * entropy(responsibilities)
    assert abs(with_entropy + published_icl) > 5 * early
    assert published_icl < published_bic  # the sign of the penalty


def test_icl_by_hand():
    responsibilities = [[0.5, 0.5], [0.8, 0.2], [0, 1]]
    penalty = 2 * (log(2) + log(1 / 0.8))
    assert icl(-10, 3, 3, responsibilities) == pytest.approx(20 + 3 * log(3) + penalty, rel=1e-14)


def test_without_overlap_icl_is_bic():
    assert icl(-10, 3, 4, np.eye(4)) == bic(-10, 3, 4)


@every_type
def test_icl_lies_between_bic_and_bic_plus_twice_the_entropy(covariance_type):
    X = overlapping_points(2)
    responsibilities, log_likelihood = e_step(X, soft_start(X, covariance_type))
    p = n_parameters(3, 2, covariance_type)
    lowest = bic(log_likelihood, p, len(X))
    assert lowest < icl(log_likelihood, p, len(X), responsibilities) < lowest + 2 * entropy(responsibilities)


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 2), "n_components is 0; give a whole number of at least 1"),
        ((2, 0), "n_features is 0"),
        ((2, 2, "VVV"), "covariance_type is 'VVV'; choose one of full, tied"),
    ],
)
def test_no_count_for_what_is_no_mixture(arguments, words):
    with pytest.raises(ValueError, match=words):
        n_parameters(*arguments)


def test_no_bic_without_points():
    with pytest.raises(ValueError, match="n_points is 0; give a whole number of at least 1"):
        bic(-10, 3, 0)


@pytest.mark.parametrize(
    ("responsibilities", "words"),
    [
        ([[0.5, 0.5]], "1 rows of responsibilities for 2 points"),
        ([[0.5, 0.4]] * 2, "sum to 1 in every row"),
        ([[2, -1]] * 2, "at least 0"),
    ],
)
def test_icl_refuses_what_are_no_responsibilities(responsibilities, words):
    with pytest.raises(DataError, match=words):
        icl(-10, 3, 2, responsibilities)
