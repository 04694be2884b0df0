"""A game for a class: predict where EM takes a mean before it is shown."""

import numpy as np

from dashboard.charts.extent import extents
from dashboard.charts.palette import colours
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from dashboard.link import address
from dashboard.picture.arithmetic import as_lists
from dashboard.runs import Run

_predict = component("predict")


def predict(run: Run) -> None:
    """Guesses by clicks, the truth and the distance when asked for; all of it in the browser."""
    last = len(run.trace) - 1
    ends = [0, min(1, last), last]
    _predict(
        key="predict",
        data={
            "run": np.array2string(run.trace.means[[0, -1]], precision=12),  # guesses are for this run
            "last": last,
            "means": as_lists(run.trace.means[ends]),
            "factors": as_lists(np.linalg.cholesky(run.trace.covariances[ends])),
            "columns": list(run.dataset.columns),
            "spans": [high - low for low, high in extents(run.dataset, run.trace)],
            "colors": colours(is_dark()),
            "arrival": address.state().arrivals,  # the step bar waits anew on every arrival
        },
    )
