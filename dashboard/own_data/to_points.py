"""From the columns of a table to points: which rows can be used, what is wrong with the others, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.own_data.reading.cells import INFINITE, LARGE, MISSING, NUMBER, TEXT, UNCLEAR, TableError, quoted
from dashboard.own_data.reading.columns import SHOWN
from dashboard.own_data.reading.table import Table
from emcore.numerals import numeral
from emcore.points import LARGEST, Array
from emcore.scenario.own_points import MOST_FEATURES

NEARLY_1 = 1 - 1e-10  # a correlation beyond which two columns say the same
DEPENDENT = 1e-7  # of a column's spread: what is left of it beside others, or the part of another in it, that is none
WHY = (
    "as shares that add up to 100 do, or yes and no in two columns. All points lie in a plane of fewer dimensions, so "
    "a full covariance is singular. Choose fewer columns"
)


@dataclass(frozen=True, eq=False)
class Points:
    """The chosen columns as points.

    X         (N, D) the rows in which every cell is a number
    rows      (N,) their numbers as counted in the file
    bad_rows  the numbers of the other rows
    problems  a line for each bad cell, naming row and column; the last one may sum up the rest
    remarks   what is odd about the columns, what it means for EM, and the cure
    """

    X: Array
    rows: np.ndarray
    bad_rows: np.ndarray
    problems: list[str]
    remarks: list[str]


def points_of(table: Table, columns: Sequence[str]) -> Points:
    """The rows of `columns` that hold numbers only, what is wrong with the others, what is odd about the columns."""
    if not 1 <= len(columns) <= MOST_FEATURES:
        raise TableError(f"Choose between 1 and {MOST_FEATURES} columns.")
    unknown = [name for name in columns if name not in table.columns]
    if unknown:
        raise TableError(f"There is no column {quoted(unknown[0])}.")
    places = [table.columns.index(name) for name in columns]
    kinds, values = table.kinds[:, places], table.values[:, places]
    wrong = kinds != NUMBER
    torn = np.isin(np.arange(len(kinds)), list(table.long_rows))
    keep = ~(wrong.any(axis=1) | torn)
    problems = [
        f"Row {table.rows[i]} has {table.long_rows[i]} cells; the table has {len(table.columns)} columns."
        for i in np.flatnonzero(torn)[:SHOWN]
    ]
    cells = np.argwhere(wrong & ~torn[:, None])
    for i, d in cells[: max(SHOWN - len(problems), 0)]:
        cell = dict(table.each[places[d]].bad).get(int(i), "")
        problems.append(f"Row {table.rows[i]}, column {quoted(columns[d])}: {_what(cell, int(kinds[i, d]))}.")
    n_more = int(torn.sum()) + len(cells) - len(problems)
    if n_more:
        problems.append(f"And {n_more:,} more.")
    if keep.all():  # no copy where the table's own arrays will do: they may be large
        X, rows = _view(table.values, places), table.rows
    else:
        X, rows = np.ascontiguousarray(values[keep]), table.rows[keep]
    return Points(X, rows, table.rows[~keep], problems, remarks_on(X, columns))


def _view(values: Array, places: list[int]) -> Array:
    """These columns, as a view where they are evenly spaced."""
    step = places[1] - places[0] if len(places) > 1 else 1
    evenly = step > 0 and places == list(range(places[0], places[-1] + 1, step))
    return values[:, places[0] : places[-1] + 1 : step] if evenly else np.ascontiguousarray(values[:, places])


def remarks_on(X: Array, columns: Sequence[str]) -> list[str]:
    """Columns that are constant or repeat each other, and too few rows: each makes a full covariance singular."""
    n_points, n_features = X.shape
    cure = "Choose other columns, or set a ridge above 0"
    if n_points == 0:
        return ["No row is left in which every chosen column holds a number. Choose other columns."]
    if n_points == 1:
        return ["There is only one row of numbers. EM needs at least two points, and better many."]
    remarks = []
    constant = [d for d in range(n_features) if X[:, d].min() == X[:, d].max()]
    for d in constant:
        remarks.append(
            f"Column {quoted(columns[d])} holds the same number, {numeral(X[0, d], 10)}, in all rows: its "
            f"variance is 0, so no Gaussian fits. {cure}."
        )
    varying = [d for d in range(n_features) if d not in constant]
    for i, first in enumerate(varying):
        for second in varying[i + 1 :]:
            if (X[:, first] == X[:, second]).all():
                how = f"is the same as column {quoted(columns[first])} in all rows"
            elif n_points > 2 and _same_line(X[:, first], X[:, second]):
                how = f"is a multiple of column {quoted(columns[first])}, but for a shift"
            else:
                continue
            remarks.append(
                f"Column {quoted(columns[second])} {how}: all points lie on a line, so a full covariance is singular. "
                f"{cure}, or choose diagonal covariances."
            )
    if n_points > n_features > 2 and not remarks:
        remarks += [
            f"Column {quoted(columns[d])} follows from {_named(columns, on)}: {WHY}." for d, on in _dependent(X)
        ]
    if n_points <= n_features and not remarks:
        remarks.append(
            f"{n_points} rows in {n_features} dimensions lie in a plane of fewer dimensions, so a full covariance is "
            f"singular. Add rows, choose fewer columns, or set a ridge above 0."
        )
    return remarks


def _dependent(X: Array) -> list[tuple[int, list[int]]]:
    """Columns that are weighted sums of columns before them, but for a shift, each with those that it depends on."""
    largest = np.abs(X).max(axis=0)
    Z = X / largest  # so that no square overflows
    Z = Z - Z.mean(axis=0)
    Z /= np.sqrt((Z**2).sum(axis=0))
    found: list[tuple[int, list[int]]] = []
    free: list[int] = []
    for d in range(Z.shape[1]):
        if free:
            weights, *_ = np.linalg.lstsq(Z[:, free], Z[:, d], rcond=None)
            rest = Z[:, d] - Z[:, free] @ weights
            if rest @ rest <= DEPENDENT**2:
                found.append((d, [on for on, weight in zip(free, weights, strict=True) if abs(weight) > DEPENDENT]))
                continue
        free.append(d)
    return found


def _named(columns: Sequence[str], places: Sequence[int]) -> str:
    names = [quoted(columns[d]) for d in places]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _same_line(a: Array, b: Array) -> bool:
    a, b = a / np.abs(a).max(), b / np.abs(b).max()  # so that no square overflows
    a, b = a - a.mean(), b - b.mean()
    return bool(abs(a @ b) > NEARLY_1 * np.sqrt((a @ a) * (b @ b)) > 0)


def _what(cell: object, kind: int) -> str:
    shown = quoted(str(cell), 30)
    return {
        TEXT: f"{shown} is not a number",
        MISSING: f"{shown} is no value" if isinstance(cell, str) and cell.strip() else "the cell is empty",
        INFINITE: f"{shown} is infinite",
        LARGE: f"{shown} is larger than {numeral(LARGEST)}, too large to be squared",
        UNCLEAR: f"{shown} may have a decimal comma or a thousands separator; choose the decimal sign",
    }[kind]
