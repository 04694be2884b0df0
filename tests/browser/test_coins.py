"""The lesson on coins in a real browser: EM there is emcore's, and what the page tells one to do comes true."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect
from pointers import Mouse
from stepping import COUNT
from waiting import until

from dashboard.lessons import coins as lesson
from emcore.study.coins import HEADS, TAILS, Coins, e_step, fit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ORACLE = json.loads((Path(__file__).parents[1] / "data" / "coin.json").read_text(encoding="utf-8"))
STARTS = [(0.6, 0.5), (0.4, 0.5), (0.01, 0.99), (0.99, 0.98), (0.3, 0.3)]
SEEN = ["words", "seen", "told"]


def numbers_in(text):
    return [float(word.replace("\u2212", "-")) for word in re.findall(r"\u2212?\d+(?:\.\d+)?", text)]


@pytest.mark.parametrize("learned", [False, True])
def test_the_browsers_runs_are_emcores(modules, learned):
    rules = {**lesson.RULES, "learn_weights": learned}
    runs = modules.evaluate(
        """async ({ starts, model, rules }) => {
            const { madeFrom } = await import("/coins/run.js")
            return starts.map(start => madeFrom(start, model, rules))
        }""",
        {"starts": STARTS, "model": lesson.model(), "rules": rules},
    )
    for start, run in zip(STARTS, runs, strict=True):
        steps = fit(HEADS, TAILS, Coins(np.array(start), np.full(2, 0.5)), **rules)
        handed = run["handed"]
        assert handed["last"] == len(steps) - 1
        assert run["converged"]
        for t, (step, found) in enumerate(zip(steps, run["steps"], strict=True)):
            shares, log_likelihood = e_step(HEADS, TAILS, step.coins)
            np.testing.assert_allclose(found["thetas"], step.coins.thetas, rtol=1e-9)
            np.testing.assert_allclose(found["weights"], step.coins.weights, rtol=1e-9)
            np.testing.assert_allclose(found["shares"], shares, rtol=1e-9, atol=1e-14)
            assert found["logLikelihood"] == pytest.approx(log_likelihood, rel=1e-11)
            if t == 0:
                continue
            line = handed["sentences"][t]
            assert line.startswith(f"Step {t}, M step: ")
            told = numbers_in(line)[1:7]  # of each coin: heads, tosses, theta
            before, _ = e_step(HEADS, TAILS, steps[t - 1].coins)
            of_heads, of_tosses = HEADS @ before, (HEADS + TAILS) @ before
            expected = np.column_stack([of_heads, of_tosses, step.coins.thetas]).ravel()
            np.testing.assert_allclose(told, expected, atol=0.0501)
        if handed["settled"] is not None:
            parameters = [[*step.coins.thetas, *step.coins.weights] for step in steps]
            far = np.abs(np.array(parameters) - parameters[-1]).max(axis=1)
            assert (far[handed["settled"] :] < 1e-4).all()
            assert far[handed["settled"] - 1] >= 1e-4
    assert runs[-1]["handed"]["sentences"][-1].endswith("nothing tells the coins apart.")


# --- the page ---------------------------------------------------------------------------------------------------------


def shown(page, step, beat=""):
    """Wait for the step; returns the sentence."""
    words = rf"^Step {step} of \d+" + (rf" · {beat}" if beat else "")
    expect(page.locator(COUNT)).to_have_text(re.compile(words), timeout=30_000)
    expect(page.locator(".sentence")).to_have_text(re.compile(rf"^Step {step}, "), timeout=15_000)
    page.wait_for_timeout(400)
    return page.locator(".sentence").inner_text()


def thetas(page):
    return [numbers_in(text)[0] for text in page.locator(".sums b").all_inner_texts()]


def drag(page, coin, to, *, drop=True, near=0.006):
    """Drag a coin to a probability."""
    mouse, track = Mouse(page), page.locator(".track").nth(coin).bounding_box()
    face = page.locator(".face").nth(coin).bounding_box()
    at = [face["x"] + face["width"] / 2, face["y"] + face["height"] / 2]
    mouse.down(at)
    end = track["x"] + face["width"] / 2 + to * (track["width"] - face["width"])
    for share in (0.5, 1.0):
        mouse.move([at[0] + share * (end - at[0]), at[1]])
    until(page, lambda: abs(thetas(page)[coin] - to) < near)
    if drop:
        mouse.up()


def start_in_address(page):
    query = parse_qs(urlsplit(page.url).query)
    return [query.get(name, [None])[0] for name in lesson.NAMES]


def check_inside(page, parts, width, height):
    for part in parts:
        box = page.locator(f".st-key-coins-{part}").bounding_box()
        assert min(box["x"], box["y"]) >= 0, part
        assert box["x"] + box["width"] <= width + 1, part
        assert box["y"] + box["height"] <= height + 1, part
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


def test_what_the_page_tells_to_do_comes_true(server, new_page, silent):
    page = new_page(f"{server}/Coins", 1280, 720)
    assert "No row is shared out yet" in shown(page, 0)
    check_inside(page, [*SEEN, "trace", "paper"], 1280, 720)
    assert page.locator(".row .percent").first.inner_text() == "?"

    with silent(page):
        # The E beat shares the rows out, the M beat moves the coins: the paper's figures.
        page.keyboard.press("ArrowRight")
        assert "E step" in shown(page, 0, "E")
        shares = [numbers_in(text)[0] for text in page.locator(".row .percent.of-0").all_inner_texts()]
        np.testing.assert_allclose(shares, [100 * share for share in ORACLE["fixed"][0]["resp_A"]], atol=0.5)
        assert thetas(page) == [0.6, 0.5]
        page.keyboard.press("ArrowRight")
        shown(page, 1, "M")
        assert thetas(page) == [0.713, 0.581]
        given = [numbers_in(text) for text in page.locator(".given").all_inner_texts()]
        assert given == [[21.3, 8.6], [11.7, 8.4]]
        same = [numbers_in(text)[0] for text in page.locator(".row .percent.of-0").all_inner_texts()]
        assert same == shares

        # A press on a row explains Bayes' rule, on a coin its sums; both follow the step; Escape closes them.
        page.locator("button.row").nth(1).click()
        card = page.locator(".st-key-coins-picture .card")
        expect(card).to_contain_text("Row 2 (9 heads, 1 tail), the coins of step 0")
        expect(card.locator("tbody tr").first).to_contain_text("0.8050")
        assert "0.6000^{9}" in card.locator("annotation").nth(1).text_content()
        page.keyboard.press("ArrowRight")
        expect(card).to_contain_text("the coins of step 1")
        expect(card.locator("tbody tr").first).to_contain_text("0.8115")
        page.keyboard.press("ArrowLeft")
        page.locator("button.sums").first.click()
        expect(card).to_contain_text("Coin A, step 0 to 1")
        told = " ".join(card.locator("annotation").all_text_contents())
        assert re.search(r"0.4491 +.times +5 \+ 0.8050 +.times +9", told)
        assert all(number in told for number in ("21.30", "8.572", "0.7130"))
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()

        # To the end: the table agrees with the paper, step by step.
        page.keyboard.press("End")
        assert "EM has arrived" in shown(page, 14, "M")
        for row in page.locator(".st-key-published tbody tr").all():
            _, *printed = numbers_in(row.inner_text().replace("\t", " "))
            assert printed[:2] == printed[2:]
        assert thetas(page) == [0.797, 0.52]
        rows = [numbers_in(text)[0] for text in page.locator(".row .percent.of-0").all_inner_texts()]
        assert min(rows[1:3]) > 80
        assert rows[4] == pytest.approx(60, abs=1)

    # A to 0.40: the names are swapped. While it is in hand hollow coins show the end, without the server.
    page.keyboard.press("Home")
    shown(page, 0)
    with silent(page):
        drag(page, 0, 0.4, drop=False)
        expect(page.locator(".ghost").first).to_be_visible()
        assert "EM ends at 0.520" in page.locator(".track input").first.get_attribute("aria-valuetext")
    page.mouse.up()
    until(page, lambda: start_in_address(page) == ["0.4", None])
    expect(page.locator(".ghost").first).to_be_hidden()
    page.keyboard.press("End")
    until(page, lambda: thetas(page) == [0.52, 0.797])

    # From the end of a run the other coin starts where it did; an open card makes room. One button leads back.
    page.locator("button.sums").first.click()
    expect(card).to_be_visible()
    drag(page, 0, 0.7)
    expect(card).to_be_hidden()
    until(page, lambda: start_in_address(page) == ["0.7", None])
    assert thetas(page) == [0.7, 0.5]
    papers = page.get_by_role("button", name="Paper's start")
    papers.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    until(page, lambda: thetas(page) == [0.6, 0.5])
    expect(papers).to_be_hidden()
    until(page, lambda: start_in_address(page) == [None, None])
    expect(page.locator(".track input").first).to_be_focused()
    drag(page, 0, 0.4)
    until(page, lambda: start_in_address(page) == ["0.4", None])

    # A onto B, by keyboard: alike for ever.
    page.keyboard.press("Home")
    shown(page, 0)
    page.locator(".track input").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    until(page, lambda: start_in_address(page) == ["0.5", None])
    page.locator("button[data-do=last]").click()
    assert "nothing tells the coins apart" in shown(page, 2, "M")
    assert thetas(page) == [0.66, 0.66]
    page.reload()
    shown(page, 2, "M")
    assert thetas(page) == [0.66, 0.66]

    # So does the mouse, that lets a coin go near the other: it stands on it.
    drag(page, 0, 0.6)
    until(page, lambda: start_in_address(page)[0] != "0.5")
    beside = thetas(page)[1]
    drag(page, 0, beside + 0.01, near=0.02)
    until(page, lambda: thetas(page)[0] == beside)

    # Weights learned, from the paper's start.
    page.goto(f"{server}/Coins")
    shown(page, 0)
    page.get_by_role("radio", name="Weights learned").click()
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 0 of 39"), timeout=30_000)
    page.locator("button[data-do=last]").click()
    shown(page, 39, "M")
    assert thetas(page) == [0.793, 0.514]
    expect(page.locator(".sums").first).to_contain_text("0.523")
    until(page, lambda: "coin_weights=learned" in page.url)

    # On a lecture room's wall: rows, coins, sentence and log-likelihood in one window, and none over another.
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{server}/Coins?show=lecture&step=14")
        shown(page, 14)
        until(page, lambda: page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 24)
        check_inside(page, ["seen", "told", "trace"], width, height)
        pair, told = page.locator(".pair").bounding_box(), page.locator(".sentence").bounding_box()
        assert pair["y"] + pair["height"] <= told["y"]
        assert all(coin.evaluate("c => c.scrollHeight <= c.clientHeight + 1") for coin in page.locator(".pair").all())
    page.goto(f"{server}/Coins")
    shown(page, 0)

    # On a phone: rows, coins and step bar in one window.
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    bar = page.locator(".st-key-lesson-bar").bounding_box()
    check_inside(page, SEEN, 390, bar["y"])
    for coin in page.locator(".coin").all():
        assert coin.evaluate("c => c.scrollWidth <= c.clientWidth + 1")
