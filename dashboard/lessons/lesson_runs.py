"""What the lessons keep; `runs.py` has what the dashboard keeps."""

from collections.abc import Mapping

import altair as alt
import streamlit as st

from dashboard.charts.lessons.criterion_chart import criterion_chart
from dashboard.charts.lessons.stopping_chart import stopping_chart
from dashboard.common.cache import NotKeptError, kept
from dashboard.runs import Run
from emcore import Scenario
from emcore.scenario.gaussians import MOST_GAUSSIANS
from emcore.study.replays import REPLAYS
from emcore.study.selection import FittedModel
from emcore.study.verdicts import Verdict, verdict

Key = tuple[int, str]  # components, covariance type


@st.cache_data(max_entries=40, show_spinner="EM is repeating the run …")
def verdict_on(key: str) -> Verdict:
    """The verdict on a key of `REPLAYS`: computed on the spot, the first time that somebody asks."""
    return verdict(REPLAYS[key])


@kept(3000)
def cell(data: Scenario, n_starts: int, key: Key, _found: FittedModel | None = None) -> FittedModel:
    """A cell, if it is kept or given: it is searched for outside of the cache, where it can show its progress."""
    if _found is None:
        raise NotKeptError  # which is not cached
    return _found


# Building a chart takes longer than all the rest of a rerun.


@kept(40)
def stopping_picture(scenario: Scenario, dark: bool, exponent: float, _run: Run) -> alt.LayerChart:
    """The chart of the stopping rules on the scenario's run, opened at a tolerance of 10 to the power of `exponent`."""
    assert _run.trace is not None
    return stopping_chart(_run.trace, len(_run.dataset.X), exponent, dark=dark)


@kept(60)
def criterion_picture(
    data: Scenario, n_starts: int, criterion: str, dark: bool, keys: tuple[Key, ...], _known: Mapping[Key, FittedModel]
) -> alt.LayerChart:
    """The chart of a criterion over the cells `keys`."""
    return criterion_chart([_known[key] for key in keys], criterion, MOST_GAUSSIANS, dark=dark)
