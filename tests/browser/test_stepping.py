"""The dashboard in a real browser: keys, clicks, charts, links."""

import json
import re

import numpy as np
import pytest
from editing import edit_cell
from opening import FIRST, ROOT
from playwright.sync_api import expect
from stepping import COUNT, INPUTS, mixture_drawn, picture_of, wait_for_step
from waiting import until

from emcore import PRESETS, Scenario
from emcore.numerals import numeral, with_minus
from emcore.study.settling import settled_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOLD = ".st-key-stage-side > :has(> .st-key-stage-told)"
PLAY = "button[data-do=play]"
NOTEBOOK = "/?data=clusters-1d"
OVERLAPPING = "/?" + "&".join(f"{key}={value}" for key, value in PRESETS["overlapping"].scenario.to_query().items())


def shown_rows(page):
    """The table's values as numbers, without the changes under them."""
    texts = page.locator(".read-out tbody td .value").all_inner_texts()
    return [float(text.replace("\u2212", "-")) for text in texts]


def assert_table_shows(page, scenario, step):
    _, trace = scenario.run()
    expected = []
    for k in range(scenario.n_components):
        sd = trace.covariances[step, k, 0, 0] ** 0.5
        expected += [trace.weights[step, k], trace.means[step, k, 0], sd]
    shown = shown_rows(page)
    assert len(shown) == len(expected)
    assert shown == pytest.approx(expected, abs=0.051)
    ll = page.locator(".log-likelihood").inner_text().replace("\u2212", "-")
    assert float(ll) == pytest.approx(trace.log_likelihoods[step], abs=6e-4)


def test_with_a_prior_the_log_posterior_is_seen_to_climb_and_every_sentence_fits_its_box(server, new_page):
    scenario = Scenario("faithful", n_components=3, covariance_type="full", start="kmeanspp", tol=1e-8, prior=True)
    dataset, trace = scenario.run()
    page = new_page(f"{server}/?{'&'.join(map('='.join, scenario.to_query().items()))}", 1280, 720)
    wait_for_step(page, 0)
    expect(page.get_by_text("Its gain, nats")).to_be_visible()
    fits = "box => box.scrollHeight <= box.clientHeight"
    for t in range(1, len(trace)):
        page.keyboard.press("ArrowRight")
        wait_for_step(page, t)
        now, before = trace[t].log_posterior, trace[t - 1].log_posterior
        numbers = {
            ".log-likelihood": f"{trace[t].log_likelihood:.3f}",
            ".log-posterior": f"{now:.3f}",
            ".gain small": f"· +{numeral((now - before) / len(dataset.X), 2)} a point",
        }
        for place, number in numbers.items():
            expect(page.locator(f".read-out {place}")).to_have_text(with_minus(number))
        assert page.locator(TOLD).evaluate(fits), t
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.wait_for_timeout(600)
    assert page.locator(TOLD).evaluate(fits)
    drawn = page.locator("form.vega-bindings input[name=log_posteriors]").input_value()
    np.testing.assert_allclose([float(number) for number in drawn.split(" ")], trace.log_posteriors, rtol=1e-12)


def test_keys_move_bar_charts_table_and_address_together_and_send_nothing_to_the_server(server, new_page, silent):
    page = new_page(server + NOTEBOOK)
    wait_for_step(page, 0)
    assert_table_shows(page, Scenario(), 0)
    pictures = [picture_of(page, nth) for nth in (0, 1)]
    with silent(page):
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        wait_for_step(page, 3)
        page.wait_for_url("**/?data=clusters-1d&step=3")
        page.wait_for_timeout(300)
        assert all(picture_of(page, nth) != before for nth, before in enumerate(pictures))
        assert_table_shows(page, Scenario(), 3)
        page.keyboard.press("End")
        wait_for_step(page, 100)
        assert page.locator("button[data-do=forward]").is_disabled()
        page.keyboard.press("ArrowLeft")
        wait_for_step(page, 99)
        page.keyboard.press("Home")
        wait_for_step(page, 0)
        page.wait_for_url(server + NOTEBOOK)


def test_a_click_on_the_trace_the_range_and_play_move_the_step(server, new_page):
    page = new_page(server + NOTEBOOK)
    wait_for_step(page, 0)
    trace = page.locator("[data-testid=stVegaLiteChart]").nth(1)
    trace.scroll_into_view_if_needed()
    box = trace.bounding_box()
    page.mouse.click(box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2)
    page.wait_for_function("window.emExplorer.step > 30")
    step = page.evaluate("window.emExplorer.step")
    assert 40 <= step <= 70
    wait_for_step(page, step)

    page.locator("button[data-do=first]").click()
    wait_for_step(page, 0)
    box = page.locator("input.range").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("Math.abs(window.emExplorer.step - 50) < 4")
    wait_for_step(page, page.evaluate("window.emExplorer.step"))

    page.keyboard.press("Home")
    page.locator(".speed select").select_option("20")
    page.locator("body").press("Space")
    page.wait_for_function("window.emExplorer.playing && window.emExplorer.step >= 3")
    page.keyboard.press("Space")  # pauses
    page.wait_for_function("!window.emExplorer.playing")
    wait_for_step(page, page.evaluate("window.emExplorer.step"))
    settled = settled_at(Scenario().run()[1])
    page.locator(PLAY).click()
    expect(page.locator(COUNT)).to_have_text(f"Step {settled} of 100 · settled", timeout=30_000)
    page.wait_for_function("!window.emExplorer.playing")
    wait_for_step(page, settled)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(COUNT)).to_have_text(f"Step {settled - 1} of 100")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")  # goes on
    page.wait_for_function("window.emExplorer.step === 100 && !window.emExplorer.playing", timeout=30_000)


RECORD = """window.onTheWay = []
window.addEventListener('em-explorer:drawn', () => {
    const text = document.querySelector('form.vega-bindings input[name=mixture]').value
    if (window.emExplorer.moving) window.onTheWay.push(text.split(';').slice(1).map(row => row.split(' ').map(Number)))
})"""


@pytest.mark.parametrize("preset", ["overlapping", "faithful"])
def test_a_step_flows_into_the_next_and_ends_where_it_should(server, new_page, preset):
    scenario = PRESETS[preset].scenario
    _, trace = scenario.run()
    page = new_page(server + "/?" + "&".join(f"{key}={value}" for key, value in scenario.to_query().items()))
    wait_for_step(page, 0)
    page.wait_for_timeout(1000)
    page.evaluate(RECORD)
    step = 0

    def press(key, by):
        nonlocal step
        page.evaluate("window.onTheWay.length = 0")
        page.keyboard.press(key)
        step += by
        wait_for_step(page, step)
        drawn, factors = np.array(mixture_drawn(page)), np.linalg.cholesky(trace.covariances[step])
        np.testing.assert_allclose(drawn[:, 1], trace.weights[step], rtol=1e-12)
        np.testing.assert_allclose(drawn[:, 2], trace.means[step][:, 0], rtol=1e-12)
        np.testing.assert_allclose(drawn[:, 3], factors[:, 0, 0], rtol=1e-12)
        ends = np.sort([trace.means[step - by][:, 0], trace.means[step][:, 0]], axis=0)
        on_the_way = np.array(page.evaluate("window.onTheWay"))
        for rows in on_the_way:
            assert rows[:, 1].sum() == pytest.approx(1)
            assert np.all((ends[0] - 1e-9 <= rows[:, 2]) & (rows[:, 2] <= ends[1] + 1e-9))
        return len({tuple(rows.ravel()) for rows in on_the_way})

    for key, by in (("ArrowRight", 1), ("ArrowLeft", -1)):  # a busy machine is spared the motion
        step = 0 if by > 0 else 8
        page.keyboard.press("Home")
        if by < 0:
            for _ in range(8):
                page.keyboard.press("ArrowRight")
        wait_for_step(page, step)
        page.wait_for_timeout(300)
        assert any(press(key, by) >= 2 for _ in range(8))
    at_rest = picture_of(page)
    page.emulate_media(reduced_motion="reduce")
    assert press("ArrowRight", 1) == press("ArrowLeft", -1) == 0
    assert picture_of(page) == at_rest


def test_charts_tell_the_step_to_those_who_cannot_see_them(server, new_page):
    page = new_page(f"{server}/?step=5")
    wait_for_step(page, 5)
    _, trace = Scenario().run()
    picture, line = (page.locator("[data-testid=stVegaLiteChart]").nth(i) for i in (0, 1))

    def told(step):
        sentence = page.locator(".sentence").inner_text()
        value = f"{trace.log_likelihoods[step]:.3f}".replace("-", "\u2212")
        expect(picture).to_have_attribute("aria-label", re.compile(f"^{re.escape(sentence)} Histogram"))
        expect(line).to_have_attribute(
            "aria-label", re.compile(f"^Step {step} of 100: .* {value}[.] Log-likelihood of")
        )

    told(5)
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 6)
    told(6)
    page.emulate_media(color_scheme="dark")  # makes the charts anew
    page.wait_for_timeout(1500)
    told(6)


def test_a_link_opens_the_same_picture_in_a_second_browser_and_after_reload(server, new_page):
    first = new_page(server + OVERLAPPING)
    wait_for_step(first, 0)
    for _ in range(4):
        first.keyboard.press("ArrowRight")
    wait_for_step(first, 4)
    first.wait_for_url("**step=4")
    second = new_page(first.url)
    wait_for_step(second, 4)
    assert shown_rows(second) == shown_rows(first)
    assert_table_shows(second, PRESETS["overlapping"].scenario, 4)
    first.reload()
    wait_for_step(first, 4)
    assert shown_rows(first) == shown_rows(second)


def test_a_change_of_k_is_in_the_link_and_back_undoes_it(server, new_page):
    page = new_page(f"{server}/?data=faithful-waiting&start=kmeanspp&k=2&iterations=30")
    wait_for_step(page, 0)
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 1)
    page.wait_for_url("**step=1")  # written a moment later: what is gone back to has it
    page.locator("[data-testid=stSidebar]").get_by_text("Components K").scroll_into_view_if_needed()
    page.locator(".st-key-n_components input").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('[data-testid=stSidebar]') && !location.search.includes('k=2')")
    page.wait_for_url("**step=1")  # the step stays, and stays in the link
    assert "k=3" in page.url or "k=" not in page.url
    page.wait_for_timeout(1500)
    wait_for_step(page, 1)
    assert len(shown_rows(page)) == 9
    page.go_back()
    page.wait_for_url("**k=2**")
    page.wait_for_timeout(1500)
    wait_for_step(page, 1)
    assert len(shown_rows(page)) == 6


def test_the_lesson_keeps_the_scenario_and_the_step_both_ways(server, new_page):
    page = new_page(server + OVERLAPPING)
    wait_for_step(page, 0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 2)
    page.get_by_text("Lessons", exact=True).click()
    page.get_by_role("link", name="The algorithm").click()
    page.wait_for_url("**/The_algorithm?*")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 0 of"), timeout=30_000)  # of the lesson's own run
    page.keyboard.press("ArrowRight")
    assert "components=" in page.url
    page.get_by_role("link", name="Dashboard", exact=True).click()
    wait_for_step(page, 2)
    assert_table_shows(page, PRESETS["overlapping"].scenario, 2)


def wait_for_query(page, part):
    page.wait_for_function("part => location.search.includes(part)", arg=part)


def test_editing_the_tables_changes_data_and_start(server, new_page):
    page = new_page(server + NOTEBOOK)
    wait_for_step(page, 0)
    edit_cell(page, "components", 0, 2, "-60")
    wait_for_query(page, "components=1_-60_5")
    until(page, lambda: shown_rows(page)[1] == -60)
    edit_cell(page, "components", 2, 3, "12")
    wait_for_query(page, "components=1_-60_5~1_6.5_5~1_20_12")
    page.get_by_test_id("stSidebar").get_by_text("Data", exact=True).click()
    edit_cell(page, "clusters", 1, 1, "700")
    wait_for_query(page, "clusters=500_-50_5~700_20_10~400_100_5")
    page.wait_for_timeout(1500)
    wait_for_step(page, 0)
    by_hand = Scenario.from_query(dict(part.split("=") for part in page.url.partition("?")[2].split("&")))[0]
    assert_table_shows(page, by_hand, 0)


def unlike(page, before):
    """How many pixels of the picture are clearly others than before; what Vega draws in part differs a little."""
    return page.evaluate(
        """async pictures => {
            const [one, other] = await Promise.all(pictures.map(async url => {
                const image = new Image()
                image.src = url
                await image.decode()
                const context = new OffscreenCanvas(image.width, image.height).getContext("2d")
                context.drawImage(image, 0, 0)
                return context.getImageData(0, 0, image.width, image.height).data
            }))
            if (one.length !== other.length) return Infinity
            return one.filter((value, i) => Math.abs(value - other[i]) > 64).length
        }""",
        [before, picture_of(page)],
    )


def test_the_step_survives_a_theme_switch_and_full_screen(server, new_page):
    page = new_page(f"{server}/?data=faithful&k=3&step=5.5")
    wait_for_step(page, 5)  # half steps are for two beats
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(1500)
    wait_for_step(page, 5)
    turned_dark = picture_of(page)
    page.reload()  # a page that opens at the step, and dark, looks the same
    wait_for_step(page, 5)
    until(page, lambda: unlike(page, turned_dark) < 20)
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 6)
    until(page, lambda: unlike(page, turned_dark) > 200)
    page.keyboard.press("ArrowLeft")
    wait_for_step(page, 5)
    until(page, lambda: unlike(page, turned_dark) < 20)
    page.keyboard.press("l")  # lecture mode is in full screen
    page.wait_for_timeout(1000)
    assert all(value == "5" for value in page.eval_on_selector_all(INPUTS, "all => all.map(input => input.value)"))
    page.keyboard.press("l")
    page.wait_for_timeout(1000)
    wait_for_step(page, 5)


def test_the_bare_address_opens_the_first_example_and_another_preset_opens_at_step_0_with_its_own_link(
    server, new_page
):
    page = new_page(server)
    page.get_by_role("heading", name=PRESETS["first"].question).wait_for(timeout=30_000)
    wait_for_step(page, 0)
    for name, said in FIRST.items():
        wait_for_query(page, f"{name}={said}")
    expect(page.get_by_role("radio", name="Soft")).to_be_checked()
    expect(page.get_by_role("switch", name="Two beats")).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.locator(COUNT)).to_have_text("Step 0 of 20 · E")
    page.wait_for_url("**&step=0.5")
    page.reload()
    expect(page.locator(COUNT)).to_have_text("Step 0 of 20 · E", timeout=30_000)
    page.get_by_role("heading", name=PRESETS["first"].question).wait_for()
    page.keyboard.press("End")
    wait_for_step(page, 20)
    page.get_by_role("combobox", name="Preset").click()
    page.get_by_role("option", name="Old Faithful, 1-D").click()
    page.get_by_role("heading", name=PRESETS["faithful-waiting"].question).wait_for()
    wait_for_step(page, 0)
    assert "data=faithful-waiting" in page.url
    assert "step" not in page.url


@pytest.mark.parametrize("preset", ["notebook-2d", "faithful"])
def test_a_2d_run_draws_every_step(server, new_page, preset):
    query = "&".join(f"{key}={value}" for key, value in PRESETS[preset].scenario.to_query().items())
    page = new_page(f"{server}/?{query}&contours=filled")
    wait_for_step(page, 0)
    start = picture_of(page)
    page.keyboard.press("End")
    wait_for_step(page, PRESETS[preset].scenario.max_iter)
    page.wait_for_timeout(400)
    assert picture_of(page) != start
    assert len(shown_rows(page)) == 6 * PRESETS[preset].scenario.n_components


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_overflows_or_jumps_while_stepping(server, new_page, width):
    page = new_page(server + NOTEBOOK, width)
    wait_for_step(page, 0)
    page.wait_for_timeout(500)
    places = """JSON.stringify([...document.querySelectorAll('[data-testid=stVegaLiteChart], .stMarkdown')].map(e => {
        const box = e.getBoundingClientRect()
        return [box.x, box.y, box.width, box.height].map(Math.round)
    }))"""
    before = json.loads(page.evaluate(places))
    for key in ("ArrowRight", "ArrowRight", "End"):
        page.keyboard.press(key)
    wait_for_step(page, 100)
    assert json.loads(page.evaluate(places)) == before
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


def test_a_long_run_shows_the_step_reached_and_stops_there(server, new_page):
    """Many points: the picture is one layer, and the button makes what is done so far the whole run."""
    many = "/?data=clusters-2d&clusters=200000_0_0_1_1_0~200000_6_0_1_2_0.3&k=8&start=kmeanspp&weights=learned"
    page = new_page(f"{server}{many}&iterations=500")
    expect(page.get_by_text(re.compile(r"Running EM on 400,000 points: step \d+ of 500"))).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Stop here").click()
    page.wait_for_url(re.compile(r"iterations=\d+"), timeout=60_000)
    wait_for_step(page, 0)
    reached = int(re.search(r"^Step 0 of (\d+)$", page.locator(COUNT).inner_text()).group(1))
    assert 0 < reached < 500
    assert f"iterations={reached}" in page.url
    expect(page.get_by_role("button", name="Stop here")).to_have_count(0)
    page.keyboard.press("End")
    wait_for_step(page, reached)


def test_in_two_beats_e_and_m_take_turns(server, new_page):
    page = new_page(f"{server}/?beats=two&step=1.5")
    expect(page.locator(COUNT)).to_have_text(re.compile(r"^Step 1 of 100 · E$"), timeout=30_000)
    expect(page.locator(".sentence")).to_have_text(re.compile("^E beat after step 1: component"), timeout=15_000)
    page.wait_for_function("inputs => document.querySelectorAll(inputs).length === 2", arg=INPUTS, timeout=15_000)
    at_e = picture_of(page)
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 2)
    expect(page.locator(COUNT)).to_have_text("Step 2 of 100 · M")
    page.wait_for_timeout(300)
    assert picture_of(page) != at_e  # the curves moved
    page.wait_for_url("**/*step=2")
    page.keyboard.press("ArrowRight")
    expect(page.locator(COUNT)).to_have_text("Step 2 of 100 · E")
    page.wait_for_url("**/*step=2.5")
    page.reload()
    expect(page.locator(COUNT)).to_have_text("Step 2 of 100 · E", timeout=30_000)
    page.keyboard.press("End")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 100 of 100 · M"))
    page.keyboard.press("ArrowLeft")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 99 of 100 · E"))


def test_a_collapse_is_told_at_the_step_where_it_happens(server, new_page):
    scenario = PRESETS["collapse"].scenario
    last = len(scenario.run()[1]) - 1
    assert last > 0
    page = new_page(server + "/?" + "&".join(f"{key}={value}" for key, value in scenario.to_query().items()))
    wait_for_step(page, 0)
    told = page.locator(".sentence")
    assert "fail" not in page.locator("section.stMain, [data-testid=stMain]").first.inner_text()
    page.keyboard.press("End")
    wait_for_step(page, last)
    expect(told).to_have_class(re.compile("failed"))
    expect(told).to_contain_text("component 2")
    expect(told).to_contain_text("ridge")
    page.keyboard.press("ArrowLeft")
    wait_for_step(page, last - 1)
    expect(told).not_to_contain_text("ridge")


def test_numbers_in_python_and_in_the_browser_are_written_alike(new_page):
    values = [0.0, 0.25, -1.5, 1234567.0, 2.512e-7, -2e-7, 1e-12, 1e150, 1.5e7, 120.0, 99999.5, 9.996e-6, 0.0001]
    source = (ROOT / "dashboard" / "browser" / "shared" / "numeral.js").read_text(encoding="utf-8")
    page = new_page("about:blank")
    for figures in (2, 4):
        shown = page.evaluate(
            """async ([source, values, figures]) => {
                const { numeral } = await import(`data:text/javascript,${encodeURIComponent(source)}`)
                return values.map(value => numeral(value, figures))
            }""",
            [source, values, figures],
        )
        assert shown == [numeral(value, figures) for value in values]
