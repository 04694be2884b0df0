"""Editable tables of Gaussians: the clusters of the data, the components of a start."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.common.editable_table import EditableTable, editable_table
from dashboard.link import reconnecting
from emcore.gaussian import Gaussian
from emcore.scenario.gaussians import Gaussians

Rows = tuple[Gaussian, ...]


def gaussian_table(
    key: str,
    rows: Rows,
    size: str,
    limits: Gaussians,
    on_edit: Callable[[Rows], None],
    *,
    fixed_size: bool = False,
) -> None:
    """Show `rows` in a table; an edit hands all rows, brought within `limits`, to `on_edit`."""
    table = editable_table(key, rows, reconnecting.key_held)
    if _edited(table, size, limits) != rows:
        table = table.begin_anew(rows)
    names = _column_names(table.base, size)
    numbers = [row.numbers for row in table.base]
    st.data_editor(
        pd.DataFrame(numbers, columns=names, index=pd.RangeIndex(1, len(numbers) + 1, name="#")),
        key=table.key,
        width="stretch",
        column_config=_column_config(names, limits),
        disabled=[size] if fixed_size else False,
        on_change=lambda: on_edit(_edited(table, size, limits)),
        alt=f"Editable table, one row each: {', '.join(names)}",
    )


def resized(rows: Rows, size: int, another: Callable[[Rows], Gaussian]) -> Rows:
    """The first `size` rows, or all of them and as many more as `another` makes from those before."""
    rows = rows[:size]
    while len(rows) < size:
        rows = (*rows, another(rows))
    return rows


def _column_names(rows: Rows, size: str) -> list[str]:
    n_features = len(rows[0].mean)
    if n_features == 1:
        return [size, "mean", "sd"]
    axes = [f"x{d + 1}" for d in range(n_features)]
    return [size, *axes, *(f"sd {axis}" for axis in axes), "corr"]


def _column_config(names: Sequence[str], limits: Gaussians) -> dict[str, Any]:
    help_and_range = {
        "points": ("Number of points in the cluster.", limits.size),
        "weight": ("Share of the component; the weights are divided by their sum.", limits.size),
        "mean": ("Centre, in data units.", limits.mean),
        "sd": ("Standard deviation: two thirds of the points lie within one of the centre.", limits.sd),
        "corr": ("Correlation of x1 and x2: 0 is upright, near 1 or -1 is a thin tilted ellipse.", limits.correlation),
    }
    config = {"_index": st.column_config.NumberColumn("#", width=28)}
    for name in names:
        text, (low, high) = help_and_range["mean" if name[0] == "x" else name.split()[0]]
        config[name] = st.column_config.NumberColumn(
            name,
            help=text,
            required=True,
            min_value=low,
            max_value=high,
            width=72 if name in ("points", "weight") else 58,
            step=1 if name == "points" else None,
            format="%d" if name == "points" else "%.4g",
        )
    return config


def _edited(table: EditableTable, size: str, limits: Gaussians) -> Rows:
    base: Rows = table.base
    edits = st.session_state.get(table.key, {}).get("edited_rows", {})
    if not edits:
        return base
    names = _column_names(base, size)
    rows = [list(row.numbers) for row in base]
    for index, cells in edits.items():
        for name, value in cells.items():
            if value is not None:
                rows[int(index)][names.index(name)] = float(value)
    n_features = len(base[0].mean)
    return tuple(limits.clamp(Gaussian.from_numbers(row, n_features)) for row in rows)
