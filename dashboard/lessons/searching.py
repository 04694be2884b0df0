"""A search of the study on a lesson: with its progress, a button to stop it, and one to go on."""

import time
from collections.abc import Callable
from typing import Any, Generic, Protocol, Self, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.common import working
from dashboard.common.cache import Results

PULSE = 1.5  # seconds of a search until the first look at what has been found so far
ROUNDING = 1e-9


class Searching(Protocol):
    """A search of the study."""

    @property
    def done(self) -> float:
        """The share that is done."""

    def work(self) -> bool:
        """Do a part of it."""


Result = TypeVar("Result")


class Search:
    """A search under way on so many points.

    said            what it does, in words
    n_parts, parts  that it consists of, so many of what
    """

    def __init__(self, searching: Searching, n_points: int, said: str, n_parts: int, parts: str) -> None:
        self.searching, self.n_points = searching, n_points
        self._said, self._n_parts, self._parts = said, n_parts, parts
        self._show: Callable[[Any], None] | None = None
        self._pulse = self._due = PULSE

    def resume(self, show: Callable[[Any], None] | None) -> Self:
        """Begin, or go on after a look: the next one comes only after some work. `show`, if there is one, gets the
        search now and then, once something is done.
        """
        self._show = show
        self._due = time.monotonic() + self._pulse
        return self

    def work(self) -> bool:
        """Do a part of it."""
        more = self.searching.work()
        if self._show and time.monotonic() > self._due and self.searching.done:
            self._pulse *= 1.5  # so that a search that takes long spends its time on runs
            self._show(self.searching)
            self._due = time.monotonic() + self._pulse
        return more

    def progress(self) -> tuple[float, str]:
        """The share that is done, and what is done."""
        step = getattr(self.searching, "step", 0)  # that runs under way have come to, where there are any
        if self.searching.done < 1:
            others = f", others at step {step:,}" if step else ""
            return self.searching.done, f"{self._said}: {self._how_far()} done{others}"
        return 1.0, f"{self._said}: all done; is any of them on a plateau?" + (f" Step {step:,}" if step else "")

    def when_stopped(self) -> str:
        """How far it is, when it was stopped, in words."""
        if self.searching.done < 1:
            return f"Stopped: {self._how_far()} are done."
        return "Stopped: all are done; is any of them on a plateau?"

    def _how_far(self) -> str:
        return f"{int(self.searching.done * self._n_parts + ROUNDING)} of {self._n_parts} {self._parts}"


class Task(Generic[Result]):
    """A search and the result that is read from it, cached by its key; its words as for `Search`."""

    def __init__(
        self,
        results: Results[Result],
        key: tuple[Any, ...],
        begin: Callable[[], Searching],
        read: Callable[[Any], Result],
        n_points: int,
        said: str,
        n_parts: int,
        parts: str = "runs",
    ) -> None:
        self._results, self._key, self._name = results, key, (results.name, *key)
        self._begin, self._read = begin, read
        self._n_points, self._facts = n_points, (said, n_parts, parts)

    def find(self) -> Result | None:
        """All of it, if the search is done."""
        return self._results.find(*self._key)

    def until_now(self) -> Result | None:
        """What a search has found that was interrupted, or stopped."""
        return working.look(self._name, self._of)

    def done(self, place: DeltaGenerator, show: Callable[[Result], None] | None = None) -> Result:
        """All of it, searched for with progress at `place` and a button to stop there: as far as it goes, if the
        visitor stops it. `show`, if there is one, gets what has been found until now, now and then.
        """
        found = self.find()
        return self._worked(place, show) if found is None else found

    def go_on(self, place: DeltaGenerator) -> None:
        """Search, while the page runs again now and then, so that it shows what has been found until now. Returns only
        if the visitor has stopped it.
        """
        self._worked(place, lambda _: st.rerun())
        if not working.is_stopped(self._name):
            st.rerun()

    def _worked(self, place: DeltaGenerator, show: Callable[[Result], None] | None) -> Result:
        on_this_page = show and (lambda searching: show(self._read(searching)))
        interrupted = working.look(self._name, lambda search: search.resume(on_this_page))

        def begin() -> Search:
            return Search(self._begin(), self._n_points, *self._facts).resume(on_this_page)

        def read(search: Search) -> tuple[Result, str]:
            return self._of(search), search.when_stopped()

        # A bar that is on the page stays there.
        patience = 0.0 if interrupted and show else None
        found, said = working.done(self._name, begin, read, place, self._n_points, patience=patience)
        if not working.is_stopped(self._name):
            return self._results.put(found, *self._key)
        left, right = place.container().columns([5, 2], vertical_alignment="center")
        left.info(said, icon=":material/pause:")
        right.button(
            "Go on",
            key=f"{self._results.name}-go-on",
            on_click=working.go_on,
            icon=":material/play_arrow:",
            width="stretch",
        )
        return found

    def _of(self, search: Search) -> Result:
        return self._read(search.searching)
