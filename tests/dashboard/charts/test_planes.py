"""More than two dimensions on the dashboard."""

import json
from dataclasses import replace

import numpy as np
import pytest
from drawings import check_kept, rows, spec_of
from opening import open_page, query_of

from dashboard.charts.correlations import PARTS, correlation_chart
from dashboard.link.view import PRINCIPAL, View, planes
from emcore import Scenario

ALL = ("sepal_length", "sepal_width", "petal_length", "petal_width")
IRIS = Scenario("iris", start="kmeanspp", columns=ALL, learn_weights=True, max_iter=10)


def opened(**query):
    return open_page(**{**IRIS.to_query(), **query}).run()


@pytest.mark.parametrize("plane", [PRINCIPAL, "1_2", "3_4", "1_8"])
def test_four_dimensions_open_in_any_plane(plane):
    app = opened(plane=plane)
    assert not app.exception
    assert not app.error
    first = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    titles = {layer["encoding"]["x"].get("title") for layer in first["layer"] if "x" in layer.get("encoding", {})}
    expected = {"1_2": "sepal length (cm)", "3_4": "petal length (cm)"}.get(plane, "principal component 1")
    assert any(str(title).startswith(expected) for title in titles)


@pytest.mark.parametrize("display", [{"colors": "soft"}, {"field": "yes"}, {"dream": "yes"}, {"click": "predict"}])
def test_what_belongs_to_two_dimensions_is_left_out(display):
    app = opened(**display)
    assert not app.exception


def test_columns_are_chosen_in_the_sidebar():
    app = opened()
    app.multiselect(key="columns").set_value(["sepal_length", "petal_width", "petal_length"]).run()
    assert not app.exception
    assert query_of(app)["columns"] == "sepal_length~petal_width~petal_length"
    app.toggle(key="standardize").set_value(True).run()
    assert not app.exception
    assert query_of(app)["scale"] == "standard"
    app.multiselect(key="columns").set_value(["sepal_length"]).run()
    assert not app.exception
    app.multiselect(key="columns").set_value([]).run()  # none: the ones before stay
    assert query_of(app)["columns"] == "sepal_length"


def test_a_start_by_hand_gives_way_to_more_dimensions():
    app = opened(columns="petal_length~petal_width", start="hand")
    app.multiselect(key="columns").set_value(list(ALL)).run()
    assert not app.exception
    assert app.selectbox(key="start").value == "kmeanspp"


def test_the_heat_maps_hold_the_correlations():
    dataset, trace = IRIS.run()
    chart = correlation_chart(trace, dataset.columns, dark=False)
    spec_of(chart)
    assert [(row["row"], row["name"][-1]) for row in rows(chart, "names")] == [(0, "1"), (1, "2"), (2, "3"), (3, "4")]
    table = rows(chart, "run")
    assert len(table) == len(trace) * 3
    (row,) = [row for row in table if (row["step"], row["component"]) == (4, 3)]
    sds = np.sqrt(np.diagonal(trace.covariances[4, 2]))
    correlations = trace.covariances[4, 2] / np.outer(sds, sds)
    for pair, place in enumerate([(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]):
        assert row[f"pair{pair}"] / PARTS == pytest.approx(correlations[place], abs=5e-5)


def test_heat_maps_that_are_kept_are_those_built_afresh():
    first, second = ((replace(IRIS, n_components=k, max_iter=k).run()[1], "abcd" if k == 3 else "wxyz") for k in (3, 4))
    for dark in (False, True):
        check_kept(correlation_chart, first, second, dark=dark)


@pytest.mark.parametrize("plane", planes(8))
def test_a_plane_travels_in_the_link(plane):
    view, problems = View.from_query(View(plane=plane).to_query())
    assert (view.plane, problems) == (plane, [])
