"""The lesson on EM, hard EM and k-means in a real browser: its runs are those of reference numbers made without this
project's code (tests/data/lockstep.json), and what the page tells one to do comes true."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect
from stepping import COUNT
from waiting import until

from dashboard.lessons.three_algorithms import MOST_STEPS, TOLERANCE
from emcore import Scenario
from emcore.data.classic import load
from emcore.mixture import log_joint
from emcore.study.hard_em import tempered_em
from emcore.study.partings import PARTINGS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DATA = Path(__file__).parents[1] / "data"
REFERENCE = json.loads((DATA / "lockstep.json").read_text())
POINTS = {
    "elongated_0_60": np.loadtxt(DATA / "elongated.csv", delimiter=",", skiprows=1),
    **{f"faithful_raw_0_{row}": load("faithful").X for row in (1, 2)},
}
ROWS = {"elongated_0_60": [0, 60], "faithful_raw_0_1": [0, 1], "faithful_raw_0_2": [0, 2]}
EXACT = {"tol": 1e-12, "most": 1000, "covariance_type": "full", "reg_covar": 0, "learn_weights": True}


# --- the browser's runs -----------------------------------------------------------------------------------------------


@pytest.fixture
def runs(modules):
    """What the browser makes of points, from a start: the ends of EM at each heat, of hard EM and of k-means."""

    def make(X, means, covariance, heats, rules=EXACT):
        factor = np.linalg.cholesky(covariance)[np.tril_indices(X.shape[1])]
        start = {
            "K": len(means),
            "D": X.shape[1],
            "weights": [1 / len(means)] * len(means),
            "means": np.ravel(means).tolist(),
            "factors": np.tile(factor, len(means)).tolist(),
        }
        return modules.evaluate(
            """async ({ X, start, heats, rules }) => {
                const { emFrom, hardFrom, kMeansFrom } = await import("/three/algorithms.js")
                const { pointsOf } = await import("/shared/em.js")
                const points = pointsOf(Float64Array.from(X), start.D)
                const end = ({ steps, stop }) => {
                    const { mixture: { means, weights }, winners, ...last } = steps.at(-1)
                    const lists = { means: [...means], weights: [...weights], winners: [...winners] }
                    const objectives = steps.map(step => step.objective)
                    return { ...last, ...lists, stop, iterations: steps.length - 1, objectives }
                }
                const made = heats.map(heat => emFrom(start, points, rules, heat))
                return [...made, hardFrom(start, points, rules), kMeansFrom(start, points, rules)].map(end)
            }""",
            {"X": X.ravel().tolist(), "start": start, "heats": heats, "rules": rules},
        )

    return make


def heat(temperature, how="steady"):
    return {"temperature": temperature, "how": how}


def from_rows(runs, key, heats):
    X = POINTS[key]
    return runs(X, X[ROWS[key]], np.cov(X.T, bias=True), heats)


@pytest.mark.parametrize("key", ROWS)
def test_all_three_end_where_the_reference_says_in_as_many_steps(runs, key):
    of_em, of_hard, of_k_means = from_rows(runs, key, [heat(1)])
    expected = REFERENCE[key]
    for run, name in ((of_em, "em_full"), (of_hard, "cem_full")):
        reference = expected[name]
        assert run["iterations"] == reference["iterations"]
        assert run["sizes"] == reference["sizes"]
        assert run["objective"] == pytest.approx(reference["objective"], abs=1e-6)
        assert run["logLikelihood"] == pytest.approx(reference["loglik"], abs=1e-6)
        np.testing.assert_allclose(run["means"], np.ravel(reference["means"]), rtol=1e-6)
        assert (np.diff(run["objectives"]) >= -1e-9).all()
    reference = expected["kmeans"]
    assert of_k_means["iterations"] == reference["iterations"]
    assert of_k_means["sizes"] == reference["sizes"]
    assert of_k_means["objective"] == pytest.approx(reference["sse"], rel=1e-9)
    np.testing.assert_allclose(of_k_means["means"], np.ravel(reference["centres"]), rtol=1e-9)
    assert (np.diff(of_k_means["objectives"]) <= 1e-9).all()


def test_the_temperature_joins_them(runs):
    """From hard EM by EM to one melted component, as in the reference."""
    temperatures = [0.01, 0.25, 1, 1.1, 2]
    *tempered, of_hard, _ = from_rows(runs, "faithful_raw_0_1", [heat(T) for T in temperatures])
    for T, run in zip(temperatures, tempered, strict=True):
        reference = REFERENCE[f"tempered_faithful_raw_0_1_T{T:g}"]
        assert run["iterations"] == reference["iterations"]
        assert run["objective"] == pytest.approx(reference["objective"], abs=1e-6)
        assert run["logLikelihood"] == pytest.approx(reference["loglik"], abs=1e-6)
        assert (np.diff(run["objectives"]) >= -1e-9).all()
    assert tempered[0]["objective"] == pytest.approx(of_hard["objective"], abs=5e-7)
    np.testing.assert_allclose(tempered[0]["means"], of_hard["means"], rtol=1e-6)
    np.testing.assert_allclose(tempered[-1]["means"][:2], tempered[-1]["means"][2:], rtol=1e-4)


@pytest.mark.parametrize("key", ROWS)
def test_equal_circles_that_shrink_make_em_k_means(runs, key):
    shrunk, melted, _, of_k_means = from_rows(runs, key, [heat(1e-4, "circles"), heat(10, "circles")])
    assert shrunk["winners"] == of_k_means["winners"]
    np.testing.assert_allclose(shrunk["means"], of_k_means["means"], rtol=1e-6)
    half = len(melted["means"]) // 2
    np.testing.assert_allclose(melted["means"][:half], melted["means"][half:], atol=1e-4)


def test_a_temperature_that_falls_mends_a_bad_start_though_late_from_too_high(runs):
    """As emcore takes the same schedule: a step at each of twenty temperatures, then EM."""
    scenario = PARTINGS["stuck"].scenario
    X = scenario.dataset().X
    start = scenario.start_mixture(X)
    rules = {**EXACT, "tol": TOLERANCE, "most": MOST_STEPS}
    heats = [heat(T, "cooling") for T in (1, 1.1, 10)]
    ends = runs(X, start.means, start.covariances[0], heats, rules)[:3]
    assert [round(end["logLikelihood"], 3) for end in ends] == [-1285.313, -1130.264, -1130.264]
    for end, T in zip(ends[1:], (1.1, 10), strict=True):
        cooled = tempered_em(X, start, [T ** (1 - t / 20) for t in range(20)], max_iter=1)
        after = tempered_em(X, cooled.trace[20].mixture, [1], tol=0, max_iter=MOST_STEPS).trace  # does not stop early
        assert end["stop"] == "settled"
        np.testing.assert_allclose(end["means"], after.means[-1].ravel(), rtol=1e-4)
    stood = np.abs(np.array(ends[2]["objectives"][20:]) + 1289.797) < 2e-3
    assert stood.sum() > 100  # on the saddle, as the page says


def test_components_that_nothing_tells_apart_are_of_one_class(runs):
    scenario = Scenario(source="faithful", start="kmeanspp", n_components=3, learn_weights=True)
    X = scenario.dataset().X
    start = scenario.start_mixture(X)
    counts = []
    for T in (1, 1.5, 2):
        run = runs(X, start.means, start.covariances[0], [heat(T)])[0]
        mixture = tempered_em(X, start, [T], tol=1e-12, max_iter=1000).trace[-1].mixture
        logs = log_joint(X, mixture) / T
        shares = np.exp(logs - np.logaddexp.reduce(logs, axis=1, keepdims=True))
        alike = [np.abs(shares - shares[:, [k]]).max(axis=0) < 0.01 for k in range(3)]
        assert run["classes"] == [int(one.argmax()) for one in alike]
        assert set(run["winners"]) <= set(run["classes"])
        assert run["sizes"] == np.bincount(run["winners"], minlength=3).tolist()
        counts.append(len(set(run["classes"])))
    assert counts == [3, 2, 1]


def test_a_border_is_drawn_between_classes_only(modules):
    """Three equal circles in a row, at 0, 2 and 6: nobody has more at 1 and at 4."""
    found = modules.evaluate(
        """async () => {
            const { paintField } = await import("/shared/field.js")
            const wide = 320, high = 60, look = { low: [-1, -1], high: [7, 1], ink: "#000000" }
            const palette = Array.from({ length: 3 }, () => [255, 255, 255])
            const weights = [1 / 3, 1 / 3, 1 / 3], means = [0, 0, 2, 0, 6, 0], factors = [1, 0, 1, 1, 0, 1, 1, 0, 1]
            const mixture = { K: 3, D: 2, weights, means, factors }
            return [undefined, [0, 0, 2], [0, 0, 0]].map(classes => {
                const context = new OffscreenCanvas(wide, high).getContext("2d")
                paintField(context, wide, high, 1, { ...look, palette }, mixture, 1, classes)
                const { data } = context.getImageData(0, high / 2, wide, 1)
                const isDark = x => data[4 * x] < 128 && data[4 * x + 3] > 128
                return Array.from({ length: wide }, (_, x) => x).filter(isDark)
            })
        }"""
    )
    places = [sorted({round((x + 0.5) / 40 - 1) for x in columns}) for columns in found]
    assert places == [[1, 4], [4], []]


def test_one_dimension_and_a_collapse(runs):
    X = np.array([[0.0], [0.0], [5.0], [6.0], [7.0]])
    of_em, of_hard, of_k_means = runs(X, [[0.0], [6.0]], np.eye(1), [heat(1)])
    assert of_k_means["sizes"] == [2, 3]
    assert of_k_means["means"] == pytest.approx([0, 6])
    assert of_k_means["objective"] == pytest.approx(2)
    assert (of_em["stop"], of_hard["stop"]) == ("collapsed", "collapsed")
    assert np.isfinite(of_hard["objective"])


# --- the page ---------------------------------------------------------------------------------------------------------

PICTURES = ".pictures canvas"


def told(page, nth, *parts):
    """What is said of a picture, once it says so much."""
    for part in parts:
        expect(page.locator(PICTURES).nth(nth)).to_have_attribute(
            "aria-label", re.compile(re.escape(part)), timeout=30_000
        )


def sizes(page):
    return [page.locator(".sizes").nth(nth).inner_text() for nth in range(3)]


def said_in_address(page, name):
    return parse_qs(urlsplit(page.url).query).get(name)


def turn(page, temperature):
    slider = page.get_by_role("slider", name="Temperature of EM")
    slider.fill(str(round(round(np.log10(temperature) / 0.02) * 0.02, 2)))
    expect(page.locator(".heat output")).to_have_text(f"T = {temperature:g}")


def inside(page, width, height, *more):
    for part in (".st-key-three-bar", ".heat", *more, *(f"{PICTURES} >> nth={nth}" for nth in range(3))):
        box = page.locator(part).bounding_box()
        assert min(box["x"], box["y"]) >= 0, part
        assert box["x"] + box["width"] <= width + 1, part
        assert box["y"] + box["height"] <= height + 1, part
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


def test_what_the_page_tells_to_do_comes_true(server, new_page, silent):
    page = new_page(f"{server}/Three_algorithms", 1280, 720)
    for nth in range(3):
        told(page, nth, "Step 0, on its way")
    inside(page, 1280, 720)
    with silent(page):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".sentence")).to_contain_text("Step 1: points that change sides")
        told(page, 0, "Step 1, on its way")
        page.keyboard.press("End")
        told(page, 0, "EM, soft shares", "settled at step")
        told(page, 2, "settled at step", "with 73 points")
        assert sizes(page) == ["60 | 60", "60 | 60", "73 | 47"]
        expect(page.locator(".sentence")).to_contain_text("hard EM places 0 points otherwise, k-means 59")
        hard = page.locator(".objective").nth(1).inner_text().split()[-1]
    turn(page, 0.01)
    told(page, 0, "at T = 0.01", f"Tempered log-lik. {hard}")
    until(page, lambda: said_in_address(page, "temperature") == ["0.01"])
    turn(page, 2)
    told(page, 0, "at T = 2", "settled")
    places = re.findall(r"\d at (\S+), ([^\s;]+)[;.]", page.locator(PICTURES).first.get_attribute("aria-label"))
    first, second = (np.array([place.replace("\u2212", "-") for place in pair], float) for pair in places)
    np.testing.assert_allclose(first, second, atol=1e-3)  # melted: nobody has more of a point, and no point has a side
    told(page, 0, "All shares equal, no border")
    assert sizes(page) == ["all equal", "60 | 60", "73 | 47"]
    expect(page.locator(".sentence")).to_contain_text("no point changes sides. EM has melted")
    page.get_by_label("What the temperature does").select_option("circles")
    turn(page, 0.01)
    told(page, 0, "equal circles", "with 73 points", "with 47 points")
    until(page, lambda: said_in_address(page, "heat") == ["circles"])

    page.get_by_role("combobox", name="Example").click()
    page.get_by_role("option", name="Stuck, and mended").click()
    told(page, 0, "EM, soft shares. Step 0, on its way")  # as its words have it, not as the last one was left
    until(page, lambda: said_in_address(page, "temperature") is said_in_address(page, "heat") is None)
    page.get_by_label("What the temperature does").select_option("cooling")
    expect(page.get_by_role("img", name="T by step")).to_be_visible()
    page.locator("button[data-do=last]").click()  # and there one stays, however long the runs become
    for temperature, log_likelihood in ((1, "1285.313"), (1.1, "1130.264"), (10, "1130.264")):
        turn(page, temperature)
        told(page, 0, "settled at step", f"Log-likelihood \u2212{log_likelihood}")
    until(page, lambda: said_in_address(page, "temperature") == ["10"])
    step = page.locator(COUNT).inner_text()
    page.wait_for_url(re.compile("step="))
    page.reload()
    told(page, 0, "Log-likelihood \u22121130.264")
    assert page.locator(COUNT).inner_text() == step

    page.goto(f"{server}/Three_algorithms?show=lecture&step=9")
    told(page, 2, "Step 9, settled at step 9")
    until(page, lambda: page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 24)
    inside(page, 1280, 720, ".sentence")

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/Three_algorithms?parts=frozen&step=9")
    told(page, 1, "Step 9, settled at step 9")
    assert sizes(page)[1:] == ["35 | 237", "172 | 100"]
    inside(page, 390, 844)
    turn(page, 0.01)
    until(page, lambda: said_in_address(page, "temperature") == ["0.01"])
    page.get_by_role("link", name="EM from where k-means ended").click()
    expect(page.locator(COUNT)).to_have_text(re.compile("^Step 0 of "), timeout=30_000)


@pytest.mark.parametrize("pause", [20, 300])
def test_the_temperature_follows_quick_keys_at_the_end_of_the_runs(server, new_page, pause):
    page = new_page(f"{server}/Three_algorithms", 1280, 720)
    told(page, 0, "Step 0, on its way")
    page.keyboard.press("End")
    told(page, 0, "settled at step")
    slider = page.get_by_role("slider", name="Temperature of EM")
    slider.click()  # also after a click the keys are its
    slider.fill("0")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(pause)
    temperature = round(10 ** (8 * float(slider.get_attribute("step"))), 2)
    until(page, lambda: said_in_address(page, "temperature") == [f"{temperature:g}"])
    page.wait_for_timeout(1500)  # whatever the server has to say of it has come
    expect(page.locator(".heat output")).to_have_text(f"T = {temperature:g}")
    told(page, 0, f"at T = {temperature:g}", "settled at step")
    at, last = re.findall(r"\d+", page.locator(COUNT).inner_text())[:2]
    assert at == last
