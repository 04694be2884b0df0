"""Colours, field and dreamt data: what is handed to the browser, and the pages that show them."""

import base64
import math
from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest
from drawings import rows, spec_of
from opening import open_scenario, query_of

from dashboard.charts.density import density_chart, histogram
from dashboard.charts.extent import extents
from dashboard.charts.painted import BLANK
from dashboard.charts.plane import plane_chart
from dashboard.link.view import COLOURS, View
from dashboard.picture import painting, which_chart
from dashboard.runs import Run
from emcore import PRESETS, Dataset, EMTrace, Mixture, Scenario

SOFT, NONE = View(colours="soft"), View(colours="none")


def still_run(mixture, X):
    """Data and a trace of one step, at `mixture`."""
    trace = EMTrace(
        mixture.weights[None], mixture.means[None], mixture.covariances[None], np.zeros(1), "max_iter", "for the test"
    )
    return Dataset(X, None, None, ("x1", "x2")), trace


def points_of(shown):
    """The points as the browser rebuilds them, (n, D)."""
    low, high = np.array(shown["low"]), np.array(shown["high"])
    return low + np.frombuffer(base64.b64decode(shown["points"]), np.float32).reshape(-1, len(low)).astype(float) * (
        high - low
    )


@pytest.mark.parametrize("key", PRESETS)
def test_the_payload_rebuilds_the_points(key):
    dataset, trace = PRESETS[key].scenario.run()
    shown = painting.payload(dataset, trace, SOFT, False)
    D = dataset.X.shape[1]
    sent, X = points_of(shown), dataset.X
    assert sent.shape == X.shape
    span = np.subtract(*np.array(extents(dataset, trace)).T[::-1])
    order, sent_order = (np.lexsort(points.round(6).T) for points in (X, sent))
    if D == 1:  # rounding may swap neighbours in a plane
        np.testing.assert_allclose(sent[sent_order], X[order], rtol=0, atol=1e-7 * span.max())
    np.testing.assert_allclose(sent.mean(axis=0), X.mean(axis=0), rtol=0, atol=1e-7 * span.max())


def test_points_far_from_0_keep_their_differences():
    X = 1e8 + np.array([[0.0], [0.25], [1.0]])
    dataset, trace = still_run(Mixture([1.0], [[1e8]], [[[1.0]]]), X)
    sent = points_of(painting.payload(Dataset(X, None, None, ("x",)), trace, SOFT, False))
    np.testing.assert_allclose(np.sort(sent[:, 0]) - 1e8, [0, 0.25, 1], rtol=0, atol=1e-6)
    assert dataset.X is X


def test_any_first_points_are_a_fair_sample():
    X = np.repeat([[0.0], [1.0]], 5000, axis=0)  # sorted, as data from clusters are
    _, trace = still_run(Mixture([1.0], [[0.5]], [[[1.0]]]), X)
    sent = points_of(painting.payload(Dataset(X, None, None, ("x",)), trace, SOFT, False))
    assert sent[:500].mean() == pytest.approx(0.5, abs=0.1)  # 4.5 standard errors


def test_of_many_points_a_subsample_travels_and_the_key_says_so():
    X = np.random.default_rng(1).normal(size=(50_000, 1))
    dataset = Dataset(X, None, None, ("x",))
    _, trace = still_run(Mixture([1.0], [[0.0]], [[[1.0]]]), X)
    shown = painting.payload(dataset, trace, SOFT, False)
    assert len(points_of(shown)) == painting.MOST_POINTS == 20_000
    assert len(np.unique(points_of(shown))) > 19_900
    assert shown["bins"]["heights"] == histogram(X[:, 0])["y"].tolist()  # the bars stay those of all points
    assert "20,000 of the 50,000 points" in " ".join(painting.key_to(len(X), 1, SOFT, 1))
    assert "20,000" not in " ".join(painting.key_to(20_000, 1, SOFT, 1))


def test_nothing_travels_when_nothing_is_painted():
    dataset, trace = Scenario(max_iter=1).run()
    assert painting.payload(dataset, trace, NONE, False) is None
    for view in (
        replace(NONE, field=True),
        replace(NONE, dream=True),
        *(View(colours=key) for key in COLOURS if key != "none"),
    ):
        assert painting.payload(dataset, trace, view, False) is not None


@pytest.mark.parametrize("contours", ["lines", "filled"])
def test_for_contours_the_run_travels_without_the_points(contours):
    dataset, trace = Scenario(source="faithful", start="kmeans", max_iter=2).run()
    shown = painting.payload(dataset, trace, replace(NONE, contours=contours), False)
    assert (shown["contours"], shown["points"]) == (contours, "")


def test_contours_of_more_dimensions_are_those_of_the_plane_that_is_seen():
    columns = ("sepal_length", "sepal_width", "petal_length", "petal_width")
    dataset, trace = Scenario(source="iris", columns=columns, start="kmeans", max_iter=2).run()
    assert painting.payload(dataset, trace, NONE, False) is None
    assert painting.payload(dataset, trace, replace(NONE, plane="matrix"), False) is None
    view = View(contours="lines", plane="2_4")
    seen = which_chart.seen(Run(dataset, trace), view)
    np.testing.assert_array_equal(seen.trace.means, trace.means[..., [1, 3]])
    np.testing.assert_allclose(seen.trace.covariances, trace.covariances[:, :, [1, 3]][..., [1, 3]], rtol=1e-12)
    shown = painting.payload(seen.dataset, seen.trace, view, False)
    np.testing.assert_allclose([shown["low"], shown["high"]], np.array(extents(dataset, trace))[[1, 3]].T)


def test_bars_are_those_of_the_histogram():
    dataset, trace = Scenario(max_iter=2).run()
    bins, bars = painting.payload(dataset, trace, SOFT, False)["bins"], histogram(dataset.X[:, 0])
    edges = bins["left"] + bins["binWidth"] * np.arange(len(bars["x"]) + 1)
    np.testing.assert_allclose(edges, [*bars["x"], bars["x2"][-1]], atol=1e-9)
    assert math.fsum(bins["heights"]) * bins["binWidth"] == pytest.approx(1)


@pytest.mark.parametrize("source", ["faithful", "faithful-waiting"])
@pytest.mark.parametrize("colors", COLOURS)
@pytest.mark.parametrize("field", [False, True])
@pytest.mark.parametrize("contours", ["none", "lines"])
def test_a_chart_leaves_out_exactly_what_the_browser_paints(source, colors, field, contours):
    dataset, trace = Scenario(source=source, start="kmeans", max_iter=2).run()
    D = dataset.X.shape[1]
    painted = painting.painted_layers(View(colours=colors, field=field, contours=contours), D)
    draw = density_chart if D == 1 else plane_chart
    chart = draw(dataset, trace, show_truth=False, dark=False, painted=painted)
    spec = spec_of(chart)
    steps = [step for layer in spec["layer"] for step in layer.get("transform", [])]
    made = [step["calculate"] for step in steps if step.get("as") == "url"]
    over = [f"'{BLANK}#contours'"] if D == 2 and contours == "lines" else []
    under = [f"'{BLANK}#picture'"] if {*painted} - {"contours"} else []
    assert made == under + over
    assert ("layer" in [param["name"] for param in spec["params"]]) == bool(painted)
    marks = [layer["mark"]["type"] for layer in spec["layer"]]
    n_rows = {len(rows(chart, table)) for table in chart.tables}
    if D == 1:
        assert ("bar" in marks) == (colors in ("none", "uncertainty"))
        assert ("tick" in marks) == (colors == "none")
    else:
        assert (len(dataset.X) in n_rows) == (colors == "none")
        assert bool(under) == (colors != "none" or field)


@pytest.mark.parametrize("colors", COLOURS)
@pytest.mark.parametrize("field", [False, True])
@pytest.mark.parametrize("dream", [False, True])
def test_a_view_survives_its_link(colors, field, dream):
    view = View(colours=colors, field=field, dream=dream)
    assert View.from_query(view.to_query()) == (view, [])


def test_a_link_with_rubbish_shows_no_colours_and_says_so():
    view, problems = View.from_query({"colors": "pink", "field": "maybe", "dream": "yes"})
    assert view == View(dream=True)
    assert ["pink" in problems[0], "maybe" in problems[1], len(problems)] == [True, True, 2]


@pytest.mark.parametrize(("key", "colors"), list(zip(PRESETS, cycle(COLOURS), strict=False)))
def test_presets_open_in_all_modes_in_turn(key, colors):
    app = open_scenario(PRESETS[key].scenario, colors=colors, field="yes", dream="yes")
    assert not app.exception
    assert app.segmented_control(key="colors").value == colors
    charts = app.get("vega_lite_chart")
    assert len(charts) == (4 if PRESETS[key].scenario.n_features == 1 else 3)  # picture, field, dream, trace


def test_the_widgets_write_the_link_and_leave_the_fit_alone():
    app = open_scenario(Scenario(max_iter=3))
    before = query_of(app)
    app.segmented_control(key="colors").set_value("hard").run()
    app.toggle(key="field").set_value(True).run()
    app.toggle(key="dream").set_value(True).run()
    assert not app.exception
    assert query_of(app) == before | {"colors": "hard", "field": "yes", "dream": "yes"}
    assert "most responsible component" in " ".join(text.value for text in app.markdown)
