"""Numbers as the table of the step in view writes them: `read_out.js`, `styleOf`."""

from collections.abc import Callable
from math import floor, log10

import numpy as np

from emcore.numerals import MINUS, PLAIN, numeral

MOST_DECIMALS = 6
Style = Callable[[float], str]


def style_of(values: np.ndarray, figures: int) -> Style:
    """How a column of these values is written: the same decimals for the whole run, `figures` of its largest."""
    largest = float(np.abs(values).max())
    if largest == 0:
        return lambda value: fixed(value, 2)
    low, high = PLAIN
    if not low <= largest < high:
        return lambda value: numeral(value, figures)
    decimals = min(max(figures - 1 - floor(log10(largest)), 0), MOST_DECIMALS)
    return lambda value: fixed(value, decimals)


def fixed(value: float, decimals: int) -> str:
    """So many decimals, and a minus before what is below 0 when it is rounded."""
    text = f"{value:.{decimals}f}"
    return text.replace("-", MINUS) if float(text) else text.replace("-", "")
