"""The only caches: thin, bounded wrappers over emcore, shared by all visitors and keyed by the scenario alone."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts.contours import contour_table
from dashboard.charts.extent import extents
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


@st.cache_data(max_entries=30, show_spinner="Drawing contours …")
def contours(scenario: Scenario, *, filled: bool) -> pd.DataFrame:
    """The contour table of a 2-D scenario that has a trace."""
    result = run(scenario)
    assert result.trace is not None
    x_extent, y_extent = extents(result.dataset, result.trace)
    return contour_table(result.trace, x_extent, y_extent, filled=filled)
