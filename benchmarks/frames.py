"""Pictures a second that a visitor sees while the step is dragged and while it plays, as a Markdown table.

Starts the dashboard, opens it in headless Chromium (which draws in software: a floor for real machines) and counts the
frames in which the picture changed, from a small copy of it. Dragging writes a new step in every frame. The page's
thread counts its own processor time, the counting of changes included.
"""

import argparse
import shutil
from collections.abc import Callable

from playwright.sync_api import Page, sync_playwright

from benchmarks.serving import Dashboard

SECONDS = 5.0  # of dragging
PLAYED = 2.0  # seconds of playing, while all still moves
NOTEBOOK = "data=clusters-2d&iterations=400&k=3&start=random-points&weights=learned"
FAITHFUL = "data=faithful&k=4&start=random-points&weights=learned&iterations=400"
EIGHT = (
    "data=clusters-2d&clusters=10000_0_0_2_2_0~10000_6_0_2_3_0.3&k=8&start=random-points&weights=learned&iterations=400"
)

# Views: label -> query.
VIEWS = {
    "grey": "&colors=none",
    "soft": "&colors=soft",
    "hard": "&colors=hard",
    "uncertainty": "&colors=uncertainty",
    "soft, field": "&colors=soft&field=yes",
    "soft, field, dream": "&colors=soft&field=yes&dream=yes",
}
RUNS = {"272 points, K 4": FAITHFUL, "15,000 points, K 3": NOTEBOOK, "20,000 points, K 8": EIGHT}

COUNT = """(range, [seconds, drag]) => new Promise(done => {
    const chart = document.querySelector('[data-testid=stVegaLiteChart] canvas')
    const small = document.createElement('canvas')
    small.width = 160
    small.height = 100
    const context = small.getContext('2d', { willReadFrequently: true })
    const begun = performance.now(), last = Number(range.max)
    let before = 0, changed = 0, step = 0
    const look = now => {
        context.clearRect(0, 0, 160, 100)
        context.drawImage(chart, 0, 0, 160, 100)
        const pixels = new Uint32Array(context.getImageData(0, 0, 160, 100).data.buffer)
        const picture = pixels.reduce((sum, pixel) => (Math.imul(sum, 31) + pixel) | 0, 0)
        changed += picture !== before
        before = picture
        if (now - begun > 1000 * seconds) return done(changed / ((now - begun) / 1000))
        if (drag) {
            step = (step + 1) % 40 // early steps, where all moves
            range.value = step
            range.dispatchEvent(new Event('input'))
        }
        requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
})"""


def main() -> None:
    """Measure every run in every view and print a Markdown table."""
    argparse.ArgumentParser(prog="python -m benchmarks.frames", description=__doc__).parse_args()
    columns = ["data", "view", "pictures a second, dragged", "ms of the page's thread for each"]
    columns += ["pictures a second, played at 20 steps", "points painted while moving"]
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    with Dashboard() as server, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for data, run in RUNS.items():
            for view, query in VIEWS.items():
                page = browser.new_page(viewport={"width": 1400, "height": 1000})
                page.goto(f"{server.url}/?{run}{query}")
                page.wait_for_function(
                    "document.querySelector('[data-testid=stVegaLiteChart] canvas') && window.emExplorer"
                )
                page.wait_for_timeout(2000)
                if view != "grey":
                    page.wait_for_function("window.emExplorer.painted?.().picture")
                bar = page.locator("input.range")
                busy = main_thread(page)
                dragged = bar.evaluate(COUNT, [SECONDS, True])
                cost = 1000 * busy() / (SECONDS * dragged)
                points = painted(page)
                played = play(page)
                print(f"| {data} | {view} | {dragged:.0f} | {cost:.0f} | {played:.0f} | {points} |", flush=True)
                page.close()
        browser.close()


def painted(page: Page) -> str:
    """How many points the last frame held, if they are painted by the browser."""
    page.wait_for_function("window.emExplorer.step >= 0")
    counts = page.evaluate("window.emExplorer.painted?.().picture ?? null")
    return f"{counts['points']:,}" if counts else "-"


def main_thread(page: Page) -> Callable[[], float]:
    """A clock of the processor time, in seconds, of the page's own thread: other load hardly disturbs it."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def used() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))

    begun = used()
    return lambda: used() - begun


def play(page: Page) -> float:
    """Pictures a second while the run plays at the fastest speed."""
    page.keyboard.press("Home")
    page.locator(".speed select").select_option("20")
    page.locator("button[data-do=play]").click()
    return float(page.locator("input.range").evaluate(COUNT, [PLAYED, False]))


if __name__ == "__main__":
    main()
