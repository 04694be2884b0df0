"""What clicks on the picture stand on: links, points handed over, the comparison with EM's best."""

import base64
from dataclasses import replace

import numpy as np
import pytest
from opening import messages, open_page, query_of

from dashboard.link.view import CLICKS, View, possible_clicks
from dashboard.picture.contest import comparison, other_starts
from dashboard.picture.points_in_view import MOST_POINTS, payload
from emcore import PRESETS, Dataset, Scenario


@pytest.mark.parametrize("click", CLICKS)
def test_what_a_click_does_is_in_the_link(click):
    view = View(click=click)
    assert View.from_query(view.to_query()) == (view, [])
    assert View.from_query({"click": "dance"})[1]


@pytest.mark.parametrize("click", ["none", "explain", "place", "move"])
def test_a_link_from_before_still_opens_and_explains(click):
    assert View.from_query({"click": click}) == (View(), [])
    app = open_page(data="faithful", click=click).run()
    assert messages(app) == ""
    assert app.segmented_control(key="click").value == "explain"


@pytest.mark.parametrize("N", [1, 20_000, 20_001, 70_000])
def test_points_travel_exactly_and_of_too_many_every_so_many(N):
    X = np.random.default_rng(1).normal(1e6, 1e-3, (N, 2))
    data = payload(Dataset(X, None, None, ("a", "b")))
    sent = np.frombuffer(base64.b64decode(data["points"])).reshape(-1, 2)
    assert len(sent) <= MOST_POINTS
    assert data["n_points"] == N
    np.testing.assert_array_equal(sent, X[:: data["every"]])
    assert data["every"] == 1 or len(sent) > MOST_POINTS / 2


def test_the_picture_is_the_same_whatever_a_click_does():
    """Another way to click has no chart made anew."""
    pages = [open_page(data="faithful", click=click).run() for click in ("explain", "predict", "beat")]
    first, *others = [page.get("vega_lite_chart")[0].proto.spec for page in pages]
    assert all(spec == first for spec in others)


POINTS = {"clusters-1d": {}, "faithful": {}, "own": {"own": "1_2~3_5~4_4~9_8~8_9", "k": "2"}}


@pytest.mark.parametrize(
    ("click", "source"), [(c, s) for s in POINTS for c in possible_clicks(Scenario(s, start="kmeanspp"))]
)
def test_every_mode_runs_and_is_chosen_on_the_page(click, source):
    app = open_page(data=source, **POINTS[source]).run()
    app.segmented_control(key="click").set_value(click).run()
    assert not app.exception
    assert query_of(app).get("click", "explain") == click


@pytest.mark.parametrize("source", ["clusters-1d", "faithful"])
def test_points_are_added_to_ones_own_data_only(source):
    app = open_page(data=source, click="add").run()
    assert not app.exception
    assert app.segmented_control(key="click").value == "explain"
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


def test_who_beats_a_run_with_a_prior_learns_that_it_climbs_another_hill():
    text = comparison(-900.0, -900.5, -900.5, 16, 100, has_prior=True)
    assert all(part in text for part in ("You beat EM", "log posterior"))
    assert "narrow" not in text
    assert "log posterior" not in comparison(-1200.0, -1000.0, -1000.0, 16, 100, has_prior=True)
