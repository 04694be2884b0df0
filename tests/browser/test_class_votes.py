"""A class votes, from opening the room to the distances: a lecturer, and students on phones, one by another process."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from waiting import until

from benchmarks.serving import Dashboard

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLOUDS = "data=clusters-2d&clusters=40_-6_0_1_1_0~40_6_0_1_1_0&start=random-points&k=2&iterations=9&weights=learned"
PATIENCE = 30_000  # ms
PHONE = 390, 844


def within(page, element, width, height):
    """An element is seen without scrolling."""
    expect(element).to_be_visible(timeout=PATIENCE)

    def inside():
        box = element.bounding_box()
        return (
            box
            and min(box["x"], box["y"]) >= 0
            and box["x"] + box["width"] <= width
            and box["y"] + box["height"] <= height
        )

    until(page, inside, instead=lambda: str(element.bounding_box()))


def place_marks(page):
    """Both components, anywhere, and send."""
    picture = page.locator(".st-key-ballot-picture canvas").first
    within(page, picture, *PHONE)
    send = page.get_by_role("button", name="Send", exact=True)
    within(page, send, *PHONE)
    expect(page.get_by_text("where component 1 will end")).to_be_visible(timeout=PATIENCE)
    for share in (0.4, 0.7):
        box = picture.bounding_box()
        page.mouse.click(box["x"] + share * box["width"], box["y"] + share * box["height"])
    expect(send).to_be_enabled()
    send.click()
    expect(page.get_by_text(re.compile(r"Sent\. \d answers?\. You may change"))).to_be_visible(timeout=PATIENCE)


def test_a_class_votes(server, new_page):
    host = new_page(f"{server}/A_class_votes?{CLOUDS}", 1280, 720)
    host.get_by_role("button", name="Open a room").click(timeout=PATIENCE)
    board = host.locator(".st-key-room-board")
    for element in (board.locator("img"), board.locator("code"), host.locator(".st-key-answers-picture canvas").first):
        within(host, element, 1280, 720)
    link = board.locator("code").inner_text()
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(board.locator("img").screenshot())))
    assert [code.text for code in codes] == [link]
    code = parse_qs(urlsplit(link).query)["room"][0]
    assert host.locator(".st-key-room-name").inner_text() == code
    assert "host" not in host.url

    first = new_page(link, *PHONE)
    place_marks(first)
    with Dashboard() as other:
        second = new_page(f"{other.url}/A_class_votes", *PHONE)
        second.get_by_role("textbox", name="Code").fill(code.lower(), timeout=PATIENCE)
        second.get_by_role("button", name="Enter").click()
        place_marks(second)
        expect(host.locator(".st-key-room-count")).to_contain_text("2 answers", timeout=PATIENCE)  # by itself
        first.reload()  # is the same voter
        expect(first.get_by_text("Sent. 2 answers.")).to_be_visible(timeout=PATIENCE)
        host.reload()  # is the same lecturer
        host.get_by_role("button", name="Reveal").click(timeout=PATIENCE)
        for student in (first, second):
            expect(student.get_by_text(re.compile(r"Your marks were off: component 1 by [\d.]+"))).to_be_visible(
                timeout=PATIENCE
            )
            expect(student.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    expect(host.locator(".st-key-answers table")).to_contain_text("EM ended at")
    host.get_by_role("button", name="End", exact=True).click()
    host.get_by_text("Yes, we are done with it").click(timeout=PATIENCE)
    host.get_by_role("button", name="End the room").click()
    expect(host.get_by_text("it has ended")).to_be_visible(timeout=PATIENCE)
    expect(first.get_by_text("it has ended")).to_be_visible(timeout=PATIENCE)
    alone = first.get_by_role("link", name="Predict on your own")
    assert "click=predict" in alone.get_attribute("href")
    assert "clusters=40_-6_0" in alone.get_attribute("href")
