"""Whatever the numbers, options and links: a result, or an error in emcore's own words. Never NaN, never a bare one.

Many more: `python -m pytest tests/emcore/test_properties.py --hypothesis-profile=attack`, 20,000 of each property.
"""

import linecache
import pickle
from contextlib import contextmanager
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import emcore
from emcore import (
    COVARIANCE_TYPES,
    DATASETS,
    GENERATORS,
    STARTS,
    CollapseError,
    DataError,
    Gaussian,
    Mixture,
    MixtureError,
    Scenario,
    aic,
    bic,
    conjugate_prior,
    e_step,
    entropy,
    expectation_maximization,
    fit,
    fit_many,
    icl,
    iterate,
    kl_gap,
    log_component_densities,
    log_density,
    lower_bound,
    m_step,
    make_start,
    n_parameters,
    sample,
)
from emcore.points import LARGEST
from emcore.scenario.own_points import OWN, OwnData
from emcore.scenario.record import HAND, QUERY_NAMES
from emcore.study.beats import beats
from emcore.study.selection import Search
from emcore.study.stopping_rules import STOPPING_RULES

HERE = Path(emcore.__file__).parent


@contextmanager
def in_words(*kinds):
    """Only errors of these kinds come out, and each is raised by a line of emcore, not by what that line calls."""
    try:
        yield
    except kinds as error:
        assert_of_ours(error, kinds)


def assert_of_ours(error, kinds):
    frame = error.__traceback__
    while frame.tb_next:
        frame = frame.tb_next
    file = frame.tb_frame.f_code.co_filename
    assert type(error) in (*kinds, DataError, MixtureError, CollapseError)
    assert HERE in Path(file).parents, f"{error!r} comes from {file}"
    assert linecache.getline(file, frame.tb_lineno).strip().startswith("raise "), f"{error!r} is not of ours"


# --- numbers ----------------------------------------------------------------------------------------------------------


@st.composite
def points(draw, most=8, largest=LARGEST):
    """(N, D): few values and any, of all sizes, near each other and far from 0, repeated, constant."""
    shape = draw(st.integers(1, 10)), draw(st.integers(1, most))
    kind = draw(st.sampled_from(["any", "few", "scaled", "columns"]))
    if kind == "any":
        return draw(hnp.arrays(float, shape, elements=st.floats(-largest, largest)))
    X = draw(hnp.arrays(float, shape, elements=st.integers(-3, 3)))
    if kind == "few":
        return X
    sizes = 10.0 ** draw(hnp.arrays(float, shape[1] if kind == "columns" else 1, elements=st.integers(-330, 148)))
    offset = draw(st.sampled_from([0.0, 1.0, 1e8, -1e16]))
    return np.clip((X + offset) * sizes, -largest, largest)


SIZES = st.sampled_from([0.0, 5e-324, 1e-320, 1e-300, 1e-220, 1e-160, 1e-12, 0.5, 1.0, 3.0, 1e12, 1e150, 1e200, 1e308])
SIGNED = st.builds(np.copysign, SIZES, st.sampled_from([1.0, -1.0]))


@st.composite
def mixtures(draw, n_features, of=None):
    """A `Mixture` of parameters of all sizes, its means anywhere or at points `of` (N, D)."""
    k = draw(st.integers(1, 3))
    weights = draw(hnp.arrays(float, k, elements=st.sampled_from([0.0, 1e-300, 0.5, 1.0])))
    assume(weights.sum() > 0)
    means = draw(hnp.arrays(float, (k, n_features), elements=SIGNED))
    if of is not None and draw(st.booleans()):
        means = of[draw(hnp.arrays(int, k, elements=st.integers(0, len(of) - 1)))]
    sds = draw(hnp.arrays(float, (k, n_features), elements=SIZES.filter(lambda size: 1e-162 < size < 1e155)))
    correlation = draw(st.sampled_from([0.0, 0.9, -0.999999]))
    correlations = np.eye(n_features) + correlation * (np.ones((n_features,) * 2) - np.eye(n_features))
    try:
        return Mixture(weights / weights.sum(), means, correlations * sds[:, :, None] * sds[:, None, :])
    except MixtureError:
        assume(False)


@st.composite
def runs(draw):
    """Points, a start on them and options of `fit`."""
    X = draw(points())
    options = {
        "covariance_type": draw(st.sampled_from(list(COVARIANCE_TYPES))),
        "reg_covar": draw(st.sampled_from([0.0, 0.0, 5e-324, 1e-200, 1e-6, 1.0, 1e300])),
    }
    if draw(st.integers(0, 3)):
        key = draw(st.sampled_from(list(STARTS)))
        rng = np.random.default_rng(draw(st.integers(0, 99)))
        try:
            start = make_start(key, X, draw(st.integers(1, 3)), rng, **options)
        except MixtureError as error:
            assert_of_ours(error, [])
            assume(False)
    else:
        start = draw(mixtures(X.shape[1], X))
    prior = None
    if draw(st.booleans()):
        try:
            prior = conjugate_prior(X, start.n_components, options["covariance_type"])
        except MixtureError as error:
            assert_of_ours(error, [])
    return X, start, {**options, "learn_weights": draw(st.booleans()), "prior": prior}


def assert_sound(trace, max_iter):
    """Every step is a mixture, and the end is told."""
    assert trace.stop in ("converged", "max_iter", "collapsed")
    assert len(trace) <= max_iter + 1
    assert np.isfinite(trace.log_posteriors).all()
    assert all(state.mixture.weights.sum() == pytest.approx(1) for state in trace)
    if trace.stop == "collapsed":
        assert trace.detail.startswith(f"Iteration {len(trace)} failed:")
        assert "component" in trace.detail
        assert trace.detail.count(".") >= 2  # what happened, and cures


def assert_shares(responsibilities):
    assert np.isfinite(responsibilities).all()
    assert (responsibilities >= 0).all()
    np.testing.assert_allclose(responsibilities.sum(axis=1), 1, rtol=1e-12)


# A ridge so broad that the whitened data do not tell its variances from those of a singular matrix in data units.
BROAD_RIDGE = {"covariance_type": "full", "reg_covar": 1e300, "learn_weights": False}
FEW = np.array([[0.0, 2.3e8], [1.0, 0.0], [0.0, 0.0]])


@example((FEW, m_step(FEW, np.ones((3, 1)), reg_covar=1e300), BROAD_RIDGE), 1, 0.0)
@given(runs(), st.integers(0, 6), st.sampled_from([0.0, 1e-9, 1e-3, 10.0]))
def test_a_run_ends_and_never_raises(run, max_iter, tol):
    X, start, options = run
    trace = fit(X, start, max_iter=max_iter, tol=tol, **options)
    assert_sound(trace, max_iter)
    assert_shares(e_step(X, trace[-1].mixture)[0])
    assert_sound(expectation_maximization(X, start, max_iter=max_iter, tol=tol, **options), max_iter)
    for one in fit_many(X, [start, trace[-1].mixture, start], max_iter=max_iter, tol=tol, **options):
        assert_sound(one, max_iter)


@given(runs())
def test_the_steps_one_by_one_are_those_of_the_run(run):
    X, start, options = run
    trace = fit(X, start, max_iter=4, **options)
    states = iterate(X, start, **options)
    for t in range(len(trace)):
        assert next(states).log_likelihood == trace.log_likelihoods[t]
    if trace.stop == "collapsed":
        with pytest.raises(CollapseError) as caught:
            next(states)
        assert str(caught.value) in trace.detail
        assert 0 <= caught.value.component < start.n_components


@given(runs())
def test_the_beats_of_a_run_are_numbers(run):
    X, start, options = run
    for beat in beats(X, fit(X, start, max_iter=2, **options)):
        assert not np.isnan([beat.log_likelihood, beat.lower_bound, beat.kl_gap]).any()
        assert beat.kl_gap >= 0
        if beat.kind == "E":
            assert beat.lower_bound == pytest.approx(beat.log_likelihood, rel=1e-9, abs=1e-6)


@st.composite
def points_and_mixture(draw):
    X = draw(points(most=4))
    return X, draw(mixtures(X.shape[1], X))


FAR_AND_THIN = Mixture([0.5, 0.5], [[1e200, 0], [0, 0]], [1e-220 * np.eye(2)] * 2)


@example((np.array([[0.0, 0.0], [1.0, 1e150]]), FAR_AND_THIN), 0)
@given(points_and_mixture(), st.integers(0, 99))
def test_responsibilities_and_densities_are_never_nan(both, seed):
    X, mixture = both
    responsibilities, log_likelihood = e_step(X, mixture)
    assert_shares(responsibilities)
    assert np.isfinite(log_likelihood)
    assert np.isfinite(log_component_densities(X, mixture)).all()
    assert np.isfinite(log_density(X, mixture)).all()
    assert entropy(responsibilities) >= 0
    others = np.random.default_rng(seed).dirichlet(np.ones(mixture.n_components), len(X))
    for shares in (responsibilities, others):
        assert not np.isnan(lower_bound(X, shares, mixture))
        assert kl_gap(X, shares, mixture) >= 0


@given(points(), st.integers(1, 3), st.integers(0, 99), st.sampled_from(list(COVARIANCE_TYPES)))
def test_an_m_step_gives_a_mixture_or_names_what_collapsed(X, n_components, seed, covariance_type):
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(n_components, rng.choice([1e-3, 1.0])), len(X))
    with in_words(CollapseError):
        mixture = m_step(X, shares, covariance_type=covariance_type)
        low, high = X.min(axis=0), X.max(axis=0)
        margin = 1e-12 * np.maximum(abs(low), abs(high)) + np.finfo(float).tiny  # where float64 loses digits
        assert ((mixture.means >= low - margin) & (mixture.means <= high + margin)).all()


@given(points(most=4), st.integers(1, 3), st.sampled_from(list(COVARIANCE_TYPES)))
def test_a_search_for_k_ends_with_a_cell(X, n_components, covariance_type):
    own = OwnData(tuple(map(tuple, X.tolist())))
    data = Scenario(OWN, own=own, start="kmeanspp", n_components=1).only_data()
    run = Search(data, X, n_components, covariance_type, 3)
    for _ in range(20):
        if not run.work():
            break
    cell = run.model()
    assert cell.n_starts >= cell.n_reached >= (cell.seed is not None)


@given(
    points(),
    st.sampled_from([HAND, *STARTS]),
    st.integers(1, 4),
    st.sampled_from(list(COVARIANCE_TYPES)),
    st.booleans(),
    st.booleans(),
)
def test_ones_own_points_run_from_their_link(X, start, n_components, covariance_type, learn_weights, standardize):
    with in_words(ValueError):
        scenario = Scenario(
            OWN,
            own=OwnData(tuple(map(tuple, X.tolist()))),
            start=start,
            n_components=n_components,
            covariance_type=covariance_type,
            learn_weights=learn_weights,
            standardize=standardize,
            max_iter=5,
        )
        assert Scenario.from_query(scenario.to_query()) == (scenario, [])
        with in_words(MixtureError, CollapseError):
            assert_sound(scenario.run()[1], 5)


def test_a_run_whose_covariance_is_half_a_subnormal_collapses():
    own = "2.179253690775857e-151_1.2287794618958332e-150~-1.2194215416397136e-150_-4.3962041001013974e-152"
    query = {"data": OWN, "own": own, "k": "2", "start": "random-points", "weights": "learned"}
    for covariance_type in ("diag", "spherical"):
        scenario, problems = Scenario.from_query({**query, "covariance": covariance_type})
        trace = scenario.run()[1]
        assert problems == []
        assert_sound(trace, 100)
        assert trace.stop == "collapsed"


# --- what is no number ------------------------------------------------------------------------------------------------


class Nothing:
    """An object that is nothing else."""


JUNK = [None, "", "x", "5", b"5", 1 + 1j, object(), Nothing, [], [1], (), {}, {1}, True, np.False_, np.eye(2)]
NOT_FINITE = [*JUNK, np.nan, np.inf, -np.inf, 10**400, -(10**400), Decimal("NaN"), Decimal("sNaN")]
NOT_A_NUMBER = [*NOT_FINITE, -1, Fraction(-1, 3)]
NOT_WHOLE = [*NOT_A_NUMBER, 1.5]
NO_CHOICE = [*JUNK, ["full"], 3, "FULL"]
NO_SWITCH = [*JUNK[:-3], 0, 1, "True"]
NO_RNG = [*JUNK, 0, np.random.RandomState(0)]
NO_MIXTURE = [*JUNK, [Mixture([1], [[0]], [[[1]]])], "kmeans"]

X = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 1.0], [5.0, 7.0], [6.0, 5.0]])
SHARES = np.full((5, 2), 0.5)
START = Mixture([0.5, 0.5], [[0, 0], [5, 5]], [np.eye(2)] * 2)
ONE = Mixture([1], [[0]], [[[1]]])
RNG = np.random.default_rng(0)
RULE = STOPPING_RULES["mean-gain"]
TRACE = fit(X, START, max_iter=2)

# (function of one option, its name, what it must not be)
OPTIONS = [
    *(
        (lambda value, call=call, name=name: call(**{name: value}), name, wrong)
        for call in (
            lambda **options: fit(X, START, **options),
            lambda **options: fit_many(X, [START], **options),
            lambda **options: expectation_maximization(X, START, **options),
        )
        for name, wrong in (("max_iter", NOT_WHOLE), ("tol", NOT_A_NUMBER))
    ),
    *(
        (lambda value, call=call, name=name: call(**{name: value}), name, wrong)
        for call in (
            lambda **options: fit(X, START, **options),
            lambda **options: fit_many(X, [START], **options),
            lambda **options: iterate(X, START, **options),
            lambda **options: expectation_maximization(X, START, **options),
        )
        for name, wrong in (
            ("covariance_type", NO_CHOICE),
            ("reg_covar", NOT_A_NUMBER),
            ("learn_weights", NO_SWITCH),
        )
    ),
    *(
        (lambda value, name=name: m_step(X, SHARES, **{name: value}), name, wrong)
        for name, wrong in (("covariance_type", NO_CHOICE), ("reg_covar", NOT_A_NUMBER))
    ),
    (lambda value: fit(X, value), "start", NO_MIXTURE),
    (lambda value: expectation_maximization(X, value), "start", NO_MIXTURE),
    (lambda value: iterate(X, value), "start", NO_MIXTURE),
    (lambda value: fit_many(X, value), "starts", [v for v in JUNK if not isinstance(v, list | tuple)]),
    (lambda value: fit_many(X, [START, value]), "a start", NO_MIXTURE),
    *(
        (lambda value, call=call: call(value), "mixture", NO_MIXTURE)
        for call in (
            lambda mixture: e_step(X, mixture),
            lambda mixture: log_density(X, mixture),
            lambda mixture: log_component_densities(X, mixture),
            lambda mixture: lower_bound(X, SHARES, mixture),
            lambda mixture: kl_gap(X, SHARES, mixture),
            lambda mixture: sample(mixture, 3, RNG),
        )
    ),
    (lambda value: sample(START, value, RNG), "n_points", NOT_WHOLE),
    (lambda value: sample(START, 3, value), "rng", NO_RNG),
    (lambda value: make_start(value, X, 2, RNG), "key", NO_CHOICE),
    *(
        (lambda value, key=key, name=name: make_start(key, **({**FOR_START, name: value})), name, wrong)
        for key in STARTS
        for name, wrong in (
            ("n_components", [*NOT_WHOLE, 0]),
            ("rng", NO_RNG),
            ("covariance_type", NO_CHOICE),
            ("reg_covar", NOT_A_NUMBER),
        )
    ),
    (lambda value: n_parameters(value, 2), "n_components", [*NOT_WHOLE, 0]),
    (lambda value: n_parameters(2, value), "n_features", [*NOT_WHOLE, 0]),
    (lambda value: n_parameters(2, 2, value), "covariance_type", NO_CHOICE),
    (lambda value: n_parameters(2, 2, "full", value), "learn_weights", NO_SWITCH),
    *(
        (lambda value, criterion=criterion: criterion(-10.0, value), "n_parameters", NOT_WHOLE)
        for criterion in (aic, lambda ll, p: bic(ll, p, 5), lambda ll, p: icl(ll, p, 5, SHARES))
    ),
    *(
        (
            lambda value, criterion=criterion: criterion(value),
            "log_likelihood",
            NOT_FINITE,
        )
        for criterion in (lambda ll: aic(ll, 3), lambda ll: bic(ll, 3, 5), lambda ll: icl(ll, 3, 5, SHARES))
    ),
    (lambda value: bic(-10.0, 3, value), "n_points", [*NOT_WHOLE, 0]),
    (lambda value: RULE.first_stop(TRACE, value, 5), "tolerance", [*JUNK, np.nan, -1]),
    (lambda value: RULE.first_stop(TRACE, 1e-3, value), "n_points", [*NOT_WHOLE, 0]),
]
FOR_START = {"X": X, "n_components": 2, "rng": RNG}


@pytest.mark.parametrize(("call", "name", "wrong"), OPTIONS, ids=[str(i) + "-" + o[1] for i, o in enumerate(OPTIONS)])
def test_an_option_of_another_type_is_refused_by_name(call, name, wrong):
    for value in wrong:
        with pytest.raises(ValueError, match=rf"^{name} is .*; (give|choose) ") as caught:
            call(value)
        assert_of_ours(caught.value, [ValueError])
        assert len(str(caught.value)) < 250


TYPES = {field.name: field.type for field in fields(Scenario)}


@pytest.mark.parametrize("name", TYPES)
def test_a_field_of_another_type_is_refused_by_name(name):
    no_tuple = [*(v for v in JUNK if not isinstance(v, tuple)), (1,), (None,), ("", 1)]
    kinds = {
        "str": NO_CHOICE,
        "int": [*NOT_WHOLE, 10**9],
        "float": [*NOT_A_NUMBER, 1e9],
        "bool": NO_SWITCH,
        "OwnData": NO_MIXTURE,
    }
    wrong = kinds.get(getattr(TYPES[name], "__name__", ""), no_tuple)
    for value in wrong:
        with pytest.raises(ValueError, match=name) as caught:
            Scenario(**{"source": "ring", "start": "kmeans", name: value})
        assert_of_ours(caught.value, [ValueError])


ANY_VALUE = st.one_of(
    st.sampled_from([*NOT_WHOLE, 0, 3, 10**6, "full", "hand", "own"]),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.binary(max_size=3),
    st.lists(st.integers(), max_size=3),
    st.tuples(st.floats(), st.text(max_size=2)),
    hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes(max_dims=3, max_side=3)),
)


@given(st.dictionaries(st.sampled_from(list(TYPES)), ANY_VALUE, max_size=3))
def test_a_record_of_anything_is_a_scenario_or_refused(values):
    with in_words(ValueError):
        scenario = Scenario(**values)
        assert Scenario.from_query(scenario.to_query()) == (scenario, [])
        assert hash(scenario) == hash(pickle.loads(pickle.dumps(scenario)))


@given(ANY_VALUE, ANY_VALUE, ANY_VALUE, ANY_VALUE)
def test_a_gaussian_of_anything_is_one_or_refused(size, mean, sd, correlation):
    with in_words(ValueError):
        Scenario(clusters=(Gaussian(size, mean, sd, correlation),))
    with in_words(ValueError):
        Scenario(OWN, own=OwnData(size, mean, sd, correlation))


# --- arrays -----------------------------------------------------------------------------------------------------------

ANY_ARRAY = st.one_of(
    ANY_VALUE,
    hnp.arrays(
        st.one_of(hnp.scalar_dtypes(), st.just(np.dtype(object)), st.just(np.dtype(np.longdouble))),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5),
    ),
    st.lists(st.lists(st.one_of(st.floats(), st.text(max_size=2), st.none()), max_size=3), max_size=5),
    st.just(np.ma.masked_invalid([[1.0, np.nan]] * 5)),
)


@given(ANY_ARRAY)
def test_points_and_responsibilities_of_anything_are_used_or_refused(values):
    for call in (
        lambda: e_step(values, START),
        lambda: e_step(values, ONE),
        lambda: log_density(values, START),
        lambda: lower_bound(values, SHARES, START),
        lambda: kl_gap(X, values, START),
        lambda: entropy(values),
        lambda: icl(-10, 3, 5, values),
        lambda: fit(values, START, max_iter=2),
        lambda: fit(values, ONE, max_iter=2),
        lambda: iterate(values, START),
    ):
        with in_words(DataError):
            call()
    for call in (lambda: m_step(values, SHARES), lambda: m_step(X, values), lambda: m_step(values, np.ones((5, 1)))):
        with in_words(DataError, CollapseError):
            call()
    with in_words(MixtureError, CollapseError):
        m_step(X, SHARES, weights=values)
    for key in STARTS:
        with in_words(DataError, MixtureError, CollapseError):
            make_start(key, values, 2, np.random.default_rng(0))


@given(ANY_ARRAY, ANY_ARRAY, ANY_ARRAY)
def test_parameters_of_anything_are_a_mixture_or_refused(weights, means, covariances):
    for parameters in ((weights, means, covariances), ([1], means, [[[1]]]), ([0.5, 0.5], [[0], [1]], covariances)):
        with in_words(MixtureError):
            Mixture(*parameters)


# --- links ------------------------------------------------------------------------------------------------------------

WORDS = [*GENERATORS, *DATASETS, OWN, HAND, *STARTS, *COVARIANCE_TYPES, "learned", "equal", "standard", "measured", "0"]
NUMBER = st.one_of(st.integers(-3, 12).map(str), st.floats().map(repr), st.floats(-10, 10).map(lambda x: f"{x:.3g}"))
LISTS = st.lists(st.lists(NUMBER, min_size=1, max_size=6).map("_".join), min_size=1, max_size=4).map("~".join)
TEXT = st.one_of(st.text(max_size=12), st.text("0123456789_~.-+eE", max_size=20))
QUERY = st.dictionaries(
    st.one_of(st.sampled_from(QUERY_NAMES), st.text(max_size=5)),
    st.one_of(st.sampled_from(WORDS), NUMBER, LISTS, TEXT, ANY_VALUE.filter(lambda v: not isinstance(v, int))),
    max_size=8,
)


@example({"data": OWN, "own_mark": "0"})
@example({"data": OWN, "own_file": "0", "own_rows": "0"})
@given(QUERY)
def test_any_link_is_a_scenario_whose_link_reads_back_the_same(query):
    scenario, problems = Scenario.from_query(query)
    assert all(isinstance(line, str) and line for line in problems)
    again = scenario.to_query()
    assert all(isinstance(text, str) for text in again.values())
    assert Scenario.from_query(again) == (scenario, [])
    if str(query.get("data")) == OWN and "own" not in query and str(query.get("own_mark")) == "0":
        assert scenario.own.fingerprint == "0"


@given(st.text(max_size=20), st.text(max_size=12), st.integers(0, 1000))
def test_what_names_ones_own_data_comes_back_from_the_link(file, mark, rows):
    own = OwnData(file=file, fingerprint=mark, rows=rows)
    assert Scenario.from_query(Scenario(OWN, own=own, start="kmeans").to_query())[0].own == own
