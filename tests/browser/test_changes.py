"""A change of the run: the charts stay, the new run is in them, and little travels."""

import numpy as np
import pytest
from stepping import mixture_drawn, wait_for_step
from waiting import until

from emcore import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINE = Scenario(start="random-points", start_seed=1, learn_weights=True)
PLANE = Scenario(source="moons", n_points=4000, n_components=3, start="random-points", start_seed=1)
MOST = 75_000  # bytes of a change of the start
TEXTS = "name => document.querySelector(`form.vega-bindings input[name=${name}]`).value"


def mixture_rows(trace):
    """What the picture is told of the start: a row of numbers for every component; the trail ends there."""
    K, D = trace.means.shape[1:]
    factors, means = np.linalg.cholesky(trace.covariances[0]), trace.means[0]
    columns = [np.arange(K) + 1, trace.weights[0], means[:, 0], factors[:, 0, 0]]
    in_plane = [means[:, 1], factors[:, 1, 0], factors[:, 1, 1], means[:, 0], means[:, 1]] if D == 2 else []
    return np.stack(columns + in_plane, axis=1)


def trail_rows(trace):
    """A row of numbers for every step and component."""
    steps, components = np.divmod(np.arange(trace.weights.size), trace.weights.shape[1])
    return np.column_stack([steps, components + 1, trace.means.reshape(len(steps), -1)])


def check_charts(page, scenario):
    _, trace = scenario.run()
    np.testing.assert_allclose(mixture_drawn(page), mixture_rows(trace), rtol=1e-9, atol=1e-9)
    log_likelihoods = [float(number) for number in page.evaluate(TEXTS, "log_likelihoods").split(" ")]
    np.testing.assert_allclose(log_likelihoods, trace.log_likelihoods, rtol=1e-12)
    if trace.means.shape[2] == 2:
        trail = [[float(number) for number in row.split(" ")] for row in page.evaluate(TEXTS, "trail").split(";")]
        np.testing.assert_allclose(trail, trail_rows(trace), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("scenario", "look"), [(LINE, ""), (PLANE, ""), (PLANE, "&colors=soft&contours=filled")])
def test_another_start_is_in_the_same_picture_and_sends_little(server, new_page, scenario, look):
    page = new_page("about:blank")
    received = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    page.goto(f"{server}/?{'&'.join('='.join(pair) for pair in scenario.to_query().items())}{look}")
    wait_for_step(page, 0)
    until(page, lambda: page.evaluate(TEXTS, "log_likelihoods") != "", 15)
    check_charts(page, scenario)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(1000)
    page.evaluate("window.pictureBefore = document.querySelector('[data-testid=stVegaLiteChart] canvas')")
    for seed in (2, 3):  # the browser keeps what it has got once
        received.clear()
        before = page.evaluate(TEXTS, "log_likelihoods")
        page.get_by_role("button", name="Start again").click()
        page.wait_for_url(f"**start_seed={seed}**")
        page.wait_for_function(f"before => ({TEXTS})('log_likelihoods') !== before", arg=before)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        page.wait_for_timeout(500)
    check_charts(page, Scenario(**{**vars(scenario), "start_seed": 3}))
    assert page.evaluate("window.pictureBefore.isConnected"), "the picture was made anew"
    assert sum(received) < MOST
