"""What a visitor leaves behind is given back.

A connection may break and come back, so Streamlit keeps the session of a page that was closed. But it lets go of such a
session only when another one comes or goes, and never of the files uploaded in it. Here a visit ends by the clock.
"""

import asyncio
import ctypes
import gc
import sys
from functools import cache

import streamlit as st
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.limits import AWAY

SETTLED = 5.0  # seconds in which others may leave too, before memory is tidied up for all of them
_tidying: set[asyncio.TimerHandle] = set()


def notice() -> None:
    """Have this visit end some time after its page is closed."""
    context = get_script_run_ctx()
    if context is not None and exists():
        _visit(context.session_id)


def _gone(visit: str) -> None:
    """Streamlit lets go of what it keeps for a session as soon as the page is closed; it calls this in its own loop."""
    asyncio.get_running_loop().call_later(AWAY, _end, visit)


@st.cache_resource(scope="session", max_entries=1, show_spinner=False, on_release=_gone)
def _visit(session_id: str) -> str:
    return session_id


def _end(visit: str) -> None:
    server = get_instance()
    if server.is_active_session(visit):
        return  # it came back
    server.close_session(visit)
    if not _tidying:
        _tidying.add(asyncio.get_running_loop().call_later(SETTLED, _tidy))


def _tidy() -> None:
    """Give memory back to the system: large arrays hang in cycles, which Python counts but does not weigh, and glibc
    keeps what is freed."""
    _tidying.clear()
    gc.collect()
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> "ctypes._NamedFuncPointer | None":
    """glibc's `malloc_trim`, where there is one."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
