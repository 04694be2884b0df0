"""The clinic without a browser: its patients, what is said of those that do not collapse, what the tries say."""

import re
from dataclasses import replace

import numpy as np
import pytest
from opening import links_of, messages, open_page, text_of

from dashboard.charts.lessons.dive_chart import hand_positions
from dashboard.lessons import the_collapse_clinic as lesson
from dashboard.lessons.course.the_collapse_clinic import LESSON
from dashboard.runs import Run
from dashboard.stepping.largest_change import movements
from emcore import PRESETS, Dataset, EMTrace, Gaussian, Mixture, Scenario, e_step, fit
from emcore.numerals import power_of_ten
from emcore.study import collapse
from emcore.study.cures import CURES
from emcore.study.patients import PATIENTS
from emcore.trace import EMState

PAGE = "pages/10_The_collapse_clinic.py"
IRIS = Scenario("iris", start="random-points", n_components=6, learn_weights=True)


def opened(patient, scenario=None):
    app = open_page(PAGE, patient=patient, **(scenario.to_query() if scenario else {})).run()
    assert not app.exception
    assert messages(app) == ""
    return app


def text_of_main(app):
    return " ".join(element.value for element in app.main.markdown)


@pytest.mark.parametrize("patient", PATIENTS)
def test_every_cure_of_a_patient_is_shown_and_can_be_watched(patient):
    app = opened(patient)
    text, links = text_of_main(app), links_of(app)
    for cure in CURES.values():
        assert f"**{cure.label}**" in text
        assert cure.costs in text
    watched = [Scenario.from_query(link)[0] for link in links]
    assert len(watched) == len(CURES) + 1  # and the patient
    assert PATIENTS[patient] in watched
    assert "What is left to component 2" in text


def test_the_dashboards_run_is_the_patient_if_it_collapses():
    text = text_of_main(opened("yours", PRESETS["collapse"].scenario))
    assert "does not collapse" not in text
    assert "1 point × 1 direction" in text


def test_a_run_that_collapses_at_once_is_not_to_be_stepped_but_can_be_narrowed():
    clusters = tuple(Gaussian(n, (mean,), (sd,)) for n, mean, sd in ((300, 0, 0.6), (180, 5, 1.5), (400, 10.5, 0.8)))
    start = tuple(Gaussian(1, (mean,), (sd,)) for mean, sd in ((0, 1), (12.9, 0.001), (10, 1)))
    text = text_of_main(opened("yours", Scenario(clusters=clusters, data_seed=2, components=start)))
    assert "in its first step" in text
    assert "Step to the end" not in text
    assert "What is left to component 2 is 1 point" in text


def test_one_component_alone_is_said_to_be_safe():
    text = text_of_main(opened("yours", Scenario("faithful", start="kmeanspp", n_components=1)))
    assert "can't collapse while they spread" in text
    assert "More components" not in text


def test_of_a_sound_run_a_start_is_shown_that_is_not():
    app = opened("yours", IRIS)
    text = text_of_main(app)
    assert "Your run does not collapse; **start" in text
    shown = Scenario.from_query(links_of(app)[-1])[0]
    assert (shown.start, shown.source, shown.n_components) == ("random-points", "iris", 6)
    assert shown.run()[1].stop == "collapsed"
    assert "What is left to component" in text


def test_where_none_is_found_it_says_so_and_shows_the_cures():
    text = text_of_main(opened("yours", Scenario("faithful", start="kmeanspp", n_components=2, learn_weights=True)))
    assert "none of 50 starts at random points does" in text
    assert "What is left to component" not in text
    assert "**Tied covariances**" in text


def test_with_a_prior_nothing_collapses_and_no_start_is_searched_for():
    with_prior = Scenario("faithful", start="kmeanspp", n_components=2, learn_weights=True, prior=True)
    text = text_of_main(opened("yours", with_prior))
    assert "has a prior, with which no component can collapse" in text
    assert "starts at random points" not in text
    assert "**Tied covariances**" in text
    assert "**A prior (MAP)**" not in text


def test_the_cure_by_a_prior_tells_the_log_posterior_too():
    scenario = replace(PATIENTS["one-point"], prior=True, tol=1e-12)
    run = Run(*scenario.run())
    assert run.trace.log_priors is not None
    # mclust's end, and its log posterior by the densities of Fraley and Raftery: tests/data/prior.json
    assert "log-likelihood \u221270.73, log posterior \u221285.57." in lesson.outcome(run)
    assert "posterior" not in lesson.outcome(Run(*replace(scenario, prior=False, covariance_type="tied").run()))


def test_too_many_points_and_an_impossible_start_are_told_with_the_way_out():
    many = Scenario("clusters-2d")
    app = open_page(PAGE, patient="yours", **many.to_query()).run()
    assert not app.exception
    assert "Choose fewer on the dashboard" in messages(app)
    impossible = Scenario(clusters=(Gaussian(2, (0.0,), (1.0,)),), start="kmeanspp", n_components=5)
    app = open_page(PAGE, patient="yours", **impossible.to_query()).run()
    assert not app.exception
    assert "These data allow no such start" in messages(app)


def test_where_no_other_start_helps_it_is_said():
    few = Scenario(clusters=(Gaussian(6, (0.0,), (1.0,)),), start="kmeanspp", n_components=6, learn_weights=True)
    text = text_of(opened("yours", few))
    assert "Another start is no cure here" in text


def test_what_is_to_be_tried_comes_true():
    scenario = PATIENTS["one-point"]
    dataset, trace = scenario.run()
    dive = collapse.dive_of(dataset.X, trace)
    after = collapse.next_exponent(dataset.X, trace[-1].mixture, dive)
    (nats,) = collapse.narrowed(dataset.X, trace[-1].mixture, dive, [after])
    said = " ".join(one.do + one.see for one in LESSON.tries)
    assert f"{dive.slope:.2f} nats" in said
    assert power_of_ten(-round(after)) in said
    assert f"step {len(trace)}, with a log-likelihood of {nats:,.0f}" in said
    shrinks = dive.widths[1:] / dive.widths[:-1]
    assert (np.diff(shrinks[1:]) < 0).all()  # ever faster
    shares = np.array([e_step(dataset.X, state.mixture)[0][:, 1] for state in trace])
    assert (shares.argmax(axis=1) == dataset.X[:, 1].argmax()).all()  # the point at the very top
    assert ((shares > 0.5).sum(axis=1) == 1).all()
    assert f"{shares[0].sum() - shares[0].max():.2f} of a point in all" in said
    assert (np.diff(shares.sum(axis=1) - shares.max(axis=1)) < 0).all()  # of the others ever less
    two, trace = PATIENTS["two-points"].run()
    dive = collapse.dive_of(two.X, trace)
    per_point = trace.log_likelihoods / len(two.X)  # as the sentences count
    assert f"{per_point[22] - per_point[12]:.2f} nats a point in all ten steps" in said
    assert f"the last step gains {per_point[-1] - per_point[-2]:.2f}" in said
    assert len(dive.points) == 2


def test_of_a_component_that_has_no_point_of_its_own_a_cure_is_not_praised():
    spread, means = np.eye(1), np.array([[0.0], [5.0], [5.0]])
    X = np.array([[-1.0], [0.0], [1.0], [4.0], [5.0], [6.0]])
    twins = Mixture(np.array([0.5, 0.3, 0.2]), means, np.stack([spread] * 3))  # one is the other's shadow
    run = Run(Dataset(X, None, None, ("x",)), EMTrace.of([EMState(0, twins, -10.0)], "converged"))
    assert lesson.sizes(run) == [3, 3, 0]
    said = lesson.outcome(run)
    assert "without a point of its own" in said
    assert "warning" in said
    assert "0 points" not in said


def test_the_hand_goes_through_all_widths_from_the_start_on_and_far_beyond_floats():
    positions = hand_positions(np.array([-0.2, 0.1, 3.4]), 1e6)
    assert (np.diff(positions) > 0).all()
    assert positions[0] <= -0.2
    assert positions[-1] == 1e6
    assert np.diff(positions[positions < 6]).max() < 0.051
    assert len(positions) < 500
    far = positions[positions > 12]
    assert np.array_equal(far, far.round())
    assert (far[1:] / far[:-1]).max() < 1.15


WRITTEN = {0: "1", 0.5: "0.32", 6.05: "8.9 × 10⁻⁷", 300: "10⁻³⁰⁰", 314416.32: "10⁻³¹⁴⁴¹⁶", 3.5e9: "10⁻³⁵⁰⁰⁰⁰⁰⁰⁰⁰"}


@pytest.mark.parametrize(("exponent", "text"), WRITTEN.items())
def test_widths_are_written_as_one_reads_them(exponent, text):
    assert lesson._width(exponent) == text


def test_a_component_that_narrows_is_not_said_to_be_0_wide():
    dataset, trace = PATIENTS["one-point"].run()
    for line in movements(trace, dataset.X):
        assert not re.search(r" to 0(\.0+)?(?![.\d])", line)


def test_a_component_left_with_no_more_points_than_it_has_numbers_is_no_sound_end():
    X = np.array([[0, 0], [1, 0], [0, 1], *np.random.default_rng(1).normal(20, 3, (40, 2))])
    start = Mixture([0.1, 0.9], [[0, 0], [20, 20]], [np.eye(2), 9 * np.eye(2)])
    found = Run(Dataset(X, None, None, ["x", "y"]), fit(X, start, max_iter=200, tol=1e-9))
    assert "a component is left with 3 points" in lesson.outcome(found)
