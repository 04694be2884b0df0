"""Fixtures of the browser tests: the dashboard on a free port, Chromium if there is one. Profiles of hypothesis."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings

from benchmarks.serving import Dashboard

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
BROWSER = Path(__file__).parents[1] / "dashboard" / "browser"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# The same few cases every time; `--hypothesis-profile=attack` looks for new ones and prints how to repeat a find.
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("few", max_examples=150, derandomize=True, database=None, **SLOW)
settings.register_profile("attack", max_examples=20_000, print_blob=True, **SLOW)
settings.load_profile("few")


def pytest_collection_modifyitems(items):
    """A real browser on a busy machine is late at times: two more tries, which the report counts as reruns."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def dashboard():
    """The dashboard that all browser tests share; a test may stop it and start it again."""
    with Dashboard() as served:
        yield served


@pytest.fixture
def server(dashboard):
    """Its URL."""
    return dashboard.url


@pytest.fixture(scope="session")
def chromium():
    """A running Chromium, or a skip that says why; where browser tests must run, a failure."""
    if CHROMIUM is None:
        assert not os.environ.get("EM_EXPLORER_NEEDS_BROWSER"), "no Chromium on this machine"
        pytest.skip("no Chromium found: install the package chromium to run the browser tests")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Tab:
    """A tab in a browser profile of its own, for one test after the other.

    A tab that stays open has the program of the pages compiled, which is most of the work of a visit.
    """

    def __init__(self, chromium):
        self.errors, self.sent = [], []  # of its scripts; lengths of its messages to the server
        self.page = chromium.new_context().new_page()
        self.page.add_init_script("try { localStorage.setItem('em-explorer-tour', 'seen') } catch {}")  # no newcomer
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: self.sent.append(len(frame))))

    def clear(self):
        """Leave the page, so that nothing of the visit is left."""
        self.page.mouse.move(0, 0)
        self.page.evaluate("try { localStorage.clear() } catch {}")  # about:blank has none
        self.page.context.clear_cookies()
        self.page.emulate_media(color_scheme="null", reduced_motion="null")
        self.page.goto("about:blank")
        self.errors.clear()
        self.sent.clear()


@pytest.fixture(scope="session")
def tabs(chromium):
    """Those that are open, the ones that the test uses first."""
    return []


@pytest.fixture
def new_page(chromium, tabs):
    """Open pages, each in a tab of its own that is as good as new; at the end none may have reported an error."""
    n_used = 0

    def open_page(url, width=1400, height=1000):
        nonlocal n_used
        if n_used == len(tabs):
            tabs.append(Tab(chromium))
        page = tabs[n_used].page
        n_used += 1
        page.set_viewport_size({"width": width, "height": height})
        page.goto(url)
        return page

    yield open_page
    errors = [error for tab in tabs for error in tab.errors]
    left, tabs[:] = tabs[:], []
    for tab in left:
        if not tab.page.is_closed():
            tab.clear()
            tabs.append(tab)
    assert errors == []


@pytest.fixture
def silent(tabs):
    """What is done `with silent(page)` sends nothing to the server."""

    @contextmanager
    def nothing_sent(page):
        sent = next(tab.sent for tab in tabs if tab.page is page)
        page.wait_for_timeout(1000)
        before = len(sent)
        assert before > 0
        yield
        page.wait_for_timeout(1000)
        assert len(sent) == before

    return nothing_sent


@pytest.fixture
def modules(new_page):
    """A page that can import the files of dashboard/browser, without a server."""
    page = new_page("about:blank")

    def serve(route):
        path = BROWSER / urlsplit(route.request.url).path.lstrip("/")
        body = path.read_text(encoding="utf-8") if path.suffix == ".js" else ""
        route.fulfill(body=body, content_type="text/javascript" if body else "text/html")

    page.route("http://browser.test/**", serve)
    page.goto("http://browser.test/")
    yield page
    page.unroute("http://browser.test/**")
