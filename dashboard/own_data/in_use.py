"""One's own data: this visitor's table, and which of its columns and rows are the scenario's points.

All of it lives in this visitor's session state. Nothing here is shared with anyone or written to a disk.

Streamlit ends a script that was interrupted as soon as it asks for anything in the session. So what changes the data
and, with them, the scenario asks for both first, and then does the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from dashboard.charts.extent import Extent
from dashboard.link import address
from dashboard.link.address import Link
from dashboard.own_data.reading.format import Format
from dashboard.own_data.reading.table import Table, table_of
from dashboard.own_data.to_points import Points, points_of
from emcore import Scenario
from emcore.points import Array
from emcore.scenario.link import HAND, OTHER_START
from emcore.scenario.own_points import MOST_FEATURES, MOST_POINTS, NOT_GIVEN, OWN, OwnData, fingerprint_of, own_data

KEY = "own-data"
PASTED, TYPED, FROM_LINK = "pasted table", "typed points", "points of a link"
FRESH = Scenario(OWN, start=OTHER_START, n_components=2, learn_weights=True)  # points still to be given
FEWEST_POINTS = 2  # that EM has anything to do with


@dataclass(frozen=True)
class RawData:
    """What a visitor gave, to be read, and read again in another way.

    packed      its bytes, compressed: they stay for the visit
    source      what they are called
    may_travel  whether few points may travel in the link
    format      how to read them
    is_parquet  which leaves little to choose
    is_small    so that reading them needs no turn
    """

    packed: bytes
    source: str
    may_travel: bool
    format: Format = field(default_factory=Format)
    is_parquet: bool = False
    is_small: bool = True


@dataclass
class DataInUse:
    """This visitor's data.

    table        what was read, typed or clicked
    source       what it is called
    raw          what the table was read from; None for typed points and those of a link
    to_read      what is still to be read
    problem      why what came last could not be read, in words
    columns      in use, in order
    points       their rows; None before any column is chosen
    without_bad_rows  whether rows that can't be used are left out
    may_travel   whether few points may travel in the link
    fingerprint  of the points in use; empty where there are none to use yet
    fixed_axes   of the picture that points are clicked into, which must not move under the hand; None for the data's
    wanted       the scenario of a link that names other data than these, until they are given
    followed     the data and columns of the scenario when it was last followed, or changed here
    """

    table: Table | None = None
    source: str = ""
    raw: RawData | None = None
    to_read: RawData | None = None
    problem: str = ""
    columns: tuple[str, ...] = ()
    points: Points | None = None
    without_bad_rows: bool = False
    may_travel: bool = True
    fingerprint: str = ""
    fixed_axes: list[Extent] | None = None
    wanted: Scenario | None = None
    followed: tuple[OwnData, tuple[str, ...]] = NOT_GIVEN, ()


def state() -> DataInUse:
    """This visitor's data."""
    own: DataInUse = st.session_state.setdefault(KEY, DataInUse())
    return own


# --- what the scenario asks for ---------------------------------------------------------------------------------------


def ready(scenario: Scenario) -> bool:
    """Whether the points of the scenario are here: always, unless they are one's own."""
    if scenario.source != OWN:
        return True
    own = state()
    undecided = own.table is not None and not own.fingerprint
    here = scenario.own.fingerprint == own.fingerprint != "" and scenario.columns == own.columns
    return not undecided and (bool(scenario.own.points) or here)


def points(scenario: Scenario) -> Array | None:
    """The points of a scenario that names one's own data, if they are here; None where it holds or makes its points."""
    named = scenario.source == OWN and not scenario.own.points
    own = state()
    return own.points.X if named and own.points is not None and ready(scenario) else None


def scenario() -> Scenario | None:
    """The points in use with the start and the options of the dashboard; None while there are no such points."""
    return _scenario(state(), address.state().scenario)


def _scenario(own: DataInUse, now: Scenario) -> Scenario | None:
    if own.points is None or not own.fingerprint:
        return None
    n_rows = len(own.points.rows) + len(own.points.bad_rows)
    record = own_data(own.points.X, own.source, n_rows, may_travel=own.may_travel)
    data = {"own": record, "columns": own.columns}
    if now.source != OWN:
        return replace(FRESH, **data)  # type: ignore[arg-type]
    if now.own.fingerprint == own.fingerprint:
        data["own"] = now.own if not record.points else record  # the same data under another name
    if now.n_features != len(own.columns):
        data |= {"start": OTHER_START if now.components else now.start, "components": ()}
    return replace(now, **data)  # type: ignore[arg-type]


def follow(scenario: Scenario) -> None:
    """Have the table show the points of the scenario, which may come from a link or a step back."""
    own = state()
    before = own.followed
    own.followed = scenario.own, scenario.columns
    if scenario.source != OWN or own.followed == before:
        return
    if own.table is not None and set(scenario.columns) <= set(own.table.columns):
        columns, drop = own.columns, own.without_bad_rows
        _use(own, scenario.columns, drop=True)
        if _is_of(own, scenario):
            return
        _use(own, columns, drop=drop)
    own.wanted = scenario if scenario.own.fingerprint else None
    if scenario.own.points:
        own.source, own.raw, own.may_travel, own.problem = FROM_LINK, None, True, ""
        own.table = table_of(scenario.columns, list(zip(*scenario.own.points, strict=True)))
        _use(own, scenario.columns)


def _is_of(own: DataInUse, scenario: Scenario) -> bool:
    return own.points is not None and bool(own.fingerprint) and scenario.own.is_of(own.points.X)


# --- what the visitor does --------------------------------------------------------------------------------------------


def take_typed(rows: Sequence[Sequence[float | None]], names: Sequence[str]) -> None:
    """Take points typed into a table of these columns, all of them; rows without any number do not count."""
    rows = [row for row in rows if any(value is not None for value in row)]
    _typed(table_of(names, list(zip(*rows, strict=True))))


def put_points(X: Array, columns: Sequence[str], axes: list[Extent] | None = None) -> None:
    """Take points X (N, D) instead of the table, of which only these columns are left; the step in view stays."""
    _typed(table_of(columns, list(zip(*X.tolist(), strict=True))), axes)


def take_with(scenario: Scenario, X: Array) -> None:
    """Take points X (N, D) that came with the scenario that names them."""
    own, link = state(), address.state()
    own.raw, own.source, own.wanted = None, scenario.own.file, scenario
    show(own, link, table_of(scenario.columns, list(zip(*X.tolist(), strict=True))))


def choose(columns: Sequence[str]) -> None:
    """Use these columns."""
    own, link = state(), address.state()
    _use(own, tuple(columns))
    _hand_over(own, link)


def leave_out(drop: bool) -> None:
    """Leave rows out that can't be used, or not."""
    own, link = state(), address.state()
    _use(own, own.columns, drop=drop)
    _hand_over(own, link)


def can_travel() -> bool:
    """Whether the points in use are few and short enough for a link."""
    own = state()
    X = own.points.X if own.points is not None else None
    return X is not None and len(X) <= MOST_POINTS and bool(own_data(X, "", 0, may_travel=True).points)


def let_travel(may_travel: bool) -> None:
    """Whether few points may travel in the link."""
    own, link = state(), address.state()
    own.may_travel = may_travel
    if link.scenario.source == OWN:
        _hand_over(own, link)


def forget() -> None:
    """Let go of the data; a scenario on them gives way to the one that the dashboard opens with."""
    st.session_state[KEY] = DataInUse()
    if address.state().scenario.source == OWN:
        address.show(address.FIRST, replace(address.state().view, step=0))


def _typed(table: Table, axes: list[Extent] | None = None) -> None:
    """Use all of a table that the visitor made point by point; the step in view and a start by hand stay."""
    own, link = state(), address.state()
    own.raw, own.source = None, TYPED
    own.table, own.problem = table, ""
    _use(own, tuple(table.columns))
    _hand_over(own, link)
    own.fixed_axes = axes


def show(own: DataInUse, link: Link, table: Table) -> None:
    """Use a new table: the points that a link asks for if it has them, else the columns in use before, or the first."""
    now = link.scenario
    wanted = own.wanted or now
    asked = wanted.columns if wanted.own != NOT_GIVEN and set(wanted.columns) <= set(table.columns) else ()
    before = tuple(name for name in own.columns if name in table.columns)
    own.table, own.problem = table, ""
    _use(own, asked, drop=True)
    if _is_of(own, wanted):
        link.scenario, own.wanted = wanted, None
        if not wanted.own.points:
            own.may_travel = False  # whoever made the link did not want them to travel, or could not
    else:
        _use(own, before or asked or tuple(table.numeric[:2]))
        if now.source == OWN and now.start == HAND:  # in the units of other data
            link.scenario = replace(now, start=OTHER_START, components=())
    if _hand_over(own, link):
        link.show(link.scenario, replace(link.view, step=0))


def _use(own: DataInUse, columns: tuple[str, ...], *, drop: bool = False) -> None:
    """Take the rows of these columns, if they can be used."""
    own.columns, own.without_bad_rows, own.points, own.fingerprint, own.fixed_axes = columns, drop, None, "", None
    if own.table is None or not 1 <= len(columns) <= MOST_FEATURES:
        return
    own.points = points_of(own.table, columns)
    if len(own.points.X) >= FEWEST_POINTS and (drop or not len(own.points.bad_rows)):
        own.fingerprint = fingerprint_of(own.points.X)


def _hand_over(own: DataInUse, link: Link) -> bool:
    """Make the points in use the scenario's; tells whether that changed it. It does not for data that a link named."""
    after = _scenario(own, link.scenario)
    if after is None or after == link.scenario:
        return False
    own.followed = after.own, after.columns
    link.scenario = after
    return True
