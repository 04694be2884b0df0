"""The points in view, handed to the browser once for every data set, for what explains them there."""

from typing import Any

from dashboard.common.component import component
from dashboard.stepping.run_in_view import packed
from emcore import Dataset

MOST_POINTS = 20_000  # that can be explained: of more, every n-th

_points = component("points")


def hand_over(dataset: Dataset) -> None:
    """Hand the points over as they are; they travel again only when the data change."""
    _points(key="points", data=payload(dataset))


def payload(dataset: Dataset) -> dict[str, Any]:
    """The points, exactly; of too many every n-th, the first among them."""
    n_points = len(dataset.X)
    every = -(-n_points // MOST_POINTS)
    shown = packed(dataset.X[::every])
    return {"n_points": n_points, "every": every, "columns": list(dataset.columns), "points": shown}
