import contextlib
import dataclasses
import pickle
import re
import string

import numpy as np
import pytest
from oracles import assert_same_trace

from emcore import COVARIANCE_TYPES, DATASETS, GENERATORS, STARTS, Gaussian, MixtureError, Scenario
from emcore.scenario.record import FIELDS, HAND, LIMITS, QUERY_NAMES, n_features_of

NAN, INF = float("nan"), float("inf")
SOURCES = [*GENERATORS, *DATASETS]
WITH_CLUSTERS = [key for key, generator in GENERATORS.items() if generator.has_clusters]
WHOLE = ["n_points", "data_seed", "n_components", "start_seed", "max_iter"]

SMALL_CLUSTERS = {
    1: (Gaussian(30, (0,), (1,)), Gaussian(20, (6,), (2,))),
    2: (Gaussian(30, (0, 1), (1, 2), 0.5), Gaussian(20, (6, -3), (2, 1))),
}
SMALL_COMPONENTS = {1: (Gaussian(1, (1,), (2,)), Gaussian(3, (4,), (1,)))}
SMALL_COMPONENTS[2] = (Gaussian(1, (1, 0), (2, 1), 0.3), Gaussian(3, (4, 1), (1, 3)))


def small(source="clusters-1d", start=HAND, **fields):
    """Some 50 points, two components and a few steps; classic data in full."""
    n_features = n_features_of(source)
    defaults = {
        "clusters": SMALL_CLUSTERS[n_features] if source in WITH_CLUSTERS else (),
        "components": SMALL_COMPONENTS[n_features] if start == HAND else (),
        "n_points": 50,
        "n_components": 2,
        "max_iter": 4,
    }
    return Scenario(source=source, start=start, **{**defaults, **fields})


def assert_round_trip(scenario):
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])


# --- the default ------------------------------------------------------------------------------------------------------


def test_the_default_is_the_notebooks_first_example():
    scenario = Scenario()
    assert [(c.size, c.mean, c.sd) for c in scenario.clusters] == [
        (500, (-50,), (5,)),
        (1000, (20,), (10,)),
        (400, (100,), (5,)),
    ]
    assert [(c.mean, c.sd) for c in scenario.components] == [((-5,), (5,)), ((6.5,), (5,)), ((20,), (6,))]
    dataset, trace = scenario.run()
    assert np.bincount(dataset.labels).tolist() == [500, 1000, 400]
    assert (len(trace), trace.stop) == (101, "max_iter")
    np.testing.assert_allclose(trace.weights, np.full((101, 3), 1 / 3), rtol=1e-15)


def test_the_default_finds_its_three_clusters():
    # Five standard errors: means sd / sqrt(n). Equal weights pull the fit a little aside, so sds only roughly.
    _, trace = Scenario().run()
    np.testing.assert_allclose(np.sort(trace.means[-1, :, 0]), [-50, 20, 100], atol=2)
    assert trace[0].log_likelihood < trace[-1].log_likelihood


def test_the_default_needs_no_words_but_no_link_is_empty():
    assert Scenario.from_query({}) == (Scenario(), [])
    assert Scenario().to_query() == {"data": "clusters-1d"}  # a page may open something else where nothing is asked for
    assert Scenario.from_query({"data": "clusters-1d"}) == (Scenario(), [])


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_has_a_complete_default(source):
    scenario = Scenario(source=source)
    assert bool(scenario.clusters) == (source in WITH_CLUSTERS)
    # the components, where they are not the data's own
    assert set(scenario.to_query()) == {"data"} | ({"components"} if source not in WITH_CLUSTERS else set())
    start = scenario.start_mixture(scenario.dataset().X)
    assert start.n_components == len(scenario.components) == scenario.n_components
    assert_round_trip(scenario)


def test_a_link_says_only_what_differs_from_the_default():
    assert Scenario(max_iter=7, learn_weights=True).to_query() == {"iterations": "7", "weights": "learned"}


# --- a record ---------------------------------------------------------------------------------------------------------


def test_a_scenario_is_frozen_hashable_and_equal_by_value():
    scenario = small()
    with pytest.raises(dataclasses.FrozenInstanceError):
        scenario.max_iter = 3
    assert {scenario: "kept"}[small()] == "kept"
    assert scenario != small(data_seed=2)


@pytest.mark.parametrize("source", SOURCES)
def test_a_scenario_pickles(source):
    scenario = small(source, noise=0.1, tol=1e-3)
    again = pickle.loads(pickle.dumps(scenario))
    assert again == scenario
    assert hash(again) == hash(scenario)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("start", [HAND, *STARTS])
def test_every_source_runs_from_every_start_and_repeats_exactly(source, start):
    scenario = small(source, start)
    (dataset, trace), (again, trace_again) = scenario.run(), scenario.run()
    np.testing.assert_array_equal(again.X, dataset.X)
    np.testing.assert_array_equal(again.labels, dataset.labels)
    assert_same_trace(trace_again, trace)
    assert np.isfinite(trace.log_likelihoods).all()


@pytest.mark.parametrize("source", GENERATORS)
def test_the_data_seed_changes_the_data(source):
    one, other = small(source, data_seed=1), small(source, data_seed=2)
    assert not np.array_equal(one.dataset().X, other.dataset().X)


@pytest.mark.parametrize("start", STARTS)
def test_the_start_seed_changes_the_start_and_not_the_data(start):
    scenarios = [small("uniform-2d", start, n_components=4, start_seed=seed) for seed in range(6)]
    X = [scenario.dataset().X for scenario in scenarios]
    means = [scenario.start_mixture(X[0]).means for scenario in scenarios]
    assert all(np.array_equal(X[0], other) for other in X)
    assert any(not np.array_equal(means[0], other) for other in means)


@pytest.mark.parametrize("source", SOURCES)
def test_scenarios_that_differ_in_start_and_run_share_their_data(source):
    one = small(source, data_seed=5, noise=0.2)
    other = small(
        source, "kmeanspp", data_seed=5, noise=0.2, max_iter=9, tol=0.1, reg_covar=1.0, covariance_type="diag"
    )
    assert one.only_data() == other.only_data()
    np.testing.assert_array_equal(one.only_data().dataset().X, one.dataset().X)


@pytest.mark.parametrize("change", [{"data_seed": 6}, {"noise": 0.3}, {"source": "ring"}, {"n_points": 51}])
def test_scenarios_with_other_data_do_not_share_them(change):
    base = {"source": "moons", "data_seed": 5, "noise": 0.2, "n_points": 50}
    assert Scenario(**base).only_data() != Scenario(**{**base, **change}).only_data()


# --- the start --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_step_0_is_exactly_the_start_set_by_hand(covariance_type):
    components = (Gaussian(1, (0.1, -3), (2, 3), 0.5), Gaussian(3, (5, 1e-3), (0.7, 1)))
    scenario = small("clusters-2d", components=components, learn_weights=True, covariance_type=covariance_type)
    start = scenario.run()[1][0].mixture
    np.testing.assert_array_equal(start.weights, [0.25, 0.75])
    np.testing.assert_array_equal(start.means, [[0.1, -3], [5, 1e-3]])
    np.testing.assert_allclose(start.covariances, [[[4, 3], [3, 9]], [[0.49, 0], [0, 1]]], rtol=1e-15)


@pytest.mark.parametrize("start", [HAND, *STARTS])
def test_weights_that_are_not_learned_are_equal_at_every_step(start):
    _, trace = small("clusters-2d", start, learn_weights=False).run()
    np.testing.assert_array_equal(trace.weights, np.full((len(trace), 2), 0.5))


def test_weights_that_are_learned_change():
    _, trace = small(learn_weights=True).run()
    np.testing.assert_array_equal(trace.weights[0], [0.25, 0.75])
    assert abs(trace.weights[1, 0] - 0.25) > 1e-3


@pytest.mark.parametrize("start", STARTS)
def test_other_starts_have_as_many_components_as_asked_for(start):
    assert small("ring", start, n_components=5).run()[1].weights.shape[1] == 5


def test_data_that_allow_no_such_start_are_a_mixture_error():
    with pytest.raises(MixtureError, match="3 distinct points"):
        Scenario(source="uniform-1d", n_points=2, start="kmeanspp").run()


# --- options reach the run --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "option",
    [
        {"covariance_type": "spherical"},
        {"reg_covar": 0.5},
        {"learn_weights": True},
        {"max_iter": 2},
        {"tol": 0.5},
        {"prior": True},
    ],
    ids=str,
)
def test_every_option_changes_the_run(option):
    plain, changed = (scenario.run()[1] for scenario in (small("clusters-2d"), small("clusters-2d", **option)))
    assert plain.covariances.shape != changed.covariances.shape or not np.allclose(
        plain.covariances, changed.covariances
    )


# --- fields that do not apply -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "irrelevant"),
    [
        ({"source": "clusters-1d"}, {"n_points": 7}),
        ({"source": "clusters-2d"}, {"n_points": 7}),
        ({"source": "ring"}, {"clusters": SMALL_CLUSTERS[2]}),
        ({"source": "faithful"}, {"clusters": SMALL_CLUSTERS[2]}),
        ({"source": "faithful"}, {"n_points": 7}),
        ({"source": "faithful"}, {"noise": 0.2}),
        ({"source": "faithful"}, {"data_seed": 7}),
        ({"start": HAND}, {"start_seed": 7}),
        ({"start": HAND}, {"n_components": 7}),
        ({"start": "kmeans"}, {"components": SMALL_COMPONENTS[1]}),
    ],
    ids=str,
)
def test_what_does_not_apply_is_set_to_its_default(fields, irrelevant):
    assert Scenario(**fields, **irrelevant) == Scenario(**fields)
    assert hash(Scenario(**fields, **irrelevant)) == hash(Scenario(**fields))


def test_a_start_by_hand_sets_the_number_of_components():
    assert Scenario(components=SMALL_COMPONENTS[1], n_components=5).n_components == 2


# --- out of range -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("where", ["below", "above", "NaN", "infinite"])
def test_numbers_out_of_range_are_refused_by_name(name, where):
    low, high = LIMITS[name]
    value = {"below": low - 1, "above": high + 1, "NaN": NAN, "infinite": INF}[where]
    with pytest.raises(ValueError, match=name):
        Scenario(source="ring", start="kmeans", **{name: value})  # here every field applies


@pytest.mark.parametrize("name", LIMITS)
def test_both_ends_of_a_range_are_allowed(name):
    for value in LIMITS[name]:
        scenario = Scenario(source="ring", start="kmeans", **{name: value})
        assert getattr(scenario, name) == value
        assert_round_trip(scenario)


@pytest.mark.parametrize("name", WHOLE)
def test_fractions_are_refused_where_whole_numbers_are_meant(name):
    """`run` could not use them, and the link would read back as another scenario."""
    with pytest.raises(ValueError, match=name):
        Scenario(source="ring", start="kmeans", **{name: 2.5})


@pytest.mark.parametrize("name", ["source", "start", "covariance_type"])
@pytest.mark.parametrize("value", ["", "nonsense", "FULL", None, 3])
def test_unknown_choices_are_refused_by_name(name, value):
    with pytest.raises(ValueError, match=name):
        Scenario(**{name: value})


BAD_GAUSSIANS = {
    "sd 0": Gaussian(10, (0, 0), (1, 0)),
    "sd negative": Gaussian(10, (0, 0), (-1, 1)),
    "sd NaN": Gaussian(10, (0, 0), (NAN, 1)),
    "size 0": Gaussian(0, (0, 0), (1, 1)),
    "size negative": Gaussian(-5, (0, 0), (1, 1)),
    "size NaN": Gaussian(NAN, (0, 0), (1, 1)),
    "mean infinite": Gaussian(10, (0, INF), (1, 1)),
    "mean NaN": Gaussian(10, (NAN, 0), (1, 1)),
    "correlation 1": Gaussian(10, (0, 0), (1, 1), 1.0),
    "correlation NaN": Gaussian(10, (0, 0), (1, 1), NAN),
    "one dimension": Gaussian(10, (0,), (1,)),
    "three dimensions": Gaussian(10, (0, 0, 0), (1, 1, 1)),
    "too few sds": Gaussian(10, (0, 0), (1,)),
}


@pytest.mark.parametrize("name", ["clusters", "components"])
@pytest.mark.parametrize("bad", BAD_GAUSSIANS.values(), ids=BAD_GAUSSIANS)
def test_gaussians_out_of_range_are_refused_by_entry(name, bad):
    with pytest.raises(ValueError, match=f"entry 2 of {name}"):
        Scenario(source="clusters-2d", **{name: (Gaussian(10, (0, 0), (1, 1)), bad)})


@pytest.mark.parametrize("name", ["clusters", "components"])
def test_more_gaussians_than_can_be_shown_are_refused(name):
    with pytest.raises(ValueError, match=f"9 {name}|{name} is 9"):
        Scenario(**{name: (Gaussian(10, (0,), (1,)),) * 9})


def test_a_fraction_of_a_point_is_refused():
    """Sizes of clusters are points: 10.5 would read back from the link as 10."""
    with pytest.raises(ValueError, match="entry 1 of clusters"):
        Scenario(clusters=(Gaussian(10.5, (0,), (1,)),))


@pytest.mark.parametrize("name", ["clusters", "components"])
def test_a_correlation_in_one_dimension_does_not_apply(name):
    """Equal runs are equal records, and a link of one dimension has no place for it."""
    plain, correlated = (Scenario(**{name: (Gaussian(10, (0,), (1,), r),)}) for r in (0.0, 0.5))
    assert correlated == plain
    assert_round_trip(correlated)


# --- the link ---------------------------------------------------------------------------------------------------------


def random_scenario(rng):
    """Any scenario, over every registry, with numbers of all digits and sizes."""

    def between(low, high):
        """Uniform over the range, or over its orders of magnitude, or an end of it."""
        value = [rng.uniform(low, high), 10 ** rng.uniform(-12, np.log10(high)), low, high][rng.integers(4)]
        return float(np.clip(value, low, high))

    def gaussians(n_features, sizes):
        return tuple(
            Gaussian(
                sizes(),
                tuple(float(rng.choice([-1, 1])) * between(0, 1e9) for _ in range(n_features)),
                tuple(between(1e-6, 1e9) for _ in range(n_features)),
                float(rng.uniform(-0.999, 0.999)) if n_features > 1 else 0.0,
            )
            for _ in range(rng.integers(0, 9))
        )

    source = str(rng.choice(SOURCES))
    n_features = n_features_of(source)
    numbers = {
        name: int(rng.integers(low, high, endpoint=True)) if name in WHOLE else between(low, high)
        for name, (low, high) in LIMITS.items()
    }
    return Scenario(
        source=source,
        clusters=gaussians(n_features, lambda: float(rng.integers(1, 20_001))),
        start=str(rng.choice([HAND, *STARTS])),
        components=gaussians(n_features, lambda: between(1e-9, 1e9)),
        learn_weights=bool(rng.integers(2)),
        covariance_type=str(rng.choice(list(COVARIANCE_TYPES))),
        prior=bool(rng.integers(2)),
        **numbers,
    )


def test_every_scenario_reads_back_exactly_from_its_link():
    rng = np.random.default_rng(0)
    for _ in range(400):
        assert_round_trip(random_scenario(rng))


def test_a_link_is_short_plain_text():
    rng = np.random.default_rng(1)
    for _ in range(100):
        query = random_scenario(rng).to_query()
        assert set(query) <= set(QUERY_NAMES)
        assert all(isinstance(text, str) and text for text in query.values())
        assert set("".join(query.values())) <= set(string.ascii_letters + string.digits + "-+._~")


def test_every_field_has_its_own_name_in_the_link():
    fields = {field.name for field in dataclasses.fields(Scenario)}
    assert {*FIELDS, "own"} == fields  # one's own points say themselves, or their name, rows and mark
    assert len(set(QUERY_NAMES)) == len(QUERY_NAMES)


def test_keys_of_other_parts_of_the_page_are_left_alone():
    assert Scenario.from_query({"step": "12", "theme": "dark"}) == (Scenario(), [])


# A query in which the key is read, and everything else is small.
FAST = {"iterations": "3", "points": "40", "clusters": "30_0_1~20_6_2"}
BASES = {
    "columns": {"data": "iris", "start": "kmeanspp"},
    "scale": {"data": "iris", "start": "kmeanspp"},
    "points": {"data": "ring"},
    "noise": {"data": "ring"},
    "k": {"start": "kmeans"},
    "start_seed": {"start": "kmeans"},
}

RUBBISH = {
    "empty": "",
    "blank": "  ",
    "letters": "many",
    "NaN": "nan",
    "infinite": "inf",
    "minus infinite": "-Infinity",
    "beyond float64": "1e999",
    "negative": "-1",
    "huge": "1e300",
    "long text": "x" * 10**5,
    "long number": "9" * 10**5,
    "superscript digit": "²",
    "underscores": "1_0",
    "only separators": "~_~_~",
    "many separators": "~" * 10**5,
    "null byte": "1\0",
    "hexadecimal": "0x10",
    "two numbers": "1 2",
    "decimal comma": "1,5",
    "half a surrogate": "\ud800",
    "markup": "<script>",
    "list": ["1", "x"],
    "object": object(),
    "true": True,
    "bytes": b"1",
}


def assert_runs_or_is_no_start(scenario):
    with contextlib.suppress(MixtureError):
        _, trace = scenario.run()
        assert np.isfinite(trace.log_likelihoods).all()


@pytest.mark.parametrize("key", [field.query_name for field in FIELDS.values()])
@pytest.mark.parametrize("rubbish", RUBBISH.values(), ids=RUBBISH)
def test_rubbish_in_a_link_is_a_problem_and_never_an_error(key, rubbish):
    scenario, problems = Scenario.from_query({**FAST, **BASES.get(key, {}), key: rubbish})
    assert len(problems) == 1
    assert re.match(rf"{key}\b", problems[0])
    assert len(problems[0]) < 400
    assert_round_trip(scenario)
    if key != "iterations" or rubbish == "-1":  # 500 or 100 iterations would run as well, but not fast
        assert_runs_or_is_no_start(scenario)


@pytest.mark.parametrize("key", [field.query_name for field in FIELDS.values()])
def test_rubbish_leaves_the_rest_of_the_link_as_it_is(key):
    written = Scenario(
        source="moons", start="kmeans", n_points=40, noise=0.1, data_seed=7, n_components=2, start_seed=8,
        max_iter=3, tol=1e-3, learn_weights=True, covariance_type="diag", reg_covar=0.25,
        prior=True,
    )  # fmt: skip
    query = written.to_query()
    read, _ = Scenario.from_query({**query, key: "?"})
    expected, _ = Scenario.from_query({name: text for name, text in query.items() if name != key})
    assert read == expected


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ({"noise": "0.9"}, "noise", 0.5),
        ({"noise": "-1"}, "noise", 0),
        ({"iterations": "501"}, "max_iter", 500),
        ({"iterations": "1e300"}, "max_iter", 500),
        ({"seed": "-1"}, "data_seed", 0),
        ({"start": "kmeans", "k": "9"}, "n_components", 8),
        ({"start": "kmeans", "k": "0"}, "n_components", 1),
        ({"ridge": "1e7"}, "reg_covar", 1e6),
        ({"clusters": "1e9_0_1"}, "clusters", (Gaussian(1_000_000, (0,), (1,)),)),
        ({"clusters": "2.4_0_1"}, "clusters", (Gaussian(2, (0,), (1,)),)),
        ({"clusters": "10_-1e300_0"}, "clusters", (Gaussian(10, (-1e9,), (1e-6,)),)),
        ({"components": "-1_0_-1"}, "components", (Gaussian(1e-9, (0,), (1e-6,)),)),
        ({"data": "clusters-2d", "clusters": "10_0_0_1_1_-7"}, "clusters", (Gaussian(10, (0, 0), (1, 1), -0.999),)),
        ({"clusters": "~".join(["10_0_1"] * 9)}, "clusters", (Gaussian(10, (0,), (1,)),) * 8),
    ],
    ids=str,
)
def test_values_out_of_range_are_moved_into_it_and_said_so(query, name, value):
    scenario, problems = Scenario.from_query(query)
    assert getattr(scenario, name) == value
    assert len(problems) == 1
    assert problems[0].startswith(FIELDS[name].query_name)


@pytest.mark.parametrize(
    "text", ["10_0", "10_0_1_0.5", "10_nan_1", "10_0_inf", "10__1", "10_0_1~", "~10_0_1", "10 0 1"]
)
@pytest.mark.parametrize("key", ["clusters", "components"])
def test_gaussians_that_can_not_be_read_leave_the_default(key, text):
    scenario, problems = Scenario.from_query({key: text})
    assert scenario == Scenario()
    assert len(problems) == 1
    assert problems[0].startswith(key)


@pytest.mark.parametrize("text", ["1.5", "0.1", "2.0000001"])
@pytest.mark.parametrize("name", WHOLE)
def test_a_fraction_in_a_link_is_no_whole_number(name, text):
    key = FIELDS[name].query_name
    scenario, problems = Scenario.from_query({**BASES.get(key, {}), key: text})
    assert problems == [f"{key} = {text} is not a whole number; the default is used."]
    assert getattr(scenario, name) == getattr(Scenario(start="kmeans"), name)


def test_digits_of_another_script_are_the_number_they_write_or_a_problem():
    scenario, problems = Scenario.from_query({"seed": "٣"})
    assert scenario.data_seed == 3 if not problems else problems[0].startswith("seed")


@pytest.mark.parametrize("key", [field.query_name for field in FIELDS.values()])
def test_no_value_is_no_key(key):
    assert Scenario.from_query({key: None}) == (Scenario(), [])


def test_any_text_under_any_keys_yields_a_scenario():
    rng = np.random.default_rng(2)
    alphabet = list("0123456789" * 3 + "....-___~~~eE+, naif\0\u0663²")
    words = [*SOURCES, *STARTS, *COVARIANCE_TYPES, HAND, "learned"]
    for _ in range(500):
        query = {
            str(key): str(rng.choice(words)) if rng.random() < 0.4 else "".join(rng.choice(alphabet, rng.integers(12)))
            for key in rng.choice(list(QUERY_NAMES), size=rng.integers(1, 8), replace=False)
        }
        scenario, problems = Scenario.from_query(query)
        assert all(any(line.startswith(key) for key in query) for line in problems)
        assert_round_trip(scenario)


def test_a_million_points_are_the_most_that_clusters_hold():
    half = Gaussian(500_000, (0,), (1,))
    assert Scenario(clusters=(half, half)).clusters == (half, half)
    with pytest.raises(ValueError, match="1,000,000 points in all"):
        Scenario(clusters=(half, half, Gaussian(1, (0,), (1,))))


@pytest.mark.parametrize("sizes", [(1e6, 1e6), (1e6, 1), (1e6,) * 8, (600_000, 600_000, 3)])
def test_a_link_with_more_points_is_scaled_down_and_said_so(sizes):
    scenario, problems = Scenario.from_query({"clusters": "~".join(f"{size:.0f}_0_1" for size in sizes)})
    drawn = [cluster.size for cluster in scenario.clusters]
    assert len(drawn) == len(sizes)
    assert min(drawn) >= 1
    assert 999_000 < sum(drawn) <= 1_000_000
    assert all(size == round(size) for size in drawn)
    assert any("1,000,000 points in all" in line for line in problems)
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])


# --- columns of classic data ----------------------------------------------------------------------------------------


def test_all_columns_of_a_data_set_can_be_asked_for():
    scenario, problems = Scenario.from_query(
        {"data": "iris", "columns": "sepal_length~sepal_width~petal_length~petal_width", "start": "kmeanspp"}
    )
    assert problems == []
    dataset, trace = scenario.run()
    assert dataset.X.shape == (150, 4)
    assert trace.means.shape[2] == scenario.n_features == 4
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])


def test_the_default_columns_are_the_same_as_none():
    asked, _ = Scenario.from_query({"data": "iris", "columns": "petal_length~petal_width", "start": "kmeanspp"})
    assert asked == Scenario("iris", start="kmeanspp")
    assert "columns" not in asked.to_query()


def test_one_column_of_two_has_the_default_start_of_one_dimension():
    scenario = Scenario("faithful", columns=("waiting",))
    assert scenario.n_features == 1
    assert all(len(component.mean) == 1 for component in scenario.components)
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])


def test_standardized_columns_have_mean_0_and_deviation_1():
    scenario, problems = Scenario.from_query({"data": "faithful", "scale": "standard", "start": "kmeanspp"})
    assert problems == []
    X = scenario.dataset().X
    # 272 points of size 1 and a little more, each rounded, and so is each of the sums on the way to their mean.
    np.testing.assert_allclose(X.mean(axis=0), 0, atol=len(X) * np.finfo(float).eps)
    np.testing.assert_allclose(X.std(axis=0), 1, rtol=1e-14)
    assert scenario.to_query()["scale"] == "standard"
    assert pytest.approx(X) == scenario.only_data().dataset().X


def test_generators_have_no_columns_and_no_scale():
    assert Scenario(columns=("waiting",), standardize=True) == Scenario()


@pytest.mark.parametrize("columns", ["petal", "petal_length~petal_length", "~", "petal_length~x"])
def test_columns_that_a_data_set_does_not_have_are_a_problem(columns):
    scenario, problems = Scenario.from_query({"data": "iris", "start": "kmeanspp", "columns": columns})
    assert scenario == Scenario("iris", start="kmeanspp")
    assert len(problems) == 1
    with pytest.raises(ValueError, match="choose from"):
        Scenario("iris", start="kmeanspp", columns=tuple(columns.split("~")))


def test_a_start_by_hand_is_for_one_and_two_dimensions():
    three = ("sepal_length", "sepal_width", "petal_length")
    with pytest.raises(ValueError, match="one and two dimensions; these data have 3"):
        Scenario("iris", columns=three)
    scenario, problems = Scenario.from_query({"data": "iris", "columns": "~".join(three)})
    assert (scenario.start, problems) == ("kmeanspp", [])
    assert "start" not in scenario.to_query()
