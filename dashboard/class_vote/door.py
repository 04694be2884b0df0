"""The page without a room: enter one, or open one."""

import streamlit as st

from dashboard.class_vote import asking_about
from dashboard.class_vote.rooms import LASTS, LENGTH, MOST_ANSWERS, OutOfReachError, Room, RoomError, Rooms, as_code
from dashboard.class_vote.visit import become_host
from dashboard.link import choices

TRIES, TRIED = 20, "rooms-tried"  # codes of no room that a visit may try
CODE, TROUBLE = "room-code", "room-trouble"


def door(rooms: Rooms) -> None:
    """Draw it; who opens or enters a room is in it at the next run."""
    st.markdown("# A class votes")
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.markdown("## Enter a room")
        with st.form("enter", border=False):
            st.text_input("Code", key=CODE, max_chars=20, placeholder=f"{LENGTH} letters, from your lecturer")
            st.form_submit_button("Enter", key="enter-room", icon=":material/login:", on_click=_enter, args=(rooms,))
        if trouble := st.session_state.pop(TROUBLE, ""):
            st.warning(trouble, icon=":material/warning:")
    with right:
        st.markdown("## Open a room")
        st.markdown(
            "Everybody answers on a phone, by a link, a QR code or a code of five letters. You see the answers grow, "
            "reveal the right one, and all see how far off they were."
        )
        if asked := asking_about.choose("Open a room"):
            _open(rooms, *asked)
        st.caption(
            f"Up to {MOST_ANSWERS} people, for {LASTS // 3600} hours. Anonymous: kept are the answers alone, and a "
            "random word of each browser, so that an answer can be changed. All is deleted when the room ends."
        )


def find(rooms: Rooms, text: str) -> Room:
    """The room of a code as it stands in the address. Raises `RoomError` where there is none."""
    room = rooms.look(as_code(text))
    if room is None:
        raise RoomError("There is no such room on this server: it has ended, or the code has a slip.")
    return room


def _enter(rooms: Rooms) -> None:
    """By a code as it was typed; a visit has so many tries."""
    tried = st.session_state.get(TRIED, 0)
    if tried >= TRIES:
        st.session_state[TROUBLE] = "You have tried many codes. Ask your lecturer for the link, and open it anew."
        return
    try:
        choices.choose("room", find(rooms, st.session_state[CODE]).code)
    except OutOfReachError as trouble:
        st.session_state[TROUBLE] = str(trouble)
    except RoomError as trouble:
        st.session_state.update({TROUBLE: str(trouble), TRIED: tried + 1})


def _open(rooms: Rooms, *asked: object) -> None:
    try:
        code, key = rooms.open(*asked)  # type: ignore[arg-type]
    except RoomError as trouble:
        st.warning(str(trouble), icon=":material/warning:")
        return
    become_host(code, key)
    choices.choose("room", code)
    st.rerun()
