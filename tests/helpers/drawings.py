"""What a drawing sends to the browser: its specification, and the rows of its tables."""

import json
import math


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
