"""The points with their responsibilities at a step, a row for each point."""

import numpy as np

from emcore.export.csv_text import csv_text
from emcore.export.file import Moment
from emcore.study.beats import responsibilities
from emcore.study.sharing_out import first_largest


def points_csv(moment: Moment) -> bytes:
    """Number of the point (from 1), its values, its responsibilities, and the most responsible component.

    The responsibilities are those of an E step with the parameters of step t (PRML 9.23), at step t as at t + 0.5: the
    E beat after step t gives the points their colours, and moves no parameter.
    """
    X = moment.dataset.X
    shares = responsibilities(X, moment.trace, moment.t)
    numbers = [f"responsibility_{k + 1}" for k in range(shares.shape[1])]
    return csv_text(
        ["point", *moment.dataset.columns, *numbers, "component"],
        [range(1, len(X) + 1), *X.T.tolist(), *shares.T.tolist(), (first_largest(shares) + 1).tolist()],
    )


def values_in(X: np.ndarray) -> range:
    """Which columns of the file, counted from 0, hold the values of points X (N, D)."""
    return range(1, X.shape[1] + 1)
