"""Whatever bytes are given, reading them ends in a table or in a sentence."""

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.own_data.reading.cells import MISSING, NUMBER, TableError, read_cell, read_cells
from dashboard.own_data.reading.read_table import read_table
from dashboard.own_data.to_points import points_of
from emcore.scenario.own_points import MOST_FEATURES

few = settings(suppress_health_check=list(HealthCheck))

SIGNS = [
    *"0123456789" * 3,
    *".,;\t|: \n\r\"'-+eE%#/\\",
    "\r\n",
    "\n" * 2,
    "\u00a0",
    "\u2212",
    "a",
    "NA",
    "inf",
    "ä",
    "😀",
]
odd_texts = st.lists(st.sampled_from(SIGNS), max_size=200).map("".join)
cells = st.one_of(
    st.floats().map(repr),
    st.integers(-(10**9), 10**9).map(str),
    st.sampled_from(["", "NA", "1,5", "1.234,5", "1'234", "1,234", "-", "inf", "1e400", "١", "1_0", "3 cm", "\n"]),
    st.text(max_size=8),
)


def in_order(data, name="a.csv", **how):
    """Read; a table must hang together, and a refusal must be a sentence."""
    refused = ""
    try:
        table = read_table(data, name, **how)
    except TableError as error:
        refused = str(error)
    if refused:
        assert re.match(r"[A-Z0-9“]", refused)
        assert len(refused) < 500
        return
    assert table.values.shape == table.kinds.shape == (len(table.rows), len(table.columns))
    assert len(set(table.columns)) == len(table.columns)
    assert np.array_equal(np.isfinite(table.values), table.kinds == NUMBER)
    assert (np.diff(table.rows) > 0).all()
    assert set(table.numeric) <= set(table.columns)
    assert table.numeric
    got = points_of(table, table.numeric[:MOST_FEATURES])
    assert len(got.rows) + len(got.bad_rows) == len(table.rows)


@few
@given(st.binary(max_size=500))
def test_any_bytes(data):
    in_order(data)


@few
@given(odd_texts, st.sampled_from([None, ".", ","]), st.sampled_from([None, True, False]))
def test_odd_texts(text, decimal, header):
    in_order(text.encode(), decimal=decimal, header=header)


@few
@given(st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=12), st.sampled_from(",;\t| "))
def test_tables_of_odd_cells(rows, separator):
    in_order("\n".join(separator.join(row) for row in rows).encode())


@few
@given(st.lists(cells, max_size=30), st.sampled_from([None, ".", ","]))
def test_many_cells_are_read_as_each_alone(column, decimal):
    values, kinds = read_cells(column, decimal)
    alone = [read_cell(cell, decimal) for cell in column]
    assert np.array_equal(values, [value for value, _ in alone], equal_nan=True)
    assert kinds.tolist() == [kind for _, kind in alone]


@few
@given(st.lists(st.floats(-1e150, 1e150), min_size=1, max_size=30))
def test_numbers_come_back_as_they_were(column):
    table = read_table(("x\n" + "\n".join(map(repr, column))).encode(), "a.csv", decimal=".", header=True)
    assert table.values[:, 0].tolist() == column


@pytest.mark.slow
@settings(max_examples=settings.default.max_examples // 15)
@given(st.binary(max_size=300), st.sampled_from([b"PK\3\4", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_damaged_containers(data, beginning):
    in_order(beginning + data, "a.xlsx")


def test_a_cell_that_is_missing_is_no_number():
    assert read_cells(["1", "", "2"], ".")[1].tolist() == [NUMBER, MISSING, NUMBER]
