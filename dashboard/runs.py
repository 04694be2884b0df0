"""What is kept of a scenario: its data, its run; progress of a long run, and the way to stop it."""

from dataclasses import dataclass, replace

from streamlit.delta_generator import DeltaGenerator

from dashboard.common import working
from dashboard.common.cache import NotKeptError, kept
from dashboard.common.limits import LARGE_DATA_KEPT, MANY_POINTS, OWN_DATA_KEPT, SMALL_DATA_KEPT
from dashboard.link import address
from dashboard.own_data import in_use
from emcore import Dataset, EMTrace, MixtureError, Scenario
from emcore.fast.fitting import Fitting


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
    return Run(data, trace, problem)


def dataset(scenario: Scenario) -> Dataset:
    """The scenario's data, the same arrays for all who see them: not to be written to."""
    data_only = scenario.only_data()
    many = max(scenario.n_points, sum(cluster.size for cluster in scenario.clusters)) > MANY_POINTS
    return _many_points(data_only) if many else _few_points(data_only)


@kept(SMALL_DATA_KEPT, of_ones_own=OWN_DATA_KEPT, as_it_is=True)
def _few_points(data_only: Scenario) -> Dataset:
    return _read_only(data_only.dataset(in_use.points(data_only)))


@kept(LARGE_DATA_KEPT, of_ones_own=OWN_DATA_KEPT, show_spinner="Drawing the points …", as_it_is=True)
def _many_points(data_only: Scenario) -> Dataset:
    without_labels = replace(data_only.dataset(in_use.points(data_only)), labels=None)  # which no picture shows
    return _read_only(without_labels)


def _read_only(dataset: Dataset) -> Dataset:
    dataset.X.flags.writeable = False
    return dataset


@kept(120)
def _trace(scenario: Scenario, _fitted: tuple[EMTrace | None, str] | None = None) -> tuple[EMTrace | None, str]:
    """The trace, if it is kept or given: it is computed outside of the cache, where it can show its progress."""
    if _fitted is None:
        raise NotKeptError  # which is not cached
    return _fitted


@dataclass
class Fit:
    """A run under way, up to its iterations."""

    fitting: Fitting
    n_points: int
    max_iter: int

    def work(self) -> bool:
        """Take a part of a step, or a step."""
        if self.fitting.short_of(self.max_iter):
            self.fitting.work()
        return self.fitting.short_of(self.max_iter)

    def progress(self) -> tuple[float, str]:
        """Which step it is at."""
        step = self.fitting.n_steps
        share = min(step / max(1, self.max_iter), 1.0)
        return share, f"Running EM on {self.n_points:,} points: step {step} of {self.max_iter}"


def _fit(scenario: Scenario, data: Dataset, place: DeltaGenerator) -> tuple[EMTrace | None, str]:
    """Run EM; a run cut short goes on from where it was, though it is now to be longer or shorter."""
    name = "run", replace(scenario, max_iter=0)

    def begin() -> Fit:
        return Fit(scenario.fitting(data.X, scenario.start_mixture(data.X)), len(data.X), scenario.max_iter)

    def stop(fit: Fit) -> None:
        """The steps taken so far are the whole run, for all that see its link."""
        scenario: Scenario = address.state().scenario
        fit.max_iter = min(fit.fitting.n_steps, scenario.max_iter)
        address.state().scenario = replace(scenario, max_iter=fit.max_iter)

    before: Fit | None = working.unfinished(name)
    if before is not None:
        before.max_iter = scenario.max_iter
    try:
        fit = working.done(name, begin, place, len(data.X), stop)
    except MixtureError as error:
        return None, str(error)
    return fit.fitting.traces(scenario.max_iter)[0], ""
