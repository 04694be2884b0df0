"""A few labelled ticks for an axis as short as a thumb."""

import numpy as np

from emcore.numerals import numeral, rounded, with_minus

FEWEST = 3


def cell_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Round values between `low` and `high`: each as a share of the way, and its label.

    Where numbers are long because all are alike, the ticks after the first say how far they are from it.
    """
    span = high - low
    ticks = np.array([])
    power = np.floor(np.log10(span)) + 1
    while len(ticks) < FEWEST:
        for factor in (5, 2, 1):
            step = factor * 10.0 ** (power - 1)
            first, last = np.ceil((low + 0.04 * span) / step), np.floor((high - 0.04 * span) / step)
            ticks = step * np.arange(first, last + 1) + 0.0  # no -0
            if len(ticks) >= FEWEST:
                break
        power -= 1
    labels = [numeral(tick) for tick in ticks]
    if any(abs(rounded(tick, 4) - tick) > 0.01 * step for tick in ticks):
        labels = [with_minus(f"{ticks[0]:.15g}"), *(f"+{numeral(tick - ticks[0])}" for tick in ticks[1:])]
    return [(float((tick - low) / span), label) for tick, label in zip(ticks, labels, strict=True)]
