"""The data and the run of a scenario: computed once, a long run with its progress and a way to stop it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from threadpoolctl import threadpool_limits

from dashboard.common import working
from dashboard.common.cache import Results, cached
from dashboard.common.limits import LARGE_DATA_CACHED, MANY_POINTS, OWN_DATA_CACHED, SMALL_DATA_CACHED
from dashboard.common.texts import plain
from dashboard.link import address
from dashboard.own_data import in_use
from emcore import Dataset, EMTrace, MixtureError, Scenario
from emcore.fast.fitting import Fitting
from emcore.points import Array

# EM multiplies small matrices, one after the other: further threads of BLAS wait for each other, each burning a core
# that another visitor could have, and a run gets no faster.
threadpool_limits(1, "blas")


@dataclass(frozen=True)
class Run:
    """Data and trace of a scenario."""

    dataset: Dataset
    trace: EMTrace


@dataclass(frozen=True)
class ImpossibleStart:
    """Data of a scenario that allow no such start, and why, in words."""

    dataset: Dataset
    reason: str

    def explain(self) -> None:
        """Say so on the page."""
        reason = plain(self.reason.removesuffix("."))
        st.error(f"These data allow no such start: {reason}.", icon=":material/error:")


Outcome = Run | ImpossibleStart


def refusal(scenario: Scenario, X: Array) -> str:
    """Why no start of a scenario has a run on its points X (N, D), in words: they give no prior; empty if they may."""
    try:
        scenario.prior_of(X)
    except MixtureError as error:
        return f"These data allow no such run: {error}."
    return ""


_TRACES: Results[EMTrace | str] = Results("run", 120)  # or why there is none


def run(scenario: Scenario, place: DeltaGenerator, keep: Callable[[Scenario], None] | None = None) -> Outcome:
    """The run of `scenario`. One that takes long shows its progress at `place`, with a button to stop it.

    A run cut short goes on from where it was, though it is now to be longer or shorter. One that is stopped is the run
    of a scenario with fewer iterations: `keep` gets it; without, the scenario in view has no more iterations than that.
    """
    data, name = dataset(scenario), (_TRACES.name, replace(scenario, max_iter=0))
    link = address.state()  # not asked for once it has been stopped, when Streamlit may have ended the script

    def begin() -> Fit:
        return Fit(scenario.fitting(data.X, scenario.start_mixture(data.X)), len(data.X), scenario.max_iter)

    def read(fit: Fit) -> EMTrace:
        return fit.fitting.traces(scenario.max_iter)[0]

    def end_here(fit: Fit) -> None:
        now = scenario if keep else link.scenario
        fit.max_iter = min(fit.fitting.n_steps, now.max_iter)
        shorter = replace(now, max_iter=fit.max_iter)
        if keep:
            keep(shorter)
        else:  # the steps taken so far are the whole run, for all that see its link
            link.scenario = shorter

    working.look(name, lambda cut_short: cut_short.go_as_far_as(scenario.max_iter))
    try:
        found = working.result(_TRACES, scenario, begin, read, place, len(data.X), name=name, on_stop=end_here)
    except MixtureError as error:
        found = _TRACES.put(str(error), scenario)
    return ImpossibleStart(data, found) if isinstance(found, str) else Run(data, found)


def dataset(scenario: Scenario) -> Dataset:
    """The scenario's data, the same arrays for all who see them: not to be written to."""
    data_only = scenario.only_data()
    many = max(scenario.n_points, sum(cluster.size for cluster in scenario.clusters)) > MANY_POINTS
    return _many_points(data_only) if many else _few_points(data_only)


@cached(SMALL_DATA_CACHED, of_ones_own=OWN_DATA_CACHED, as_it_is=True)
def _few_points(data_only: Scenario) -> Dataset:
    return _read_only(data_only)


@cached(LARGE_DATA_CACHED, of_ones_own=OWN_DATA_CACHED, show_spinner="Drawing the points …", as_it_is=True)
def _many_points(data_only: Scenario) -> Dataset:
    return replace(_read_only(data_only), labels=None)  # which no picture shows


def _read_only(data_only: Scenario) -> Dataset:
    dataset = data_only.dataset(in_use.points(data_only))
    dataset.X.flags.writeable = False
    return dataset


@dataclass
class Fit:
    """A run under way, up to its iterations."""

    fitting: Fitting
    n_points: int
    max_iter: int

    def go_as_far_as(self, max_iter: int) -> None:
        """So many iterations are wanted now."""
        self.max_iter = max_iter

    def work(self) -> bool:
        """Take a part of a step, or a step."""
        if self.fitting.short_of(self.max_iter):
            self.fitting.work()
        return self.fitting.short_of(self.max_iter)

    def progress(self) -> tuple[float, str]:
        """The share of steps taken, and which one it is at."""
        step = self.fitting.n_steps
        share = min(step / max(1, self.max_iter), 1.0)
        return share, f"Running EM on {self.n_points:,} points: step {step} of {self.max_iter}"
