"""The lesson on the stopping rule in a real browser: what its text says one sees when the tolerance is dragged."""

import re

import pytest
from playwright.sync_api import expect
from stepping import COUNT
from waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLIDER = ".st-key-stopping form.vega-bindings input[type=range]"
STOPS, EARLY = ".stops", ".st-key-stopping-early .sentence"
# What the charts of the two pictures are told by the browser: mixtures of two components, and where their trail ends.
TRAIL_ENDS = """() => ['early', 'arrived'].map(name => {
    const input = document.querySelector(`.st-key-stopping-${name} form.vega-bindings input[name=mixture]`)
    return Number(input?.value.split(' ')[1] ?? -1)
})"""


def test_the_tolerance_moves_the_lines_and_the_picture_of_what_was_stopped_early(server, new_page):
    page = new_page(f"{server}/The_stopping_rule", width=1280, height=720)
    slider, chart = page.locator(SLIDER), page.locator(".st-key-stopping svg.marks")
    expect(slider).to_be_visible(timeout=60_000)
    expect(page.locator(STOPS)).to_contain_text("Gain per point: step 5", timeout=30_000)
    expect(page.locator(EARLY)).to_have_text("Relative gain: stopped early at step 4, 157 nats short.")
    until(page, lambda: page.evaluate(TRAIL_ENDS) == [4, 50])
    for shown in (slider, page.locator(STOPS), *page.locator(".st-key-stopping-arrived canvas").all()):
        box = shown.bounding_box()
        assert box["y"] + box["height"] <= 720  # all in the first window

    slider.focus()
    slider.evaluate("slider => { slider.dataset.same = 'yes' }")
    for _ in range(14):
        page.keyboard.press("ArrowLeft")  # a tenth of a power of ten each
    for rule in ("Gain per point: step 44", "Relative gain: step 44", "projection: step 45", "parameters: step 48"):
        expect(page.locator(STOPS)).to_contain_text(rule)
    expect(chart).to_contain_text("step 48")
    expect(chart).to_contain_text("4 × 10⁻⁵")
    until(page, lambda: page.evaluate(TRAIL_ENDS) == [44, 50])
    page.keyboard.press("ArrowRight")
    expect(page.locator(STOPS)).to_contain_text("Relative gain: step 12")  # on the plateau

    page.wait_for_url(re.compile("exponent=-4.3"), timeout=30_000)
    page.wait_for_timeout(1000)
    assert slider.get_attribute("data-same") == "yes"  # not made anew, and still under the hand
    assert slider.evaluate("slider => slider === document.activeElement")
    page.get_by_text("What each rule would have reported").click()
    expect(page.locator("th").filter(has_text=re.compile("^Relative gain: step 12$"))).to_be_visible()

    # On a phone, too, one sees what was stopped early while the tolerance is moved.
    page.set_viewport_size({"width": 390, "height": 844})
    slider.evaluate("slider => slider.scrollIntoView({ block: 'center' })")
    for side in ("early", "arrived"):
        picture = page.locator(f".st-key-stopping-{side} canvas").first
        until(page, lambda picture=picture: picture.bounding_box()["y"] + picture.bounding_box()["height"] <= 844)


def test_choices_travel_in_the_link_and_back_undoes_them(server, new_page):
    page = new_page(f"{server}/The_stopping_rule?iterations=40&exponent=-4.5")
    expect(page.locator(SLIDER)).to_have_value("-4.5", timeout=60_000)
    expect(page.locator(".st-key-stopping svg.marks")).to_contain_text("3.2 × 10⁻⁵", timeout=30_000)
    page.get_by_text("Your scenario from the dashboard").click()
    page.wait_for_url(re.compile("run=yours"))
    expect(page.get_by_text("Arrived: step 40, the end of this run.")).to_be_visible(timeout=60_000)
    page.go_back()
    expect(page.get_by_text("Arrived: step 50, the end of this run.")).to_be_visible(timeout=60_000)
    expect(page.locator(SLIDER)).to_have_value("-4.5", timeout=30_000)


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


def test_a_chart_hears_at_most_once_of_what_its_input_does_not_take(modules):
    """A range makes its middle of an empty text: told so again and again, it would be a change each time."""
    heard = modules.evaluate("""async () => {
        const { write } = await import('/shared/charts.js')
        document.body.innerHTML = '<input type="range" min="0" max="10" value="0">'
        const input = document.querySelector('input'), heard = []
        input.addEventListener('input', () => heard.push(input.value))
        for (const value of ['', '', 7, '7', '']) write(input, value)
        return heard
    }""")
    assert heard == ["5", "7", "5"]
