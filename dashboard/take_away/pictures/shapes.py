"""The shapes of points, one for each component, and points printed in them where marks would be too many.

They are those of `browser/shared/glyphs.js`; each fills about the same area.
"""

import numpy as np

from emcore.points import Array


def _polygon(n: int, radius: float, turn: float) -> Array:
    angle = turn + 2 * np.pi * np.arange(n) / n
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _cross(long: float, half: float, turn: float) -> Array:
    x, y = np.array([[half, -half], [long, -half], [long, half], [half, half]]).T
    corners = np.concatenate([np.stack(quarter, 1) for quarter in ((x, y), (-y, x), (-x, -y), (y, -x))])
    return corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])


def _star(outer: float, inner: float) -> Array:
    return _polygon(10, 1, -np.pi / 2) * np.where(np.arange(10) % 2, inner, outer)[:, np.newaxis]


SHAPES = [
    _polygon(24, 1, 0),
    _polygon(4, 1.25, np.pi / 4),
    _polygon(3, 1.5, -np.pi / 2),
    _polygon(4, 1.3, 0),
    _cross(1.35, 0.45, 0),
    _polygon(3, 1.5, np.pi / 2),
    _cross(1.35, 0.45, np.pi / 4),
    _star(1.6, 0.7),
]
REACH = 1.6  # of the radius, that no shape goes beyond
FINER = 4  # times as fine is a shape drawn as it is printed


def path_of(shape: int) -> str:
    """The shape as a path for a mark of Vega's, whose size is the square of its diameter."""
    if shape == 0:
        return "circle"
    return "M" + "L".join(f"{x:.3g},{y:.3g}" for x, y in SHAPES[shape]) + "Z"


def printed(
    places: Array, shapes: Array, radii: Array, colours: Array, opacity: float, width: int, height: int
) -> np.ndarray:
    """Points printed one over the other, in their order: pixels (height, width, 4).

    places (N, 2) and radii (N,) in pixels, y downwards; shapes (N,); colours (N, 3), from 0 to 255.
    """
    canvas = np.zeros((height, width, 4))  # colours times their opacity, and the opacity
    stamps = {key: opacity * _stamp(*key) for key in set(zip(shapes.tolist(), radii.tolist(), strict=True))}
    corners = np.floor(places).astype(int)
    for (x, y), shape, radius, colour in zip(corners.tolist(), shapes.tolist(), radii.tolist(), colours, strict=True):
        stamp = stamps[shape, radius]
        half = len(stamp) // 2
        left, top = max(x - half, 0), max(y - half, 0)
        right, bottom = min(x + half + 1, width), min(y + half + 1, height)
        if left >= right or top >= bottom:
            continue
        mask = stamp[top - y + half : bottom - y + half, left - x + half : right - x + half, np.newaxis]
        under = canvas[top:bottom, left:right]
        under *= 1 - mask
        under[..., :3] += mask * colour
        under[..., 3:] += mask
    opacities = canvas[..., 3:]
    canvas[..., :3] /= np.where(opacities > 0, opacities, 1)
    canvas[..., 3:] *= 255
    return np.round(canvas).astype(np.uint8)


def _stamp(shape: int, radius: float) -> Array:
    """How much of each pixel the shape covers, from 0 to 1; its centre is the middle of the middle pixel."""
    from PIL import Image, ImageDraw

    half = int(np.ceil(REACH * radius))
    side = 2 * half + 1
    drawn = Image.new("L", (side * FINER, side * FINER))
    corners = FINER * (half + 0.5 + radius * SHAPES[shape]) - 0.5
    ImageDraw.Draw(drawn).polygon([tuple(corner) for corner in corners], fill=255)
    pixels = np.asarray(drawn, dtype=float).reshape(side, FINER, side, FINER)
    return np.asarray(pixels.mean(axis=(1, 3)) / 255)
