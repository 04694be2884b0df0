"""Means and spreads dragged in the picture of one dimension or two; let go, one makes the start of a new run.

The browser shows the mixture in hand and where EM will end from there (`browser/hands/`); the server hears of it at the
end of a drag.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from dashboard.charts.ellipses import ELLIPSE_MASSES
from dashboard.charts.palette import colours, ink, paper
from dashboard.common.component import component, told_by
from dashboard.link import address
from dashboard.picture import points_in_view
from dashboard.runs import Run
from emcore import EMTrace, Gaussian, Scenario
from emcore.gaussian import gaussians_of
from emcore.options import whole
from emcore.regions import ellipse_radius
from emcore.scenario.gaussians import short_component
from emcore.scenario.link import HAND

KEY = "hands"
MOST_UNDO = 50
RADII = [ellipse_radius(mass) for mass in ELLIPSE_MASSES]  # of the outlines

_hands = component("hands")


@dataclass(frozen=True)
class Dropped:
    """What this visitor's drags on some data have changed: the start before each, and the step that was in view."""

    data: Scenario
    before: list[tuple[Scenario, int]]


def hands(scenario: Scenario, run: Run, dark: bool) -> None:
    """Have the picture's means and spreads dragged; more than two dimensions have no start by hand."""
    if scenario.n_features > 2:
        return
    locks = address.state().lecture.locks

    def drop() -> None:
        told = told_by(KEY, "dropped")
        if isinstance(told, Mapping) and told.get("query") == address.text(address.query()):  # of the run in view
            take(told, run.trace)

    points_in_view.hand_over(run.dataset)
    look = {"palette": colours(dark), "ink": ink(dark), "paper": paper(dark), "radii": RADII}
    if "start" not in locks:
        _hands(key=KEY, data=look | {"ghost": "answers" not in locks}, on_dropped_change=drop)


def undo_button(scenario: Scenario) -> None:
    """Take the last drag back."""
    if scenario.n_features <= 2 and "start" not in address.state().lecture.locks:
        st.button(
            "Undo",
            key="undo-drag",
            icon=":material/undo:",
            type="tertiary",
            disabled=not _before(scenario),
            help="Takes the last drag back. The browser's back button does too.",
            on_click=undo,
        )


def take(told: Mapping[str, Any], trace: EMTrace) -> None:
    """Open at step 0 of the run from what was dragged; nothing happens if that makes no start."""
    state = address.state()
    after = with_start(state.scenario, trace, told)
    if after is not None:
        now = [*_before(state.scenario), (state.scenario, told["step"])][-MOST_UNDO:]
        st.session_state["dropped"] = Dropped(after.only_data(), now)
        address.show(after, replace(state.view, step=0))


def undo() -> None:
    """Go back to the start before the last drag, and to the step at which it was."""
    state = address.state()
    if earlier := _before(state.scenario):
        before, step = earlier[-1]
        address.show(replace(state.scenario, **_start(before)), replace(state.view, step=step))


def with_start(scenario: Scenario, trace: EMTrace, told: Mapping[str, Any]) -> Scenario | None:
    """The scenario started by hand from a step of its run, one component changed; None if it can't be.

    `told`: the step, the component, counted from 0, and its mean, sd (D numbers each) and correlation. The start is as
    it is set, whatever the covariance type: EM's first step makes the matrices that the type allows.
    """
    try:
        step = whole("step", told["step"], 0, len(trace) - 1)
        rows = components_at(scenario, trace, step)
        k = whole("component", told["component"], 0, len(rows) - 1)
        row = Gaussian(rows[k].size, tuple(told["mean"]), tuple(told["sd"]), told["correlation"])
        if (
            not np.isfinite([*row.numbers, row.correlation]).all()
            or min(row.sd) <= 0
            or len(row.mean) != scenario.n_features
        ):
            return None
        return replace(scenario, start=HAND, components=(*rows[:k], short_component(row), *rows[k + 1 :]))
    except (KeyError, TypeError, ValueError):  # not what the browser says
        return None


def components_at(scenario: Scenario, trace: EMTrace, step: int) -> tuple[Gaussian, ...]:
    """The components at a step of the run as those of a start by hand: at step 0 of one, its own."""
    if step == 0 and scenario.start == HAND:
        return scenario.components
    return tuple(map(short_component, gaussians_of(trace[step].mixture)))


def _before(scenario: Scenario) -> list[tuple[Scenario, int]]:
    """What undo can go back to, the last drag last: none on other data, for which a start by hand means nothing.

    Where the scenario in view is one of them, the drags from there on are undone, by whatever way.
    """
    now: Dropped | None = st.session_state.get("dropped")
    if now is None or now.data != scenario.only_data():
        return []
    starts = [_start(before) for before, _ in now.before]
    return now.before[: starts.index(_start(scenario))] if _start(scenario) in starts else now.before


def _start(scenario: Scenario) -> dict[str, Any]:
    return {name: getattr(scenario, name) for name in ("start", "components", "n_components", "start_seed")}
