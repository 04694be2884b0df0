"""Clicks on the picture in a real browser: the arithmetic, a start placed by hand, predictions."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect
from stepping import wait_for_step
from waiting import box_at_rest, until

from dashboard.charts.extent import extents
from emcore import Gaussian, Scenario, e_step

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FAITHFUL = Scenario(
    source="faithful",
    components=(Gaussian(1, (2.6, 86), (0.4, 5)), Gaussian(1, (4.4, 54), (0.4, 5))),
    max_iter=30,
    learn_weights=True,
)
WAITING = Scenario(
    source="faithful-waiting",
    components=(Gaussian(1, (50,), (5,)), Gaussian(1, (60,), (5,))),
    max_iter=20,
    learn_weights=True,
)
CANVAS = "[data-testid=stVegaLiteChart] canvas"


def address(server, scenario, **view):
    return f"{server}/?" + "&".join(f"{key}={value}" for key, value in {**scenario.to_query(), **view}.items())


def wait_for_picture(page):
    """The picture takes clicks: its grid is drawn, and it stays where it is."""
    page.wait_for_selector("input[name=click_at_x]", state="attached", timeout=30_000)
    page.wait_for_timeout(700)


def click_at(page, scenario, *place):
    """Click the picture at a place in data units; in one dimension low down, where no component's number stands."""
    box = box_at_rest(page.locator(CANVAS).first)
    size = np.array([box["width"], box["height"]])
    corner = np.array([box["x"], box["y"]])
    at = corner + [0.5, 0.6] * size
    for axis, (value, (low, high)) in enumerate(zip(place, extents(*scenario.run()), strict=True)):
        along = np.eye(2)[axis] * size / 2 * [1, -1]  # pixels run down, data up
        first, last = (edge(page, corner + size / 2, way)[axis] for way in (-along, along))
        at[axis] = first + (value - low) / (high - low) * (last - first)
    page.mouse.click(*at)


def edge(page, centre, way):
    """The last place that way, in pixels of the window, at which the cursor is the grid's: there the axes end."""
    inside, outside = 0.6, 1.0
    for _ in range(8):
        middle = (inside + outside) / 2
        page.mouse.move(*(centre + middle * way))
        if page.evaluate(f"getComputedStyle(document.querySelector('{CANVAS}')).cursor === 'crosshair'"):
            inside = middle
        else:
            outside = middle
    return centre + inside * way


def formulas(page, of):
    """The LaTeX sources of the formulas, once they are there."""
    page.wait_for_selector(f".formulas[data-of={of}] annotation", state="attached", timeout=30_000)
    return page.locator(f".formulas[data-of={of}] annotation").all_text_contents()


def numbers_of(tex):
    """The last numbers of a formula's lines: what it comes to."""
    plain = re.sub(r"(-?[\d.]+) \\times 10\^\{(-?\d+)\}", r"\1e\2", tex)
    return [float(n) for n in re.findall(r"(?<![\w_{,])-?\d+(?:\.\d+)?(?:e-?\d+)?", plain.rsplit("=", 1)[1])]


def assert_arithmetic(page, scenario, step, point, component):
    """Every formula on the page comes to what emcore computes."""
    dataset, trace = scenario.run()
    shares, _ = e_step(dataset.X, trace[step].mixture)
    share = shares[point - 1, component - 1]
    count = shares.sum(axis=0)[component - 1]
    bayes = formulas(page, "point")
    assert numbers_of(bayes[-2]) == pytest.approx([share], rel=5e-4)
    assert f"responsibilities}}_{{{point},{component}}}" in bayes[-2]
    assert numbers_of(bayes[-1]) == pytest.approx([share / count], rel=5e-4)
    n_k, mean, covariance, weight = (numbers_of(tex) for tex in formulas(page, "component"))
    following = trace[step + 1].mixture
    assert n_k == pytest.approx([count], rel=5e-4)
    assert mean == pytest.approx(following.means[component - 1], rel=5e-4)
    assert covariance == pytest.approx(following.covariances[component - 1].ravel(), rel=5e-4)
    assert weight == pytest.approx([following.weights[component - 1]], rel=5e-4)


@pytest.mark.parametrize("scenario", [WAITING, FAITHFUL], ids=["1-D", "2-D"])
def test_a_click_on_a_point_explains_it_and_the_numbers_follow_the_step(server, new_page, silent, scenario):
    page = new_page(address(server, scenario, click="explain"))
    wait_for_step(page, 0)
    wait_for_picture(page)
    X = scenario.dataset().X
    target = X[17]
    click_at(page, scenario, *target)
    page.wait_for_timeout(400)
    point = int(page.locator(".arithmetic input.point").input_value())
    spans = [high - low for low, high in extents(*scenario.run())]
    assert (np.abs(X[point - 1] - target) < 0.02 * np.array(spans)).all()
    page.locator(".m-pane .chip").nth(1).click()
    assert_arithmetic(page, scenario, 0, point, 2)
    with silent(page):
        page.mouse.click(5, 5)
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        wait_for_step(page, 3)
        assert_arithmetic(page, scenario, 3, point, 2)


def test_a_point_can_be_chosen_by_its_number_and_a_component_by_a_click_on_its_own(server, new_page):
    page = new_page(address(server, FAITHFUL, click="explain"))
    wait_for_step(page, 0)
    wait_for_picture(page)
    page.locator(".arithmetic input.point").fill("101")
    page.keyboard.press("Enter")
    click_at(page, FAITHFUL, *FAITHFUL.components[1].mean)
    expect(page.locator(".m-pane .chip").nth(1)).to_have_attribute("aria-pressed", "true")
    assert_arithmetic(page, FAITHFUL, 0, 101, 2)


def test_clicks_place_the_means_in_turn_and_undo_takes_them_back(server, new_page):
    page = new_page(address(server, WAITING, click="place"))
    wait_for_step(page, 0)
    wait_for_picture(page)
    click_at(page, WAITING, 60)
    page.wait_for_url(re.compile(r"components=1_(59|60)[\d.]*_5~1_60_5"))
    shown = page.locator(".read-out tbody td .value")
    expect(shown.nth(1)).to_have_text(re.compile(r"^(59|60)"), timeout=15_000)
    wait_for_step(page, 0)
    wait_for_picture(page)
    click_at(page, WAITING, 85)
    page.wait_for_url(re.compile(r"components=1_(59|60)[\d.]*_5~1_8[45][\d.]*_5"))
    expect(shown.nth(4)).to_have_text(re.compile(r"^8[45]"), timeout=15_000)
    for _ in range(2):
        page.wait_for_timeout(600)
        page.get_by_role("button", name="Undo").click()
    page.wait_for_url(re.compile(r"components=1_50_5~1_60_5"))
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_guess_is_held_against_the_truth_only_when_revealed(server, new_page):
    page = new_page(address(server, WAITING, click="predict", step=4))
    wait_for_picture(page)
    wait_for_step(page, 0)
    page.keyboard.press("End")
    page.wait_for_timeout(300)
    wait_for_step(page, 0)  # the bar waits
    _, trace = WAITING.run()
    page.locator(".predict input[value='2']").check()
    click_at(page, WAITING, 60)
    page.locator(".predict .reveal").click()
    wait_for_step(page, 20)
    cells = page.locator(".predict tbody td").all_inner_texts()
    guess, truth, away, deviations, stayed = (float(cell.replace("\u2212", "-")) for cell in cells)
    mean, sd = trace.means[-1, 0, 0], trace.covariances[-1, 0, 0, 0] ** 0.5
    assert guess == pytest.approx(60, abs=1)
    assert truth == pytest.approx(mean, rel=1e-3)
    assert away == pytest.approx(abs(guess - mean), abs=0.01)
    assert deviations == pytest.approx(abs(guess - mean) / sd, abs=0.01)
    assert stayed == pytest.approx(abs(50 - mean), abs=0.01)
    assert page.evaluate("document.querySelector('input[name=marks]').value").startswith("1 ")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 1)


PAINTED = """() => {
    const canvas = document.querySelector("[data-testid=stVegaLiteChart] canvas")
    if (!canvas || !canvas.width) return 0
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
    return pixels.filter((value, i) => i % 4 === 0 && value < 250).length
}"""


def test_the_picture_of_other_data_is_drawn_while_a_point_is_explained(server, new_page):
    """For a moment the mark is still where the point of the data before was, far beyond the new axes."""
    page = new_page(address(server, FAITHFUL, click="explain"))
    wait_for_picture(page)
    page.get_by_test_id("stSidebar").get_by_text("1-D", exact=True).click()
    page.wait_for_url(lambda url: "data=faithful" not in url)
    until(page, lambda: page.evaluate(PAINTED) > 5000, 30)
