"""A record is uploaded in the panel: it opens, one's own points included, and can be taken away again."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect
from stepping import wait_for_step

from emcore import Scenario
from emcore.export import record
from emcore.export.file import Moment
from emcore.scenario.own_points import OWN, own_data

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PANEL = "section[role=dialog]"


def test_a_record_opens_from_the_panel_and_leaves_by_it_as_it_came(server, new_page, tmp_path):
    rng = np.random.default_rng(5)
    X = np.concatenate([rng.normal(size=(90, 2)), rng.normal(5, 1, size=(90, 2))])
    own = own_data(X, "heights.csv", 181, may_travel=True)
    scenario = Scenario(
        OWN, own=own, columns=("a", "=b"), start="kmeanspp", n_components=2, max_iter=9, standardize=True
    )
    dataset = scenario.dataset(X)
    trace = scenario.fit(dataset.X, scenario.start_mixture(dataset.X))
    content = record.write(Moment(scenario, dataset, trace, 4.0, measured=X))

    page = new_page(server, 1280, 720)
    wait_for_step(page, 0)
    page.keyboard.press("t")
    panel = page.locator(PANEL)
    panel.get_by_role("tab", name="Data").click(timeout=15_000)
    file = {"name": "run.json", "mimeType": "application/json"}
    panel.locator("input[type=file]").set_input_files(file | {"buffer": content[:-30]})
    expect(panel).to_contain_text("was it cut off?", timeout=15_000)
    panel.locator("input[type=file]").set_input_files(file | {"buffer": content})
    expect(panel).to_be_hidden(timeout=15_000)
    expect(page.get_by_role("heading", name="heights.csv")).to_be_visible(timeout=15_000)
    wait_for_step(page, 4)
    page.wait_for_url(re.compile(r"own_file=heights\.csv.*step=4"))

    page.keyboard.press("t")
    panel.get_by_role("tab", name="Data").click(timeout=15_000)
    expect(panel).not_to_contain_text("was it cut off?")
    with page.expect_download(timeout=60_000) as download:
        panel.get_by_role("button", name="Record of the run").click()
    found = record.read(download.value.path().read_bytes())
    assert (found.scenario, found.step) == (scenario, 4.0)
    assert found.own_points.tobytes() == X.tobytes()
    assert np.allclose(found.trace.log_likelihoods, trace.log_likelihoods, rtol=1e-12)
