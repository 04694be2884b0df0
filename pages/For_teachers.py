"""For teachers: a plan, a worksheet and its answers, what students get wrong, questions to vote on, links."""

import streamlit as st

from dashboard import page
from dashboard.link import address
from dashboard.link.navigation import FOR_TEACHERS, onward

page.open_page(FOR_TEACHERS, "For teachers")
address.write()

st.markdown("# For teachers")
onward(FOR_TEACHERS)
