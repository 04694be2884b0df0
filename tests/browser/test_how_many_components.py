"""How many components: what the lesson tells a student to do, done in a real browser, shows what it promises."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect
from stepping import COUNT
from waiting import until

from emcore import Scenario, e_step
from emcore.study.selection import scenario_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CURVES, CLUSTERS = (f".st-key-components-{side} [data-testid=stVegaLiteChart]" for side in ("curves", "clusters"))
BAR, TOLD = ".st-key-cell-bar", ".st-key-cell-told .sentence"
IN_VIEW = ["h1", BAR, f"{CURVES} canvas", f"{CLUSTERS} canvas", TOLD]
MIXTURE = f"{CLUSTERS} input[name=mixture]"
SHARES = "point => window.emExplorer.responsibilities([point])[0]"


def says(page, start, seconds=20):
    expect(page.locator(TOLD)).to_have_text(re.compile(f"^{re.escape(start)}"), timeout=1000 * seconds)


def n_drawn(page):
    return page.locator(MIXTURE).input_value().count(";")


def check_inside(page, parts, width, height):
    """All of them come to lie in the window."""

    def outside():
        boxes = {part: page.locator(part).first.bounding_box() for part in parts}
        return [part for part, box in boxes.items() if not box or not is_inside(box)]

    def is_inside(box):
        left, top = box["x"], box["y"]
        return min(left, top) >= 0 and left + box["width"] <= width + 1 and top + box["height"] <= height + 1

    until(page, lambda: not outside(), instead=outside)


def check_keys_and_pointer(page, silent):
    """Both go through the cells; the server hears of a cell that has been held for a while, not of one in passing."""
    page.keyboard.press("ArrowLeft")
    says(page, "K = 2, tied: BIC 2325")
    assert n_drawn(page) == 2
    page.keyboard.press("ArrowRight")
    says(page, "K = 3, tied")
    page.keyboard.press("ArrowDown")  # the page's own, as long as nothing here is in use
    says(page, "K = 3, tied")
    page.get_by_role("button", name="Spherical").click()
    says(page, "K = 3, spherical")
    page.keyboard.press("Home")
    says(page, "K = 1, spherical")
    page.wait_for_url(re.compile("cell=1_spherical"), timeout=20_000)
    expect(page.get_by_text("1 component, spherical: log-likelihood")).to_be_visible(timeout=20_000)
    chart = page.locator(f"{CURVES} canvas").bounding_box()
    height = chart["y"] + 0.3 * chart["height"]
    seen = []
    with silent(page):
        for share in np.linspace(0.15, 0.7, 24):
            page.mouse.move(chart["x"] + share * chart["width"], height)
            seen.append(int(re.match(r"K = (\d)", page.locator(TOLD).text_content())[1]))
            assert n_drawn(page) == seen[-1]
    assert seen == sorted(seen)
    assert {2, 3, 4, 5, 6, 7} <= set(seen)
    page.keyboard.press("ArrowDown")  # from the cell in hand to the curve below, as the pointer is in the chart
    says(page, "K = 1, diagonal")
    page.mouse.move(chart["x"] + 0.4 * chart["width"], height)
    expect(page.locator(TOLD)).not_to_contain_text("K = 1")
    page.mouse.move(5, 5)
    says(page, "K = 1, diagonal")


def test_what_the_lesson_tells_a_student_to_do_shows_what_it_promises(server, new_page, silent):
    page = new_page(f"{server}/How_many_components?on=faithful", 1280, 720)
    says(page, "K = 3, tied: BIC 2314.3, the lowest", 120)  # as mclust, with its sign turned
    until(page, lambda: n_drawn(page) == 3)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    check_inside(page, IN_VIEW, 1280, 720)

    check_keys_and_pointer(page, silent)

    # What each criterion takes, and what fewer starts miss.
    page.get_by_role("radio", name="ICL").click()
    says(page, "K = 2, full: ICL 2322.7, the lowest", 40)
    page.get_by_role("radio", name="AIC").click()
    says(page, "K = 6, full: AIC 2254.6, the lowest", 40)
    expect(page.locator(TOLD)).to_contain_text("3 of 20 starts ended here")
    page.get_by_role("radio", name="5", exact=True).click()
    says(page, "K = 5, full: AIC", 120)
    page.get_by_role("radio", name="20", exact=True).click()
    page.get_by_role("radio", name="BIC").click()
    says(page, "K = 3, tied: BIC 2314.3, the lowest", 60)

    # The galaxies, and a cell that is chosen for good.
    page.get_by_role("combobox", name="Data").click()
    page.get_by_role("option", name="Galaxies").click()
    says(page, "K = 3, full: BIC 441.6, the lowest. AIC takes K = 6, full; ICL agrees.", 120)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    says(page, "K = 5, full: BIC 441.8, 0.2 above the lowest")
    expect(page.locator(TOLD)).to_contain_text("narrowed onto 2 points")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("on=galaxies&cell=5_full"), timeout=20_000)
    expect(page.get_by_text("5 components, full: log-likelihood")).to_be_visible(timeout=20_000)
    link = page.get_by_role("link", name=re.compile("^Watch start .* the best, on the dashboard"))
    seed = int(re.search(r"start (\d+)", link.text_content())[1])
    data = Scenario(source="galaxies", start="kmeanspp").only_data()
    dataset, trace = scenario_of(data, 5, "full", seed).run()
    for point in (dataset.X[0], [16.0], [21.0]):
        shares = page.evaluate(SHARES, list(map(float, point)))
        ours = e_step(np.array([point]), trace[-1].mixture)[0][0]
        np.testing.assert_allclose(sorted(shares)[-5:], sorted(ours), atol=1e-9)
        assert sum(shares) == pytest.approx(1)

    # The same on a phone, one under the other; the bar is at hand.
    page.set_viewport_size({"width": 390, "height": 844})
    check_inside(page, IN_VIEW[:-1], 390, 844)
    page.locator(f"{BAR} input[type=range]").fill("4")
    says(page, "K = 4, full")
    page.set_viewport_size({"width": 1280, "height": 1000})

    # The table of all, in which a click chooses, too; and the run itself.
    page.get_by_text("All cells, in a table").click()
    table = page.locator("[data-testid=stDataFrame]")
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 130, box["y"] + 35 * 2.5)
    page.wait_for_url(re.compile("cell=2_full"), timeout=20_000)
    says(page, "K = 2, full")
    page.get_by_role("link", name="the best, on the dashboard").click()
    page.wait_for_url(re.compile("data=galaxies.*iterations=500"))
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 0 of "), timeout=30_000)
