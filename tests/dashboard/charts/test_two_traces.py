"""The log-likelihoods of two runs on one chart."""

import numpy as np
import pytest
from drawings import check_kept, rows, spec_of

from dashboard.charts.lessons.two_traces import two_traces_chart

LONG = np.array([-900.0, -500.0, -480.0, -475.0, -474.0, -473.9])
SHORT = np.array([-700.0, -470.0, -460.0])


def marks(layer, kind):
    return layer["mark"]["type"] == kind


def test_every_step_of_both_stands_in_the_table_and_each_run_knows_its_end():
    table = rows(two_traces_chart(LONG, SHORT, per_point=False, dark=False), "traces")
    for run, lls in enumerate((LONG, SHORT)):
        of_run = [row for row in table if row["run"] == run]
        assert [row["log_likelihood"] for row in of_run] == lls.tolist()
        assert [row["step"] for row in of_run] == list(range(len(lls)))
        assert {row["end"] for row in of_run} == {len(lls) - 1}


def test_axes_hold_both_from_the_first_step_shown():
    (numbers,) = rows(two_traces_chart(SHORT, LONG, per_point=False, dark=False), "numbers")
    assert numbers["last"] == 5
    first = int(numbers["first"])
    for lls in (LONG, SHORT):
        shown = lls[first:]
        assert len(shown) > 0
        assert numbers["y0"] < shown.min()
        assert shown.max() < numbers["y1"]


def test_runs_are_told_apart_by_line_and_label():
    spec = spec_of(two_traces_chart(LONG, SHORT, per_point=False, dark=False))
    lines = [layer["mark"] for layer in spec["layer"] if marks(layer, "line")]
    right, left = lines  # the dashes lie over the line
    assert "strokeDash" in left
    assert "strokeDash" not in right
    assert left["color"] != right["color"]
    assert left["strokeWidth"] < right["strokeWidth"]
    texts = [layer["mark"]["text"] for layer in spec["layer"] if marks(layer, "text")]
    assert {"left", "right"} <= {text for text in texts if isinstance(text, str)}


@pytest.mark.parametrize("per_point", [False, True])
def test_the_axis_says_what_the_numbers_are(per_point):
    spec = spec_of(two_traces_chart(LONG, SHORT, per_point=per_point, dark=True))
    places = [layer.get("encoding", {}).get("y", {}) for layer in spec["layer"]]
    titles = {place["title"] for place in places if "title" in place}
    assert titles == {"log-likelihood of a point" if per_point else "log-likelihood"}


@pytest.mark.parametrize("lls", [np.array([-5.0]), np.full(4, -7.0)])
def test_runs_without_a_step_or_without_gain_have_axes(lls):
    (numbers,) = rows(two_traces_chart(lls, lls, per_point=False, dark=False), "numbers")
    assert numbers["y0"] < lls[0] < numbers["y1"]
    assert numbers["last"] >= 1


def test_other_runs_are_drawn_by_the_same_specification():
    check_kept(two_traces_chart, (LONG, SHORT), (SHORT, LONG[:4]), per_point=False, dark=False)
