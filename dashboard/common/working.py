"""Work that takes long: done a slice at a time, with its progress on the page and a button to stop it.

Whatever a visitor touches interrupts the script after a slice. Work cut short so stays in the session, and goes on from
where it was when the page asks for it again. Streamlit begins the next script at once, though, while the one that it
interrupts is still at its last slice: so whoever touches the work holds its lock.
"""

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitDuplicateElementKey

from dashboard.common.cache import Result, Results
from dashboard.common.limits import AT_WORK, MANY_POINTS, UNFINISHED_POINTS
from emcore import Scenario

PATIENCE = 1.0  # seconds before work shows how far it is
PULSE = 0.1  # seconds between two reports
UNFINISHED = "unfinished"


class Work(Protocol):
    """Something that can be done in slices."""

    n_points: int  # that it works on, and holds copies of

    def work(self) -> bool:
        """Do a slice, some tenths of a second at most; tells whether there is more to do. Once there is not, an
        interrupted script may ask for one slice more.
        """

    def progress(self) -> tuple[float, str]:
        """The share that is done, and what to say of it."""


Kind = TypeVar("Kind", bound=Work)
Name = tuple[Any, ...]  # what kind of work, in a word, and what tells it from others of its kind


@dataclass(eq=False)
class Held:
    """This visitor's work in hand; there is one at a time. `stopped`: to be left as it is. `work`: None, if it was
    interrupted and others needed the room. `lock`: for a slice, and for a look at the work."""

    name: Name
    work: Any
    stopped: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def alone(self, call: Callable[[], Result]) -> Result:
        """What `call` gives, while no other script is at the work."""
        with self.lock:
            return call()


_turns = threading.BoundedSemaphore(AT_WORK)
_held: list["weakref.ref[Held]"] = []  # of all visitors, what was interrupted, the latest last
_held_lock = threading.Lock()


def look(name: Name, read: Callable[[Any], Result]) -> Result | None:
    """What `read` makes of this visitor's work of this name, if it was interrupted or stopped."""
    held = _in_hand(name)
    if held is None:
        return None
    return held.alone(lambda: None if held.work is None else read(held.work))


def is_stopped(name: Name) -> bool:
    """Whether the visitor stopped this work."""
    held = _in_hand(name)
    return held is not None and held.stopped


def go_on() -> None:
    """Let this visitor's work go on, if it was stopped."""
    held: Held | None = st.session_state.get(UNFINISHED)
    if held:
        held.stopped = False


def result(
    results: Results[Result],
    scenario: Scenario,
    begin: Callable[[], Kind],
    read: Callable[[Kind], Result],
    place: DeltaGenerator,
    n_points: int,
    *,
    name: Name = (),
    on_stop: Callable[[Kind], None] | None = None,
) -> Result:
    """The result for this scenario: found among `results`, or read from work that is done now, as `done` does it.

    What is read from work that the visitor stopped is not put there. `name`: of the work, if not that of the results
    and the scenario.
    """
    found = results.find(scenario)
    if found is not None:
        return found
    name = name or (results.name, scenario)
    found = done(name, begin, read, place, n_points, on_stop)
    return found if is_stopped(name) else results.put(found, scenario)


def done(
    name: Name,
    begin: Callable[[], Kind],
    read: Callable[[Kind], Result],
    place: DeltaGenerator,
    n_points: int,
    on_stop: Callable[[Kind], None] | None = None,
    patience: float | None = None,
) -> Result:
    """What `read` makes of the work of this name, done or stopped; begun, if none was interrupted. `place` shows its
    progress.

    on_stop   what it means to stop, if not to leave the work as it is
    patience  seconds before the progress is shown, if not `PATIENCE`
    """
    bar = Bar(place, f"stop-{name[0]}", lambda: _stop(name, on_stop), patience=patience)
    with _turn(n_points, place):
        held = _in_hand(name)
        work: Kind | None = held.work if held else None  # once: others may need the room
        if held is None or work is None:
            if n_points > MANY_POINTS:
                place.progress(0.0, f"Getting {n_points:,} points ready")
            work = begin()
            held = st.session_state[UNFINISHED] = Held(name, work)
        try:
            while not held.stopped and held.alone(work.work):
                bar.report(lambda: held.alone(work.progress))
        except BaseException:
            _limit_unfinished(held)
            raise
    place.empty()
    if not held.stopped:
        st.session_state.pop(UNFINISHED, None)
    return held.alone(lambda: read(work))


def _stop(name: Name, on_stop: Callable[[Any], None] | None) -> None:
    held = _in_hand(name)
    if held is not None:
        held.stopped = on_stop is None
    if on_stop is not None:
        look(name, on_stop)


class Bar:
    """How far work is, and a button to stop it, so many times narrower; both appear at `place` after a while."""

    def __init__(
        self,
        place: DeltaGenerator,
        key: str,
        stop: Callable[[], None],
        label: str = "Stop here",
        narrower: float = 5,
        patience: float | None = None,
    ) -> None:
        self._place, self._key, self._stop, self._label, self._widths = place, key, stop, label, [narrower, 1]
        self._bar: DeltaGenerator | None = None
        self._due = time.monotonic() + (PATIENCE if patience is None else patience)

    def report(self, progress: Callable[[], tuple[float, str]]) -> None:
        """Show, now and then, the share that is done and what to say of it.

        Here Streamlit ends the script, if something was touched.
        """
        if time.monotonic() < self._due:
            st.session_state.get(UNFINISHED)  # where Streamlit ends it while nothing is to be shown
            return
        self._bar = self._bar or self._drawn()
        self._bar.progress(*progress())
        self._due = time.monotonic() + PULSE

    def _drawn(self) -> DeltaGenerator:
        left, right = self._place.container().columns(self._widths, vertical_alignment="center")
        bar = left.progress(0.0)
        for nth in count():
            with suppress(StreamlitDuplicateElementKey):  # works of one kind that took long, one after the other
                key = f"{self._key}-{nth}"
                right.button(self._label, key=key, on_click=self._stop, icon=":material/stop:", width="stretch")
                break
        return bar


def _in_hand(name: Name) -> Held | None:
    held: Held | None = st.session_state.get(UNFINISHED)
    return held if held is not None and held.name == name else None


@contextmanager
def _turn(n_points: int, place: DeltaGenerator) -> Iterator[None]:
    """One of the turns that there are for work on many points; while others have them, the page says so."""
    if n_points <= MANY_POINTS:
        yield
        return
    bar = None
    while not _turns.acquire(timeout=PULSE):
        bar = bar or place.progress(0.0)
        bar.progress(0.0, "Others have long runs under way. Yours begins when one of them is done.")
    try:
        yield
    finally:
        _turns.release()


def _limit_unfinished(latest: Held) -> None:
    """Let go of the oldest work that visitors interrupted, so that all of it stays within its bound."""
    with _held_lock:
        all_held = [held for reference in _held if (held := reference()) is not None and held is not latest]
        all_held.append(latest)
        room = UNFINISHED_POINTS - sum(held.work.n_points for held in all_held if held.work is not None)
        for held in all_held[:-1]:
            if room < 0 and held.work is not None:
                room += held.work.n_points
                held.work = None
        _held[:] = [weakref.ref(held) for held in all_held if held.work is not None]
