"""The lesson on the bound in a real browser: beats move the pictures and the sentence, the server hears nothing."""

import re

import pytest
from playwright.sync_api import expect
from stepping import COUNT, picture_of, wait_for_beat

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHARTS = "[data-testid=stVegaLiteChart]"
LAST = 17  # beats of the run from the slider's first value


def test_beats_move_both_pictures_the_sentence_and_the_address_and_send_nothing_to_the_server(server, new_page, silent):
    page = new_page(f"{server}/The_bound")
    wait_for_beat(page, 0)
    seen = [[picture_of(page, nth) for nth in (0, 1)]]
    with silent(page):
        for beat in (1, 2, 3):
            page.keyboard.press("ArrowRight")
            wait_for_beat(page, beat)
            seen.append([picture_of(page, nth) for nth in (0, 1)])
        for pictures in zip(*seen, strict=True):
            assert len(set(pictures)) == 4
        expect(page.locator(".sentence")).to_contain_text("E step")
        page.wait_for_url("**/The_bound?step=3")
        page.keyboard.press("End")
        wait_for_beat(page, LAST)
        expect(page.locator(".sentence")).to_contain_text("this is a peak")
        page.keyboard.press("Home")
        wait_for_beat(page, 0)
        page.wait_for_url(re.compile(r"/The_bound$"))


def test_a_link_opens_at_its_beat_and_another_start_is_another_run_from_its_first_beat(server, new_page):
    page = new_page(f"{server}/The_bound?step=4")
    wait_for_beat(page, 4)
    expect(page.locator(".sentence")).to_contain_text("M step")
    page.reload()
    wait_for_beat(page, 4)
    before = picture_of(page, 0)
    canvases = page.locator(f"{CHARTS} canvas")
    canvases.evaluate_all("all => all.forEach(canvas => { canvas.dataset.same = 'yes' })")
    page.locator(".st-key-bound-start input").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".sentence")).to_contain_text("\u22120.75", timeout=15_000)
    wait_for_beat(page, 0)
    page.wait_for_url("**/The_bound?*from=-0.75")
    page.locator("button[data-do=forward]").click(click_count=4)
    wait_for_beat(page, 4)
    assert picture_of(page, 0) != before
    assert canvases.evaluate_all("all => all.map(canvas => canvas.dataset.same)") == ["yes", "yes"]  # not made anew
    page.wait_for_url("**/The_bound?*from=-0.75&step=4")
    second = new_page(page.url)
    wait_for_beat(second, 4)
    expect(second.locator(".sentence")).to_have_text(page.locator(".sentence").inner_text())


def test_the_dashboards_step_and_the_beat_do_not_mix(server, new_page):
    page = new_page(f"{server}/?step=7")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 7 of "), timeout=30_000)
    page.get_by_text("Lessons", exact=True).click()
    page.get_by_role("link", name="The bound").click()
    page.get_by_role("heading", name="The bound").wait_for()
    wait_for_beat(page, 0)


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_overflows_or_jumps_from_beat_to_beat(server, new_page, width):
    page = new_page(f"{server}/The_bound", width)
    wait_for_beat(page, 0)
    page.wait_for_timeout(500)
    places = f"""JSON.stringify([...document.querySelectorAll('{CHARTS}, .stMarkdown')].map(e => {{
        const box = e.getBoundingClientRect()
        return [box.x, box.y, box.width, box.height].map(Math.round)
    }}))"""
    before = page.evaluate(places)
    for beat in (1, 2):
        page.keyboard.press("ArrowRight")
        wait_for_beat(page, beat)
        assert page.evaluate(places) == before
    page.keyboard.press("End")
    wait_for_beat(page, LAST)
    assert page.evaluate(places) == before
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    for formula in page.locator(".katex-html").all():
        assert formula.evaluate("f => f.scrollWidth <= f.closest('.stMarkdown').clientWidth + 1"), formula.inner_text()
