"""A student in a room: the question, the answer, and after the reveal how far off it was."""

import json
from typing import Any

import streamlit as st

from dashboard.class_vote.asking import Asked, Matter
from dashboard.class_vote.rooms import MOST_ANSWERS, Room, RoomError, Rooms
from dashboard.link.navigation import HOME, moment_link
from dashboard.link.view import View
from emcore import Scenario
from emcore.numerals import plural

LOOKS = 6.0  # seconds between two looks of a phone that waits: one row is read, and nothing drawn if nothing is new


def vote(rooms: Rooms, room: Room, visitor: str, asked: Asked, matter: Matter, dark: bool) -> None:
    """Draw it, and keep what is sent."""
    with st.container(key="room-vote"):
        st.markdown(f"# {asked.question(matter)}")
    given = rooms.given(room.code, visitor)
    if room.revealed:
        _revealed(rooms, room, asked, matter, visitor, given, dark)
        return
    if given is None and room.n_answers >= MOST_ANSWERS:
        st.warning(f"This room is full: {MOST_ANSWERS} have answered.", icon=":material/group_off:")
        alone(matter.scenario)
        return
    _waiting(rooms, room.code, (room.round, room.revealed), visitor, given)
    sent = asked.ballot(matter, given, dark)
    if sent is not None and _as_kept(sent) != given:
        _send(rooms, room, visitor, asked, matter, sent)


def alone(scenario: Scenario) -> None:
    """The way to predict without a class."""
    query = scenario.to_query() | View(click="predict").to_query()
    st.page_link(HOME, label="Predict on your own, on the dashboard", icon=":material/psychology:", query_params=query)


def _revealed(rooms: Rooms, room: Room, asked: Asked, matter: Matter, visitor: str, given: Any, dark: bool) -> None:
    with st.container(key="vote-verdict"):
        st.markdown("You gave no answer." if given is None else asked.verdict(matter, given, room.truth))
    asked.show(matter, rooms.answers(room.code), room.truth, dark)
    _waiting(rooms, room.code, (room.round, room.revealed), visitor, given)
    if asked.of_scenario:
        moment_link(matter.scenario, View(beats=True), "Watch this run on the dashboard")


def _send(rooms: Rooms, room: Room, visitor: str, asked: Asked, matter: Matter, answer: Any) -> None:
    try:
        if problem := asked.problem(answer, matter):
            raise RoomError(problem)
        rooms.answer(room.code, room.round, visitor, answer)
    except RoomError as trouble:
        st.warning(str(trouble), icon=":material/warning:")
    else:
        st.rerun()  # with the answer as it is kept


@st.fragment(run_every=LOOKS)
def _waiting(rooms: Rooms, code: str, seen: tuple[int, bool], visitor: str, given: Any) -> None:
    """How many have answered; has the page drawn anew when something else is asked, revealed or over, or when another
    tab of this browser has answered.
    """
    try:
        room, given_now = rooms.look(code), rooms.given(code, visitor)
    except RoomError as trouble:
        st.markdown(f":material/warning: {trouble}")
        return
    if room is None or (room.round, room.revealed) != seen or given_now != given:
        st.rerun()
    n_answers = plural(room.n_answers, "answer")
    with st.container(key="vote-status"):
        if room.revealed:
            st.markdown(f"{n_answers}. Stay on this page: what your lecturer asks next appears here.")
        elif given is not None:
            st.markdown(f":material/check_circle: **Sent.** {n_answers}. You may change yours until the reveal.")
        else:
            st.markdown(f"{n_answers} so far. Yours is anonymous.")


def _as_kept(answer: Any) -> Any:
    return json.loads(json.dumps(answer))
