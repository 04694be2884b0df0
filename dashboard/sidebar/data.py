"""The sidebar's group of the data: where they come from, their clusters, noise and seed, their columns."""

from dataclasses import replace

import streamlit as st

from dashboard.common.texts import plain
from dashboard.common.widgets import controlled
from dashboard.link import address
from dashboard.link.names import REGISTERED, SOURCES
from dashboard.link.navigation import OWN_DATA, page_link
from dashboard.own_data import in_use, rows_and_columns
from dashboard.sidebar import changing
from dashboard.sidebar.field_widgets import number_input, of_scenario, one_of_registry, seed, slider
from dashboard.sidebar.gaussian_table import Rows, gaussian_table, resized
from emcore import DATASETS, GENERATORS, Gaussian, Scenario
from emcore.numerals import plural, rounded
from emcore.scenario.gaussians import CLUSTERS, DEFAULT_CLUSTERS, MOST_GAUSSIANS, within_total
from emcore.scenario.link import n_features_of
from emcore.scenario.own_points import OWN


def data_group() -> None:
    """Dimensions and source, then what the source asks for."""
    scenario = address.state().scenario
    dimension = _dimensions(scenario)
    one_of_registry("source", [key for key in SOURCES if key == OWN or n_features_of(key) == dimension], SOURCES)
    if scenario.source == OWN:
        _own_data()
    elif scenario.source in DATASETS:
        _classic(scenario)
    if scenario.source not in GENERATORS:
        if in_use.ready(scenario):
            of_scenario(st.toggle, "standardize")
        return
    if scenario.source in DEFAULT_CLUSTERS:
        if "truth" not in address.state().lecture.locks:
            _clusters(scenario)
    else:
        number_input("n_points", step=100)
    slider("noise", step=0.01)
    seed("data_seed", "Draw again")


def _dimensions(scenario: Scenario) -> int:
    """One, two, or more; tells which is shown."""

    def change() -> None:
        n_features = st.session_state["dimensions"]
        changing.change(source=next(key for key in REGISTERED if n_features_of(key) == n_features))

    dimensions = sorted(set(map(n_features_of, REGISTERED)))
    shown = min(scenario.n_features, dimensions[-1]) if scenario.source == OWN else n_features_of(scenario.source)
    controlled(
        st.segmented_control,
        "dimensions",
        shown,
        "Dimensions",
        dimensions,
        format_func=lambda n: f"{n}-D" + " and more" * (n == dimensions[-1]),
        required=True,
        help="One: densities on a line. Two: contours in a plane. More: choose more columns of a data set.",
        on_change=change,
    )
    return shown


def _own_data() -> None:
    """Which of one's own data, which columns, the way to change them."""
    own = in_use.state()
    if own.table is not None:
        n = len(own.points.X) if own.points is not None else 0
        st.caption(f"{plural(n, 'point')} from {plain(own.source)}.")
        if len(own.table.columns) > 1:
            rows_and_columns.choose_columns(own.table)
    page_link(OWN_DATA, "See or change your data" if own.table is not None else "Bring your data")


def _classic(scenario: Scenario) -> None:
    """Which columns of a classic data set."""
    classic = DATASETS[scenario.source]
    titles = {column.name: column.title for column in classic.columns}
    st.caption(f"Known for: {classic.known_for}")
    if len(titles) > 1:
        of_scenario(
            st.multiselect,
            "columns",
            list(titles),
            value=list(scenario.columns or classic.by_default),
            format_func=titles.__getitem__,
            on_change=lambda: changing.change(columns=tuple(st.session_state["columns"]) or scenario.columns),
        )
    st.caption(f"Source: {classic.source}")


def _clusters(scenario: Scenario) -> None:
    def change(rows: Rows) -> None:
        changing.change(clusters=within_total(rows))

    controlled(
        st.number_input,
        "n_clusters",
        len(scenario.clusters),
        "Clusters",
        min_value=1,
        max_value=MOST_GAUSSIANS,
        step=1,
        help="How many clusters the data have: + adds one, - takes the last one away.",
        on_change=lambda: change(resized(scenario.clusters, st.session_state["n_clusters"], _another_cluster)),
    )
    gaussian_table("clusters", scenario.clusters, "points", CLUSTERS, change)


def _another_cluster(rows: Rows) -> Gaussian:
    """A copy of the last cluster, to the right of all others."""
    last = rows[-1]
    right = max(row.mean[0] + 3 * row.sd[0] for row in rows)
    return replace(last, mean=(rounded(right + 3 * last.sd[0], 3), *last.mean[1:]))
