"""A change of the run: the charts stay, the new run is in them, and little travels."""

import numpy as np
import pytest
from stepping import wait_for_step
from waiting import until

from dashboard.charts.stepping import FIELDS
from emcore import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINE = Scenario(start="random-points", start_seed=1, learn_weights=True)
PLANE = Scenario(source="moons", n_points=4000, n_components=3, start="random-points", start_seed=1)
MOST = 60_000  # bytes of a change of the start
TEXTS = "name => document.querySelector(`form.vega-bindings input[name=${name}]`).value"


def rows_of(trace):
    """What `run` says of a trace: a row of numbers for every step and component."""
    n_steps, K, D = trace.means.shape
    steps, components = np.divmod(np.arange(n_steps * K), K)
    factors = np.linalg.cholesky(trace.covariances).reshape(-1, D, D)
    means = trace.means.reshape(-1, D)
    columns = [steps, components + 1, trace.weights.ravel(), means[:, 0], factors[:, 0, 0]]
    return np.stack(columns + ([means[:, 1], factors[:, 1, 0], factors[:, 1, 1]] if D == 2 else []), axis=1)


def in_charts(page):
    rows = [[float(number) for number in row.split(" ")] for row in page.evaluate(TEXTS, "run").split(";")]
    return np.array(rows), np.array([float(number) for number in page.evaluate(TEXTS, "log_likelihoods").split(" ")])


def check_charts(page, scenario):
    _, trace = scenario.run()
    rows, log_likelihoods = in_charts(page)
    assert rows.shape[1] in (len(FIELDS), FIELDS.index("l11") + 1)
    np.testing.assert_allclose(rows, rows_of(trace), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(log_likelihoods, trace.log_likelihoods, rtol=1e-12)


@pytest.mark.parametrize(("scenario", "look"), [(LINE, ""), (PLANE, ""), (PLANE, "&colors=soft&contours=filled")])
def test_another_start_is_in_the_same_picture_and_sends_little(server, new_page, scenario, look):
    page = new_page("about:blank")
    received = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    page.goto(f"{server}/?{'&'.join('='.join(pair) for pair in scenario.to_query().items())}{look}")
    wait_for_step(page, 0)
    until(page, lambda: page.evaluate(TEXTS, "run") != "", 15)
    check_charts(page, scenario)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(1000)
    page.evaluate("window.pictureBefore = document.querySelector('[data-testid=stVegaLiteChart] canvas')")
    for seed in (2, 3):  # the browser keeps what it has got once
        received.clear()
        before = page.evaluate(TEXTS, "run")
        page.get_by_role("button", name="Start again").click()
        page.wait_for_url(f"**start_seed={seed}**")
        page.wait_for_function(f"before => ({TEXTS})('run') !== before", arg=before)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        page.wait_for_timeout(500)
    check_charts(page, Scenario(**{**vars(scenario), "start_seed": 3}))
    assert page.evaluate("window.pictureBefore.isConnected"), "the picture was made anew"
    assert sum(received) < MOST
