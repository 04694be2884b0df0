"""Charts as data: what they hold, for every kind of run."""

from itertools import cycle

import numpy as np
import pytest
from charting import spec_of

from dashboard.charts.density import density_chart
from dashboard.charts.extent import extents
from dashboard.charts.palette import DARK, DASHES, LIGHT, MOST_COMPONENTS
from dashboard.charts.plane import plane_chart
from dashboard.charts.raster import raster
from dashboard.charts.stepping import run_table
from dashboard.charts.trace import first_step_on_axis, trace_chart
from emcore import PRESETS, Dataset, Gaussian, Scenario


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


def test_the_run_table_rebuilds_every_covariance():
    _, trace = Scenario(source="faithful", start="kmeans", max_iter=3).run()
    table = run_table(trace)
    assert len(table) == 4 * 3
    for row in table.itertuples():
        factor = np.array([[row.l11, 0], [row.l21, row.l22]])
        np.testing.assert_allclose(factor @ factor.T, trace.covariances[row.step, row.component - 1], rtol=1e-12)
        assert (row.x, row.y) == tuple(trace.means[row.step, row.component - 1])


def test_a_raster_draws_each_point_where_it_is():
    import base64
    from io import BytesIO

    from PIL import Image

    url = raster(np.array([[1.0, 1.0]]), (0, 4), (0, 2))
    image = np.asarray(Image.open(BytesIO(base64.b64decode(url.split(",")[1]))))
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


def test_a_spec_stays_the_same_when_only_k_changes():
    """Otherwise the chart is made anew, with a flicker, whenever K changes."""

    def without_data(n_components):
        dataset, trace = Scenario(source="faithful", start="kmeanspp", n_components=n_components, max_iter=5).run()
        chart = plane_chart(dataset, trace, show_truth=False, dark=False)
        spec = spec_of(chart)
        spec.pop("datasets")
        for layer in spec["layer"]:
            layer.pop("data", None)
        return spec

    assert without_data(2) == without_data(5)
