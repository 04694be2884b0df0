"""One's own points in a scenario: they travel while they are few, else they are named and known again."""

import dataclasses

import numpy as np
import pytest

from emcore import COVARIANCE_TYPES, STARTS, DataError, Gaussian, Scenario, fit, make_start
from emcore.scenario.own_points import (
    LONGEST_LINK,
    MOST_POINTS,
    OWN,
    OwnData,
    default_columns,
    fingerprint_of,
    own_data,
)

RNG = np.random.default_rng(4)
FEW = np.round(RNG.normal(size=(20, 3)), 2)
MANY = RNG.normal(size=(500, 2))


def scenario_on(X, carry=True, **fields):
    record = own_data(X, "heights.csv", len(X), may_travel=carry)
    return Scenario(**{"source": OWN, "own": record, "start": "kmeanspp", "n_components": 2, **fields})


def assert_round_trip(scenario):
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])


# --- points that travel -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1.0, 1e-150, 1e12, 1e149])
@pytest.mark.parametrize("n_features", range(1, 9))
def test_few_points_come_back_from_the_link_exactly(n_features, size):
    X = np.random.default_rng(n_features).normal(size=(7, n_features)) * size
    record = own_data(X, "", 7, may_travel=True)
    assert np.array_equal(np.array(record.points), X)
    assert_round_trip(scenario_on(X))


def test_a_link_with_points_runs_without_a_browser():
    scenario, problems = Scenario.from_query(scenario_on(FEW, learn_weights=True, max_iter=6).to_query())
    assert problems == []
    dataset, trace = scenario.run()
    start = make_start("kmeanspp", FEW, 2, np.random.default_rng([1, 1]))
    expected = fit(FEW, start, max_iter=6)
    np.testing.assert_array_equal(dataset.X, FEW)
    np.testing.assert_allclose(trace.log_likelihoods, expected.log_likelihoods, rtol=1e-12)


def test_standardizing_gives_every_column_mean_0_and_standard_deviation_1():
    dataset = scenario_on(FEW, standardize=True, columns=("a", "b", "c")).dataset()
    np.testing.assert_allclose(dataset.X.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(dataset.X.std(axis=0), 1, rtol=1e-12)
    assert dataset.columns == ("a, standardized", "b, standardized", "c, standardized")


def test_standardizing_survives_the_largest_numbers_and_constant_columns():
    X = np.array([[1e150, 5, 1], [-1e150, 5, 1e12 + 1], [0, 5, 3]])
    Z = scenario_on(X, standardize=True).dataset().X
    assert np.abs(Z.mean(axis=0)).max() < 1e-12
    assert Z.std(axis=0) == pytest.approx([1, 0, 1])


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_every_option_travels(start, covariance_type):
    options = {"max_iter": 7, "tol": 1e-3, "reg_covar": 0.5, "start_seed": 5, "standardize": True}
    assert_round_trip(scenario_on(FEW, start=start, covariance_type=covariance_type, **options))


def test_a_start_by_hand_travels():
    by_hand = (Gaussian(1, (0.5,), (1.0,)), Gaussian(2, (1.5,), (2.0,)))
    assert_round_trip(scenario_on(FEW[:, :1], start="hand", components=by_hand))


def test_the_link_names_columns_only_if_they_have_names():
    assert "columns" not in scenario_on(FEW).to_query()
    assert scenario_on(FEW, columns=("a", "b c", "é")).to_query()["columns"] == "a~b c~é"


# --- points that are named --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("X", "carry"),
    [
        (MANY, True),
        (FEW, False),
        (np.zeros((MOST_POINTS + 1, 1)), True),
        (RNG.normal(size=(90, 8)), True),  # few, but of too many digits
    ],
)
def test_what_does_not_travel_is_named(X, carry):
    scenario = scenario_on(X, carry, columns=default_columns(X.shape[1]))
    assert scenario.own.points == ()
    query = scenario.to_query()
    assert (query["own_file"], query["own_rows"]) == ("heights.csv", str(len(X)))
    assert_round_trip(scenario)
    with pytest.raises(DataError, match="heights.csv"):
        scenario.run()
    np.testing.assert_array_equal(scenario.dataset(X).X, X)


def test_no_link_is_longer_than_a_browser_takes():
    assert all(len(scenario_on(X).to_query().get("own", "")) <= LONGEST_LINK for X in (FEW, RNG.normal(size=(90, 8))))


def test_given_points_must_have_the_columns_that_were_named():
    with pytest.raises(DataError, match="3 columns"):
        scenario_on(MANY, False, columns=("a", "b")).dataset(FEW)


def test_data_given_later_are_known_again():
    record = own_data(MANY, "f", 500, may_travel=False)
    assert record.is_of(MANY.copy())
    assert own_data(FEW, "f", 20, may_travel=True).is_of(FEW.copy())
    for other in (MANY[::-1], MANY[:-1], MANY[:, ::-1], MANY.reshape(-1, 1), np.where(MANY[3, 0] == MANY, 0, MANY)):
        assert not record.is_of(other)
    assert not OwnData().is_of(MANY)


def test_the_mark_does_not_hang_on_how_an_array_lies_in_memory():
    assert fingerprint_of(np.asfortranarray(MANY)) == fingerprint_of(MANY) == fingerprint_of(MANY.astype(">f8"))


def test_nothing_given_yet_is_a_scenario_too():
    scenario = Scenario(OWN, start="kmeanspp", learn_weights=True)
    assert scenario.to_query() == {"data": "own"}
    assert_round_trip(scenario)
    with pytest.raises(DataError, match="give them as X"):
        scenario.dataset()


def test_other_sources_hold_no_points_of_ones_own():
    assert Scenario("faithful", own=own_data(FEW, "", 20, may_travel=True)) == Scenario("faithful")


def test_the_data_alone_keep_their_points():
    scenario = scenario_on(FEW, standardize=True, columns=("a", "b", "c"))
    np.testing.assert_array_equal(scenario.only_data().dataset().X, scenario.dataset().X)


# --- rubbish ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"own": "1_2~3"}, "point 2 has 1 numbers"),
        ({"own": "1~abc"}, "point 2 holds something that is no number"),
        ({"own": "nan~1"}, "point 1 holds something"),
        ({"own": "1e200~1"}, "point 1 holds something"),
        ({"own": ""}, "point 1 holds something"),
        ({"own": "_".join("1" * 9)}, "8 at most"),
        ({"own": "~".join("12345678" for _ in range(101))}, "the first 100 are used"),
        ({"own": "1_2~2_3", "columns": "a"}, "1 names for 2 columns"),
        ({"own": "1_2~2_3", "columns": "a~a"}, "a plain name of its own"),
        ({"own": "1_2~2_3", "columns": ""}, "a plain name of its own"),
        ({"own_file": "f", "own_rows": "many"}, "is not a whole number"),
        ({"own_file": "f", "own_rows": "-5"}, "out of range"),
        ({"own_file": "f", "columns": "~".join("abcdefghi")}, "at most 8"),
        ({"own_file": "f", "columns": "a" * 61}, "60 characters at most"),
        ({"own": "1~2", "columns": " a"}, "a plain name"),
        ({"own": "1~2", "columns": "a\u200bb"}, "a plain name"),
        ({"own": "1~2", "columns": " "}, "a plain name"),
        ({"own": "1~2", "start": "hand", "components": "1_2_3_4_5"}, "is not a list"),
    ],
)
def test_rubbish_is_a_problem_in_words_and_a_scenario_all_the_same(query, complaint):
    scenario, problems = Scenario.from_query({"data": "own", **query})
    assert complaint in " ".join(problems)
    assert scenario.source == OWN
    assert_round_trip(scenario)


def test_any_text_is_read_without_an_exception():
    rng = np.random.default_rng(7)
    letters = list("0123456789-+._~eEnaif ∞<>&%é\x00")
    for _ in range(400):
        text = "".join(rng.choice(letters, size=rng.integers(0, 30)))
        for name in ("own", "own_file", "own_rows", "own_mark", "columns"):
            scenario, _ = Scenario.from_query({"data": "own", "own": "1~2", name: text})
            assert_round_trip(scenario)


@pytest.mark.parametrize(
    "points", [((1.0,), (1.0, 2.0)), ((float("nan"),),), ((1e200,),), ((),), ((1.0,) * 9,), ((1.0,),) * 101]
)
def test_a_record_of_bad_points_is_refused(points):
    with pytest.raises(ValueError, match="point"):
        OwnData(points)


def test_a_record_is_frozen_and_points_are_no_file():
    with pytest.raises(dataclasses.FrozenInstanceError):
        OwnData().file = "x"
    with pytest.raises(ValueError, match="need no file"):
        OwnData(((1.0,),), file="x")


def test_a_problem_is_told_once():
    problems = []
    assert OwnData.from_query({"own": "1~x~y"}, problems).points == ()
    assert len(problems) == 1
