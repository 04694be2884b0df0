"""What the browser paints into a plane, or into every pair of features: coloured points, the responsibility field,
contours (`browser/shared/painted_points.js`, `field.js`, `browser/colours/contours.js`).
"""

from typing import Any

import altair as alt
import numpy as np

from dashboard.charts.drawing import named
from dashboard.charts.ellipses import ELLIPSE_MASSES, ellipse
from dashboard.charts.palette import GREY, ink, paper
from dashboard.charts.plane import MOST_CIRCLES
from dashboard.charts.stepping import mixture_rows
from dashboard.picture.painting import CONTOUR_MASSES
from dashboard.take_away.pictures.colours import blended, code, doubts, palette, rgb, sharing
from dashboard.take_away.pictures.outlines import outlines
from dashboard.take_away.pictures.plot import SMALL, Painted, Plot, image, path
from dashboard.take_away.pictures.shapes import path_of, printed
from dashboard.take_away.shown import Shown
from emcore import Mixture, e_step
from emcore.mixture import log_joint
from emcore.points import Array

FEW, MANY = 2000, 20000  # points: dots shrink and fade between the two
SMALLER = 0.7  # are dots in the matrix, and in a plot less wide than `SMALL`
FINER = 3  # pixels to one of the plot, of points that are printed
CELL = 2  # pixels between two places where the field is computed
TINT = 0.3  # opacity of the field
COLUMNS, ROWS = 110, 80  # places along the axes at which the density is computed


def points(places: Array, whole: Array, shown: Shown, plot: Plot) -> Painted:
    """The points, at all their places (cells, N, 2), coloured by their responsibilities; grey if nothing has been
    shared out. `whole`: (N, D), by which they are coloured."""
    mixture, n_components = sharing(shown), shown.trace.means.shape[1]
    kind = shown.view.colours if mixture else "none"
    shares = e_step(whole, mixture)[0] if mixture and kind != "none" else np.zeros((len(whole), n_components))
    many = float(np.clip(np.log(len(whole) / FEW) / np.log(MANY / FEW), 0, 1))
    shapes, radii = np.zeros(len(whole), dtype=int), np.full(len(whole), 2.7 - 1.2 * many)
    opacity = 0.35 + 0.2 * (1 - many) if kind == "uncertainty" else 0.8 - 0.3 * many
    colours = np.tile(rgb(ink(shown.dark) if kind == "uncertainty" else GREY), (len(whole), 1))
    if kind == "soft":
        colours = blended(shares, shown.dark)
    elif kind == "hard":
        shapes = shares.argmax(axis=1)
        colours, radii = palette(shown.dark, n_components)[shapes], 1.15 * radii
    elif kind == "uncertainty":
        radii = 1.2 + (4.6 - 1.6 * many) * np.sqrt(np.round(16 * doubts(shares)) / 16)
    radii *= SMALLER if len(places) > 1 or plot.width < SMALL else 1
    n_cells, flat = len(places), places.reshape(-1, 2)
    if len(flat) > MOST_CIRCLES:
        each = (np.tile(shapes, n_cells), np.tile(FINER * radii, n_cells), np.tile(colours, (n_cells, 1)))
        size = FINER * plot.width, FINER * plot.height
        return image("points", printed(FINER * plot.pixels(flat), *each, opacity, *size))
    table: dict[str, Any] = {
        "x": flat[:, 0],
        "y": flat[:, 1],
        "fill": [code(colour) for colour in colours] * n_cells,
        "shape": [path_of(shape) for shape in shapes] * n_cells,
        "size": np.tile(4 * radii * radii, n_cells),
    }
    marks = named("points").mark_point(filled=True, strokeWidth=0, opacity=1, fillOpacity=opacity, clip=True)
    own: dict[str, Any] = {"scale": None, "legend": None}
    look: dict[str, Any] = {
        "fill": alt.Fill("fill:N", **own),
        "shape": alt.Shape("shape:N", **own),
        "size": alt.Size("size:Q", **own),
    }
    return Painted(marks.encode(x=plot.x, y=plot.y, **look), {"points": table})


def halos(shown: Shown, plot: Plot) -> list[Painted]:
    """Where the chart draws its ellipses: they stand out from points of their own colour."""
    look: dict[str, Any] = {
        "stroke": paper(shown.dark),
        "strokeWidth": 5,
        "opacity": 0.85,
        "interpolate": "linear-closed",
    }
    rings = [ellipse(mixture_rows(2), mass).mark_line(clip=True, **look) for mass in ELLIPSE_MASSES]
    return [Painted(ring.encode(x=plot.x, y=plot.y, detail="component:N", order="t:Q")) for ring in rings]


def field(mixture: Mixture, dark: bool, plot: Plot) -> list[Painted]:
    """The responsibilities at every place as a tint, and the lines where the largest changes hands."""
    columns, rows = plot.width // CELL, plot.height // CELL
    joint = log_joint(_places((np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows, plot), mixture)
    shares = np.exp(joint - np.logaddexp.reduce(joint, axis=1, keepdims=True))
    tint = np.round(blended(shares, dark)).astype(np.uint8).reshape(rows, columns, 3)
    joint = joint.reshape(rows, columns, -1)
    lines = []
    for k in range(joint.shape[2]):  # where its lead over the best of the others is 0
        others = np.delete(joint, k, axis=2)
        if others.shape[2]:
            lines += [(line + 0.5) / (columns, rows) for line in outlines(joint[..., k] - others.max(axis=2), 0.0)]
    look: dict[str, Any] = {"color": ink(dark), "strokeWidth": 1.6, "opacity": 0.8, "strokeCap": "round"}
    boundary = path("boundary", [_from_shares(line, plot) for line in lines], plot, **look)
    return [image("tint", tint[::-1], opacity=TINT), boundary]


def contours(mixture: Mixture, filled: bool, dark: bool, plot: Plot) -> list[Painted]:
    """The outlines of the smallest regions that hold given shares of the mixture's mass (Hyndman, 1996)."""
    cell = np.prod((plot.ends[:, 1] - plot.ends[:, 0]) / (COLUMNS - 1, ROWS - 1))
    joint = log_joint(_places(np.linspace(0, 1, COLUMNS), np.linspace(0, 1, ROWS), plot), mixture)
    masses = cell * np.exp(joint).sum(axis=1).reshape(ROWS, COLUMNS)
    descending = np.sort(masses, axis=None)[::-1]
    held = np.cumsum(descending)
    levels = [descending[np.searchsorted(held, mass)] for mass in CONTOUR_MASSES if held[-1] >= mass]
    look: dict[str, Any] = {"strokeWidth": 1.2, "color": ink(dark), "opacity": 0.75}
    if filled:  # along the ends of the axes, too: around the grid is nothing
        masses = np.pad(masses, 1)
        look = {"strokeWidth": 0, "fill": ink(dark), "fillOpacity": 0.1}
    painted = []
    for i, level in enumerate(levels):
        lines = [(line - filled) / (COLUMNS - 1, ROWS - 1) for line in outlines(masses, level)]
        painted.append(path(f"contour{i}", [_from_shares(np.clip(line, 0, 1), plot) for line in lines], plot, **look))
    return painted


def _places(across: Array, up: Array, plot: Plot) -> Array:
    """All places (rows * columns, 2) at these shares of the axes, row by row from the lowest."""
    return _from_shares(np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2), plot)


def _from_shares(shares: Array, plot: Plot) -> Array:
    low, high = plot.ends.T
    return np.asarray(low + shares * (high - low))
