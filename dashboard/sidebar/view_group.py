"""The sidebar's group of what is on display: nothing in it changes a fit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.common.widgets import owned
from dashboard.link import address
from dashboard.link.view import COLORS, CONTOURS, MATRIX, PRINCIPAL
from dashboard.runs import Outcome
from emcore.scenario.record import DEFAULT_CLUSTERS


def view_group(run: Outcome) -> None:
    """Beats, colours or the plane, contours, the truth; `run` is that of the scenario shown."""
    view, scenario = address.state().view, address.state().scenario
    _toggle("beats", "Two beats: E, then M", "A step in two: E shares the points out anew, M moves the curves.")
    if scenario.n_features > 2:
        _plane(run.dataset.columns)
    else:
        _colours(scenario.n_features)
    if scenario.n_features == 2 or (scenario.n_features > 2 and view.plane != MATRIX):
        _one_of(
            "contours",
            "Contours of the mixture",
            CONTOURS,
            "Lines that enclose 25, 50, 75 and 95 % of the whole mixture's mass.",
        )
    _toggle(
        "truth",
        "True clusters",
        "Overlay the clusters the data were drawn from, dotted. Only synthetic clusters have them.",
        possible=scenario.source in DEFAULT_CLUSTERS,
    )


def _plane(columns: Sequence[str]) -> None:
    names = {PRINCIPAL: "Principal components", MATRIX: "All pairs: scatter-plot matrix"}
    for i, first in enumerate(columns, 1):
        for j, second in enumerate(columns[i:], i + 1):
            names[f"{i}_{j}"] = f"{first} and {second}"
    plane = address.state().view.plane
    owned(
        st.selectbox,
        "plane",
        plane if plane in names else PRINCIPAL,
        "Seen in the plane of",
        list(names),
        format_func=names.__getitem__,
        help="EM runs in all dimensions; the picture shows two, of the largest spread or two columns, or every pair.",
        on_change=_take("plane"),
    )


def _colours(n_features: int) -> None:
    _one_of(
        "colors",
        "Colours of the points",
        COLORS,
        "Soft: the components' colours, mixed by responsibility. Hard: colour, and in 2-D shape, of the most "
        "responsible component. Uncertainty: the larger the mark, the less sure.",
    )
    where = ": a curve for each component." if n_features == 1 else ": the plane tinted, with the decision boundary."
    _toggle("field", "Responsibility field", f"Who would be responsible for a point anywhere{where}")
    _toggle(
        "dream",
        "Dreamt data",
        "Beside the data as many points drawn from the mixture at this step: could you tell them apart?",
    )


def _toggle(name: str, label: str, help: str, *, possible: bool = True) -> None:
    value = getattr(address.state().view, name) and possible
    owned(st.toggle, name, value, label, disabled=not possible, help=help, on_change=_take(name))


def _one_of(name: str, label: str, labels: Mapping[str, Any], help: str) -> None:
    owned(
        st.segmented_control,
        name,
        getattr(address.state().view, name),
        label,
        list(labels),
        format_func=labels.__getitem__,
        required=True,
        help=help,
        on_change=_take(name),
    )


def _take(name: str) -> Callable[[], None]:
    """A callback that takes a widget's value into the view's field of the same name."""

    def take() -> None:
        state = address.state()
        state.view = replace(state.view, **{name: st.session_state[name]})

    return take
