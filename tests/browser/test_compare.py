"""Two runs side by side in a real browser: one step bar, the numbers of both, a link that opens with both."""

import re
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import expect
from stepping import COUNT
from waiting import until

from dashboard.link import pinned
from emcore import Scenario, bic, n_parameters

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEFT = Scenario("faithful", start="kmeanspp", n_components=2, learn_weights=True, tol=1e-4)
RIGHT = Scenario("faithful", start="kmeanspp", n_components=3, covariance_type="tied", learn_weights=True, max_iter=40)
SIDES = ".st-key-compare-sides [data-testid=stVegaLiteChart]"
TEXT_OF = """(chart, name) => chart.querySelector(`input[name=${name}]`)?.value"""
# The strips of a chart that hold the axes' labels, beside the plot and under it; and how many pixels have a colour.
LABELS = """chart => {
    const canvas = chart.querySelector('canvas'), { width, height } = canvas, context = canvas.getContext('2d')
    const strips = [[0, 0, 30, height], [0, height - 34, width, 34]]
    return strips.map(strip => [...context.getImageData(...strip).data].join())
}"""
COLOURED = """chart => {
    const canvas = chart.querySelector('canvas'), { width, height } = canvas
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
    let count = 0
    for (let i = 0; i < data.length; i += 4) {
        const rgb = data.slice(i, i + 3)
        if (data[i + 3] > 100 && Math.max(...rgb) - Math.min(...rgb) > 60) count++
    }
    return count
}"""


def number(text):
    return float(text.replace("−", "-").replace("+", "").split(",")[0])


def check_shown(cells, values):
    """The cells show these values, rounded to the decimals that they have."""
    for cell, value in zip(cells, values, strict=True):
        assert number(cell) == pytest.approx(value, abs=0.501 * 10.0 ** -len(cell.partition(".")[2])), cells


def rest(page, step, last):
    expect(page.locator(COUNT)).to_have_text(re.compile(rf"^Step {step} of {last}"), timeout=40_000)
    expect(page.locator(".whole tbody tr")).to_have_count(4, timeout=20_000)
    expect(page.locator(SIDES)).to_have_count(2, timeout=20_000)
    until(page, lambda: all(texts(page, "mixture")))
    page.wait_for_function("!window.emExplorer.moving")


def texts(page, name):
    return [page.locator(SIDES).nth(side).evaluate(TEXT_OF, name) for side in (0, 1)]


def check_step(page, runs, step):
    """Pictures, both tables and the sentence are of this step, or of a run's end before it."""
    at = [run[min(step, len(run) - 1)] for run in runs]
    for text, state in zip(texts(page, "mixture"), at, strict=True):
        shown = np.array([row.split(" ") for row in text.split(";")[1:]], dtype=float)
        np.testing.assert_allclose(shown[:, 1], state.mixture.weights, rtol=1e-9)
        np.testing.assert_allclose(shown[:, [2, 4]], state.mixture.means, rtol=1e-9)
        np.testing.assert_allclose(shown[:, 3], np.sqrt(state.mixture.covariances[:, 0, 0]), rtol=1e-9)
    left, right, difference = (
        number(text) for text in page.locator(".whole tbody tr").nth(0).locator("td").all_inner_texts()
    )
    assert [left, right] == pytest.approx([state.log_likelihood for state in at], abs=5e-4)
    assert difference == pytest.approx(at[1].log_likelihood - at[0].log_likelihood, abs=1e-3)
    seen = 0
    for body in page.locator(".parameters tbody").all():
        heads = body.locator("th").all_inner_texts()
        rows = [row.locator("td").all_inner_texts() for row in body.locator("tr").all()]
        expected = []
        for head, row, state in zip(heads[:2], rows[:2], at, strict=True):
            if "none" in head:
                assert set(row) == {"–"}
                continue
            k = int(head.split()[-1]) - 1
            mixture = state.mixture
            expected.append([mixture.weights[k], *mixture.means[k], *mixture.standard_deviations[k]])
            check_shown(row[:5], expected[-1])
            seen += 1
        if len(expected) == 2:
            check_shown(rows[2][:5], np.subtract(expected[1], expected[0]))
    assert seen == sum(run.weights.shape[1] for run in runs)
    expect(page.locator(".sentence")).to_have_text(re.compile(f"^Step {step}: "))


def test_one_step_bar_moves_both_runs_and_their_numbers_are_those_of_emcore(server, new_page):
    runs = [scenario.run()[1] for scenario in (LEFT, RIGHT)]
    ends = [len(run) - 1 for run in runs]
    assert ends[0] < ends[1] == 40
    link = f"{server}/Compare?{urlencode({'left': pinned.text_of(LEFT), **RIGHT.to_query(), 'colors': 'soft'})}"
    page = new_page(link, 1280, 720)
    rest(page, 0, 40)
    check_step(page, runs, 0)
    labels = [page.locator(SIDES).nth(side).evaluate(LABELS) for side in (0, 1)]
    assert labels[0] == labels[1]  # the same axes
    assert all(len({*strip.split(",")}) > 10 for strip in labels[0])  # which are drawn there
    assert all(page.locator(SIDES).nth(side).evaluate(COLOURED) > 500 for side in (0, 1))
    for part in (".st-key-step-bar", f"{SIDES} >> nth=0", f"{SIDES} >> nth=1", ".sentence"):
        box = page.locator(part).first.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720 + 1, part
    page.keyboard.press("ArrowRight")
    rest(page, 1, 40)
    check_step(page, runs, 1)
    beyond = ends[0] + 2
    page.locator(".range").fill(str(beyond))
    rest(page, beyond, 40)
    check_step(page, runs, beyond)
    expect(page.locator(".sentence")).to_contain_text(f"Left: ended at step {ends[0]}, converged. Right: gained")
    shown = page.locator(".whole tbody tr").nth(1).locator("td").all_inner_texts()
    assert shown == [f"{ends[0]}, its end", str(beyond), "–"]
    numbers = [
        [number(text) for text in page.locator(".whole tbody tr").nth(row).locator("td").all_inner_texts()]
        for row in (2, 3)
    ]
    p = [n_parameters(2, 2, "full"), n_parameters(3, 2, "tied")]
    assert numbers[0] == [*p, p[1] - p[0]]
    criteria = [bic(float(run.log_likelihoods[-1]), n, 272) for run, n in zip(runs, p, strict=True)]
    assert numbers[1] == pytest.approx([*criteria, criteria[1] - criteria[0]], abs=0.11)
    other = new_page(page.url, 390, 844)  # another browser, a phone
    rest(other, beyond, 40)
    check_step(other, runs, beyond)
    boxes = [
        other.locator(part).first.bounding_box()
        for part in (f"{SIDES} >> nth=0", f"{SIDES} >> nth=1", ".st-key-step-bar")
    ]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 1
    assert boxes[1]["y"] + boxes[1]["height"] <= boxes[2]["y"] + 1
    assert boxes[2]["y"] + boxes[2]["height"] <= 844


def test_a_run_is_pinned_on_the_dashboard_changed_and_compared(server, new_page):
    page = new_page(f"{server}/?{urlencode(LEFT.to_query())}")
    page.get_by_role("button", name="Pin", exact=True).click(timeout=30_000)
    expect(page.get_by_role("button", name="Pinned")).to_be_disabled(timeout=20_000)
    page.get_by_role("button", name="Start again").click()
    page.wait_for_url("**start_seed=2**", timeout=20_000)
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.locator("[class*=st-key-compare-left]")).to_contain_text("Left · Start seed: 1", timeout=30_000)
    expect(page.locator("[class*=st-key-compare-right]")).to_contain_text("Right · Start seed: 2")
    changed = Scenario(**{**vars(LEFT), "start_seed": 2})
    runs = [scenario.run()[1] for scenario in (LEFT, changed)]
    rest(page, 0, max(map(len, runs)) - 1)
    check_step(page, runs, 0)
    # A chart of the run in view alone has nothing of the companion's afterwards.
    page.get_by_role("link", name="Open the left run on the dashboard").click()
    expect(page.locator(COUNT)).to_have_text(re.compile(rf"^Step 0 of {len(runs[0]) - 1}"), timeout=30_000)
    expect(page.locator(".log-likelihood")).to_have_text(
        f"{runs[0].log_likelihoods[0]:.3f}".replace("-", "−"), timeout=15_000
    )
