"""What the page shows: the door, or a room as its host or its students see it. The room is read anew at every run."""

import streamlit as st

from dashboard.class_vote import hosting, visit, voting
from dashboard.class_vote.asked import ASKED
from dashboard.class_vote.asking import CannotAskError
from dashboard.class_vote.asking_about import matter_of
from dashboard.class_vote.door import door, find
from dashboard.class_vote.rooms import OutOfReachError, Room, RoomError, Rooms, as_code
from dashboard.common.theme import is_dark
from dashboard.link import address, choices
from emcore import Scenario

RETRIES = 4.0  # seconds between two tries of a file that can't be read


def is_room() -> bool:
    """Whether the address, or what was done at the door, asks for a room."""
    return "room" in st.query_params or bool(choices.get("room"))


def room_page() -> bool:
    """Draw it; whether it is a room."""
    rooms, said = Rooms(), choices.get("room")
    address.write()
    if not said:
        door(rooms)
        return False
    try:
        _in_room(rooms, find(rooms, said))
    except OutOfReachError as why:
        st.markdown("# The room is out of reach")
        st.warning(f"{why} Trying again: stay on this page.", icon=":material/sync:")
        _until_in_reach(rooms, said)
    except (RoomError, CannotAskError) as why:
        _no_room(str(why))
    return True


def _in_room(rooms: Rooms, room: Room) -> None:
    now = visit.visit(room.code)
    visit.remember(now)
    asked = ASKED.get(room.kind)
    if asked is None:
        raise RoomError("This room asks something that this server does not know.")
    scenario = Scenario.from_query(room.query)[0]
    matter = matter_of(scenario, room.detail, st.empty())
    if now.host and rooms.is_host(room.code, now.host):
        hosting.host(rooms, room, now.host, asked, matter, is_dark())
    else:
        voting.vote(rooms, room, now.visitor, asked, matter, is_dark())


@st.fragment(run_every=RETRIES)
def _until_in_reach(rooms: Rooms, said: str) -> None:
    """Has the page drawn anew once the file can be read again."""
    try:
        rooms.look(as_code(said))
    except RoomError:
        return
    st.rerun()


def _no_room(trouble: str) -> None:
    """What is wrong in words, and what can be done without a room."""
    st.markdown("# No room here")
    st.warning(trouble, icon=":material/meeting_room:")
    st.markdown("What was asked can be tried without a class: each for themselves.")
    voting.alone(address.state().scenario)
    st.button(
        "Enter another code", key="leave-room", icon=":material/login:", on_click=lambda: choices.choose("room", "")
    )
