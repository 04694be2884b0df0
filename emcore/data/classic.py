"""Classic data sets shipped with the package. A registry: add a CSV file to `emcore/data/` and a record here.

A table is stored once with all its columns; which of them to take, and whether to standardize them, is the caller's.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

import numpy as np

from emcore.data.generators import Dataset

STANDARDIZED = ", standardized"  # after the title of a column that is


@dataclass(frozen=True)
class Column:
    """A column of numbers: its name in the file, its axis title with the unit, and that unit in units of the file."""

    name: str
    title: str
    unit: float = 1.0


@dataclass(frozen=True)
class ClassicData:
    """A table in `emcore/data/`.

    known_for   what to look for in it, one line
    source      who measured or published it
    terms       where the numbers come from and under which terms they go around
    columns     all its columns of numbers
    by_default  names of the columns that are taken when none are asked for: two at most, so that they can be drawn
    """

    label: str
    explanation: str
    known_for: str
    source: str
    terms: str
    file: str
    columns: tuple[Column, ...]
    by_default: tuple[str, ...]

    @property
    def n_features(self) -> int:
        """D of the columns taken by default."""
        return len(self.by_default)


def load(key: str, columns: Sequence[str] = (), standardize: bool = False) -> Dataset:
    """Read data set `key`: points X (N, D) and axis titles. Classic data have neither labels nor a true mixture.

    columns      names of D columns, in the order wanted; none: those of `by_default`
    standardize  take off every column's mean and divide it by its standard deviation (1/N)

    Raises `ValueError`, with the choices, for an unknown data set, an unknown column, or one asked for twice.
    """
    if key not in DATASETS:
        raise ValueError(f"unknown data set {key!r}; choose one of {', '.join(DATASETS)}")
    classic = DATASETS[key]
    taken = columns_of(classic, columns or classic.by_default)
    with files("emcore").joinpath("data", classic.file).open(encoding="utf-8") as lines:
        X = np.array([[float(row[column.name]) / column.unit for column in taken] for row in csv.DictReader(lines)])
    dataset = Dataset(X, None, None, tuple(column.title for column in taken))
    return standardized(dataset) if standardize else dataset


def standardized(dataset: Dataset) -> Dataset:
    """The points with every column centred and divided by its standard deviation (1/N); a constant one becomes 0."""
    X = dataset.X / np.maximum(np.abs(dataset.X).max(axis=0), np.finfo(float).tiny)  # so that no square overflows
    X = X - X.mean(axis=0)
    sd = X.std(axis=0)
    titles = tuple(f"{title}{STANDARDIZED}" for title in dataset.columns)
    return Dataset(X / np.where(sd > 0, sd, 1.0), None, None, titles)


def columns_of(classic: ClassicData, names: Sequence[str]) -> list[Column]:
    """The columns of these names. Raises `ValueError` for an unknown one, or one asked for twice."""
    known = {column.name: column for column in classic.columns}
    if len(set(names)) < len(names) or not set(names) <= set(known):
        raise ValueError(f"columns are {', '.join(names)}; choose from {', '.join(known)}, each once at most")
    return [known[name] for name in names]


_FAITHFUL = ClassicData(
    "Old Faithful, eruptions and waits",
    "272 eruptions: their length and the wait for the next.",
    "Two kinds of eruption, well apart: the example of Bishop's figure 9.8.",
    "Azzalini and Bowman (1990), A look at some data on the Old Faithful geyser, Applied Statistics 39.",
    "Measurements, as in R's package datasets (GPL-2 | GPL-3).",
    "faithful.csv",
    (Column("eruptions", "eruption length (min)"), Column("waiting", "waiting time (min)")),
    ("eruptions", "waiting"),
)

DATASETS: dict[str, ClassicData] = {
    "faithful-waiting": replace(
        _FAITHFUL,
        label="Old Faithful, waiting times",
        explanation="272 waits for the geyser's next eruption: a short kind and a long kind.",
        known_for="Two overlapping bells of nearly the same width.",
        by_default=("waiting",),
    ),
    "faithful": _FAITHFUL,
    "galaxies": ClassicData(
        "Galaxies",
        "How fast 82 galaxies move away from us: clusters in speed are clusters in space.",
        "How many components? Published answers run from three to seven; many starts end in worse optima.",
        "Roeder (1990), Density estimation with confidence sets exemplified by superclusters and voids in the "
        "galaxies, Journal of the American Statistical Association 85; measured by Postman, Huchra and Geller (1986).",
        "Measurements, as in R's package MASS (GPL-2 | GPL-3). The 78th value is 26,690 km/s as there; other sources "
        "have 26,960, which MASS says is right.",
        "galaxies.csv",
        (Column("velocity_km_s", "velocity (1000 km/s)", 1000),),
        ("velocity_km_s",),
    ),
    "acidity": ClassicData(
        "Acidity of lakes",
        "155 lakes in the northern USA, from acid to well buffered: logarithm of ANC + 50.",
        "Two components or more? Criteria disagree; BIC prefers two of the same width.",
        "Crawford (1994), An application of the Laplace method to finite mixture distributions, Journal of the "
        "American Statistical Association 89.",
        "Measurements, as in R's package mclust (GPL, 2 or later).",
        "acidity.csv",
        (Column("acidity", "acidity index, ln(ANC + 50)"),),
        ("acidity",),
    ),
    "iris": ClassicData(
        "Iris",
        "150 flowers of three species: length and width of sepals and petals.",
        "Three species, two of which overlap: from all four columns BIC chooses two components.",
        "Fisher (1936), The use of multiple measurements in taxonomic problems, Annals of Eugenics 7.",
        "Measurements, as in R's package datasets (GPL-2 | GPL-3).",
        "iris.csv",
        (
            Column("sepal_length", "sepal length (cm)"),
            Column("sepal_width", "sepal width (cm)"),
            Column("petal_length", "petal length (cm)"),
            Column("petal_width", "petal width (cm)"),
        ),
        ("petal_length", "petal_width"),
    ),
    "penguins": ClassicData(
        "Penguins",
        "342 penguins of three species at Palmer Station: bill, flipper and weight.",
        "Within each species long bills are deep bills; over all penguins it is the other way round.",
        "Gorman, Williams and Fraser (2014), Ecological sexual dimorphism and environmental variability within a "
        "community of Antarctic penguins (genus Pygoscelis), PLoS ONE 9(3): e90081.",
        "Measurements, CC0, as in the package palmerpenguins by Horst, Hill and Gorman (2020), without two of its 344 "
        "birds that were not measured.",
        "penguins.csv",
        (
            Column("bill_length_mm", "bill length (mm)"),
            Column("bill_depth_mm", "bill depth (mm)"),
            Column("flipper_length_mm", "flipper length (mm)"),
            Column("body_mass_g", "body mass (g)"),
        ),
        ("bill_length_mm", "bill_depth_mm"),
    ),
    "esl": ClassicData(
        "Twenty values from The Elements",
        "20 fictitious values in two groups, small enough to follow every point.",
        "The worked example of EM in The Elements; its Table 8.2 can't be reproduced from these values.",
        "Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, second edition, Table 8.1.",
        "Numbers printed in the book, which its authors give away as a PDF.",
        "esl_table_8_1.csv",
        (Column("y", "y"),),
        ("y",),
    ),
}
