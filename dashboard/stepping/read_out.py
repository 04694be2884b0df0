"""The read-out: the parameters and the log-likelihood at the step in view, which the browser keeps."""

from typing import Any

import numpy as np

from dashboard.charts.palette import DASHES, colours
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from emcore import Dataset, EMTrace
from emcore.numerals import rounded
from emcore.scenario.own_points import default_columns

FIGURES = 7  # of the numbers that travel, of which fewer are shown

_read_out = component("read_out")


def read_out(dataset: Dataset, trace: EMTrace) -> None:
    """Table of the parameters at the step in view with their change, the log-likelihood and its gain."""
    _read_out(
        key="read-out",
        data={
            "columns": _columns(trace),
            "log_likelihoods": trace.log_likelihoods.tolist(),
            "n_points": len(dataset.X),
            "colors": colours(is_dark()),
            "dashes": DASHES,
            "names": _names_of(dataset),
            "figures": 4 if trace.means.shape[2] == 1 else 3,
        },
    )


def _columns(trace: EMTrace) -> list[dict[str, Any]]:
    """The parameters by name, at every step and of every component; of more than two features the means alone."""
    n_features = trace.means.shape[2]
    sds = np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3))
    names = [f"x{d + 1}" for d in range(n_features)]
    columns = {"weight": trace.weights}
    if n_features == 1:
        columns |= {"mean": trace.means[..., 0], "sd": sds[..., 0]}
    else:
        columns |= {name: trace.means[..., d] for d, name in enumerate(names)}
    if n_features == 2:
        columns |= {f"sd {name}": sds[..., d] for d, name in enumerate(names)}
        columns |= {"corr": trace.covariances[..., 0, 1] / sds.prod(axis=-1)}
    return [
        {"name": name, "values": [[rounded(value, FIGURES) for value in row] for row in values]}
        for name, values in columns.items()
    ]


def _names_of(dataset: Dataset) -> str:
    """What x1, x2 and so on stand for, where the columns have names."""
    plain = default_columns(len(dataset.columns))
    if len(plain) == 1 or dataset.columns == plain:
        return ""
    return "; ".join(f"{name}: {title}" for name, title in zip(plain, dataset.columns, strict=True)) + "."
