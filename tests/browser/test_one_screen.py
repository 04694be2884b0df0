"""One screen: what is seen without scrolling, how much of the window the picture takes, and that nothing jumps."""

import re

import pytest
from opening import ADDRESSES
from playwright.sync_api import expect
from stepping import COUNT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PARTS = {
    "title": ".st-key-stage-title h1",
    "step bar": ".st-key-step-bar",
    "picture": ".st-key-stage-picture [data-testid=stVegaLiteChart] canvas",
    "sentence": ".st-key-stage-told",
    "numbers": ".st-key-read-out",
    "trace": ".st-key-stage-trace [data-testid=stVegaLiteChart]",
}
MORE_THAN_TWO = "/?data=penguins&columns=bill_length_mm~bill_depth_mm~body_mass_g"
ON_PHONE = ["title", "step bar", "picture", "sentence"]
# The cumulative layout shift of the visit.
SHIFT = """new Promise(tell => {
  new PerformanceObserver(list => tell(list.getEntries().reduce((sum, shift) => sum + shift.value, 0)))
    .observe({ type: "layout-shift", buffered: true })
  setTimeout(() => tell(0), 500)
})"""


def rest(page):
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 0 of"), timeout=30_000)
    expect(page.locator(".log-likelihood")).not_to_be_empty(timeout=15_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_selector(PARTS["picture"])
    page.wait_for_selector(PARTS["trace"])
    page.wait_for_timeout(500)


def boxes(page):
    return {name: page.locator(selector).first.bounding_box() for name, selector in PARTS.items()}


def check_inside(page, parts, width, height):
    for name, box in boxes(page).items():
        if name in parts:
            assert min(box["x"], box["y"]) >= 0, name
            assert box["x"] + box["width"] <= width + 1, name
            assert box["y"] + box["height"] <= height + 1, name


@pytest.mark.parametrize("link", ["/", "/?data=faithful", MORE_THAN_TWO])
def test_all_is_seen_without_scrolling_and_the_picture_grows_with_the_window(server, new_page, link):
    page = new_page(server + link, 1280, 720)
    rest(page)
    # The picture's part of the window, with the sidebar open.
    for width, height, least in [(1280, 720, 0.25), (1400, 1000, 0.35), (1920, 1080, 0.40)]:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(600)
        check_inside(page, PARTS, width, height)
        picture = boxes(page)["picture"]
        assert picture["width"] * picture["height"] >= least * width * height
        main = page.locator("[data-testid=stMain]").evaluate("main => main.scrollHeight - main.clientHeight")
        assert main <= 1 or link == MORE_THAN_TWO  # below it the correlations
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_timeout(600)
    before = boxes(page)
    for key in ["ArrowRight", "ArrowRight", "End"]:
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        assert boxes(page) == before  # nothing jumps


def test_on_a_phone_picture_and_sentence_share_the_screen_with_the_bar_at_its_foot(server, new_page):
    page = new_page(server, 390, 844)
    rest(page)
    check_inside(page, ON_PHONE, 390, 844)
    assert boxes(page)["step bar"]["y"] > 0.75 * 844
    page.locator(PARTS["trace"]).first.scroll_into_view_if_needed()
    check_inside(page, ["step bar", "trace"], 390, 844)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_while_a_page_loads(server, new_page, width):
    """Without the sidebar, which Streamlit opens by itself, a third of the window."""
    page = new_page("about:blank", width, 844)
    for address in ADDRESSES.values() if width == 1280 else [""]:
        page.goto(f"{server}/{address}{'?embed=true' * (width > 640)}")
        page.get_by_role("heading", level=1).wait_for(timeout=30_000)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        page.wait_for_timeout(2000)
        assert page.evaluate(SHIFT) < 0.05, address


def test_what_a_link_asks_for_in_vain_and_a_fourth_way_to_click_lie_over_nothing(server, new_page):
    own = "data=own&weights=learned&own=-0.3_-1.1~5.3_4~4.1_4.1~1.6_4.5~-0.3_-0.3~4_3~0.8_-0.7~-0.9_-0.9~0.2_0.8~5_2.9"
    page = new_page(f"{server}/?{own}&foo=1", 1280, 720)
    rest(page)
    warning = page.get_by_text("foo is no setting").bounding_box()
    assert warning["y"] > 0
    assert warning["y"] + warning["height"] <= boxes(page)["title"]["y"]
    edge = page.locator(".st-key-stage-picture").bounding_box()
    pin = page.locator(".st-key-pin").bounding_box()
    assert pin["x"] + pin["width"] <= edge["x"] + edge["width"]
