"""The lesson on the number of components: the search with its progress, the charts, the table, words on a cell."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.lessons.criterion_chart import PICK, criterion_chart
from dashboard.common import working
from dashboard.common.cache import Results
from dashboard.common.draw import draw
from dashboard.common.theme import is_dark
from dashboard.link import address, choices
from emcore import Scenario
from emcore.covariances import COVARIANCE_TYPES
from emcore.criteria import CRITERIA
from emcore.data.generators import Dataset
from emcore.numerals import numeral, plural, with_minus
from emcore.scenario.gaussians import MOST_GAUSSIANS
from emcore.study.restarts import TIE
from emcore.study.selection import NEAR_SINGULAR, FittedModel, Search, distinct_types

Key = tuple[int, str]  # components, covariance type
Known = Mapping[Key, FittedModel]
MOST_POINTS = 50_000  # more would keep a shared server busy for minutes
CHOSEN_K, CHOSEN_TYPE = "selection-k", "selection-type"
NONE = "no sound run"
_CELLS: Results[FittedModel] = Results("cells", 3000)
FORMULAS = {  # ours and scikit-learn's, lower is better; mclust's, higher is better
    "bic": ("−2 ℓ + p ln N", "2 ℓ − p ln N"),
    "aic": ("−2 ℓ + 2 p", "2 ℓ − 2 p"),
    "icl": ("−2 ℓ + p ln N − 2 Σ ln max γ", "2 ℓ − p ln N + 2 Σ ln max γ"),
}


def default_data() -> Scenario:
    """Old Faithful, both columns."""
    return Scenario(source="faithful", start="kmeanspp").only_data()


def yours() -> Scenario:
    """The data of the dashboard's scenario."""
    return address.state().scenario.only_data()


def grid(n_features: int) -> list[Key]:
    """All cells, few components first, so that a search that is stopped has finished curves to show."""
    kinds = distinct_types(list(COVARIANCE_TYPES), n_features)
    return [(k, kind) for k in range(1, MOST_GAUSSIANS + 1) for kind in kinds]


class Grid:
    """The search for the cells `keys`, one after the other."""

    def __init__(self, data: Scenario, X: np.ndarray, n_starts: int, keys: list[Key], n_known: int) -> None:
        self.n_points = len(X)
        self.found: dict[Key, FittedModel] = {}
        self._data, self._X, self._n_starts = data, X, n_starts
        self._waiting, self._n_known = keys, n_known
        self._search: Search | None = None

    def work(self) -> bool:
        """Take a part of a step in the search for a cell."""
        if self._search is None:
            self._search = Search(self._data, self._X, *self._waiting[0], self._n_starts)
        elif not self._search.work():
            key = self._waiting.pop(0)
            self.found[key] = _CELLS.put(self._search.model(), self._data, self._n_starts, key)
            self._search = None
        return bool(self._waiting)

    def progress(self) -> tuple[float, str]:
        """The share of cells that are done, and which is searched for."""
        n_done = self._n_known + len(self.found)
        within = self._search.done if self._search else 0.0
        (k, kind), n_starts = self._waiting[0], self._n_starts
        progress = f"EM from {n_starts} starts each: {_in_words(k, kind)}, {within:.0%} done"
        return n_done / (n_done + len(self._waiting)), progress


def search_grid(data: Scenario, dataset: Dataset, n_starts: int, place: DeltaGenerator) -> Known:
    """All cells; those not known yet are searched for, with progress at `place` and a button to stop there."""
    keys, X, name = grid(dataset.X.shape[1]), dataset.X, (_CELLS.name, data, n_starts)
    known = {key: cell for key in keys if (cell := _CELLS.find(data, n_starts, key)) is not None}
    missing = [key for key in keys if key not in known]
    if missing:
        known |= working.done(name, lambda: Grid(data, X, n_starts, missing, len(known)), place, len(X)).found
        known = {key: known[key] for key in keys if key in known}
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


# --- what is shown ----------------------------------------------------------------------------------------------------


def best(known: Known, criterion: str, *, sound_only: bool = False) -> FittedModel | None:
    """The cell with the lowest value; `sound_only` leaves near-singular runs out."""
    candidates = [c for c in known.values() if c.seed is not None and not (sound_only and c.near_singular)]
    values = [float(getattr(cell, criterion)) for cell in candidates]
    # With one component some types are the same model: of equal values the first, however they are rounded.
    return next((c for c, value in zip(candidates, values, strict=True) if value <= min(values) + TIE), None)


def charts(known: Known) -> None:
    """The three criteria side by side; a click on a point chooses its cell."""
    for criterion, column in zip(CRITERIA, st.columns(len(CRITERIA), gap="small"), strict=True):
        key = f"selection-{criterion}"

        def chosen(key: str = key) -> None:
            picked = st.session_state[key].selection.get(PICK)
            if picked:
                choose(int(picked[0]["n_components"]), picked[0]["covariance_type"])

        with column:
            draw(
                criterion_chart(list(known.values()), criterion, MOST_GAUSSIANS, dark=is_dark()),
                key=key,
                on_select=chosen,
                selection_mode=[PICK],
                alt=f"{criterion.upper()} over the number of components, a curve per covariance type; a word marks the "
                "lowest. The line below names it, the table has all values.",
            )


def table(known: Known, criterion: str, *, as_mclust: bool) -> pd.DataFrame:
    """A row per K, a column per type: the criterion; the best is marked by a word, near-singular runs by another."""
    lowest = best(known, criterion)
    columns: dict[str, dict[int, str]] = {}
    for (k, kind), cell in known.items():
        value = (-1 if as_mclust else 1) * getattr(cell, criterion)
        text = NONE if cell.seed is None else with_minus(f"{value:.1f}")
        text += " ★ best" * (cell == lowest) + " ⚠ narrow" * cell.near_singular
        columns.setdefault(COVARIANCE_TYPES[kind].label, {})[k] = text
    return pd.DataFrame(columns).rename_axis("K").fillna("not computed")


def show_table(known: Known, criterion: str, *, as_mclust: bool) -> None:
    """The table; a click on a cell chooses it."""
    shown = table(known, criterion, as_mclust=as_mclust)
    labels = {kind.label: key for key, kind in COVARIANCE_TYPES.items()}

    def chosen() -> None:
        picked = st.session_state["selection-table"].selection.cells
        if picked and picked[0][1] in labels:
            choose(int(shown.index[picked[0][0]]), labels[picked[0][1]])

    st.dataframe(
        shown,
        key="selection-table",
        on_select=chosen,
        selection_mode="single-cell",
        height="content",
        column_config={name: st.column_config.Column(width=135) for name in shown.columns},
        alt=f"{criterion.upper()} for every number of components (rows) and covariance type (columns).",
    )


def convention(criterion: str, *, as_mclust: bool) -> str:
    """The sign convention of the table, with its formula."""
    ours, mclusts = FORMULAS[criterion]
    whose = f"In the sign of R's mclust: {mclusts}, **higher** is better."
    if not as_mclust:
        whose = f"In the sign of scikit-learn and this dashboard: {ours}, **lower** is better."
    return f"{whose} Narrow: the best run is near-singular."


def choose(n_components: int, covariance_type: str) -> None:
    """Show this cell below, and name it in the link."""
    choices.choose("cell", f"{n_components}_{covariance_type}")


def ask_for_cell(known: Known, lowest: FittedModel) -> FittedModel | None:
    """The cell that the visitor chose, by a click or by these two widgets; the best one, if none or none of these."""
    kinds = list(dict.fromkeys(kind for _, kind in known))
    numbers = list(dict.fromkeys(k for k, _ in known))
    number, _, kind = choices.get("cell").partition("_")
    k = int(number or 0)
    if k not in numbers or kind not in kinds:
        k, kind = lowest.n_components, lowest.covariance_type

    def take() -> None:
        choose(st.session_state[CHOSEN_K], st.session_state[CHOSEN_TYPE])

    st.session_state[CHOSEN_K], st.session_state[CHOSEN_TYPE] = k, kind
    st.segmented_control("Components", numbers, key=CHOSEN_K, required=True, on_change=take)
    st.segmented_control(
        "Covariances",
        kinds,
        key=CHOSEN_TYPE,
        required=True,
        format_func=lambda kind: COVARIANCE_TYPES[kind].label,
        on_change=take,
    )
    return known.get((k, kind))


def cell_in_words(cell: FittedModel) -> str:
    """A cell in two sentences: its numbers, in both signs, and how many starts came there."""
    if cell.seed is None:
        return (
            f"**{name_of(cell)}:** none of the {cell.n_starts} starts gave a sound run; all collapsed or had no room."
        )
    end = "converged" if cell.stop == "converged" else "had not converged"
    numbers = (
        f"{cell.log_likelihood:.3f}, {cell.n_parameters} parameters; BIC {cell.bic:.3f} (mclust: {-cell.bic:.3f}), "
        f"AIC {cell.aic:.3f}, ICL {cell.icl:.3f} (mclust: {-cell.icl:.3f}). "
    )
    lines = f"**{name_of(cell)}:** log-likelihood {with_minus(numbers)}"
    if cell.n_components == 1:
        return lines + "One component has a single best fit, whatever the start."
    lines += f"{cell.n_reached} of {cell.n_starts} starts ended there; the best run {end} after {cell.steps} steps."
    return lines + (f" {cell.n_collapsed} collapsed and are left out." if cell.n_collapsed else "")


def warning(cell: FittedModel) -> str:
    """Why a near-singular run is not to be trusted, with its numbers; empty if it is sound."""
    if not cell.near_singular:
        return ""
    return (
        f"{name_of(cell)}: the best run is near-singular. One component holds {cell.n_narrowest:.1f} points and has "
        f"{numeral(100 * cell.narrowest**0.5, 2)} % of the data's standard deviation along some direction (stated "
        f"limit: {numeral(100 * NEAR_SINGULAR**0.5, 2)} %). The likelihood grows without bound as such a component "
        "narrows, so its criteria say little."
    )


def name_of(cell: FittedModel) -> str:
    """Components and type, in words."""
    return _in_words(cell.n_components, cell.covariance_type)


def chosen_by_criteria(known: Known) -> str:
    """What each criterion chooses, in a line."""
    chosen = {criterion: best(known, criterion) for criterion in CRITERIA}
    return "; ".join(f"**{name.upper()}** chooses {name_of(cell)}" for name, cell in chosen.items() if cell) + "."


def _in_words(n_components: int, covariance_type: str) -> str:
    return f"{plural(n_components, 'component')}, {COVARIANCE_TYPES[covariance_type].label.lower()}"
