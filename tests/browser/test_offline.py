"""The offline page in a real browser, opened from disk with the network off: it has the numbers of emcore and of the
dashboard at every step, explains, is switched, copies its link, works in a frame without rights.
"""

import re
from dataclasses import replace
from pathlib import Path

import axe_playwright_python
import numpy as np
import pytest
from playwright.sync_api import expect
from plots import plot_of
from stepping import COUNT, mixture_drawn, wait_for_step
from taken import IRIS, of
from waiting import until

from dashboard.charts.extent import extents
from dashboard.link.view import MATRIX
from dashboard.take_away.offline.page import page as page_of
from emcore import PRESETS, Scenario, e_step
from emcore.scenario.own_points import own_data

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FAITHFUL = PRESETS["faithful"].scenario
FIRST = PRESETS["first"].scenario
REFUSED = re.compile("^Blocked autofocusing|permissions policy")  # to a frame without rights
READY = "html[data-ready]"
CARD = ".arithmetic .card"
HOSTILE = ("<img src=x onerror=window.PWN=1>", "</script><script>window.PWN=1</script>", "'];window.PWN=1;//\\")


@pytest.fixture
def opened(new_page, tmp_path):
    """Opens the page of a moment from disk, without a network; at the end nothing was fetched, nothing complained."""
    wrong, contexts = [], []

    def on_request(request):
        if not request.url.startswith(("data:", "blob:", tmp_path.as_uri(), "about:")):
            wrong.append(request.url)

    def on_console(message):
        if message.type == "error" and not REFUSED.search(message.text):
            wrong.append(message.text)

    def open_page(moment, width=1280, height=720, around=""):
        (tmp_path / "page.html").write_bytes(page_of(moment))
        (tmp_path / "around.html").write_text(around, encoding="utf-8")
        page = new_page("about:blank", width, height)
        page.context.set_offline(True)
        for event, listener in {"request": on_request, "console": on_console}.items():
            page.context.on(event, listener)
        contexts.append(page.context)
        page.goto((tmp_path / ("around.html" if around else "page.html")).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.set_offline(False)
        context.remove_listener("request", on_request)
        context.remove_listener("console", on_console)
    assert wrong == []


def shown_in(page):
    """What the page says of the step in view: log-likelihood and gain, the table, the sentence."""
    texts = [page.locator(place).inner_text() for place in (".log-likelihood", ".gain", ".read-out table", ".sentence")]
    return [" ".join(text.split()) for text in texts]


def assert_numbers(page, moment, t):
    """The page at step t has emcore's numbers, as many digits as it shows."""
    state = moment.trace[t]
    shown = page.locator(".log-likelihood").inner_text().replace("\u2212", "-")
    assert shown == f"{state.log_likelihood:.3f}"
    values = [float(text.replace("\u2212", "-")) for text in page.locator(".read-out td .value").all_inner_texts()]
    K, D = state.mixture.means.shape
    table = np.array(values).reshape(K, -1)
    np.testing.assert_allclose(table[:, 0], state.mixture.weights, atol=6e-4)
    np.testing.assert_allclose(table[:, 1 : 1 + D], state.mixture.means, rtol=0.01, atol=0.06)


def at(page, moment, *place):
    """Where a place in data units is in the window."""
    left, top, width, height, _ = plot_of(page)
    ends = extents(moment.dataset, moment.trace)
    shares = [(value - low) / (high - low) for value, (low, high) in zip(place, ends, strict=True)]
    return left + shares[0] * width, top + (1 - (shares[1] if len(shares) > 1 else 0.2)) * height


def colours_of(page):
    """How many colours the picture has, greys apart."""
    return page.evaluate(
        """() => {
            const canvas = document.querySelector("[data-chart=picture] canvas"), { width, height } = canvas
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height), seen = new Set()
            for (let i = 0; i < data.length; i += 4) {
                const [r, g, b] = data.slice(i, i + 3)
                if (Math.max(r, g, b) - Math.min(r, g, b) > 40) seen.add((r << 16) + (g << 8) + b)
            }
            return seen.size
        }"""
    )


def test_two_dimensions_step_as_on_the_dashboard_and_explain_as_emcore(server, opened, new_page):
    moment = of(FAITHFUL, 3, question="Which component wins the points between?", colours="soft")
    page = opened(replace(moment, link=f"{server}/?{'&'.join(map('='.join, FAITHFUL.to_query().items()))}&step=3"))
    wait_for_step(page, 3)
    expect(page.get_by_text("Which component wins the points between?")).to_be_visible()
    expect(page.locator("footer")).to_contain_text("Azzalini and Bowman")
    told = {}
    last = len(moment.trace) - 1
    for key, t in (("ArrowRight", 4), ("Home", 0), ("ArrowRight", 1), ("End", last), ("ArrowLeft", last - 1)):
        page.keyboard.press(key)
        wait_for_step(page, t)
        assert_numbers(page, moment, t)
        rows = np.array(mixture_drawn(page))
        np.testing.assert_allclose(rows[:, 1], moment.trace[t].mixture.weights, rtol=1e-12)
        told[t] = shown_in(page)

    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 1)
    page.mouse.click(*at(page, moment, *moment.dataset.X[17]))
    expect(page.locator(CARD)).to_be_visible()
    point = int(page.locator(f"{CARD} .point").input_value())
    shares, _ = e_step(moment.dataset.X[[point - 1]], moment.trace[1].mixture)
    texts = [row.locator("td").last.inner_text() for row in page.locator(f"{CARD} tbody tr").all()]
    found = [float(text.replace(" × 10\u2212", "e-").split("\n")[0]) for text in texts]
    np.testing.assert_allclose(found, shares[0], rtol=5e-4)
    page.locator(f"{CARD} .close").click()

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("Two beats").check()
    page.keyboard.press("ArrowRight")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 1 of .*E"))
    page.wait_for_timeout(300)  # after which the link says so
    page.locator("[data-do=copy]").click()
    expect(page.locator(".copy .word")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.context.set_offline(False)
    dashboard = new_page(link.replace("beats=two", "beats=one").replace("step=1.5", "step=1"))
    assert "beats=two" in link
    assert "step=1.5" in link
    for key, t in ((None, 1), ("ArrowLeft", 0), ("End", last)):
        if key:
            dashboard.keyboard.press(key)
        wait_for_step(dashboard, t)
        assert shown_in(dashboard) == told[t]


def test_one_dimension_plays_is_switched_turned_dark_and_harms_nobody(opened):
    moment = of(FIRST, beats=True)
    page = opened(moment)
    wait_for_step(page, 0)
    coloured = colours_of(page)
    page.keyboard.press("Space")
    until(page, lambda: page.evaluate("window.emExplorer.step") >= 2)
    page.keyboard.press("Space")
    page.keyboard.press("End")
    wait_for_step(page, len(moment.trace) - 1)
    assert_numbers(page, moment, len(moment.trace) - 1)
    until(page, lambda: colours_of(page) > coloured)  # the bars are coloured once the points are shared out
    painted = page.evaluate("[0, 5, 10].map(x => window.emExplorer.responsibilities([x])[0])")
    shared_by = moment.trace[len(moment.trace) - 2].mixture  # those of the E beat before
    np.testing.assert_allclose(painted, e_step(np.array([[0.0], [5], [10]]), shared_by)[0], rtol=1e-9, atol=1e-12)
    expect(page.locator("[data-chart=curves]")).to_be_hidden()
    page.get_by_label("Field").check()
    expect(page.locator("[data-chart=curves] canvas")).to_be_visible()
    page.get_by_label("Colours").select_option("none")
    page.get_by_role("button", name="Key", exact=True).click()
    expect(page.locator("#key")).to_contain_text("Grey: the data")
    expect(page.locator("#key")).to_contain_text("responsibility of each component")
    page.keyboard.press("Escape")
    page.get_by_label("Two beats").uncheck()
    page.keyboard.press("Home")
    wait_for_step(page, 0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert page.get_by_text("the sidebar").is_hidden()
    page.keyboard.press("Escape")
    for theme in ("light", "dark"):
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        page.evaluate(f"{AXE};0")
        wrong = page.evaluate(
            "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) =>"
            " id + ': ' + nodes.map(({ html }) => html.slice(0, 150)).join()))"
        )
        assert wrong == []
        page.get_by_role("button", name="Dark page" if theme == "light" else "Light page").click()
        page.wait_for_timeout(800)  # the charts are drawn anew
    wait_for_step(page, 0)
    box = page.evaluate("[document.documentElement.scrollHeight, innerHeight, document.documentElement.scrollWidth]")
    assert box == [720, 720, 1280]


FRAME = '<!doctype html><iframe sandbox="allow-scripts" src="page.html" width="900" height="600"></iframe>'


def test_more_dimensions_in_a_frame_without_rights(opened):
    moment = of(replace(IRIS, max_iter=8), 1, plane=MATRIX, question="How many?")
    page = opened(moment, around=FRAME)
    frame = page.frame_locator("iframe")
    expect(frame.locator(READY)).to_be_attached(timeout=30_000)
    frame.locator("[data-do=forward]").click()
    expect(frame.locator(COUNT)).to_have_text("Step 2 of 8")
    shown = frame.locator(".log-likelihood").inner_text().replace("\u2212", "-")
    assert shown == f"{moment.trace.log_likelihoods[2]:.3f}"
    page.wait_for_timeout(300)
    frame.locator("[data-do=copy]").click()
    box = frame.locator("dialog[open] textarea")
    expect(box).to_have_value("https://example.org/?x=1&step=2")
    frame.get_by_role("button", name="Close").click()
    expect(frame.locator("dialog[open]")).to_have_count(0)
    means = frame.locator("body").evaluate("() => Array.from(window.emExplorerRun.means)")
    assert means == moment.trace.means.ravel().tolist()


def test_hostile_names_stay_names_on_a_phone(opened):
    X = np.random.default_rng(3).normal(size=(20, 3)).round(1)
    own = own_data(X, "typed", len(X), may_travel=True)
    scenario = Scenario("own", own=own, columns=HOSTILE, start="kmeanspp", n_components=2, max_iter=4)
    moment = replace(of(scenario, 2), title=HOSTILE[1], question=HOSTILE[0])
    page = opened(moment, 390, 844)
    expect(page.locator(READY)).to_be_attached(timeout=30_000)
    expect(page.locator(COUNT)).to_have_text("Step 2 of 4")
    assert_numbers(page, moment, 2)
    expect(page.locator("h1")).to_have_text(HOSTILE[1])
    expect(page.locator(".st-key-question")).to_have_text(HOSTILE[0])
    expect(page.locator(".names")).to_contain_text(HOSTILE[2])
    assert page.evaluate("window.PWN") is None
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    until(page, lambda: page.locator("[data-chart=correlations] canvas").count() == 1)
    for place in (".st-key-step-bar", "[data-chart=picture] canvas", ".sentence"):
        seen = page.locator(place).bounding_box()
        assert 0 <= seen["y"] < seen["y"] + seen["height"] <= 844
