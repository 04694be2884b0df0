"""Widgets that hold nothing: they show a value that lives elsewhere, and ask for changes by callbacks."""

from collections.abc import Callable
from typing import Any

import streamlit as st


def controlled(widget: Callable[..., Any], key: str, value: object, *args: Any, **kwargs: Any) -> None:
    """Draw `widget` so that it shows `value`, which lives elsewhere, whatever it showed before.

    The browser is told a value only if it is another than it said: it may be further by now.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    widget(*args, key=key, **kwargs)
