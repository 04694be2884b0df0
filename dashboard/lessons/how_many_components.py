"""The lesson on the number of components: its data, the search with its progress, the chart, the table."""

import time
from collections.abc import Callable

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.lessons.criterion_chart import criterion_chart
from dashboard.common import working
from dashboard.common.cache import Results
from dashboard.common.draw import draw
from dashboard.common.theme import is_dark
from dashboard.lessons.cells_in_words import Key, Known, convention, in_words, table
from dashboard.link import address, choices
from dashboard.link.names import source_title
from emcore import DATASETS, Scenario
from emcore.covariances import COVARIANCE_TYPES
from emcore.data.generators import Dataset
from emcore.scenario.gaussians import MOST_GAUSSIANS
from emcore.study.selection import FittedModel, Search, distinct_types, searched

MOST_POINTS = 50_000  # more would keep a shared server busy for minutes
PULSE = 2.0  # seconds between two charts of what has been found so far
YOURS = "yours"
_CELLS: Results[FittedModel] = Results("cells", 1000)


# --- the data ---------------------------------------------------------------------------------------------------------


def ask_for_data() -> Scenario:
    """The data that the visitor chooses: a classic set, or the dashboard's."""
    yours = searched(address.state().scenario)
    names = {key: classic.label for key, classic in DATASETS.items()} | {YOURS: f"Your data: {source_title(yours)}"}
    first = "faithful" if yours in (address.FIRST.only_data(), Scenario().only_data()) else YOURS
    which = choices.ask(
        st.selectbox, "on", "Data", otherwise=first, ends="cell", format_func=names.get, label_visibility="collapsed"
    )
    return yours if which == YOURS else classic_data(which)


def classic_data(key: str) -> Scenario:
    """A data set of the house, in its usual columns."""
    return Scenario(source=key, start="kmeanspp").only_data()


# --- the search -------------------------------------------------------------------------------------------------------


def grid(n_features: int) -> list[Key]:
    """All cells, few components first, so that a search that is stopped has finished curves to show."""
    kinds = distinct_types(list(COVARIANCE_TYPES), n_features)
    return [(k, kind) for k in range(1, MOST_GAUSSIANS + 1) for kind in kinds]


class Grid:
    """The search for the cells `keys`, one after the other. `show`, if there is one, gets what has been found so far,
    now and then.
    """

    show: Callable[[Known], None] | None = None

    def __init__(self, data: Scenario, X: np.ndarray, n_starts: int, keys: list[Key], n_known: int) -> None:
        self.n_points = len(X)
        self.found: dict[Key, FittedModel] = {}
        self._data, self._X, self._n_starts = data, X, n_starts
        self._waiting, self._n_known = keys, n_known
        self._search: Search | None = None
        self._due = time.monotonic() + PULSE

    def work(self) -> bool:
        """Take a part of a step in the search for a cell."""
        if not self._waiting:
            return False
        if self._search is None:
            self._search = Search(self._data, self._X, *self._waiting[0], self._n_starts)
        elif not self._search.work():
            key = self._waiting.pop(0)
            self.found[key] = _CELLS.put(self._search.model(), self._data, self._n_starts, key)
            self._search = None
            if self.show and time.monotonic() > self._due:
                self.show(self.found)
                self._due = time.monotonic() + PULSE
        return bool(self._waiting)

    def all_found(self) -> Known:
        """The cells that are done."""
        return dict(self.found)

    def progress(self) -> tuple[float, str]:
        """The share of cells that are done, and which is searched for."""
        n_done = self._n_known + len(self.found)
        within = self._search.done if self._search else 0.0
        (k, kind), n_starts = self._waiting[0], self._n_starts
        progress = f"EM from {n_starts} starts each: {in_words(k, kind)}, {within:.0%} done"
        return n_done / (n_done + len(self._waiting)), progress


def search_grid(
    data: Scenario,
    dataset: Dataset,
    n_starts: int,
    place: DeltaGenerator,
    curves: DeltaGenerator,
    criterion: str,
) -> Known:
    """All cells, and in `curves` the criterion of those that are known; the others are searched for, with progress at
    `place` and a button to stop there.
    """
    keys, X, name = grid(dataset.X.shape[1]), dataset.X, (_CELLS.name, data, n_starts)
    known = {key: cell for key in keys if (cell := _CELLS.find(data, n_starts, key)) is not None}
    missing = [key for key in keys if key not in known]

    # A place for more than one chart, in which one that is there is taken away: only where one will follow another.
    in_curves = curves.empty() if missing else curves

    def show(found: Known) -> None:
        with in_curves:
            chart(_in_order(keys, {**known, **found}), criterion)

    def begin() -> Grid:
        search = Grid(data, X, n_starts, missing, len(known))
        search.show = show
        return search

    def shown_here(interrupted: Grid) -> Known:
        interrupted.show = show  # on the page as it is now
        return interrupted.all_found()

    if missing:
        show(working.look(name, shown_here) or {})
        known = _in_order(keys, {**known, **working.done(name, begin, Grid.all_found, place, len(X))})
    show({})
    if len(known) < len(keys):
        left, right = place.container().columns([5, 1], vertical_alignment="center")
        left.info(f"Stopped: {len(known)} of {len(keys)} cells are done.", icon=":material/pause:")
        right.button(
            "Go on",
            key="selection-go-on",
            on_click=lambda: working.go_on(name),
            icon=":material/play_arrow:",
            width="stretch",
        )
    return known


def _in_order(keys: list[Key], known: Known) -> dict[Key, FittedModel]:
    return {key: known[key] for key in keys if key in known}


# --- what is shown ----------------------------------------------------------------------------------------------------


def chart(known: Known, criterion: str) -> None:
    """The criterion over the number of components, as high as its container."""
    if not any(cell.seed is not None for cell in known.values()):
        return
    draw(
        criterion_chart(list(known.values()), criterion, MOST_GAUSSIANS, dark=is_dark()),
        key="criterion",
        height="stretch",
        alt="The criterion over the number of components, a curve per covariance type, lower is better; a ring marks "
        "the lowest. The bar goes through the cells, and the table has all values.",
    )


def show_table(known: Known, criterion: str, *, as_mclust: bool) -> None:
    """The table; a click on a cell chooses it."""
    shown = table(known, criterion, as_mclust=as_mclust)
    labels = {kind.label: key for key, kind in COVARIANCE_TYPES.items()}

    def chosen() -> None:
        picked = st.session_state["selection-table"].selection.cells
        if picked and picked[0][1] in labels:
            choices.choose("cell", f"{int(shown.index[picked[0][0]])}_{labels[picked[0][1]]}")

    st.caption(convention(criterion, as_mclust=as_mclust))
    st.dataframe(
        shown,
        key="selection-table",
        on_select=chosen,
        selection_mode="single-cell",
        height="content",
        column_config={name: st.column_config.Column(width=135) for name in shown.columns},
        alt=f"{criterion.upper()} for every number of components (rows) and covariance type (columns).",
    )
