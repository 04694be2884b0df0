"""For a student without a teacher: the lessons in their order, what each answers, and how long it takes."""

import streamlit as st

from dashboard import page
from dashboard.lessons.course.lessons import LESSONS
from dashboard.link import address
from dashboard.link.navigation import START_HERE, onward, page_link, title_of

page.open_page(START_HERE, "Start here")
address.write()

st.markdown("# Start here")
for lesson in LESSONS.values():
    page_link(lesson.page, f"{title_of(lesson.page)}: {lesson.question} ({lesson.minutes} minutes)")
onward(START_HERE)
