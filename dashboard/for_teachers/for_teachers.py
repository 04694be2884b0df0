"""The page for teachers: its table, its files, its lessons."""

from itertools import accumulate
from urllib.parse import urlsplit

import streamlit as st

from dashboard.for_teachers.paper import Asked, answers, worksheet
from dashboard.for_teachers.plan import PARTS, Part
from dashboard.lessons import teachers_panel
from dashboard.lessons.course.lessons import LESSONS
from dashboard.lessons.lecture_links import before_the_reveal
from dashboard.lessons.teaching.of_lessons import TEACHING
from dashboard.link.navigation import COURSE, FURTHER, HOME, number_of, title_of
from dashboard.link.of_page import address_of

HERE_ONLY = ("localhost", "127.0.0.1", "::1")  # names by which a computer calls itself


def plan_table() -> str:
    """The plan as a table in Markdown, with what to open."""
    ends = list(accumulate(part.minutes for part in PARTS))
    rows = [
        f"| {end - part.minutes}–{end} | {part.teacher} | {part.students} | {_opens(part)} |"
        for end, part in zip(ends, PARTS, strict=True)
    ]
    return "\n".join(["| Minutes | You | The students | Open |", "|---|---|---|---|", *rows])


def downloads() -> None:
    """The worksheets and their answers, to download and print, with this server's address in their links."""
    tasks = {
        LESSONS[key].page: Asked(
            number_of(LESSONS[key].page), _name(key), one.task, address_of(one.task.page, one.task.query)
        )
        for key, one in TEACHING.items()
    }
    votes = [(_name(key), one.vote) for key, one in TEACHING.items()]
    with st.container(horizontal=True, gap="small"):
        for label, name, html in (
            ("Worksheet, one page", "em-worksheet.html", worksheet([tasks[page] for page in COURSE])),
            ("Further worksheet", "em-worksheet-further.html", worksheet([tasks[page] for page in FURTHER])),
            ("All answers", "em-worksheet-answers.html", answers(list(tasks.values()), votes)),
        ):
            st.download_button(label, html, name, "text/html", icon=":material/print:", on_click="ignore")
    if urlsplit(st.context.url or "").hostname in HERE_ONLY:
        st.caption("Its links begin with this computer's own name: open this page by the address that students use.")


def lessons() -> None:
    """Every lesson's panel, unfolded."""
    for key, lesson in LESSONS.items():
        with st.container(border=True, key=f"teaching-{key}"):
            st.markdown(f"### {title_of(lesson.page)}: {lesson.question}")
            teachers_panel.contents(key)


def _opens(part: Part) -> str:
    if not part.lessons:
        return f"[First example]({address_of(HOME, {})})"
    return " · ".join(
        f"[Vote]({before_the_reveal(key)}) · [{title_of(page)}]({address_of(page, {})})"
        for key in part.lessons
        for page in [LESSONS[key].page]
    )


def _name(key: str) -> str:
    return title_of(LESSONS[key].page).lstrip("0123456789 ")
