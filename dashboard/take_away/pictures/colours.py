"""From responsibilities to colours, as `browser/colours/` has them on the page."""

import numpy as np

from dashboard.charts.palette import colours
from dashboard.take_away.shown import Shown
from emcore import Mixture
from emcore.points import Array


def sharing(shown: Shown) -> Mixture | None:
    """The mixture whose responsibilities are shown: at an M beat the colours stay while the curves move; in two beats
    nothing has been shared out at the start, None."""
    if not shown.view.beats:
        return shown.trace[shown.t].mixture
    if shown.step == 0:
        return None
    return shown.trace[shown.t if shown.step > shown.t else shown.t - 1].mixture


def palette(dark: bool, n_components: int) -> Array:
    """The components' colours (K, 3), from 0 to 255."""
    return np.array([rgb(code) for code in colours(dark)[:n_components]])


def blended(responsibilities: Array, dark: bool) -> Array:
    """The components' colours in proportion to the responsibilities (N, K): (N, 3), from 0 to 255."""
    return responsibilities @ palette(dark, responsibilities.shape[1])


def doubts(responsibilities: Array) -> Array:
    """What the largest lacks to 1: from 0 to 1, where all K are equal; (N,)."""
    n_components = responsibilities.shape[1]
    if n_components == 1:
        return np.zeros(len(responsibilities))
    return (1 - responsibilities.max(axis=1)) / (1 - 1 / n_components)


def rgb(code: str) -> Array:
    """A colour (3,), from 0 to 255, of its code."""
    return np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def code(colour: Array) -> str:
    """Its code."""
    return "#" + "".join(f"{round(channel):02x}" for channel in colour)
