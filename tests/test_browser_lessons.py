"""The lessons in a real browser: what moves without the server, and what a click chooses."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLIDER = ".st-key-stopping form.vega-bindings input[type=range]"
PLATEAU, TOP = re.compile("^Gain per point: step 5$"), re.compile("^Gain per point: step 44$")


def test_the_tolerance_moves_the_lines_and_the_table_follows(server, new_page):
    page = new_page(f"{server}/The_stopping_rule")
    slider = page.locator(SLIDER)
    expect(slider).to_be_visible(timeout=30_000)
    expect(page.locator("th").filter(has_text=PLATEAU)).to_have_count(1)
    chart = page.locator("[data-testid=stVegaLiteChart] svg").first
    expect(chart).to_contain_text("Gain per point: step 5")
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")  # a tenth of a power of ten each
    expect(chart).to_contain_text("Gain per point: step 44", timeout=10_000)
    expect(chart).to_contain_text("tolerance 1e-5")
    expect(page.locator("th").filter(has_text=TOP)).to_have_count(1, timeout=10_000)
    assert float(slider.input_value()) == -5  # the chart was not made anew


def test_a_click_on_a_cell_of_the_table_chooses_it(server, new_page):
    page = new_page(
        f"{server}/How_many_components?data=acidity&start=kmeanspp&k=2", viewport={"width": 1400, "height": 1500}
    )
    table = page.locator("[data-testid=stDataFrame]")
    expect(page.get_by_text("2 components, tied: log-likelihood")).to_be_visible(timeout=60_000)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 130, box["y"] + 35 * 3.5)
    expect(page.get_by_text("3 components, full: log-likelihood")).to_be_visible(timeout=15_000)
    page.get_by_role("link", name="the best, on the dashboard").click()
    page.wait_for_url(re.compile("data=acidity.*iterations=500"))
    expect(page.locator(".count")).to_have_text(re.compile("^Step 0 of "), timeout=30_000)
