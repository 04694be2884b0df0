"""One's own data in a real browser: a file is uploaded, fitted and named in the link."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COUNT = ".count"


def write_csv(path, n_rows):
    """A file as a German spreadsheet writes it: semicolons, decimal commas, a byte-order mark, a name full of signs."""
    rows = [f"{i % 7 + 20 * (i % 2)},5;{i % 11 + 9 * (i % 2)},25;word {i}" for i in range(n_rows)]
    text = 'Höhe [cm] "<b>;Gewicht.kg;Wort\n'.replace('"', "'") + "\n".join(rows) + "\n;3;missing\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    return path


def test_an_uploaded_file_is_fitted_and_its_link_asks_for_it_again(server, new_page, tmp_path):
    file = write_csv(tmp_path / "Maße.csv", 200)
    page = new_page(f"{server}/Your_own_data")
    page.get_by_text("Upload a file", exact=True).click(timeout=30_000)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("1 row can't be used")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Row 202, column “Höhe [cm] '<b>”: the cell is empty.")).to_be_visible()
    page.get_by_text("Leave this row out and go on with 200").click()
    expect(page.locator(COUNT)).to_have_text("Step 0 of 100", timeout=30_000)
    page.locator("button[data-do=last]").click()  # the toggle has the keys
    expect(page.locator(COUNT)).to_have_text("Step 100 of 100", timeout=15_000)
    expect(page.locator(".sentence")).to_have_text(re.compile("^Step 100:"), timeout=15_000)
    assert page.locator(".read-out tbody tr").count() == 2
    expect(page.get_by_text("x1: Höhe [cm] '<b>; x2: Gewicht.kg.")).to_be_visible()
    page.wait_for_url(re.compile(r"own_file=Ma%C3%9Fe\.csv.*step=100"))
    assert "own_rows=201" in page.url
    assert "own=" not in page.url

    second = new_page(page.url)
    expect(second.get_by_text("This link is about Maße.csv with 201 rows")).to_be_visible(timeout=30_000)
    second.get_by_text("Upload a file", exact=True).click()
    second.locator("input[type=file]").set_input_files(file)
    expect(second.locator(COUNT)).to_have_text(re.compile(r"^Step \d+ of 100$"), timeout=30_000)


def test_points_are_typed_into_the_table(server, new_page):
    page = new_page(f"{server}/Your_own_data?own=1_2~3_5~4_4~9_8&own_k=1")
    expect(page.locator(COUNT)).to_have_text("Step 0 of 100", timeout=30_000)
    page.get_by_text("The data", exact=True).click()
    page.get_by_text("Type points", exact=True).click()
    grid = page.locator("[class*='st-key-own-editor'] [data-testid=stDataFrame]")
    editor = page.locator("#portal input, #portal textarea").first
    for _ in range(5):  # the first click may only focus the table, or meet it still moving
        page.wait_for_timeout(700)
        grid.scroll_into_view_if_needed(timeout=15_000)
        box = grid.bounding_box()
        page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + 35 * 1.5)
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        if editor.is_visible():
            break
    editor.fill("2.5")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"own=2\.5_2~3_5~4_4~9_8"), timeout=20_000)


def test_a_click_on_the_picture_adds_a_point(server, new_page):
    page = new_page(f"{server}/Your_own_data?own=1_2~3_5~4_4~9_8&own_k=1")
    expect(page.locator(COUNT)).to_have_text("Step 0 of 100", timeout=30_000)
    page.get_by_text("A click adds a point").click()
    page.wait_for_selector("form.vega-bindings input[name^=spot], form.vega-bindings input[name*=gx]", state="attached")
    page.wait_for_timeout(1500)
    box = page.locator("[data-testid=stVegaLiteChart] canvas").first.bounding_box()
    page.mouse.click(box["x"] + 0.6 * box["width"], box["y"] + 0.3 * box["height"])
    page.wait_for_function("new URLSearchParams(location.search).get('own')?.split('~').length === 5", timeout=30_000)
    expect(page.locator(COUNT)).to_have_text("Step 0 of 100", timeout=15_000)
