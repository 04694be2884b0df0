"""Places clicked in a picture, as Python is told of them."""

import numpy as np

from dashboard.common.component import component

DIGITS = 4  # of a place: finer than a click

picture_click = component("click")  # tells Python where the picture was clicked


def on_grid(value: float, span: float) -> float:
    """The value to `DIGITS` digits of the axis' length, so that links and tables stay short."""
    decimals = DIGITS - 1 - int(np.floor(np.log10(span)))
    return float(round(value, decimals)) + 0.0
