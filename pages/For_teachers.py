"""For teachers: a plan, a worksheet and its answers, what students get wrong, questions to vote on, links."""

import streamlit as st

from dashboard import page
from dashboard.for_teachers import for_teachers
from dashboard.for_teachers.plan import PARTS, SOURCE
from dashboard.link import address
from dashboard.link.navigation import FOR_TEACHERS, onward

page.open_page(FOR_TEACHERS, "For teachers")
address.write()

st.markdown("# For teachers")
st.markdown(
    f"A lesson of {sum(part.minutes for part in PARTS)} minutes, a worksheet of a page, and for each of the five "
    "lessons a vote, what students get wrong, and a link that opens the moment before the reveal."
)
st.markdown("## A plan")
with st.container(key="plan"):
    st.markdown(for_teachers.plan_table())
st.caption(SOURCE)
st.markdown("## To print")
for_teachers.downloads()
st.markdown(
    "**Without the internet:** on the dashboard, *Take away*, *Page* saves the run in view as one file that steps, "
    "plays and explains in any browser, from a USB stick as well."
)
st.markdown("## Lesson by lesson")
for_teachers.lessons()
onward(FOR_TEACHERS)
