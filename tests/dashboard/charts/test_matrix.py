"""The scatter-plot matrix: what its tables hold, for every kind of data and run; and that it follows the step."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from drawings import check_kept, rows, spec_of
from opening import open_page
from scipy.stats import chi2, multivariate_normal
from waiting import until

from dashboard.charts.ellipses import MARGINAL_MASS
from dashboard.charts.marginals import GAP, matrix_table
from dashboard.charts.matrix import matrix_chart
from dashboard.charts.ticks import cell_ticks
from emcore import Dataset, EMTrace, Scenario
from emcore.regions import ellipse_radius

IRIS = Scenario(
    "iris",
    n_components=3,
    start="kmeanspp",
    columns=("sepal_length", "sepal_width", "petal_length", "petal_width"),
    learn_weights=True,
    max_iter=12,
)
LINK = "&".join(f"{name}={value}" for name, value in IRIS.to_query().items()) + "&plane=matrix"
ODD = ("a.b", "c[d]['e']", 'say "hi"', "\U0001f600", "it's", "a" * 200, "", "back\\slash\nnew line")


def numbers_of(row, name):
    """The numbers that a row has as name0, name1, ..."""
    columns = {int(column.removeprefix(name)): row[column] for column in row if re.fullmatch(rf"{name}\d+", column)}
    return np.array([columns[i] for i in range(len(columns))], dtype=float)


def made(n_features, n_components, n_steps=4, n_points=40, scale=1.0, offset=0.0, seed=3):
    """Data and a made-up run of any size."""
    rng = np.random.default_rng(seed)
    X = offset + scale * rng.normal(size=(n_points, n_features))
    roots = scale * rng.normal(size=(n_steps, n_components, n_features, 2 * n_features)) / n_features
    trace = EMTrace(
        rng.dirichlet(np.ones(n_components), n_steps),
        offset + scale * rng.normal(size=(n_steps, n_components, n_features)),
        roots @ roots.swapaxes(-1, -2),
        np.arange(float(n_steps)),
        "max_iter",
        "for the test",
    )
    return Dataset(X, None, None, ODD[:n_features]), trace


@pytest.mark.parametrize("n_features", [3, 4, 8])
def test_an_ellipse_from_the_table_holds_95_percent_of_the_marginal(n_features):
    """Points built as the browser builds them lie at the Mahalanobis distance that chi-square demands."""
    _, trace = made(n_features, 3)
    low, side = np.linspace(-2, 1, n_features), np.linspace(3, 9, n_features)
    table = pd.DataFrame(matrix_table(trace, low, side))
    row = table.query("step == 2 and component == 3").iloc[0].to_dict()
    means, sds, turns = (numbers_of(row, name) for name in ("mean", "sd", "turn"))
    t = np.linspace(0, 6, 25)
    pairs = [(i, j) for i in range(n_features) for j in range(i)]
    assert len(turns) == len(pairs)
    for turn, (i, j) in zip(turns, pairs, strict=True):
        radius = ellipse_radius(MARGINAL_MASS)
        x = low[j] + side[j] * (means[j] + radius * sds[j] * np.cos(t))
        y = low[i] + side[i] * (means[i] + radius * sds[i] * (np.cos(turn) * np.cos(t) + np.sin(turn) * np.sin(t)))
        marginal = trace.covariances[2, 2][np.ix_([j, i], [j, i])]
        away = np.stack([x, y], axis=1) - trace.means[2, 2, [j, i]]
        squared = np.einsum("td,de,te->t", away, np.linalg.inv(marginal), away)
        np.testing.assert_allclose(squared, chi2.ppf(0.95, 2), rtol=2e-3)


def test_the_95_percent_are_95_percent():
    points = multivariate_normal([0, 0], [[2, 1.2], [1.2, 1]]).rvs(200_000, random_state=1)
    squared = np.einsum("td,de,te->t", points, np.linalg.inv([[2, 1.2], [1.2, 1]]), points)
    assert np.mean(squared < ellipse_radius(MARGINAL_MASS) ** 2) == pytest.approx(0.95, abs=0.002)


def test_every_point_stands_in_every_cell_below_the_diagonal():
    dataset, trace = IRIS.run()
    chart = matrix_chart(dataset, trace, dark=False)
    spec_of(chart)
    places = np.array([[row["x"], row["y"]] for row in rows(chart, "points")])
    assert len(places) == 6 * 150
    # The first and last flower in the cell of row 3 (petal width) and column 1 (sepal width).
    cell = places[(np.floor(places) == [1, 3]).all(axis=1)]
    assert len(cell) == 150
    for d, share in ((1, cell[:, 0] - 1), (3, 4 - cell[:, 1])):
        assert GAP < share.min() < share.max() < 1 - GAP
        assert np.corrcoef(share, dataset.X[:, d])[0, 1] == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(
    ("n_features", "n_components"), [*((d, 3) for d in range(3, 9)), *((4, k) for k in range(1, 9)), (3, 1), (8, 8)]
)
def test_it_draws_any_number_of_features_and_components(n_features, n_components):
    dataset, trace = made(n_features, n_components)
    chart = matrix_chart(dataset, trace, dark=n_components % 2 == 0)
    spec = spec_of(chart)
    assert len(rows(chart, "mixtures")) == 4 * n_components
    assert {param["name"] for param in spec["params"]} >= {"step"}


@pytest.mark.parametrize("n_features", [3, 8])
def test_it_draws_data_without_a_mixture(n_features):
    dataset, _ = made(n_features, 2)
    spec = spec_of(matrix_chart(dataset, None, dark=False))
    assert all(param["name"] != "step" for param in spec["params"])


@pytest.mark.parametrize(("scale", "offset"), [(1, 0), (1, 1e12), (1e12, -1e12), (1e-9, 1), (1e-100, 0), (1e100, 0)])
def test_huge_and_tiny_numbers_become_shares(scale, offset):
    dataset, trace = made(4, 3, n_steps=1, scale=scale, offset=offset)
    chart = matrix_chart(dataset, trace, dark=False)
    spec_of(chart)
    for row in rows(chart, "mixtures"):
        assert np.all(np.abs(numbers_of(row, "mean")) < 3)
        assert np.all((numbers_of(row, "sd") > 1e-4) & (numbers_of(row, "sd") < 3))


@pytest.mark.parametrize("value", [0.0, 5.0, -1e12])
def test_a_constant_column_is_drawn(value):
    dataset, trace = made(3, 2)
    X = dataset.X.copy()
    X[:, 1] = value
    constant = Dataset(X, None, None, dataset.columns)
    spec_of(matrix_chart(constant, None, dark=False))
    means = trace.means.copy()
    means[..., 1] = value
    still = EMTrace(trace.weights, means, trace.covariances, trace.log_likelihoods, trace.stop, trace.detail)
    spec_of(matrix_chart(constant, still, dark=True))


def test_many_points_travel_as_one_picture():
    dataset, trace = made(8, 3, n_points=5000)
    chart = matrix_chart(dataset, trace, dark=False)
    assert "points" not in chart.tables
    (picture,) = rows(chart, "raster")
    assert picture["url"].startswith("data:image/png;base64,")
    assert len(picture["url"]) < 500_000


def test_names_are_values_of_two_lines_at_most_and_never_fields():
    dataset, trace = made(8, 2)
    chart = matrix_chart(dataset, trace, dark=False)
    names = rows(chart, "names")
    assert [row["name"] for row in names][:5] == ["a.b", "c[d]['e']", 'say "hi"', "\U0001f600", "it's"]
    assert all(row["name"].count("\n") <= 1 for row in names)
    fields = set(re.findall(r'"field": "([^"]+)"', json.dumps(spec_of(chart))))
    assert all(re.fullmatch(r"\w+", field) for field in fields)


def test_a_hundred_steps_in_eight_dimensions_stay_small():
    dataset, trace = made(8, 3, n_steps=101)
    run = matrix_chart(dataset, trace, dark=False).tables["mixtures"]
    assert sum(values.nbytes for values in run.values()) < 100_000


@pytest.mark.parametrize("n_features", [3, 8])
@pytest.mark.parametrize("n_points", [20, 1500])
def test_a_matrix_that_is_kept_is_the_one_built_afresh(n_features, n_points):
    """Other data, other names, another run with other components."""
    first, second = (
        made(n_features, n_components, n_points=n_points, scale=scale, seed=n_components)
        for n_components, scale in ((3, 1.0), (5, 70.0))
    )
    second = Dataset(second[0].X, None, None, tuple("abcdefgh"[:n_features])), second[1]
    for dark in (False, True):
        check_kept(matrix_chart, first, second, dark=dark)
        check_kept(matrix_chart, (first[0], None), (second[0], None), dark=dark)


RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read(label):
    """The value of a number as `numeral` writes it."""
    minus, size = label.startswith("\u2212"), label.lstrip("\u2212")
    power = re.fullmatch("(?:(.+) × )?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", size)
    value = float(power[1] or 1) * 10.0 ** int(power[2].translate(RAISED)) if power else float(size)
    return -value if minus else value


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (-8.2, 5.1), (4.1, 8.3), (0, 1e12), (1e12, 1e12 + 3), (-1e-7, 1e-7), (-2e12, -1e11)]
)
def test_ticks_stand_where_their_labels_say(low, high):
    ticks = cell_ticks(low, high)
    assert 3 <= len(ticks) <= 6
    first = None
    for share, label in ticks:
        value = first + read(label[1:]) if label.startswith("+") else read(label)
        first = value if first is None else first
        assert value == pytest.approx(low + share * (high - low), abs=0.01 * (high - low))
        assert 0 < share < 1


def test_the_page_shows_it_and_its_link_travels():
    app = open_page(**IRIS.to_query(), plane="matrix", contours="lines").run()
    assert not app.exception
    assert app.selectbox(key="plane").value == "matrix"
    assert "contours" not in {widget.key for widget in app.get("button_group")}
    assert any("95 %" in caption.value for caption in app.markdown)
    app.selectbox(key="plane").set_value("principal").run()
    assert not app.exception
    assert "plane" not in app.query_params


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("size", [(1400, 1000), (390, 844)])
def test_it_follows_the_step_without_moving(server, new_page, size):
    page = new_page("about:blank", *size)
    complaints = []

    def on_console(message):
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", on_console)
    page.goto(f"{server}/?{LINK}")
    canvas = page.locator("[data-testid=stVegaLiteChart] canvas").first
    canvas.wait_for(timeout=30_000)
    page.wait_for_function("window.emExplorer?.step === 0", timeout=30_000)
    page.wait_for_timeout(1000)
    box, seen = canvas.bounding_box(), set()
    for step in range(1, 5):
        seen.add(canvas.evaluate("canvas => canvas.toDataURL()"))
        page.keyboard.press("ArrowRight")
        page.wait_for_function("step => window.emExplorer.step === step", arg=step)
        page.wait_for_timeout(400)
    assert len(seen) == 4
    assert canvas.bounding_box() == box
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
    page.remove_listener("console", on_console)
    assert [text for text in complaints if "metrics" not in text.lower() and "ERR_" not in text] == []


@pytest.mark.browser
@pytest.mark.slow
def test_other_components_are_drawn_in_its_place(server, new_page):
    """Not as a chart made anew, which would flicker."""
    page = new_page(f"{server}/?{LINK}")
    page.wait_for_function("window.emExplorer?.step === 0", timeout=30_000)
    canvas = page.locator("[data-testid=stVegaLiteChart] canvas").first
    canvas.wait_for()
    page.wait_for_timeout(1000)
    before = canvas.evaluate("canvas => { canvas.dataset.same = 'yes'; return canvas.toDataURL() }")
    page.locator(".st-key-n_components input").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("k=4"))
    until(page, lambda: canvas.evaluate("canvas => canvas.toDataURL()") != before)
    page.wait_for_timeout(1000)
    assert canvas.get_attribute("data-same") == "yes"
