"""A lecture link as students find it, and as the lecturer makes it: question, locks, code, short link, frame."""

import io
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from stepping import COUNT, wait_for_step
from waiting import until

from emcore import Scenario
from emcore.scenario.packed_link import unpacked

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLOUDS = "data=clusters-2d&clusters=70_-6_0_1_1_0~50_6_0_1_1_0&start=random-points&k=2&iterations=9&weights=learned"
EIGHT = "~".join(f"{90 + k}_{7.0625 * k}_{-3.4375 * (k % 3 + 1)}_1.5_2.125_0.25" for k in range(8))
LONG = f"data=clusters-2d&clusters={EIGHT}&components={EIGHT.replace('_1.5_', '_3.5_')}&iterations=5&weights=learned"
QUESTION = (
    "<b onclick=x>Which</b> [moves](//x.org) **most** $x^2$ :red[?] :smile: \u202eyhw <img src=x onerror=window.PWN=1>"
)
SEEN = QUESTION.replace("\u202e", "⟨U+202E⟩")
SLOW = """() => {
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (message) { setTimeout(() => send.call(this, message), 1500) } }"""
PANEL = "section[role=dialog]"
IN_FRAME = """() => ["title", "bar", "picture", "told", "numbers", "trace"].filter(name => {
    const part = document.querySelector(`.st-key-stage-${name}`)
    if (!part) return false
    const { top, left, right, bottom, height } = part.getBoundingClientRect()
    return height > 20 && top >= 0 && left >= 0 && right <= 900 && bottom <= 600 })"""


def code_seen(element):
    """What a camera would read of it."""
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(element.screenshot())))
    return [code.text for code in codes]


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def test_what_is_locked_is_hidden_and_no_key_moves_the_step(server, new_page):
    received = []
    page = new_page("about:blank", 1280, 720)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(bytes(frame))))
    page.goto(f"{server}/?{CLOUDS}&truth=yes&step=2")
    wait_for_step(page, 2)
    for word in (b'"truth"', b'"sentences"'):  # the chart's layer; what is said of every step
        assert any(word in frame for frame in received)
    assert page.evaluate("window.emExplorerHands !== undefined")
    received.clear()
    page.goto("about:blank")
    page.goto(f"{server}/?{CLOUDS}&truth=yes&step=2&lock=data~start~truth~answers&ask={quote(QUESTION)}")
    expect(page.locator(".st-key-question")).to_have_text(SEEN, timeout=30_000)
    expect(page.locator(COUNT)).to_have_text("Step 2 of 9")
    expect(
        page.get_by_text("Your lecturer has fixed: data, start, step; hidden: true clusters, answers.")
    ).to_be_visible()
    page.get_by_text("Run", exact=True).click()
    slider = page.get_by_role("slider", name="Iterations")
    expect(slider).to_be_attached()  # the sidebar is complete
    assert page.evaluate("[window.PWN, document.querySelector('.st-key-question :is(b, img, a, strong)')]") == [
        None,
        None,
    ]
    assert not any(b'"truth"' in frame or b'"sentences"' in frame for frame in received)
    for gone in ("preset", "source", "n_components", "truth", "sentence", "read-out", "trace", "undo-drag"):
        assert page.locator(f".st-key-{gone}").count() == 0, gone
    assert page.evaluate("window.emExplorerHands === undefined")
    page.mouse.click(700, 40)
    for key in ("ArrowRight", "End", "Space", "Home"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        assert page.evaluate("[window.emExplorer.step, window.emExplorer.playing]") == [2, False]
    assert page.get_by_role("button", name="Play").is_disabled()

    slider.scroll_into_view_if_needed()
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**iterations=8**")
    expect(page.locator(COUNT)).to_have_text("Step 2 of 8")
    assert "lock=data~start~truth~answers" in page.url
    page.get_by_text("Lessons", exact=True).click()
    page.get_by_role("link", name="1 The algorithm", exact=True).click()
    page.get_by_role("link", name="Dashboard", exact=True).click()
    expect(page.locator(".st-key-question")).to_have_text(SEEN, timeout=30_000)
    expect(page.locator(COUNT)).to_have_text("Step 2 of 8")


def test_a_lecturer_makes_a_link_that_others_open_and_scan(server, new_page, tmp_path):
    page = new_page("about:blank", 1280, 900)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/?{CLOUDS}&embed=false&step=1")
    wait_for_step(page, 1)
    page.keyboard.press("t")
    panel = page.locator(PANEL)
    page.evaluate(SLOW)
    panel.get_by_role("textbox", name="Your question").fill(f" {QUESTION} \n")
    panel.locator(".st-key-give-start label").click()
    panel.locator(".st-key-give-step label").click()
    panel.get_by_role("button", name="Copy link").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible(timeout=10_000)
    link = clipboard(page)
    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert (query["ask"], query["lock"], query["step"]) == (SEEN, "start~step", "1")
    panel.get_by_role("button", name=re.compile("show it large")).click()
    assert code_seen(panel.locator("dialog.large")) == [link]
    page.keyboard.press("Escape")
    expect(panel.locator("dialog.large")).to_be_hidden()
    assert code_seen(panel.locator("button.small")) == [link]

    panel.get_by_text("For a course page").click()
    line = panel.get_by_test_id("stCode").inner_text()
    assert re.fullmatch(r'<iframe src="[^"<>]+&amp;embed=true" width="900" height="600"[^<>]*></iframe>', line.strip())
    students = new_page(link, 1280, 720)
    expect(students.locator(".st-key-question")).to_have_text(SEEN, timeout=30_000)
    wait_for_step(students, 1)
    expect(students.get_by_text("Your lecturer has fixed: start, step.")).to_be_visible()
    assert students.evaluate("[window.PWN]") == [None]
    students.keyboard.press("t")
    locks = students.locator(f"{PANEL} .st-key-give-locks input")
    expect(locks).to_have_count(5, timeout=20_000)
    assert [(lock.is_checked(), lock.is_disabled()) for lock in locks.all()] == [
        (lock, lock) for lock in (False, True, False, False, True)
    ]
    (tmp_path / "course.html").write_text(f"<!doctype html><body style='margin: 0'>{line}</body>", encoding="utf-8")
    course = new_page((tmp_path / "course.html").as_uri(), 1000, 700)
    frame = course.frame_locator("iframe")
    expect(frame.locator(COUNT)).to_have_text("Step 1 of 9", timeout=40_000)
    expect(frame.locator(".st-key-question")).to_have_text(SEEN)
    parts = lambda: frame.locator("body").evaluate(IN_FRAME)  # noqa: E731
    until(course, lambda: len(parts()) == 6, instead=lambda: f"in the frame: {parts()}")


def test_a_long_link_is_copied_short_and_without_its_frame(server, new_page):
    page = new_page("about:blank", 1280, 720)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/?{LONG}&embed=true&embed_options=dark_theme&step=2")
    wait_for_step(page, 2)
    page.get_by_role("button", name="Copy link").click()
    until(page, lambda: "z=" in clipboard(page))
    link = clipboard(page)
    assert "embed" not in link
    assert len(link) < 500 < len(f"{server}/?{LONG}")
    query, problems = unpacked(dict(part.split("=") for part in urlsplit(link).query.split("&")))
    assert query.pop("step") == "2"
    assert problems == []
    assert Scenario.from_query(query) == Scenario.from_query(dict(part.split("=") for part in LONG.split("&")))
    page.goto(link)
    wait_for_step(page, 2)
    assert page.get_by_role("alert").count() == 0
    page.get_by_role("button", name="Copy link").click()
    until(page, lambda: clipboard(page) == link)
