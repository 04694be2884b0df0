"""Fast where that loses no digits, exact where it would: the runs are those of the plain loop wherever the way changes.

Narrow components have a file of their own, `test_narrow.py`.
"""

import tracemalloc

import numpy as np
import pytest
from hard_cases import CASES, round_start, tight
from oracles import assert_as_defined, assert_same_mixture, overlapping_points, soft_start

import emcore.fast.features
import emcore.steps
from emcore import COVARIANCE_TYPES, Mixture, e_step, fit, fit_many

every_type = pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
both_weights = pytest.mark.parametrize("learn_weights", [True, False], ids=["learned", "fixed"])


def assert_all_as_defined(X, starts, n_steps, tolerance=None, **options):
    """Each alone, and all together."""
    together = fit_many(X, starts, max_iter=n_steps, **options)
    for start, beside in zip(starts, together, strict=True):
        for trace in (fit(X, start, max_iter=n_steps, **options), beside):
            assert len(trace) == n_steps + 1, trace.detail
            assert_as_defined(trace, X, **({"tolerance": tolerance} if tolerance else {}), **options)


# --- runs that change ways ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", ["1e+03", "1e+05"])
def test_a_component_that_shrinks_in_one_step_beside_runs_that_do_not(factor):
    case = CASES[f"a component that shrinks by {factor} in one step"]
    ordinary = round_start([[0, 0], [10, 1]], [3.0, 4000.0])
    # Means near 100 round by eps times that, in units of a spread of 1e-4
    assert_all_as_defined(case.X, [ordinary, case.start, ordinary], 1, tolerance=1e-8)


@pytest.mark.parametrize("n_runs", [1, 3])
def test_a_run_whose_first_component_is_narrower_than_others(n_runs):
    """A cluster far from a dense line, and two components at the line: the first step finds the second component
    broader than the first and the third very narrow."""
    cluster = np.random.default_rng(0).normal(size=(60, 1))
    X = np.concatenate([cluster, np.linspace(55, 65, 2001)[:, np.newaxis]])
    start = Mixture([0.2, 0.4, 0.4], [[0.3], [56], [76]], [[[1]], [[1]], [[1]]])
    assert_all_as_defined(X, [start] * n_runs, 14, learn_weights=False)


@both_weights
def test_points_at_the_edge_of_float64s_range_keep_their_responsibilities(learn_weights):
    """The second component's are exp(-690) and less: where logarithms are clamped at -700, points that are far less its
    own would count too."""
    X = np.linspace(-3, 3, 61)[:, np.newaxis]
    m = 40.0  # ln of its odds at x: m x - m^2 / 2, -680 at x = 3 and lower by 4 from point to point
    start = Mixture([0.5, 0.5], [[0], [m]], [[[1]], [[1]]])
    responsibilities = e_step(X, start)[0][:, 1]
    assert responsibilities[-10] < np.exp(-700) < responsibilities[-1]
    assert_all_as_defined(X, [start, start], 5, reg_covar=0.1, learn_weights=learn_weights)


# --- data that are hard to whiten -------------------------------------------------------------------------------------


def assert_finite(trace):
    for name in ("weights", "means", "covariances", "log_likelihoods"):
        assert np.isfinite(getattr(trace, name)).all(), name


@every_type
@pytest.mark.parametrize("offset", [1e11, 1e13])
def test_data_that_float64_hardly_tells_from_their_mean(covariance_type, offset):
    X = np.round(64 * overlapping_points(2)) / 64  # multiples of 2^-6 are exact beside either offset
    near = soft_start(X, covariance_type)
    start = Mixture(near.weights, near.means + offset, near.covariances)
    options = {"covariance_type": covariance_type, "max_iter": 6}
    expected = fit(X, near, **options)
    close = {"rtol": 0, "atol": 1e-14 * offset}  # means round by some eps times the offset, step by step
    for trace in (fit(X + offset, start, **options), *fit_many(X + offset, [start, start], **options)):
        assert_finite(trace)
        np.testing.assert_allclose(trace.means - offset, expected.means, **close)
        np.testing.assert_allclose(trace.covariances, expected.covariances, **close)


@every_type
@pytest.mark.parametrize("constant", [0.1, 1e9])
def test_constant_columns(covariance_type, constant):
    """One column is all the same number: singular without a ridge, unless the columns' variances are pooled."""
    X = np.column_stack([overlapping_points(1), np.full(150, constant)])
    base = soft_start(X[:, :1])
    covariances = base.covariances * np.eye(2)
    start = Mixture(base.weights, np.column_stack([base.means, np.full(3, constant)]), covariances)
    pooled = COVARIANCE_TYPES[covariance_type].whitening == "one scale"
    for trace in (fit(X, start, max_iter=5, covariance_type=covariance_type),
                  *fit_many(X, [start] * 2, max_iter=5, covariance_type=covariance_type)):  # fmt: skip
        assert_finite(trace)
        assert (trace.stop, len(trace)) == (("max_iter", 6) if pooled else ("collapsed", 1))
    # A mean that is a rounding of the constant, in units of the ridge's standard deviation of 0.1
    tolerance = max(1e-10, 1e-13 * constant)
    assert_all_as_defined(X, [start] * 2, 5, tolerance, reg_covar=0.01, covariance_type=covariance_type)


@every_type
def test_a_single_value_collapses_and_a_ridge_cures_it(covariance_type):
    X = np.full((12, 2), 0.1)
    start = round_start([[0.0, 0.0], [0.2, 0.3]])
    for n_runs in (1, 2):
        for trace in fit_many(X, [start] * n_runs, covariance_type=covariance_type):
            assert (trace.stop, len(trace)) == ("collapsed", 1)
            assert_finite(trace)
    assert_all_as_defined(X, [start] * 2, 4, covariance_type=covariance_type, reg_covar=0.5)


@pytest.mark.parametrize(
    "covariance_type", [key for key, kind in COVARIANCE_TYPES.items() if kind.whitening != "linear"]
)
@both_weights
def test_a_tilted_start_beside_those_of_the_type(covariance_type, learn_weights):
    X = overlapping_points(2)
    starts = [soft_start(X, key, seed=seed) for key, seed in ((covariance_type, 1), ("full", 2), (covariance_type, 3))]
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights}
    assert_all_as_defined(X, starts, 10, **options)


def test_a_start_broad_one_way_and_narrow_another_keeps_its_narrow_way():
    """Whitened, with correlated data, its narrow variance is a rounding of its broad one."""
    X = np.array([[1.0, 0, 1], [1, 1, 0], [0, 1, 1], [1, 1, 1], [1, 1, 1]])
    sds = np.array([0.5, 1e12, 1e-3])
    start = Mixture([1], [[0, 0, 0]], [(0.1 * np.eye(3) + 0.9) * np.outer(sds, sds)])
    expected = e_step(X, start)[1]
    for trace in fit_many(X, [start, start], max_iter=0):
        assert trace.log_likelihoods[0] == pytest.approx(expected, rel=1e-12)


# --- far apart: ratios to the first component that float64 can't hold -------------------------------------------------


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


@pytest.mark.parametrize("apart", [45, 100])
@pytest.mark.parametrize(("n_components", "n_features"), [(2, 1), (3, 2), (5, 1), (5, 2)])
@both_weights
@pytest.mark.parametrize("covariance_type", ["full", "diag"])
def test_clusters_far_apart(apart, n_components, n_features, learn_weights, covariance_type):
    X, start = clusters(n_components, n_features, apart)
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights}
    # The same the other way round, and a run that has nothing far apart beside it.
    backwards = Mixture(start.weights[::-1], start.means[::-1], start.covariances[::-1])
    spread = X.std(axis=0) * np.linspace(-1, 1, n_components)[:, np.newaxis]
    near = Mixture(start.weights, X.mean(axis=0) + spread, np.array([np.diag(X.var(axis=0))] * n_components))
    assert_all_as_defined(X, [start, near, backwards], 4, **options)


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
def test_nested_clusters_far_apart_in_any_order_of_their_components(seed, learn_weights):
    X, start = nested(seed)
    orders = ([0, 1, 2, 3, 4], [4, 0, 3, 1, 2], [2, 3, 4, 0, 1], [1, 2, 0, 4, 3])
    starts = [Mixture(start.weights[o], start.means[o], start.covariances[o]) for o in orders]
    assert_all_as_defined(X, starts, 25, learn_weights=learn_weights)


@pytest.mark.parametrize("n_features", [1, 2])
@both_weights
def test_points_40_standard_deviations_from_all_components(n_features, learn_weights):
    near = overlapping_points(n_features)
    X = np.concatenate([near, np.full((1, n_features), 120.0), np.full((1, n_features), -110.0)])
    start = soft_start(near, n_components=2)
    distances = np.abs(X[-2:] - start.means[:, np.newaxis]) / start.standard_deviations[:, np.newaxis]
    assert distances.min() > 35
    # The components take to the two points by and by and may be left with them alone: the first steps are compared.
    assert_all_as_defined(X, [start] * 2, 2, tolerance=1e-9, learn_weights=learn_weights)


def test_a_start_40_standard_deviations_from_all_points():
    X = overlapping_points(2)
    start = round_start([[45.0, 0.0], [45.0, 2.0], [45.0, -2.0]], 1.0)
    assert_all_as_defined(X, [start], 5)


# --- blocks and memory ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n_points", [1, 257, 1024, 1500])  # 1024 in blocks of 512 would have rows 4 KiB apart
@pytest.mark.parametrize(("block", "small"), [(1, 2**25), (1, 0), (8000, 0)])
def test_blocks_do_not_show(n_points, block, small, monkeypatch):
    monkeypatch.setattr(emcore.fast.features, "BLOCK", block)
    monkeypatch.setattr(emcore.fast.features, "SMALL", small)
    X = overlapping_points(2, n_points=n_points)
    soft = [soft_start(overlapping_points(2), seed=seed) for seed in range(2)]
    narrow = round_start([X[0], [0, 0]], [1e-6, 2.0])
    assert_all_as_defined(X, soft, 6, reg_covar=0.01)
    assert_all_as_defined(X, [narrow], 6, reg_covar=1e-6)


@pytest.mark.parametrize("block", [1, 7, 450])
def test_blocks_of_exact_steps_do_not_show(block, monkeypatch):
    X, start = tight(1e-4, [0.5, -0.3])
    start = round_start(start.means, 1e-8)  # tied, and so narrow: the first step at least is exact
    expected = fit(X, start, max_iter=4, covariance_type="tied")
    monkeypatch.setattr(emcore.steps, "BLOCK", block)
    trace = fit(X, start, max_iter=4, covariance_type="tied")
    for name in ("weights", "means", "covariances", "log_likelihoods"):
        np.testing.assert_allclose(getattr(trace, name), getattr(expected, name), rtol=1e-10, atol=1e-12)


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


@pytest.mark.parametrize(
    ("offset", "held"), [(0.0, SOME), (1e13, 8 * emcore.steps.BLOCK * NUMBER)], ids=["fast", "exact"]
)
def test_no_responsibilities_of_all_points_are_held(offset, held):
    X = offset + np.round(64 * np.random.default_rng(0).normal(size=(N, 1))) / 64
    start = round_start(offset + np.linspace(-2.5, 2.5, 30)[:, np.newaxis], 0.05)
    used = peak(fit, X, start, max_iter=0)
    # 3 features a point and what it takes to form them; N K responsibilities would be 30 numbers a point, 48 MB
    assert used < 6 * N * NUMBER + held < 30 * N * NUMBER


@pytest.mark.parametrize("n_runs", [1, 8])
def test_of_many_points_the_whitened_ones_are_all_that_is_held(n_runs):
    X = np.random.default_rng(1).normal(size=(N, 5))
    X.flags.writeable = False
    used = peak(fit_many, X, [round_start([[0.0] * 5, [1.0] * 5], 2.0)] * n_runs, max_iter=1)
    # One copy of X: its deviations from the mean, while the data's covariance is found, then the whitened points
    assert used < (5 + 2) * N * NUMBER + SOME < (5 + 5) * N * NUMBER


def test_points_of_many_dimensions_have_their_features_held_unless_they_are_too_many(monkeypatch):
    n_points, n_features = 4000, 12
    X = np.random.default_rng(1).normal(size=(n_points, n_features))
    start = round_start([[0.0] * n_features, [1.0] * n_features], 2.0)
    width = 1 + n_features + n_features * (n_features + 1) // 2
    held = peak(fit, X, start, max_iter=1)
    expected = fit(X, start, max_iter=3)
    monkeypatch.setattr(emcore.fast.features, "STORED", 0)
    monkeypatch.setattr(emcore.fast.features, "SMALL", 0)
    assert peak(fit, X, start, max_iter=1) < held - (width - 2 * n_features) * n_points * NUMBER / 2
    assert_same_mixture(fit(X, start, max_iter=3)[-1].mixture, expected[-1].mixture)
