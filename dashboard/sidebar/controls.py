"""The sidebar: widgets that show the scenario and change it by callbacks; the only owner of widget keys."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from dashboard.common.texts import plain
from dashboard.common.widgets import owned
from dashboard.link import address
from dashboard.link.names import REGISTERED, SOURCES, preset_of
from dashboard.link.navigation import OWN_DATA, page_link
from dashboard.own_data import in_use, panels
from dashboard.runs import Outcome, Run
from dashboard.sidebar.gaussian_table import Rows, gaussian_table
from dashboard.sidebar.view_group import view_group
from emcore import COVARIANCE_TYPES, DATASETS, GENERATORS, PRESETS, STARTS, Scenario, make_start
from emcore.gaussian import Gaussian, gaussians_of
from emcore.scenario.own_points import OWN
from emcore.scenario.query import MOST_GAUSSIANS
from emcore.scenario.record import (
    CLUSTER_LIMITS,
    COMPONENT_LIMITS,
    DEFAULT_CLUSTERS,
    HAND,
    LIMITS,
    OTHER_START,
    n_features_of,
    within_total,
)

HAND_EXPLANATION = "You set every component in the table below."
DIGITS = 7  # kept of a start that is taken over into the table, so that links stay short


def sidebar(run: Outcome | None) -> None:
    """Draw all groups; `run` is that of the scenario shown, None while its data are still to be given."""
    _preset()
    with st.expander("Data", expanded=True, icon=":material/scatter_plot:"):
        _data()
    if run is None:
        return
    with st.expander("Start", expanded=True, icon=":material/flag:"):
        _start(run)
    with st.expander("Run", icon=":material/play_arrow:"):
        _options()
    with st.expander("View", icon=":material/visibility:"):
        view_group(run)


def _preset() -> None:
    def choose() -> None:
        key = st.session_state["preset"]
        if key is not None:
            address.show(PRESETS[key].scenario, replace(address.state().view, step=0))

    key = preset_of(address.state().scenario)
    owned(
        st.selectbox,
        "preset",
        key,
        "Preset",
        list(PRESETS),
        format_func=lambda key: PRESETS[key].label,
        placeholder="Your own scenario",
        help="Ready-made scenarios to begin with; every control below stays yours to change.",
        on_change=choose,
    )
    holds = "names the data and holds the rest" if address.state().scenario.own.mark else "holds exactly this scenario"
    st.caption(PRESETS[key].reason if key else f"Changed from a preset; the address bar {holds}.")


def _data() -> None:
    scenario = address.state().scenario

    def change_dimension() -> None:
        n_features = st.session_state["dimensions"]
        _change(source=next(key for key in REGISTERED if n_features_of(key) == n_features))

    dimensions = sorted(set(map(n_features_of, REGISTERED)))
    dimension = min(scenario.n_features, dimensions[-1]) if scenario.source == OWN else n_features_of(scenario.source)
    owned(
        st.segmented_control,
        "dimensions",
        dimension,
        "Dimensions",
        dimensions,
        format_func=lambda n: f"{n}-D" + " and more" * (n == dimensions[-1]),
        required=True,
        help="One: densities on a line. Two: contours in a plane. More: choose more columns of a data set.",
        on_change=change_dimension,
    )
    _choice("source", "Source", [key for key in SOURCES if key == OWN or n_features_of(key) == dimension], SOURCES)
    if scenario.source == OWN:
        _own_data()
    elif scenario.source in DATASETS:
        _classic(scenario)
    if scenario.source not in GENERATORS:
        if in_use.ready(scenario):
            _standardized(scenario)
        return
    if scenario.source in DEFAULT_CLUSTERS:
        _clusters(scenario)
    else:
        _number("n_points", "Points", 100, f"How many points to draw, up to {LIMITS['n_points'][1]:,.0f}.")
    _slider(
        "noise", "Noise share", step=0.01, help="Share of all points that are spread evenly, belonging to no cluster."
    )
    _seed("data_seed", "Data seed", "Draw again", "The same seed draws the same points.")


def _own_data() -> None:
    """Which of one's own data, which columns, the way to change them."""
    own = in_use.state()
    if own.table is not None:
        n = len(own.numbers.X) if own.numbers is not None else 0
        st.caption(f"{n:,} point{'s' * (n != 1)} from {plain(own.source)}.")
        if len(own.table.columns) > 1:
            panels.choose_columns(own.table)
    page_link(OWN_DATA, "See or change your data" if own.table is not None else "Bring your data")


def _classic(scenario: Scenario) -> None:
    """Which columns of a classic data set."""
    classic = DATASETS[scenario.source]
    titles = {column.name: column.title for column in classic.columns}

    def choose() -> None:
        _change(columns=tuple(st.session_state["columns"]) or scenario.columns)

    st.caption(f"Known for: {classic.known_for}")
    if len(titles) > 1:
        owned(
            st.multiselect,
            "columns",
            list(scenario.columns or classic.by_default),
            "Columns",
            list(titles),
            format_func=titles.__getitem__,
            help="Each column is a dimension. More than two are seen in a plane of your choice or in all pairs (View).",
            on_change=choose,
        )
    st.caption(f"Source: {classic.source}")


def _standardized(scenario: Scenario) -> None:
    owned(
        st.toggle,
        "standardize",
        scenario.standardize,
        "Standardized",
        help="Take off each column's mean and divide by its standard deviation (1/N).",
        on_change=_take("standardize"),
    )


def _clusters(scenario: Scenario) -> None:
    def resize() -> None:
        rows = _resized(scenario.clusters, st.session_state["n_clusters"], _another_cluster)
        _change(clusters=within_total(rows))

    owned(
        st.number_input,
        "n_clusters",
        len(scenario.clusters),
        "Clusters",
        min_value=1,
        max_value=MOST_GAUSSIANS,
        step=1,
        help="How many clusters the data have: + adds one, - takes the last one away.",
        on_change=resize,
    )
    gaussian_table(
        "clusters", scenario.clusters, "points", CLUSTER_LIMITS, lambda rows: _change(clusters=within_total(rows))
    )


def _start(run: Outcome) -> None:
    scenario = address.state().scenario

    def resize() -> None:
        n_components = st.session_state["n_components"]
        if scenario.start == HAND:
            _change(components=_resized(scenario.components, n_components, lambda rows: _at_a_point(run, rows)))
        else:
            _change(n_components=n_components)

    owned(
        st.slider,
        "n_components",
        scenario.n_components,
        "Components K",
        *map(int, LIMITS["n_components"]),
        help="How many Gaussians EM fits. It need not be the number of clusters in the data.",
        on_change=resize,
    )

    def choose() -> None:
        start = st.session_state["start"]
        _change(start=start, components=_kept_start(run) if start == HAND else ())

    by_hand = {HAND: "By hand"} if scenario.start == HAND or _kept_start(run) else {}
    ways = {**by_hand, **{key: start.label for key, start in STARTS.items()}}
    explanations = {HAND: HAND_EXPLANATION, **{key: start.explanation for key, start in STARTS.items()}}
    owned(
        st.selectbox,
        "start",
        scenario.start,
        "How to start",
        list(ways),
        format_func=ways.__getitem__,
        help="Where the components stand at step 0. EM only climbs, so the start decides which peak it reaches.",
        on_change=choose,
    )
    st.caption(explanations[scenario.start])
    if scenario.start != HAND:
        _seed("start_seed", "Start seed", "Start again", "The same seed makes the same start.")
    rows = scenario.components if scenario.start == HAND else _kept_start(run)
    if rows:
        _start_table(scenario, rows)


def _start_table(scenario: Scenario, rows: Rows) -> None:
    gaussian_table(
        "components",
        rows,
        "weight",
        COMPONENT_LIMITS,
        lambda edited: _change(start=HAND, components=edited),
        fixed_size=not scenario.learn_weights,
    )
    if not scenario.learn_weights:
        st.caption("Weights are fixed equal (see Run), whatever the table says.")
    elif scenario.start != HAND:
        st.caption("This is step 0. Edit any value to go on by hand from here.")


def _options() -> None:
    _slider("max_iter", "Iterations", help="How many E and M steps to run. You can watch every one of them.")
    scenario = address.state().scenario
    owned(
        st.segmented_control,
        "learn_weights",
        scenario.learn_weights,
        "Mixing weights",
        [True, False],
        format_func=lambda learn: "Learned" if learn else "Fixed equal",
        required=True,
        help="Learned: EM estimates each component's share. Fixed equal: all shares stay 1/K, as in the notebook.",
        on_change=_take("learn_weights"),
    )
    explained = "in_one_dimension" if scenario.n_features == 1 else "explanation"
    _choice("covariance_type", "Covariance", list(COVARIANCE_TYPES), COVARIANCE_TYPES, explained)
    _number("tol", "Tolerance", 1e-6, "Stop once a step gains less than this per point, in nats. 0: never stop early.")
    _number(
        "reg_covar",
        "Ridge",
        0.01,
        "Added to every variance at every step, in squared data units. Keeps components from collapsing; above 0 the "
        "log-likelihood may fall a little.",
    )


def _slider(name: str, label: str, *, help: str, step: float | None = None) -> None:
    kind = int if step is None else float
    low, high = (kind(limit) for limit in LIMITS[name])
    value = getattr(address.state().scenario, name)
    owned(st.slider, name, kind(value), label, low, high, step=step, help=help, on_change=_take(name))


def _number(name: str, label: str, step: float, help: str) -> None:
    value = getattr(address.state().scenario, name)
    kind = type(value)
    low, high = map(kind, LIMITS[name])
    form = "%d" if kind is int else "%g"
    owned(
        st.number_input, name, value, label, low, high, step=kind(step), format=form, help=help, on_change=_take(name)
    )


def _choice(name: str, label: str, keys: list[str], registry: Any, explained: str = "explanation") -> None:
    """One key of a registry, with the entry's explanation under it: its field of that name."""
    value = getattr(address.state().scenario, name)
    owned(
        st.selectbox,
        name,
        value,
        label,
        keys,
        format_func=lambda key: registry[key].label,
        help=" ".join(f"{registry[key].label}: {getattr(registry[key], explained)}" for key in keys),
        on_change=_take(name),
    )
    st.caption(getattr(registry[value], explained))


def _seed(name: str, label: str, button: str, help: str) -> None:
    low, high = map(int, LIMITS[name])
    value = getattr(address.state().scenario, name)
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        owned(st.number_input, name, value, label, low, high, step=1, help=help, on_change=_take(name))
    following = value + 1 if value < high else low
    right.button(
        button,
        key=f"{name}-next",
        width="stretch",
        on_click=lambda: _change(**{name: following}),
        icon=":material/casino:",
    )


def _take(name: str) -> Callable[[], None]:
    """A callback that takes a widget's value into the scenario's field of the same name."""
    return lambda: _change(**{name: st.session_state[name]})


def _change(**fields: Any) -> None:
    """Change the scenario; what no longer fits a new source gives way to what a link means that leaves it out."""
    scenario = address.state().scenario
    source = fields.get("source", scenario.source)
    if source == OWN != scenario.source:
        address.state().scenario = _on_ones_own(scenario)
        return
    if source != scenario.source:
        fields = {"clusters": (), "columns": (), **_but_by_hand(scenario), **fields}
    n_features = len(fields.get("columns", scenario.columns)) or n_features_of(source)
    other_units = fields.get("standardize", scenario.standardize) != scenario.standardize
    if (n_features != scenario.n_features or other_units) and scenario.start == HAND:
        fields |= {"start": OTHER_START, "components": ()}
    address.state().scenario = replace(scenario, **fields)


def _but_by_hand(scenario: Scenario) -> dict[str, Any]:
    """What to change for other data: a start by hand, and the weights and iterations set for it, belong to its data."""
    if scenario.start != HAND:
        return {}
    return {"start": OTHER_START, "components": (), "learn_weights": True, "max_iter": Scenario.max_iter}


def _on_ones_own(scenario: Scenario) -> Scenario:
    """One's own data, as far as they are here, under the options of `scenario`; new ones instead of the notebook's."""
    own = in_use.scenario() or in_use.FRESH
    if scenario == Scenario():
        return own
    options = ("n_components", "max_iter", "tol", "learn_weights", "covariance_type", "reg_covar")
    return replace(own, **{name: getattr(scenario, name) for name in options} | _but_by_hand(scenario))


def _resized(rows: Rows, size: int, another: Callable[[Rows], Gaussian]) -> Rows:
    rows = rows[:size]
    while len(rows) < size:
        rows = (*rows, another(rows))
    return rows


def _another_cluster(rows: Rows) -> Gaussian:
    """A copy of the last cluster, to the right of all others."""
    last = rows[-1]
    right = max(row.mean[0] + 3 * row.sd[0] for row in rows)
    return replace(last, mean=(float(f"{right + 3 * last.sd[0]:.3g}"), *last.mean[1:]))


def _at_a_point(run: Outcome, rows: Rows) -> Gaussian:
    """A component at a random point of the data, as wide as they are; the same for the same number of components."""
    start = make_start("random-points", run.dataset.X, 1, np.random.default_rng(len(rows)))
    weight = sum(row.size for row in rows) / len(rows)
    return _rounded(replace(gaussians_of(start)[0], size=weight))


def _kept_start(run: Outcome) -> Rows:
    """Step 0 as rows of the table; none if the data allow no such start, or a table can't hold it."""
    if not isinstance(run, Run) or run.trace.means.shape[2] > 2:
        return ()
    rows = gaussians_of(run.trace[0].mixture)
    return () if any(COMPONENT_LIMITS.problem(row) for row in rows) else tuple(map(_rounded, rows))


def _rounded(row: Gaussian) -> Gaussian:
    def short(value: float) -> float:
        return float(f"{value:.{DIGITS}g}")

    return COMPONENT_LIMITS.clamp(
        Gaussian(short(row.size), tuple(map(short, row.mean)), tuple(map(short, row.sd)), short(row.correlation))
    )
