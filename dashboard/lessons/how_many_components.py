"""The lesson on the number of components: its data, the search with its progress, the chart, the table."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.lessons.criterion_chart import criterion_chart
from dashboard.common.cache import Results
from dashboard.common.draw import draw
from dashboard.common.theme import is_dark
from dashboard.lessons.cells_in_words import Known, convention, table
from dashboard.lessons.searching import Task
from dashboard.link import address, choices
from dashboard.link.choices import YOURS
from dashboard.link.names import source_title
from emcore import DATASETS, Scenario
from emcore.covariances import COVARIANCE_TYPES
from emcore.points import Array
from emcore.scenario.gaussians import MOST_GAUSSIANS
from emcore.study.selection import FittedModel, GridSearch, Key, distinct_types, searched

MOST_POINTS = 50_000  # more would keep a shared server busy for minutes
_CELLS: Results[FittedModel] = Results("cells", 1000)
_GRIDS: Results[dict[Key, FittedModel]] = Results("grids", 30)


# --- the data ---------------------------------------------------------------------------------------------------------


def ask_for_data() -> Scenario:
    """The data that the visitor chooses: a classic set, or the dashboard's."""
    yours = searched(address.state().scenario)
    names = {key: classic.label for key, classic in DATASETS.items()} | {YOURS: f"Your data: {source_title(yours)}"}
    first = "faithful" if yours in (address.FIRST.only_data(), Scenario().only_data()) else YOURS
    which = choices.ask(
        st.selectbox, "on", "Data", otherwise=first, ends=["cell"], format_func=names.get, label_visibility="collapsed"
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


def cells_of(data: Scenario, X: Array, n_starts: int, keys: list[Key]) -> Task[dict[Key, FittedModel]]:
    """The cells `keys`, each of which is cached as soon as it is found."""

    def keep(key: Key, cell: FittedModel) -> None:
        _CELLS.put(cell, data, n_starts, key)

    def begin() -> GridSearch:
        known = {key: cell for key in keys if (cell := _CELLS.find(data, n_starts, key)) is not None}
        return GridSearch(data, X, n_starts, keys, known, keep)

    said = f"EM from {n_starts} starts each"
    return Task(_GRIDS, (data, n_starts, tuple(keys)), begin, GridSearch.found, len(X), said, len(keys), "cells")


def search_grid(
    data: Scenario, X: Array, n_starts: int, place: DeltaGenerator, curves: DeltaGenerator, criterion: str
) -> Known:
    """All cells, or those there are, if the visitor stopped the search: its progress is at `place`, and in `curves` the
    criterion of what has been found.
    """
    task = cells_of(data, X, n_starts, grid(X.shape[1]))
    whole = task.find()
    # A place for more than one chart, in which one that is there is taken away: only where one will follow another.
    in_curves = curves if whole else curves.empty()

    def show(known: Known) -> None:
        with in_curves:
            chart(known, criterion)

    if whole is None:
        show(task.until_now() or {})
    known = whole or task.done(place, show)
    show(known)
    return known


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
