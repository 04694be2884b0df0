"""The lesson on the bound in a real browser: EM there is emcore's, and what the page tells one to do comes true."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect
from pointers import Finger, Mouse
from stepping import COUNT, picture_of, wait_for_beat
from waiting import until

from dashboard.lessons import the_bound
from emcore import log_density
from emcore.bound import lower_bound
from emcore.data.classic import load
from emcore.study.beats import beats, responsibilities
from emcore.study.one_parameter import climb, log_likelihood_curve, narrow_on_broad

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHARTS = "[data-testid=stVegaLiteChart]"
X = load("esl").X
MODEL = narrow_on_broad(X)
STARTS = np.round(np.arange(-1, 6.51, 0.05), 2).tolist()
SOME = [-1.0, 0.95, 2.0, 2.95, 3.0, 3.05, 3.5, 5.35, 6.5]
SEEN = ["words", "bar", "curves", "told"]  # without scrolling, also on a phone


# --- the browser's EM -------------------------------------------------------------------------------------------------


@pytest.fixture
def runs(modules):
    """The runs that the browser makes from some starts."""

    def make(starts, **rules):
        return modules.evaluate(
            """async ({ starts, model, rules }) => {
                const { runFrom } = await import("/bound/run.js")
                return starts.map(start => runFrom(start, model, rules))
            }""",
            {"starts": starts, "model": the_bound.model(), "rules": {**the_bound.RULES, **rules}},
        )

    return make


def numbers_in(text):
    return [float(word.replace("\u2212", "-")) for word in re.findall(r"\u2212?\d+\.\d+", text)]


def check_words(handed, trace, of_beats):
    """The sentences and the numbers shown are those of emcore, and add up."""
    lines, written = handed["sentences"], [row.split(" ")[1:4] for row in handed["texts"]["climb"].split(";")]
    assert len(lines) == len(written) == len(of_beats) + 1
    assert numbers_in(lines[0]) == [trace.means[0, 0, 0], pytest.approx(trace.log_likelihoods[0], abs=6e-4)]
    assert written[0][1:] == ["?", "?"]  # no responsibilities yet, so nothing to split
    for number, (line, numbers, beat) in enumerate(zip(lines[1:], written[1:], of_beats, strict=True), start=1):
        assert line.startswith(f"Beat {number}, {beat.kind} step: ")
        log_likelihood, bound, gap = map(float, " ".join(numbers).replace("\u2212", "-").split())
        assert round(bound + gap, 3) == log_likelihood
        assert log_likelihood == pytest.approx(beat.log_likelihood, abs=5.1e-4)
        assert gap == pytest.approx(beat.kl_gap, abs=1.1e-3)
        assert numbers[2] != "\u22120.000"
        if beat.kind == "M" and beat.kl_gap > 0.002:
            at, to, up, gain, more = numbers_in(line)
            before = trace.log_likelihoods[beat.step]  # where the bound touched the curve
            assert (at, to) == pytest.approx(trace.means[beat.step : beat.step + 2, 0, 0], abs=6e-3)
            assert up == pytest.approx(beat.lower_bound - before, abs=1.1e-3)
            assert gain == pytest.approx(beat.log_likelihood - before, abs=1.1e-3)
            assert round(up + more, 3) == gain


def test_the_browsers_runs_are_emcores(runs):
    for start, run in zip(SOME, runs(SOME), strict=True):
        trace = climb(X, MODEL, start, **the_bound.RULES)
        free, of_beats = trace.means[:, MODEL.component, 0], list(beats(X, trace))
        assert (run["beats"][0]["kind"], run["beats"][0]["after"]) == ("start", start)
        assert run["handed"]["last"] == len(of_beats) == 2 * len(trace) - 1
        assert run["end"] == pytest.approx(free[-1], rel=1e-12)
        for found, beat in zip(run["beats"][1:], of_beats, strict=True):
            assert (found["kind"], found["step"]) == (beat.kind, beat.step)
            assert found["before"] == pytest.approx(free[beat.step], rel=1e-12)
            assert found["after"] == pytest.approx(free[beat.step + (beat.kind == "M")], rel=1e-12)
            assert found["logLikelihood"] == pytest.approx(beat.log_likelihood, rel=1e-12)
            assert found["bound"] == pytest.approx(beat.lower_bound, rel=1e-12)
        check_words(run["handed"], trace, of_beats)


def test_from_every_start_em_ends_on_the_peak_of_its_side_as_the_last_sentence_says(runs):
    """A tolerance too loose stops in the valley, where the first jumps gain nearly nothing."""
    means = np.linspace(0, 6, 6001)
    curve = log_likelihood_curve(X, MODEL, means)
    rises = np.diff(curve) > 0
    peaks, (valley,) = means[1:-1][rises[:-1] & ~rises[1:]], means[1:-1][~rises[:-1] & rises[1:]]
    for start, run in zip(STARTS, runs(STARTS), strict=True):
        assert run["end"] == pytest.approx(peaks[0 if start < valley else 1], abs=0.01), start
        assert run["handed"]["sentences"][-1].endswith("this is a peak.")
        assert max(map(len, run["handed"]["sentences"])) <= 170  # four lines on a phone: the page keeps room for them


def test_the_parabola_is_the_lower_bound_and_the_charts_are_told_all(runs):
    (run,) = runs([2.0])
    trace = climb(X, MODEL, 2.0, **the_bound.RULES)
    told = [row.split(" ") for row in run["handed"]["texts"]["climb"].split(";")]
    for beat, row in zip(run["beats"], told, strict=True):
        before, after, log_likelihood, bound, at, top, curvature = map(float, row[4:])
        shares = responsibilities(X, trace, beat["step"])
        for mean in (before, after, 3.0):  # the parabola that the chart draws
            drawn = top - 0.5 * curvature * (mean - at) ** 2
            assert drawn == pytest.approx(lower_bound(X, shares, MODEL.at(mean)), rel=1e-12)
        assert log_likelihood == pytest.approx(log_density(X, MODEL.at(after)).sum(), rel=1e-12)
        assert bound == beat["bound"]
        assert after == (at if row[0] == "M" else before)
    assert [row[0] for row in told[:5]] == ["start", "E", "M", "E", "M"]


def test_a_run_that_is_cut_off_says_so(runs):
    (run,) = runs([3.0], max_iter=2)
    assert run["handed"]["last"] == 5
    assert run["handed"]["sentences"][-1].endswith("These are all the beats of this run.")


# --- the page ---------------------------------------------------------------------------------------------------------


def boxes(page):
    return {part: page.locator(f".st-key-bound-{part}").bounding_box() for part in [*SEEN, "bars"]}


def check_inside(page, parts, width, height):
    found = boxes(page)
    for part in parts:
        box = found[part]
        assert min(box["x"], box["y"]) >= 0, part
        assert box["x"] + box["width"] <= width + 1, part
        assert box["y"] + box["height"] <= height + 1, part
    told, sentence = found["told"], page.locator(".sentence").bounding_box()
    assert sentence["y"] + sentence["height"] <= told["y"] + told["height"] + 1


def dot_of(page):
    """The place of the dot, in pixels of the window; and how many of them a data unit has."""
    page.wait_for_function("!document.querySelector('.st-key-bound-start *').shadowRoot?.querySelector('.grip').hidden")
    box = page.locator(".grip").bounding_box()
    unit = page.evaluate(
        """() => {
            const canvas = [...document.querySelectorAll("canvas")].find(each => window.emExplorerPlots.has(each))
            const { axes: [x0, x1], box } = window.emExplorerPlots.get(canvas)
            return box[2] * canvas.getBoundingClientRect().width / (x1 - x0)
        }"""
    )
    return np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]), unit


def drag(page, pointer, mean, *, drop=True):
    """Drag the dot from where it is to `mean`."""
    at, unit = dot_of(page)
    by = unit * (mean - float(page.locator(".grip input").input_value()))
    pointer.down(at.tolist())
    for share in (0.3, 0.7, 1.0):
        pointer.move((at + [share * by, -40 * share]).tolist())
        page.wait_for_timeout(50)
    expect(page.locator(".sentence")).to_contain_text(f"stands at {mean:.2f},".replace("-", "\u2212"))
    if drop:
        pointer.up()
        wait_for_beat(page, 0)


def start_in_address(page):
    return parse_qs(urlsplit(page.url).query).get("from")


def last_beat(page):
    page.keyboard.press("End")
    expect(page.locator(".sentence")).to_contain_text("this is a peak", timeout=15_000)
    return numbers_in(page.locator(".sentence").inner_text())[0]


def told_at(page, beat):
    wait_for_beat(page, beat)
    return page.locator(".sentence").inner_text()


def test_what_the_page_tells_to_do_comes_true(server, new_page, silent):
    page = new_page(f"{server}/?step=7", 1280, 720)
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 7 of "), timeout=30_000)
    page.get_by_text("Lessons", exact=True).click()
    page.get_by_role("link", name="The bound").click()
    page.get_by_role("heading", name="Why does the likelihood never fall?").wait_for()
    wait_for_beat(page, 0)  # the dashboard's step is another run's
    mouse, places = Mouse(page), boxes(page)
    check_inside(page, [*SEEN, "bars"], 1280, 720)
    canvases = page.locator(f"{CHARTS} canvas")
    canvases.evaluate_all("all => all.forEach(canvas => { canvas.dataset.same = 'yes' })")

    # Steps, without the server.
    seen = [[picture_of(page, nth) for nth in (0, 1)]]
    with silent(page):
        for beat, kind in ((1, "E"), (2, "M"), (3, "E")):
            page.keyboard.press("ArrowRight")
            assert f"Beat {beat}, {kind} step:" in told_at(page, beat)
            seen.append([picture_of(page, nth) for nth in (0, 1)])
        page.wait_for_url("**step=3")
    for pictures in zip(*seen, strict=True):
        assert len(set(pictures)) == 4

    # The dot onto the lower peak's side: all follows in the browser while it is dragged; let go, the address says it.
    with silent(page):
        drag(page, mouse, 3.5, drop=False)
        assert "EM ends at 4.79" in page.locator(".grip input").get_attribute("aria-valuetext")
        in_hand = picture_of(page)
    mouse.up()
    wait_for_beat(page, 0)
    assert picture_of(page) != in_hand  # the way to there is the hand's
    until(page, lambda: start_in_address(page) == ["3.5"])
    assert last_beat(page) == pytest.approx(4.8, abs=0.01)
    page.wait_for_url("**step=19")
    page.reload()
    assert "this is a peak" in told_at(page, 19)
    second = new_page(page.url, 1280, 720)
    assert told_at(second, 19) == page.locator(".sentence").inner_text()
    second.close()
    canvases.evaluate_all("all => all.forEach(canvas => { canvas.dataset.same = 'yes' })")

    # Into the valley: the first jump is tiny; a little further on it is the other peak's.
    page.keyboard.press("Home")
    wait_for_beat(page, 0)
    drag(page, mouse, 3.0)
    until(page, lambda: start_in_address(page) == ["3"])
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    first, to = numbers_in(told_at(page, 2))[:2]
    assert first == 3.0
    assert abs(to - first) < 0.02
    assert last_beat(page) == pytest.approx(0.95, abs=0.01)
    page.keyboard.press("Home")
    wait_for_beat(page, 0)
    drag(page, mouse, 3.05)
    assert last_beat(page) == pytest.approx(4.8, abs=0.01)

    # Onto a peak, from the beat in view; by keyboard along the curve; a drag that is broken off leaves all as it was.
    drag(page, mouse, 0.95)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert "jumps from 0.95 to the bound's top at 0.95" in told_at(page, 2)
    drag(page, mouse, 5.0, drop=False)
    page.keyboard.press("Escape")
    mouse.up()
    assert "0.95" in told_at(page, 2)
    page.keyboard.press("Home")
    wait_for_beat(page, 0)
    until(page, lambda: start_in_address(page) == ["0.95"])
    for key, start in (("ArrowRight", "1"), ("Home", None), ("End", "6.5")):
        page.locator(".grip input").focus()
        page.keyboard.press("Tab")  # whoever moves the focus so has the keys where it is
        page.keyboard.press("Shift+Tab")
        page.keyboard.press(key)
        until(page, lambda start=start: start_in_address(page) == (start and [start]))
        wait_for_beat(page, 0)
    assert canvases.evaluate_all("all => all.map(canvas => canvas.dataset.same)") == ["yes", "yes"]  # not made anew
    for start in (None, "1", "0.95"):
        page.go_back()
        until(page, lambda start=start: start_in_address(page) == (start and [start]))
        expect(page.locator(".sentence")).to_contain_text(f"stands at {float(start or -1):.2f}".replace("-", "\u2212"))
    assert boxes(page) == places
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    for formula in page.locator(".katex-html").all():
        assert formula.evaluate("f => f.scrollWidth <= f.closest('.stMarkdown').clientWidth + 1"), formula.inner_text()


def test_on_a_phone_a_finger_drags_the_dot_and_all_stays_in_the_window(server, chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{server}/The_bound?step=4")
    assert "M step" in told_at(page, 4)
    check_inside(page, SEEN, 390, 844)
    places = boxes(page)
    assert places["bars"]["y"] > places["told"]["y"]
    assert places["bars"]["y"] + 44 <= places["bar"]["y"]  # the sum, in numbers, is seen too
    drag(page, Finger(page), 3.5)
    until(page, lambda: start_in_address(page) == ["3.5"])
    assert boxes(page) == places  # a finger elsewhere would have scrolled
    page.locator("button[data-do=forward]").tap()
    assert "touches the curve at 3.50" in told_at(page, 1)
    page.locator("button[data-do=last]").tap()
    expect(page.locator(".sentence")).to_contain_text("this is a peak")
    assert boxes(page) == places
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    context.close()
