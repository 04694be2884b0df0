"""A search of the study on a lesson: with its progress, a button to stop it, and one to go on."""

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from streamlit.delta_generator import DeltaGenerator

from dashboard.common import working
from dashboard.common.cache import Results


class Searching(Protocol):
    """A search of the study."""

    @property
    def done(self) -> float:
        """The share that is done."""

    def work(self) -> bool:
        """Do a part of it."""


Result = TypeVar("Result")
Kind = TypeVar("Kind", bound=Searching)


class Search(Generic[Kind]):
    """A search under way, and what it does, in words."""

    def __init__(self, searching: Kind, n_points: int, said: str) -> None:
        self.searching, self.n_points, self._said = searching, n_points, said

    def work(self) -> bool:
        """Do a part of it."""
        return self.searching.work()

    def progress(self) -> tuple[float, str]:
        """The share that is done, and what is done."""
        return self.searching.done, f"{self._said}: {self.searching.done:.0%} done"


def searched(
    results: Results[Result],
    key: tuple[Any, ...],
    begin: Callable[[], Kind],
    read: Callable[[Kind], Result],
    place: DeltaGenerator,
    n_points: int,
    said: str,
    parts: str = "runs",
) -> Result:
    """The result of this key, cached; else of a search with its progress at `place` and a button to stop it there."""
    found = results.find(*key)
    if found is not None:
        return found
    name = (results.name, *key)
    search = working.done(name, lambda: Search(begin(), n_points, said), place, n_points)
    found = read(search.searching)
    if not working.is_stopped(name):
        return results.put(found, *key)
    left, right = place.container().columns([5, 2], vertical_alignment="center")
    left.info(f"Stopped: {search.searching.done:.0%} of the {parts} are done.", icon=":material/pause:")
    right.button(
        "Go on",
        key=f"{results.name}-go-on",
        on_click=lambda: working.go_on(name),
        icon=":material/play_arrow:",
        width="stretch",
    )
    return found
