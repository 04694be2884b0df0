"""The panel's section for links: the one to give to students, its question and locks, its code, its line of HTML."""

from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from dashboard.common.component import component
from dashboard.common.qr_code import qr_code
from dashboard.common.widgets import controlled
from dashboard.link import address
from dashboard.link.lecture import LOCKS, LONGEST_QUESTION, Lecture, in_order, question_of

KEY = "link-to-give"
FRONT_ROWS, UNREADABLE = 530, 750  # characters of a code that a camera reads from there only, or not in a hall
COURTESY = "Locks are a courtesy, not a secret: who edits the link sees all."
CAME = "Locks that came with your link stay: your lecturer has a link without them."

_given_link = component("given_link")


@dataclass(frozen=True)
class Wording:
    """What the lecturer has set so far, beginning with what `came` along with the link of this visit."""

    came: Lecture
    lecture: Lecture
    lecture_mode: bool


def link_section(step: float) -> str:
    """Draw it for the scenario in view at this step. Returns the question, for what else is taken away."""
    wording = _wording()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _controls(wording)
    lecture = wording.lecture
    link = address.given(lecture, step, lecture_mode=wording.lecture_mode)
    with right:
        code = qr_code(link) if len(link) < UNREADABLE else ""
        ticked = [*(key in lecture.locks for key in LOCKS), wording.lecture_mode]  # as in the controls
        _given_link(key="given-link", data={"link": link, "code": code, "question": lecture.question, "ticked": ticked})
        st.caption(limit_of(link))
    with st.expander("For a course page", icon=":material/web:"):
        st.code(frame_of(address.given(lecture, step)), language="html", wrap_lines=True)
        st.caption("The stage alone, in a frame. On another site's page no file can be uploaded into it: paste data.")
    return lecture.question


def limit_of(link: str) -> str:
    """What a code of this link is good for."""
    length = f"{len(link)} characters"
    if len(link) >= UNREADABLE:
        return f"{length}: too many for a code. Give the link itself, or a file."
    if len(link) >= FRONT_ROWS:
        return f"{length}: the code can be read from the front rows only."
    return f"{length}. Press the code to show it large."


def frame_of(link: str) -> str:
    """The line of HTML that shows the stage in a page."""
    return (
        f'<iframe src="{escape(link)}&amp;embed=true" width="900" height="600" style="border: 0" loading="lazy" '
        'allow="clipboard-write; fullscreen" title="EM Explorer"></iframe>'
    )


def _controls(wording: Wording) -> None:
    def ask() -> None:
        _set(lecture=replace(_wording().lecture, question=question_of(st.session_state["give-ask"])))

    def lock(key: str) -> None:
        lecture = _wording().lecture
        others = [other for other in lecture.locks if other != key]
        _set(lecture=replace(lecture, locks=in_order([*others, *[key] * st.session_state[f"give-{key}"]])))

    controlled(
        st.text_area,
        "give-ask",
        wording.lecture.question,
        "Your question",
        max_chars=LONGEST_QUESTION,
        height=88,
        placeholder="Which component moves most at the next step, and why?",
        help="Stands under the title, and in what else is taken away here.",
        on_change=ask,
    )
    st.markdown(":small[Students find locked]")
    with st.container(key="give-locks", horizontal=True, gap="small"):
        for key, entry in LOCKS.items():
            controlled(
                st.checkbox, f"give-{key}", key in wording.lecture.locks, entry.label, help=entry.help, width="content",
                disabled=key in wording.came.locks, on_change=lock, args=(key,),
            )  # fmt: skip
    st.caption(CAME if wording.came.locks else COURTESY)
    controlled(
        st.toggle,
        "give-show",
        wording.lecture_mode,
        "Lecture mode",
        help="The link opens with the stage alone, in large type: for the projector.",
        on_change=lambda: _set(lecture_mode=st.session_state["give-show"]),
    )


def _wording() -> Wording:
    came = address.state().lecture
    now: Wording | None = st.session_state.get(KEY)
    if now is None or now.came != came:
        now = st.session_state[KEY] = Wording(came, came, address.is_lecture())
    return now


def _set(**changed: object) -> None:
    st.session_state[KEY] = replace(_wording(), **changed)  # type: ignore[arg-type]
