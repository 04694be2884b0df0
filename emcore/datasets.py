"""Classic data sets shipped with the package. A registry: key -> label, explanation, source, file and columns."""

import csv
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from emcore.generators import Dataset


@dataclass(frozen=True)
class ClassicData:
    """A table in `emcore/data/`. `columns` maps a column of the file to the axis title, with its unit."""

    label: str
    explanation: str
    source: str
    file: str
    columns: dict[str, str]

    @property
    def n_features(self) -> int:
        """D."""
        return len(self.columns)


def load(key: str) -> Dataset:
    """Read data set `key`; classic data have neither labels nor a true mixture."""
    classic = DATASETS[key]
    with files("emcore").joinpath("data", classic.file).open(encoding="utf-8") as lines:
        rows = [[float(row[column]) for column in classic.columns] for row in csv.DictReader(lines)]
    return Dataset(np.array(rows), None, None, tuple(classic.columns.values()))


_FAITHFUL_SOURCE = "Azzalini and Bowman (1990), A look at some data on the Old Faithful geyser, Applied Statistics 39."

DATASETS: dict[str, ClassicData] = {
    "faithful-waiting": ClassicData(
        "Old Faithful, waiting times",
        "272 waits for the geyser's next eruption: a short kind and a long kind.",
        _FAITHFUL_SOURCE,
        "faithful.csv",
        {"waiting": "waiting time (min)"},
    ),
    "faithful": ClassicData(
        "Old Faithful, eruptions and waits",
        "272 eruptions: their length and the wait for the next.",
        _FAITHFUL_SOURCE,
        "faithful.csv",
        {"eruptions": "eruption length (min)", "waiting": "waiting time (min)"},
    ),
}
