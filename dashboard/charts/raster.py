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
    column, row = (
        np.clip((values - low) * (size / (high - low)), 0, size - 1).astype(np.intp)
        for values, (low, high), size in zip(X.T, (x_extent, y_extent), (WIDTH, HEIGHT), strict=True)
    )
    counts = np.bincount(row * WIDTH + column, minlength=HEIGHT * WIDTH).reshape(HEIGHT, WIDTH)
    return picture_of(counts[::-1])  # rows of a picture run downwards


def picture_of(counts: np.ndarray) -> str:
    """A PNG data URL of points counted by pixel (rows, columns); the more overlap, the more opaque."""
    dots = counts.astype(np.int32)
    dots[1:] += dots[:-1].copy()  # a dot is 2 x 2 pixels
    dots[:, 1:] += dots[:, :-1].copy()
    seen = dots[dots > 0]
    crowd = max(1.0, float(np.percentile(seen, 99))) if len(seen) else 1.0
    opacity = min(OPACITY, 1 - (1 - DENSEST) ** (1 / crowd))
    alpha = np.maximum(FAINTEST, 1 - (1 - opacity) ** np.arange(seen.max(initial=0) + 1))
    alpha[0] = 0
    from PIL import Image  # imported here: no picture of few points needs it

    # One grey in 256 opacities: smaller, and written three times as fast, than a colour for each pixel.
    picture = Image.fromarray(np.round(255 * alpha).astype(np.uint8)[dots], "P")
    picture.putpalette([int(GREY[i : i + 2], 16) for i in (1, 3, 5)] * 256)
    buffer = BytesIO()
    picture.save(buffer, "PNG", transparency=bytes(range(256)))
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
