"""Clicks on the picture in a real browser: what is explained beside them, predictions."""

import base64
import os
import re

import numpy as np
import pytest
from playwright.sync_api import expect
from plots import plot_of
from stepping import COUNT, wait_for_step
from waiting import until

from dashboard.charts.extent import extents
from dashboard.common.component import BROWSER, module
from emcore import COVARIANCE_TYPES, Gaussian, Scenario, e_step, log_component_densities, m_step
from emcore.prior import conjugate_prior
from emcore.scenario.own_points import own_data

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FAITHFUL = Scenario(
    source="faithful",
    components=(Gaussian(1, (2.6, 86), (0.4, 5)), Gaussian(1, (4.4, 54), (0.4, 5))),
    max_iter=30,
    learn_weights=True,
)
WAITING = Scenario(
    source="faithful-waiting",
    components=(Gaussian(1, (50,), (5,)), Gaussian(1, (60,), (5,))),
    max_iter=20,
    learn_weights=True,
)
CANVAS = "[data-testid=stVegaLiteChart] canvas"
CARD = ".arithmetic .card"
MARKS = "document.querySelector('input[name=marks]').value"


def address(server, scenario, **view):
    return f"{server}/?" + "&".join(f"{key}={value}" for key, value in {**scenario.to_query(), **view}.items())


def pixels_of(page, scenario, *place):
    """Where a place in data units is in the window; in one dimension low down, where no component's number stands."""
    left, top, width, height, axes = plot_of(page)
    ends = extents(*scenario.run())
    assert axes[: 2 * len(ends)] == pytest.approx(np.ravel(ends), rel=1e-12)
    shares = [(value - low) / (high - low) for value, (low, high) in zip(place, ends, strict=True)]
    return left + shares[0] * width, top + (1 - (shares[1] if len(shares) > 1 else 0.2)) * height


def click_at(page, scenario, *place):
    """Click the picture at a place in data units; says where that was."""
    at = pixels_of(page, scenario, *place)
    page.mouse.click(*at)
    return at


def card_beside(page, at, near):
    """The card is open, in the window, within so many pixels of a place and not over it."""
    expect(page.locator(CARD)).to_be_visible(timeout=15_000)
    box, window = page.locator(CARD).bounding_box(), page.viewport_size
    ends = (box["x"], box["x"] + box["width"]), (box["y"], box["y"] + box["height"])
    for (low, high), size in zip(ends, (window["width"], window["height"]), strict=True):
        assert 0 <= low < high <= size
    away = [max(low - value, value - high, 0) for value, (low, high) in zip(at, ends, strict=True)]
    assert 0 < np.hypot(*away) <= near


def formulas(page, of):
    """The LaTeX sources of the formulas, once they are there."""
    page.wait_for_selector(f".formulas[data-of={of}] annotation", state="attached", timeout=30_000)
    return page.locator(f".formulas[data-of={of}] annotation").all_text_contents()


def numbers_of(tex):
    """The last numbers of a formula's lines: what it comes to."""
    plain = re.sub(r"(-?[\d.]+) \\times 10\^\{(-?\d+)\}", r"\1e\2", tex)
    return [float(n) for n in re.findall(r"(?<![\w_{,])-?\d+(?:\.\d+)?(?:e-?\d+)?", plain.rsplit("=", 1)[1])]


def assert_arithmetic(page, scenario, step, point, component):
    """Every formula on the page comes to what emcore computes."""
    dataset, trace = scenario.run()
    shares, _ = e_step(dataset.X, trace[step].mixture)
    share = shares[point - 1, component - 1]
    count = shares.sum(axis=0)[component - 1]
    bayes = formulas(page, "point")
    assert numbers_of(bayes[-2]) == pytest.approx([share], rel=5e-4)
    assert f"\\gamma_{{{point},{component}}}" in bayes[-2]
    titles = page.locator(".formulas span[title]").evaluate_all("all => all.map(span => span.title).join()")
    for name in ("responsibilities", "weights", "means", "covariances"):  # the code's, on hover
        assert name in titles
        assert not any(name in tex for tex in bayes)
    n_k, mean, *_, covariance, weight = (numbers_of(tex) for tex in formulas(page, "component"))
    prior = scenario.prior_of(dataset.X)
    assert numbers_of(bayes[-1]) == pytest.approx([share / (count + (prior.shrinkage if prior else 0))], rel=5e-4)
    following = trace[step + 1].mixture
    assert n_k == pytest.approx([count], rel=5e-4)
    assert mean == pytest.approx(following.means[component - 1], rel=5e-4)
    assert covariance == pytest.approx(following.covariances[component - 1].ravel(), rel=5e-4)
    assert weight == pytest.approx([following.weights[component - 1]], rel=5e-4)


def as_number(text):
    """What the card says, with its true minus and its power of ten."""
    plain = text.strip().replace("\u2212", "-").split(" × 10")
    return float(plain[0]) * (10.0 ** int(plain[1]) if len(plain) > 1 else 1.0)


def assert_card(page, scenario, step, point):
    """The card has what emcore computes."""
    expect(page.locator(f"{CARD} .title")).to_have_text(f"Step {step}, point")
    dataset, trace = scenario.run()
    mixture, x = trace[step].mixture, dataset.X[[point - 1]]
    densities = np.exp(log_component_densities(x, mixture))[0]
    shares, log_likelihood = e_step(x, mixture)
    cells = page.locator(f"{CARD} tbody td").all_text_contents()
    shown = np.array([as_number(cell) for cell in cells]).reshape(-1, 4)
    expected = np.stack([mixture.weights, densities, mixture.weights * densities, shares[0]], axis=1)
    np.testing.assert_allclose(shown, expected, rtol=5e-4)
    assert as_number(page.locator(f"{CARD} tfoot td").nth(2).inner_text()) == pytest.approx(
        np.exp(log_likelihood), rel=5e-4
    )


@pytest.mark.parametrize("scenario", [WAITING, FAITHFUL], ids=["1-D", "2-D"])
def test_a_click_on_a_point_explains_it_beside_it_and_follows_the_step(server, new_page, silent, scenario):
    page = new_page(address(server, scenario))
    wait_for_step(page, 0)
    X = scenario.dataset().X
    at = click_at(page, scenario, *X[17])
    card_beside(page, at, 30)
    point = int(page.locator(f"{CARD} .point").input_value())
    spans = [high - low for low, high in extents(*scenario.run())]
    assert (np.abs(X[point - 1] - X[17]) < 0.01 * np.array(spans)).all()
    assert page.evaluate(MARKS).startswith("0 ")
    with silent(page):
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        wait_for_step(page, 3)
        assert_card(page, scenario, 3, point)
        page.locator(f"{CARD} .more").click()
        page.locator(".m-pane .chip").nth(1).click()
        assert_arithmetic(page, scenario, 3, point, 2)
        page.keyboard.press("Escape")
        expect(page.locator(".arithmetic .all")).to_be_hidden()
        assert page.evaluate(MARKS) == ""
    page.locator(".arithmetic .begin").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("101")
    page.keyboard.press("Enter")
    assert_card(page, scenario, 3, 101)
    page.get_by_role("radio", name="Predict").click()
    expect(page.locator(".predict")).to_be_visible(timeout=15_000)
    assert page.evaluate(MARKS) == ""
    expect(page.locator(CARD)).to_have_count(0)


def test_a_click_on_a_components_number_explains_its_sums(server, new_page):
    page = new_page(address(server, FAITHFUL, click="place"))
    wait_for_step(page, 0)
    at = click_at(page, FAITHFUL, *FAITHFUL.components[1].mean)
    card_beside(page, at, 30)
    expect(page.locator(f"{CARD} .title")).to_have_text("Step 0, component 2")
    made = [numbers_of(tex) for tex in page.locator(f"{CARD} annotation").all_text_contents()]
    following = FAITHFUL.run()[1][1].mixture
    assert made[1] == pytest.approx(following.means[1], rel=5e-4)
    assert made[2] == pytest.approx(following.covariances[1].ravel(), rel=5e-4)
    page.mouse.click(5, 5)
    expect(page.locator(CARD)).to_be_hidden()


def test_with_a_prior_its_terms_stand_in_the_sums_and_come_to_the_next_step(server, new_page):
    """Five points and three components, so that the prior is seen in every number."""
    X = np.array([[0.0, 1], [1, 3], [2, 2], [8, 5], [9, 9]])
    few = own_data(X, "typed", 5, may_travel=True)
    components = (Gaussian(1, (1, 2), (1, 1)), Gaussian(1, (8, 5), (1, 1)), Gaussian(1, (9, 9), (1, 1)))
    scenario = Scenario("own", own=few, components=components, prior=True, learn_weights=True, max_iter=10)
    page = new_page(address(server, scenario, click="explain"))
    wait_for_step(page, 0)
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 1)
    click_at(page, scenario, *scenario.run()[1].means[1, 2])
    expect(page.locator(f"{CARD} .title")).to_have_text("Step 1, component 3", timeout=15_000)
    following = scenario.run()[1][2].mixture
    made = [numbers_of(tex) for tex in page.locator(f"{CARD} annotation").all_text_contents()]
    assert made[1] == pytest.approx(following.means[2], rel=5e-4)
    assert made[2] == pytest.approx(following.covariances[2].ravel(), rel=5e-4)
    page.locator(f"{CARD} .more").click()
    assert_arithmetic(page, scenario, 1, 1, 3)
    told = formulas(page, "component")
    prior, (shares, _) = scenario.prior_of(X), e_step(X, scenario.run()[1][1].mixture)
    alone = shares[:, 2] @ X / shares[:, 2].sum()
    way = np.outer(alone - prior.mean, alone - prior.mean)
    kappa, count = prior.shrinkage, shares[:, 2].sum()
    assert numbers_of(told[3]) == pytest.approx((kappa * count / (kappa + count) * way).ravel(), rel=5e-4)
    assert "\\kappa" in told[1]
    expect(page.locator(".arithmetic .notes")).to_contain_text("n₀ = 8")


@pytest.mark.parametrize("scenario", [WAITING, FAITHFUL], ids=["1-D", "2-D"])
def test_on_a_phone_the_card_is_in_the_window_near_the_tap(server, new_page, scenario):
    page = new_page(address(server, scenario), width=390, height=844)
    wait_for_step(page, 0)
    X = scenario.dataset().X
    for i in X[:, -1].argsort()[[5, len(X) // 2]]:
        card_beside(page, click_at(page, scenario, *X[i]), 30)
        page.keyboard.press("Escape")
        expect(page.locator(CARD)).to_be_hidden()


@pytest.mark.parametrize("with_prior", [False, True])
@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_the_browser_adds_up_what_the_m_step_needs(new_page, tmp_path, covariance_type, with_prior):
    program = tmp_path / "called.js"
    path = os.path.relpath(BROWSER / "arithmetic" / "sums.js", tmp_path)
    program.write_text(
        f'import {{ sumsOf }} from "./{path}"\nexport default function (...given) {{ return sumsOf(...given) }}\n'
    )
    source = base64.b64encode(module(program).encode()).decode()
    page, options = new_page("about:blank"), {"covariance_type": covariance_type, "reg_covar": 0.01}
    for scenario in (WAITING, FAITHFUL):
        dataset, trace = scenario.run()
        mixture, D = trace[2].mixture, dataset.X.shape[1]
        rows, columns = np.tril_indices(D)
        parts = {"weights": mixture.weights, "means": mixture.means, "factors": mixture.cholesky[:, rows, columns]}
        sent = {"K": 2, "D": D, **{name: values.ravel().tolist() for name, values in parts.items()}}
        prior = conjugate_prior(dataset.X, 2, covariance_type) if with_prior else None
        told = prior and {
            **{name: getattr(prior, name) for name in ("shrinkage", "dof")},
            **{name: getattr(prior, name).tolist() for name in ("mean", "scale")},
        }
        sums = page.evaluate(
            f"given => import('data:text/javascript;base64,{source}').then(({{ default: call }}) => call(...given))",
            [sent, dataset.X.ravel().tolist(), len(dataset.X), {**options, "prior": told}],
        )
        shares, _ = e_step(dataset.X, mixture)
        made = m_step(dataset.X, shares, **options, prior=prior)
        np.testing.assert_allclose(sums["counts"], shares.sum(axis=0), rtol=1e-10)
        np.testing.assert_allclose(sums["totals"], shares.T @ dataset.X, rtol=1e-10)
        np.testing.assert_allclose(sums["means"], made.means, rtol=1e-10)
        np.testing.assert_allclose(sums["covariances"], made.covariances, rtol=1e-9, atol=1e-12)
        away = dataset.X[:, None, :] - (shares.T @ dataset.X) / shares.sum(axis=0)[:, None]
        scatters = np.einsum("nk,nki,nkj->kij", shares, away, away)
        np.testing.assert_allclose(sums["scatters"], scatters, rtol=1e-9, atol=1e-9)


def test_a_guess_is_held_against_the_truth_only_when_revealed(server, new_page):
    page = new_page(address(server, WAITING, click="predict", step=4))
    expect(page.locator(".predict")).to_be_visible(timeout=30_000)
    plot_of(page)
    page.keyboard.press("End")
    page.wait_for_timeout(300)
    expect(page.locator(COUNT)).to_have_text("Step 0 of 20")  # the bar waits
    _, trace = WAITING.run()
    page.locator(".predict input[value='2']").check()
    click_at(page, WAITING, 60)
    page.locator(".predict .reveal").click()
    expect(page.locator(COUNT)).to_have_text("Step 20 of 20")
    cells = page.locator(".predict tbody td").all_inner_texts()
    guess, truth, away, deviations, stayed = (float(cell.replace("\u2212", "-")) for cell in cells)
    mean, sd = trace.means[-1, 0, 0], trace.covariances[-1, 0, 0, 0] ** 0.5
    assert guess == pytest.approx(60, abs=1)
    assert truth == pytest.approx(mean, rel=1e-3)
    assert away == pytest.approx(abs(guess - mean), abs=0.01)
    assert deviations == pytest.approx(abs(guess - mean) / sd, abs=0.01)
    assert stayed == pytest.approx(abs(50 - mean), abs=0.01)
    assert page.evaluate(MARKS).startswith("1 ")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator(COUNT)).to_have_text("Step 1 of 20")
    page.get_by_role("radio", name="Beat EM").click()
    expect(page.get_by_text("nats below EM's best")).to_be_visible(timeout=30_000)
    assert page.evaluate(MARKS) == ""


PAINTED = """() => {
    const canvas = document.querySelector("[data-testid=stVegaLiteChart] canvas")
    if (!canvas || !canvas.width) return 0
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
    return pixels.filter((value, i) => i % 4 === 0 && value < 250).length
}"""


def test_what_is_explained_closes_when_other_data_come(server, new_page):
    """A mark where the point of the data before was, far beyond the new axes, would leave the picture blank."""
    page = new_page(address(server, FAITHFUL, click="explain"))
    wait_for_step(page, 0)
    page.get_by_test_id("stSidebar").get_by_text("Data", exact=True).click()
    click_at(page, FAITHFUL, *FAITHFUL.dataset().X[17])
    expect(page.locator(CARD)).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_text("1-D", exact=True).click()
    page.wait_for_url(lambda url: "data=faithful" not in url)
    expect(page.locator(CARD)).to_be_hidden()
    until(page, lambda: page.evaluate(PAINTED) > 5000, 30)
    assert page.evaluate(MARKS) == ""
