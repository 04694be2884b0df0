"""The landscape in a real browser: its ways are emcore's and the published ones; what the page says comes true."""

import base64
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect
from pointers import Finger, Mouse
from waiting import box_at_rest, until

from dashboard.lessons.the_likelihood_landscape import RULES
from emcore import e_step
from emcore.bound import lower_bound
from emcore.study.climbs import em_path, spans
from emcore.study.lands import LANDS
from emcore.study.landscape import surface
from emcore.study.parameters import Parameter, Plane
from emcore.study.two_means import gradient_path, newton_path

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REFERENCE = json.loads((Path(__file__).parents[1] / "data" / "landscape.json").read_text(encoding="utf-8"))
PUBLISHED = {"two-means": REFERENCE["A"], "equal": REFERENCE["A_equal"]}
STARTS = [(-4.0, 0.0), (4.0, 1.0), (1.0, 0.9), (0.85, 0.84), (-1.0, 3.0), (3.0, -3.0)]


# --- the browser's mathematics ----------------------------------------------------------------------------------------


def plane_of(key):
    land = LANDS[key]
    return Plane(land.at((0, 0)), *(Parameter(axis.of, axis.k, 0) for axis in land.axes))


def points_of(key):
    return np.array(LANDS[key].points)[:, np.newaxis]


def given(key):
    """What the browser is given of a land."""
    land = LANDS[key]
    model = {name: getattr(land, name) for name in ("points", "weights", "means", "sds")}
    return {"model": model | {"axes": [axis.as_data() for axis in land.axes]}, "rules": RULES, "land": key}


@pytest.fixture
def in_browser(modules):
    """Evaluate an expression with the files of the lesson and what a land gives."""

    def evaluate(expression, key, **more):
        return modules.evaluate(
            f"""async given => {{
                const names = ["model", "rivals", "run", "surface", "land"]
                const files = await Promise.all(names.map(name => import(`/landscape/${{name}}.js`)))
                const m = Object.assign({{}}, ...files)
                const {{ model, rules }} = given
                return {expression}
            }}""",
            given(key) | more,
        )

    return evaluate


@pytest.mark.parametrize("key", PUBLISHED)
def test_em_goes_the_published_ways(in_browser, key):
    for path in PUBLISHED[key]["paths"]:
        found = in_browser("m.climb(model, given.start, rules)", key, start=path["start"])
        expected = np.array(path["iterates"])
        np.testing.assert_allclose(np.array(found["places"])[: len(expected)], expected[:, :2], atol=1e-9)
        np.testing.assert_allclose(found["logLikelihoods"][: len(expected)], expected[:, 2], atol=1e-9)
        np.testing.assert_allclose(found["places"][-1], path["limit"], atol=1e-6)
        assert found["stop"] == "converged"


@pytest.mark.parametrize("key", PUBLISHED)
def test_peaks_and_saddle_are_the_published_ones(in_browser, key):
    marks = in_browser("m.landOf(model).marks", key)
    expected = PUBLISHED[key]["stationary"]
    assert len(marks) == len(expected)
    kinds = {"maximum": "peak", "saddle": "saddle"}
    for point in expected:
        (mark,) = [m for m in marks if np.allclose(m["place"], point["mu"], atol=1e-6)]
        assert mark["kind"] == kinds[point["kind"]]
        assert mark["height"] == pytest.approx(point["loglik"], abs=1e-8)
    higher = ["the higher peak", "the lower peak"] if key == "two-means" else ["one of two equal peaks"] * 2
    assert [mark["name"] for mark in marks] == [*higher, "the saddle"]


@pytest.mark.parametrize("key", PUBLISHED)
def test_every_way_is_emcores(in_browser, key):
    X, plane = points_of(key), plane_of(key)
    tol = RULES["near"] / spans(X, plane).max()
    for start in STARTS:
        em = in_browser("m.climb(model, given.start, rules)", key, start=start)
        gradient, newton = in_browser("m.rivalsOf(model, given.start, rules)", key, start=start)
        expected = em_path(X, plane, start, tol=tol)
        assert len(em["places"]) == len(expected)
        np.testing.assert_allclose(em["places"], expected.places, atol=1e-9)
        expected = gradient_path(X, plane, start, tol=tol)
        assert len(gradient["places"]) == len(expected)
        np.testing.assert_allclose(gradient["places"], expected.places, atol=1e-9)
        expected = newton_path(X, plane, start, tol=tol, max_iter=RULES["max_iter"])
        n = min(len(newton["places"]), len(expected), 5)  # rounding grows where it is flat
        np.testing.assert_allclose(newton["places"][:n], expected.places[:n], rtol=1e-6, atol=1e-6)
        if expected.stop == "flat":
            assert newton["end"] in ("flat", "away")
        else:
            np.testing.assert_allclose(newton["places"][-1], expected.places[-1], atol=1e-6)
            assert newton["end"] == ("saddle" if np.ptp(expected.places[-1]) < 1e-6 else "peak")


def test_the_ridge_is_emcores_too(in_browser):
    X, plane = points_of("ridge"), plane_of("ridge")
    for start in [(0, -0.52), (0, 0), (2, -0.5), (-2, -0.3)]:
        found = in_browser("m.climb(model, given.start, rules)", "ridge", start=start)
        expected = em_path(X, plane, (start[0], 10 ** start[1]), max_iter=len(found["places"]))
        places, n = np.array(found["places"]), len(found["places"])
        np.testing.assert_allclose(places[:, 0], expected.places[:n, 0], atol=1e-9)
        np.testing.assert_allclose(10 ** places[:, 1], expected.places[:n, 1], atol=1e-9)
        assert (found["stop"] == "collapsed") == (expected.stop == "collapsed")
    assert in_browser("m.climb(model, [0, -0.52], rules).stop", "ridge") == "collapsed"
    heights = in_browser("[-2, -4, -8, -12].map(sd => m.logLikelihoodAt(model, [model.points[2], sd]))", "ridge")
    np.testing.assert_allclose(np.diff(heights), np.log(10) * np.array([2, 4, 4]), atol=0.01)  # without end


def test_of_a_run_the_one_number_on_the_map_is_where_it_ended_however_coarse_the_grid(in_browser):
    across, up = [0.0, 0.7, 1.4, 2.1], [0.0, 0.9, 1.8]
    heights = np.array([[-((x - 1) ** 2) - (y - 1) ** 2 for x in across] for y in up])  # 0 high at (1, 1), no node
    grid = {"across": across, "up": up, "ridges": [], "end": {"place": [1, 1], "from": [0, 0], "height": 0}}
    grid["heights"] = base64.b64encode(heights.tobytes()).decode()
    axes = [{"low": 0, "high": values[-1]} for values in (across, up)]
    (mark,) = in_browser("m.landGiven(given.grid, given.axes).marks", "equal", grid=grid, axes=axes)
    assert mark["place"] == [1, 1]
    assert "0.00" in mark["said"]
    assert "peak" not in mark["said"]


def test_of_many_peaks_none_is_said_to_be_the_higher_of_two_nor_the_highest_place(in_browser):
    peaks = [mark for mark in in_browser("m.landOf(model).marks", "ridge") if mark["kind"] == "peak"]
    assert len(peaks) > 2
    first, *others = sorted(peaks, key=lambda mark: -mark["height"])
    assert first["name"] == "the highest peak; on a ridge it is higher still"
    assert {mark["name"] for mark in others} == {"a peak; others are higher"}


@pytest.mark.parametrize("key", LANDS)
def test_the_surface_is_emcores(in_browser, key):
    land = in_browser("m.landOf(model)", key)["surface"]
    values = [np.array(land[name]) for name in ("across", "up")]
    heights = np.array(land["heights"]).reshape(land["rows"] + 2, -1)[1:-1, 1:-1]
    sds = 10 ** values[1] if key == "ridge" else values[1]
    np.testing.assert_allclose(heights, surface(points_of(key), plane_of(key), values[0], sds), rtol=1e-9)
    if key == "ridge":
        assert set(LANDS[key].points) <= set(values[0])  # no ridge falls between two places


@pytest.mark.parametrize("key", LANDS)
def test_the_bound_touches_at_the_place_and_has_its_top_at_the_next(in_browser, key):
    X, land, plane = points_of(key), LANDS[key], plane_of(key)
    start = land.start
    shares, log_likelihood = e_step(X, land.at(start))
    bound_at = "[given.start, ...given.others].map(m.boundOf(model, m.sharesAt(model, given.start)))"
    others = [(start[0] + 0.3, start[1]), (start[0] + 1, start[1] + 0.5)]
    found = in_browser(bound_at, key, start=start, others=others)
    assert found[0] == pytest.approx(log_likelihood, abs=1e-9)
    for place, height in zip(others, found[1:], strict=True):
        assert height == pytest.approx(lower_bound(X, shares, land.at(place)), abs=1e-9)
    top = in_browser("m.topOf(model, m.sharesAt(model, given.start)).place", key, start=start)
    if key == "ridge":
        top[1] = 10 ** top[1]
    expected = em_path(X, plane, (start[0], 10 ** start[1] if key == "ridge" else start[1]), max_iter=1)
    np.testing.assert_allclose(top, expected.places[1], atol=1e-9)


def test_where_the_bound_is_higher_than_here_so_is_the_land(in_browser):
    """What the two thick lines on the map show."""
    drawn = """(() => {
        const land = m.landOf(model), run = m.runFrom(given.start, given, () => "")
        const { inside, outside, touch } = m.bowlAt(run, 0, model, land.surface)
        const heights = lines => lines.flat().map(place => m.logLikelihoodAt(model, place))
        return { touch, inside: heights(inside), outside: heights(outside) }
    })()"""
    for start in STARTS:
        found = in_browser(drawn, "two-means", start=start)
        assert len(found["inside"]) > 20
        assert min(found["inside"]) > found["touch"] - 0.02
        np.testing.assert_allclose(found["outside"], found["touch"], atol=2)  # as fine as the grid


def test_what_is_said_fits_its_place_and_how_a_run_ends(in_browser):
    said = """(() => {
        const land = m.landOf(model)
        return given.starts.map(start => m.runFrom(start, given, place => m.nameOf(land, place)).handed.sentences)
    })()"""
    for key, starts in (("two-means", STARTS), ("equal", STARTS), ("ridge", [(0, -0.52), (0, 0), (0.5, -1.7)])):
        for lines in in_browser(said, key, starts=starts):
            assert max(map(len, lines)) <= 185
            assert all(line.startswith(f"Step {step}") for step, line in enumerate(lines))
    ends = {
        (-4, 0): "this is the higher peak.",
        (4, 1): "this is the lower peak.",
        (2, 2): "this is the saddle.",
    }
    for lines, end in zip(in_browser(said, "two-means", starts=list(ends)), ends.values(), strict=True):
        assert lines[-1].endswith(end)
    up, promised = (
        float(number) for number in re.findall(r"(\d+\.\d+)", in_browser(said, "two-means", starts=[(-4, 0)])[0][1])[3:]
    )
    iterates = PUBLISHED["two-means"]["paths"][0]["iterates"]
    assert up == pytest.approx(iterates[1][2] - iterates[0][2], abs=6e-4)
    assert 0 < promised < up


# --- the page ---------------------------------------------------------------------------------------------------------

SENTENCE = ".sentence"
MAP = ".st-key-landscape-map"


def wait_for_land(page, step=0):
    expect(page.locator(SENTENCE)).to_contain_text(f"Step {step}", timeout=40_000)
    expect(page.locator(f"{MAP} .grip")).to_be_visible()
    page.wait_for_timeout(300)


def grip_of(page):
    box = box_at_rest(page.locator(f"{MAP} .grip"))
    return np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])


def numbers_in(page):
    """Of the sentence: both parameters and the log-likelihood."""
    text = page.locator(SENTENCE).inner_text()
    return [float(word.replace("\u2212", "-")) for word in re.findall(r"\u2212?\d+\.\d+", text)][:3]


def units_of(page):
    """Pixels per unit along both axes, by the dot's places at steps 0 and 1 of the first start."""
    first = grip_of(page)
    page.keyboard.press("ArrowRight")
    wait_for_land(page, 1)
    second = grip_of(page)
    iterates = PUBLISHED["two-means"]["paths"][0]["iterates"]
    page.keyboard.press("Home")
    wait_for_land(page)
    return (second - first) / np.subtract(iterates[1][:2], iterates[0][:2])


def drag_to(page, pointer, units, place, *, drop=True):
    here = np.array(numbers_in(page)[:2])
    at = grip_of(page)
    pointer.down(at.tolist())
    for share in (0.4, 0.8, 1.0):
        pointer.move((at + share * units * (np.array(place) - here)).tolist())
        page.wait_for_timeout(60)
    until(page, lambda: np.abs(np.subtract(numbers_in(page)[:2], place)).max() < 0.08)
    if drop:
        pointer.up()


def dot_in_address(page):
    return parse_qs(urlsplit(page.url).query).get("dot")


def end_of(page):
    page.keyboard.press("End")
    expect(page.locator(SENTENCE)).to_contain_text("EM has arrived", timeout=15_000)
    return page.locator(SENTENCE).inner_text()


def test_what_the_page_tells_to_do_comes_true(server, new_page, silent):
    page = new_page(f"{server}/The_likelihood_landscape", 1280, 720)
    wait_for_land(page)
    for part in ("room", "bar", "asked", "told"):
        box = page.locator(f".st-key-landscape-{part}").bounding_box()
        assert box["y"] + box["height"] <= 721, part
    mouse, units = Mouse(page), units_of(page)
    with silent(page):
        page.keyboard.press("ArrowRight")
        wait_for_land(page, 1)
        assert numbers_in(page) == pytest.approx([-2.48, 1.36, -85.814])
        assert "−78.846" in end_of(page)
        assert "this is the higher peak" in end_of(page)
        page.keyboard.press("Home")
        wait_for_land(page)
        # The path follows while the dot is in hand, without the server.
        drag_to(page, mouse, units, (4, 1), drop=False)
        assert "the lower peak" in page.locator(f"{MAP} .grip").get_attribute("aria-valuetext")
    mouse.up()
    until(page, lambda: dot_in_address(page) is not None)
    told = [float(number) for number in dot_in_address(page)[0].split("_")]
    assert told == pytest.approx(numbers_in(page)[:2])
    assert "−88.956" in end_of(page)

    # A drag that is broken off leaves all as it was; the keys move the dot from where it is.
    page.keyboard.press("Home")
    wait_for_land(page)
    drag_to(page, mouse, units, (-1, 3), drop=False)
    page.keyboard.press("Escape")
    mouse.up()
    assert numbers_in(page)[:2] == pytest.approx(told)
    page.locator(f"{MAP} .grip").focus()
    page.keyboard.press("Tab")  # whoever moves the focus so has the keys where it is
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowLeft")
    until(page, lambda: numbers_in(page)[:2] == pytest.approx([told[0] - 0.01, told[1] + 0.1]))
    until(
        page,
        lambda: dot_in_address(page) and float(dot_in_address(page)[0].split("_")[1]) == pytest.approx(told[1] + 0.1),
    )

    page.get_by_role("radio", name="Equal").or_(page.get_by_role("button", name="Equal")).first.click()
    expect(page.locator(SENTENCE)).to_contain_text("μ₁ −4.00, μ₂ 0.00", timeout=20_000)
    assert "one of two equal peaks" in end_of(page)
    assert "−81.256" in end_of(page)

    page.goto(f"{server}/The_likelihood_landscape?dot=2_2&beside=rivals&step=1")
    wait_for_land(page, 1)
    assert numbers_in(page) == pytest.approx([0.85, 0.85, -121.660])
    assert "the saddle" in end_of(page)
    page.goto(f"{server}/The_likelihood_landscape?beside=rivals")
    wait_for_land(page)
    label = page.locator(f"{MAP} .map canvas").get_attribute("aria-label")
    assert "gradient ascent, 55 steps: the higher peak" in label
    assert "Newton, 1 step: far out" in label

    page.goto(f"{server}/The_likelihood_landscape?land=ridge")
    wait_for_land(page)
    page.keyboard.press("End")
    expect(page.locator(SENTENCE)).to_contain_text("shrinks onto one point")
    page.keyboard.press("Home")
    wait_for_land(page)
    page.locator(f"{MAP} .grip").focus()
    for _ in range(5):
        page.keyboard.press("ArrowUp")
    expect(page.locator(SENTENCE)).to_contain_text("width 0.95")
    page.locator(f"{MAP} .grip").blur()
    assert "a peak; others are higher" in end_of(page)


def test_the_run_in_view_has_a_land_with_the_others_held_or_at_their_best(server, new_page):
    run = "data=galaxies&start=kmeanspp&k=2&weights=learned"
    page = new_page(f"{server}/The_likelihood_landscape?{run}&land=yours", 1280, 720)
    canvas = page.locator(f"{MAP} .map canvas")
    told = re.compile("Map of the log-likelihood, mean of component 1")
    expect(canvas).to_have_attribute("aria-label", told, timeout=40_000)
    held = canvas.evaluate("canvas => canvas.toDataURL()")
    page.get_by_role("radio", name="Others maximized").click()
    expect(page.get_by_text("at their best for each place")).to_be_visible(timeout=30_000)
    until(page, lambda: canvas.count() and canvas.evaluate("canvas => canvas.toDataURL()") != held, 150)
    assert parse_qs(urlsplit(page.url).query)["others"] == ["maximized"]
    told = page.locator(SENTENCE).bounding_box()
    assert told["y"] + told["height"] <= 721
    page.set_viewport_size({"width": 390, "height": 844})
    across, up = (page.locator(f".st-key-lesson-{name}") for name in ("across", "up"))
    until(page, lambda: min(across.bounding_box()["width"], up.bounding_box()["width"]) > 330)  # a row of its own
    bar = page.locator(".st-key-landscape-bar").bounding_box()
    seen = canvas.bounding_box()
    assert seen["y"] + seen["height"] < bar["y"]


def test_on_a_phone_a_finger_drags_the_dot(server, chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{server}/The_likelihood_landscape")
    wait_for_land(page)
    before = page.locator(".st-key-landscape-room").bounding_box()
    bar = page.locator(".st-key-landscape-bar").bounding_box()
    assert (
        page.locator(f"{MAP} .map").bounding_box()["y"] + page.locator(f"{MAP} .map").bounding_box()["height"]
        < bar["y"]
    )
    told = page.locator(SENTENCE).bounding_box()
    assert told["y"] + told["height"] <= bar["y"] + 1
    drag_to(page, Finger(page), units_of(page), (4, 1))
    until(page, lambda: dot_in_address(page) is not None)
    assert page.locator(".st-key-landscape-room").bounding_box() == before  # a finger elsewhere would have scrolled
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    context.close()
