"""Tables as people have them are read as a careful reader would, or asked about."""

import numpy as np
import pytest
from table_corpus import ASK, CASES

from dashboard.own_data.reading.read_table import read_table


def test_the_corpus_is_large_and_each_case_is_its_own():
    assert len(CASES) >= 150
    assert len({(kind, name) for kind, name, *_ in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("data", "file", "expected"), [pytest.param(*rest, id=f"{kind}: {name}") for kind, name, *rest in CASES]
)
def test_a_table_is_read_right_or_asked_about(data, file, expected):
    table = read_table(data, file)
    if expected == ASK:
        assert table.unclear
        return
    assert table.unclear == ""
    assert table.numeric == list(expected)
    for name, numbers in expected.items():
        assert np.array_equal(table.values[:, table.columns.index(name)], numbers)
