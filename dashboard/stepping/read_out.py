"""The read-out: the parameters and the log-likelihood at the step in view, which the browser keeps."""

from dashboard.charts.palette import DASHES, colours
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from emcore import Dataset
from emcore.scenario.own_points import default_columns

_read_out = component("read_out")


def read_out(dataset: Dataset) -> None:
    """Table of the parameters at the step in view with their change, the log-likelihood and its gain."""
    n_points, n_features = dataset.X.shape
    _read_out(
        key="read-out",
        data={
            "n_points": n_points,
            "colors": colours(is_dark()),
            "dashes": DASHES,
            "names": _names_of(dataset),
            "figures": 4 if n_features == 1 else 3,
        },
    )


def _names_of(dataset: Dataset) -> str:
    """What x1, x2 and so on stand for, where the columns have names."""
    plain = default_columns(len(dataset.columns))
    if len(plain) == 1 or dataset.columns == plain:
        return ""
    return "; ".join(f"{name}: {title}" for name, title in zip(plain, dataset.columns, strict=True)) + "."
