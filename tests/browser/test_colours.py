"""Colours by responsibility, the responsibility field and dreamt data, in a real browser."""

import numpy as np
import pytest
from stepping import INPUTS, picture_of
from waiting import until

from emcore import Scenario, e_step

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINE = Scenario(source="faithful-waiting", start="kmeanspp", n_components=3, learn_weights=True, max_iter=30)
PLANE = Scenario(source="faithful", start="kmeanspp", n_components=3, learn_weights=True, max_iter=30)
COLUMNS = ("sepal_length", "sepal_width", "petal_length", "petal_width")
SPACE = Scenario("iris", columns=COLUMNS, start="kmeanspp", n_components=3, learn_weights=True, max_iter=30)
PAINTED = "window.emExplorer?.painted?.()?.picture"
WIDTH, HEIGHT = 160, 100  # of a small copy of a picture


def open_colours(new_page, server, scenario, **view):
    """A page whose painter has painted."""
    query = "&".join(f"{key}={value}" for key, value in {**scenario.to_query(), **view}.items())
    page = new_page(f"{server}/?{query}")
    page.wait_for_function(PAINTED, timeout=30_000)
    page.wait_for_timeout(300)
    return page


def go(page, position):
    """Move to a position of the step bar and wait until the picture rests there."""
    page.locator("input.range").evaluate(
        "(range, position) => { range.value = position; range.dispatchEvent(new Event('input')) }", position
    )
    page.wait_for_function("position => window.emExplorer.position === position", arg=position)
    page.wait_for_timeout(350)


def colourful(page, nth=0):
    """How many pixels of a chart are coloured, not grey, in a small copy."""
    return page.evaluate(
        """([nth, width, height]) => {
            const chart = document.querySelectorAll('[data-testid=stVegaLiteChart] canvas')[nth]
            const small = document.createElement('canvas')
            small.width = width
            small.height = height
            const context = small.getContext('2d')
            context.drawImage(chart, 0, 0, width, height)
            const pixels = context.getImageData(0, 0, width, height).data
            let count = 0
            for (let i = 0; i < pixels.length; i += 4) {
                const [r, g, b] = pixels.slice(i, i + 3)
                count += pixels[i + 3] > 40 && Math.max(r, g, b) - Math.min(r, g, b) > 40
            }
            return count
        }""",
        [nth, WIDTH, HEIGHT],
    )


@pytest.mark.parametrize(
    ("scenario", "view"),
    [(LINE, {}), (PLANE, {}), (SPACE, {}), (SPACE, {"plane": "matrix"})],
    ids=["1-D", "2-D", "4-D", "every pair"],
)
def test_the_page_computes_the_responsibilities_of_emcore_at_every_beat(server, new_page, scenario, view):
    """In more than two dimensions those of the whole mixture, not of its shadow in the plane."""
    dataset, trace = scenario.run()
    page = open_colours(new_page, server, scenario, colors="soft", beats="two", **view)
    before = colourful(page)
    assert page.evaluate("window.emExplorer.responsibilities([[1, 2]])") is None  # nothing shared out yet
    for position, shown in [(0.5, 0), (1, 0), (1.5, 1), (5, 4), (5.5, 5), (30, 29)]:
        go(page, position)
        mixture = trace[shown].mixture
        far = mixture.means[0] + 100 * mixture.standard_deviations.max(axis=0)
        farther = mixture.means[0] - 1e4 * mixture.standard_deviations[0]
        X = np.vstack([dataset.X[:: len(dataset.X) // 20], far, farther])
        expected, _ = e_step(X, mixture)
        computed = np.array(page.evaluate("X => window.emExplorer.responsibilities(X)", X.tolist()))
        np.testing.assert_allclose(computed, expected, rtol=0, atol=1e-6 if X.shape[1] <= 2 else 1e-4)
        if shown == 0:
            assert colourful(page) > before + 50  # the points are coloured, where they stand in the picture
        if shown < 20:  # later, steps are too much alike to tell which is shown
            assert np.abs(computed - e_step(X, trace[shown + 1].mixture)[0]).max() > 1e-5


@pytest.mark.parametrize("scenario", [LINE, PLANE], ids=["1-D", "2-D"])
def test_every_mode_paints_the_chart_in_its_own_way_and_by_the_step_in_view(server, new_page, scenario):
    seen = [], []  # pictures of the data, of the dream
    page = open_colours(new_page, server, scenario, dream="yes", step=2)
    for colors in ("none", "soft", "hard", "uncertainty"):
        page.locator(".st-key-colors").get_by_text(colors.capitalize(), exact=True).click()
        page.wait_for_function("query => location.search.includes(query)", arg="" if colors == "soft" else f"={colors}")
        until(page, lambda: all(picture_of(page, nth) not in seen[nth] for nth in (0, 1)))
        page.wait_for_timeout(700)
        for nth in (0, 1):
            seen[nth].append(picture_of(page, nth))
        assert (colourful(page, 1) == 0) == (colors in ("none", "uncertainty"))
    assert [len(set(pictures)) for pictures in seen] == [4, 4]
    dataset, trace = scenario.run()
    for step in (0, 3):
        go(page, step)
        computed = page.evaluate("X => window.emExplorer.responsibilities(X)", dataset.X[:50].tolist())
        np.testing.assert_allclose(computed, e_step(dataset.X[:50], trace[step].mixture)[0], rtol=0, atol=1e-6)


def test_in_two_beats_points_are_grey_first_and_keep_their_colours_while_the_curves_move_beside_a_steady_dream(
    server, new_page
):
    page = open_colours(new_page, server, PLANE, colors="soft", dream="yes", beats="two")
    counts, pictures = [], []
    for position in (0, 0.5, 1):
        go(page, position)
        counts.append(colourful(page, 0))
        pictures.append(picture_of(page, 0))
    assert counts[1] > counts[0] + 100  # the E beat colours the points, the ellipses stay
    assert len(set(pictures)) == 3

    # The dream is a sample of the mixture, the same one whenever the step is in view.
    _, trace = PLANE.run()
    dreams = {}
    for step in (4, 20, 4):
        go(page, step)
        X = np.array(page.evaluate("window.emExplorer.dreamt()")).reshape(-1, 2)
        assert step not in dreams or (dreams[step] == X).all()
        dreams[step] = X
    for step, X in dreams.items():
        mixture = trace[step].mixture
        mean = mixture.weights @ mixture.means
        spread = mixture.means - mean
        covariance = np.einsum("k,kij->ij", mixture.weights, mixture.covariances + spread[:, :, None] * spread[:, None])
        assert len(X) == 272
        whitened = np.linalg.solve(np.linalg.cholesky(covariance), (X - mean).T)
        assert np.abs(whitened.mean(axis=1)).max() < 4 / 272**0.5
        np.testing.assert_allclose(np.cov(whitened), np.eye(2), rtol=0, atol=0.35)


def test_stepping_in_colour_sends_nothing_to_the_server(server, new_page, silent):
    page = open_colours(new_page, server, LINE, colors="soft", field="yes", dream="yes")
    with silent(page):
        for _ in range(10):
            page.keyboard.press("ArrowRight")
        page.wait_for_function("window.emExplorer.step === 10")


def test_many_points_are_all_painted_once_the_step_rests(server, new_page):
    many = Scenario(source="clusters-2d", max_iter=10)
    page = open_colours(new_page, server, many, colors="soft")
    go(page, 5)
    page.wait_for_function(f"{PAINTED}.points === 15000 && {PAINTED}.of === 15000")


def test_colours_survive_a_theme_switch_full_screen_and_a_narrow_window(server, new_page):
    page = open_colours(new_page, server, PLANE, colors="soft", field="yes", step=5)
    light = colourful(page)
    assert light > 5000  # the field alone tints most of the plot
    page.emulate_media(color_scheme="dark")
    until(page, lambda: colourful(page) > 0.7 * light)
    page.keyboard.press("l")  # lecture mode is in full screen
    page.wait_for_timeout(300)
    until(page, lambda: colourful(page) > 0.7 * light)
    page.keyboard.press("l")
    page.wait_for_timeout(700)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(300)
    until(page, lambda: colourful(page) > 0.7 * light)
    assert all(value == "5" for value in page.eval_on_selector_all(INPUTS, "all => all.map(input => input.value)"))
