"""Where the plot of a picture is in the browser's window."""

from waiting import box_at_rest

CANVAS = "[data-testid=stVegaLiteChart] canvas"
PLOT = """() => {
    const canvases = [...document.querySelectorAll("[data-testid=stVegaLiteChart] canvas")]
    const canvas = canvases.find(each => window.emExplorerPlots?.has(each))
    if (!canvas) return null
    const page = canvas.getBoundingClientRect(), { axes, box: [x, y, wide, high] } = window.emExplorerPlots.get(canvas)
    return [page.x + x * page.width, page.y + y * page.height, wide * page.width, high * page.height, axes]
}"""


def plot_of(page):
    """The left, top, width and height of the picture's plot, in pixels of the window, and the ends of its axes."""
    box_at_rest(page.locator(CANVAS).first)
    page.wait_for_function(f"() => ({PLOT})() !== null", timeout=30_000)
    page.wait_for_timeout(300)
    return page.evaluate(PLOT)
