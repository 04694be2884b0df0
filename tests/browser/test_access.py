"""The path through all pages, walked to its end in light and back in dark: for those who see little or use no mouse.

axe-core finds nothing serious on any page, Streamlit's own parts included; headings are in order, table headers named.
"""

import re
from pathlib import Path
from urllib.parse import urlencode

import axe_playwright_python
import numpy as np
import pytest
from playwright.sync_api import expect
from stepping import COUNT
from waiting import until

from dashboard.link import navigation
from emcore import Scenario
from emcore.scenario.own_points import own_data

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
POINTS = own_data(np.arange(40.0).reshape(20, 2) ** 2, "typed", 20, may_travel=True)
OWN = Scenario("own", own=POINTS, start="kmeanspp", n_components=2)
WRONG = """async () => {
    const { violations } = await axe.run({ resultTypes: ["violations"] })
    return violations
        .filter(({ impact, id }) =>
            ["serious", "critical"].includes(impact) || ["heading-order", "empty-table-header"].includes(id))
        .flatMap(({ id, nodes }) => nodes.map(({ target, html, any, all, none }) =>
            `${id}: ${target.flat(2).join(" ")}: ${html.slice(0, 200)}: ${[...any, ...all, ...none][0]?.message}`))
}"""


def look_at(page):
    """The page is at rest and there is nothing to find: what fades in or out is given the time to do so."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_count(1, timeout=30_000)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(f"{AXE};0")
    found = []

    def nothing():
        found[:] = page.evaluate(WRONG)
        return not found

    until(page, nothing, 15, lambda: f"{page.url}\n" + "\n".join(found))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_dashboard(server, new_page, scheme):
    page = new_page("about:blank", 1280, 720)
    page.emulate_media(color_scheme=scheme)
    for query in ("step=2", "data=iris&start=kmeanspp&plane=matrix"):
        page.goto(f"{server}/?{query}")
        expect(page.locator(COUNT)).to_have_text(re.compile("^Step . of "), timeout=30_000)
        look_at(page)


def test_axe_finds_nothing_on_the_path_and_back(server, new_page):
    page = new_page(f"{server}/?{urlencode(OWN.to_query() | {'starts': '5'})}", 1280, 720)
    for here in navigation.PATH[1:]:
        look_at(page)
        follow(page, f"Next: {navigation.title_of(here)}", here)
    look_at(page)
    page.emulate_media(color_scheme="dark")
    page.reload()
    for here in reversed(navigation.PATH[:-1]):
        look_at(page)
        follow(page, f"Back: {navigation.title_of(here)}", here)
    look_at(page)
    assert "data=own" in page.url


def follow(page, label, here):
    """Take the link to a page; the list in the sidebar marks it. On the dashboard there are lessons only."""
    page.get_by_role("link", name=label).click(timeout=30_000)
    marked = page.locator("[aria-current=page]")
    if here == navigation.HOME:
        expect(marked).to_have_count(0, timeout=30_000)
    else:
        expect(marked).to_have_text(navigation.title_of(here), timeout=30_000)
