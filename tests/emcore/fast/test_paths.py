"""Fast where that loses no digits, exact where it would: which path a step takes, and that neither shows in the result.

`by_the_book` is the measure: `e_step` and `m_step` in turn, in data units, with all responsibilities at hand.
"""

import tracemalloc
from itertools import islice, pairwise

import numpy as np
import pytest
from hard_cases import CASES, round_start, tight
from oracles import overlapping_points, soft_start
from scipy.stats import multivariate_normal

import emcore.fast.batch
import emcore.fast.quadratic
import emcore.steps
from emcore import COVARIANCE_TYPES, Mixture, e_step, fit, fit_many, iterate, log_component_densities, m_step
from emcore.fast.quadratic import QuadraticEM, invert
from emcore.fast.whitening import whitening_of

every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
both_weights = pytest.mark.parametrize("learn_weights", [True, False], ids=["learned", "kept"])
both_ridges = pytest.mark.parametrize("reg_covar", [0.0, 0.1])

LIMIT = emcore.fast.quadratic.LARGEST_COEFFICIENT
EPS = float(np.finfo(np.float64).eps)
MAGNIFIED = 100 * EPS * LIMIT  # of fast steps: coefficients magnify rounding by up to LIMIT, and steps add up
ARRAYS = ("weights", "means", "covariances", "log_likelihoods")


# --- the measure ------------------------------------------------------------------------------------------------------


def by_the_book(X, start, n_steps, covariance_type="full", reg_covar=0.0, learn_weights=True):
    """The mixtures of steps 0 to `n_steps` and their log-likelihoods."""
    mixture, steps = start, []
    kept = None if learn_weights else start.weights
    for t in range(n_steps + 1):
        responsibilities, log_likelihood = e_step(X, mixture)
        steps.append((mixture, log_likelihood))
        if t < n_steps:
            mixture = m_step(X, responsibilities, covariance_type=covariance_type, reg_covar=reg_covar, weights=kept)
    return steps


def assert_by_the_book(trace, X, tolerance=MAGNIFIED, **options):
    """Means in standard deviations, covariances relative to those too, weights relative, the rest per point."""
    for state, (mixture, log_likelihood) in zip(
        trace, by_the_book(X, trace[0].mixture, len(trace) - 1, **options), strict=True
    ):
        sds = mixture.standard_deviations
        close = {"rtol": 0, "atol": tolerance, "err_msg": f"step {state.iteration}"}
        np.testing.assert_allclose(state.mixture.weights / mixture.weights, 1, **close)
        np.testing.assert_allclose((state.mixture.means - mixture.means) / sds, 0, **close)
        scales = sds[:, :, np.newaxis] * sds[:, np.newaxis, :]
        np.testing.assert_allclose((state.mixture.covariances - mixture.covariances) / scales, 0, **close)
        assert abs(state.log_likelihood - log_likelihood) <= tolerance * max(len(X), abs(log_likelihood))


def assert_close_traces(actual, expected, rtol):
    assert (len(actual), actual.stop) == (len(expected), expected.stop)
    for name in ARRAYS:
        other = getattr(expected, name)
        np.testing.assert_allclose(
            getattr(actual, name), other, rtol=rtol, atol=rtol * np.abs(other).max(), err_msg=name
        )


@pytest.fixture
def exact_steps(monkeypatch):
    """The mixtures from which exact steps were taken so far."""
    taken, exact_step = [], emcore.fast.batch.exact_step

    def spy(X, mixture, rules):
        taken.append(mixture)
        return exact_step(X, mixture, rules)

    monkeypatch.setattr(emcore.fast.batch, "exact_step", spy)
    return taken


def path(exact_steps, X, start, n_steps, **options):
    """For each step from t to t + 1 whether it was taken exactly, t from 0 to `n_steps` - 1."""
    states, taken = iterate(X, start, **options), []
    for _ in range(n_steps):
        exact_steps.clear()
        next(states)
        assert len(exact_steps) <= 1
        taken.append(bool(exact_steps))
    return taken


def largest_coefficient(X, mixture):
    """Of ln(weight density) as a polynomial in whitened coordinates, of the first component and of the ratios to it.

    Written anew from its definition, for full covariances: 1, z_i, z_i^2, and z_i z_j once a pair.
    """
    centre, factor = X.mean(axis=0), np.linalg.cholesky(np.atleast_2d(np.cov(X.T, bias=True)))
    rows = []
    for weight, mean, covariance in zip(mixture.weights, mixture.means, mixture.covariances, strict=True):
        m = np.linalg.solve(factor, mean - centre)
        precision = factor.T @ np.linalg.inv(covariance) @ factor
        at_centre = np.log(weight) + multivariate_normal(mean, covariance).logpdf(centre)
        products = -np.tril(precision) + np.diag(np.diag(precision)) / 2
        rows.append(np.concatenate([[at_centre], precision @ m, products.ravel()]))
    rows = np.array(rows)
    rows[1:] -= rows[0]
    return np.abs(rows).max()


def needs_exact(X, mixtures):
    """For each step, from each mixture to the next, whether products about one centre would lose digits."""
    large = [largest_coefficient(X, mixture) > LIMIT for mixture in mixtures]
    few = [(e_step(X, mixture)[0].mean(axis=0) <= 1e-20).any() for mixture in mixtures[:-1]]
    return [before or after or lost for (before, after), lost in zip(pairwise(large), few, strict=True)]


# --- which path -------------------------------------------------------------------------------------------------------


@every_type
@both_weights
@both_ridges
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_an_ordinary_run_takes_no_exact_step(covariance_type, learn_weights, reg_covar, n_features, exact_steps):
    X = overlapping_points(n_features)
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights, "reg_covar": reg_covar}
    trace = fit(X, soft_start(X, covariance_type), max_iter=20, **options)
    assert not exact_steps
    fit_many(X, [soft_start(X, covariance_type, seed=seed) for seed in range(4)], max_iter=20, **options)
    assert not exact_steps
    assert_by_the_book(trace, X, **options)


GRADES = 10.0 ** -np.linspace(1, 6, 16)


@pytest.mark.parametrize("n_features", [1, 2, 3])
def test_steps_are_exact_exactly_where_a_coefficient_is_too_large(n_features, exact_steps):
    seen = set()
    for sd in GRADES:
        X, start = tight(sd, np.full(n_features, 0.5))
        mixtures = [mixture for mixture, _ in by_the_book(X, start, 5)]
        expected = needs_exact(X, mixtures)
        assert path(exact_steps, X, start, 5) == expected, f"spread {sd:.1e}"
        seen |= set(expected)
    assert seen == {True, False}


@pytest.mark.parametrize(
    "label", [label for label in CASES if "relative spread" in label and label.endswith(("full", "D = 1"))]
)
def test_hard_cases_take_the_path_their_coefficients_tell(label, exact_steps):
    case = CASES[label]
    mixtures = [mixture for mixture, _ in by_the_book(case.X, case.start, case.n_steps)]
    assert path(exact_steps, case.X, case.start, case.n_steps) == needs_exact(case.X, mixtures)


def test_a_fit_takes_the_exact_steps_that_its_own_parameters_call_for(exact_steps):
    X, start = tight(1e-4, [0.5, -0.3])
    trace = fit(X, start, max_iter=6)
    assert len(exact_steps) == 7  # the one after the last is looked at too: it may collapse
    for state, mixture in zip(trace, exact_steps, strict=True):
        np.testing.assert_array_equal(state.mixture.means, mixture.means)


def at_the_edge():
    """Points along a line, all of which the first component takes over but for the last few; the second's weight stays
    at 1/2. So the second is broad, then narrow (sd 0.003), and broadens by and by."""
    X = np.linspace(-1.73, 1.73, 1001)[:, np.newaxis]
    return X, Mixture([0.5, 0.5], [[0.33], [3.33]], [[[0.01]], [[0.01]]])


def test_a_run_goes_back_to_fast_steps_when_its_component_has_broadened(exact_steps):
    X, start = at_the_edge()
    mixtures = [mixture for mixture, _ in by_the_book(X, start, 12, learn_weights=False)]
    assert largest_coefficient(X, start) < LIMIT
    assert mixtures[1].standard_deviations[1] < 0.005
    taken = path(exact_steps, X, start, 12, learn_weights=False)
    assert taken == needs_exact(X, mixtures)
    n_exact = sum(taken)
    assert 1 < n_exact < 8
    assert taken == [True] * n_exact + [False] * (12 - n_exact)
    assert_by_the_book(fit(X, start, max_iter=12, learn_weights=False), X, learn_weights=False)


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "spherical"])
def test_a_narrow_start_costs_one_exact_step(covariance_type, exact_steps):
    X = overlapping_points(2)
    start = round_start(X[:1], 1e-10)
    trace = fit(X, start, max_iter=10, covariance_type=covariance_type)
    assert len(exact_steps) == 1
    assert exact_steps[0] is start
    assert_by_the_book(trace, X, covariance_type=covariance_type)


@pytest.mark.parametrize("factor", ["1e+03", "1e+05"])
def test_a_component_that_shrinks_in_one_step_is_found_exactly_in_that_step(factor, exact_steps):
    case = CASES[f"a component that shrinks by {factor} in one step"]
    assert largest_coefficient(case.X, case.start) < LIMIT
    trace = fit(case.X, case.start, max_iter=1)
    assert trace.covariances[1, 1, 0, 0] < 1e-5 * trace.covariances[0, 1, 0, 0]
    np.testing.assert_array_equal(exact_steps[0].means, case.start.means)
    assert_by_the_book(trace, case.X, tolerance=1e-8)  # eps times 100 in units of a spread of 1e-4
    assert path(exact_steps, case.X, case.start, 4) == [True] * 4


def test_many_runs_with_one_that_shrinks(exact_steps):
    case = CASES["a component that shrinks by 1e+05 in one step"]
    ordinary = round_start([[0, 0], [10, 1]], [3.0, 4000.0])
    starts = [ordinary, case.start, ordinary]
    traces = fit_many(case.X, starts, max_iter=1)
    assert_by_the_book(traces[1], case.X, tolerance=1e-8)
    assert any(np.array_equal(mixture.means, case.start.means) for mixture in exact_steps)


# --- tiny weights and lost points -------------------------------------------------------------------------------------

TINY = [label for label in CASES if label.startswith("a weight of 1e-300")]


@pytest.mark.parametrize("label", TINY)
def test_a_weight_of_1e_300(label, exact_steps):
    case = CASES[label]
    mixtures = [mixture for mixture, _ in by_the_book(case.X, case.start, case.n_steps, **case.options)]
    options = case.options
    assert path(exact_steps, case.X, case.start, case.n_steps, **options) == needs_exact(case.X, mixtures)
    trace = fit(case.X, case.start, max_iter=case.n_steps, **options)
    assert_by_the_book(trace, case.X, tolerance=1e-9, **options)


def test_tiny_weights_amid_the_data_are_never_taken_fast(exact_steps):
    case = CASES["a weight of 1e-300 amid the data, learned"]
    assert path(exact_steps, case.X, case.start, 4) == [True] * 4


@both_weights
@pytest.mark.parametrize("n_runs", [1, 2])
def test_points_at_the_edge_of_float64s_range_keep_their_shares(learn_weights, n_runs, exact_steps):
    """The second component's shares are exp(-690) and less: where logarithms are clamped at -700, points that are far
    less its own would count too."""
    X = np.linspace(-3, 3, 61)[:, np.newaxis]
    m = 40.0  # ln of its odds at x: m x - m^2 / 2, -680 at x = 3 and lower by 4 from point to point
    start = Mixture([0.5, 0.5], [[0], [m]], [[[1]], [[1]]])
    shares = e_step(X, start)[0][:, 1]
    assert shares[-10] < np.exp(-700) < shares[-1]
    options = {"reg_covar": 0.1, "learn_weights": learn_weights}
    for trace in fit_many(X, [start] * n_runs, max_iter=5, **options):
        assert_by_the_book(trace, X, **options)
    assert path(exact_steps, X, start, 1, **options) == [True]


# --- NaN never gets through -------------------------------------------------------------------------------------------


def assert_finite(trace):
    for name in ARRAYS:
        assert np.isfinite(getattr(trace, name)).all(), name


@every_type
@both_weights
@pytest.mark.parametrize("n_features", [1, 2])
@pytest.mark.parametrize(("offset", "all_exact"), [(1e11, False), (1e13, True)])
def test_data_that_float64_hardly_tells_from_their_mean_are_all_exact(
    covariance_type, learn_weights, n_features, offset, all_exact, exact_steps
):
    X = np.round(64 * overlapping_points(n_features)) / 64  # multiples of 2^-6 are exact beside either offset
    near = soft_start(X, covariance_type)
    X, start = X + offset, Mixture(near.weights, near.means + offset, near.covariances)
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights}
    assert path(exact_steps, X, start, 6, **options) == [all_exact] * 6
    expected = fit(X - offset, near, max_iter=6, **options)
    close = {"rtol": 0, "atol": 1e-14 * offset}  # means round by some eps times the offset, step by step
    for trace in (fit(X, start, max_iter=6, **options), *fit_many(X, [start, start], max_iter=6, **options)):
        assert len(trace) == 7
        assert_finite(trace)
        np.testing.assert_allclose(trace.means - offset, expected.means, **close)
        np.testing.assert_allclose(trace.covariances, expected.covariances, **close)


@every_type
@both_weights
@pytest.mark.parametrize("constant", [0.1, 7.0, 1e9])
@pytest.mark.parametrize("n_runs", [1, 3])
def test_constant_columns(covariance_type, learn_weights, constant, n_runs):
    """One column is all the same number: singular without a ridge, unless the columns' variances are pooled."""
    X = np.column_stack([overlapping_points(1), np.full(150, constant)])
    base = soft_start(X[:, :1])
    covariances = base.covariances * np.eye(2)
    start = Mixture(base.weights, np.column_stack([base.means, np.full(3, constant)]), covariances)
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights}
    for trace in fit_many(X, [start] * n_runs, max_iter=5, **options):
        assert_finite(trace)
        assert (trace.stop, len(trace)) == (("max_iter", 6) if covariance_type == "spherical" else ("collapsed", 1))
    for trace in fit_many(X, [start] * n_runs, max_iter=5, reg_covar=0.01, **options):
        assert (trace.stop, len(trace)) == ("max_iter", 6)
        assert_finite(trace)
        # A mean that is a rounding of the constant, in units of the ridge's standard deviation of 0.1
        assert_by_the_book(trace, X, tolerance=max(1e-10, 1e-13 * constant), reg_covar=0.01, **options)


@every_type
def test_a_single_value_collapses_and_a_ridge_cures_it(covariance_type):
    X = np.full((12, 2), 0.1)
    start = round_start([[0.0, 0.0], [0.2, 0.3]])
    for n_runs in (1, 2):
        for trace in fit_many(X, [start] * n_runs, covariance_type=covariance_type):
            assert (trace.stop, len(trace)) == ("collapsed", 1)
            assert_finite(trace)
        for trace in fit_many(X, [start] * n_runs, max_iter=4, covariance_type=covariance_type, reg_covar=0.5):
            assert_by_the_book(trace, X, covariance_type=covariance_type, reg_covar=0.5)


# --- starts that the type can't represent -----------------------------------------------------------------------------


@pytest.mark.parametrize("covariance_type", ["diag", "spherical"])
@both_weights
def test_a_tilted_start_costs_one_exact_step(covariance_type, learn_weights, exact_steps):
    X = overlapping_points(2)
    start = soft_start(X, "full")
    assert np.abs(start.covariances[:, 0, 1]).min() > 0.01
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights}
    trace = fit(X, start, max_iter=10, **options)
    assert len(exact_steps) == 1
    assert exact_steps[0] is start
    assert_by_the_book(trace, X, **options)
    exact_steps.clear()
    fit_many(X, [soft_start(X, covariance_type), start, soft_start(X, covariance_type, seed=5)], max_iter=10, **options)
    assert len(exact_steps) == 1


def test_a_start_of_several_shapes_is_no_trouble_to_tied_covariances(exact_steps):
    X = overlapping_points(2)
    trace = fit(X, soft_start(X, "full"), max_iter=10, covariance_type="tied")
    assert not exact_steps
    assert_by_the_book(trace, X, covariance_type="tied")


# --- one path as good as the other ------------------------------------------------------------------------------------


@every_type
@both_weights
@both_ridges
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_all_exact_and_all_fast_are_the_same_run(
    covariance_type, learn_weights, reg_covar, n_features, exact_steps, monkeypatch
):
    X = overlapping_points(n_features)
    starts = [soft_start(X, covariance_type, seed=seed) for seed in range(2)]
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights, "reg_covar": reg_covar}
    options["max_iter"] = 15
    ordinary = fit_many(X, starts, **options)
    for limit, n_exact in ((-1.0, 2 * 16), (1e300, 0)):
        monkeypatch.setattr(emcore.fast.quadratic, "LARGEST_COEFFICIENT", limit)
        exact_steps.clear()
        for trace, expected in zip(fit_many(X, starts, **options), ordinary, strict=True):
            assert_close_traces(trace, expected, rtol=1e-9)
        assert len(exact_steps) == n_exact
        assert_close_traces(fit(X, starts[0], **options), ordinary[0], rtol=1e-9)


# N = 1024 in blocks of 512 would have rows 4 KiB apart; 1500 does not divide evenly.
@pytest.mark.parametrize("n_points", [1, 255, 257, 1024, 1500])
@pytest.mark.parametrize("n_features", [1, 2, 5])
@both_weights
def test_blocks_do_not_show(n_points, n_features, learn_weights, monkeypatch):
    X = overlapping_points(n_features, n_points=n_points)
    start = soft_start(overlapping_points(n_features))
    other = soft_start(overlapping_points(n_features), seed=2)
    options = {"max_iter": 6, "learn_weights": learn_weights, "reg_covar": 0.01}
    alone, together = fit(X, start, **options), fit_many(X, [start, other], **options)
    for block in (1, 8000):
        monkeypatch.setattr(emcore.fast.quadratic, "BLOCK", block)
        for stored in (emcore.fast.quadratic.STORED, 0):
            with monkeypatch.context() as patch:
                patch.setattr(emcore.fast.quadratic, "STORED", stored)
                assert_close_traces(fit(X, start, **options), alone, rtol=1e-10)
                for trace, expected in zip(fit_many(X, [start, other], **options), together, strict=True):
                    assert_close_traces(trace, expected, rtol=1e-10)


@pytest.mark.parametrize("n_features", [1, 2])
@pytest.mark.parametrize("limit", [LIMIT, -1.0], ids=["fast", "exact"])
def test_many_blocks_as_they_are(n_features, limit, monkeypatch):
    monkeypatch.setattr(emcore.fast.quadratic, "LARGEST_COEFFICIENT", limit)
    X = overlapping_points(n_features, n_points=100_000)
    start = soft_start(X[:1000])
    assert len(X) > emcore.steps.BLOCK // 3
    for trace in fit_many(X, [start] * (1 + (limit > 0)), max_iter=2):
        assert_by_the_book(trace, X)


@pytest.mark.parametrize("block", [1, 7, 450])
@both_weights
def test_blocks_of_exact_steps_do_not_show(block, learn_weights, monkeypatch):
    X, start = tight(1e-4, [0.5, -0.3])
    expected = fit(X, start, max_iter=4, learn_weights=learn_weights)
    monkeypatch.setattr(emcore.steps, "BLOCK", block)
    assert_close_traces(fit(X, start, max_iter=4, learn_weights=learn_weights), expected, rtol=1e-10)


# --- far apart --------------------------------------------------------------------------------------------------------


def clusters(n_components, n_features, apart):
    """Clusters of unequal sizes, `apart` standard deviations of the narrowest, the first; a start half a standard
    deviation off, its weights nobody's."""
    rng = np.random.default_rng([n_components, n_features])
    ks = np.arange(n_components)
    sds = 1 + 1.5 * (ks % 3)
    centres = np.zeros((n_components, n_features))
    centres[:, 0] = apart * ks
    if n_features > 1:
        centres[:, 1] = apart * (ks % 2)
    X = np.concatenate(
        [
            c + sd * rng.normal(size=(40 + 15 * k, n_features))
            for k, (c, sd) in enumerate(zip(centres, sds, strict=True))
        ]
    )
    weights = (n_components - ks) / (ks + 1).sum()
    covariances = 1.3 * sds[:, None, None] ** 2 * np.eye(n_features)
    return X, Mixture(weights, centres + 0.5 * rng.normal(size=centres.shape), covariances)


def assert_same_everywhere(X, start, n_steps, tolerance=MAGNIFIED, **options):
    """`fit`, `iterate` and `fit_many`, the components in the start's order."""
    trace = fit(X, start, max_iter=n_steps, **options)
    assert len(trace) == n_steps + 1, trace.detail
    assert_by_the_book(trace, X, tolerance, **options)
    for state, recorded in zip(islice(iterate(X, start, **options), n_steps + 1), trace, strict=True):
        assert state.log_likelihood == recorded.log_likelihood
        for name in ("weights", "means", "covariances"):
            np.testing.assert_array_equal(getattr(state.mixture, name), getattr(recorded.mixture, name))
    # The same the other way round, and a run that has nothing far apart beside it.
    backwards = Mixture(start.weights[::-1], start.means[::-1], start.covariances[::-1])
    near = Mixture(
        start.weights,
        X.mean(axis=0) + X.std(axis=0) * np.linspace(-1, 1, len(start.weights))[:, np.newaxis],
        np.array([np.diag(X.var(axis=0))] * len(start.weights)),
    )
    for many in fit_many(X, [start, near, backwards], max_iter=n_steps, **options):
        assert_by_the_book(many, X, tolerance, **options)
    return trace


@pytest.mark.parametrize("apart", [45, 100])
@pytest.mark.parametrize("n_components", [2, 3, 4, 5])
@pytest.mark.parametrize("n_features", [1, 2])
@both_weights
@pytest.mark.parametrize("covariance_type", ["full", "diag"])
def test_clusters_far_apart(apart, n_components, n_features, learn_weights, covariance_type, exact_steps):
    X, start = clusters(n_components, n_features, apart)
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights}
    fit(X, start, max_iter=4, **options)
    if apart == 45 or n_components == 2:
        assert not exact_steps  # though ratios to the narrow first component are too large for float64
    trace = assert_same_everywhere(X, start, 4, **options)
    np.testing.assert_allclose(trace.means[-1], start.means, atol=3)
    if not learn_weights:
        np.testing.assert_array_equal(trace.weights, np.repeat(start.weights[np.newaxis], 5, axis=0))


@pytest.mark.parametrize("n_components", [2, 3, 4])
@both_weights
def test_equal_clusters_far_apart_need_no_other_first(n_components, learn_weights, exact_steps):
    rng = np.random.default_rng(n_components)
    centres = 50 * np.arange(n_components)[:, np.newaxis]
    X = np.concatenate([c + rng.normal(size=(50, 1)) for c in centres])
    start = round_start(centres + 0.3, 1.2)
    options = {"learn_weights": learn_weights}
    fit(X, start, max_iter=5, **options)
    assert not exact_steps
    assert_same_everywhere(X, start, 5, **options)


def nested(seed):
    """Three places far apart in one dimension; at two of them a narrow and a broad cluster in the same spot, which five
    components take some steps to sort out."""
    rng = np.random.default_rng(seed)
    gap, n = rng.uniform(150, 400), 60

    def pair():
        narrow = rng.normal(size=n) * rng.uniform(1, 6)
        return np.concatenate([narrow, rng.uniform(-20, 20) + rng.normal(size=n) * rng.uniform(1, 12)])

    places = [rng.normal(size=n) * rng.uniform(1, 4), gap + pair(), -rng.uniform(150, 400) + pair()]
    means = [0, gap, gap + 10 * rng.normal(), places[2].mean(), places[2].mean() + 10 * rng.normal()]
    start = Mixture(rng.dirichlet([3] * 5), np.array(means)[:, np.newaxis], rng.uniform(1, 12, 5)[:, None, None] ** 2)
    return np.concatenate(places)[:, np.newaxis], start


@pytest.mark.parametrize("seed", [19, 30, 34])
@both_weights
def test_nested_clusters_far_apart(seed, learn_weights, exact_steps):
    X, start = nested(seed)
    trace = fit(X, start, max_iter=25, learn_weights=learn_weights)
    if learn_weights:
        assert not exact_steps
    assert_by_the_book(trace, X, learn_weights=learn_weights)


@both_weights
def test_runs_side_by_side_keep_their_own_order_of_components(learn_weights):
    X, start = nested(19)
    shuffles = ([0, 1, 2, 3, 4], [4, 0, 3, 1, 2], [2, 3, 4, 0, 1], [1, 2, 0, 4, 3])
    starts = [Mixture(start.weights[o], start.means[o], start.covariances[o]) for o in shuffles]
    traces = fit_many(X, starts, max_iter=25, learn_weights=learn_weights)
    for trace in traces:
        assert_by_the_book(trace, X, learn_weights=learn_weights)


@pytest.mark.parametrize("n_runs", [1, 3])
def test_exact_steps_of_a_run_with_another_first_component(n_runs, exact_steps):
    """A cluster far from a dense line, and two components at the line as in `at_the_edge`: the first step finds the
    second component broader than the first and the third too narrow, and fast steps go on with the second first."""
    cluster = np.random.default_rng(0).normal(size=(60, 1))
    X = np.concatenate([cluster, np.linspace(55, 65, 2001)[:, np.newaxis]])
    start = Mixture([0.2, 0.4, 0.4], [[0.3], [56], [76]], [[[1]], [[1]], [[1]]])
    options = {"learn_weights": False}
    taken = path(exact_steps, X, start, 14, **options)
    n_exact = sum(taken)
    assert 1 < n_exact < 10
    assert taken == [True] * n_exact + [False] * (14 - n_exact)
    for trace in fit_many(X, [start] * n_runs, max_iter=14, **options):
        assert_by_the_book(trace, X, **options)


@pytest.mark.parametrize("n_features", [1, 2])
@both_weights
@pytest.mark.parametrize("n_runs", [1, 2])
def test_points_40_standard_deviations_from_all_components(n_features, learn_weights, n_runs):
    near = overlapping_points(n_features)
    X = np.concatenate([near, np.full((1, n_features), 120.0), np.full((1, n_features), -110.0)])
    start = soft_start(near, n_components=2)
    distances = np.abs(X[-2:] - start.means[:, np.newaxis]) / start.standard_deviations[:, np.newaxis]
    assert distances.min() > 35
    # The components take to the two points by and by and may be left with them alone: the first steps are compared.
    for trace in fit_many(X, [start] * n_runs, max_iter=2, learn_weights=learn_weights):
        assert len(trace) == 3
        assert_by_the_book(trace, X, tolerance=1e-9, learn_weights=learn_weights)


def test_a_start_40_standard_deviations_from_all_points(exact_steps):
    X = overlapping_points(2)
    start = round_start([[45.0, 0.0], [45.0, 2.0], [45.0, -2.0]], 1.0)
    expected = needs_exact(X, [mixture for mixture, _ in by_the_book(X, start, 5)])
    assert path(exact_steps, X, start, 5) == expected
    assert not expected[-1]
    assert_by_the_book(fit(X, start, max_iter=5), X)


def test_a_start_broad_one_way_and_narrow_another_keeps_its_narrow_way():
    """Whitened, with correlated data, its narrow variance is a rounding of its broad one."""
    X = np.array([[1.0, 0, 1], [1, 1, 0], [0, 1, 1], [1, 1, 1], [1, 1, 1]])
    sds = np.array([0.5, 1e12, 1e-3])
    start = Mixture([1], [[0, 0, 0]], [(0.1 * np.eye(3) + 0.9) * np.outer(sds, sds)])
    expected = e_step(X, start)[1]
    for trace in fit_many(X, [start, start], max_iter=0):
        assert trace.log_likelihoods[0] == pytest.approx(expected, rel=1e-12)


# --- plain numbers and arrays -----------------------------------------------------------------------------------------


def without_floats(monkeypatch):
    init = QuadraticEM.__init__

    def plain(self, *args):
        init(self, *args)
        self.in_floats = False

    monkeypatch.setattr(QuadraticEM, "__init__", plain)


@pytest.mark.parametrize("n_features", [1, 2])
@pytest.mark.parametrize("n_components", [1, 2, 5])
@both_weights
@both_ridges
def test_algebra_in_floats_is_algebra_in_arrays(n_features, n_components, learn_weights, reg_covar):
    X = overlapping_points(n_features) @ np.diag([3.0, 0.2][:n_features]) + 5
    em = QuadraticEM(X, n_components, 1, COVARIANCE_TYPES["full"], reg_covar)
    assert em.in_floats
    start = soft_start(X, n_components=n_components)
    coefficients = em.coefficients(start.weights, *em.whitening.enter(start))[np.newaxis]
    moments, _ = em.moments(coefficients)
    kept = None if learn_weights else start.weights[np.newaxis]
    floats, unsound = em.m_step(moments, kept)
    em.in_floats = False
    arrays, unsound_too = em.m_step(moments, kept)
    assert unsound == unsound_too == []
    assert floats.shape == arrays.shape
    np.testing.assert_allclose(floats, arrays, rtol=1e-12, atol=1e-12 * np.abs(arrays).max())


@pytest.mark.parametrize("n_features", [1, 2])
@both_weights
@both_ridges
def test_runs_in_floats_are_runs_in_arrays(n_features, learn_weights, reg_covar, monkeypatch):
    X = overlapping_points(n_features)
    start = soft_start(X)
    options = {"max_iter": 12, "learn_weights": learn_weights, "reg_covar": reg_covar}
    floats = fit(X, start, **options)
    without_floats(monkeypatch)
    arrays = fit(X, start, **options)
    assert_close_traces(floats, arrays, rtol=1e-12)


def features_of(X, em):
    """1, the whitened coordinates and their products: (F, N)."""
    z = em.whitening.points(X)
    return np.concatenate([np.ones((1, len(X))), z, z[em.i] * z[em.j]])


def moments_of(X, em, shares):
    """Moments (1, K, F) under responsibilities (N, K)."""
    return (shares.T @ features_of(X, em).T)[np.newaxis]


@pytest.mark.parametrize("n_features", [1, 2])
@both_weights
@pytest.mark.parametrize("in_floats", [True, False], ids=["floats", "arrays"])
@pytest.mark.parametrize("what", ["fine", "no points", "1e-21 of the points", "one point", "narrow", "weightless"])
def test_what_is_not_sound(n_features, learn_weights, in_floats, what):
    X = overlapping_points(n_features)
    em = QuadraticEM(X, 2, 1, COVARIANCE_TYPES["full"], 0.0)
    em.in_floats = in_floats
    second = np.full(len(X), 0.25)
    weights = [0.75, 0.25]
    if what == "no points":
        second[:] = 0
    elif what == "1e-21 of the points":
        second[:] = 1e-21
    elif what == "one point":
        second[:] = 0
        second[3] = 1
    elif what == "narrow":
        second = np.exp(-0.5 * ((X - X[3]) ** 2).sum(axis=1) / 0.001**2)
        second[4:] = 0
        second[4] = 1e-9
    elif what == "weightless":
        weights = [1.0, 0.0]
    moments = moments_of(X, em, np.column_stack([1 - second, second]))
    with np.errstate(all="ignore"):
        _, unsound = em.m_step(moments, None if learn_weights else np.array([weights]))
    assert unsound == ([] if what == "fine" or (what == "weightless" and learn_weights) else [0])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1.01 * LIMIT, -1.01 * LIMIT])
@pytest.mark.parametrize("place", [(0, 0, 0), (1, 2, 4), (2, 1, 0)])
def test_one_bad_coefficient_makes_its_run_unsound(value, place):
    em = QuadraticEM(overlapping_points(2), 3, 3, COVARIANCE_TYPES["full"], 0.0)
    coefficients = np.full((3, 3, em.width), 0.99 * LIMIT)
    assert em.unsound(coefficients) == []
    coefficients[place] = value
    assert em.unsound(coefficients) == [place[0]]
    sound, moments = np.ones_like(coefficients), np.ones_like(coefficients)
    assert em.unsound(sound, moments) == []
    moments[place[0], place[1], 0] = 1e-20 * em.n_points if np.isfinite(value) else np.nan
    assert em.unsound(sound, moments) == [place[0]]


# --- the products themselves ------------------------------------------------------------------------------------------


@every_type
@both_ridges
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_coefficients_times_features_are_log_densities(covariance_type, reg_covar, n_features):
    X = overlapping_points(n_features) * 30 - 7
    mixture = soft_start(X, covariance_type)
    em = QuadraticEM(X, 3, 1, COVARIANCE_TYPES[covariance_type], reg_covar)
    rows = em.coefficients(mixture.weights, *em.whitening.enter(mixture))
    logs = rows @ features_of(X, em)
    logs[1:] += logs[0]
    expected = [
        np.log(w) + multivariate_normal(m, c).logpdf(X)
        for w, m, c in zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
    ]
    np.testing.assert_allclose(logs, expected, rtol=1e-11, atol=1e-11)
    precisions = np.linalg.inv(em.whitening.enter(mixture)[1])
    np.testing.assert_allclose(em.narrowness(rows[np.newaxis])[0], np.trace(precisions, axis1=1, axis2=2), rtol=1e-11)


@every_type
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_moments_are_weighted_sums_of_features(covariance_type, n_features):
    X = overlapping_points(n_features)
    starts = [soft_start(X, covariance_type, seed=seed) for seed in range(3)]
    em = QuadraticEM(X, 3, 3, COVARIANCE_TYPES[covariance_type], 0.0)
    coefficients = np.array([em.coefficients(s.weights, *em.whitening.enter(s)) for s in starts])
    moments, log_likelihoods = em.moments(coefficients)
    for run, start in enumerate(starts):
        shares, log_likelihood = e_step(X, start)
        np.testing.assert_allclose(moments[run], moments_of(X, em, shares)[0], rtol=1e-10, atol=1e-10)
        assert log_likelihoods[run] == pytest.approx(log_likelihood, rel=1e-12)


# --- memory -----------------------------------------------------------------------------------------------------------

NUMBER = 8  # bytes
SOME = 2**22  # bytes that do not grow with N: blocks of features and ratios, the trace, Python


N = 200_000


def peak(function, *args, **options):
    """Bytes allocated at the same time during a call, at most."""
    tracemalloc.start()
    try:
        function(*args, **options)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def many_components(n_components=30):
    X = np.random.default_rng(0).normal(size=(N, 1))
    return X, round_start(np.linspace(-2.5, 2.5, n_components)[:, np.newaxis], 0.05)


def test_fast_steps_hold_no_responsibilities_of_all_points(exact_steps):
    X, start = many_components()
    used = peak(fit, X, start, max_iter=2)
    assert not exact_steps
    # 3 features a point and what it takes to form them; N K responsibilities would be 30 numbers a point, 48 MB
    assert used < 6 * N * NUMBER + SOME < 30 * N * NUMBER


def test_exact_steps_hold_no_responsibilities_of_all_points(exact_steps, monkeypatch):
    monkeypatch.setattr(emcore.fast.quadratic, "LARGEST_COEFFICIENT", -1.0)
    X, start = many_components()
    used = peak(fit, X, start, max_iter=0)
    assert len(exact_steps) == 1
    held = 8 * emcore.steps.BLOCK * NUMBER  # a block of log densities, ratios, shares, and steps between them
    assert used < 6 * N * NUMBER + held < 30 * N * NUMBER


@pytest.mark.parametrize("n_runs", [1, 8])
def test_features_are_all_that_is_held_for_each_point(n_runs):
    X = np.random.default_rng(1).normal(size=(N, 5))
    X.flags.writeable = False
    start = round_start([[0.0] * 5, [1.0] * 5], 2.0)
    width = 1 + 5 + 15
    used = peak(fit_many, X, [start] * n_runs, max_iter=1)
    assert used < width * N * NUMBER + SOME < (width + 5) * N * NUMBER  # no room for a copy of X beside them


def test_features_formed_anew_each_time_are_not_held_at_all(monkeypatch):
    monkeypatch.setattr(emcore.fast.quadratic, "STORED", 0)
    X = np.random.default_rng(1).normal(size=(N, 5))
    used = peak(fit, X, round_start([[0.0] * 5, [1.0] * 5], 2.0), max_iter=1)
    # One copy of X, its deviations from the mean, while the data's covariance is found
    assert used < (5 + 2) * N * NUMBER + SOME < (5 + 5) * N * NUMBER


@pytest.mark.parametrize("limit", [LIMIT, -1.0], ids=["fast", "exact"])
def test_points_are_read_only(limit, monkeypatch):
    monkeypatch.setattr(emcore.fast.quadratic, "LARGEST_COEFFICIENT", limit)
    X = overlapping_points(2)
    start, before = soft_start(X), X.copy()
    X.flags.writeable = False
    fit(X, start, max_iter=3, reg_covar=0.1)
    np.testing.assert_array_equal(X, before)


# --- the frame --------------------------------------------------------------------------------------------------------


def uneven(n_features, seed=0):
    """Correlated points, far from 0, of scales some orders of magnitude apart."""
    scales = 10.0 ** np.linspace(-3, 4, n_features)
    return (overlapping_points(n_features, seed=seed) + 20) * scales


@every_type
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_whitened_points_have_mean_0_and_variance_1(covariance_type, n_features):
    X = uneven(n_features)
    z = whitening_of(X, COVARIANCE_TYPES[covariance_type]).points(X)
    assert z.shape == (n_features, len(X))
    covariance = np.atleast_2d(np.cov(z, bias=True))
    np.testing.assert_allclose(z.mean(axis=1), 0, atol=1e-11)
    whitening = COVARIANCE_TYPES[covariance_type].whitening
    if whitening == "linear":
        np.testing.assert_allclose(covariance, np.eye(n_features), atol=1e-10)
    elif whitening == "a scale per axis":
        np.testing.assert_allclose(np.diagonal(covariance), 1, rtol=1e-10)
    else:
        assert np.trace(covariance) / n_features == pytest.approx(1, rel=1e-10)


@every_type
@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_enter_and_leave_undo_each_other(covariance_type, n_features):
    X = uneven(n_features)
    frame = whitening_of(X, COVARIANCE_TYPES[covariance_type])
    mixture = soft_start(X, covariance_type)
    inside = frame.enter(mixture)
    means, covariances = frame.leave(*inside)
    sds = mixture.standard_deviations
    scales = sds[:, :, np.newaxis] * sds[:, np.newaxis, :]
    np.testing.assert_allclose((means - mixture.means) / sds, 0, atol=1e-10)
    np.testing.assert_allclose((covariances - mixture.covariances) / scales, 0, atol=1e-10)
    np.testing.assert_array_equal(covariances, covariances.transpose(0, 2, 1))
    # Leading axes are separate steps and runs.
    many = frame.leave(*(np.array([[part, part]] * 3) for part in inside))
    assert (many[0] == means).all()
    assert (many[1] == covariances).all()
    # Densities change by the volume alone.
    log_densities = log_component_densities(frame.points(X).T, Mixture(mixture.weights, *inside)) - frame.log_volume
    np.testing.assert_allclose(log_densities, log_component_densities(X, mixture), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("covariance_type", ["diag", "spherical"])
def test_a_frame_keeps_the_type_what_it_is(covariance_type):
    X = uneven(5)
    start = soft_start(X, covariance_type)
    _, covariances = whitening_of(X, COVARIANCE_TYPES[covariance_type]).enter(start)
    assert (covariances[:, ~np.eye(5, dtype=bool)] == 0).all()
    if covariance_type == "spherical":
        variances = np.diagonal(covariances, axis1=1, axis2=2)
        np.testing.assert_allclose(variances, variances[:, :1].repeat(5, axis=1), rtol=1e-14)


LINE = np.column_stack([np.arange(9.0), 3 - 2 * np.arange(9.0)])


@every_type
@pytest.mark.parametrize(
    "X",
    [np.full((6, 2), 3.0), np.column_stack([np.arange(9.0), np.full(9, 7.0)]), LINE, LINE + 1e6, LINE[:1], LINE[:2]],
    ids=["one value", "a constant column", "a line", "a line far from 0", "one point", "two points"],
)
def test_singular_data_fall_back_to_scales(covariance_type, X):
    frame = whitening_of(X, COVARIANCE_TYPES[covariance_type])
    assert np.isfinite(frame.scale).all()
    assert (frame.scale == np.diag(np.diagonal(frame.scale))).all()
    assert (np.diagonal(frame.scale) > 0).all()
    z = frame.points(X)
    np.testing.assert_allclose(z.mean(axis=1), 0, atol=1e-9)
    varying = np.ptp(X, axis=0) > 0
    if COVARIANCE_TYPES[covariance_type].whitening != "one scale":
        np.testing.assert_allclose(z[varying].var(axis=1), 1, rtol=1e-9)
    np.testing.assert_array_equal(z[~varying], 0)


@pytest.mark.parametrize(("ratio", "whitened"), [(1e-1, True), (1e-2, True), (1e-4, False), (1e-8, False)])
def test_data_all_but_on_a_line_are_not_whitened_by_their_factor(ratio, whitened):
    z = np.random.default_rng(0).normal(size=(200, 2))
    X = np.column_stack([z[:, 0], z[:, 0] + ratio * z[:, 1]])
    frame = whitening_of(X, COVARIANCE_TYPES["full"])
    assert (frame.scale[1, 0] != 0) == whitened


# --- invert -----------------------------------------------------------------------------------------------------------


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
@pytest.mark.parametrize("n_negative", [1, 2, 3])
def test_invert_tells_an_indefinite_matrix_and_only_that(n_features, n_negative):
    """Two negative directions have a positive determinant all the same."""
    covariances = definite(n_features)
    values, vectors = np.linalg.eigh(covariances[1, 2])
    values[: min(n_negative, n_features)] *= -1
    covariances[1, 2] = vectors * values @ vectors.T
    with np.errstate(invalid="ignore"):
        _, log_determinants = invert(covariances)
    wrong = np.isnan(log_determinants)
    assert wrong[1, 2]
    assert wrong.sum() == 1


@pytest.mark.parametrize("n_features", range(1, 7))
def test_invert_gives_nothing_finite_for_a_singular_matrix(n_features):
    covariances = definite(n_features)
    covariances[0, 1] = 1.0 if n_features > 1 else 0.0
    with np.errstate(all="ignore"):
        inverses, log_determinants = invert(covariances)
    finite = np.isfinite(log_determinants) & np.isfinite(inverses).all(axis=(-1, -2))
    assert not finite[0, 1]
    assert finite.sum() == finite.size - 1
