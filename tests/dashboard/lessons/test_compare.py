"""The lesson that compares: which two runs, what differs, what is said, and that a link carries both."""

from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np
import pytest
from opening import as_read, messages, open_page, query_of

from dashboard.lessons import compare as lesson
from dashboard.lessons import differences
from dashboard.link import pinned
from dashboard.runs import Run
from emcore import PRESETS, EMTrace, Scenario
from emcore.scenario.own_points import own_data

PAGE = "pages/Compare.py"
FAITHFUL = Scenario("faithful", start="kmeanspp", n_components=2, learn_weights=True, max_iter=20)
TIED = replace(FAITHFUL, covariance_type="tied")
LINE = Scenario("acidity", start="kmeanspp", n_components=2, learn_weights=True, max_iter=8)


def open_both(left, right):
    return open_page(PAGE, left=pinned.text_of(left), **right.to_query()).run()


def said(app):
    return as_read(" ".join(element.value for element in [*app.markdown, *app.caption, *app.info, *app.warning]))


def run_of(scenario):
    return Run(*scenario.run())


# --- which two --------------------------------------------------------------------------------------------------------


def test_with_nothing_pinned_an_example_surprises():
    app = open_page(PAGE).run()
    assert not app.exception
    assert "An example" in said(app)
    assert len(app.get("vega_lite_chart")) == 3
    left, right = (scenario.run()[1] for scenario in (lesson.EXAMPLE_LEFT, lesson.EXAMPLE_RIGHT))
    assert [setting[0] for setting in differences.settings_that_differ(lesson.EXAMPLE_LEFT, lesson.EXAMPLE_RIGHT)] == [
        "Start seed"
    ]
    assert left.stop == "converged"
    assert left.log_likelihoods[-1] - right.log_likelihoods[-1] > 500
    gains = np.diff(right.log_likelihoods)
    assert gains[-1] < 0.1  # it has settled there, too


def test_a_link_carries_both_and_opens_as_it_was():
    app = open_both(TIED, FAITHFUL)
    assert not app.exception
    assert messages(app) == ""
    query = query_of(app)
    assert Scenario.from_query(dict(parse_qsl(query["left"])))[0] == TIED
    assert Scenario.from_query(query)[0] == FAITHFUL
    assert "**Left** · Covariance: tied" in said(app)
    assert "**Right** · Covariance: full" in said(app)


def test_swap_and_unpin():
    app = open_both(TIED, FAITHFUL)
    app.button(key="compare-swap").click().run()
    query = query_of(app)
    assert (pinned.read(query["left"])[0], Scenario.from_query(query)[0]) == (FAITHFUL, TIED)
    app.button(key="compare-unpin").click().run()
    assert "left" not in query_of(app)
    assert "An example" in said(app)
    assert Scenario.from_query(query_of(app))[0] == TIED
    app.button(key="compare-swap").click().run()  # the example's sides are runs like any others
    query = query_of(app)
    assert pinned.read(query["left"])[0] == lesson.EXAMPLE_RIGHT
    assert Scenario.from_query(query)[0] == lesson.EXAMPLE_LEFT


def test_links_are_pasted_and_a_bad_one_is_said_and_changes_nothing():
    app = open_both(TIED, FAITHFUL)
    app.text_input(key="compare-link-Right").set_value(f"http://x/?{pinned.text_of(LINE)}&step=4").run()
    assert not app.exception
    query = query_of(app)
    assert (pinned.read(query["left"])[0], Scenario.from_query(query)[0]) == (TIED, LINE)
    for bad, why in [("nonsense", "no link of EM Explorer"), ("?data=faithful&k=many", "is not a whole number")]:
        app.text_input(key="compare-link-Left").set_value(bad).run()
        assert not app.exception
        assert why in messages(app)
        assert app.text_input(key="compare-link-Left").value == bad  # to be mended
        assert query_of(app) == query
    app.text_input(key="compare-link-Left").set_value(f"?{pinned.text_of(LINE)}").run()
    assert messages(app) == ""
    assert pinned.read(query_of(app)["left"])[0] == LINE


def test_a_pinned_text_that_is_no_scenario_is_said():
    app = open_page(PAGE, left="<b>nonsense</b>").run()
    assert not app.exception
    assert "no link of EM Explorer" in messages(app)
    assert len(app.get("vega_lite_chart")) == 3
    app = open_page(PAGE, left="data=faithful&k=99", data="faithful").run()
    assert "k = 99 is out of range" in messages(app)


def test_the_dashboard_pins_its_run_and_the_way_to_compare_carries_it():
    app = open_page(**FAITHFUL.to_query()).run()
    assert not [link for link in app.main.get("page_link") if link.proto.label == "Compare"]
    app.button(key="pin").click().run()
    assert app.button(key="pin").disabled
    app.selectbox(key="covariance_type").set_value("tied").run()
    assert not app.button(key="pin").disabled
    (link,) = [link.proto for link in app.main.get("page_link") if link.proto.label == "Compare"]
    query = dict(parse_qsl(link.query_string))
    assert (pinned.read(query["left"])[0], Scenario.from_query(query)[0]) == (FAITHFUL, TIED)


def test_what_a_lecturer_keeps_back_is_not_told_by_comparing():
    app = open_page(PAGE, left=pinned.text_of(TIED), **FAITHFUL.to_query(), lock="answers").run()
    assert not app.exception
    assert "keeps the next steps back" in said(app)
    assert not app.get("vega_lite_chart")
    app = open_page(**FAITHFUL.to_query(), lock="step").run()
    assert not [button for button in app.button if button.key == "pin"]
    drawn = PRESETS["separated"].scenario
    other = replace(drawn, clusters=drawn.clusters[:2])
    app = open_page(PAGE, left=pinned.text_of(drawn), **other.to_query(), lock="truth", truth="yes").run()
    assert not app.exception
    assert "Clusters" not in said(app)
    assert "Clusters" in said(open_both(drawn, other))


def test_a_lecturers_question_and_locks_stay_with_both_runs_and_no_other_is_taken():
    lecture = {"lock": "data~start", "ask": "Why?"}
    app = open_page(PAGE, left=pinned.text_of(TIED), **FAITHFUL.to_query(), **lecture).run()
    assert not app.exception
    links = [link.proto for link in app.main.get("page_link") if link.proto.label.startswith("Open the ")]
    for link, scenario in zip(links, (TIED, FAITHFUL), strict=True):
        query = dict(parse_qsl(link.query_string))
        assert Scenario.from_query(query)[0] == scenario
        assert {name: query[name] for name in lecture} == lecture
    assert "can't be pasted" in said(app)
    assert not app.text_input
    app.button(key="compare-swap").click().run()
    assert {name: query_of(app)[name] for name in lecture} == lecture
    app = open_page(PAGE, **FAITHFUL.to_query(), **lecture).run()  # the example is of other data
    assert not [link for link in app.main.get("page_link") if link.proto.label.startswith("Open the ")]
    assert app.button(key="compare-swap").disabled


def test_points_that_are_not_here_are_asked_for_on_either_side():
    points = own_data(np.arange(400.0).reshape(200, 2) ** 2, "far.csv", 200, may_travel=False)
    own = Scenario("own", own=points, columns=("u", "v"), start="kmeanspp", n_components=2, learn_weights=True)
    app = open_both(own, FAITHFUL)
    assert not app.exception
    assert "**Left:** This link is about **far.csv** with 200 rows, columns u, v" in said(app)
    assert not app.get("vega_lite_chart")
    app.button(key="compare-swap").click().run()
    assert not app.exception
    assert "This link is about **far.csv**" in said(app)
    assert app.button(key="own-bring")


def test_a_start_that_its_data_do_not_allow_is_explained_with_its_side():
    few = Scenario(clusters=(replace(Scenario().clusters[0], size=3),), start="kmeans", n_components=8)
    app = open_both(few, LINE)
    assert not app.exception
    assert "**Left:**" in said(app)
    assert "allow no such start" in messages(app)


# --- what they differ in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (FAITHFUL, TIED, [("Covariance", "full", "tied")]),
        (FAITHFUL, replace(FAITHFUL, learn_weights=False), [("Mixing weights", "learned", "fixed equal")]),
        (FAITHFUL, replace(FAITHFUL, prior=True), [("Prior", "none", "conjugate")]),
        (
            FAITHFUL,
            replace(FAITHFUL, n_components=3, tol=1e-6),
            [("Components K", "2", "3"), ("Tolerance", "0", "10⁻⁶")],
        ),
        (FAITHFUL, FAITHFUL, []),
        (
            PRESETS["overlapping"].scenario,
            replace(PRESETS["overlapping"].scenario, start="kmeanspp", components=(), n_components=2, start_seed=4),
            [("How to start", "by hand", "k-means++"), ("Start by hand", "at −4, −2", "none")],
        ),
    ],
)
def test_settings_that_differ(left, right, expected):
    assert differences.settings_that_differ(left, right) == expected


@pytest.mark.parametrize("key", PRESETS)
def test_any_two_presets_can_be_told_apart_in_words(key):
    for other in PRESETS.values():
        settings = differences.settings_that_differ(PRESETS[key].scenario, other.scenario)
        assert bool(settings) == (other != PRESETS[key])
        assert all(len(setting) == 3 and all(setting) for setting in settings)


def test_the_same_points_are_the_same_data_however_they_are_named():
    dataset, _ = FAITHFUL.run()
    points = own_data(dataset.X[:50], "typed", 50, may_travel=True)
    own = Scenario("own", own=points, columns=dataset.columns, start="kmeanspp", n_components=2, max_iter=3)
    first = run_of(own)
    again = Run(replace(dataset, X=dataset.X[:50]), first.trace)
    assert differences.same_data(first, again)
    assert not differences.same_data(first, Run(dataset, first.trace))
    assert "the higher log-likelihood" in differences.comparable(first, again)
    assert "50 points and 272" in differences.comparable(first, Run(dataset, first.trace))


# --- what is said -----------------------------------------------------------------------------------------------------


def trace_of(lls, stop):
    n = len(lls)
    return EMTrace(np.ones((n, 1)), np.zeros((n, 1, 1)), np.ones((n, 1, 1, 1)), np.array(lls), stop, "")


def test_both_are_told_at_every_step_and_the_shorter_one_says_how_it_ended():
    left, right = trace_of([-9.0, -5.0], "converged"), trace_of([-8.0, -6.0, -3.5], "max_iter")
    told = differences.both_told(
        ["Step 0: s.", "Step 1: l1."], ["Step 0: s.", "Step 1: r1.", "Step 2: r2."], left, right, True
    )
    assert told == [
        "Step 0: right is ahead by 1.0 nats. Left: the start. Right: the start.",
        "Step 1: left is ahead by 1.0 nats. Left: l1. Right: r1.",
        "Step 2: right is ahead by 1.5 nats. Left: ended at step 1, converged. Right: r2.",
    ]
    told = differences.both_told(
        ["Step 0: s.", "Step 1: l1."], ["Step 0: s."], left, trace_of([-9.0], "collapsed"), False
    )
    assert told[1] == "Step 1. Left: l1. Right: ended at step 0, collapsed."


def test_which_run_climbs_a_log_posterior_is_said():
    prior = replace(FAITHFUL, prior=True)
    runs = {scenario: run_of(scenario) for scenario in (FAITHFUL, prior)}
    for left, right, words in (
        (FAITHFUL, prior, "The right run has a prior"),
        (prior, FAITHFUL, "The left run has a prior"),
        (prior, prior, "Both runs have a prior"),
    ):
        said = differences.comparable(runs[left], runs[right])
        assert f"the better fit. {words}: EM climbs the log posterior" in said
        told = differences.both_told([], ["Step 0: s."], runs[left].trace, runs[right].trace, True)
        assert "nats of log-likelihood" in told[0] or "level within" in told[0]
    assert "prior" not in differences.comparable(runs[FAITHFUL], runs[FAITHFUL])
