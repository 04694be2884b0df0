"""Caches, thin and bounded: shared by all visitors, but for results on one's own data, kept by each session."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Generic, TypeVar

import streamlit as st

from emcore import Scenario
from emcore.scenario.own_points import OWN

SESSION_PART = 10  # a session caches a tenth as many results of its own as all visitors share,
FEWEST = 6  # but no fewer than this
HASHES: Any = {Scenario: repr}  # Streamlit would go through all its fields, 20 times slower, several times a rerun
Function = TypeVar("Function", bound=Callable[..., Any])
Result = TypeVar("Result")

_OF_THIS_VISITOR: list[Any] = []


def forget() -> None:
    """Let go of all results on this visitor's own data."""
    for function in _OF_THIS_VISITOR:
        function.clear()


def cached(
    max_entries: int, *, of_ones_own: int = 0, show_spinner: bool | str = False, as_it_is: bool = False
) -> Callable[[Function], Function]:
    """Cache the results of a function by its arguments, but for those whose names begin with _.

    Where the first one is a scenario of own data, the visitor's session alone has the result.

    `of_ones_own`: how many results a session caches; 0: a part of `max_entries`.
    `as_it_is`: everybody gets the same object, not a copy, and must not write to it.
    """
    cache: Any = st.cache_resource if as_it_is else st.cache_data

    def decorate(function: Function) -> Function:
        shared = cache(max_entries=max_entries, show_spinner=show_spinner, hash_funcs=HASHES)(function)
        of_this_visitor = cache(
            max_entries=of_ones_own or max(FEWEST, max_entries // SESSION_PART),
            show_spinner=show_spinner,
            hash_funcs=HASHES,
            scope="session",
        )(function)

        _OF_THIS_VISITOR.append(of_this_visitor)

        @wraps(function)
        def ask(first: Any, *args: Any) -> Any:
            is_own = isinstance(first, Scenario) and first.source == OWN
            return (of_this_visitor if is_own else shared)(first, *args)

        return ask  # type: ignore[return-value]

    return decorate


class Results(Generic[Result]):
    """Cached results of long work, by scenario and whatever else they depend on.

    They are worked out elsewhere, as a cached function can't show its progress: see `working.result`.
    """

    def __init__(self, name: str, max_entries: int) -> None:
        def look_up(scenario: Scenario, details: tuple[Hashable, ...], _result: Result | None) -> Result:
            if _result is None:
                raise _UnknownError  # which is not cached
            return _result

        look_up.__qualname__ = name  # Streamlit tells caches apart by module, name and code
        self.name = name
        self._look_up = cached(max_entries)(look_up)

    def find(self, scenario: Scenario, *details: Hashable) -> Result | None:
        """The result, or None while there is none."""
        try:
            return self._look_up(scenario, details, None)
        except _UnknownError:
            return None

    def put(self, result: Result, scenario: Scenario, *details: Hashable) -> Result:
        """Cache a result, which is returned."""
        return self._look_up(scenario, details, result)


class _UnknownError(Exception):
    """A result was asked for before it was put."""
