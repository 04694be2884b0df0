"""What a change costs: `python -m benchmarks.reruns [--root FOLDER ...] [words of its name ...]`.

Every scenario has a server of its own and a page in headless Chromium (which draws in software). A control is changed
again and again, on the dashboard so that each change makes a new run. Per change:

CPU      of the server's process, all threads, in ms
kB       that the page received
picture  ms from the control to the last frame in which the picture changed
embeds   charts that were made anew

Medians, with quartiles. With several folders the changes alternate between them, and the ratio to the first folder's,
pair by pair, follows. `--visits N`: instead the time to the first picture, of the first visitor and of the next ones.
`--visitors N`: instead that many at once, without a browser (`benchmarks.crowd`).
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import crowd
from benchmarks.serving import ROOT, Dashboard

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WINDOW: Any = {"width": 1400, "height": 1000}
PATIENCE = 60_000  # ms
WARM_UP = 2  # changes before those that count

CHART = "[data-testid=stVegaLiteChart] .marks"  # a canvas, or an SVG
# Starts that are drawn from the data: their seed has a button for the next one.
IN_1_D = "start=random-points"
IN_2_D = (
    "data=clusters-2d&clusters=5000_0_0_1_1_0~5000_4_1_1_1_0.5~5000_1_4_1_1_-0.5"
    "&k=3&start=random-points&weights=learned"
)
RING = "data=ring&points=800&k=8&start=kmeanspp&weights=learned"
VIEWS = {
    "": "",
    ", soft colours": "&colors=soft",
    ", field": "&colors=soft&field=yes",
    ", dream": "&dream=yes",
    ", two beats": "&beats=two",
    ", Explain": "&click=explain",
    ", filled contours": "&contours=filled",
}


@dataclass(frozen=True)
class Subject:
    """A page, how to change something on it, and which element shows that it has changed."""

    address: str
    change: Callable[[Page], None]
    shown: str = CHART


@dataclass(frozen=True)
class Cost:
    """What one change cost."""

    cpu: float
    kilobytes: float
    picture: float
    embeds: float


def press(key: str) -> Callable[[Page], None]:
    """Press a button."""
    return lambda page: page.locator(f".st-key-{key} button").evaluate("button => button.click()")


def choose(key: str) -> Callable[[Page], None]:
    """Choose the option that follows the one chosen."""
    options = f".st-key-{key} :is(input[type=radio], button[role=radio])"
    return lambda page: page.locator(options).evaluate_all(
        """options => {
            const chosen = options.findIndex(option => option.checked || option.ariaChecked === 'true')
            options[(chosen + 1) % options.length].click()
        }"""
    )


def push(key: str) -> Callable[[Page], None]:
    """Move a slider by one place, and leave it."""

    def change(page: Page) -> None:
        slider = page.locator(f".st-key-{key} input")
        slider.press("ArrowRight")
        slider.blur()

    return change


def subjects() -> dict[str, Subject]:
    """All scenarios by name."""
    start_again = press("start_seed-next")
    found = {
        f"{name}{view}": Subject(f"/?{scenario}{query}", start_again)
        for name, scenario in {"1-D": IN_1_D, "2-D, 15,000 points": IN_2_D, "ring, K 8": RING}.items()
        for view, query in VIEWS.items()
        if not (view == ", filled contours" and scenario == IN_1_D)  # which has none
    }
    return found | {
        "the bound, start": Subject("/The_bound", push("bound-start")),
        "replays, another": Subject("/Textbook_replays", choose("lesson-replay-agrees"), "[data-testid=stTable]"),
        "stopping rule, run": Subject(f"/The_stopping_rule?{RING}", choose("lesson-run")),
        "how many, criterion": Subject(
            "/How_many_components?starts=5", choose("lesson-criterion"), "[data-testid=stVegaLiteChart] canvas"
        ),
    }


# --- a change ---------------------------------------------------------------------------------------------------------

# Watches frame by frame until the element has changed, the script rests, and half a second was quiet.
WATCH = """selector => {
    let begun = 0, last = 0, embeds = 0
    const small = document.createElement('canvas')
    small.width = 160
    small.height = 100
    const context = small.getContext('2d', { willReadFrequently: true })
    const shown = () => {
        const element = document.querySelector(selector)
        if (!(element instanceof HTMLCanvasElement)) return element?.innerHTML
        context.clearRect(0, 0, 160, 100)
        context.drawImage(element, 0, 0, 160, 100)
        const pixels = new Uint32Array(context.getImageData(0, 0, 160, 100).data.buffer)
        return pixels.reduce((sum, pixel) => (Math.imul(sum, 31) + pixel) | 0, 0)
    }
    const begin = event => (begun ||= event.timeStamp)
    const kinds = ['click', 'keydown']
    const made = new MutationObserver(records => {
        for (const record of records)
            for (const node of record.addedNodes)
                embeds += (node.matches?.('.marks') ?? 0) + (node.querySelectorAll?.('.marks').length ?? 0)
    })
    for (const kind of kinds) addEventListener(kind, begin, true)
    made.observe(document.body, { childList: true, subtree: true })
    window.watched = new Promise(done => {
        let before = shown()
        const look = () => {
            const now = shown(), time = performance.now()
            if (now !== before) last = time
            before = now
            const state = document.querySelector('[data-testid=stApp]').dataset.testScriptState
            if (begun && last && state === 'notRunning' && time - last > 500) {
                for (const kind of kinds) removeEventListener(kind, begin, true)
                made.disconnect()
                return done([last - begun, embeds])
            }
            requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
    })
}"""


class Seat:
    """A browser's page before a server of its own."""

    def __init__(self, server: Dashboard, browser: Browser, subject: Subject) -> None:
        self._used = clock(server.process)
        self._subject, self._received = subject, 0.0
        self._page = browser.new_page(viewport=WINDOW)
        self._page.set_default_timeout(PATIENCE)
        listener = self._page.context.new_cdp_session(self._page)
        listener.send("Network.enable")
        listener.on("Network.webSocketFrameReceived", self._take_frame)
        listener.on("Network.loadingFinished", self._take_file)
        self._page.goto(server.url + subject.address)
        self._page.wait_for_selector(subject.shown)
        self._page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        self._page.wait_for_timeout(2000)

    def change(self) -> Cost:
        """Change the control once more."""
        self._page.bring_to_front()  # others get no frames
        self._page.evaluate(WATCH, self._subject.shown)
        used, received = self._used(), self._received
        self._subject.change(self._page)
        picture, embeds = self._page.evaluate("""Promise.race([
            window.watched, new Promise((_, fail) => setTimeout(() => fail('the picture did not change'), 50000))
        ])""")
        return Cost(1000 * (self._used() - used), (self._received - received) / 1000, picture, embeds)

    def _take_frame(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        length = len(frame["payloadData"])
        self._received += length if frame["opcode"] == 1 else 3 * length / 4  # bytes come in base64

    def _take_file(self, event: dict[str, Any]) -> None:
        self._received += event["encodedDataLength"]


def clock(process: subprocess.Popen[Any]) -> Callable[[], float]:
    """A clock of the processor time of another process, threads that have ended included: clock_getcpuclockid(3)."""
    name = (~process.pid << 3) | 2
    return lambda: time.clock_gettime(name)


def changes(roots: list[Path], subject: Subject, n_changes: int) -> list[list[Cost]]:
    """Costs of so many changes for each root, in turn."""
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        seats = [Seat(stack.enter_context(Dashboard(root)), browser, subject) for root in roots]
        costs = [[seat.change() for seat in seats] for _ in range(WARM_UP + n_changes)]
    return [list(of_one) for of_one in zip(*costs[WARM_UP:], strict=True)]


# --- a visit ----------------------------------------------------------------------------------------------------------

# The first frame in which the picture is more than its background.
FIRST_PICTURE = """{
    const small = document.createElement('canvas')
    small.width = 160
    small.height = 100
    const context = small.getContext('2d', { willReadFrequently: true })
    const look = () => {
        const chart = document.querySelector('[data-testid=stVegaLiteChart]')?.querySelector('canvas.marks')
        if (chart?.width && chart.height) {
            context.drawImage(chart, 0, 0, 160, 100)
            const pixels = new Uint32Array(context.getImageData(0, 0, 160, 100).data.buffer)
            if (pixels.some(pixel => pixel !== pixels[0])) return (window.pictured = performance.now())
        }
        requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
}"""

MODULES = """
import json, sys, time
from streamlit.testing.v1 import AppTest
begun = time.process_time()
AppTest.from_file("app.py", default_timeout=60).run()
print(json.dumps([len(sys.modules), 1000 * (time.process_time() - begun)]))
"""


def visit(server: Dashboard, browser: Browser) -> tuple[float, float]:
    """Open the dashboard in a browser that knows nothing of it: ms to the first picture, and the server's CPU in ms."""
    used = clock(server.process)
    begun = used()
    page = browser.new_context(viewport=WINDOW).new_page()
    page.add_init_script(FIRST_PICTURE)
    page.goto(server.url, wait_until="commit")
    picture = float(page.wait_for_function("window.pictured", timeout=PATIENCE).json_value())
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(1500)
    cpu = 1000 * (used() - begun)
    page.context.close()
    return picture, cpu


def visits(roots: list[Path], n_visits: int) -> Iterator[list[list[float]]]:
    """For each root in turn: picture and CPU of a cold server's first visitor, of its next, and CPU of the imports."""
    with chromium() as browser:
        for _ in range(n_visits):
            found = []
            for root in roots:
                with Dashboard(root) as server:
                    found.append([*visit(server, browser), *visit(server, browser), *imports(root)])
            yield found


def imports(root: Path) -> tuple[float, float]:
    """How many modules a first visit loads, Streamlit's included, and its CPU in ms beside that of Streamlit itself."""
    done = subprocess.run([sys.executable, "-c", MODULES], cwd=root, capture_output=True, text=True, check=True)
    n_modules, cpu = json.loads(done.stdout.splitlines()[-1])
    return n_modules, cpu


# --- tables -----------------------------------------------------------------------------------------------------------


def row(name: str, roots: list[Path], values: np.ndarray) -> Iterator[str]:
    """Lines of a table: what was measured for each root, roots x times x columns."""
    for root, of_root, ratios in zip(roots, values, values / np.where(values[0], values[0], np.nan), strict=True):
        cells = [spread(column) for column in of_root.T]
        if root != roots[0]:
            cells = [f"{cell}; {np.median(ratio):.2f}" for cell, ratio in zip(cells, ratios.T, strict=True)]
        yield f"| {name} | {root} | {' | '.join(cells)} |"


def spread(values: np.ndarray) -> str:
    """Median and quartiles."""
    low, middle, high = np.quantile(values, (0.25, 0.5, 0.75))
    return f"{middle:,.0f}" if low == high else f"**{middle:,.0f}** ({low:,.0f}–{high:,.0f})"


def head(columns: list[str]) -> str:
    """The head of a Markdown table."""
    return f"| {' | '.join(columns)} |\n|---|---|{'--:|' * (len(columns) - 2)}"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def main() -> None:
    """Measure, and print a Markdown table as it grows."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reruns", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", nargs="*", help="of the scenarios' names; all scenarios without")
    parser.add_argument("--root", type=Path, action="append", help="a folder with a dashboard; may come again")
    parser.add_argument("--changes", type=int, default=9, help="of each control that count")
    parser.add_argument("--visits", type=int, help="instead: how often a new server is opened")
    parser.add_argument("--visitors", type=int, help="instead: how many come in the same second")
    parser.add_argument("--every", type=float, default=15.0, help="seconds in which each of them changes something")
    parser.add_argument("--seconds", type=float, default=60.0, help="that they stay")
    options = parser.parse_args()
    roots = [root.resolve() for root in options.root or [ROOT]]
    if options.visitors:
        print(head(["visitors", "root", *crowd.COLUMNS]))
        for root in roots:
            measured = crowd.crowd(root, options.visitors, options.every, options.seconds)
            print(f"| {options.visitors} | {root} | {' | '.join(measured)} |", flush=True)
        return
    if options.visits:
        columns = ["cold: picture, ms", "CPU, ms", "warm: picture, ms", "CPU, ms", "modules", "CPU of a first run, ms"]
        print(head(["", "root", *columns]))
        measured = np.array(list(visits(roots, options.visits)))
        print("\n".join(row("first picture", roots, measured.swapaxes(0, 1))))
        return
    print(head(["change", "root", "CPU, ms", "kB", "picture, ms", "embeds"]))
    for name, subject in subjects().items():
        if all(word in name for word in options.words):
            costs = changes(roots, subject, options.changes)
            print("\n".join(row(name, roots, np.array([[astuple(cost) for cost in of] for of in costs]))), flush=True)


if __name__ == "__main__":
    main()
