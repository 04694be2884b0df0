"""What a drawing sends to the browser: its specification, and the rows of its tables."""

import json
import math

from dashboard.charts.drawing import kept


def spec_of(drawing):
    """The specification; no number in the tables may be missing."""
    for name in drawing.tables:
        for row in rows(drawing, name):
            assert not any(isinstance(value, float) and math.isnan(value) for value in row.values()), (name, row)
    return json.loads(drawing.spec)


def rows(drawing, table):
    """The rows of the table of this name, as dictionaries of plain numbers and texts."""
    columns = {name: [plain(value) for value in values] for name, values in drawing.tables[table].items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def plain(value):
    """A number of NumPy's as Python's."""
    return value.item() if hasattr(value, "item") else value


def check_kept(chart, first, second, **options):
    """`chart` draws the arguments `first` and `second`, alike in structure, by one specification, the same as built
    afresh; else the browser would embed the second anew, or show it wrong. It calls every table."""
    kept.cache_clear()
    before, now = chart(*first, **options), chart(*second, **options)
    assert before.spec == now.spec
    assert before.tables.keys() == now.tables.keys()
    assert any(rows(before, name) != rows(now, name) for name in now.tables)
    kept.cache_clear()
    assert chart(*second, **options).spec == now.spec
    assert set(called(spec_of(now))) == set(now.tables)


def called(part):
    """The names of the tables that a specification, or a part of it, calls."""
    if isinstance(part, list):
        for each in part:
            yield from called(each)
    elif isinstance(part, dict):
        if "name" in part.get("data", {}):
            yield part["data"]["name"]
        for each in part.values():
            yield from called(each)
