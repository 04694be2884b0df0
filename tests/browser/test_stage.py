"""Keys, their card, lecture mode, the tour, and a sidebar that gets out of the way."""

import re

import pytest
from playwright.sync_api import expect
from stepping import COUNT, picture_of, wait_for_step
from waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLD_FAITHFUL = "data=faithful-waiting&start=kmeanspp&k=2&iterations=30"
LECTURE = re.compile(r"[?&]show=lecture\b")
SIDEBAR, EXPAND = "[data-testid=stSidebar]", "[data-testid=stExpandSidebarButton]"
CARD, TOUR = "dialog.card", "section.stop"
SCROLLS = """() => [...document.querySelectorAll("[data-testid=stMain], .st-key-stage, .st-key-stage-side > *")]
    .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1).map(e => e.className)"""
IN_VIEW = """() => ["title", "bar", "picture", "told", "numbers", "trace"].filter(name => {
    const { top, left, right, bottom, height } = document.querySelector(`.st-key-stage-${name}`).getBoundingClientRect()
    return height > 20 && top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight })"""
PARTS = ["title", "bar", "picture", "told", "numbers", "trace"]


def type_of(page):
    return float(page.evaluate("getComputedStyle(document.documentElement).fontSize").removesuffix("px"))


def charts_type(page):
    """How much larger than usual each chart's type is."""
    return page.locator("form.vega-bindings input[name=type]").evaluate_all("all => all.map(e => Number(e.value))")


def assert_all_in_view(page):
    until(page, lambda: page.evaluate(IN_VIEW) == PARTS, instead=lambda: f"in view: {page.evaluate(IN_VIEW)}")
    until(page, lambda: page.evaluate(SCROLLS) == [], instead=lambda: f"scrolls: {page.evaluate(SCROLLS)}")


def playing(page):
    return page.evaluate("window.emExplorer.playing")


def test_lecture_mode_by_key_shows_the_stage_alone_and_stays_through_changes_and_other_pages(server, new_page):
    page = new_page(f"{server}/?{OLD_FAITHFUL}", 1280, 720)
    wait_for_step(page, 0)
    assert type_of(page) == 16
    sidebar = page.locator(SIDEBAR)
    expect(sidebar).to_be_visible()
    page.keyboard.press("l")
    page.wait_for_url(LECTURE)
    assert type_of(page) >= 24
    until(page, lambda: len(charts_type(page)) == 2 and min(charts_type(page)) >= 1.5)
    expect(sidebar).not_to_be_in_viewport()
    assert page.evaluate("document.fullscreenElement !== null")
    assert_all_in_view(page)
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 1)
    page.wait_for_url("**step=1**")
    assert LECTURE.search(page.url)

    page.keyboard.press("s")  # the way to all else
    expect(sidebar).to_be_in_viewport()
    page.keyboard.press("ArrowRight")  # the keys are the stage's nevertheless
    wait_for_step(page, 2)
    k = page.locator(".st-key-n_components input").first
    k.scroll_into_view_if_needed()
    k.focus()
    page.keyboard.press("ArrowRight")  # another scenario, which the server writes into the address
    page.wait_for_url(re.compile(r"^(?!.*\bk=2\b).*show=lecture"))
    sidebar.get_by_text("Lessons").click()
    sidebar.get_by_role("link", name="The bound").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("never fall", timeout=20_000)
    page.wait_for_url(LECTURE)
    expect(sidebar).not_to_be_in_viewport()
    assert type_of(page) >= 24
    page.go_back()
    expect(page.locator(COUNT)).to_contain_text("Step")
    page.wait_for_url(LECTURE)
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"^(?!.*show=)"))
    assert type_of(page) == 16
    until(page, lambda: set(charts_type(page)) == {1})
    expect(sidebar).to_be_in_viewport()


def test_a_link_opens_in_lecture_mode_and_in_a_small_frame(server, new_page):
    page = new_page(f"{server}/?show=lecture", 1280, 720)  # the rest of the address is written while the page opens
    wait_for_step(page, 0)
    page.wait_for_url(LECTURE)
    expect(page.locator(EXPAND)).to_be_visible()
    assert type_of(page) >= 24
    assert_all_in_view(page)
    assert page.get_by_role("alert").count() == 0
    for query, least in (("embed=true", 16), ("embed=true&show=lecture", 24)):
        framed = new_page(f"{server}/?{query}", 900, 600)
        wait_for_step(framed, 0)
        assert type_of(framed) >= least
        assert_all_in_view(framed)
        for hidden in (SIDEBAR, EXPAND, "[data-testid=stHeader]"):
            expect(framed.locator(hidden)).to_be_hidden()


def test_on_a_phone_the_sidebar_closes_when_a_preset_or_a_page_is_chosen(server, new_page):
    page = new_page(f"{server}/?{OLD_FAITHFUL}", 390, 844)
    wait_for_step(page, 0)
    sidebar = page.locator(SIDEBAR)
    page.locator(EXPAND).click()
    expect(sidebar).to_be_in_viewport()
    page.locator(".st-key-preset input").click()
    page.get_by_role("option").first.click()
    expect(sidebar).not_to_be_in_viewport()
    page.wait_for_url(re.compile(r"^(?!.*faithful)"))
    page.locator(EXPAND).click()
    sidebar.get_by_text("Lessons").click()
    sidebar.get_by_role("link", name="The bound").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("never fall", timeout=20_000)
    expect(sidebar).not_to_be_in_viewport()


def test_after_a_choice_by_mouse_the_keys_are_the_stages_and_after_tab_the_widgets(server, new_page):
    page = new_page(f"{server}/?{OLD_FAITHFUL}")
    wait_for_step(page, 0)
    two_beats = page.locator(".st-key-beats input")
    page.locator(".st-key-beats label").first.click()
    page.wait_for_url("**beats=two**")
    page.wait_for_timeout(600)  # by when the toggle has its focus back
    page.keyboard.press("Space")
    until(page, lambda: playing(page))
    assert two_beats.is_checked()
    page.keyboard.press("Space")
    until(page, lambda: not playing(page))
    page.keyboard.press("Home")
    page.locator("button[data-do=forward]").click()
    page.keyboard.press("Space")  # plays; it does not press the button again
    until(page, lambda: playing(page))
    page.keyboard.press("Space")
    page.keyboard.press("Home")

    two_beats.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile(r"^(?!.*beats=)"))
    assert not playing(page)

    preset = page.locator(".st-key-preset input")
    preset.click()
    preset.fill("")
    page.keyboard.type("Old s l ?")  # an open list has all keys
    assert preset.input_value() == "Old s l ?"
    assert type_of(page) == 16
    page.keyboard.press("Escape")


def test_a_card_shows_all_keys_and_has_them_to_itself(server, new_page):
    page = new_page(f"{server}/?{OLD_FAITHFUL}")
    wait_for_step(page, 0)
    button, card = page.get_by_role("button", name="Keys"), page.locator(CARD)
    button.focus()
    page.keyboard.press("?")
    expect(card).to_be_visible()
    for key in ("→", "Space", "Home", "L", "S", "?", "Esc"):
        expect(card.locator("kbd").get_by_text(key, exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(button).to_be_focused()
    expect(page.locator(SIDEBAR)).to_be_in_viewport()
    wait_for_step(page, 0)
    button.click()
    card.get_by_role("button", name="Close").click()
    expect(card).to_be_hidden()
    button.click()
    card.get_by_role("button", name="Show the tour").click()
    expect(page.locator(TOUR)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(TOUR)).to_be_hidden()
    button.click()
    card.get_by_role("button", name="Show the tour").click()
    page.keyboard.press("t")  # the panel is not to lie under it
    expect(page.locator(TOUR)).to_be_hidden()
    expect(page.locator("section[role=dialog]")).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("size", [(1400, 900), (390, 844)])
def test_the_tour_is_shown_once_to_who_opens_the_bare_address_and_hides_nothing_it_speaks_of(server, chromium, size):
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    tour = page.locator(TOUR)
    page.goto(f"{server}/?{OLD_FAITHFUL}")
    wait_for_step(page, 0)
    page.wait_for_timeout(1000)
    expect(tour).to_be_hidden()  # a link says what its sender meant

    page.goto(server)
    expect(tour).to_be_visible(timeout=20_000)
    for part in ("stage-picture", "stage-bar", "stage-picture"):
        page.wait_for_timeout(300)
        card, spoken_of = tour.bounding_box(), page.locator(f".st-key-{part}").bounding_box()
        apart_x = card["x"] >= spoken_of["x"] + spoken_of["width"] or card["x"] + card["width"] <= spoken_of["x"]
        apart_y = card["y"] >= spoken_of["y"] + spoken_of["height"] or card["y"] + card["height"] <= spoken_of["y"]
        assert apart_x or apart_y
        assert 0 <= card["x"] <= size[0] - card["width"]
        assert 0 <= card["y"] <= size[1] - card["height"]
        page.keyboard.press("Enter")
    before = picture_of(page)
    page.keyboard.press("ArrowRight")  # all goes on working
    until(page, lambda: picture_of(page) != before)
    page.keyboard.press("Enter")
    expect(tour).to_be_hidden()
    page.goto(server)
    wait_for_step(page, 0)
    page.wait_for_timeout(1000)
    expect(tour).to_be_hidden()
    context.close()
