"""One's own data in a real browser: a file is uploaded, fitted and named in the link."""

import re
import time
from pathlib import Path

import openpyxl
import pytest
from editing import edit_cell
from playwright.sync_api import expect
from plots import plot_of
from stepping import COUNT

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def write_csv(path, n_rows):
    """A file as a German spreadsheet writes it: semicolons, decimal commas, a byte-order mark, a name full of signs."""
    rows = [f"{i % 7 + 20 * (i % 2)},5;{i % 11 + 9 * (i % 2)},25;word {i}" for i in range(n_rows)]
    text = 'Höhe [cm] "<b>;Gewicht.kg;Wort\n'.replace('"', "'") + "\n".join(rows) + "\n;3;missing\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    return path


def watch(page):
    """From the page of one's own data to the dashboard on them."""
    page.get_by_role("button", name=re.compile("Watch EM on these")).click()
    page.wait_for_url(re.compile(r"^[^?]*/\?"))
    expect(page.locator(COUNT)).to_have_text(re.compile(r"^Step \d+ of 100"), timeout=30_000)


def upload(page, file):
    page.get_by_text("Upload a file", exact=True).click(timeout=30_000)
    page.locator("input[type=file]").set_input_files(file)


def test_an_uploaded_file_is_fitted_and_its_link_asks_for_it_again(server, new_page, tmp_path):
    file = write_csv(tmp_path / "Maße.csv", 200)
    page = new_page(f"{server}/Your_own_data")
    upload(page, file)
    expect(page.get_by_text("1 row can't be used")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Row 202, column “Höhe [cm] '<b>”: the cell is empty.")).to_be_visible()
    page.get_by_text("Leave this row out and go on with 200").click()
    watch(page)
    expect(page.get_by_role("heading", name="Maße.csv")).to_be_visible()
    for _ in range(24):  # in two beats, as the first example is seen
        page.keyboard.press("ArrowRight")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 12 of 100"), timeout=15_000)
    expect(page.locator(".sentence")).to_have_text(re.compile("^Step 12:"), timeout=15_000)
    assert page.locator(".read-out tbody tr").count() == 2
    page.wait_for_url(re.compile(r"own_file=Ma%C3%9Fe\.csv.*step=12"))
    assert "own_rows=201" in page.url
    assert "own=" not in page.url

    second = new_page(page.url)
    expect(second.get_by_text("This link is about Maße.csv with 201 rows")).to_be_visible(timeout=30_000)
    second.get_by_test_id("stMain").get_by_role("button", name="Bring your data").click()
    upload(second, file)
    watch(second)  # the row is left out again, for these are the same points
    expect(second.locator(COUNT)).to_have_text(re.compile("^Step 12 of 100"), timeout=15_000)


def test_points_are_typed_into_the_table(server, new_page):
    page = new_page(f"{server}/Your_own_data?data=own&own=1_2~3_5~4_4~9_8&k=1")
    page.get_by_text("Type or click", exact=True).click(timeout=30_000)
    edit_cell(page, "own", 0, 1, "2.5")
    page.wait_for_url(re.compile(r"own=2\.5_2~3_5~4_4~9_8"), timeout=20_000)
    watch(page)


def click_picture(page, x, y):
    """Click the picture at shares of its plot's width and height, from the left and from above."""
    left, top, width, height, _ = plot_of(page)
    page.mouse.click(left + x * width, top + y * height)


def wait_for_points(page, n):
    count = "new URLSearchParams(location.search).get('own')?.split('~').length"
    page.wait_for_function(f"{count} === {n}", timeout=30_000)


def test_points_are_clicked_into_blank_axes(server, new_page):
    page = new_page(f"{server}/Your_own_data")
    page.get_by_text("Type or click", exact=True).click(timeout=30_000)
    expect(page.get_by_text("0 so far")).to_be_visible(timeout=15_000)
    for n, (x, y) in enumerate([(0.3, 0.3), (0.7, 0.6), (0.5, 0.4)], start=1):
        click_picture(page, x, y)
        expect(page.get_by_text(f"{n} so far")).to_be_visible(timeout=15_000)
    wait_for_points(page, 3)
    points = [point.split("_") for point in re.search(r"[?&]own=([^&]*)", page.url)[1].split("~")]
    assert all(0 < float(x) < 10 and 0 < float(y) < 10 for x, y in points)
    page.get_by_role("button", name="Undo").click()
    wait_for_points(page, 2)


def test_a_click_on_the_dashboard_adds_a_point_and_em_runs_anew(server, new_page):
    page = new_page(f"{server}/?data=own&own=1_2~3_5~4_4~9_8&k=1&click=add&step=1")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 1 of 100"), timeout=30_000)
    before = page.locator(".log-likelihood").inner_text()
    click_picture(page, 0.6, 0.3)
    wait_for_points(page, 5)
    expect(page.locator(".log-likelihood")).not_to_have_text(before, timeout=15_000)
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 1 of 100"))


def test_what_is_forgotten_does_not_come_back_from_the_browser(server, new_page, tmp_path):
    page = new_page(f"{server}/Your_own_data")
    page.get_by_role("textbox", name="A column or a table").fill("1\n2\n8\n9")
    page.get_by_role("button", name="Read it").click(timeout=30_000)
    wait_for_points(page, 4)
    page.get_by_role("button", name="Forget the data").click()
    page.wait_for_function("!location.search.includes('own')", timeout=15_000)
    upload(page, write_csv(tmp_path / "rows.csv", 30))
    expect(page.get_by_text("1 row can't be used")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Forget the data").click()
    expect(page.get_by_text("1 row can't be used")).to_have_count(0, timeout=15_000)
    expect(page.get_by_text("rows.csv")).to_have_count(0)
    page.get_by_text("Paste", exact=True).click()
    expect(page.get_by_role("textbox", name="A column or a table")).to_have_value("")
    page.get_by_text("Type or click", exact=True).click()
    expect(page.get_by_text("0 so far")).to_be_visible(timeout=15_000)
    assert "own" not in page.url.partition("?")[2]


@pytest.fixture(scope="module")
def large_file(tmp_path_factory):
    """A file that takes seconds to read: numbers with apostrophes, which are looked at one by one."""
    path = tmp_path_factory.mktemp("large") / "large.csv"
    numbers = (f"{i % 900 + 100}'{i * 7919 % 1000:03d}.{i % 10}" for i in range(1_000_000))
    path.write_text("\n".join(";".join(next(numbers) for _ in range(5)) for _ in range(190_000))[:10_000_000])
    return path


def readers():
    """The processes in which files are read now."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"dashboard.own_data.reading.worker" in (folder / "cmdline").read_bytes():
                found.append(folder.name)
        except OSError:  # it has ended
            pass
    return found


def test_a_second_file_that_is_none_or_is_stopped_leaves_the_first_in_place(server, new_page, tmp_path, large_file):
    page = new_page(f"{server}/Your_own_data")
    upload(page, write_csv(tmp_path / "good.csv", 30))
    page.get_by_text("Leave this row out and go on with 30").click(timeout=30_000)
    expect(page.get_by_role("button", name="Watch EM on these 30 points")).to_be_visible(timeout=15_000)
    (tmp_path / "bad.csv").write_text("no numbers\nat all")
    page.locator("input[type=file]").set_input_files(tmp_path / "bad.csv")
    expect(page.get_by_text("No column holds numbers")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("The data from before are still here.")).to_be_visible()
    expect(page.get_by_role("button", name="Watch EM on these 30 points")).to_be_visible()
    upload(page, large_file)
    page.get_by_role("button", name="Stop reading").click(timeout=30_000)
    expect(page.get_by_text("Reading was stopped. The data from before are still here.")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="Watch EM on these 30 points")).to_be_visible()


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for processes in /proc")
def test_reading_stops_when_the_tab_is_closed(server, new_page, large_file):
    page = new_page(f"{server}/Your_own_data")
    before = set(readers())
    upload(page, large_file)
    expect(page.get_by_role("button", name="Stop reading")).to_be_visible(timeout=30_000)
    mine = set(readers()) - before
    assert mine
    page.close()
    time.sleep(2)
    assert not mine & set(readers())


def test_the_sheet_and_the_signs_can_be_chosen(server, new_page, tmp_path):
    book = openpyxl.Workbook()
    for row in [["x", "y"], [1, 2], [3, 5], [4, 9]]:
        book.active.append(row)
    other = book.create_sheet("more_of_it")
    for row in [["p", "q"], [1, 2], [3, 5], [4, 9], [7, 7]]:
        other.append(row)
    book.save(tmp_path / "book.xlsx")
    page = new_page(f"{server}/Your_own_data")
    upload(page, tmp_path / "book.xlsx")
    expect(page.get_by_text("3 rows, 2 columns, from book.xlsx.")).to_be_visible(timeout=30_000)
    page.get_by_test_id("stButtonGroup").get_by_text("more_of_it", exact=True).click()
    expect(page.get_by_text("4 rows, 2 columns, from book.xlsx.")).to_be_visible(timeout=30_000)
    page.get_by_test_id("stButtonGroup").filter(has_text="First row holds names").get_by_text("No", exact=True).click()
    expect(page.get_by_text("5 rows, 2 columns, from book.xlsx.")).to_be_visible(timeout=30_000)
