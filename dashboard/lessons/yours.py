"""The dashboard's data and run on a lesson, in place of an example."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import runs
from dashboard.link import address
from dashboard.own_data import missing


def too_many(n_points: int, most: int) -> str:
    """What to say of more points than a lesson takes; empty if they are not."""
    if n_points <= most:
        return ""
    return (
        f"These are {n_points:,} points; this lesson takes at most {most:,}. Choose fewer on the dashboard, or an "
        "example here."
    )


def run_in_view(most: int, place: DeltaGenerator) -> runs.Run:
    """The run of the dashboard's scenario, with its progress at `place`; where there is none, or it has more points
    than `most`, the page says so and ends.
    """
    scenario = address.state().scenario
    missing.ask_if_missing(scenario)
    if problem := too_many(len(runs.dataset(scenario).X), most):
        st.warning(problem, icon=":material/warning:")
        st.stop()
    run = runs.run(scenario, place, keep=lambda _: None)
    if isinstance(run, runs.ImpossibleStart):
        run.explain()
        st.stop()
    return run
