"""Places clicked in a picture, as Python is told of them."""

from collections.abc import Sequence

import numpy as np

from dashboard.common.component import component, told_by

Axis = tuple[float, float]  # its low and high end
DIGITS = 4  # of a place: finer than a click

picture_click = component("click")  # tells Python where the picture was clicked


def place_clicked(key: str, axes: Sequence[Axis]) -> tuple[float, ...] | None:
    """Where `picture_click` of this key says that the picture was clicked, on these axes; None if it was not."""
    click = told_by(key, "click")
    return None if click is None else on_grid([click[name] for name, _ in zip("xy", axes, strict=False)], axes)


def on_grid(place: Sequence[float], axes: Sequence[Axis]) -> tuple[float, ...]:
    """A place to `DIGITS` digits of the axes' lengths, so that links and tables stay short."""
    decimals = (DIGITS - 1 - int(np.floor(np.log10(high - low))) for low, high in axes)
    return tuple(float(round(value, digits)) + 0.0 for value, digits in zip(place, decimals, strict=True))
