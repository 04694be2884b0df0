"""The lessons in a real browser: what moves without the server, and what a click chooses."""

import re

import pytest
from playwright.sync_api import expect
from stepping import COUNT

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_click_on_a_cell_of_the_table_chooses_it(server, new_page):
    page = new_page(f"{server}/How_many_components?data=acidity&start=kmeanspp&k=2", height=1500)
    table = page.locator("[data-testid=stDataFrame]")
    expect(page.get_by_text("2 components, tied: log-likelihood")).to_be_visible(timeout=60_000)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 130, box["y"] + 35 * 3.5)
    expect(page.get_by_text("3 components, full: log-likelihood")).to_be_visible(timeout=15_000)
    page.wait_for_url(re.compile("cell=3_full"))
    page.get_by_role("link", name="the best, on the dashboard").click()
    page.wait_for_url(re.compile("data=acidity.*iterations=500"))
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 0 of "), timeout=30_000)
