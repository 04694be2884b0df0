"""Where a layer that the browser paints stands, and the layer, drawn with marks of a chart."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import altair as alt
import numpy as np

from dashboard.charts.drawing import Columns, named
from dashboard.charts.painted import image_layer
from emcore.points import Array

SMALL = 400  # pixels: in a plot less wide or high marks are smaller or fewer


@dataclass(frozen=True, eq=False)
class Plot:
    """A plot's axes, their ends, (2, 2), and its size in pixels."""

    x: alt.X
    y: alt.Y
    ends: Array
    width: int
    height: int

    def pixels(self, places: Array) -> Array:
        """Places (N, 2) in units of the axes in pixels, y downwards."""
        low, high = self.ends.T
        across, up = ((places - low) / (high - low)).T
        return np.stack([self.width * across, self.height * (1 - up)], axis=1)


@dataclass(frozen=True, eq=False)
class Painted:
    """A layer, and the tables that it calls."""

    chart: alt.Chart
    tables: Mapping[str, Columns] = field(default_factory=dict)


def image(name: str, pixels: np.ndarray, **options: Any) -> Painted:
    """Pixels (rows, columns, 3 or 4), the first row at the top, as large as the plot."""
    from PIL import Image  # imported here: most pictures have none

    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", optimize=True)
    url = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
    return Painted(image_layer(named(name), **options), {name: {"url": [url]}})


def path(name: str, lines: list[Array], plot: Plot, **look: Any) -> Painted:
    """Lines, each (n, 2) in units of the axes, as one path: where they cross or touch, nothing is drawn twice."""
    places = [place for line in lines for place in [*line.tolist(), [None, None]]]
    across, up = zip(*places, strict=True) if places else ((), ())
    table = {"x": across, "y": up, "t": range(len(places))}
    marks = named(name).mark_line(interpolate="linear", clip=True, **look)
    return Painted(marks.encode(x=plot.x, y=plot.y, order="t:Q"), {name: table})
