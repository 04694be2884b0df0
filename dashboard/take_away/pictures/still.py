"""The picture at a step as a chart that needs no browser: what is painted on the page is drawn with marks."""

import json
import re
from itertools import chain

import altair as alt
import numpy as np

from dashboard.charts.density import curves_axes, density_axes, density_numbers
from dashboard.charts.drawing import with_words
from dashboard.charts.extent import extents
from dashboard.charts.marginals import pairs_of
from dashboard.charts.matrix import cells, matrix_axes
from dashboard.charts.painted import BLANK
from dashboard.charts.plane import plane_axes
from dashboard.link.view import MATRIX
from dashboard.picture.painting import painted_layers, sampled
from dashboard.runs import Run
from dashboard.take_away.pictures import line, plane
from dashboard.take_away.pictures.colours import sharing
from dashboard.take_away.pictures.plot import SMALL, Painted, Plot
from dashboard.take_away.pictures.vector import FONT
from dashboard.take_away.shown import Shown
from dashboard.take_away.spec import Spec, curves_spec, laid_over, picture_spec, rows_of, seen_run
from emcore.points import Array

NAME = re.compile(r"#(\w+)'$")
CURVES_HEIGHT = 110
MOST_PLACES = 30_000, 100_000  # in all cells of a matrix less wide than `SMALL` and of others; more take too long


def still(shown: Shown, width: int, height: int) -> Spec:
    """The picture, its plot of this size in pixels."""
    seen, n_features = seen_run(shown), shown.dataset.X.shape[1]
    order = sampled(*shown.dataset.X.shape)
    if n_features == 1:
        painted = {"picture": _line(shown, order, width, height)}
    elif shown.view.plane == MATRIX:
        painted = {"picture": _matrix(shown, order, width, height)}
    else:
        painted = _plane(shown, seen, order, width, height)
    return _with(painted, picture_spec(shown, FONT), seen.dataset.columns, width, height)


def curves(shown: Shown, width: int) -> Spec:
    """The responsibilities along the axis of 1-D data, under the picture of this width."""
    x, y = curves_axes()
    numbers = density_numbers(shown.dataset, shown.trace)
    ends = np.array([[numbers["x0"], numbers["x1"]], [0, 1]])
    mixture = sharing(shown)
    layers = line.curves(mixture, shown.dark, Plot(x, y, ends, width, CURVES_HEIGHT)) if mixture else []
    return _with({"curves": layers}, curves_spec(shown, FONT), shown.dataset.columns, width, CURVES_HEIGHT)


def _line(shown: Shown, order: np.ndarray, width: int, height: int) -> list[Painted]:
    numbers = density_numbers(shown.dataset, shown.trace)
    ends = np.array([[numbers["x0"], numbers["x1"]], [0, numbers["y1"]]])
    plot, x, paints = (
        Plot(*density_axes(), ends, width, height),
        shown.dataset.X[order, 0],
        painted_layers(shown.view, 1),
    )
    bars = line.bars(x, shown, plot) if "bars" in paints else []
    return bars + [line.rug(x, shown, plot)]


def _plane(shown: Shown, seen: Run, order: np.ndarray, width: int, height: int) -> dict[str, list[Painted]]:
    plot = Plot(*plane_axes(), np.array(extents(seen.dataset, seen.trace)), width, height)
    mixture, view, layers = sharing(shown), shown.view, []
    if view.field and mixture:
        layers += plane.field(mixture, shown.dark, plot)
    if view.colours != "none":
        layers.append(plane.points(seen.dataset.X[order][np.newaxis], shown.dataset.X[order], shown, plot))
        layers += plane.halos(shown, plot) if mixture else []
    lines = []
    if view.contours != "none":
        lines = plane.contours(seen.trace[shown.t].mixture, view.contours == "filled", shown.dark, plot)
    return {"picture": layers, "contours": lines}


def _matrix(shown: Shown, order: np.ndarray, width: int, height: int) -> list[Painted]:
    """A point at its places in all cells below the diagonal."""
    n_features = shown.dataset.X.shape[1]
    X = shown.dataset.X[order[: most_in_cell(n_features, width)]]
    low, side = cells(extents(shown.dataset, shown.trace))
    in_cells: Array = (X - low) / side
    rows, columns = pairs_of(n_features)
    places = np.stack([columns + in_cells[:, columns], rows + 1 - in_cells[:, rows]], axis=-1)
    plot = Plot(*matrix_axes(n_features), np.array([[0.0, n_features], [n_features, 0.0]]), width, height)
    return [plane.points(places.swapaxes(0, 1), X, shown, plot)]


def most_in_cell(n_features: int, width: int) -> int:
    """Of how many points a matrix shows each pair of features, at most."""
    return MOST_PLACES[width >= SMALL] // len(pairs_of(n_features)[0])


def _with(painted: dict[str, list[Painted]], spec: Spec, columns: tuple[str, ...], width: int, height: int) -> Spec:
    """The chart with these layers in the place of its blank images, which are left out."""
    layers: list[Spec] = []
    words = dict(zip("xy", columns, strict=False))
    for layer in spec["layer"]:
        url = next((each["calculate"] for each in layer.get("transform", []) if each.get("as") == "url"), "")
        name = NAME.search(url)
        if name and painted.get(name[1]):
            drawn = json.dumps([_layer(each.chart) for each in painted[name[1]]])
            layers += json.loads(with_words(drawn, words))
        elif BLANK not in url:
            layers.append(layer)
    tables = {name: rows for each in chain(*painted.values()) for name, rows in each.tables.items()}
    limits = {"axisX": {"titleLimit": width}, "axisY": {"titleLimit": height}}  # of names of others
    spec["config"] = laid_over(spec["config"], {"autosize": {"type": "pad"}, **limits})
    return spec | {
        "layer": layers,
        "datasets": spec["datasets"] | {name: rows_of(table) for name, table in tables.items()},
        "width": width,
        "height": height,
    }


def _layer(chart: alt.Chart) -> Spec:
    spec = chart.to_dict()
    return {part: spec[part] for part in ("data", "transform", "mark", "encoding") if part in spec}
