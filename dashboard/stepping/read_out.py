"""The read-out: the parameters and what EM climbs at the step in view, which the browser keeps."""

from typing import Any

from dashboard.charts.palette import DASHES, colours
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from emcore import Dataset

_read_out = component("read_out")


def read_out(dataset: Dataset) -> None:
    """Table of the parameters at the step in view with their change; the log-likelihood, with a prior the log posterior
    besides, and the gain of what EM climbs.
    """
    _read_out(key="read-out", data=payload(dataset, is_dark()))


def payload(dataset: Dataset, dark: bool) -> dict[str, Any]:
    """What the table says of these data, beside the run."""
    n_points, n_features = dataset.X.shape
    return {
        "n_points": n_points,
        "colors": colours(dark),
        "dashes": DASHES,
        "features": dataset.columns,
        "figures": 4 if n_features == 1 else 3,
    }
