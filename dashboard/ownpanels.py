"""The parts of the page of one's own data: ways in, what was read, choices. The only owner of its widgets' keys."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from string import punctuation
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import clicks, owndata
from dashboard.owndata import Choices, state
from dashboard.reading import MOST_FEATURES, MOST_ROWS, Numbers, Table
from emcore import COVARIANCE_TYPES, STARTS, Dataset, EMTrace
from emcore.points import Array
from emcore.project import pair, principal_components
from emcore.scenario import LIMITS

UPLOAD, PASTE, TYPE = "Upload a file", "Paste", "Type points"
WAYS = [UPLOAD, PASTE, TYPE]
LONGEST_PASTE = 500_000  # characters
PREVIEW = 5  # rows
EMPTY_ROWS = 5
DECIMALS: dict[str | None, str] = {None: "Find out", ".": "Point", ",": "Comma"}
HEADERS: dict[bool | None, str] = {None: "Find out", True: "Yes", False: "No"}


def plain(text: str) -> str:
    """A text of somebody else's as Markdown that shows it letter by letter."""
    return "".join(f"\\{c}" if c in punctuation else c for c in " ".join(text.split()))


def listed(lines: list[str]) -> str:
    """Lines of somebody else's text as a list in Markdown."""
    return "\n".join(f"- {plain(line)}" for line in lines)


def ways_in() -> None:
    """Upload, paste or type."""
    way = st.segmented_control(
        "How the data come in", WAYS, default=PASTE, key="own-way", required=True, label_visibility="collapsed"
    )
    if way == UPLOAD:
        _upload()
    elif way == PASTE:
        _paste()
    else:
        _type()


def _upload() -> None:
    def took() -> None:
        file = st.session_state["own-upload"]
        if file is None:
            owndata.forget()
        else:
            owndata.take(file.getvalue(), file.name, carry=False)

    st.file_uploader(
        "CSV, TSV, Excel (.xlsx) or Parquet",
        key="own-upload",
        on_change=took,
        help=f"Up to {MOST_ROWS:,} rows. It is read in memory, for this visit only.",
    )


def _paste() -> None:
    def took() -> None:
        text = st.session_state["own-paste"]
        if text.strip():
            owndata.take(text.encode("utf-8", "replace"), owndata.PASTED, carry=True)
        else:
            owndata.forget()

    st.text_area(
        "A column or a table",
        key="own-paste",
        height=140,
        max_chars=LONGEST_PASTE,
        placeholder="height;weight\n172,5;68\n180,1;75",
        on_change=took,
        help="From a spreadsheet, a web page or a file: columns separated by tabs, commas, semicolons or spaces.",
    )
    st.button("Read it", key="own-read", on_click=took, icon=":material/table:")


def _type() -> None:
    """An editable table. An editor keeps edits as differences from the table it was given: that one must stay."""
    memory = st.session_state.setdefault("own-typed", {"now": None, "version": 0})
    n_features = st.number_input("Columns", 1, MOST_FEATURES, _typed_width(memory), key="own-typed-columns")
    names = [f"x{d + 1}" for d in range(n_features)]
    key = f"own-editor-{memory['version']}"
    if key not in st.session_state or list(memory["base"].columns) != names:
        memory["base"] = _typed_base(memory["now"], names)
        if memory["now"] is None:
            memory["now"] = memory["base"]  # nothing is typed yet
        memory["version"] += 1
        key = f"own-editor-{memory['version']}"
    edited = st.data_editor(
        memory["base"],
        key=key,
        num_rows="dynamic",
        hide_index=True,
        height=250,
        column_config={name: st.column_config.NumberColumn(name, format="%.6g") for name in names},
        alt="Editable table, one row for each point",
    )
    rows = [[None if pd.isna(value) else float(value) for value in row] for row in edited.to_numpy()]
    if not edited.equals(memory["now"]):
        memory["now"] = edited
        if any(value is not None for row in rows for value in row):
            owndata.take_typed(rows)


def _typed_width(memory: dict[str, Any]) -> int:
    own = state()
    if memory["now"] is not None:
        return len(memory["now"].columns)
    return len(own.columns) if own.source == owndata.FROM_LINK and own.columns else 2


def _typed_base(now: pd.DataFrame | None, names: list[str]) -> pd.DataFrame:
    """What was typed before, else the link's points, else empty rows."""
    own = state()
    if now is None and own.source == owndata.FROM_LINK and own.table is not None:
        now = pd.DataFrame(own.table.values, columns=[f"x{d + 1}" for d in range(own.table.values.shape[1])])
    if now is None:
        now = pd.DataFrame(index=range(EMPTY_ROWS))
    return now.reindex(columns=names).astype(float).reset_index(drop=True)


def clicks_add_points(n_features: int, standardized: bool) -> bool:
    """Whether a click on the picture adds a point: a switch, where the picture's axes are the data's own."""
    if n_features > 2 or standardized:
        return False
    return st.toggle("A click adds a point", key="own-clicks", help="Put points on the picture and watch EM fit them.")


def take_clicks(X: Array, columns: Sequence[str]) -> None:
    """Add a point where the picture is clicked; the editable table follows."""

    def take() -> None:
        spot = st.session_state["own-place"]["spot"]
        if spot is not None:
            at = (spot["x"], spot["y"])[: X.shape[1]]
            owndata.add_point(X, columns, at)
            names = [f"x{d + 1}" for d in range(X.shape[1])]
            now = pd.DataFrame(np.vstack([X, at]), columns=names)
            version = st.session_state.get("own-typed", {"version": 0})["version"] + 1
            st.session_state["own-typed"] = {"now": now, "version": version}

    clicks.spots(key="own-place", on_spot_change=take)


def preview(table: Table) -> None:
    """The first rows as they were read, and what there is to say about them."""
    own = state()
    shown = table.frame.head(PREVIEW)
    shown = pd.DataFrame(
        {name: [_written(cell) for cell in shown[name]] for name in shown.columns},
        index=pd.Index(table.rows[:PREVIEW], name="row"),
        dtype=object,
    )
    st.dataframe(shown, width="stretch", height="content", key="own-preview")
    n_rows, n_columns = table.frame.shape
    st.caption(
        f"{n_rows:,} row{'s' * (n_rows > 1)}, {n_columns} column{'s' * (n_columns > 1)}, from {plain(own.source)}."
    )
    if table.notes:
        st.markdown(listed(table.notes))
    if own.raw[:4] not in (b"", b"PAR1"):
        _reading_choices()


def _written(cell: object) -> str:
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _reading_choices() -> None:
    own = state()

    def again() -> None:
        decimal, header = st.session_state["own-decimal"], st.session_state["own-header"]
        owndata.take(own.raw, own.source, carry=own.carry, decimal=decimal, header=header)

    left, right = st.columns(2)
    with left:
        _widget(
            st.segmented_control, "own-decimal", own.decimal, "Decimal sign", list(DECIMALS),
            format_func=DECIMALS.__getitem__, required=True, on_change=again,
        )  # fmt: skip
    with right:
        _widget(
            st.segmented_control, "own-header", own.header, "The first row holds names", list(HEADERS),
            format_func=HEADERS.__getitem__, required=True, on_change=again,
        )  # fmt: skip


def choose_columns(table: Table) -> None:
    """Which columns EM is run on, 1 to 8."""
    own = state()

    def take() -> None:
        own.columns = tuple(st.session_state["own-columns"])
        own.choices = replace(own.choices, drop=False, plane=owndata.PRINCIPAL)

    _widget(
        st.multiselect,
        "own-columns",
        [name for name in own.columns if name in table.columns],
        f"Columns, 1 to {MOST_FEATURES}",
        table.columns,
        max_selections=MOST_FEATURES,
        on_change=take,
        help="Each one is a dimension. Columns of words can be chosen too, if some of their rows hold numbers.",
    )


def bad_rows(numbers: Numbers) -> bool:
    """Say which rows can't be used and ask what to do; tells whether to go on."""
    own = state()
    if not len(numbers.dropped):
        return True
    n = len(numbers.dropped)
    one = n == 1
    st.warning(
        f"**{n:,} row{'' if one else 's'} can't be used** in these columns:\n\n{listed(numbers.problems)}",
        icon=":material/warning:",
    )
    if not len(numbers.X):
        return True
    _widget(
        st.toggle,
        "own-drop",
        own.choices.drop,
        f"Leave {'this row' if one else f'these {n:,} rows'} out and go on with {len(numbers.X):,}",
        on_change=_take("drop", "own-drop"),
    )
    if not own.choices.drop:
        st.info("Leave the rows out, choose other columns, or mend the cells and read the data again.")
    return own.choices.drop


def sidebar() -> None:
    """K, the start, the options of the run."""
    choices = state().choices
    with st.expander("Start", expanded=True, icon=":material/flag:"):
        _ranged(st.slider, "n_components", "Components K", "How many Gaussians EM fits.")
        _choice("start", "How to start", STARTS)
        st.caption(STARTS[choices.start].explanation)
        _ranged(st.number_input, "start_seed", "Start seed", "The same seed makes the same start.")
    with st.expander("Run", expanded=True, icon=":material/play_arrow:"):
        _widget(
            st.toggle, "own-standardize", choices.standardize, "Standardize",
            help="Every column minus its mean, divided by its standard deviation: for columns in different units.",
            on_change=_take("standardize", "own-standardize"),
        )  # fmt: skip
        _choice("covariance_type", "Covariance", COVARIANCE_TYPES)
        _ranged(st.slider, "max_iter", "Iterations", "How many E and M steps to run.")
        _ranged(
            st.number_input, "reg_covar", "Ridge",
            "Added to every variance at every step, in squared units of the data. Cures singular covariances.",
            step=0.01, format="%g",
        )  # fmt: skip
    if state().table is not None:
        _privacy()


def _privacy() -> None:
    own = state()
    if own.source != owndata.FROM_LINK:
        _widget(
            st.toggle, "own-carry", own.carry, "Points may travel in the link",
            help=f"Up to {owndata.MOST_POINTS} points. Otherwise the link only names the data, and whoever opens it is "
            "asked for them.",
            on_change=lambda: setattr(own, "carry", st.session_state["own-carry"]),
        )  # fmt: skip
    st.button("Forget the data", key="own-forget", on_click=_forget, icon=":material/delete:")


def _forget() -> None:
    owndata.forget()
    for key in ("own-paste", "own-typed"):
        st.session_state.pop(key, None)


def seen_in_two(dataset: Dataset, trace: EMTrace | None) -> tuple[Dataset, EMTrace | None]:
    """Data and run as they are drawn: as they are in one or two dimensions, else in a plane to choose."""
    n_features = dataset.X.shape[1]
    if n_features <= 2:
        return dataset, trace
    pairs = [f"{i}_{j}" for j in range(n_features) for i in range(j)]
    plane = state().choices.plane
    plane = plane if plane in pairs else owndata.PRINCIPAL

    def label(key: str) -> str:
        if key == owndata.PRINCIPAL:
            return "The first two principal components"
        return " and ".join(dataset.columns[int(d)] for d in key.split("_"))

    _widget(
        st.selectbox, "own-plane", plane, f"The plane to look at {n_features} dimensions in",
        [owndata.PRINCIPAL, *pairs], format_func=label, on_change=_take("plane", "own-plane"),
        help="EM runs in all dimensions; the picture and the table beside it show this plane.",
    )  # fmt: skip
    spread = (dataset.X.max(axis=0) > dataset.X.min(axis=0)).any()  # else there is nothing to find components of
    if plane == owndata.PRINCIPAL and spread:
        projection = principal_components(dataset)
    else:
        first, second = map(int, plane.split("_")) if plane != owndata.PRINCIPAL else (0, 1)
        projection = pair(dataset, first, second)
    return projection.dataset(dataset), projection.trace(trace) if trace is not None else None


def _widget(widget: Callable[..., Any], key: str, value: object, *args: Any, **kwargs: Any) -> None:
    """Draw a widget that shows `value`: the session's `Own` owns it, the widget only asks for changes."""
    st.session_state[key] = value
    widget(*args, key=key, **kwargs)


def _ranged(widget: Callable[..., Any], name: str, label: str, help: str, **kwargs: Any) -> None:
    value = getattr(state().choices, name)
    low, high = map(type(value), LIMITS[name])
    _widget(widget, f"own-{name}", value, label, low, high, help=help, on_change=_take(name, f"own-{name}"), **kwargs)


def _choice(name: str, label: str, registry: Any) -> None:
    _widget(
        st.selectbox,
        f"own-{name}",
        getattr(state().choices, name),
        label,
        list(registry),
        format_func=lambda key: registry[key].label,
        help="; ".join(f"{entry.label}: {entry.explanation}" for entry in registry.values()),
        on_change=_take(name, f"own-{name}"),
    )


def _take(name: str, key: str) -> Callable[[], None]:
    """A callback that takes a widget's value into the choice of the same name."""

    def take() -> None:
        own = state()
        choices: Choices = replace(own.choices, **{name: st.session_state[key]})
        own.choices = choices

    return take
