"""Contours of the mixture density, as the browser computes and draws them."""

import base64
import itertools
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from scipy.stats import multivariate_normal
from stepping import picture_of, wait_for_step
from waiting import until

from dashboard.picture.painting import CONTOUR_MASSES
from emcore import Gaussian
from emcore.gaussian import mixture_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COLUMNS, ROWS = 110, 80
SIZE = {"columns": COLUMNS, "rows": ROWS}
AROUND = [(5 * np.cos(angle), 5 * np.sin(angle)) for angle in np.arange(8) * np.pi / 4]
MIXTURES = {
    "one": [Gaussian(1, (2, -1), (1.5, 0.8), 0.6)],
    "a ring": [Gaussian(1, at, (1.0, 1.0)) for at in AROUND],  # the region that holds 95 % has a hole
    "apart": [Gaussian(3, (-4, -3), (1.0, 0.5)), Gaussian(1, (4, 2), (0.5, 2.0), -0.8)],
    "cut by the axes": [Gaussian(1, (-8.5, 0), (1.5, 1.5)), Gaussian(2, (1, 5), (3.0, 2.0), 0.5)],
}
LOW, HIGH = np.array([-9.0, -7.5]), np.array([9.0, 8.0])


@pytest.fixture
def in_browser(modules):
    """Have an expression of JavaScript computed in which `m` has all that the modules export."""

    def compute(expression, **given):
        return modules.evaluate(
            f"""async given => {{
                const m = {{ ...await import("/colours/contours.js"), ...await import("/shared/outlines.js") }}
                const {{ {", ".join(given)} }} = given
                return {expression}
            }}""",
            given,
        )

    return compute


def outlines(in_browser, mixture, closed):
    """For each share of the mass the level as a density, and lines around the region, each (n, 2) in data units."""
    rows, columns = np.tril_indices(2)
    sent = {
        "K": mixture.n_components,
        "weights": mixture.weights.tolist(),
        "means": mixture.means.ravel().tolist(),
        "factors": mixture.cholesky[:, rows, columns].ravel().tolist(),
    }
    found = in_browser(
        """(() => {
            const masses = m.massesOf(mixture, low, high)
            return m.levelsOf(masses, shares).map(level => [level, m.outlinesOf(masses, level, closed, size)])
        })()""",
        mixture=sent, low=LOW.tolist(), high=HIGH.tolist(), shares=CONTOUR_MASSES, closed=closed,
        size=SIZE,
    )  # fmt: skip
    cell = np.prod((HIGH - LOW) / (COLUMNS - 1, ROWS - 1))
    return [(level / cell, [LOW + np.array(line) * (HIGH - LOW) for line in lines]) for level, lines in found]


def densities(mixture, columns, rows):
    """On a grid over the axes, and the size of its cells."""
    x, y = (np.linspace(*ends, n) for *ends, n in zip(LOW, HIGH, (columns, rows), strict=True))
    return density(mixture, np.stack(np.meshgrid(x, y), axis=-1)), (x[1] - x[0]) * (y[1] - y[0])


def density(mixture, X):
    parts = zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
    return sum(weight * multivariate_normal(mean, covariance).pdf(X) for weight, mean, covariance in parts)


def area(lines):
    """Within closed lines, whose inside is to their left."""
    return sum(0.5 * np.sum(line[:-1, 0] * line[1:, 1] - line[1:, 0] * line[:-1, 1]) for line in lines)


def on_the_edge(places):
    return (np.isclose(places, LOW) | np.isclose(places, HIGH)).any(axis=1)


@pytest.mark.parametrize("name", MIXTURES)
def test_regions_are_those_of_highest_density(in_browser, name):
    mixture = mixture_of(MIXTURES[name])
    on_grid, cell = densities(mixture, COLUMNS, ROWS)
    densest = np.sort(on_grid, axis=None)[::-1]
    held = np.cumsum(densest) * cell
    finer, small_cell = densities(mixture, 1000, 1000)
    found = outlines(in_browser, mixture, closed=True)
    assert len(found) == sum(mass <= held[-1] for mass in CONTOUR_MASSES)
    for mass, (level, lines) in zip(CONTOUR_MASSES, found, strict=False):
        assert level == pytest.approx(densest[np.searchsorted(held, mass)], rel=1e-9)
        assert finer[finer > level].sum() * small_cell == pytest.approx(mass, abs=0.02)
        assert area(lines) == pytest.approx((finer > level).sum() * small_cell, rel=0.03)
        for line in lines:
            np.testing.assert_array_equal(line[0], line[-1])
            inside = line[~on_the_edge(line)]
            np.testing.assert_allclose(density(mixture, inside), level, rtol=0.25)
            assert (density(mixture, line) > 0.75 * level).all()


def test_contours_of_one_gaussian_are_its_ellipses(in_browser):
    # The highest-density region of mass p of a 2-D Gaussian lies within Mahalanobis radius sqrt(-2 ln(1 - p)).
    mixture = mixture_of(MIXTURES["one"])
    found = outlines(in_browser, mixture, closed=False)
    for mass, (_, (line,)) in zip(CONTOUR_MASSES, found, strict=True):
        z = np.linalg.solve(mixture.cholesky[0], (line - mixture.means[0]).T)
        np.testing.assert_allclose(np.hypot(*z), np.sqrt(-2 * np.log(1 - mass)), rtol=0.03)


def test_lines_end_on_the_axes_and_do_not_run_along_them(in_browser):
    found = outlines(in_browser, mixture_of(MIXTURES["cut by the axes"]), closed=False)
    ends = [line[[0, -1]] for _, lines in found for line in lines]
    open_ends = [both for both in ends if not (both[0] == both[1]).all()]
    assert len(open_ends) >= 2
    assert all(on_the_edge(both).all() for both in open_ends)
    assert not any(on_the_edge(line[1:-1]).any() for _, lines in found for line in lines)


def test_a_share_that_the_axes_do_not_hold_is_left_out(in_browser):
    # Of a Gaussian as wide as the axes' half, they hold 0.68 ** 2 of the mass: 25 % fit, 50 % do not.
    wide = mixture_of([Gaussian(1, tuple((LOW + HIGH) / 2), tuple((HIGH - LOW) / 2))])
    assert len(outlines(in_browser, wide, closed=False)) == 1


@pytest.mark.parametrize("seed", range(3))
def test_lines_enclose_all_that_lies_above_and_nothing_else(in_browser, seed):
    """On noise, where regions touch at many corners: how often the lines go round a place says whether it is inside."""
    rng = np.random.default_rng(seed)
    masses = np.zeros((ROWS + 2, COLUMNS + 2))
    masses[1:-1, 1:-1] = rng.random((ROWS, COLUMNS))
    lines = in_browser("m.outlinesOf(masses, 0.6, true, size)", masses=masses.ravel().tolist(), size=SIZE)
    ends = np.array([[line[0], line[-1]] for line in lines])
    np.testing.assert_array_equal(ends[:, 0], ends[:, 1])
    stretches = np.array([pair for line in lines for pair in itertools.pairwise(line)]) * (COLUMNS - 1, ROWS - 1)
    places = rng.permutation(list(itertools.product(range(1, COLUMNS - 1), range(1, ROWS - 1))))[:1000]
    for x, y in places:
        ahead = np.arctan2(stretches[..., 1] - y, stretches[..., 0] - x)
        turns = (np.diff(ahead, axis=1) + np.pi) % (2 * np.pi) - np.pi
        assert round(turns.sum() / (2 * np.pi)) == (masses[y + 1, x + 1] > 0.6)


def different_pixels(page, other):
    """Of the pictures on two pages, beyond what anti-aliasing does where Vega draws a part anew."""
    both = [
        Image.open(BytesIO(base64.b64decode(picture_of(each).split(",")[1]))).convert("RGBA") for each in (page, other)
    ]
    return (np.ptp(np.array(both).astype(int), axis=0).max(axis=-1) > 12).sum()


@pytest.mark.parametrize("contours", ["lines", "filled"])
def test_contours_follow_the_step_and_nothing_is_sent(server, new_page, silent, contours):
    query = "data=faithful&start=kmeanspp&k=3&iterations=20"
    there = new_page(f"{server}/?{query}&contours={contours}&step=6")
    wait_for_step(there, 6)
    without = new_page(f"{server}/?{query}&step=6")
    wait_for_step(without, 6)
    page = new_page(f"{server}/?{query}&contours={contours}")
    wait_for_step(page, 0)
    with silent(page):
        for _ in range(6):
            page.keyboard.press("ArrowRight")
        wait_for_step(page, 6)
    until(page, lambda: different_pixels(page, there) < 50 and different_pixels(page, without) > 1000)


def test_contours_in_a_plane_of_more_dimensions_change_with_the_plane_and_the_theme(server, new_page):
    query = "data=iris&columns=sepal_length~sepal_width~petal_length&start=kmeanspp&k=3&step=3"
    pictures = set()
    page = new_page("about:blank")
    for contours, plane in (("filled", "principal"), ("filled", "1_3"), ("none", "1_3")):
        page.goto(f"{server}/?{query}&contours={contours}&plane={plane}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.locator("[data-testid=stVegaLiteChart] canvas").first.wait_for()
            page.wait_for_function("window.emExplorer?.step === 3")
            until(page, lambda: picture_of(page) not in pictures)
            page.wait_for_timeout(700)
            pictures.add(picture_of(page))
    assert len(pictures) == 6
