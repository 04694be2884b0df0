"""Points added to one's own data by clicks on the picture, and the way back; all in the visitor's session."""

import numpy as np
import streamlit as st

from dashboard.charts.extent import extents
from dashboard.common.picked_places import picture_click, place_clicked
from dashboard.own_data import in_use
from dashboard.runs import Run
from emcore import Scenario


def controls(scenario: Scenario, run: Run) -> None:
    """A click adds a point; a button takes the last one away."""
    X = run.dataset.X

    def add() -> None:
        at = place_clicked("add", extents(run.dataset, run.trace))
        if at is not None:
            in_use.put_points(np.vstack([X, at]), scenario.columns)

    picture_click(key="add", on_click_change=add)
    st.button(
        "Undo",
        key="undo-point",
        icon=":material/undo:",
        disabled=len(X) <= in_use.FEWEST_POINTS,
        help="Takes the last point away.",
        on_click=lambda: in_use.put_points(X[:-1], scenario.columns),
    )
