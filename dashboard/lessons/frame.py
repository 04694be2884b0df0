"""What all lessons begin and end with."""

import streamlit as st

from dashboard import page
from dashboard.lessons import teachers_panel
from dashboard.lessons.course.lessons import LESSONS
from dashboard.link.navigation import COURSE, number_of, onward, title_of

OPENED = "lessons-opened"


def opening(key: str) -> None:
    """Open the lesson's page: its question as the heading, under it number, title and minutes."""
    lesson = LESSONS[key]
    name = title_of(lesson.page).removeprefix(f"{number_of(lesson.page)} ")
    page.open_page(lesson.page, name)
    opened().add(key)
    with st.container(key="lesson-head", gap=None):
        st.markdown(f"# {lesson.question}")
        st.caption(f"{number_in_words(lesson.page)}: {name} · {lesson.minutes} minutes")


def number_in_words(script: str) -> str:
    """Which lesson a page is, and whether it is one of the course."""
    number = number_of(script)
    return f"Lesson {number} of {len(COURSE)}" if script in COURSE else f"Further lesson, number {number}"


def closing(key: str) -> None:
    """What to try, what was learnt, what a teacher needs, the sources, and the way on."""
    lesson = LESSONS[key]
    left, right = st.columns(2, gap="medium")
    left.markdown("**Try this**\n" + "".join(f"- **{one.do}** {one.see}\n" for one in lesson.tries))
    right.markdown("**What you have learnt**\n" + "".join(f"- {sentence}\n" for sentence in lesson.learnt))
    teachers_panel.panel(key)
    st.caption(f"Sources: {lesson.sources}")
    onward(lesson.page)


def opened() -> set[str]:
    """The lessons that were opened in this visit."""
    keys: set[str] = st.session_state.setdefault(OPENED, set())
    return keys
