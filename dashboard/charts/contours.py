"""Contours of the mixture density at every step, as polylines packed for the browser."""

from itertools import pairwise

import numpy as np
import pandas as pd
from contourpy import FillType, LineType, contour_generator

from dashboard.charts.extent import Extent
from emcore import EMTrace, log_density
from emcore.regions import highest_density_level

MASSES = (0.25, 0.5, 0.75, 0.95)
COLUMNS = ["first", "last", "mass", "xs", "ys"]
GRID = (110, 80)
SAME = 1e-4  # of an axis: steps whose means and spreads differ by less share their contours


def contour_table(trace: EMTrace, x_extent: Extent, y_extent: Extent, *, filled: bool) -> pd.DataFrame:
    """One row per contour line (or filled region): the steps `first` to `last` that show it, the `mass` it encloses in
    percent, and its vertices as two texts of numbers.

    Levels enclose the highest-density regions of `MASSES`; one that does not fit the axes is left out.
    """
    xs, ys = (np.linspace(*extent, size) for extent, size in zip((x_extent, y_extent), GRID, strict=True))
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    cell = (xs[1] - xs[0]) * (ys[1] - ys[0])
    rows = []
    for first, last in _stretches(trace, x_extent, y_extent):
        density = np.exp(log_density(grid, trace[last].mixture)).reshape(len(ys), len(xs))
        generator = contour_generator(xs, ys, density, line_type=LineType.Separate, fill_type=FillType.OuterOffset)
        for mass in MASSES:
            level = highest_density_level(density, cell, mass)
            if level is None:
                continue
            shapes = _regions(generator.filled(level, np.inf)) if filled else generator.lines(level)
            rows += [(first, last, round(100 * mass), *_pack(shape)) for shape in shapes]
    return pd.DataFrame(rows, columns=COLUMNS)


def _stretches(trace: EMTrace, x_extent: Extent, y_extent: Extent) -> list[tuple[int, int]]:
    """First and last step of each stretch in which the picture stays the same to the eye."""
    spans = np.array([x_extent[1] - x_extent[0], y_extent[1] - y_extent[0]])
    spreads = np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3))
    correlations = trace.covariances[..., 0, 1] / spreads.prod(axis=-1)
    look = np.concatenate(
        [trace.means / spans, spreads / spans, trace.weights[..., None], correlations[..., None]], axis=-1
    )
    starts = [0]
    for step in range(1, len(trace)):
        if np.abs(look[step] - look[starts[-1]]).max() > SAME:
            starts.append(step)
    return [(first, following - 1) for first, following in zip(starts, [*starts[1:], len(trace)], strict=True)]


def _regions(filled: tuple[list[np.ndarray], list[np.ndarray]]) -> list[np.ndarray]:
    """One closed line per region: its holes run the other way round, joined by bridges that enclose nothing."""
    regions = []
    for points, offsets in zip(*filled, strict=True):
        rings = [points[a:b] for a, b in pairwise(offsets)]
        regions.append(np.concatenate([rings[0], *(line for ring in rings[1:] for line in (ring, rings[0][:1]))]))
    return regions


def _pack(vertices: np.ndarray) -> tuple[str, str]:
    return " ".join(f"{x:.5g}" for x in vertices[:, 0]), " ".join(f"{y:.5g}" for y in vertices[:, 1])
