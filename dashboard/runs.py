"""The only caches: thin, bounded wrappers, shared by all visitors and keyed by the scenario and what is on display."""

from dataclasses import dataclass

import streamlit as st

from dashboard import picture
from dashboard.view import View
from emcore import Dataset, EMTrace, MixtureError, Scenario


@dataclass(frozen=True)
class Run:
    """Data and trace of a scenario; no trace, and the reason in words, when the data allow no such start."""

    dataset: Dataset
    trace: EMTrace | None
    problem: str


def run(scenario: Scenario) -> Run:
    """The run of `scenario`."""
    dataset = _dataset(scenario.only_data())
    trace, problem = _trace(scenario)
    return Run(dataset, trace, problem)


@st.cache_data(max_entries=40, show_spinner=False)
def _dataset(data_only: Scenario) -> Dataset:
    return data_only.dataset()


@st.cache_data(max_entries=120, show_spinner="Running EM …")
def _trace(scenario: Scenario) -> tuple[EMTrace | None, str]:
    X = _dataset(scenario.only_data()).X
    try:
        start = scenario.start_mixture(X)
    except MixtureError as error:
        return None, str(error)
    return scenario.fit(X, start), ""


# Building a chart takes longer than all the rest of a rerun; Streamlit replays what a cached function drew.


@st.cache_data(max_entries=60, show_spinner="Drawing …")
def draw_picture(scenario: Scenario, view: View, dark: bool) -> None:
    """Draw the picture of `scenario`'s run; `view` without its step, which the browser keeps."""
    result = run(scenario)
    picture.picture(result.dataset, result.trace, view, dark)


@st.cache_data(max_entries=60, show_spinner=False)
def draw_trace(scenario: Scenario, dark: bool) -> None:
    """Draw the log-likelihoods of `scenario`'s run, which has a trace."""
    trace = run(scenario).trace
    assert trace is not None
    picture.trace_picture(trace, dark)
