"""Fixtures of the browser tests: the dashboard on a free port, Chromium if there is one. Profiles of hypothesis."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
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
    """A real browser on a busy machine is late at times: one more try, which the report counts as a rerun."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


class Dashboard:
    """A cold dashboard of our own, at a free port; what it logs is in the file `log`."""

    def __init__(self, root=ROOT, log=os.devnull):
        self.root, self.log = root, log
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        options = [
            "--server.address=127.0.0.1",
            f"--server.port={self.port}",
            "--server.headless=true",
            "--server.fileWatcherType=none",
        ]
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", *options],
                cwd=self.root, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1).read()
                return
            except OSError:
                assert self.process.poll() is None, "the dashboard did not start"
                time.sleep(0.25)
        raise AssertionError("the dashboard did not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="session")
def server():
    """A dashboard that all browser tests share: its URL."""
    dashboard = Dashboard()
    yield dashboard.url
    dashboard.stop()


@pytest.fixture
def own_server():
    """A dashboard for one test alone, which may stop and start it."""
    dashboard = Dashboard()
    yield dashboard
    dashboard.stop()


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


@pytest.fixture
def new_page(chromium):
    """Open pages, each in a browser profile of its own; at the end none may have reported an error."""
    contexts, errors = [], []

    def open_page(url: str, **options):
        context = chromium.new_context(**{"viewport": {"width": 1400, "height": 1000}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
