"""Who this visitor is in a room: a random word, and the host's key where it was opened here."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import streamlit as st

from dashboard.common.component import component, told_by

KEY, COMPONENT = "room-visit", "room-pass"
LONGEST = 64  # characters of a word from the browser

_room_pass = component("room_pass")


@dataclass
class Visit:
    """In the session, and, as the session may be over before the room is, in the browser (`browser/room_pass/`)."""

    room: str
    visitor: str
    host: str = ""


def visit(room: str) -> Visit:
    """This visitor in a room."""
    now: Visit | None = st.session_state.get(KEY)
    if now is None or now.room != room:
        now = st.session_state[KEY] = Visit(room, secrets.token_urlsafe(9))
    return now


def become_host(room: str, key: str) -> None:
    """This visitor has opened the room."""
    visit(room).host = key


def remember(now: Visit) -> None:
    """Have the browser keep it, or say what it has kept; draws nothing."""

    def take_up() -> None:
        told = told_by(COMPONENT, "kept")
        if isinstance(told, Mapping) and told.get("room") == now.room:
            for name in ("visitor", "host"):
                word = told.get(name)
                if isinstance(word, str) and len(word) <= LONGEST:
                    setattr(now, name, word)

    _room_pass(key=COMPONENT, data=asdict(now), on_kept_change=take_up)
