"""Charts as data: what they hold, for every kind of run."""

import tomllib
from itertools import cycle, product
from pathlib import Path

import numpy as np
import pytest
from drawings import check_kept, rows, spec_of

from dashboard.charts import density, plane
from dashboard.charts.density import density_chart
from dashboard.charts.drawing import NUMBERS, kept
from dashboard.charts.extent import extents
from dashboard.charts.painted import painted_chart
from dashboard.charts.palette import (
    DARK,
    DASHES,
    GREY,
    LIGHT,
    MOST_COMPONENTS,
    colours,
    contrast,
    ink,
    muted,
    on_colours,
    paper,
    text_colours,
)
from dashboard.charts.plane import plane_chart
from dashboard.charts.points import points_chart
from dashboard.charts.raster import raster
from dashboard.charts.trace import first_step_on_axis, trace_chart
from emcore import PRESETS, Dataset, Gaussian, Scenario

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(("key", "dark"), list(zip(PRESETS, cycle([False, True]))))
def test_every_preset_makes_charts_without_nan(key, dark):
    dataset, trace = PRESETS[key].scenario.run()
    if dataset.X.shape[1] == 1:
        spec_of(density_chart(dataset, trace, show_truth=True, dark=dark))
        spec_of(density_chart(dataset, None, show_truth=True, dark=dark))
    else:
        spec_of(plane_chart(dataset, trace, show_truth=True, dark=dark))
        spec_of(plane_chart(dataset, None, show_truth=True, dark=dark))
    spec_of(trace_chart(trace, dark=dark))


@pytest.mark.parametrize("X", [np.full((5, 1), 3.0), np.zeros((1, 1)), np.full((4, 2), -1e8)])
def test_data_without_spread_have_axes_of_some_length(X):
    for low, high in extents(Dataset(X, None, None, ("x",)), None):
        assert np.isfinite([low, high]).all()
        assert low < X.min() <= X.max() < high


def test_axes_hold_all_data_and_the_start():
    dataset, trace = PRESETS["notebook-2d"].scenario.run()
    for d, (low, high) in enumerate(extents(dataset, trace)):
        assert low < dataset.X[:, d].min()
        assert high > dataset.X[:, d].max()
        assert low < trace.means[..., d].min()
        assert high > trace.means[..., d].max()


def test_a_start_far_away_does_not_shrink_the_data_to_a_dot():
    dataset, trace = Scenario(components=(Gaussian(1, (1e9,), (1.0,)), Gaussian(1, (0.0,), (50.0,))), max_iter=0).run()
    ((low, high),) = extents(dataset, trace)
    assert high - low < 3 * np.ptp(dataset.X)


def test_a_raster_draws_each_point_where_it_is():
    import base64
    from io import BytesIO

    from PIL import Image

    url = raster(np.array([[1.0, 1.0]]), (0, 4), (0, 2))
    image = np.asarray(Image.open(BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGBA"))
    rows, columns = np.nonzero(image[..., 3])
    height, width = image.shape[:2]
    assert columns.mean() / width == pytest.approx(0.25, abs=0.005)
    assert rows.mean() / height == pytest.approx(0.5, abs=0.005)
    assert len(rows) == 4


def test_the_trace_axis_leaves_out_a_giant_first_leap_only():
    assert first_step_on_axis(np.array([-1e6, -100.0, -50, -20, -10])) == 1
    assert first_step_on_axis(np.array([-100.0, -80, -60, -40])) == 0
    assert first_step_on_axis(np.array([-5.0])) == 0


def test_colours_and_dashes_are_all_different():
    for palette in (LIGHT, DARK):
        assert len(set(palette)) == MOST_COMPONENTS
    assert len({tuple(dash) for dash in DASHES}) == MOST_COMPONENTS


@pytest.mark.parametrize(("first", "second", "ratio"), [("#FFFFFF", "#000000", 21), ("#777777", "#FFFFFF", 4.48)])
def test_contrast_is_that_of_the_guidelines(first, second, ratio):
    assert contrast(first, second) == contrast(second, first) == pytest.approx(ratio, abs=0.005)
    assert contrast(first, first) == 1


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_marks_are_seen_on_either_page(dark):
    page = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"]["dark" if dark else "light"]
    assert page["backgroundColor"] == paper(dark)
    assert page["chartCategoricalColors"] == colours(dark)
    assert min(contrast(mark, paper(dark)) for mark in [*colours(dark), GREY]) >= 3
    assert min(contrast(text, paper(dark)) for text in [*text_colours(dark), ink(dark), muted(dark)]) >= 4.5
    assert min(map(contrast, on_colours(dark), colours(dark))) >= 4.5


def test_colour_blind_people_tell_the_components_apart():
    """Colours as Machado, Oliveira and Fernandes (2009) simulate them, and their distance in CIELAB (1976)."""
    seen_as = {
        "all cones": np.eye(3),
        "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
        "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
        "no blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
    }
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    for palette, (name, matrix) in product((LIGHT, DARK), seen_as.items()):
        rgb = np.array([[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in palette])
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        x, y, z = np.cbrt(np.clip(linear @ np.transpose(matrix), 0, 1) @ to_xyz.T / [0.9505, 1, 1.089]).T
        lab = np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)
        apart = np.linalg.norm(lab[:, None] - lab, axis=2)[np.triu_indices(len(lab), 1)]
        assert apart.min() > 10, name


BOTH = (False, True)
LOOKS = [  # every two options in all combinations
    {"show_truth": truth, "dark": dark, "clicks": clicks, "title": title}
    for truth, dark, clicks, title in [
        (False, False, False, ""),
        (True, True, True, ""),
        (True, False, False, "The data"),
        (False, True, False, "The data"),
        (False, False, True, "The data"),
    ]
]


def line(seed, *, n_components=3, run=True, **options):
    scenario = Scenario(data_seed=seed, start="kmeanspp", n_components=n_components, max_iter=4)
    dataset, trace = scenario.run()
    return density_chart(dataset, trace if run else None, **options)


def flat(seed, *, n_components=3, run=True, sizes=(40, 50, 60), **options):
    clusters = tuple(Gaussian(size, (3.0 * i, float(i % 2)), (1.0, 0.5), 0.3) for i, size in enumerate(sizes))
    scenario = Scenario("clusters-2d", clusters=clusters, data_seed=seed, start="kmeanspp", n_components=n_components)
    dataset, trace = scenario.run()
    return plane_chart(dataset, trace if run else None, **options)


def around(seed, name, axes_of, numbers_of, source):
    dataset, trace = Scenario(source, data_seed=seed, max_iter=2).run()
    return painted_chart(name, axes_of, dataset.columns, numbers_of(dataset, trace), "Dreamt", dark=False)


def every_structure():
    """(name, the chart of some data and a start, drawn with a seed)."""
    for look in LOOKS:
        for run, painted in [(False, ()), (True, ()), (True, ("rug",)), (True, ("bars", "rug"))]:
            yield "density", lambda seed, k, o={**look, "painted": painted, "run": run}: line(seed, n_components=k, **o)
        for run, painted in [(False, ()), (True, ()), (True, ("points",)), (True, ("points", "field"))]:
            options = {**look, "painted": painted, "run": run}
            yield "plane", lambda seed, k, o=options: flat(seed, n_components=k, **o)
    for sizes in [(20, 30, 20), (1500, 1500, 500)]:  # few points, and so many that they are one picture
        yield "plane", lambda seed, k, s=sizes: flat(seed, n_components=k, sizes=s, show_truth=False, dark=False)
    yield "dream", lambda seed, k: around(seed, "dream", density.density_axes, density.density_numbers, "clusters-1d")
    yield "curves", lambda seed, k: around(seed, "curves", density.curves_axes, density.density_numbers, "clusters-1d")
    yield "dream", lambda seed, k: around(seed, "dream", plane.plane_axes, plane.plane_numbers, "clusters-2d")
    for columns, dark in product([("x",), ("x", "y")], BOTH):
        yield (
            "points",
            lambda seed, k, c=columns, d=dark: points_chart(
                np.full((k, len(c)), float(seed)), c, [(0.0, 3.0 + seed)] * len(c), dark=d
            ),
        )
    for dark, prior in product(BOTH, BOTH):
        yield (
            "trace",
            lambda seed, k, d=dark, p=prior: trace_chart(
                Scenario(data_seed=seed, start="kmeanspp", n_components=k, max_iter=20 + k, prior=p).run()[1], dark=d
            ),
        )


@pytest.mark.parametrize(("name", "chart"), list(every_structure()))
def test_a_chart_that_is_kept_is_the_one_built_afresh(name, chart):
    """Kept from other data, another start and another K; every number that it needs has a name."""
    check_kept(chart, (1, 3), (2, 4))
    drawn = chart(2, 4)
    (numbers,) = rows(drawn, NUMBERS)
    assert set(numbers) <= {param["name"] for param in spec_of(drawn)["params"]}


@pytest.mark.parametrize("name", ["height", 'a "quoted" one\\', "<<y>>", "Größe, {cm}", "</script>"])
def test_a_column_stands_in_the_title_as_it_is_called_and_is_not_kept(name):
    X = np.array([[0.0, 1.0], [2.0, 3.0], [5.0, 1.0]])
    spec = spec_of(plane_chart(Dataset(X, None, None, (name, "other")), None, show_truth=False, dark=False))
    titles = {layer["encoding"]["x"].get("title") for layer in spec["layer"] if "x" in layer.get("encoding", {})}
    assert f"{name} →" in titles
    (names,) = [param["value"] for param in spec["params"] if param["name"] == "names"]
    assert names == [name, "other"]
    before = kept.cache_info().currsize
    plane_chart(Dataset(X, None, None, (f"{name} again", "other")), None, show_truth=False, dark=False)
    assert kept.cache_info().currsize == before


def test_the_marks_on_the_axis_are_where_the_points_are():
    X = np.array([[3.0], [-1.0], [3.5], [1e3]])
    drawn = density_chart(Dataset(X, None, None, ("x",)), None, show_truth=False, dark=False)
    (numbers,) = rows(drawn, NUMBERS)
    length = numbers["x1"] - numbers["x0"]
    marks = [numbers["x0"] + length * row["part"] / density.PARTS for row in rows(drawn, "rug")]
    np.testing.assert_allclose(marks, [-1, 3, 3.5, 1e3], rtol=0, atol=1e-5 * length)
