"""The gallery in a browser: found from the dashboard, its pictures there, its cards opened by mouse and by keys."""

import re
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import expect
from stepping import wait_for_step
from waiting import until

from dashboard.lessons.gallery import CARDS, GROUPS
from emcore import Scenario
from emcore.scenario.own_points import own_data

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN = Scenario(
    "own",
    own=own_data(np.arange(8.0).reshape(4, 2) ** 2, "typed", 4, may_travel=True),
    start="kmeanspp",
    n_components=2,
)
LOADED = "images => images.filter(image => image.complete && image.naturalWidth > 0).length"
PICTURES = "[class*=st-key-card-] img"


def loaded(page):
    return page.locator(PICTURES).evaluate_all(LOADED)


def test_cards_are_found_seen_and_opened_and_ones_own_data_stay(server, new_page):
    page = new_page(f"{server}/?{'&'.join(f'{name}={value}' for name, value in OWN.to_query().items())}", 1280, 720)
    wait_for_step(page, 0)
    page.get_by_role("link", name="Gallery", exact=True).click()
    expect(page.locator("[aria-current=page]")).to_have_text("Gallery", timeout=30_000)
    until(page, lambda: loaded(page) == len(CARDS))
    for card in GROUPS[0].cards:  # the first row, without scrolling
        box = page.locator(f".st-key-card-{card.preset_key}").bounding_box()
        assert box["y"] + box["height"] <= 720
    assert page.locator(PICTURES).evaluate_all("images => images.map(image => image.alt)") == [c.shows for c in CARDS]

    page.locator(".st-key-card-stuck img").click(force=True)  # by mouse, on the picture, over which the link lies
    wait_for_step(page, 30)
    expect(page.get_by_role("heading", level=1)).to_have_text("Two components share one cloud: will one let go?")
    page.go_back()
    until(page, lambda: loaded(page) == len(CARDS))
    assert "data=own" in page.url

    card = page.locator(".st-key-card-nested")  # by keys
    card.get_by_role("link").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert card.evaluate("card => parseFloat(getComputedStyle(card).outlineWidth)") >= 2
    link = card.get_by_role("link").evaluate("link => link.href")
    page.keyboard.press("Enter")
    wait_for_step(page, 5)
    assert page.url.replace("%7E", "~") == link == f"{server}/?{link.partition('?')[2]}"  # what one would have copied

    page.go_back()
    until(page, lambda: loaded(page) == len(CARDS))
    with page.context.expect_page() as opened:
        page.locator(".st-key-card-moons").get_by_role("link").click(modifiers=["Control"])
    wait_for_step(opened.value, 100)
    opened.value.close()
    assert "/Gallery?" in page.url  # which stays
    page.get_by_role("link", name="Dashboard", exact=True).click()
    wait_for_step(page, 0)
    assert "data=own" in page.url


def test_a_dark_gallery_has_dark_pictures_and_a_phones_one_column(server, new_page):
    page = new_page("about:blank", 390, 844)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{server}/Gallery")
    until(page, lambda: loaded(page) == len(CARDS))
    corner = page.locator(PICTURES).first.evaluate(
        """image => {
            const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
            const context = canvas.getContext("2d")
            context.drawImage(image, 0, 0)
            return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
        }"""
    )
    assert max(corner) < 60
    boxes = [box.bounding_box() for box in page.locator("[class*=st-key-card-]").all()]
    assert len(boxes) == len(CARDS)
    assert all(above["y"] + above["height"] < below["y"] for above, below in pairwise(boxes))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("heading", level=2)).to_have_text([re.compile(group.heading) for group in GROUPS])
