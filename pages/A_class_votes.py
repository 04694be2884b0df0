"""A class votes: a lecturer opens a room, students place their predictions in it, then all see them and the answer."""

import streamlit as st

from dashboard import page
from dashboard.link import address
from dashboard.link.navigation import CLASS_VOTE, onward

page.open_page(CLASS_VOTE, "A class votes")
address.write()

st.markdown("# A class votes")
onward(CLASS_VOTE)
