"""The lesson on the restart atlas: its examples, the searches with their progress."""

from dataclasses import dataclass, replace

import streamlit as st

from dashboard import runs
from dashboard.common.cache import Results
from dashboard.lessons.searching import Task
from dashboard.lessons.yours import too_many
from dashboard.link import address, choices
from dashboard.link.choices import YOURS
from dashboard.link.names import source_title
from emcore import DATASETS, Scenario
from emcore.gaussian import gaussians_of
from emcore.points import Array
from emcore.scenario.link import HAND
from emcore.scenario.record import LIMITS
from emcore.starts import STARTS
from emcore.study.atlas import Atlas, AtlasSearch, tolerance
from emcore.study.basins import Basins, BasinSearch
from emcore.study.ways_to_start import Way, WaysSearch

MOST_POINTS = 5_000  # more would keep a shared server busy for minutes
MOST_STEPS = int(LIMITS["max_iter"][1])  # of a run that can be watched
SIZE = 40  # cells a side of a map of basins
FIRST_WAY = "random-points"
FAITHFUL = Scenario(source="faithful", start=FIRST_WAY, n_components=3, learn_weights=True)
EXAMPLES = {
    "faithful": FAITHFUL,
    "galaxies": replace(FAITHFUL, source="galaxies", n_components=4),
    "iris": replace(FAITHFUL, source="iris", columns=tuple(column.name for column in DATASETS["iris"].columns)),
    "two": replace(FAITHFUL, n_components=2, covariance_type="tied"),
}
LABELS = {
    "faithful": "Old Faithful, K = 3",
    "galaxies": "Galaxies, K = 4",
    "iris": "Iris in four dimensions, K = 3",
    "two": "Old Faithful, K = 2, tied",
}


@dataclass(frozen=True)
class Ways:
    """The ways to start compared, and the atlas of each by its key."""

    ways: tuple[Way, ...]
    atlases: dict[str, Atlas]


_ATLASES: Results[Atlas] = Results("atlas", 60)
_OWN: Results[Atlas] = Results("own-run", 60)
_BASINS: Results[Basins] = Results("basins", 20)
_WAYS: Results[Ways] = Results("ways", 30)


# --- what is chosen ---------------------------------------------------------------------------------------------------


def ask_for_scenario() -> Scenario:
    """The scenario whose starts are tried, chosen by the visitor: an example, or the dashboard's."""
    mine = address.state().scenario
    names = {**LABELS, YOURS: f"Yours: {source_title(mine)}, K = {mine.n_components}"}
    which = choices.ask(
        st.selectbox, "atlas", "Example", ends=["pick"], format_func=names.get, label_visibility="collapsed"
    )
    return mine if which == YOURS else EXAMPLES[which]


def ask_for_way(scenario: Scenario) -> str:
    """The way to start; at first the scenario's own, or random points in place of a start by hand."""
    first = FIRST_WAY if scenario.start == HAND else scenario.start
    return choices.ask(
        st.selectbox,
        "way",
        "Way to start",
        otherwise=first,
        ends=["pick"],
        format_func=lambda key: STARTS[key].label,
        label_visibility="collapsed",
    )


def ask_for_map(scenario: Scenario) -> bool:
    """Whether the map of basins is wanted, where there can be one; the example made for it opens with it."""
    if scenario.n_features != 2 or scenario.n_components != 2:
        return False
    labels = {"starts": "All starts", "map": "Basin map"}
    first = "map" if scenario == EXAMPLES["two"] else "starts"
    return choices.buttons("shown", "Shown", labels.get, otherwise=first, ends=["pick"]) == "map"


def ask_for_number() -> int:
    """How many starts."""
    return int(choices.ask(st.sidebar.segmented_control, "seeds", "Starts", ends=["pick"], required=True))


def as_searched(scenario: Scenario, way: str) -> Scenario:
    """The scenario from a way to start, the same whatever its own seed is and however far its own run goes."""
    return replace(scenario, start=way, components=(), start_seed=1, max_iter=Scenario.max_iter, tol=Scenario.tol)


def problem(scenario: Scenario, X: Array) -> str:
    """Why the lesson can't do with a scenario, and the way out; empty if it can."""
    if scenario.n_components == 1:
        return (
            "With one component every start ends at the same optimum. Choose more on the dashboard, or an example here."
        )
    return too_many(len(X), MOST_POINTS) or runs.refusal(scenario, X)


def own_start(scenario: Scenario, way: str) -> int:
    """The number of the scenario's own start among those of a way; 0, if it is none of them."""
    return scenario.start_seed if scenario.start == way else 0


def to_watch(
    scenario: Scenario, atlas: Atlas, basins: Basins | None, start: int, n_points: int, *, own: bool
) -> tuple[Scenario | None, str]:
    """The run from a start, by its number, or cell, and the words of the link that opens it; `own`: it is one's own."""
    whose = "your" if own else "the chosen"  # while another one is pointed at
    if basins is not None:
        return run_from(scenario, basins, start, n_points), f"Watch the run from {whose} place on the dashboard"
    end = next(end for end in atlas.ends if end.number == start)
    some = f", its first {MOST_STEPS} of {end.steps:,} steps," if end.steps > MOST_STEPS else ""
    return run_of(scenario, start, n_points), f"Watch {whose} start {start}{some} on the dashboard"


def as_mapped(scenario: Scenario, way: str) -> Scenario:
    """The same for a map, on which one mean of the scenario's own start is moved, if that is of this way."""
    own = scenario.start_seed if scenario.start == way else 1
    return replace(as_searched(scenario, way), start_seed=own)


# --- the runs of starts -----------------------------------------------------------------------------------------------


def run_of(scenario: Scenario, start: int, n_points: int) -> Scenario:
    """The run from a start, by its number, as far as it can be watched."""
    return replace(scenario, start_seed=start, tol=tolerance(n_points), max_iter=MOST_STEPS)


def run_from(scenario: Scenario, basins: Basins, cell: int, n_points: int) -> Scenario | None:
    """The run from a cell of the map, as a start by hand; None where such a start is beyond what can be set."""
    row, column = divmod(cell - 1, len(basins.x))
    first, second = gaussians_of(basins.start)
    moved = replace(first, mean=(float(basins.x[column]), float(basins.y[row])))
    try:
        return run_of(replace(scenario, start=HAND, components=(moved, second)), 1, n_points)
    except ValueError:
        return None


# --- the searches -----------------------------------------------------------------------------------------------------


def atlas_of(scenario: Scenario, X: Array, n_starts: int) -> Task[Atlas]:
    """The atlas of so many starts."""
    said = f"EM from {n_starts} starts"
    key = scenario, n_starts
    return Task(_ATLASES, key, lambda: AtlasSearch(scenario, X, n_starts), AtlasSearch.atlas, len(X), said, n_starts)


def basins_of(scenario: Scenario, X: Array) -> Task[Basins]:
    """The map of basins."""
    said = f"EM from {SIZE} × {SIZE} places"
    return Task(
        _BASINS,
        (scenario,),
        lambda: BasinSearch(scenario, X, SIZE),
        BasinSearch.basins,
        len(X),
        said,
        SIZE * SIZE,
        "places",
    )


def own_run_of(scenario: Scenario, X: Array) -> Task[Atlas]:
    """Where the scenario's one run ends, once it has converged: an atlas of one start."""
    whole = as_searched(scenario, scenario.start)
    whole = replace(whole, components=scenario.components, start_seed=scenario.start_seed)
    return Task(
        _OWN,
        (whole,),
        lambda: AtlasSearch(whole, X, 1, lambda _: whole.start_mixture(X)),
        AtlasSearch.atlas,
        len(X),
        "EM from your start",
        1,
        "run",
    )


def ways_of(scenario: Scenario, X: Array, n_starts: int) -> Task[Ways]:
    """The ways to start compared; those whose atlas is known aren't searched again."""

    def atlas_from(way: str) -> Atlas | None:
        return _ATLASES.find(as_searched(scenario, way), n_starts)

    def begin() -> WaysSearch:
        known = {way: atlas for way in STARTS if (atlas := atlas_from(way)) is not None}
        return WaysSearch(scenario, X, n_starts, known)

    return Task(
        _WAYS,
        (as_searched(scenario, FIRST_WAY), n_starts),
        begin,
        lambda search: Ways(tuple(search.ways()), search.atlases()),
        len(X),
        f"EM from {n_starts} starts of each way",
        n_starts * len(STARTS),
    )
