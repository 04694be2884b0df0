"""What clicks on the picture stand on: the sums behind the arithmetic, placements, the comparison with EM's best."""

import json
from dataclasses import replace

import numpy as np
import pytest
from adding import sums_of
from drawings import spec_of
from opening import open_page, query_of
from streamlit.testing.v1 import AppTest

from dashboard.charts.density import density_chart
from dashboard.charts.pick import COLUMNS, ROWS
from dashboard.common.picked_places import on_grid
from dashboard.link.view import CLICKS, View, possible_clicks
from dashboard.picture.arithmetic import MOST_POINTS, payload
from dashboard.picture.contest import comparison, other_starts
from dashboard.picture.placing import placed, rows_to_place, start_of
from emcore import COVARIANCE_TYPES, PRESETS, Gaussian, Mixture, Scenario, e_step, fit

FAITHFUL = Scenario(source="faithful", start="kmeans", n_components=3, max_iter=6, learn_weights=True)


@pytest.mark.parametrize("learn_weights", [True, False])
@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_the_sums_make_the_next_step_of_the_run(covariance_type, learn_weights):
    scenario = replace(FAITHFUL, covariance_type=covariance_type, learn_weights=learn_weights, reg_covar=0.01)
    dataset, trace = scenario.run()
    sums = sums_of(dataset.X, trace, covariance_type, 0.01)
    for t in range(len(trace) - 1):
        shares, _ = e_step(dataset.X, trace[t].mixture)
        np.testing.assert_allclose(sums.counts[t], shares.sum(axis=0), rtol=1e-12)
        np.testing.assert_allclose(sums.totals[t], np.einsum("nk,nd->kd", shares, dataset.X), rtol=1e-10)
        np.testing.assert_allclose(sums.means[t], trace.means[t + 1], rtol=1e-9)
        np.testing.assert_allclose(sums.covariances[t], trace.covariances[t + 1], rtol=1e-7, atol=1e-9)
        away = dataset.X[:, None, :] - trace.means[t + 1]
        np.testing.assert_allclose(sums.scatters[t], np.einsum("nk,nki,nkj->kij", shares, away, away), rtol=1e-6)


def test_points_without_spread_have_no_scatter_and_a_ridge_for_covariance():
    X = np.repeat([[0.0, 0.0], [1e4, 1e4]], 5, axis=0) + np.repeat([[1, 0], [0, 0]], 5, axis=0) * np.arange(10)[:, None]
    start = Mixture([0.5, 0.5], X[[0, -1]], [np.eye(2), np.eye(2)])
    sums = sums_of(X, fit(X, start, max_iter=2, reg_covar=0.25), "full", 0.25)
    np.testing.assert_allclose(sums.counts, 5, rtol=1e-12)
    np.testing.assert_allclose(sums.scatters[:, 0], np.broadcast_to([[10, 0], [0, 0]], (3, 2, 2)), atol=1e-9)
    np.testing.assert_allclose(sums.scatters[:, 1], 0, atol=1e-9)
    np.testing.assert_allclose(sums.covariances[:, 1], np.broadcast_to(0.25 * np.eye(2), (3, 2, 2)), atol=1e-9)


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_has_a_payload_of_plain_numbers(key):
    scenario = PRESETS[key].scenario
    dataset, trace = scenario.run()
    data = payload(scenario, dataset, trace, sums_of(dataset.X, trace, scenario.covariance_type, scenario.reg_covar))
    text = json.dumps(data, allow_nan=False)
    assert len(text) < 600_000
    assert len(data["points"]) == min(len(dataset.X), MOST_POINTS)
    if data["numbers"] is not None:
        for point, number in list(zip(data["points"], data["numbers"], strict=True))[::500]:
            assert point == pytest.approx(dataset.X[number - 1], rel=1e-9)
    np.testing.assert_allclose(np.array(data["factors"])[-1], np.linalg.cholesky(trace.covariances[-1]), rtol=1e-9)


def test_a_collapse_leaves_gaps_not_nonsense():
    """After the last sound step of a collapsed run the sums are finite, or missing."""
    scenario = PRESETS["collapse"].scenario
    dataset, trace = scenario.run()
    assert trace.stop == "collapsed"
    sums = sums_of(dataset.X, trace, "full", 0.0)
    assert sums.counts[-1].sum() == pytest.approx(len(dataset.X))


@pytest.mark.parametrize("click", CLICKS)
def test_what_a_click_does_is_in_the_link(click):
    view = View(click=click)
    assert View.from_query(view.to_query()) == (view, [])
    assert View.from_query({"click": "dance"})[1]


def test_the_grid_covers_the_axes():
    dataset, trace = Scenario(max_iter=2).run()
    plain, clicked = (
        spec_of(density_chart(dataset, trace, show_truth=False, dark=False, clicks=clicks)) for clicks in (False, True)
    )
    assert len(clicked["layer"]) > len(plain["layer"])
    grid = clicked["layer"][-1]
    assert grid["data"]["sequence"]["stop"] == COLUMNS * ROWS
    low, high = (end["expr"] for end in grid["encoding"]["x"]["scale"]["domain"])
    places = {step["as"]: step["calculate"] for step in grid["transform"]}
    assert places["x"].startswith(f"{low} + (({high} - {low}) / {COLUMNS})")
    assert "at_x" in places


def test_a_placement_moves_one_mean_and_keeps_the_rest():
    scenario = Scenario(
        source="faithful", components=(Gaussian(2, (2, 80), (0.4, 5)), Gaussian(1, (4, 60), (1, 9), 0.5))
    )
    dataset, trace = scenario.run()
    at = on_grid((3.123456, 71.98765), [(1.0, 5.0), (40.0, 100.0)])
    after = placed(scenario, rows_to_place(scenario, dataset.X, trace), 1, at)
    assert after.components == (scenario.components[0], Gaussian(1, (3.123, 71.99), (1, 9), 0.5))
    assert replace(after, **start_of(scenario)) == scenario


def test_a_computed_start_is_taken_over_with_equal_weights_and_spreads():
    dataset, trace = FAITHFUL.run()
    after = placed(FAITHFUL, rows_to_place(FAITHFUL, dataset.X, trace), 0, (3.0, 70.0))
    assert after.start == "hand"
    assert {(row.size, row.sd, row.correlation) for row in after.components} == {
        (1, tuple(float(f"{sd / 3:.3g}") for sd in dataset.X.std(axis=0)), 0.0)
    }
    assert after.components[0].mean == (3.0, 70.0)
    assert after.components[1].mean == pytest.approx(tuple(trace.means[0, 1]), rel=1e-6)
    assert replace(after, **start_of(FAITHFUL)) == FAITHFUL


def click_and_undo():
    """A script of its own: two placements, by the same function as a click's, and undo."""
    import streamlit as st

    from dashboard.link import address
    from dashboard.picture import placing
    from dashboard.runs import Run
    from emcore import Scenario

    state = address.state()
    if "ready" not in st.session_state:
        state.scenario, st.session_state["ready"] = Scenario(max_iter=2), True

    def put(x):
        placing.put((x,), "place", Run(*state.scenario.run()))

    st.button("left", on_click=put, args=(-40.0,))
    st.button("right", on_click=put, args=(80.0,))
    st.button("back", on_click=placing.undo)
    st.text(" ".join(f"{row.mean[0]:g}" for row in state.scenario.components))


def test_placements_go_round_and_undo_goes_back():
    app = AppTest.from_function(click_and_undo, default_timeout=30).run()
    left, right, back = 0, 1, 2
    shown = []
    for button in (left, right, left, left, back, back, right, back, back, back, back):
        app.button[button].click().run()
        assert not app.exception
        shown.append(app.text[0].value)
    assert shown == [
        "-40 6.5 20", "-40 80 20", "-40 80 -40", "-40 80 -40", "-40 80 -40", "-40 80 20",
        "-40 80 80", "-40 80 20", "-40 6.5 20", "-5 6.5 20", "-5 6.5 20",
    ]  # fmt: skip


POINTS = {"clusters-1d": {}, "faithful": {}, "own": {"own": "1_2~3_5~4_4~9_8~8_9", "k": "2"}}


@pytest.mark.parametrize(
    ("click", "source"), [(c, s) for s in POINTS for c in possible_clicks(Scenario(s, start="kmeanspp"))]
)
def test_every_mode_runs_and_is_chosen_on_the_page(click, source):
    app = open_page(data=source, **POINTS[source]).run()
    app.segmented_control(key="click").set_value(click).run()
    assert not app.exception
    assert query_of(app).get("click", "none") == click


def test_a_placement_can_not_be_taken_back_on_other_data():
    app = open_page(data="faithful", click="place", columns="eruptions").run()
    first = app.session_state["placing"]
    app.toggle(key="standardize").set_value(True).run()
    assert not app.exception
    assert app.session_state["placing"] is not first
    assert app.session_state["placing"].before == []


@pytest.mark.parametrize("source", ["clusters-1d", "faithful"])
def test_points_are_added_to_ones_own_data_only(source):
    app = open_page(data=source, click="add").run()
    assert not app.exception
    assert app.segmented_control(key="click").value == "none"
    assert CLICKS["add"] not in app.segmented_control(key="click").options


def ends_of_restarts(scenario, X):
    tried = other_starts(scenario, X)
    while tried.work():
        pass
    return tried.ends()


def test_other_starts_find_the_best_and_leave_collapses_out():
    scenario = Scenario(source="faithful-waiting", start="kmeanspp", n_components=2, learn_weights=True)
    dataset, trace = replace(scenario, max_iter=200).run()
    ends = ends_of_restarts(scenario, dataset.X)
    assert ends == sorted(ends, reverse=True)
    assert len(ends) > 5
    assert ends[0] == pytest.approx(trace.log_likelihoods[-1], abs=1e-3)
    collapse = PRESETS["collapse"].scenario
    assert np.isfinite(ends_of_restarts(collapse, collapse.dataset().X)).all()


@pytest.mark.parametrize(
    ("mine", "own_end", "best", "words"),
    [
        (-1200.0, -1000.0, -1000.0, ["200.00 nats below", "2 per point", "7.39 times"]),
        (-1200.0, -1100.0, -1000.0, ["gets stuck 100.00 below"]),
        (-2000.0, -1000.0, -1000.0, ["10 per point", "over 1,000 times"]),
        (-900.0, -900.0, -900.0, ["You beat EM", "very narrow"]),
    ],
)
def test_the_comparison_says_how_far_in_nats_and_in_words(mine, own_end, best, words):
    text = comparison(mine, own_end, best, 16, 100)
    assert all(part in text for part in words)
    assert ("stuck" in text) == any("stuck" in part for part in words)
