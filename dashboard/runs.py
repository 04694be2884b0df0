"""What is kept of a scenario: its data, its run, its pictures; progress of a long run, and the way to stop it."""

import time
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import colours, link, owndata, picture, words
from dashboard.arithmetic import payload, sums_of
from dashboard.kept import kept
from dashboard.restarting import ends_of_restarts
from dashboard.view import View
from emcore import Dataset, EMTrace, MixtureError, Scenario
from emcore.fitting import Fitting

PATIENCE = 1.0  # seconds before a run shows how far it is
PULSE = 0.1  # seconds between two reports
MANY_POINTS = 50_000  # data of this size are kept for a few scenarios only
UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Run:
    """Data and trace of a scenario; no trace, and the reason in words, when the data allow no such start."""

    dataset: Dataset
    trace: EMTrace | None
    problem: str


def run(scenario: Scenario, place: DeltaGenerator) -> Run:
    """The run of `scenario`. One that takes long shows its progress at `place`, with a button to stop it."""
    data = dataset(scenario)
    try:
        trace, problem = _trace(scenario)
    except NotKeptError:
        trace, problem = _trace(scenario, _fit(scenario, data, place))
    st.session_state.pop(UNFINISHED, None)
    return Run(data, trace, problem)


def dataset(scenario: Scenario) -> Dataset:
    """The scenario's data, the same arrays for all who see them: not to be written to."""
    data_only = scenario.only_data()
    many = max(scenario.n_points, sum(cluster.size for cluster in scenario.clusters)) > MANY_POINTS
    return _many_points(data_only) if many else _few_points(data_only)


@kept(40, as_it_is=True)
def _few_points(data_only: Scenario) -> Dataset:
    return _read_only(data_only.dataset(owndata.points(data_only)))


@kept(4, show_spinner="Drawing the points …", as_it_is=True)
def _many_points(data_only: Scenario) -> Dataset:
    return _read_only(data_only.dataset(owndata.points(data_only)))


def _read_only(dataset: Dataset) -> Dataset:
    dataset.X.flags.writeable = False
    return dataset


class NotKeptError(Exception):
    """The trace must be computed first."""


@kept(120)
def _trace(scenario: Scenario, _fitted: tuple[EMTrace | None, str] | None = None) -> tuple[EMTrace | None, str]:
    """The trace, if it is kept or given: it is computed outside of the cache, where it can show its progress."""
    if _fitted is None:
        raise NotKeptError  # which is not cached
    return _fitted


def _fit(scenario: Scenario, data: Dataset, place: DeltaGenerator) -> tuple[EMTrace | None, str]:
    """Run EM. Whatever a visitor changes interrupts the script; a run cut short then goes on from where it was."""
    but_length = replace(scenario, max_iter=0)
    unfinished, fitting = st.session_state.get(UNFINISHED, (None, None))
    if unfinished != but_length or fitting is None:
        try:
            fitting = scenario.fitting(data.X, scenario.start_mixture(data.X))
        except MixtureError as error:
            return None, str(error)
        st.session_state[UNFINISHED] = but_length, fitting
    bar = None
    shown = time.monotonic() + PATIENCE - PULSE
    while fitting.n_steps < scenario.max_iter and fitting.advance():
        if time.monotonic() - shown > PULSE:
            bar = bar or _progress(place)
            step, last = fitting.n_steps, scenario.max_iter
            bar.progress(step / last, f"Running EM on {len(data.X):,} points: step {step} of {last}")
            shown = time.monotonic()
    place.empty()
    return fitting.traces(scenario.max_iter)[0], ""


def _progress(place: DeltaGenerator) -> DeltaGenerator:
    """A bar, and a button that makes the steps taken so far the whole run."""

    def stop() -> None:
        scenario: Scenario = link.state().scenario
        fitting: Fitting = st.session_state[UNFINISHED][1]
        link.state().scenario = replace(scenario, max_iter=min(fitting.n_steps, scenario.max_iter))

    left, right = place.container().columns([5, 1], vertical_alignment="center")
    bar = left.progress(0.0)
    right.button("Stop here", key="stop", on_click=stop, icon=":material/stop:", width="stretch")
    return bar


# Building a chart takes longer than all the rest of a rerun; Streamlit replays what a cached function drew.


@kept(60, show_spinner="Drawing …")
def draw_picture(scenario: Scenario, view: View, dark: bool, _run: Run) -> None:
    """Draw the picture of the scenario's run; `view` without its step, which the browser keeps."""
    picture.picture(_run.dataset, _run.trace, view, dark)


@kept(60)
def draw_dream(scenario: Scenario, _run: Run) -> None:
    """Draw the picture of points dreamt by the scenario's mixture."""
    assert _run.trace is not None
    colours.dream_picture(_run.dataset, _run.trace)


@kept(60)
def draw_correlations(scenario: Scenario, dark: bool, _run: Run) -> None:
    """Draw the correlations within the components of the scenario's run."""
    assert _run.trace is not None
    picture.correlations_picture(_run.dataset, _run.trace, dark)


@kept(60)
def to_paint(scenario: Scenario, view: View, dark: bool, _run: Run) -> dict[str, Any] | None:
    """What the browser needs to paint colours; `view` without its step."""
    assert _run.trace is not None
    return colours.payload(_run.dataset, _run.trace, view, dark)


@kept(60)
def told(scenario: Scenario, beats: bool, _run: Run) -> tuple[list[str], list[str]]:
    """The sentence on every step of the scenario's run, and in two beats on every E beat."""
    assert _run.trace is not None
    lines = words.sentences(_run.trace, len(_run.dataset.X))
    return lines, words.e_beats(_run.trace, _run.dataset.X) if beats else []


@kept(60)
def draw_trace(scenario: Scenario, dark: bool, _trace: EMTrace) -> None:
    """Draw the log-likelihoods of the scenario's run."""
    picture.trace_picture(_trace, dark)


@kept(20, show_spinner="Adding up …")
def arithmetic(scenario: Scenario, _run: Run) -> dict[str, Any]:
    """The numbers behind every step of the scenario's run."""
    assert _run.trace is not None
    sums = sums_of(_run.dataset.X, _run.trace, scenario.covariance_type, scenario.reg_covar)
    return payload(scenario, _run.dataset, _run.trace, sums)


def restarts(scenario: Scenario, run: Run) -> list[float]:
    """The log-likelihoods that EM ends at from other starts: those do not depend on the start set by hand."""
    elsewhere = replace(scenario, start="kmeanspp", components=(), start_seed=1, n_components=scenario.n_components)
    return _restarts(elsewhere, run.dataset)


@kept(40, show_spinner="EM is trying other starts …")
def _restarts(scenario: Scenario, _dataset: Dataset) -> list[float]:
    return ends_of_restarts(scenario, _dataset.X)
