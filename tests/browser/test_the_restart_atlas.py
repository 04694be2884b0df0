"""The restart atlas in a real browser: what the lesson tells a student to do shows what it promises."""

import re

import pytest
from playwright.sync_api import expect
from waiting import box_at_rest, until

from emcore.numerals import with_minus

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STRIP, TOLD = ".st-key-atlas-strip", ".st-key-atlas-told .sentence"
ROWS, PLACES, MAP = f"{STRIP} .row", f"{STRIP} .place", f"{STRIP} .map canvas"
PICTURE = ".st-key-atlas-clusters [data-testid=stVegaLiteChart]"
MIXTURE = f"{PICTURE} input[name=mixture]"
LONG_SEARCH = (
    "atlas=yours&seeds=1000&data=clusters-2d&clusters=300_0_0_1_1_0~300_3.4_0_1_2_0.3&k=6&start=random-points"
    "&weights=learned"
)
IN_VIEW = ["h1", STRIP, f"{PICTURE} canvas"]


def says(page, start, seconds=20):
    expect(page.locator(TOLD)).to_have_text(re.compile(f"^{re.escape(start)}"), timeout=1000 * seconds)


def at_rest(page):
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=120_000)


def check_inside(page, height):
    def outside():
        boxes = {part: page.locator(part).first.bounding_box() for part in IN_VIEW}
        return [part for part, box in boxes.items() if not box or box["y"] < 0 or box["y"] + box["height"] > height + 1]

    until(page, lambda: not outside(), instead=outside)


def choose(page, label):
    at_rest(page)  # a list that is open is closed when the page runs again
    page.get_by_role("combobox", name="Example").click()
    page.get_by_role("option", name=label, exact=True).click()
    page.mouse.move(5, 5)  # off the rows


def test_what_the_lesson_tells_a_student_to_do_shows_what_it_promises(server, new_page, silent):
    page = new_page(f"{server}/The_restart_atlas", 1280, 720)
    says(page, "B: log-likelihood −1119.21, 4.77 below A. 438 of 500 starts ended here (88 %)", 120)
    expect(page.locator(TOLD)).to_contain_text("Your one run is among them.")
    at_rest(page)
    check_inside(page, 720)
    of_b = page.locator(MIXTURE).input_value()

    # Pointing at a row, and at a dot, shows its optimum; so do the keys. The server hears nothing.
    rows, places = page.locator(ROWS), page.locator(PLACES)
    expect(rows).to_have_count(5)
    with silent(page):
        rows.nth(0).locator("button").hover()
        says(page, "A: log-likelihood −1114.44, the highest found. 31 of 500 starts ended here (6.2 %)")
        assert page.locator(MIXTURE).input_value() != of_b
        page.mouse.move(5, 5)
        says(page, "B:")
        assert page.locator(MIXTURE).input_value().split(";", 1)[1] == of_b.split(";", 1)[1]
        places.nth(2).hover(position={"x": 8, "y": 8})
        says(page, "C: log-likelihood −1119.64")
    page.keyboard.press("ArrowUp")  # from the start that is held, in B
    says(page, "A:")

    # A click chooses a start, and its run is the one that ended there.
    places.nth(0).click(position={"x": 8, "y": 8})
    page.wait_for_url(re.compile(r"pick=\d+"), timeout=20_000)
    link = page.get_by_role("link", name=re.compile(r"^Watch (your|the chosen) start \d+ on the dashboard"))
    start = re.search(r"pick=(\d+)", page.url)[1]
    expect(link).to_contain_text(f"start {start} ", timeout=20_000)
    expect(page.locator(f"{STRIP} .foot")).to_contain_text(f"Start {start}, one of 31 here")

    # Ways to start, and how many starts are enough.
    expect(page.get_by_text("find the best most often: in 70 of 500 starts")).to_be_visible(timeout=120_000)
    expect(page.get_by_text("k-means: not once.")).to_be_visible()
    chances = page.locator(".st-key-chances")
    expect(chances.locator(".told")).to_contain_text(
        "With 10 starts you would have found the best with a chance of 47 %"
    )
    chances.locator("input").fill("47")
    expect(chances.locator(".told")).to_contain_text(
        "With 47 starts you would have found the best with a chance of 95 %"
    )
    page.wait_for_url(re.compile("tries=47"), timeout=20_000)

    # While a search goes on, what it has found is seen; stopped, it stays so, until it is to go on. This one takes a
    # minute and more on any machine.
    page.goto(f"{server}/The_restart_atlas?{LONG_SEARCH}")
    expect(rows.first).to_be_visible(timeout=120_000)
    stop = page.get_by_role("button", name="Stop here")
    for _ in range(3):
        stop.click()
        expect(stop).to_have_count(0, timeout=20_000)
        expect(page.get_by_text(re.compile("^Stopped: "))).to_be_visible(timeout=20_000)
        expect(rows.first.get_by_role("button", name="Optimum A")).to_be_visible()
        page.get_by_role("button", name="Go on").click()
    stop.click()
    expect(stop).to_have_count(0, timeout=20_000)
    expect(page.get_by_role("button", name="Go on")).to_be_visible()

    # Iris: nearly seventy optima, the best found once.
    page.goto(f"{server}/The_restart_atlas?atlas=iris")
    says(page, "E: log-likelihood −186.57", 120)
    expect(rows.nth(0)).to_contain_text("1 · 0.2 %")
    expect(rows.nth(5)).to_contain_text("64 others")
    assert "pick" not in page.url

    rows.nth(0).locator("button").hover()
    expect(page.locator(f"{STRIP} .foot")).to_contain_text("the only one here")
    page.mouse.move(5, 5)

    # The map: places are pointed at, keys move the start, a click opens the run from there. While it is made, nothing
    # is said of the example before.
    choose(page, "Old Faithful, K = 2, tied")
    expect(page.get_by_text("Once all runs have ended.")).to_have_count(2, timeout=120_000)
    expect(chances).to_have_count(0)
    says(page, "A: log-likelihood −1140.19", 240)
    expect(rows.nth(2)).to_contain_text("−1289.80")
    expect(rows.nth(2)).to_contain_text("no peak")
    at_rest(page)
    check_inside(page, 720)
    box = box_at_rest(page.locator(MAP))
    width, height = box["width"], box["height"]
    page.mouse.move(box["x"] + 0.9 * width, box["y"] + 0.7 * height)
    says(page, "C: log-likelihood −1289.80")
    expect(page.locator(TOLD)).to_contain_text("A standstill, no peak")
    page.mouse.move(box["x"] + 0.35 * width, box["y"] + 0.2 * height)
    says(page, "B: log-likelihood −1287.17, 146.98 below A")
    page.mouse.click(box["x"] + 0.35 * width, box["y"] + 0.2 * height)
    page.wait_for_url(re.compile(r"pick=\d+"), timeout=20_000)
    cell = int(re.search(r"pick=(\d+)", page.url)[1])
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(f"pick={cell + 1}"), timeout=20_000)

    # On a phone the same is seen at once.
    page.set_viewport_size({"width": 390, "height": 844})
    check_inside(page, 844)
    page.set_viewport_size({"width": 1280, "height": 720})

    at_rest(page)
    page.get_by_role("link", name="Watch the run from the chosen place on the dashboard").click()
    page.wait_for_url(re.compile("iterations=500"))
    page.locator(".log-likelihood").wait_for(timeout=60_000)
    page.keyboard.press("End")
    expect(page.locator(".log-likelihood")).to_contain_text(with_minus("-1287.17"), timeout=30_000)
