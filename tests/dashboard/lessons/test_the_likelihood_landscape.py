"""The lesson on the landscape as data: its examples, what the browser is given, the run in view, what it can't map."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from opening import messages, open_page, query_of, text_of

from dashboard.lessons import slice_of_a_run
from dashboard.lessons import the_likelihood_landscape as lesson
from dashboard.lessons.course.the_likelihood_landscape import LESSON
from emcore import Mixture, Scenario, log_density
from emcore.scenario.gaussians import Gaussian
from emcore.study.climbs import em_path
from emcore.study.lands import LANDS
from emcore.study.landscape import surface
from emcore.study.parameters import Parameter, Plane

PAGE = "pages/8_The_likelihood_landscape.py"
REFERENCE = json.loads((Path(__file__).parents[2] / "data" / "landscape.json").read_text(encoding="utf-8"))
FAITHFUL = {"data": "faithful", "start": "kmeanspp", "k": "2", "weights": "learned", "land": "yours"}


def given_to_the_browser(app):
    parts = [json.loads(part.proto.json) for part in app.get("bidi_component") if part.proto.json]
    return next(part for part in parts if "land" in part)


def log_likelihood(scenario, mixture):
    return log_density(scenario.dataset().X, mixture).sum()


# --- the examples -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "published"), [("two-means", "A"), ("equal", "A_equal")])
def test_the_examples_are_the_published_ones(key, published):
    land, reference = LANDS[key], REFERENCE[published]
    assert list(land.points) == reference["data"]
    assert list(land.weights) == reference["weights"]
    for start, *_ in (path["iterates"] for path in reference["paths"]):
        mixture = land.at((start[0], start[1]))
        assert log_density(np.array(land.points)[:, np.newaxis], mixture).sum() == pytest.approx(start[2])


@pytest.mark.parametrize("key", LANDS)
def test_what_is_opened_on_the_dashboard_starts_the_same_with_all_parameters_free(key):
    land = LANDS[key]
    scenario = land.scenario(land.start)
    data, trace = scenario.run()
    assert data.X[:, 0].tolist() == list(land.points)
    np.testing.assert_allclose(trace.means[0], land.at(land.start).means)
    np.testing.assert_allclose(trace.covariances[0], land.at(land.start).covariances)
    np.testing.assert_allclose(trace.weights[0], land.weights)
    assert np.abs(np.diff(trace.weights, axis=0)).max() > 1e-3  # free, too
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])


def test_beside_the_saddle_em_lingers_as_the_lesson_says():
    land = LANDS["two-means"]
    plane = Plane(land.at((0, 0)), Parameter("mean", 0, 0), Parameter("mean", 1, 0))

    def lengths(start):
        path = em_path(np.array(land.points)[:, np.newaxis], plane, start, max_iter=6)
        return np.linalg.norm(np.diff(path.places, axis=0), axis=1)

    said = " ".join(one.see for one in LESSON.tries)
    assert "from 0.9 and 0.8 every step is longer than the one before, up to the third" in said
    beside = lengths((0.9, 0.8))
    assert (np.diff(beside[:3]) > 0).all()
    assert beside[3] < beside[2]
    assert "from 0.85 and 0.84 the first three together are shorter than the fourth" in said
    nearer = lengths((0.85, 0.84))
    assert nearer[:3].sum() < nearer[3]


# --- the start --------------------------------------------------------------------------------------------------------


def test_a_link_gives_the_browser_its_start_and_keeps_it():
    app = open_page(PAGE, dot="4_1", step="3", beside="rivals").run()
    given = given_to_the_browser(app)
    assert (given["start"], given["step"], given["beside"], messages(app)) == ([4, 1], 3, "rivals", "")
    app.run()
    assert given_to_the_browser(app)["arrival"] == given["arrival"]
    assert query_of(app)["dot"] == "4_1"


@pytest.mark.parametrize(("dot", "start"), [("99_-99", [7, -6]), ("a_b", [-4, 0]), ("1", [-4, 0]), ("1_2_3", [-4, 0])])
def test_a_start_that_is_none_on_the_map_is_another(dot, start):
    app = open_page(PAGE, dot=dot).run()
    assert not app.exception
    assert given_to_the_browser(app)["start"] == start
    assert ("dot" in messages(app)) == (dot != "99_-99")


def test_another_example_begins_at_its_own_start():
    app = open_page(PAGE, dot="4_1").run()
    app.segmented_control(key="lesson-land").set_value("ridge").run()
    assert given_to_the_browser(app)["start"] == list(LANDS["ridge"].start)
    assert "dot" not in query_of(app)


@pytest.mark.parametrize("told", ["left", None, [float("nan"), 1], [1], ["x", 1], {"a": 1}, 3])
def test_a_start_that_the_browser_tells_and_that_is_none_changes_nothing(monkeypatch, told):
    chosen = {}
    monkeypatch.setattr(st, "session_state", {lesson.KEY: {"moved": told}, "choices": chosen})
    lesson.take()
    assert chosen == {}
    st.session_state[lesson.KEY]["moved"] = [3.25, -1]
    lesson.take()
    assert chosen == {"dot": "3.25_-1"}


# --- the run in view --------------------------------------------------------------------------------------------------


def heights_of(given):
    grid = given["grid"]
    return np.frombuffer(base64.b64decode(grid["heights"])).reshape(len(grid["up"]), len(grid["across"]))


def test_the_map_of_a_run_is_a_slice_where_it_ended():
    app = open_page(PAGE, **FAITHFUL).run()
    assert not app.exception
    given, scenario = given_to_the_browser(app), Scenario.from_query(FAITHFUL)[0]
    trace, heights = scenario.run()[1], heights_of(given)
    np.testing.assert_allclose(given["path"], trace.means[:, :, 0])  # of both components along the first column
    end = trace[-1].mixture
    for row, column in ((0, 0), (40, 70), (100, 3)):
        means = end.means.copy()
        means[:, 0] = given["grid"]["across"][column], given["grid"]["up"][row]
        moved = Mixture(end.weights, means, end.covariances)
        assert heights[row, column] == pytest.approx(log_likelihood(scenario, moved))
    assert given["grid"]["end"]["place"] == given["path"][-1]
    assert given["grid"]["end"]["height"] == pytest.approx(log_likelihood(scenario, end), abs=1e-6)
    assert "slice" in text_of(app)
    assert "shadow" in text_of(app)


@pytest.mark.parametrize(("across", "up"), [("weight-1", "sd-1-2"), ("sd-2-1", "mean-1-2")])
def test_any_two_parameters_can_be_chosen_and_the_link_says_them(across, up):
    app = open_page(PAGE, **FAITHFUL).run()
    app.selectbox(key="lesson-across").set_value(across).run()
    app.selectbox(key="lesson-up").set_value(up).run()
    assert not app.exception
    assert (query_of(app)["across"], query_of(app)["up"]) == (across, up)
    given = given_to_the_browser(app)
    scenario = Scenario.from_query(FAITHFUL)[0]
    values = {
        "weight-1": lambda end: end.weights[0],
        "sd-1-2": lambda end: end.standard_deviations[0, 1],
        "sd-2-1": lambda end: end.standard_deviations[1, 0],
        "mean-1-2": lambda end: end.means[0, 1],
    }
    end = scenario.run()[1][-1].mixture
    assert given["path"][-1] == pytest.approx([values[across](end), values[up](end)])
    for axis, values_seen in zip(given["axes"], np.transpose(given["path"]), strict=True):
        assert axis["low"] < values_seen.min() <= values_seen.max() < axis["high"]


GALAXIES = {"data": "galaxies", "start": "kmeanspp", "k": "2", "weights": "learned", "land": "yours"}


def test_with_the_others_at_their_best_the_land_is_nowhere_below_the_slice_and_has_the_run_s_end(monkeypatch):
    monkeypatch.setattr(slice_of_a_run, "COARSE", 7)
    app = open_page(PAGE, **GALAXIES, iterations="300").run()
    app.segmented_control(key="lesson-others").set_value("maximized").run()
    assert not app.exception
    assert query_of(app)["others"] == "maximized"
    assert "at their best for each place" in text_of(app)
    given, scenario = given_to_the_browser(app), Scenario.from_query({**GALAXIES, "iterations": "300"})[0]
    trace, heights, grid = scenario.run()[1], heights_of(given), given["grid"]
    end = trace[-1].mixture
    column, row = (grid[name].index(mean) for name, mean in zip(("across", "up"), given["path"][-1], strict=True))
    assert heights[row, column] == pytest.approx(trace.log_likelihoods[-1], abs=1e-3)
    plane = Plane(end, Parameter("mean", 0, 0), Parameter("mean", 1, 0))
    ground = surface(scenario.dataset().X, plane, grid["across"], grid["up"])
    assert (heights >= ground - 1e-6).all()
    assert (heights > ground + 10).any()
    app.segmented_control(key="lesson-others").set_value("held").run()
    assert "others" not in query_of(app)
    assert len(given_to_the_browser(app)["grid"]["up"]) > 7


def test_where_a_component_collapses_the_land_is_capped_and_marked(monkeypatch):
    monkeypatch.setattr(slice_of_a_run, "COARSE", 7)
    points = "0~1~2~3~4~5~20~20.001"
    own = {"data": "own", "own": points, "components": "1_2_2~1_12_8", "weights": "learned", "iterations": "1"}
    app = open_page(PAGE, **own, land="yours", others="maximized").run()
    assert not app.exception
    assert messages(app) == ""
    given = given_to_the_browser(app)
    heights, grid = heights_of(given), given["grid"]
    assert grid["ridges"]
    assert np.isfinite(heights).all()
    for across, up in grid["ridges"]:
        assert heights[grid["up"].index(up), grid["across"].index(across)] == heights.max()
    assert heights.max() < 0  # on two points so near each other it is above 0 without limit


@pytest.mark.parametrize(
    "query",
    [
        {"data": "iris", "start": "kmeanspp", "k": "3", "covariance": "tied"},  # four features
        {
            "data": "faithful",
            "start": "kmeanspp",
            "k": "3",
            "weights": "learned",
            "across": "weight-1",
            "up": "weight-2",
        },
        {"data": "galaxies", "start": "kmeanspp", "k": "1"},
        {"data": "faithful", "start": "kmeanspp", "k": "2", "across": "mean-1-1", "up": "mean-1-1"},
        {"data": "faithful", "start": "kmeanspp", "k": "2", "across": "mean-9-9", "up": "<b>"},
    ],
)
def test_runs_of_all_kinds_have_a_map(query):
    app = open_page(PAGE, **query, land="yours").run()
    assert not app.exception
    given = given_to_the_browser(app)
    assert np.isfinite(heights_of(given)).all()
    assert given["axes"][0]["title"] != given["axes"][1]["title"]


def test_what_has_no_map_is_said_with_the_way_out():
    app = open_page(PAGE, data="clusters-2d", land="yours").run()
    assert not app.exception
    assert "15,000 points" in text_of(app)
    assert "Choose fewer" in text_of(app)
    same = replace(LANDS["two-means"].scenario((0, 1)), start="kmeanspp", components=(), n_components=8)
    few = Scenario(
        source="own",
        own=replace(same.own, points=((1.0,), (1.0,))),
        start="hand",
        components=(Gaussian(1, (0,), (1,)),),
    )
    app = open_page(PAGE, **few.to_query(), land="yours").run()
    assert not app.exception
