"""One's own data: this visitor's table, choices and run, and the link that carries or names the data.

All of it lives in this visitor's session state. Nothing here is cached, shared with anyone or written to a disk.
"""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import link
from dashboard.reading import MOST_FEATURES, Numbers, Table, TableError, read_table, table_of
from emcore import COVARIANCE_TYPES, STARTS, EMTrace, MixtureError, make_start
from emcore.fitting import Fitting
from emcore.points import LARGEST, Array
from emcore.query import BETWEEN_GAUSSIANS as BETWEEN_POINTS
from emcore.query import BETWEEN_NUMBERS, QueryReader, read_number, write_number
from emcore.scenario import LIMITS

KEY = "own-data"
PREFIX = "own"  # all names of this page's query begin so; the others are the scenario's
POINTS, NAMES = "own", "own_names"
FILE, ROWS, COLUMNS = "own_file", "own_rows", "own_columns"

MOST_POINTS = 100  # more do not travel in a link
LONGEST_POINTS, LONGEST_NAMES = 1500, 400  # characters
MOST_FILE_ROWS = 10_000_000
PASTED, TYPED, FROM_LINK = "pasted table", "typed points", "the link"
PRINCIPAL = "principal"
PATIENCE, PULSE = 1.0, 0.1  # seconds before a run shows how far it is, and between two reports


@dataclass(frozen=True)
class Choices:
    """What is done with the data; `plane` is "principal" or two column numbers, "0_2", for more than two dimensions."""

    n_components: int = 2
    start: str = "kmeanspp"
    start_seed: int = 1
    covariance_type: str = "full"
    max_iter: int = 100
    reg_covar: float = 0.0
    standardize: bool = False
    drop: bool = False
    plane: str = PRINCIPAL


@dataclass(frozen=True)
class Wanted:
    """Data that a link names and does not carry."""

    file: str
    rows: int
    columns: tuple[str, ...]


@dataclass
class Own:
    """This visitor's data and choices."""

    table: Table | None = None
    source: str = ""
    raw: bytes = b""  # kept to be read again with another decimal sign or header
    decimal: str | None = None
    header: bool | None = None
    problem: str = ""
    columns: tuple[str, ...] = ()
    choices: Choices = field(default_factory=Choices)
    carry: bool = True  # whether small data may travel in the link
    wanted: Wanted | None = None
    seen: dict[str, str] | None = None  # this page's part of the query, as last read or written
    fitted: tuple[str, EMTrace | None, str] | None = None  # the key of the last run, its trace, or why there is none


def state() -> Own:
    """This visitor's own data."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Own()
    own: Own = st.session_state[KEY]
    return own


def take(data: bytes, source: str, *, carry: bool, decimal: str | None = None, header: bool | None = None) -> None:
    """Read new data; where that fails, the problem is kept in words."""
    own = state()
    if own.wanted is None and data != own.raw:  # new data begin at the start; those that a link named, at its step
        link.show(link.state().scenario, replace(link.state().view, step=0))
    own.raw, own.source, own.decimal, own.header, own.carry = data, source, decimal, header, carry
    try:
        _show(read_table(data, source, decimal=decimal, header=header))
    except TableError as error:
        own.table, own.problem, own.columns = None, str(error), ()


def take_typed(rows: Sequence[Sequence[float | None]]) -> None:
    """Take points typed into the table; rows without any number do not count."""
    own = state()
    rows = [row for row in rows if any(value is not None for value in row)]
    own.raw, own.source, own.decimal, own.header, own.carry = b"", TYPED, None, None, True
    try:
        names = [f"x{d + 1}" for d in range(len(rows[0]))] if rows else []
        if not rows:
            raise TableError("There is no point yet. Type numbers into the table.")
        _show(table_of(names, list(zip(*rows, strict=True))))
    except TableError as error:
        own.table, own.problem, own.columns = None, str(error), ()


def add_point(X: Array, columns: Sequence[str], at: Sequence[float]) -> None:
    """Add a point (D,) to the points (N, D) in use; of an uploaded table these columns are left."""
    own = state()
    own.raw, own.source, own.decimal, own.header = b"", TYPED, None, None
    _show(table_of(list(columns), list(zip(*X.tolist(), list(at), strict=True))))
    own.columns = tuple(columns)


def forget() -> None:
    """Let go of the data, keep the choices."""
    choices, seen = state().choices, state().seen
    st.session_state[KEY] = Own(choices=choices, seen=seen)


def _show(table: Table) -> None:
    own = state()
    before = own.columns
    own.table, own.problem = table, ""
    wanted = own.wanted.columns if own.wanted else ()
    named = tuple(name for name in table.numeric if _in_link(name) in wanted)
    kept = before if before and set(before) <= set(table.columns) else ()
    own.columns = (named or kept or tuple(table.numeric[:2]))[:MOST_FEATURES]
    own.wanted = None


def read_link() -> list[str]:
    """Take up the URL if it says something new; returns what it says that could not be used, a line each."""
    own = state()
    query = {name: value for name, value in dict(st.query_params).items() if name.startswith(PREFIX)}
    if query == own.seen:
        return []
    if not query and own.table is not None:  # come back from another page: the data are still there
        own.seen = query
        return []
    own.seen = query
    own.choices, problems = choices_from(query)
    if POINTS in query:
        points, more = points_from(query[POINTS])
        problems += more
        if points:
            names = query[NAMES].split(BETWEEN_POINTS) if NAMES in query else []
            if len(names) != len(points[0]):
                names = [f"x{d + 1}" for d in range(len(points[0]))]
            own.source, own.raw, own.carry = FROM_LINK, b"", True
            own.columns, own.wanted = (), None
            _show(table_of(names, list(zip(*points, strict=True))))
            own.columns = tuple(own.table.columns) if own.table else ()
    elif FILE in query:
        rows = QueryReader(query).number(ROWS, (0, MOST_FILE_ROWS), 0)
        columns = tuple(filter(None, query.get(COLUMNS, "").split(BETWEEN_POINTS)))[:MOST_FEATURES]
        own.wanted = Wanted(query[FILE][:100], int(rows), columns)
        if own.table is not None and _in_link(own.source) == query[FILE]:
            _show(own.table)  # it is there already; the link may choose other columns of it
        else:
            own.table, own.problem, own.columns = None, "", ()
    known = {POINTS, NAMES, FILE, ROWS, COLUMNS, *CHOICE_NAMES.values()}
    return [*problems, *(f"{name} is no setting of this page; it is ignored." for name in query if name not in known)]


def write_link(numbers: Numbers | None) -> None:
    """Write data and choices to the URL if they changed since it was read."""
    own = state()
    query = choices_query(own.choices)
    if numbers is not None:
        query |= data_query(numbers, own.columns, own.source, own.carry)
    elif own.wanted is not None:
        query |= _named(own.wanted.file, own.wanted.rows, own.wanted.columns)
    if query != own.seen:
        own.seen = query
        st.query_params.from_dict({**link.query(), **query})


CHOICE_NAMES = {
    "n_components": "own_k",
    "start": "own_start",
    "start_seed": "own_seed",
    "covariance_type": "own_covariance",
    "max_iter": "own_iterations",
    "reg_covar": "own_ridge",
    "standardize": "own_scale",
    "drop": "own_drop",
    "plane": "own_plane",
}


def choices_from(query: Mapping[str, str]) -> tuple[Choices, list[str]]:
    """Read a link's query; never raises, and says what it could not use."""
    read = QueryReader(query)
    default = Choices()
    ranged = {
        name: read.number(CHOICE_NAMES[name], LIMITS[name], getattr(default, name))
        for name in ("n_components", "start_seed", "max_iter", "reg_covar")
    }
    pairs = [f"{i}_{j}" for j in range(MOST_FEATURES) for i in range(j)]
    choices = Choices(
        start=read.choice("own_start", STARTS, default.start),
        covariance_type=read.choice("own_covariance", COVARIANCE_TYPES, default.covariance_type),
        standardize=read.choice("own_scale", ["measured", "standard"], "measured") == "standard",
        drop=read.choice("own_drop", ["no", "yes"], "no") == "yes",
        plane=read.choice("own_plane", [PRINCIPAL, *pairs], PRINCIPAL),
        **ranged,  # type: ignore[arg-type]
    )
    return choices, read.problems


def choices_query(choices: Choices) -> dict[str, str]:
    """The link's query, without what is default."""
    written = {"standardize": "standard", "drop": "yes"}
    query = {}
    for name, query_name in CHOICE_NAMES.items():
        value = getattr(choices, name)
        if value != getattr(Choices, name):
            query[query_name] = written.get(name) or (value if isinstance(value, str) else write_number(value))
    return query


def data_query(numbers: Numbers, columns: Sequence[str], source: str, carry: bool) -> dict[str, str]:
    """The points themselves where they are few and may travel, else the file's name, its rows and its columns."""
    if carry and 0 < len(numbers.X) <= MOST_POINTS:
        points = write_points(numbers.X)
        if len(points) <= LONGEST_POINTS:
            names = BETWEEN_POINTS.join(map(_in_link, columns))
            plain = names == BETWEEN_POINTS.join(f"x{d + 1}" for d in range(len(columns)))
            return {POINTS: points} | ({} if plain or len(names) > LONGEST_NAMES else {NAMES: names})
    return _named(source, len(numbers.kept) + len(numbers.dropped), columns)


def _named(file: str, rows: int, columns: Sequence[str]) -> dict[str, str]:
    names = BETWEEN_POINTS.join(map(_in_link, columns))
    return {FILE: _in_link(file), ROWS: str(rows)} | ({COLUMNS: names} if len(names) <= LONGEST_NAMES else {})


def _in_link(name: str) -> str:
    return name.replace(BETWEEN_POINTS, "-")


def write_points(X: Array) -> str:
    """The text that `points_from` reads back."""
    return BETWEEN_POINTS.join(BETWEEN_NUMBERS.join(map(write_number, row)) for row in X)


def points_from(text: str) -> tuple[list[list[float]], list[str]]:
    """Points in a link, rows of as many numbers each; none, and the reason, where they can't be read."""
    rows = text.split(BETWEEN_POINTS)
    problems = []
    if len(rows) > MOST_POINTS:
        problems.append(f"The link has {len(rows):,} points; the first {MOST_POINTS} are used.")
    points = [[read_number(number) for number in row.split(BETWEEN_NUMBERS)] for row in rows[:MOST_POINTS]]
    width = len(points[0])
    for i, row in enumerate(points, start=1):
        if any(value is None or abs(value) > LARGEST for value in row):
            return [], [f"The points in the link can't be read: point {i} holds something that is no number."]
        if len(row) != width or width > MOST_FEATURES:
            return [], [f"The points in the link can't be read: point {i} has {len(row)} numbers, the first {width}."]
    return [[value for value in row if value is not None] for row in points], problems


def standardized(X: Array) -> Array:
    """Every column with mean 0 and standard deviation 1; a constant one becomes 0."""
    X = X / np.maximum(np.abs(X).max(axis=0), np.finfo(float).tiny)  # so that no square overflows
    X = X - X.mean(axis=0)
    sd = X.std(axis=0)
    return np.asarray(X / np.where(sd > 0, sd, 1.0))


def run(X: Array, choices: Choices, place: DeltaGenerator) -> tuple[EMTrace | None, str]:
    """EM's trace on points X (N, D), or None and why; a long run shows at `place` how far it is.

    The last run is kept in this visitor's session, so that a rerun which changes none of this costs nothing.
    """
    own = state()
    key = _key(X, choices)
    if own.fitted is None or own.fitted[0] != key:
        own.fitted = None
        own.fitted = (key, *_fit(X, choices, place))
    return own.fitted[1], own.fitted[2]


def _key(X: Array, choices: Choices) -> str:
    options = [getattr(choices, name) for name in CHOICE_NAMES if name not in ("plane", "drop")]
    return hashlib.blake2b(X.tobytes() + repr((X.shape, options)).encode()).hexdigest()


def _fit(X: Array, choices: Choices, place: DeltaGenerator) -> tuple[EMTrace | None, str]:
    options = {"covariance_type": choices.covariance_type, "reg_covar": choices.reg_covar}
    try:
        rng = np.random.default_rng([choices.start_seed, 1])
        start = make_start(choices.start, X, choices.n_components, rng, **options)  # type: ignore[arg-type]
        fitting = Fitting(X, [start], **options)  # type: ignore[arg-type]
    except MixtureError as error:
        return None, str(error)
    bar = None
    shown = time.monotonic() + PATIENCE - PULSE
    while fitting.n_steps < choices.max_iter and fitting.advance():
        if time.monotonic() - shown > PULSE:
            bar = bar or place.progress(0.0)
            step, last = fitting.n_steps, choices.max_iter
            bar.progress(step / last, f"Running EM on {len(X):,} points: step {step} of {last}")
            shown = time.monotonic()
    place.empty()
    return fitting.traces(choices.max_iter)[0], ""
