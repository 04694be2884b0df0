"""For a student without a teacher: the lessons in their order, what each answers, and how long it takes."""

import streamlit as st

from dashboard import page
from dashboard.lessons import start_here
from dashboard.link import address
from dashboard.link.navigation import START_HERE, onward

page.open_page(START_HERE, "Start here")
address.write()

st.markdown(f"# Start here: the EM algorithm in {start_here.minutes()} minutes")
st.markdown(
    "EM finds groups in data that nobody has labelled. Each lesson asks **one question**, and its picture answers it: "
    "read the question, guess, step through the picture, then see what was to be learnt. You need to know what a mean, "
    "a variance and a bell curve are; of Bayes' rule it is enough to have heard."
)
start_here.way()
st.markdown(
    "**Further,** in any order: EM with coins instead of bells, its relatives, the surface that it climbs, hundreds of "
    "starts at once, and what happens where there is no highest point."
)
start_here.further()
st.markdown(
    "**Afterwards** take a picture from the gallery and predict it before you press play, or bring your own data. "
    "Arrow keys and space step through every picture; **?** shows all keys."
)
with st.expander("Words and symbols", icon=":material/dictionary:"):
    start_here.symbols()
onward(START_HERE)
