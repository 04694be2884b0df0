"""One's own points, typed into a table or clicked into a picture; both show the points in use."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts.extent import extents
from dashboard.charts.points import EMPTY, points_chart
from dashboard.common.picked_places import place_clicked, spots
from dashboard.common.theme import is_dark
from dashboard.own_data import in_use
from dashboard.own_data.in_use import state
from dashboard.own_data.reading import Table
from emcore import Dataset
from emcore.scenario.own_points import MOST_FEATURES, default_columns

KEY, WIDTH = "own-typed", "own-typed-columns"
EMPTY_ROWS = 5
MOST_TYPED = 1000  # points that the editable table shows


@dataclass
class Typed:
    """The editable table of this visitor.

    names    of its columns
    base     what the editor was given, which keeps edits as differences from it: it must stay while they are made
    now      what stands in it
    version  of the editor: another base is another editor
    table    the data that were typed here, or that it was last made from
    """

    names: tuple[str, ...] = default_columns(2)
    base: pd.DataFrame | None = None
    now: pd.DataFrame | None = None
    version: int = 0
    table: Table | None = None


def editor() -> None:
    """The editable table; what is typed becomes the data."""
    typed, own = _typed(), state()
    if own.table is not typed.table and own.numbers is not None:
        _begin_with_points()
    if own.numbers is not None and len(own.numbers.X) > MOST_TYPED:
        st.caption(f"{len(own.numbers.X):,} points are too many for this table. A click still adds one.")
        return
    st.session_state.setdefault(WIDTH, len(typed.names))
    n_features = st.number_input("Columns", 1, MOST_FEATURES, key=WIDTH)
    more = [name for name in default_columns(2 * MOST_FEATURES) if name not in typed.names]
    names = [*typed.names, *more][:n_features]
    key = f"own-editor-{typed.version}"
    if key not in st.session_state or typed.base is None or list(typed.base.columns) != names:
        before = pd.DataFrame(index=range(EMPTY_ROWS)) if typed.now is None else typed.now
        typed.base = before.reindex(columns=names).astype(float).reset_index(drop=True)
        typed.now = typed.base if typed.now is None else typed.now
        typed.version += 1
        key = f"own-editor-{typed.version}"
    edited = st.data_editor(
        typed.base,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        height=250,
        column_config={name: st.column_config.NumberColumn(name, format="%.6g") for name in names},
        alt="Editable table, one row for each point",
    )
    if not edited.equals(typed.now):
        typed.now = edited
        rows = [[None if pd.isna(value) else float(value) for value in row] for row in edited.to_numpy()]
        if any(value is not None for row in rows for value in row):
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
    X = own.numbers.X if own.numbers is not None else np.empty((0, len(columns)))
    if X.shape[1] > 2:
        st.caption("Points of one or two columns can be clicked into a picture here.")
        return
    axes = own.axes or ([EMPTY] * X.shape[1] if not len(X) else extents(Dataset(X, None, None, columns), None))

    def take() -> None:
        at = place_clicked("own-place", axes)
        if at is not None:
            put(np.vstack([X, at]))

    def put(points: np.ndarray) -> None:
        unfinished = _unfinished_rows()
        in_use.put_points(points, columns, axes)
        _begin_with_points()
        typed = _typed()
        typed.now = pd.concat([typed.now, unfinished]) if len(unfinished) else typed.now

    st.altair_chart(
        points_chart(X, columns, axes, dark=is_dark()),
        key="own-canvas",
        width="stretch",
        alt=f"{len(X)} points. A click adds one; the table beside it does so too.",
    )
    spots(key="own-place", on_spot_change=take)
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
    if KEY not in st.session_state:
        st.session_state[KEY] = Typed()
    typed: Typed = st.session_state[KEY]
    return typed


def _unfinished_rows() -> pd.DataFrame:
    """Rows of the table in which some numbers are still to be typed."""
    typed = _typed()
    if typed.now is None or typed.table is not state().table:
        return pd.DataFrame()
    return typed.now[typed.now.isna().any(axis=1) & typed.now.notna().any(axis=1)]


def _begin_with_points() -> None:
    """Have the table show the points in use."""
    own, typed = state(), _typed()
    assert own.numbers is not None
    typed.names, typed.table, typed.base = own.columns, own.table, None
    typed.now = pd.DataFrame(own.numbers.X[:MOST_TYPED], columns=list(own.columns))
    st.session_state[WIDTH] = len(own.columns)
