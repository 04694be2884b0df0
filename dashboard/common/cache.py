"""Caches, thin and bounded: shared by all visitors, but for one's own data kept in the visitor's session alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import streamlit as st

from emcore import Scenario
from emcore.scenario.own_points import OWN

A_SESSIONS = 10  # a session keeps as many results of its own as this part of what all visitors share, and
FEWEST = 6  # no fewer than this
Function = TypeVar("Function", bound=Callable[..., Any])


_OF_THIS_VISITOR: list[Any] = []


def forget() -> None:
    """Let go of all that is kept of this visitor's own data."""
    for function in _OF_THIS_VISITOR:
        function.clear()


class NotKeptError(Exception):
    """A result is not kept, and was not given: it must be computed first."""


def kept(
    max_entries: int, *, of_ones_own: int = 0, show_spinner: bool | str = False, as_it_is: bool = False
) -> Callable[[Function], Function]:
    """Keep the results of a function whose first argument is a scenario; arguments that begin with _ are no key.

    `of_ones_own`: how many a visitor's session keeps of that visitor's data; 0: a part of `max_entries`.
    `as_it_is`: everybody gets the same object, not a copy, and must not write to it.
    """
    cache: Any = st.cache_resource if as_it_is else st.cache_data

    def keep(function: Function) -> Function:
        shared = cache(max_entries=max_entries, show_spinner=show_spinner)(function)
        of_this_visitor = cache(
            max_entries=of_ones_own or max(FEWEST, max_entries // A_SESSIONS),
            show_spinner=show_spinner,
            scope="session",
        )(function)

        _OF_THIS_VISITOR.append(of_this_visitor)

        @wraps(function)
        def ask(scenario: Scenario, *args: Any) -> Any:
            return (of_this_visitor if scenario.source == OWN else shared)(scenario, *args)

        return ask  # type: ignore[return-value]

    return keep
