"""Type into the editable tables of the sidebar in a browser."""

from playwright.sync_api import TimeoutError, expect
from waiting import box_at_rest


def edit_cell(page, table, row, column, text):
    """Type into a cell of an editable table: rows from 0 under the header, columns from 1 beside the row number."""
    grid = page.locator(f"[class*='st-key-{table}-editor'] [data-testid=stDataFrame]")
    editor = page.locator("#portal input, #portal textarea").first

    def is_open(milliseconds):
        try:
            editor.wait_for(state="visible", timeout=milliseconds)
        except TimeoutError:
            return False
        return True

    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    for _ in range(5):  # the first click may only focus the table, or meet it still moving
        page.wait_for_timeout(300)
        expect(grid).to_have_count(1, timeout=15_000)  # not beside the one that it replaces
        grid.scroll_into_view_if_needed()
        box = box_at_rest(grid)
        page.mouse.click(box["x"] + 30 + (column - 0.5) * (box["width"] - 30) / 3, box["y"] + 35 * (row + 1.5))
        if is_open(700):  # a click opens a cell that was chosen before
            break
        page.keyboard.press("Enter")
        if is_open(2000):
            break
    editor.fill(text)
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
