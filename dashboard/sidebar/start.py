"""The sidebar's group of the start: K, the way to start, its seed, its components in a table."""

from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard.link import address
from dashboard.runs import Outcome, Run
from dashboard.sidebar import changing
from dashboard.sidebar.field_widgets import of_scenario, seed, slider
from dashboard.sidebar.gaussian_table import Rows, gaussian_table, resized
from emcore import STARTS, Gaussian, Scenario, make_start
from emcore.gaussian import gaussians_of
from emcore.scenario.gaussians import COMPONENTS, short_component
from emcore.scenario.link import HAND

HAND_EXPLANATION = "You set every component in the table below."


def start_group(run: Outcome) -> None:
    """K and the way to start, in words and as a table; `run` is that of the scenario shown."""
    scenario, step_0 = address.state().scenario, _step_0(run)

    def resize() -> None:
        n_components = st.session_state["n_components"]
        if scenario.start == HAND:
            changing.change(components=resized(scenario.components, n_components, lambda rows: _at_a_point(run, rows)))
        else:
            changing.change(n_components=n_components)

    def choose() -> None:
        start = st.session_state["start"]
        changing.change(start=start, components=step_0 if start == HAND else ())

    slider("n_components", on_change=resize)
    by_hand = {HAND: "By hand"} if scenario.start == HAND or step_0 else {}
    ways = {**by_hand, **{key: start.label for key, start in STARTS.items()}}
    of_scenario(st.selectbox, "start", list(ways), format_func=ways.__getitem__, on_change=choose)
    st.caption(HAND_EXPLANATION if scenario.start == HAND else STARTS[scenario.start].explanation)
    if scenario.start != HAND:
        seed("start_seed", "Start again")
    rows = scenario.components if scenario.start == HAND else step_0
    if rows:
        _table(scenario, rows)


def _table(scenario: Scenario, rows: Rows) -> None:
    gaussian_table(
        "components",
        rows,
        "weight",
        COMPONENTS,
        lambda edited: changing.change(start=HAND, components=edited),
        fixed_size=not scenario.learn_weights,
    )
    if not scenario.learn_weights:
        st.caption("Weights are fixed equal (see Run), whatever the table says.")
    elif scenario.start != HAND:
        st.caption("This is step 0. Edit any value to go on by hand from here.")


def _at_a_point(run: Outcome, rows: Rows) -> Gaussian:
    """A component at a random point of the data, as wide as they are; the same for the same number of components."""
    start = make_start("random-points", run.dataset.X, 1, np.random.default_rng(len(rows)))
    weight = sum(row.size for row in rows) / len(rows)
    return short_component(replace(gaussians_of(start)[0], size=weight))


def _step_0(run: Outcome) -> Rows:
    """Step 0 as rows of the table; none if the data allow no such start, or a table can't hold it."""
    if not isinstance(run, Run) or run.trace.means.shape[2] > 2:
        return ()
    rows = gaussians_of(run.trace[0].mixture)
    return () if any(COMPONENTS.problem(row) for row in rows) else tuple(map(short_component, rows))
