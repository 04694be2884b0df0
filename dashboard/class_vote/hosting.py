"""The lecturer in a room, for the projector: the way in, the answers as they grow, the reveal, what is asked next."""

import time

import streamlit as st

from dashboard.class_vote import asking_about, links
from dashboard.class_vote.asking import Asked, Matter
from dashboard.class_vote.rooms import MOST_ANSWERS, Room, RoomError, Rooms
from dashboard.common.qr_code import qr_code
from emcore.numerals import plural

COUNTS = 2.0  # seconds between two looks at the answers
REVEALING, SHOWN = "vote-revealing", "vote-shown"


def host(rooms: Rooms, room: Room, key: str, asked: Asked, matter: Matter, dark: bool) -> None:
    """Draw it, and do what is pressed."""
    if room.revealed:
        st.session_state.pop(REVEALING, None)
    with st.container(key="room-host"):
        board, content = st.columns([2, 5], gap="medium")
    with board:
        _way_in(room)
    with content:
        st.markdown(f"# {asked.question(matter)}")
        bar = st.container(key="host-bar", horizontal=True, gap="small", vertical_alignment="center")
        with bar:
            _count(rooms, room.code, (room.round, room.revealed))
        with bar:
            _controls(rooms, room, key)
        place = st.empty()
        if not room.revealed and st.session_state.get(REVEALING) == (room.code, room.round):
            rooms.reveal(room.code, key, asked.truth(matter, place))  # to which no answer can be added
            st.rerun()
        grows = not room.revealed and st.session_state.get(SHOWN, False)
        st.fragment(_answers, run_every=COUNTS if grows else None)(
            rooms, room, asked, matter, dark, shown=grows or room.revealed
        )


def _way_in(room: Room) -> None:
    """The code, the link and its QR code."""
    link = links.for_students(room.code, room.query)
    with st.container(key="room-board", gap="xsmall"):
        with st.container(key="room-qr", gap=None):
            st.image(qr_code(link), alt="QR code of the room's link", width="stretch")
        with st.container(key="room-name"):
            st.markdown(room.code)
        st.code(link, language=None, wrap_lines=True)
        st.caption("Or: the page *A class votes*, and the code above.")


@st.fragment(run_every=COUNTS)
def _count(rooms: Rooms, code: str, seen: tuple[int, bool]) -> None:
    try:
        room = rooms.look(code)
    except RoomError as trouble:
        st.markdown(f":material/warning: {trouble}")
        return
    if room is None or (room.round, room.revealed) != seen:
        st.rerun()
    minutes = max(1, round((room.ends - time.time()) / 60))
    n_answers = plural(room.n_answers, "answer") + f", no more than {MOST_ANSWERS}" * (room.n_answers >= MOST_ANSWERS)
    with st.container(key="room-count", gap=None):
        st.markdown(f"**{n_answers}**")
        st.caption(f"The room ends in {plural(minutes, 'minute')}." if minutes <= 30 else "")


def _controls(rooms: Rooms, room: Room, key: str) -> None:
    with st.container(key="host-reveal", horizontal=True, gap="small", vertical_alignment="center", width="content"):
        if not room.revealed:  # what stands beside it keeps its place, and stays what it is
            _reveal(room)
    with st.popover("Ask anew", icon=":material/replay:", key="vote-anew"):
        st.markdown("In this room, of the same people. The answers given so far are deleted.")
        if asked := asking_about.choose("Ask"):
            rooms.ask_anew(room.code, key, *asked)
            st.rerun()
        st.caption("From the dashboard the page *A class votes*, in the sidebar, leads back into this room.")
    with st.popover("End", icon=":material/logout:", key="vote-ending"):
        st.markdown("The room and all answers are deleted, for all.")
        sure = st.checkbox("Yes, we are done with it", key=f"vote-sure-{room.code}")
        if st.button("End the room", key="vote-end", disabled=not sure) and sure:
            rooms.end(room.code, key)
            st.rerun()


def _reveal(room: Room) -> None:
    st.button(
        "Reveal",
        key="vote-reveal",
        type="primary",
        icon=":material/visibility:",
        on_click=lambda: st.session_state.__setitem__(REVEALING, (room.code, room.round)),
    )
    st.toggle(
        "Show answers as they come",
        key=SHOWN,
        help="Off, answers are hidden until the reveal: who sees what others answer is drawn to it.",
    )


def _answers(rooms: Rooms, room: Room, asked: Asked, matter: Matter, dark: bool, *, shown: bool) -> None:
    try:
        answers = rooms.answers(room.code) if shown else None
    except RoomError as trouble:
        st.markdown(f":material/warning: {trouble}")
        return
    asked.show(matter, answers, room.truth, dark)
