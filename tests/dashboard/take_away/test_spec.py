"""The charts of a moment, complete."""

import json
from dataclasses import replace

import numpy as np
import pytest
from taken import IRIS, of, shown

from dashboard.link.view import MATRIX
from dashboard.take_away import spec
from emcore import PRESETS


def value(chart, name):
    """What a parameter of the chart is set to."""
    params = [param for part in (chart, *chart["layer"]) for param in part.get("params", [])]
    return next(param["value"] for param in params if param["name"] == name)


def rows_of(text):
    """The numbers of a text that the browser would write."""
    return [[float(number) for number in row.split(" ")] for row in text.split(";")]


@pytest.mark.parametrize("dark", [False, True])
def test_every_preset_has_its_data_and_its_step_inside(dark):
    for key in PRESETS:
        moment = shown(key, 2, dark=dark)
        chart = json.loads(json.dumps(spec.picture_spec(moment), allow_nan=False))
        assert value(chart, "step") == 2
        mixture = moment.trace[2].mixture
        (_, trail_end, _), *rows = rows_of(value(chart, "mixture"))
        assert trail_end == 2
        rows = np.array(rows)
        np.testing.assert_array_equal(rows[:, 0], np.arange(mixture.n_components) + 1)
        np.testing.assert_array_equal(rows[:, 1], mixture.weights)
        if mixture.n_features == 1:
            np.testing.assert_array_equal(rows[:, 2], mixture.means[:, 0])
            np.testing.assert_allclose(rows[:, 3] ** 2, mixture.covariances[:, 0, 0], rtol=1e-12)
        else:
            np.testing.assert_array_equal(rows[:, [2, 4]], mixture.means)
            np.testing.assert_array_equal(rows[:, 7:], mixture.means)  # the trail ends there
            l11, l21, l22 = rows[:, 3], rows[:, 5], rows[:, 6]
            built = np.array([[l11 * l11, l11 * l21], [l11 * l21, l21 * l21 + l22 * l22]])
            np.testing.assert_allclose(np.moveaxis(built, 2, 0), mixture.covariances, rtol=1e-9, atol=1e-12)
            trail = np.array(rows_of(value(chart, "trail")))
            np.testing.assert_array_equal(trail[:, 2:].reshape(moment.trace.means.shape), moment.trace.means)


def test_the_traces_chart_has_every_log_likelihood():
    moment = shown("first", 3)
    chart = spec.trace_spec(moment)
    told = [float(number) for number in value(chart, "log_likelihoods").split(" ")]
    assert told == moment.trace.log_likelihoods.tolist()
    assert value(chart, "pick") == [{"step": 3}]


def test_with_a_prior_the_traces_chart_has_what_em_climbs_and_says_so():
    moment = of(replace(PRESETS["faithful"].scenario, n_components=3, start="kmeanspp", prior=True), 3)
    chart = json.loads(json.dumps(spec.trace_spec(moment), allow_nan=False))
    told = [float(number) for number in value(chart, "log_posteriors").split(" ")]
    assert told == [moment.trace[t].log_posterior for t in range(len(moment.trace))]
    assert titles_of(chart) == {"step", "log posterior"}
    assert titles_of(spec.trace_spec(shown("faithful"))) == {"step", "log-likelihood"}
    (axis,) = chart["datasets"]["numbers"]
    assert axis["y0"] < told[int(axis["first"])] < max(told) < axis["y1"]


def titles_of(chart):
    """The titles of the axes."""
    encodings = [layer.get("encoding", {}) for layer in chart["layer"]]
    return {of_axis["title"] for each in encodings for of_axis in each.values() if "title" in of_axis}


def test_the_data_stand_in_the_chart():
    moment = shown("faithful", colours="none")
    points = spec.picture_spec(moment)["datasets"]["points"]
    assert [[row["x"], row["y"]] for row in points] == moment.dataset.X.tolist()


def test_more_than_two_features_are_seen_in_a_plane_or_all_at_once():
    plane, matrix = of(IRIS, 3), of(IRIS, 3, plane=MATRIX)
    assert len(rows_of(value(spec.picture_spec(plane), "mixture"))) == 1 + plane.scenario.n_components
    drawn = spec.picture_spec(matrix)
    assert value(drawn, "step") == 3
    assert drawn["datasets"]["mixtures"]


def test_a_charts_own_look_lies_over_the_pages():
    chart = spec.picture_spec(shown("first"), font="Arial")
    assert chart["config"]["font"] == "Arial"
    assert chart["config"]["axis"]["labelPadding"] == 6
