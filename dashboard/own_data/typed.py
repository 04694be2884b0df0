"""One's own points, typed into a table or clicked into a picture; both show the points in use."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts.extent import extents
from dashboard.charts.points import EMPTY, points_chart
from dashboard.common.draw import draw
from dashboard.common.editable_table import editable_table
from dashboard.common.picked_places import picture_click, place_clicked
from dashboard.common.theme import is_dark
from dashboard.own_data import in_use
from dashboard.own_data.in_use import state
from dashboard.own_data.reading.table import Table
from emcore import Dataset
from emcore.scenario.own_points import MOST_FEATURES, default_columns

KEY, WIDTH, SHOWN = "own-typed", "own-typed-columns", "own"  # the last is the name of the editable table
EMPTY_ROWS = 5
MOST_TYPED = 1000  # points that the editable table shows


@dataclass
class Typed:
    """What this visitor types.

    names  of the columns
    rows   that stand in the editable table; None before there are any
    table  the data that were typed here, or that it was last made from
    """

    names: tuple[str, ...] = default_columns(2)
    rows: pd.DataFrame | None = None
    table: Table | None = None


def editor() -> None:
    """The editable table; what is typed becomes the data."""
    typed, own = _typed(), state()
    if own.table is not typed.table and own.points is not None:
        _begin_with_points()
    if own.points is not None and len(own.points.X) > MOST_TYPED:
        st.caption(f"{len(own.points.X):,} points are too many for this table. A click still adds one.")
        return
    st.session_state.setdefault(WIDTH, len(typed.names))
    n_features = st.number_input("Columns", 1, MOST_FEATURES, key=WIDTH)
    more = [name for name in default_columns(2 * MOST_FEATURES) if name not in typed.names]
    names = [*typed.names, *more][:n_features]
    shown = editable_table(SHOWN, None)
    if shown.base is None or list(shown.base.columns) != names or shown.key not in st.session_state:
        before = pd.DataFrame(index=range(EMPTY_ROWS)) if typed.rows is None else typed.rows
        shown = shown.begin_anew(before.reindex(columns=names).astype(float).reset_index(drop=True))
        typed.rows = shown.base if typed.rows is None else typed.rows
    edited = st.data_editor(
        shown.base,
        key=shown.key,
        num_rows="dynamic",
        hide_index=True,
        height=250,
        column_config={name: st.column_config.NumberColumn(name, format="%.6g") for name in names},
        alt="Editable table, one row for each point",
    )
    if not edited.equals(typed.rows):
        _take(edited, names)
        typed.rows = edited  # taken


def _take(edited: pd.DataFrame, names: list[str]) -> None:
    typed, own = _typed(), state()
    rows = [[None if pd.isna(value) else float(value) for value in row] for row in edited.to_numpy()]
    if edited.notna().any(axis=None):
        in_use.take_typed(rows, names)
        typed.table = own.table
    elif own.table is not None and own.table is typed.table:  # all rows are gone
        in_use.forget()
        typed.table = None
        st.rerun()


def canvas() -> None:
    """A picture of the points in use, where a click adds one; blank axes at first."""
    own = state()
    columns = own.columns or default_columns(st.session_state.get(WIDTH, 2))
    X = own.points.X if own.points is not None else np.empty((0, len(columns)))
    if X.shape[1] > 2:
        st.caption("Points of one or two columns can be clicked into a picture here.")
        return
    axes = own.fixed_axes or ([EMPTY] * X.shape[1] if not len(X) else extents(Dataset(X, None, None, columns), None))

    def take() -> None:
        at = place_clicked("own-place", axes)
        if at is not None:
            put(np.vstack([X, at]))

    def put(points: np.ndarray) -> None:
        unfinished = _unfinished_rows()
        in_use.put_points(points, columns, axes)
        _begin_with_points(unfinished)

    draw(
        points_chart(X, columns, axes, dark=is_dark()),
        key="own-canvas",
        alt="The points. A click adds one; the table beside it does so too.",
    )
    picture_click(key="own-place", on_click_change=take)
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.caption(
        f"Click into the picture to add a point. {len(X):,} so far."
        + " Only the columns in use are kept." * (own.table is not None and len(own.table.columns) > len(columns))
    )
    right.button(
        "Undo",
        key="own-back",
        icon=":material/undo:",
        disabled=len(X) < 2,
        width="stretch",
        on_click=lambda: put(X[:-1]),
        help="Takes the last point away.",
    )


def _typed() -> Typed:
    typed: Typed = st.session_state.setdefault(KEY, Typed())
    return typed


def _unfinished_rows() -> pd.DataFrame:
    """Rows of the table in which some numbers are still to be typed."""
    typed = _typed()
    if typed.rows is None or typed.table is not state().table:
        return pd.DataFrame()
    return typed.rows[typed.rows.isna().any(axis=1) & typed.rows.notna().any(axis=1)]


def _begin_with_points(unfinished: pd.DataFrame | None = None) -> None:
    """Have the table show the points in use, and then the rows that are still to be finished."""
    own, typed = state(), _typed()
    assert own.points is not None
    typed.names, typed.table = own.columns, own.table
    points = pd.DataFrame(own.points.X[:MOST_TYPED], columns=list(own.columns))
    typed.rows = points if unfinished is None or unfinished.empty else pd.concat([points, unfinished])
    editable_table(SHOWN, None).begin_anew(None)
    st.session_state[WIDTH] = len(own.columns)
