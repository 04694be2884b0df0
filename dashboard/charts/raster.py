"""Many points as one picture: thousands of marks would cost more than everything else on the page."""

import base64
from io import BytesIO

import numpy as np

from dashboard.charts.extent import Extent
from dashboard.charts.palette import GREY

WIDTH, HEIGHT = 900, 600
OPACITY = 0.35  # of a single point, as long as points are few
DENSEST = 0.85  # opacity that the densest places reach, however many points there are
FAINTEST = 0.12  # a lone point among a million is still seen


def raster(X: np.ndarray, x_extent: Extent, y_extent: Extent) -> str:
    """A PNG data URL of the points (N, 2) within the extents."""
    counts, _, _ = np.histogram2d(X[:, 1], X[:, 0], bins=(HEIGHT, WIDTH), range=(y_extent, x_extent))
    return picture_of(counts[::-1])  # rows of a picture run downwards


def picture_of(counts: np.ndarray) -> str:
    """A PNG data URL of points counted by pixel (rows, columns); the more overlap, the more opaque."""
    dots = counts.copy()
    dots[1:] += counts[:-1]  # a dot is 2 x 2 pixels
    dots[:, 1:] += dots[:, :-1].copy()
    crowd = max(1.0, float(np.percentile(dots[dots > 0], 99))) if dots.any() else 1.0
    opacity = min(OPACITY, 1 - (1 - DENSEST) ** (1 / crowd))
    alpha = np.where(dots > 0, np.maximum(FAINTEST, 1 - (1 - opacity) ** dots), 0)
    pixels = np.empty((*counts.shape, 4), dtype=np.uint8)
    pixels[..., :3] = [int(GREY[i : i + 2], 16) for i in (1, 3, 5)]
    pixels[..., 3] = np.round(255 * alpha)
    from PIL import Image  # imported here: no picture of few points needs it

    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
