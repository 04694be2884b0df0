"""The gallery: a card for each thing to learn, with a small picture and a question; it opens on the dashboard."""

import streamlit as st

from dashboard import page
from dashboard.lessons import gallery
from dashboard.link import address
from dashboard.link.navigation import GALLERY, onward

page.open_page(GALLERY, "Gallery")
address.write()

st.markdown("# Gallery: what would you like to see?")
if address.state().lecture.keeps_run:
    st.info("Your lecturer has fixed the data or the start, and the gallery is of others.", icon=":material/lock:")
else:
    st.markdown(
        "Every picture is a moment of a run. Open one, answer its question, then step on or change what you like."
    )
    gallery.gallery()
onward(GALLERY)
