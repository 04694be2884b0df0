"""Widgets that hold nothing: they show a value that lives elsewhere, and ask for changes by callbacks."""

from collections.abc import Callable
from typing import Any

import streamlit as st

DRAWN = "widgets-drawn"  # the keys of those drawn so far


def controlled(widget: Callable[..., Any], key: str, value: object, *args: Any, **kwargs: Any) -> None:
    """Draw `widget` so that it shows `value`, which lives elsewhere, whatever it showed before.

    The browser is told a value only if it is another than it said: it may be further by now.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    st.session_state.setdefault(DRAWN, set()).add(key)
    widget(*args, key=key, **kwargs)


def tell_all_anew() -> None:
    """See that the browser is told what all of them show when they are drawn next, though it said so itself."""
    for key in st.session_state.get(DRAWN, set()):
        st.session_state.pop(key, None)
