"""For teachers: a plan, a worksheet and its answers, what students get wrong, questions to vote on, links."""

import streamlit as st

from dashboard import page
from dashboard.for_teachers import for_teachers
from dashboard.for_teachers.plan import PARTS, SOURCE
from dashboard.lessons import teachers_panel
from dashboard.link import address
from dashboard.link.navigation import FOR_TEACHERS, LESSONS, onward

page.open_page(FOR_TEACHERS, "For teachers")
address.write()

st.markdown("# For teachers")
if teachers_panel.is_kept_back():
    st.info("Your lecturer keeps the answers for now, and they are on this page.", icon=":material/lock:")
    onward(FOR_TEACHERS)
    st.stop()
st.markdown(
    f"A plan of {sum(part.minutes for part in PARTS)} minutes, worksheets of a page each, and for each of the "
    f"{len(LESSONS)} lessons a vote, what students get wrong, and a link that opens the moment before the reveal. "
    "Students vote by hand, or on their phones in a room of yours."
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
