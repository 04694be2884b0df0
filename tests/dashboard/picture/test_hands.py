"""Drags in the picture, as Python is told of them: which start they make, and the way back."""

from dataclasses import replace

import numpy as np
import pytest
from opening import open_scenario, query_of
from streamlit.testing.v1 import AppTest

from dashboard.picture.hands import components_at, with_start
from emcore import COVARIANCE_TYPES, Gaussian, Scenario
from emcore.gaussian import mixture_of

LINE = Scenario(
    source="faithful-waiting",
    components=(Gaussian(2, (50,), (5,)), Gaussian(1, (60.123456789,), (5,))),
    max_iter=8,
    learn_weights=True,
)
PLANE = Scenario(source="faithful", start="kmeans", n_components=3, max_iter=8, learn_weights=True)


def told(scenario, **changed):
    """What the browser says of a drag of component 2 (k = 1) at step 0."""
    D = scenario.n_features
    return {"step": 0, "component": 1, "mean": [3.5, 70.0][-D:], "sd": [0.5, 6.0][-D:], "correlation": 0.0} | changed


def test_at_step_0_of_a_start_by_hand_nothing_else_changes():
    _, trace = LINE.run()
    after = with_start(LINE, trace, told(LINE))
    assert after == replace(LINE, components=(LINE.components[0], Gaussian(1, (70.0,), (6.0,))))
    first = with_start(LINE, trace, told(LINE, component=0))
    assert first.components[1] == LINE.components[1]  # with all its digits


@pytest.mark.parametrize("learn_weights", [True, False])
@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_later_it_goes_on_from_the_step_in_view_with_the_options_of_the_run(covariance_type, learn_weights):
    scenario = replace(PLANE, covariance_type=covariance_type, reg_covar=0.01, learn_weights=learn_weights)
    dataset, trace = scenario.run()
    after = with_start(scenario, trace, told(scenario, step=4, correlation=0.3))
    options = ("covariance_type", "reg_covar", "learn_weights", "max_iter", "tol", "source")
    assert [getattr(after, name) for name in options] == [getattr(scenario, name) for name in options]
    assert (after.start, after.n_components) == ("hand", 3)
    start = after.start_mixture(dataset.X)
    expected = trace[4].mixture
    np.testing.assert_allclose(start.weights, expected.weights, rtol=1e-6)
    others = [0, 2]
    np.testing.assert_allclose(start.means[others], expected.means[others], rtol=1e-6)
    np.testing.assert_allclose(start.covariances[others], expected.covariances[others], rtol=1e-5, atol=1e-9)
    set_by_hand = mixture_of([Gaussian(1, (3.5, 70.0), (0.5, 6.0), 0.3)])  # whatever the type: as it was set
    np.testing.assert_allclose(start.means[1], set_by_hand.means[0])
    np.testing.assert_allclose(start.covariances[1], set_by_hand.covariances[0])
    assert Scenario.from_query(after.to_query()) == (after, [])  # it travels
    again = replace(after, max_iter=0)
    assert components_at(again, again.run()[1], 0) == again.components


HOSTILE = [
    {"step": -1}, {"step": 9}, {"step": 10**400}, {"step": 1.5}, {"step": None}, {"step": "0"}, {"step": True},
    {"component": 3}, {"component": -1}, {"component": "a"}, {"component": [0]}, {"component": float("nan")},
    {"mean": []}, {"mean": None}, {"mean": [1.0, 2.0, 3.0]}, {"mean": "12"}, {"mean": [float("nan")] * 2},
    {"mean": [[1.0], [2.0]]}, {"mean": {"a": 1}}, {"mean": 5}, {"mean": [None, None]}, {"mean": [True, False]},
    {"sd": [0.0, 0.0]}, {"sd": [-1.0, -1.0]}, {"sd": [float("inf")] * 2}, {"sd": [1.0] * 5}, {"sd": None},
    {"correlation": float("nan")}, {"correlation": "x"}, {"correlation": None}, {"correlation": []},
]  # fmt: skip


@pytest.mark.parametrize("scenario", [LINE, PLANE], ids=["1-D", "2-D"])
def test_what_the_browser_would_never_say_makes_no_start(scenario):
    _, trace = scenario.run()
    for changed in HOSTILE:
        assert with_start(scenario, trace, told(scenario, **changed)) is None, changed
    for name in told(scenario):
        missing = {key: value for key, value in told(scenario).items() if key != name}
        assert with_start(scenario, trace, missing) is None, name


def test_what_is_out_of_range_is_brought_within_it():
    _, trace = PLANE.run()
    after = with_start(PLANE, trace, told(PLANE, mean=[1e300, -1e300], sd=[1e-300, 1e300], correlation=5.0))
    row = after.components[1]
    assert (row.mean, row.sd, row.correlation) == ((1e9, -1e9), (1e-6, 1e9), 0.999)
    after.run()  # a run, or a collapse that it tells of


def dragging():
    """A page on which a drag is told and taken back."""
    import streamlit as st

    from dashboard.link import address
    from dashboard.picture import hands
    from dashboard.runs import Run

    state = address.state()
    if "given" in st.session_state:
        state.scenario = st.session_state.pop("given")
    dataset, trace = state.scenario.run()
    told = st.session_state.pop("told", None)
    if told is not None:
        hands.take(told, Run(dataset, trace).trace)
    hands.undo_button(state.scenario)


def test_every_drag_can_be_taken_back_until_other_data_are_in_view():
    app = AppTest.from_function(dragging)
    app.session_state["given"] = PLANE
    app.run()
    seen = [PLANE]
    for step in (3, 0, 2):
        app.session_state["told"] = told(PLANE, step=step, mean=[3.0 + step, 70.0])
        app.run().run()
        seen.append(app.session_state["link"].scenario)
        assert app.session_state["link"].view.step == 0
    assert len(set(seen)) == 4
    app.session_state["told"] = told(PLANE, step=99)  # nothing comes of it
    app.run().run()
    for scenario, step in zip(seen[-2::-1], (2, 0, 3), strict=True):
        app.button(key="undo-drag").click().run()
        state = app.session_state["link"]
        assert (state.scenario, state.view.step) == (scenario, step)
    app.run()
    assert app.button(key="undo-drag").disabled
    app.session_state["told"] = told(PLANE)
    app.run()
    app.session_state["given"] = LINE
    app.run().run()
    assert app.button(key="undo-drag").disabled


def test_two_dimensions_and_fewer_have_hands():
    for scenario, has in [(LINE, True), (PLANE, True), (replace(PLANE, source="iris", columns=()), None)]:
        app = open_scenario(scenario)
        assert not app.exception
        expected = scenario.n_features <= 2 if has is None else has
        assert ("undo-drag" in [button.key for button in app.button]) == expected
        assert query_of(app)
