"""Two pictures beside each other: the same axes where they can be, and each of its own run."""

from dataclasses import replace

import numpy as np
import pytest
from drawings import rows, spec_of

from dashboard.charts.density import density_chart
from dashboard.charts.plane import plane_chart
from dashboard.charts.stepping import COMPANION
from dashboard.link.view import View
from dashboard.picture import painting, side_by_side
from dashboard.runs import Run
from emcore import DATASETS, Scenario

PLANE = Scenario("faithful", start="kmeanspp", n_components=2, learn_weights=True, max_iter=5)
LINE = Scenario("acidity", start="kmeanspp", n_components=2, learn_weights=True, max_iter=5)
COLUMNS = tuple(column.name for column in DATASETS["iris"].columns)
FOUR = Scenario("iris", columns=COLUMNS, start="kmeanspp", n_components=3, learn_weights=True, max_iter=5)
VIEW = View(colours="soft", beats=True, click="predict", dream=True)


def run_of(scenario):
    return scenario, Run(*scenario.run())


def sides(left, right, **view):
    return side_by_side.sides(run_of(left), run_of(right), replace(VIEW, **view))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (PLANE, replace(PLANE, n_components=3)),
        (LINE, replace(LINE, n_components=4)),
        (Scenario("moons"), Scenario("ring")),
        (FOUR, replace(FOUR, covariance_type="tied")),
    ],
)
def test_same_columns_share_axes_that_hold_the_data_of_both(left, right):
    first, second = sides(left, right)
    assert first.ends == second.ends
    for side in (first, second):
        for axis, values in zip("xy", side.seen.dataset.X.T, strict=False):
            assert side.ends[f"{axis}0"] < values.min()
            assert values.max() < side.ends[f"{axis}1"]
    assert side_by_side.axes_in_words(first.run, second.run) == ""


def test_one_dimension_and_two_have_axes_of_their_own_and_it_is_said():
    first, second = sides(PLANE, LINE)
    assert first.ends != second.ends
    assert "2 and 1 dimensions share no axes" in side_by_side.axes_in_words(first.run, second.run)


def test_other_columns_have_axes_of_their_own_and_it_is_said():
    first, second = sides(PLANE, Scenario("moons"))
    assert first.ends != second.ends
    assert "different columns" in side_by_side.axes_in_words(first.run, second.run)


def test_many_dimensions_are_seen_in_the_plane_of_the_left_data():
    first, second = sides(FOUR, replace(FOUR, n_components=2))
    np.testing.assert_array_equal(first.seen.dataset.X, second.seen.dataset.X)
    assert first.seen.dataset.columns[0].startswith("principal component 1")
    assert second.seen.trace.means.shape[1:] == (2, 2)
    first, second = sides(FOUR, replace(FOUR, n_components=2), plane="matrix")
    assert first.seen.dataset.X.shape[1] == 2


def test_neither_has_beats_games_or_dreams():
    for side in sides(PLANE, LINE):
        assert (side.view.beats, side.view.click, side.view.dream) == (False, "explain", False)
        assert side.view.colours == "soft"


@pytest.mark.parametrize(("scenario", "chart"), [(PLANE, plane_chart), (LINE, density_chart)])
def test_a_chart_says_that_it_shows_the_companion_and_what_is_painted_for_it(scenario, chart):
    dataset, trace = scenario.run()
    layers = painting.painted_layers(VIEW, dataset.X.shape[1])
    specs = {
        run: chart(dataset, trace, show_truth=False, dark=False, painted=layers, run=run) for run in ("", COMPANION)
    }
    values = {run: {p["name"]: p.get("value") for p in spec_of(drawn)["params"]} for run, drawn in specs.items()}
    assert values[COMPANION]["run"] == COMPANION
    assert "run" not in values[""]
    assert f"#{COMPANION}_picture'" in specs[COMPANION].spec
    assert "#picture'" in specs[""].spec
    assert COMPANION not in specs[""].spec


@pytest.mark.parametrize(
    ("left", "right"), [(PLANE, replace(PLANE, n_components=3)), (LINE, replace(LINE, n_components=4))]
)
def test_chart_and_painter_have_the_shared_axes(left, right):
    for side in sides(left, right):
        n_features = side.seen.dataset.X.shape[1]
        chart = density_chart if n_features == 1 else plane_chart
        drawn = chart(side.seen.dataset, side.seen.trace, show_truth=False, dark=False, ends=side.ends)
        (numbers,) = rows(drawn, "numbers")
        assert {name: numbers[name] for name in side.ends} == dict(side.ends)
        shown = painting.payload(side.seen.dataset, side.seen.trace, side.view, False, None, side.ends)
        assert shown["low"] == [side.ends[f"{axis}0"] for axis in "xy"[:n_features]]
        assert shown["high"] == [side.ends[f"{axis}1"] for axis in "xy"[:n_features]]
