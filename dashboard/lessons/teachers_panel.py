"""What a teacher needs beside a lesson, folded at its end; the page for teachers shows the same unfolded."""

import streamlit as st

from dashboard.common.qr_code import qr_code
from dashboard.lessons.course.lessons import LESSONS
from dashboard.lessons.lecture_links import before_the_reveal, the_reveal
from dashboard.lessons.teaching.of_lessons import TEACHING
from dashboard.lessons.teaching.teaching import Vote
from dashboard.link import address
from dashboard.link.navigation import CLASS_VOTE

LETTERS = "ABCDEFGH"  # of a vote's options


def panel(key: str) -> None:
    """Draw the folded panel of a lesson; what is in it is made when it is opened.

    There is none for those from whom a lecturer's link keeps the answers.
    """
    if is_kept_back():
        return
    label = f"For teachers · {LESSONS[key].minutes} minutes"
    folded = st.expander(label, key=f"teachers-{key}", icon=":material/co_present:", on_change="rerun")
    if folded.open:
        with folded:
            contents(key)


def is_kept_back() -> bool:
    """Whether this visitor came by a lecturer's link that keeps the answers."""
    return "answers" in address.state().lecture.locks


def contents(key: str) -> None:
    """What students get wrong, the question to vote on, and the links to project."""
    teaching = TEACHING[key]
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**What students get wrong**")
        for one in teaching.mistakes:
            st.markdown(f"*“{one.said}”* {one.answer}  \n:small[{one.source}.]")
    with right:
        st.markdown("**Vote, before the reveal**")
        _vote(teaching.vote)
        st.caption("To project, each in a tab of its own:")  # a lock stays with the visit that opens it
        with st.container(horizontal=True, gap="small"):
            link = before_the_reveal(key)
            st.link_button("The question", link, icon=":material/co_present:")
            st.link_button("The reveal", the_reveal(key), icon=":material/visibility:")
            _answer(teaching.vote)
            _code(key, link)
        room = {**address.query(), "asked": key}
        st.page_link(
            CLASS_VOTE, label="Open a room with this question", icon=":material/how_to_vote:", query_params=room
        )


def _vote(vote: Vote) -> None:
    options = "  \n".join(f"**{letter}** {option}" for letter, option in zip(LETTERS, vote.options, strict=False))
    st.markdown(f"{vote.question}\n\n{options}")


def _answer(vote: Vote) -> None:
    """Apart, as a page that is projected must not give it away."""
    with st.popover("The answer", icon=":material/key:"):
        st.markdown(f"**{LETTERS[vote.right]}** {vote.options[vote.right]}\n\n{vote.why}")


def _code(key: str, link: str) -> None:
    with st.popover("Link, code", icon=":material/qr_code:"):
        st.code(link, language=None, wrap_lines=True)
        with st.container(key=f"teachers-code-{key}"):
            st.image(qr_code(link), width=220, alt="QR code of the link to the question")
        st.caption(f"The answers are locked, a courtesy: [the same without locks]({the_reveal(key)}) shows all.")
