"""The lesson on the algorithm, as its text has a student go through it, in a real browser."""

import re

import pytest
from playwright.sync_api import expect
from plots import plot_of
from stepping import COUNT, mixture_drawn, picture_of
from waiting import until

from dashboard.lessons.the_algorithm import EXAMPLES
from emcore import e_step as share_out
from emcore import m_step
from emcore.study.settling import settled_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CARD = ".arithmetic .card"
GAMMA, PARAMETER = "rgb(0, 0, 1)", "rgb(0, 0, 2)"
LIT = """colour => {
    const all = [...document.querySelectorAll(`.katex-html [style*="${colour}"]`)].map(each => getComputedStyle(each))
    return [all.length, all.filter(style => style.boxShadow !== "none").length]
}"""
SHOWN = [".st-key-step-bar", "[data-testid=stVegaLiteChart] canvas", "[data-now=true] [class*=st-key-words-]"]


def phase_in_view(page, phase, count):
    """The step bar says where the run is, and this phase alone stands out."""
    expect(page.locator(COUNT)).to_have_text(count, timeout=30_000)
    expect(page.locator("[data-now=true]")).to_have_count(1, timeout=15_000)
    expect(page.locator(f".st-key-phase-{phase}[data-now=true]")).to_have_count(1)
    expect(page.locator("[aria-current=step]")).to_have_count(1)
    page.wait_for_function("!window.emExplorer.moving")
    page.wait_for_timeout(300)


def lit(page, colour):
    n_all, n_lit = page.evaluate(LIT, colour)
    assert n_all > 0
    return n_lit > 0


def in_the_window(page, width, height):
    for part in SHOWN:
        box = page.locator(part).first.bounding_box()
        assert min(box["x"], box["y"]) >= 0, part
        assert box["x"] + box["width"] <= width + 1, part
        assert box["y"] + box["height"] <= height + 1, part


def test_a_student_steps_through_the_phases_and_sees_what_the_text_promises(server, new_page, silent):
    page = new_page(f"{server}/The_algorithm", 1280, 720)
    dataset, trace = EXAMPLES["1"].scenario.run()
    last = len(trace) - 1
    phase_in_view(page, "guess", f"Step 0 of {last}")
    page.locator(".st-key-phase-m .katex").first.wait_for()
    plot_of(page)
    assert (lit(page, GAMMA), lit(page, PARAMETER)) == (False, False)
    in_the_window(page, 1280, 720)
    with silent(page):
        # "Step once": the bars recolour, the bells stay.
        before, bells = picture_of(page), mixture_drawn(page)
        page.keyboard.press("ArrowRight")
        phase_in_view(page, "e", f"Step 0 of {last} · E")
        assert mixture_drawn(page) == bells
        until(page, lambda: picture_of(page) != before)
        assert (lit(page, GAMMA), lit(page, PARAMETER)) == (True, False)
        # "then once more": the bells move.
        page.keyboard.press("ArrowRight")
        phase_in_view(page, "m", f"Step 1 of {last} · M")
        assert mixture_drawn(page) != bells
        assert (lit(page, GAMMA), lit(page, PARAMETER)) == (False, True)
        expect(page.locator(".st-key-phase-again .when")).to_have_text(f"ℓ = −{-trace[1].log_likelihood:.1f}")
        # "At step 1 press the number of component 3": its new mean.
        left, top, width, height, (x0, x1, y0, y1) = plot_of(page)
        number, weight, mean, sd = mixture_drawn(page)[2]
        peak = weight / (sd * (2 * 3.141592653589793) ** 0.5)
        page.mouse.click(left + (mean - x0) / (x1 - x0) * width, top + (1 - (peak - y0) / (y1 - y0)) * height)
        assert number == 3
        expect(page.locator(f"{CARD} .title")).to_have_text("Step 1, component 3")
        following = m_step(dataset.X, share_out(dataset.X, trace[1].mixture)[0])
        formulas = " ".join(page.locator(f"{CARD} annotation").all_text_contents())
        assert f"{following.means[2, 0]:.4g}" in formulas
        page.keyboard.press("Escape")
        # A press on a phase goes there, by mouse and by keys.
        page.locator(".st-key-words-settled").click()
        phase_in_view(page, "settled", re.compile(f"^Step {settled_at(trace)} of .*settled$"))
        assert (lit(page, GAMMA), lit(page, PARAMETER)) == (False, False)
        page.get_by_role("button", name="Again").focus()
        page.keyboard.press("Enter")
        phase_in_view(page, "again", f"Step 1 of {last} · E")
    # "Choose 2-D and play".
    page.get_by_role("radio", name="2-D").click()
    trace = EXAMPLES["2"].scenario.run()[1]
    phase_in_view(page, "guess", f"Step 0 of {len(trace) - 1}")
    expect(page.locator(".st-key-words-m .katex-mathml")).to_contain_text("Σ", timeout=15_000)
    page.get_by_label("Speed").select_option("20")
    page.get_by_role("button", name="Play").click()
    phase_in_view(page, "settled", re.compile(f"^Step {settled_at(trace)} of .*settled$"))
    page.wait_for_url(re.compile("dimensions=2"))
    # The link opens the same; on a phone all of it is above the bar.
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    phase_in_view(page, "settled", re.compile(f"^Step {settled_at(trace)} of .*settled$"))
    page.get_by_role("button", name="M step").click()
    phase_in_view(page, "m", re.compile("^Step 1 of "))
    plot_of(page)
    in_the_window(page, 390, 844)
    bar = page.locator(".st-key-step-bar").bounding_box()
    words = page.locator(".st-key-words-m").bounding_box()
    assert words["y"] + words["height"] <= bar["y"]
