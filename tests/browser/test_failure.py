"""A page that fails, in a real browser: no path, no traceback; the server's log has them."""

import re
import shutil

import pytest
from opening import ROOT
from playwright.sync_api import expect
from stepping import COUNT

from benchmarks.serving import Dashboard
from emcore import PRESETS

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def broken(tmp_path):
    """A copy of the dashboard in which five components fail on the dashboard, and its log."""
    root = tmp_path / "broken"
    root.mkdir()
    for name in ("dashboard", "emcore", "pages", ".streamlit"):
        shutil.copytree(ROOT / name, root / name)
    page = (ROOT / "app.py").read_text(encoding="utf-8")
    (root / "app.py").write_text(
        page + '\nif scenario.n_components == 5:\n    raise RuntimeError("planted")\n', encoding="utf-8"
    )
    with Dashboard(root, tmp_path / "log") as dashboard:
        yield dashboard


def test_no_path_is_shown_and_there_is_a_way_on(broken, new_page):
    page = new_page(f"{broken.url}/?data=faithful&k=4")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step "), timeout=60_000)
    page.locator(".st-key-n_components input").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("This page has failed.")).to_be_visible(timeout=30_000)
    for hidden in ("planted", "Traceback", "RuntimeError", str(broken.root), "app.py"):
        assert hidden not in page.get_by_test_id("stApp").inner_text()
    reported = page.get_by_test_id("stCode").inner_text().strip()
    assert reported == f"{broken.url}/?data=faithful&k=5"
    log = broken.log.read_text(encoding="utf-8")
    assert "planted" in log
    assert "Traceback" in log
    go_back_to_the_start(page)
    page.goto(reported)
    expect(page.get_by_text("This page has failed.")).to_be_visible(timeout=30_000)
    go_back_to_the_start(page)


def go_back_to_the_start(page):
    page.get_by_role("link", name="Back to the start page").click()
    expect(page.get_by_role("heading", name=PRESETS["first"].question)).to_be_visible(timeout=30_000)
    expect(page.get_by_text("This page has failed.")).to_have_count(0)
