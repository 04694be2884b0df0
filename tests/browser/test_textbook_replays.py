"""The lesson on published runs, done as its text says: a run that agrees, then those that do not, on a screen."""

import re

import pytest
from playwright.sync_api import expect
from stepping import COUNT
from waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PARTS = [".st-key-step-bar", ".st-key-lesson-picture canvas", ".st-key-replay-told", ".st-key-replay-verdict strong"]
ON_PHONE = PARTS[:3]


def go_to(page, step, last):
    """Step there with the keys."""
    page.keyboard.press("Home")
    for _ in range(step):
        page.keyboard.press("ArrowRight")
    expect(page.locator(COUNT)).to_have_text(re.compile(f"^Step {step} of {last}"))
    return page.locator(".sentence")


def check_in_window(page, parts):
    window = page.viewport_size
    for part in parts:
        box = page.locator(part).first.bounding_box()
        assert box["y"] >= 0, part
        assert box["x"] + box["width"] <= window["width"] + 1, part
        assert box["y"] + box["height"] <= window["height"] + 1, part


def picture_is_drawn(page):
    """Whether the components in view have been written into the picture, and how many there are."""
    mixture = page.locator("form.vega-bindings input[name=mixture]").first
    return mixture.evaluate("input => input.value.split(';').length - 1")


def test_a_run_that_agrees_then_the_better_story(server, new_page):
    page = new_page(f"{server}/Textbook_replays", 1280, 720)
    sentence, verdict = page.locator(".sentence"), page.locator(".st-key-replay-verdict")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 0 of 50"), timeout=30_000)
    expect(verdict).to_contain_text("all 3 numbers the same")
    expect(verdict.locator("tbody tr")).to_have_count(3)
    expect(verdict.locator("tbody")).to_contain_text("−1130.264")
    until(page, lambda: picture_is_drawn(page) == 2)
    check_in_window(page, PARTS)
    numbers = verdict.locator("tbody tr td:nth-of-type(1)").all()
    assert {number.evaluate("cell => getComputedStyle(cell).textAlign") for number in numbers} == {"right"}

    # "Step Old Faithful to 25, to 35 and to 44."
    expect(go_to(page, 25, 50)).to_contain_text("0 of 3 numbers as published")
    expect(go_to(page, 44, 50)).to_contain_text("all 3 numbers as published")
    check_in_window(page, PARTS)

    # "Choose Twenty values and stop at step 10."
    page.get_by_test_id("stSidebar").get_by_text("Twenty values, two components").click()
    page.wait_for_url(re.compile("replay=esl"))
    expect(verdict).to_contain_text("none of 9 numbers the same", timeout=15_000)
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 0 of 20"))
    expect(go_to(page, 10, 20)).to_contain_text("mean 1 = 1.06; 3 of 9")
    page.keyboard.press("End")
    expect(sentence).to_contain_text("mean 1 = 1.08; 0 of 9")

    # "Choose Old Faithful, three components of one shape and go from step 28 to step 29.", which a button does here
    page.get_by_role("button", name="Next: Old Faithful, three components of one shape").click()
    expect(verdict).to_contain_text("1 of 4 numbers the same", timeout=15_000)
    until(page, lambda: picture_is_drawn(page) == 3)
    expect(go_to(page, 28, 82)).to_contain_text("log-likelihood = −1126.328")
    page.keyboard.press("ArrowRight")
    expect(sentence).to_contain_text("log-likelihood = −1126.325")
    expect(verdict.locator("tbody tr").first).to_contain_text("−1126.326")
    page.wait_for_url(re.compile("replay=faithful-eee3.*step=29"))

    # The link as it stands opens the same, on a phone too.
    phone = new_page(page.url, 390, 844)
    expect(phone.locator(COUNT)).to_have_text(re.compile("^Step 29 of 82"), timeout=30_000)
    expect(phone.locator(".sentence")).to_contain_text("log-likelihood = −1126.325", timeout=15_000)
    until(phone, lambda: picture_is_drawn(phone) == 3)
    check_in_window(phone, ON_PHONE)
    assert phone.locator(".st-key-step-bar").bounding_box()["y"] > 0.75 * 844
