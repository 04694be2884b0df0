"""The collapse clinic in a real browser: what its text tells a student to do shows what it promises."""

import re

import pytest
from playwright.sync_api import expect
from stepping import COUNT, mixture_drawn
from waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLIDER, TOLD = ".st-key-clinic-hand input", ".st-key-clinic-hand .told"
HAND = ".st-key-clinic-dive form.vega-bindings input[name=hand]"
PICTURE, LINE = ".st-key-lesson-picture canvas", ".st-key-clinic-dive canvas"
IN_VIEW = ["h1", COUNT, PICTURE, LINE, SLIDER, TOLD]


def at_step(page, step):
    expect(page.locator(COUNT)).to_have_text(re.compile(rf"^Step {step} of "), timeout=60_000)
    expect(page.locator(".st-key-clinic-told .sentence")).to_contain_text(f"Step {step}:", timeout=30_000)


def check_inside(page, width, height):
    def outside():
        boxes = {part: page.locator(part).first.bounding_box() for part in IN_VIEW}
        return [part for part, b in boxes.items() if not b or not is_inside(b)]

    def is_inside(box):
        return min(box["x"], box["y"]) >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= height

    until(page, lambda: not outside(), instead=outside)


def test_what_the_clinic_tells_to_do_shows_what_it_promises(server, new_page, silent):
    page = new_page(f"{server}/The_collapse_clinic", 1280, 720)
    at_step(page, 0)
    expect(page.get_by_role("link", name="Watch: another start")).to_be_visible(timeout=60_000)
    check_inside(page, 1280, 720)
    assert page.locator(HAND).input_value() == ""  # where it ends isn't told before
    page.locator(LINE).evaluate("canvas => { canvas.dataset.same = 'yes' }")

    with silent(page):
        # To the end: the component stands on the lone point.
        page.keyboard.press("End")
        at_step(page, 5)
        expect(page.locator(".st-key-clinic-told .sentence")).to_contain_text("too narrow for a computer's numbers")
        until(page, lambda: page.locator(HAND).input_value())
        expect(page.locator(TOLD)).to_contain_text("In the end every tenfold adds 4.61")
        _, weight, x, _, y, *_ = mixture_drawn(page)[1]
        assert (weight, x, y) == pytest.approx((0.05, 3.9, 6.8), abs=1e-4)

        # Narrowed by hand, with the keys: from any step; each tenfold is as much more, and there is no end to it.
        page.keyboard.press("Home")
        at_step(page, 0)
        page.locator(SLIDER).focus()
        page.keyboard.press("Home")
        at_step(page, 5)
        until(page, lambda: mixture_drawn(page)[1][3] > 2)  # as wide as all the data
        page.keyboard.press("End")
        expect(page.locator(TOLD)).to_contain_text("10⁻¹⁰⁰⁰⁰⁰⁰ wide")
        assert mixture_drawn(page)[1][3] < 0.01
        exponents = [1e6]
        nats = [float(page.locator(HAND).input_value().split(" ")[1])]
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
            exponent, value = map(float, page.locator(HAND).input_value().split(" "))
            exponents.append(exponent)
            nats.append(value)
        for i in range(3):
            assert (nats[i] - nats[i + 1]) / (exponents[i] - exponents[i + 1]) == pytest.approx(4.605170186, rel=1e-6)
        assert page.locator(SLIDER).get_attribute("aria-valuetext").startswith("10⁻")
        # The picture goes back to the run's own step, and the run can be stepped on.
        until(page, lambda: mixture_drawn(page)[1][3] < 0.01)
        page.locator(".bar button[data-do=back]").click()
        at_step(page, 4)
    assert page.locator(LINE).get_attribute("data-same") == "yes"

    # Another patient.
    page.get_by_role("radio", name="Two points").click()
    page.wait_for_url(re.compile("patient=two-points"), timeout=30_000)
    expect(page.locator(COUNT)).to_have_text(re.compile("of 28"), timeout=60_000)
    page.keyboard.press("End")
    at_step(page, 28)
    expect(page.locator(TOLD)).to_contain_text("every tenfold adds 4.61")

    # On a phone the picture, the line and its slider are in the first window; a cure opens on the dashboard.
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    check_inside(page, 390, 844)
    told = page.locator(".st-key-clinic-told .sentence").bounding_box()
    assert told["y"] + 40 < page.locator(".st-key-lesson-bar").bounding_box()["y"]  # two lines of it are read
    page.get_by_role("link", name="Watch: tied covariances").click()
    page.wait_for_url(re.compile("covariance=tied"), timeout=60_000)
