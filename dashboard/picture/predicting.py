"""A game for a class: predict where EM takes a mean before it is shown."""

from typing import Any

import numpy as np

from dashboard.charts.palette import colours
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from dashboard.link import address
from dashboard.link.navigation import CLASS_VOTE, page_link
from dashboard.runs import Run
from emcore.numerals import rounded

FIGURES = 10  # significant digits that travel; four are shown

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
            "colors": colours(is_dark()),
            "arrival": address.state().arrivals,  # the step bar waits anew on every arrival
        },
    )
    page_link(CLASS_VOTE, "Ask the class", icon=":material/groups:")


def as_lists(values: np.ndarray) -> Any:
    """Nested lists of the numbers with `FIGURES` significant digits."""
    return np.array([rounded(value, FIGURES) for value in values.ravel().tolist()]).reshape(values.shape).tolist()
