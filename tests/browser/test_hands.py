"""Means and spreads dragged in a real browser, by mouse and by finger; the browser's own EM against emcore's."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect
from pointers import Finger, Mouse
from stepping import wait_for_step
from waiting import until

from emcore import COVARIANCE_TYPES, Gaussian, Scenario, fit
from emcore.gaussian import mixture_of
from emcore.prior import Prior, conjugate_prior

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINE = Scenario(
    source="faithful-waiting",
    components=(Gaussian(1, (52,), (5,)), Gaussian(1, (66,), (6,))),
    max_iter=30,
    learn_weights=True,
)
PLANE = Scenario(
    source="faithful",
    components=(Gaussian(1, (2.6, 80), (0.4, 5)), Gaussian(1, (4.2, 58), (0.4, 5), 0.3)),
    max_iter=40,
    learn_weights=True,
)
GHOST = "window.emExplorerHands?.ghost?.()"
NEAR = 1e-9  # relative, of data that are well conditioned


# --- the browser's EM -------------------------------------------------------------------------------------------------


@pytest.fixture
def run_in_browser(modules):
    """The parameters after every step of the browser's EM, and how the run ended."""

    def run(X, start, *, prior=None, **rules):
        D = X.shape[1]
        rules["prior"] = prior and {
            **{name: getattr(prior, name) for name in ("shrinkage", "dof")},
            **{name: getattr(prior, name).tolist() for name in ("mean", "scale")},
        }
        rows, columns = np.tril_indices(D)
        given = {
            "X": X.ravel().tolist(), "D": D, "K": start.n_components, "rules": rules,
            "weights": start.weights.tolist(), "means": start.means.ravel().tolist(),
            "factors": start.cholesky[:, rows, columns].ravel().tolist(),
        }  # fmt: skip
        states, stop = modules.evaluate(
            """async ({ X, D, K, rules, ...lists }) => {
                const em = await import("/shared/em.js")
                if (!em.knows(rules.covariance_type)) return [[], "unknown"]
                const start = { K, D }
                for (const name in lists) start[name] = Float64Array.from(lists[name])
                const run = em.runFrom(start, em.pointsOf(Float64Array.from(X), D), rules)
                const states = [start]
                while (run.stop === null) {
                    run.advance()
                    if (run.stop === null) states.push(run.mixture)
                }
                const plain = ({ weights, means, factors }) => [[...weights], [...means], [...factors]]
                return [states.map(plain), run.stop]
            }""",
            given,
        )
        return states, stop

    return run


def check_same(states, trace):
    D = trace.means.shape[2]
    rows, columns = np.tril_indices(D)
    assert len(states) == len(trace)
    for (weights, means, factors), t in zip(states, range(len(trace)), strict=True):
        mixture = trace[t].mixture
        scale = np.abs(mixture.means).max()
        np.testing.assert_allclose(weights, mixture.weights, rtol=NEAR)
        np.testing.assert_allclose(means, mixture.means.ravel(), rtol=NEAR, atol=NEAR * scale)
        expected = mixture.cholesky[:, rows, columns].ravel()
        np.testing.assert_allclose(factors, expected, rtol=NEAR, atol=NEAR * np.abs(expected).max())


def test_the_browser_takes_the_steps_of_emcore_for_every_covariance_type(run_in_browser):
    rng = np.random.default_rng(5)
    for D in (1, 2):
        mixing = np.eye(D) + 0.4 * np.tri(D, k=-1)
        X = np.concatenate([rng.normal(size=(n, D)) @ mixing.T + at for n, at in ((90, 0.0), (60, 3.0), (40, -4.0))])
        X = X * [1.0, 5.0][:D] + [100.0, -3.0][:D]
        start = mixture_of(
            [Gaussian(size, (100.0 + m, -3.0 + m)[:D], (1.5, 4.0)[:D], 0.4) for size, m in ((2, -1), (1, 1), (1, 2))]
        )
        for covariance_type in COVARIANCE_TYPES:
            for options in (
                {"reg_covar": 0.0, "learn_weights": True, "max_iter": 12, "tol": 0.0},
                {"reg_covar": 0.3, "learn_weights": False, "max_iter": 12, "tol": 0.0},
                {"reg_covar": 0.0, "learn_weights": True, "max_iter": 400, "tol": 1e-4},
                {"reg_covar": 0.0, "learn_weights": True, "max_iter": 0, "tol": 0.0},
            ):
                trace = fit(X, start, covariance_type=covariance_type, **options)
                states, stop = run_in_browser(X, start, covariance_type=covariance_type, **options)
                assert stop == trace.stop, (covariance_type, options)
                check_same(states, trace)


def test_with_a_prior_the_browser_takes_the_steps_of_emcore(run_in_browser):
    """A weak one, as the dashboard has it, and a strong one that no data suggest; the last point stands alone."""
    rng = np.random.default_rng(6)
    for D in (1, 2):
        X = np.concatenate(
            [rng.normal(size=(n, D)) * [1.0, 5.0][:D] + at for n, at in ((60, 0.0), (40, 4.0), (1, 40.0))]
        )
        start = mixture_of([Gaussian(1, (m,) * D, (1.5, 4.0)[:D], 0.4) for m in (-1.0, 3.0, 40.0)])
        strong = Prior(np.array([2.0, -7.0][:D]), 3.5, 9.0, np.array([[30.0, 8.0], [8.0, 20.0]])[:D, :D])
        for covariance_type in COVARIANCE_TYPES:
            for prior in (conjugate_prior(X, 3, covariance_type), strong):
                for options in (
                    {"reg_covar": 0.0, "learn_weights": True, "max_iter": 15, "tol": 0.0},
                    {"reg_covar": 0.2, "learn_weights": False, "max_iter": 300, "tol": 1e-5},
                ):
                    trace = fit(X, start, covariance_type=covariance_type, prior=prior, **options)
                    states, stop = run_in_browser(X, start, covariance_type=covariance_type, prior=prior, **options)
                    assert stop == trace.stop != "collapsed", (covariance_type, options)
                    check_same(states, trace)


def test_with_a_prior_a_component_without_points_is_what_the_prior_makes_it(run_in_browser):
    X = np.array([[-1.0], [0.0], [1.0], [0.5]])
    start = mixture_of([Gaussian(1, (0.0,), (1.0,)), Gaussian(1, (1e9,), (1e-3,))])
    prior = conjugate_prior(X, 2)
    options = {"covariance_type": "full", "reg_covar": 0.0, "learn_weights": False, "max_iter": 5, "tol": 0.0}
    states, stop = run_in_browser(X, start, prior=prior, **options)
    trace = fit(X, start, prior=prior, **options)
    assert stop == trace.stop == "max_iter"
    check_same(states, trace)


def test_a_collapse_ends_the_browsers_run_at_the_last_sound_step(run_in_browser):
    lonely = np.array([[-1.0], [0.0], [1.0], [0.5], [50.0]])
    thin = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [30.0, 30.0], [31.0, 31.0], [32.0, 32.0]])
    far = mixture_of([Gaussian(1, (0.0,), (1.0,)), Gaussian(1, (1e9,), (1e-3,))])
    cases = [
        (lonely, mixture_of([Gaussian(1, (0.0,), (1.0,)), Gaussian(1, (40.0,), (5.0,))])),
        (thin, mixture_of([Gaussian(1, (0.0, 0.0), (1.0, 1.0)), Gaussian(1, (31.0, 31.0), (1.0, 1.0))])),
        (lonely, far),  # no point is left to it
    ]
    for X, start in cases:
        trace = fit(X, start, max_iter=60)
        states, stop = run_in_browser(
            X, start, covariance_type="full", reg_covar=0.0, learn_weights=True, max_iter=60, tol=0.0
        )
        assert stop == trace.stop == "collapsed"
        assert len(states) == len(trace)


def test_the_ghost_of_many_points_says_that_it_is_about_right_until_it_is_exact(modules):
    X = np.random.default_rng(3).normal(size=(5000, 1))
    X[::2] += 4.0
    start = mixture_of([Gaussian(1, (0.0,), (1.0,)), Gaussian(1, (3.0,), (1.0,))])
    seen = modules.evaluate(
        """async ({ X, start, rules }) => {
            const { ghostFrom, ghostPoints } = await import("/hands/ghost.js")
            for (const name of ["weights", "means", "factors"]) start[name] = Float64Array.from(start[name])
            const points = ghostPoints({ X: Float64Array.from(X), D: 1, n: X.length, n_points: X.length })
            const ghost = ghostFrom(start, points, rules), words = [ghost.words()]
            while (ghost.goesOn()) {
                ghost.goOn()
                words.push(ghost.words())
            }
            return { words, means: [...ghost.shown().mixture.means] }
        }""",
        {
            "X": X.ravel().tolist(),
            "start": {"K": 2, "D": 1, "weights": [0.5, 0.5], "means": [0.0, 3.0], "factors": [1.0, 1.0]},
            "rules": {
                "covariance_type": "full", "reg_covar": 0.0, "learn_weights": True, "max_iter": 60, "tol": 0.0,
            },
        },
    )  # fmt: skip
    assert "of 5,000 points" in seen["words"][0]
    assert "points" not in seen["words"][-1]
    np.testing.assert_allclose(seen["means"], fit(X, start, max_iter=60).means[-1].ravel(), rtol=NEAR)


# --- drags ------------------------------------------------------------------------------------------------------------


def wait_for_hands(page):
    """The picture can be reached into."""
    page.wait_for_function(
        """() => {
            try { return window.emExplorerHands.numbers().flat().every(Number.isFinite) } catch { return false }
        }""",
        timeout=30_000,
    )
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    page.wait_for_timeout(700)


def open_picture(new_page, server, scenario, **view):
    page = new_page(f"{server}/?" + "&".join(f"{k}={v}" for k, v in {**scenario.to_query(), **view}.items()))
    wait_for_hands(page)
    return page


def numbers(page):
    return np.array(page.evaluate("window.emExplorerHands.numbers()"))


def drag(page, pointer, at, by):
    """Drag from a place: the mixture in hand and the ghost once EM has ended, and the scenario that comes of it."""
    before = page.url
    pointer.down(at)
    for share in (0.2, 0.5, 0.8, 1.0):
        pointer.move(np.add(at, np.multiply(share, by)).tolist())
        page.wait_for_timeout(30)
    page.wait_for_function(f"(g => g && !g.goesOn)({GHOST})", timeout=20_000)
    found = page.evaluate(
        f"""(({{ inHand, mixture, step, stop }}) => {{
            const plain = ({{ weights, means, factors }}) => ({{
                weights: [...weights], means: [...means], factors: [...factors] }})
            return {{ hand: plain(inHand), end: plain(mixture), step, stop }}
        }})({GHOST})"""
    )
    assert page.locator(".em-explorer-ghost").count() == 1
    pointer.up()
    until(page, lambda: urlsplit(page.url).query != urlsplit(before).query and "components=" in page.url)
    until(page, lambda: page.locator(".em-explorer-ghost").count() == 0)
    wait_for_step(page, 0)
    return found, scenario_of(page)


def check_run(page, found, scenario):
    """The page shows emcore's run from the dragged start, and the ghost had told where that ends."""
    _, trace = scenario.run()
    D = scenario.n_features
    rows, columns = np.tril_indices(D)
    run = page.evaluate("(({ means, weights, last }) => [[...means], [...weights], last])(window.emExplorerRun)")
    np.testing.assert_allclose(run[0], trace.means.ravel(), rtol=1e-9)
    np.testing.assert_allclose(run[1], trace.weights.ravel(), rtol=1e-9)
    assert run[2] == len(trace) - 1 == found["step"]
    start, end = trace[0].mixture, trace[-1].mixture
    for mixture, told in ((start, found["hand"]), (end, found["end"])):  # but for the seven figures of a start
        np.testing.assert_allclose(told["weights"], mixture.weights, rtol=1e-5)
        np.testing.assert_allclose(told["means"], mixture.means.ravel(), rtol=1e-5)
        np.testing.assert_allclose(told["factors"], mixture.cholesky[:, rows, columns].ravel(), rtol=1e-4, atol=1e-6)


def per_pixel(page):
    """Data units to a pixel, along both axes of the picture."""
    means = np.array(page.evaluate("[...window.emExplorerRun.means.slice(0, 2 * window.emExplorerRun.D)]"))
    places = numbers(page)[:2]
    D = len(means) // 2
    first, second = means[:D], means[D : 2 * D]
    return (second - first) / (places[1] - places[0])[:D]


@pytest.mark.parametrize("scenario", [LINE, PLANE], ids=["1-D", "2-D"])
def test_a_mean_and_a_spread_follow_the_mouse_and_em_starts_from_there(server, new_page, scenario):
    page = open_picture(new_page, server, scenario, colors="soft")
    D = scenario.n_features
    scale, at = per_pixel(page), numbers(page)[0]
    by = np.array([90.0, 40.0])
    before = page.evaluate("window.emExplorerDrawn.mixture.means[0]")
    found, after = drag(page, Mouse(page), at, by)
    start = after.components
    assert start[1] == scenario.components[1]  # the others stay as they were
    assert start[0].sd == scenario.components[0].sd
    moved = np.subtract(start[0].mean, scenario.components[0].mean)
    np.testing.assert_allclose(moved, (scale * by[:D]), rtol=0.02)
    assert found["hand"]["means"][0] != before
    check_run(page, found, after)

    # Its outline, one standard deviation to the side (1-D), or where the outer ellipse is rightmost (2-D).
    wait_for_hands(page)
    at, scale = numbers(page), per_pixel(page)
    mean, sd = np.array(after.components[1].mean), np.array(after.components[1].sd)
    if D == 1:
        peak = 0.5 / (np.sqrt(2 * np.pi) * sd[0])
        top, bottom = page.evaluate(
            """() => { const { weights, factors } = window.emExplorerDrawn.mixture; return [weights[1], factors[1]] }"""
        )
        assert top / (np.sqrt(2 * np.pi) * bottom) == pytest.approx(peak)
        plot = plot_of(page)
        place = [at[1][0] + sd[0] / scale[0], plot["bottom"] - plot["height"] * peak * np.exp(-0.5) / plot["y1"]]
        wider, by = 1 + 30 * scale[0] / sd[0], [30, 0]
    else:
        radius = np.sqrt(-2 * np.log(0.05))
        reach = radius * sd[0] / scale[0]
        place = [at[1][0] + reach, at[1][1] + radius * sd[1] * after.components[1].correlation / scale[1]]
        wider, by = 1 - 20 / reach, (-20 / reach * (np.array(place) - at[1])).tolist()
    found, last = drag(page, Mouse(page), place, by)
    assert last.components[0] == after.components[0]
    assert last.components[1].mean == tuple(mean)
    np.testing.assert_allclose(np.array(last.components[1].sd) / sd, wider, rtol=0.06)
    assert last.components[1].correlation == pytest.approx(after.components[1].correlation, abs=1e-6)
    check_run(page, found, last)

    page.get_by_role("button", name="Undo").click()
    until(page, lambda: scenario_of(page) == after)
    for earlier in (last, after, scenario):  # from where Undo was pressed
        page.go_back()
        until(page, lambda earlier=earlier: scenario_of(page) == earlier)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def plot_of(page):
    """The plot of the picture, in pixels of the window; y1 is its upper end."""
    return page.evaluate(
        """() => {
            const canvas = document.querySelector("[data-testid=stVegaLiteChart] canvas")
            const { axes, box } = window.emExplorerPlots.get(canvas), page = canvas.getBoundingClientRect()
            const bottom = page.top + (box[1] + box[3]) * page.height
            return { left: page.left + box[0] * page.width, bottom, height: box[3] * page.height, y1: axes[3] }
        }"""
    )


def scenario_of(page):
    """What the address bar says."""
    return Scenario.from_query(dict(parse_qsl(urlsplit(page.url).query)))[0]


def test_a_finger_drags_at_a_later_step_elsewhere_it_scrolls_and_a_tap_is_a_click(server, chromium):
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    scenario = replace(PLANE, learn_weights=False, covariance_type="tied", reg_covar=0.01)
    page.goto(f"{server}/?" + "&".join(f"{k}={v}" for k, v in scenario.to_query().items()) + "&step=6")
    wait_for_hands(page)
    close = page.locator("[data-testid=stSidebarCollapseButton] button")
    if close.is_visible():
        close.tap()
        page.wait_for_timeout(700)
    _, trace = scenario.run()
    at = numbers(page)[0]
    found, after = drag(page, Finger(page), at.tolist(), [30, -60])
    check_run(page, found, after)
    assert (after.covariance_type, after.learn_weights, after.reg_covar) == ("tied", False, 0.01)
    np.testing.assert_allclose(after.components[1].mean, trace.means[6, 1], rtol=1e-6)
    np.testing.assert_allclose(after.components[1].sd, trace[6].mixture.standard_deviations[1], rtol=1e-6)
    assert after.components[0].mean != pytest.approx(trace.means[6, 0])

    wait_for_hands(page)  # a finger on a mean that does not move
    page.evaluate(
        """() => {
            window.clicked = 0
            document.addEventListener("click", () => { window.clicked += 1 })
            document.addEventListener("touchstart", event => { window.kept = event.defaultPrevented })
        }"""
    )
    before = page.url
    finger = Finger(page)
    finger.down(numbers(page)[0].tolist())
    finger.up()
    page.wait_for_function("window.clicked === 1")
    assert page.evaluate("[window.kept, window.emExplorerHands.ghost()]") == [True, None]
    plot = plot_of(page)
    finger.down([plot["left"] + 5, plot["bottom"] - 5])  # a corner, far from every outline
    finger.up()
    page.wait_for_function("window.kept === false")
    assert page.url == before
    page.get_by_role("button", name="Undo").tap()
    until(page, lambda: scenario_of(page) == scenario)
    wait_for_step(page, 6)
    assert errors == []
    context.close()


def test_nothing_is_dragged_while_a_prediction_holds_the_run_and_escape_lets_go(server, new_page):
    page = open_picture(new_page, server, LINE, click="predict")
    mouse, at = Mouse(page), numbers(page)[0]
    mouse.down(at)
    mouse.move(at + 80)
    page.wait_for_timeout(300)
    assert page.evaluate(GHOST) is None
    mouse.up()
    page.locator(".predict .skip").click()
    at = numbers(page)[0]
    page.mouse.move(*at)
    cursor = "getComputedStyle(document.querySelector('[data-testid=stVegaLiteChart] canvas')).cursor"
    page.wait_for_function(f"{cursor} === 'grab'")
    before, drawn = page.url, "[...window.emExplorerDrawn.mixture.means]"
    means = page.evaluate(drawn)
    mouse.down(at)
    mouse.move(at + 80)
    page.wait_for_function(f"{GHOST}")
    assert page.evaluate(drawn) != means
    page.keyboard.press("Escape")
    page.wait_for_function(f"!{GHOST}")
    assert page.evaluate(drawn) == means
    assert page.locator(".em-explorer-ghost").count() == 0
    mouse.up()
    page.wait_for_timeout(500)
    assert page.url == before
