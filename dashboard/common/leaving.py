"""What a visitor leaves behind is given back.

A connection may break and come back, so Streamlit keeps the session of a page that was closed. But it lets go of such a
session only when another one comes or goes, and never of the files uploaded in it. Here a visit ends by the clock.
"""

import asyncio
import ctypes
import gc
import sys
import time
from functools import cache

import streamlit as st
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.common.limits import AWAY

BETWEEN_TRIMS = 60.0  # seconds
LARGE = 2**20  # bytes: what is larger goes back to the system as soon as it is freed
ARENAS = 2  # heaps that threads share; as many as there are threads at once keep what was freed in each
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # of glibc's malloc.h
SETTLED = 5.0  # seconds in which others may leave too, before memory is tidied up for all of them
_trimmed = -BETWEEN_TRIMS
_tidying: set[asyncio.TimerHandle] = set()


def notice() -> None:
    """Have this visit end some time after its page is closed."""
    global _trimmed
    context = get_script_run_ctx()
    if context is None or not exists():
        return
    _visit(context.session_id)
    if time.monotonic() - _trimmed > BETWEEN_TRIMS:
        _trimmed = time.monotonic()
        _trim()


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
    """Give memory back to the system: large arrays hang in cycles, which Python counts but does not weigh."""
    _tidying.clear()
    gc.collect()
    _trim()


def _trim() -> None:
    """Have glibc give back what is freed, of which it keeps more the more threads there were."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)  # other threads go on meanwhile


@cache
def _glibc() -> ctypes.CDLL | None:
    """glibc, told once how to allocate; None on other systems."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    if libc is None or not hasattr(libc, "malloc_trim"):
        return None
    libc.mallopt(M_MMAP_THRESHOLD, LARGE)
    libc.mallopt(M_ARENA_MAX, ARENAS)
    return libc
