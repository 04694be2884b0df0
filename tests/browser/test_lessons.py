"""The lessons in a real browser: what moves without the server, and what a click chooses."""

import re

import pytest
from playwright.sync_api import expect
from stepping import COUNT
from waiting import until

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
    expect(chart).to_contain_text("tolerance 10⁻⁵")
    expect(page.locator("th").filter(has_text=TOP)).to_have_count(1, timeout=10_000)
    assert float(slider.input_value()) == -5  # the chart was not made anew


def test_choices_travel_in_the_link_and_back_undoes_them(server, new_page):
    page = new_page(f"{server}/The_stopping_rule?iterations=40")
    slider = page.locator(SLIDER)
    expect(slider).to_be_visible(timeout=30_000)
    page.get_by_text("Your scenario from the dashboard").click()
    page.wait_for_url(re.compile("run=yours"))
    expect(page.locator("th").filter(has_text=re.compile("^End of the run: step 40$"))).to_have_count(1)
    expect(slider).to_have_count(1, timeout=15_000)  # the chart of the run before is gone
    slider.evaluate("slider => { slider.dataset.same = 'yes'; slider.focus() }")
    for _ in range(15):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("exponent=-4.5"), timeout=10_000)
    page.wait_for_timeout(1000)
    assert slider.get_attribute("data-same") == "yes"  # not made anew, and still under the hand
    assert slider.evaluate("slider => slider === document.activeElement")
    for other in (new_page(page.url), page):
        if other is page:
            page.reload()
        expect(other.locator(SLIDER)).to_have_value("-4.5", timeout=30_000)
        expect(other.locator("[data-testid=stVegaLiteChart] svg").first).to_contain_text("tolerance 3.2 × 10⁻⁵")
        expect(other.locator("th").filter(has_text=re.compile("^End of the run: step 40$"))).to_have_count(1)
    back_to(page, lambda url: "exponent" not in url)
    back_to(page, lambda url: "run" not in url)
    expect(page.locator("th").filter(has_text=PLATEAU)).to_have_count(1, timeout=15_000)


def back_to(page, wanted):
    """Go back until the address is as wanted: a hand that pauses makes more than one entry. The slider follows each."""
    for _ in range(8):
        page.go_back()
        page.wait_for_timeout(700)
        asked = re.search(r"exponent=([^&]*)", page.url)
        at = [asked[1] if asked else "-3"]
        until(page, lambda at=at: page.eval_on_selector_all(SLIDER, "all => all.map(one => one.value)") == at)
        if wanted(page.url):
            return
    raise AssertionError(page.url)


def test_a_choice_on_a_lesson_leaves_the_dashboards_step_and_link_alone(server, new_page):
    page = new_page(f"{server}/?iterations=40&step=7")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 7 of "), timeout=30_000)
    page.get_by_text("Lessons", exact=True).click()
    page.get_by_role("link", name="The stopping rule").click()
    page.get_by_text("Your scenario from the dashboard").click(timeout=30_000)
    page.wait_for_url("**/The_stopping_rule?iterations=40&run=yours")
    page.get_by_role("link", name="Dashboard", exact=True).click()
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 7 of "), timeout=30_000)
    page.wait_for_url(re.compile(r"/\?iterations=40(&step=7)?$"))
