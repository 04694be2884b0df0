"""One's own data: this visitor's table, and which of its columns and rows are the scenario's points.

All of it lives in this visitor's session state. Nothing here is shared with anyone or written to a disk.
"""

import zlib
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

import streamlit as st

from dashboard.charts.extent import Extent
from dashboard.link import address
from dashboard.own_data.reading import How, Table, TableError, read_table, table_of
from dashboard.own_data.reading.apart import turn
from dashboard.own_data.reading.columns import Progress
from dashboard.own_data.reading.content import PARQUET
from dashboard.own_data.reading.table import are_few
from dashboard.own_data.to_points import Numbers, numbers
from emcore import Scenario
from emcore.points import Array
from emcore.scenario.link import HAND, OTHER_START
from emcore.scenario.own_points import MOST_FEATURES, MOST_POINTS, NOT_GIVEN, OWN, OwnData, fingerprint_of, own_data

KEY = "own-data"
PASTED, TYPED, FROM_LINK = "pasted table", "typed points", "points of a link"
FRESH = Scenario(OWN, start=OTHER_START, n_components=2, learn_weights=True)  # points still to be given
FEWEST_POINTS = 2  # that EM has anything to do with


@dataclass(frozen=True)
class Given:
    """What a visitor gave: packed bytes, what they are called, whether few points may travel, and how to read them."""

    packed: bytes
    source: str
    carry: bool
    how: How = field(default_factory=How)
    parquet: bool = False  # which leaves little to choose
    few: bool = True  # so that reading them needs no turn


def given(data: bytes, source: str, *, carry: bool) -> Given:
    """The bytes of a file or a text, packed: they stay for the visit, to be read again in another way."""
    return Given(zlib.compress(data, 1), source, carry, parquet=data.startswith(PARQUET), few=are_few(data))


@dataclass
class Own:
    """This visitor's data.

    given    what the table was read from, to be read again in another way; None for typed points
    pending  what is still to be read
    columns  in use, in order; `numbers` are their rows, None before any column is chosen
    drop     whether rows that can't be used are left out
    problem  why what came last could not be read, in words
    carry    whether few points may travel in the link
    mark     of the points in use; empty where there are none to use yet
    axes     of the picture that points are clicked into, which must not move under the hand; None for the data's
    asked    the scenario of a link that names other data than these, until they are given
    seen     what the scenario said of one's own data when it was last looked at, or changed here
    """

    table: Table | None = None
    source: str = ""
    given: Given | None = None
    pending: Given | None = None
    problem: str = ""
    columns: tuple[str, ...] = ()
    numbers: Numbers | None = None
    drop: bool = False
    carry: bool = True
    mark: str = ""
    axes: list[Extent] | None = None
    asked: Scenario | None = None
    seen: tuple[OwnData, tuple[str, ...]] = NOT_GIVEN, ()


def state() -> Own:
    """This visitor's own data."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Own()
    own: Own = st.session_state[KEY]
    return own


# --- what the scenario asks for ---------------------------------------------------------------------------------------


def ready(scenario: Scenario) -> bool:
    """Whether the points of the scenario are here: always, unless they are one's own."""
    if scenario.source != OWN:
        return True
    own = state()
    undecided = own.table is not None and not own.mark
    here = scenario.own.fingerprint == own.mark != "" and scenario.columns == own.columns
    return not undecided and (bool(scenario.own.points) or here)


def points(scenario: Scenario) -> Array | None:
    """The points of a scenario that names one's own data, if they are here; None where it holds or makes its points."""
    named = scenario.source == OWN and not scenario.own.points
    own = state()
    return own.numbers.X if named and own.numbers is not None and ready(scenario) else None


def scenario() -> Scenario | None:
    """The points in use with the start and the options of the dashboard; None while there are no such points."""
    own = state()
    if own.numbers is None or not own.mark:
        return None
    record = own_data(own.numbers.X, own.source, len(own.numbers.kept) + len(own.numbers.dropped), may_travel=own.carry)
    data = {"own": record, "columns": own.columns}
    now = address.state().scenario
    if now.source != OWN:
        return replace(FRESH, **data)  # type: ignore[arg-type]
    if now.own.fingerprint == own.mark:
        data["own"] = now.own if not record.points else record  # the same data under another name
    if now.n_features != len(own.columns):
        data |= {"start": OTHER_START if now.components else now.start, "components": ()}
    return replace(now, **data)  # type: ignore[arg-type]


def follow(scenario: Scenario) -> None:
    """Have the table show the points of the scenario, which may come from a link or a step back."""
    own = state()
    before = own.seen
    own.seen = scenario.own, scenario.columns
    if scenario.source != OWN or own.seen == before:
        return
    if own.table is not None and set(scenario.columns) <= set(own.table.columns):
        columns, drop = own.columns, own.drop
        _use(scenario.columns, drop=True)
        if _is_of(scenario):
            return
        _use(columns, drop=drop)
    own.asked = scenario if scenario.own.fingerprint else None
    if scenario.own.points:
        own.source, own.given, own.carry, own.problem = FROM_LINK, None, True, ""
        own.table = table_of(scenario.columns, list(zip(*scenario.own.points, strict=True)))
        _use(scenario.columns)


def _is_of(scenario: Scenario) -> bool:
    own = state()
    if own.numbers is None or not own.mark:
        return False
    return scenario.own.is_of(own.numbers.X) if scenario.own.points else scenario.own.fingerprint == own.mark


# --- what the visitor does --------------------------------------------------------------------------------------------


def take(new: Given) -> None:
    """Have new data read, by the page, where that can be seen and stopped."""
    own = state()
    own.pending, own.problem = new, ""


def read_pending(progress: Progress) -> None:
    """Read what was given; where that fails, the problem is kept in words, and so are the data from before.

    What `progress` raises leaves it still to be read.
    """
    own = state()
    new = own.pending
    if new is None:
        return
    try:
        with nullcontext() if new.few else turn(progress):  # who waits for it keeps the bytes packed
            table = read_table(zlib.decompress(new.packed), new.source, new.how, progress=progress)
    except TableError as error:
        own.pending, own.problem = None, str(error)
        return
    own.pending, own.given, own.source, own.carry = None, new, new.source, new.carry
    _show(table)


def stop_reading() -> None:
    """Do not read what was given."""
    own = state()
    own.pending, own.problem = None, "Reading was stopped."


def take_typed(rows: Sequence[Sequence[float | None]], names: Sequence[str]) -> None:
    """Take points typed into a table of these columns, all of them; rows without any number do not count."""
    rows = [row for row in rows if any(value is not None for value in row)]
    _typed(table_of(names, list(zip(*rows, strict=True))))


def put_points(X: Array, columns: Sequence[str], axes: list[Extent] | None = None) -> None:
    """Take points X (N, D) instead of the table, of which only these columns are left; the step in view stays."""
    _typed(table_of(columns, list(zip(*X.tolist(), strict=True))))
    state().axes = axes


def choose(columns: Sequence[str]) -> None:
    """Use these columns."""
    _use(tuple(columns))
    _hand_over()


def leave_out(drop: bool) -> None:
    """Leave rows out that can't be used, or not."""
    _use(state().columns, drop=drop)
    _hand_over()


def can_travel() -> bool:
    """Whether the points in use are few and short enough for a link."""
    own = state()
    X = own.numbers.X if own.numbers is not None else None
    return X is not None and len(X) <= MOST_POINTS and bool(own_data(X, "", 0, may_travel=True).points)


def let_travel(carry: bool) -> None:
    """Whether few points may travel in the link."""
    state().carry = carry
    if address.state().scenario.source == OWN:
        _hand_over()


def forget() -> None:
    """Let go of the data; a scenario on them gives way to the one that the dashboard opens with."""
    st.session_state[KEY] = Own()
    if address.state().scenario.source == OWN:
        address.show(Scenario(), replace(address.state().view, step=0))


def _typed(table: Table) -> None:
    """Use all of a table that the visitor made point by point; the step in view and a start by hand stay."""
    own = state()
    own.given, own.source = None, TYPED
    own.table, own.problem = table, ""
    _use(tuple(table.columns))
    _hand_over()


def _show(table: Table) -> None:
    """Use a new table: the points that a link asks for if it has them, else the columns in use before, or the first."""
    own, now = state(), address.state().scenario
    wanted = own.asked or now
    asked = wanted.columns if wanted.own != NOT_GIVEN and set(wanted.columns) <= set(table.columns) else ()
    before = tuple(name for name in own.columns if name in table.columns)
    own.table, own.problem = table, ""
    _use(asked, drop=True)
    if _is_of(wanted):
        address.state().scenario, own.asked = wanted, None
        if not wanted.own.points:
            own.carry = False  # whoever made the link did not want them to travel, or could not
    else:
        _use(before or asked or tuple(table.numeric[:2]))
        if now.source == OWN and now.start == HAND:  # in the units of other data
            address.state().scenario = replace(now, start=OTHER_START, components=())
    if _hand_over():
        address.show(address.state().scenario, replace(address.state().view, step=0))


def _use(columns: tuple[str, ...], *, drop: bool = False) -> None:
    """Take the rows of these columns, if they can be used."""
    own = state()
    own.columns, own.drop, own.numbers, own.mark, own.axes = columns, drop, None, "", None
    if own.table is None or not 1 <= len(columns) <= MOST_FEATURES:
        return
    own.numbers = numbers(own.table, columns)
    if len(own.numbers.X) >= FEWEST_POINTS and (drop or not len(own.numbers.dropped)):
        own.mark = fingerprint_of(own.numbers.X)


def _hand_over() -> bool:
    """Make the points in use the scenario's; tells whether that changed it. It does not for data that a link named."""
    after = scenario()
    if after is None or after == address.state().scenario:
        return False
    state().seen = after.own, after.columns
    address.state().scenario = after
    return True
