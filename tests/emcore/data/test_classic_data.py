"""The table behind every classic data set: columns, scaling, and the values others know it by."""

import csv
from importlib.resources import files

import numpy as np
import pytest
from palmerpenguins import load_penguins
from sklearn.datasets import load_iris

from emcore import DATASETS
from emcore.data.classic import load

every_dataset = pytest.mark.parametrize("key", DATASETS)
PENGUINS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
IRIS = ["sepal_length", "sepal_width", "petal_length", "petal_width"]

# Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, Table 8.1.
ESL_TABLE_8_1 = (
    [-0.39, 0.12, 0.94, 1.67, 1.76, 2.44, 3.72, 4.28, 4.92, 5.53]
    + [0.06, 0.48, 1.01, 1.68, 1.80, 3.25, 4.12, 4.60, 5.28, 6.22]
)  # fmt: skip


def names(key):
    return [column.name for column in DATASETS[key].columns]


@every_dataset
def test_every_column_of_numbers_in_the_file_is_there(key):
    with files("emcore").joinpath("data", DATASETS[key].file).open(encoding="utf-8") as lines:
        header, first, *_ = csv.reader(lines)
    assert names(key) == [
        n for n, value in zip(header, first, strict=True) if value.lstrip("-").replace(".", "").isdigit()
    ]


@every_dataset
def test_all_columns_load_together_and_one_by_one(key):
    everything = load(key, names(key))
    assert everything.X.shape[1] == len(names(key))
    assert everything.columns == tuple(column.title for column in DATASETS[key].columns)
    assert np.isfinite(everything.X).all()
    assert (everything.X.var(axis=0) > 0).all()
    for d, column in enumerate(DATASETS[key].columns):
        alone = load(key, [column.name])
        np.testing.assert_array_equal(alone.X, everything.X[:, [d]])
        assert alone.columns == (column.title,)
    np.testing.assert_array_equal(load(key, names(key)[::-1]).X, everything.X[:, ::-1])


@every_dataset
def test_without_a_choice_the_default_columns_are_taken(key):
    default, chosen = load(key), load(key, DATASETS[key].by_default)
    np.testing.assert_array_equal(default.X, chosen.X)
    assert default.columns == chosen.columns
    assert DATASETS[key].n_features == default.X.shape[1] <= 2  # what a picture can show


@every_dataset
def test_standardized_columns_have_mean_0_and_variance_1(key):
    plain, standardized = load(key, names(key)), load(key, names(key), standardize=True)
    N = len(plain.X)
    np.testing.assert_allclose(standardized.X.sum(axis=0) / N, 0, atol=1e-13)
    np.testing.assert_allclose((standardized.X**2).sum(axis=0) / N, 1, rtol=1e-13)  # 1/N, not 1/(N-1)
    for plain_column, column in zip(plain.X.T, standardized.X.T, strict=True):
        assert np.corrcoef(plain_column, column)[0, 1] == pytest.approx(1, abs=1e-13)
    assert all("standardized" in title for title in standardized.columns)


@every_dataset
def test_every_record_says_what_the_set_is_known_for_and_under_which_terms(key):
    classic = DATASETS[key]
    for text in (classic.label, classic.explanation, classic.known_for, classic.source, classic.terms):
        assert text.strip()
        assert "\n" not in text
    assert all(column.title.strip() for column in classic.columns)
    assert len({c.title for c in classic.columns}) == len(classic.columns)


def test_no_two_sets_share_a_label():
    assert len({classic.label for classic in DATASETS.values()}) == len(DATASETS)


@pytest.mark.parametrize(
    ("key", "columns", "words"),
    [
        ("moons", (), "unknown data set 'moons'; choose one of .*galaxies"),
        ("iris", ("species",), "columns are species; choose from sepal_length"),
        ("iris", ("petal_length", "petal_length"), "each once at most"),
        ("faithful", ("eruptions", ""), "choose from eruptions, waiting"),
    ],
)
def test_what_is_not_there_is_refused_with_the_choices(key, columns, words):
    with pytest.raises(ValueError, match=words):
        load(key, columns)


def test_the_old_keys_take_the_columns_they_took():
    table = load("faithful", ["eruptions", "waiting"]).X
    np.testing.assert_array_equal(load("faithful").X, table)
    np.testing.assert_array_equal(load("faithful-waiting").X, table[:, [1]])
    np.testing.assert_array_equal(load("faithful-waiting", ["eruptions"]).X, table[:, [0]])
    assert load("faithful-waiting").columns == ("waiting time (min)",)


def test_galaxies_are_those_of_mass():
    # R, MASS::galaxies: 82 sorted velocities from 9172 to 34279 km/s, the 78th with the swapped digits that the text
    # tells of; R prints their median as 20834 (20833.5) and their mean as 20828, with the swap.
    velocities = load("galaxies").X[:, 0] * 1000
    assert len(velocities) == 82
    assert velocities[0] == pytest.approx(9172)
    assert velocities[77] == pytest.approx(26690)
    assert velocities[-1] == pytest.approx(34279)
    assert (np.diff(velocities) >= 0).all()
    assert np.median(velocities) == pytest.approx(20833.5)
    assert "26,690" in DATASETS["galaxies"].terms
    assert "26,960" in DATASETS["galaxies"].terms


def test_acidity_is_a_logarithm_of_155_lakes():
    X = load("acidity").X
    assert X.shape == (155, 1)
    assert X[0] == pytest.approx(2.928524)  # R, mclust::acidity
    capacities = np.exp(X) - 50  # ANC in microequivalents per litre: some lakes are acid
    assert capacities.min() < 0 < capacities.max()


def test_iris_is_scikit_learns():
    np.testing.assert_array_equal(load("iris", IRIS).X, load_iris().data)


def test_penguins_are_those_of_their_package_but_for_two_that_were_not_measured():
    table = load_penguins()[PENGUINS]
    np.testing.assert_array_equal(load("penguins", PENGUINS).X, table.dropna().to_numpy(float))
    assert len(table) - len(table.dropna()) == 2


def test_bills_of_penguins_turn_round_within_the_species():
    """Simpson's paradox, which the data are known for."""
    table = load_penguins().dropna(subset=PENGUINS)
    bills = [table[name] for name in PENGUINS[:2]]
    assert np.corrcoef(*bills)[0, 1] < -0.2
    for species in table["species"].unique():
        assert np.corrcoef(*(bill[table["species"] == species] for bill in bills))[0, 1] > 0.3


def test_the_elements_20_values_are_those_of_the_book():
    assert load("esl").X[:, 0].tolist() == ESL_TABLE_8_1
