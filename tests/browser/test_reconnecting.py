"""A page that stands open while the server restarts or is out of reach: what is done there counts."""

import re

import pytest
from editing import edit_cell
from playwright.sync_api import expect
from stepping import COUNT
from waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCENARIO = "data=faithful&start=kmeanspp&k=2&weights=learned"
TOLERANCE = ".st-key-stopping form.vega-bindings input[type=range]"
CONNECTED = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'"


def restart(dashboard, *pages):
    for page in pages:  # one that still has something to tell would tell it to the new server, unasked
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
        page.wait_for_timeout(500)
    dashboard.stop()
    try:
        for page in pages:
            page.wait_for_function(f"!({CONNECTED})", timeout=30_000)
    finally:
        dashboard.start()
    for page in pages:
        page.wait_for_function(CONNECTED, timeout=60_000)


def query_holds(page, part):
    until(page, lambda: part in page.url, 30, lambda: page.url)


def press(page, selector, key):
    page.locator(selector).first.focus()
    page.keyboard.press(key)


def open_dashboard(new_page, server, query):
    page = new_page(f"{server}/?{query}")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step "), timeout=60_000)
    expect(page.locator(".log-likelihood")).not_to_be_empty(timeout=15_000)
    return page


def paste(page):
    """Numbers of one's own, and to the dashboard on them."""
    page.get_by_role("textbox").fill("height\n" + "\n".join(str(i * i % 97) for i in range(150)))
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name=re.compile("Watch EM on these 150 points")).click(timeout=30_000)
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 0 of "), timeout=30_000)


def n_components_shown(page, n):
    until(page, lambda: page.locator(".read-out tbody tr").count() == n, 30)


def test_the_first_change_on_the_dashboard_counts(dashboard, server, new_page):
    slider, segment, button, select = (
        open_dashboard(new_page, server, query) for query in (SCENARIO, SCENARIO, f"{SCENARIO}&step=7", SCENARIO)
    )
    restart(dashboard, slider, segment, button, select)
    press(slider, ".st-key-n_components input", "ArrowRight")
    segment.get_by_test_id("stSidebar").get_by_text("Data", exact=True).click()
    segment.get_by_test_id("stSidebar").get_by_text("1-D", exact=True).click()
    press(button, "body", "ArrowRight")  # stepping needs no server
    expect(button.locator(COUNT)).to_have_text("Step 8 of 100")
    button.get_by_role("button", name="Start again").click()
    select.locator(".st-key-preset input").click()
    select.get_by_text("Two moons", exact=True).click()
    n_components_shown(slider, 3)
    assert "k=2" not in slider.url
    expect(slider.locator(".st-key-n_components input").first).to_have_value("3")
    until(segment, lambda: "data=faithful&" not in segment.url)
    query_holds(button, "start_seed=2")
    query_holds(select, "data=moons")
    press(slider, ".st-key-n_components input", "ArrowRight")  # and so does the second
    query_holds(slider, "k=4")


def test_a_change_in_a_table_counts_beside_those_before_and_a_step_back_goes_back(dashboard, server, new_page):
    back = open_dashboard(new_page, server, SCENARIO)
    press(back, ".st-key-n_components input", "ArrowRight")
    until(back, lambda: "k=2" not in back.url)
    n_components_shown(back, 3)
    table = open_dashboard(new_page, server, "weights=learned")
    edit_cell(table, "components", 0, 2, "-60")
    query_holds(table, "components=1_-60_5")
    table.get_by_test_id("stSidebar").get_by_text("Data", exact=True).click()
    table.get_by_test_id("stSidebar").get_by_role("spinbutton", name="Clusters").fill("2")
    table.keyboard.press("Enter")
    query_holds(table, "clusters=500_-50_5~1000_20_10")
    expect(table.locator("[class*=st-key-clusters-editor]")).to_have_count(1, timeout=15_000)
    edit_cell(table, "clusters", 0, 1, "600")
    query_holds(table, "clusters=600_-50_5~1000_20_10")
    restart(dashboard, back, table)
    edit_cell(table, "clusters", 1, 1, "700")
    query_holds(table, "clusters=600_-50_5~700_20_10")
    assert "components=1_-60_5" in table.url
    edit_cell(table, "components", 1, 2, "12")
    query_holds(table, "components=1_-60_5~1_12_5")
    back.go_back()
    query_holds(back, "k=2")
    n_components_shown(back, 2)
    expect(back.locator(".st-key-n_components input").first).to_have_value("2")
    back.get_by_text("Lessons", exact=True).click()
    back.get_by_role("link", name="The stopping rule").click()
    back.get_by_role("link", name="Dashboard", exact=True).click(timeout=30_000)
    expect(back.locator(COUNT)).to_have_text(re.compile("^Step "), timeout=30_000)
    assert "k=2" in back.url


def test_the_first_change_on_a_lesson_counts_and_ones_own_data_that_are_gone_are_asked_for(dashboard, server, new_page):
    stopping, chart, bound, own = (
        new_page(f"{server}/{name}")
        for name in ("The_stopping_rule", "The_stopping_rule?exponent=-4", "The_bound", "Your_own_data")
    )
    paste(own)
    expect(chart.locator(TOLERANCE)).to_have_value("-4", timeout=60_000)
    press(chart, TOLERANCE, "ArrowLeft")
    query_holds(chart, "exponent=-4.1")
    expect(bound.locator(COUNT)).to_have_text(re.compile("^Beat "), timeout=30_000)
    expect(stopping.locator(TOLERANCE)).to_be_visible(timeout=30_000)
    restart(dashboard, stopping, chart, bound, own)
    press(own, ".st-key-n_components input", "ArrowRight")  # at first: the page that asks for data has no such slider
    stopping.get_by_text("Your scenario from the dashboard").click()
    press(chart, TOLERANCE, "ArrowLeft")
    press(bound, ".st-key-bound-start input", "ArrowRight")
    query_holds(stopping, "run=yours")
    query_holds(chart, "exponent=-4.2")
    expect(chart.locator(TOLERANCE)).to_have_value("-4.2", timeout=15_000)
    query_holds(bound, "from=-0.95")
    expect(bound.locator(".sentence")).to_contain_text("stands at \u22120.95", timeout=15_000)
    expect(own.get_by_text("This link is about pasted table with 150 rows")).to_be_visible(timeout=30_000)
    assert "own_mark=" in own.url


def test_a_connection_that_breaks_costs_nothing(server, new_page):
    page = new_page("about:blank")
    sockets = []

    def pass_on(socket):
        sockets.append(socket)
        socket.connect_to_server()

    page.route_web_socket(re.compile("_stcore/stream"), pass_on)
    page.goto(f"{server}/Your_own_data")
    paste(page)
    sockets[-1].close(code=1001)
    until(page, lambda: len(sockets) == 2)
    page.wait_for_function(CONNECTED, timeout=30_000)
    press(page, ".st-key-n_components input", "ArrowRight")
    n_components_shown(page, 3)
    assert "k=2" not in page.url
    page.close()  # with what listens in
