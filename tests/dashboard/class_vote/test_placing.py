"""Places of means: which are answers, how far off they are, and that nobody is told the end before its time."""

import math

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.class_vote.how_far_off import deviations, in_words
from dashboard.class_vote.placing import distances, problem
from dashboard.runs import Run
from emcore import Dataset, EMState, EMTrace, Mixture, Scenario


def run_of(X, *mixtures):
    """A run by hand: data, and the mixture at every step."""
    X = np.array(X, dtype=float)
    states = [EMState(t, mixture, 0.0) for t, mixture in enumerate(mixtures)]
    return Run(Dataset(X, None, None, tuple("xy"[: X.shape[1]])), EMTrace.of(states, "max_iter"))


# The picture reaches from 0 to 10, and from 0 to 100, with 6 % on either side.
PLANE = run_of(
    [[0, 0], [10, 100]],
    Mixture([0.5, 0.5], [[1, 1], [2, 2]], [np.eye(2), np.eye(2)]),
    Mixture([0.5, 0.5], [[4, 50], [6, 60]], [np.diag([4.0, 100.0]), np.diag([9.0, 16.0])]),
)
LINE = run_of([[0], [10]], Mixture([1], [[5]], [[[1]]]), Mixture([1], [[4]], [[[4]]]))


def test_distances_are_from_where_each_component_ended():
    assert distances(((4, 50), (9, 64)), PLANE) == pytest.approx((0, 5))  # 3, 4, 5
    assert distances(((1,),), LINE) == pytest.approx((3,))


def test_in_standard_deviations_each_direction_counts_by_its_own():
    assert deviations(np.array([[6, 60], [9, 64]]), PLANE) == pytest.approx(
        (math.sqrt(2), math.sqrt(2))
    )  # 1 in each direction
    assert deviations(np.array([[1]]), LINE) == pytest.approx((1.5,))


def test_how_far_off_the_answers_were_in_words():
    off = np.array([[0.5, 2.0], [1.5, 3.0], [2.5, 0.5]])  # by component: medians 1.5 and 2; on average 1.25, 2.25, 1.5
    told = in_words(off)
    assert "component 1 are within 1.5 standard deviations" in told
    assert "component 2 within 2." in told
    assert "closest answer is 1.2 standard deviations off on average" in told
    assert "within 1 standard deviation of" in in_words(np.array([[1.0]]))
    assert in_words(np.empty((0, 2))) == "Nobody has answered."


@pytest.mark.parametrize("answer", [[[0, 0], [10, 100]], ((-0.6, -6.0), (10.6, 106.0)), [(4, 5e1), [6.0, 60]]])
def test_places_within_the_picture_are_an_answer(answer):
    assert problem(answer, PLANE) == ""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (None, "each of 2 components"),
        ("ab", "each of 2 components"),
        ({"0": [1, 1], "1": [1, 1]}, "each of 2 components"),
        ([], "each of 2 components"),
        ([[1, 1]], "each of 2 components"),
        ([[1, 1]] * 100_000, "each of 2 components"),
        ([1, 1], "2 numbers"),
        ([[1], [1]], "2 numbers"),
        ([[1, 1], [1, 1, 1]], "2 numbers"),
        ([[1, 1], "ab"], "2 numbers"),
        ([[1, 1], [1, None]], "finite numbers"),
        ([[1, 1], [1, "1"]], "finite numbers"),
        ([[1, 1], [1, True]], "finite numbers"),
        ([[1, 1], [1, [1]]], "finite numbers"),
        ([[1, 1], [1, math.nan]], "finite numbers"),
        ([[1, 1], [1, -math.inf]], "finite numbers"),
        ([[1, 1], [1, 10**400]], "outside"),
        ([[1, 1], [1, -1e308]], "outside"),
        ([[1, 1], [10.7, 1]], "outside"),
        ([[-0.7, 1], [1, 1]], "outside"),
    ],
)
def test_whatever_else_a_browser_sends_is_none(answer, why):
    assert why in problem(answer, PLANE)


def test_places_are_not_asked_in_more_than_two_dimensions():
    run = run_of(np.eye(3)[:, :2], Mixture([1], [[0, 0]], [np.eye(2)]))
    wide = Run(
        Dataset(np.eye(3), None, None, ("x", "y", "z")),
        EMTrace.of([EMState(0, Mixture([1], [[0] * 3], [np.eye(3)]), 0)], "max_iter"),
    )
    assert problem([[0, 0]], run) == ""
    assert "3 dimensions" in problem([[0, 0, 0]], wide)


def draw(query, what, dark=False):
    """A page that shows a ballot, or the cloud of two answers, or of none."""
    from dashboard.class_vote import placing
    from dashboard.runs import Run
    from emcore import Scenario

    scenario = Scenario.from_query(query)[0]
    run = Run(*scenario.run())
    if what == "ballot":
        placing.ballot(scenario, run, None, dark)
    else:
        start = tuple(map(tuple, run.trace.means[0].tolist()))
        placing.cloud(scenario, run, [] if "nobody" in what else [start] * 2, "revealed" in what, dark)


def sent(scenario, what):
    """All that a page sends to the browser."""
    app = AppTest.from_function(draw, args=(scenario.to_query(), what), default_timeout=60).run()
    assert not app.exception
    protos = [getattr(element, "proto", None) for element in app.main]
    return [proto.SerializeToString(deterministic=True) for proto in protos if proto is not None]


@pytest.mark.parametrize("source", ["faithful-waiting", "faithful"])
def test_nothing_of_the_run_is_sent_before_the_reveal_but_its_start(source):
    short, long = (Scenario(source=source, start="random-points", n_components=3, max_iter=n) for n in (1, 40))
    for what in ("ballot", "cloud", "cloud of nobody"):
        assert len(sent(short, what)) >= 2
        assert sent(short, what) == sent(long, what)
    for what in ("revealed", "revealed to nobody"):
        assert sent(short, what) != sent(long, what)


def test_of_more_than_two_dimensions_the_page_says_that_none_are_asked():
    columns = ("sepal_length", "sepal_width", "petal_length")
    query = Scenario(source="iris", columns=columns, start="kmeanspp").to_query()
    app = AppTest.from_function(draw, args=(query, "ballot"), default_timeout=60).run()
    assert "have 3" in app.info[0].value
    assert not app.exception
