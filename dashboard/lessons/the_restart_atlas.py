"""The lesson on the restart atlas: its examples, the search with its progress."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.common import working
from dashboard.common.cache import Results
from emcore.study.atlas import Atlas, AtlasSearch
from dashboard.link import address, choices
from dashboard.link.names import source_title
from emcore import DATASETS, Scenario
from emcore.points import Array
from emcore.scenario.link import HAND
from emcore.starts import STARTS

MOST_POINTS = 5_000  # more would keep a shared server busy for minutes
MAX_ITER, TOL = 500, 1e-8  # TOL in nats per point: well past the plateaus of small data
YOURS = "yours"
FIRST_WAY = "random-points"
FREE = {"covariance_type": "full", "learn_weights": True}
EXAMPLES = {
    "faithful": Scenario(source="faithful", start=FIRST_WAY, n_components=3, **FREE),
    "galaxies": Scenario(source="galaxies", start=FIRST_WAY, n_components=4, **FREE),
    "iris": Scenario(
        source="iris",
        columns=tuple(column.name for column in DATASETS["iris"].columns),
        start=FIRST_WAY,
        n_components=3,
        **FREE,
    ),
    "two": Scenario(source="faithful", start=FIRST_WAY, n_components=2, covariance_type="tied", learn_weights=True),
}
LABELS = {
    "faithful": "Old Faithful, K = 3",
    "galaxies": "Galaxies, K = 4",
    "iris": "Iris in four dimensions, K = 3",
    "two": "Old Faithful, K = 2, tied",
}
_ATLASES: Results[Atlas] = Results("atlas", 60)


def ask_for_scenario() -> tuple[Scenario, int]:
    """The scenario whose starts are tried, chosen by the visitor; and the seed of one's own run among them, or 0."""
    mine = address.state().scenario
    names = {**LABELS, YOURS: f"Yours: {source_title(mine)}, K = {mine.n_components}"}
    which = choices.ask(
        st.selectbox, "atlas", "Example", ends="pick", format_func=names.get, label_visibility="collapsed"
    )
    scenario = mine if which == YOURS else EXAMPLES[which]
    first = FIRST_WAY if scenario.start == HAND else scenario.start
    ways = {key: start.label for key, start in STARTS.items()}
    way = choices.ask(
        st.selectbox, "way", "Way to start", otherwise=first, ends="pick", format_func=ways.get,
        label_visibility="collapsed",
    )
    own = scenario.start_seed if scenario.start == way else 0
    return as_searched(scenario, way), own


def as_searched(scenario: Scenario, way: str) -> Scenario:
    """The scenario from another way to start, run to its end; what its own seed is makes no difference."""
    return replace(scenario, start=way, components=(), start_seed=1, max_iter=MAX_ITER, tol=TOL)


def ask_for_number() -> int:
    """How many starts."""
    return int(
        choices.ask(
            st.sidebar.segmented_control, "seeds", "Starts", ends="pick", required=True,
        )
    )


class Search:
    """The search for the atlas of so many starts, a part of a step at a time."""

    def __init__(self, scenario: Scenario, X: Array, n_starts: int) -> None:
        self.n_points = len(X)
        self._search = AtlasSearch(scenario, X, n_starts)

    def work(self) -> bool:
        """Take a part of a step of some runs."""
        return self._search.work()

    def progress(self) -> tuple[float, str]:
        """The share that is done, and how many runs have ended."""
        search = self._search
        return search.done, f"EM from {search.n_starts} starts: {search.n_ended} have ended"

    def atlas(self) -> Atlas:
        """What the starts so far come to."""
        return self._search.atlas()


def compare_ways(scenario: Scenario, X: Array, n_starts: int, place: DeltaGenerator) -> dict[str, Atlas]:
    """The atlas of each way to start, by its key; fewer, if the visitor stops the search."""
    found: dict[str, Atlas] = {}
    for way in STARTS:
        searched = as_searched(scenario, way)
        atlas = search(searched, X, n_starts, place)
        if len(atlas.ends) < n_starts:
            break
        found[way] = atlas
    return found


def search(scenario: Scenario, X: Array, n_starts: int, place: DeltaGenerator) -> Atlas:
    """The atlas of so many starts, cached; else searched for with its progress at `place`, and a button to stop."""
    found = _ATLASES.find(scenario, n_starts)
    if found is not None:
        return found
    name = (f"{_ATLASES.name}-{scenario.start}", scenario, n_starts)  # a page has several: each with its own button
    found = working.done(name, lambda: Search(scenario, X, n_starts), place, len(X)).atlas()
    if not working.is_stopped(name):
        return _ATLASES.put(found, scenario, n_starts)
    left, right = place.container().columns([5, 1], vertical_alignment="center")
    left.info(f"Stopped: {len(found.ends)} of {n_starts} starts are done.", icon=":material/pause:")
    right.button(
        "Go on",
        key=f"{name[0]}-go-on",
        on_click=lambda: working.go_on(name),
        icon=":material/play_arrow:",
        width="stretch",
    )
    return found


def at(scenario: Scenario, seed: int) -> Scenario:
    """Exactly the run of a start."""
    return replace(scenario, start_seed=seed)
