"""Axes that stay put for a whole run."""

import numpy as np

from emcore import Dataset, EMTrace
from emcore.points import LARGEST

MARGIN = 0.06  # of the range, on either side

Extent = tuple[float, float]


def extents(dataset: Dataset, trace: EMTrace | None) -> list[Extent]:
    """Low and high end of every axis: all data, and all means of the run as far as one data range away."""
    low, high = dataset.X.min(axis=0), dataset.X.max(axis=0)
    span = np.where(high > low, high - low, np.maximum(np.abs(high), 1.0))
    if trace is not None:
        low = np.minimum(low, np.maximum(trace.means.min(axis=(0, 1)), low - span))
        high = np.maximum(high, np.minimum(trace.means.max(axis=(0, 1)), high + span))
    margin = MARGIN * np.where(high > low, high - low, span)
    low, high = np.maximum(low - margin, -LARGEST), np.minimum(high + margin, LARGEST)
    return [(float(a), float(b)) for a, b in zip(low, high, strict=True)]
