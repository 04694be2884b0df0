"""The panel "Take away": it opens at the step in view, and its files hold what was in view."""

import csv
import io
import re

import numpy as np
import pytest
from playwright.sync_api import expect
from stepping import COUNT, wait_for_step

from emcore import PRESETS, e_step

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PANEL = "section[role=dialog]"
WIDEST = "panel => Math.max(...[...panel.querySelectorAll('button, p')].map(e => e.getBoundingClientRect().right))"


def taken(page, label):
    """The file behind a button of the panel: its name and its text."""
    with page.expect_download(timeout=60_000) as download:
        page.locator(PANEL).get_by_role("button", name=label).click()
    return download.value.suggested_filename, download.value.path().read_text(encoding="utf-8-sig")


def test_the_panel_opens_at_the_step_in_view_and_its_points_are_of_that_step(server, new_page):
    page = new_page(server, 1280, 720)
    wait_for_step(page, 0)
    for _ in range(4):
        page.keyboard.press("ArrowRight")  # E, M, E, M: the first example goes in two beats
    wait_for_step(page, 2)
    page.keyboard.press("t")
    panel = page.locator(PANEL)
    expect(panel).to_be_visible(timeout=15_000)
    expect(panel).to_contain_text("step 2 of")
    panel.get_by_role("tab", name="Data").click()
    name, text = taken(page, "Points and responsibilities")
    assert name.endswith("points.csv")
    rows = list(csv.reader(io.StringIO(text)))
    table = np.array([row[1:5] for row in rows[1:]], float)
    dataset, trace = PRESETS["first"].scenario.run()
    responsibilities, _ = e_step(dataset.X, trace[2].mixture)
    np.testing.assert_allclose(table[:, 0], dataset.X[:, 0], rtol=1e-15)
    np.testing.assert_allclose(table[:, 1:], responsibilities, atol=1e-12)

    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    for _ in range(2):
        page.keyboard.press("ArrowRight")  # the stage has its keys back, and has kept its step
    wait_for_step(page, 3)
    page.keyboard.press("Space")  # plays on, until something is asked for
    expect(page.locator(COUNT)).to_contain_text("Step 4", timeout=15_000)
    page.get_by_role("button", name="Take away").click()
    expect(panel).to_contain_text(re.compile(r"Of step \d+"), timeout=15_000)
    page.wait_for_timeout(1500)
    step = re.search(r"Of step (\d+)", panel.inner_text())[1]
    expect(page.locator(COUNT)).to_have_text(re.compile(rf"^Step {step} of "))


def test_on_a_phone_the_panel_fits_the_window(server, new_page):
    page = new_page(f"{server}/?data=faithful", 390, 844)
    wait_for_step(page, 0)
    page.get_by_role("button", name="Take away").click()
    panel = page.locator(PANEL)
    expect(panel).to_be_visible(timeout=15_000)
    for tab in panel.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(300)
        assert panel.evaluate(WIDEST) <= 390, tab.text_content()
