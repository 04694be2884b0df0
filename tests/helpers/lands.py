"""A landscape over two means, made without this code: peaks, saddle, paths of EM, and where EM ends from each place.

`data/landscape.json` and `data/landscape_A*_grid.csv`: mpmath with 40 digits, stationary points by Newton's method.
"""

import csv
import json
from pathlib import Path

import numpy as np

from emcore import Mixture
from emcore.study.parameters import Parameter, Plane

DATA = Path(__file__).parents[1] / "data"
REFERENCE = json.loads((DATA / "landscape.json").read_text(encoding="utf-8"))


def two_means(case):
    """Points and plane of a reference: two means free, weights and standard deviations held."""
    given = REFERENCE[case]
    mixture = Mixture(given["weights"], [[0], [0]], [[[given["sd"] ** 2]]] * 2)
    return np.array(given["data"]), Plane(mixture, Parameter("mean", 0, 0), Parameter("mean", 1, 0))


def grid_of(case):
    """Places (G, 2), log-likelihoods and indices of the stationary point that EM reaches from there."""
    with open(DATA / f"landscape_{case}_grid.csv", encoding="utf-8", newline="") as file:
        rows = np.array([[float(cell) for cell in row] for row in list(csv.reader(file))[1:]])
    return rows[:, :2], rows[:, 2], rows[:, 3].astype(int)
