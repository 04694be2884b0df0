"""What else can be asked of the run in view: the further lessons, opened with this scenario."""

import streamlit as st

from dashboard.link import address
from dashboard.link.choices import YOURS
from dashboard.link.navigation import page_link

CLINIC = "pages/10_The_collapse_clinic.py"
# page, what is chosen there, the question, icon
QUESTIONS = (
    ("pages/9_The_restart_atlas.py", "atlas", "All starts of this", ":material/blur_on:"),
    ("pages/8_The_likelihood_landscape.py", "land", "Where does the likelihood lie?", ":material/landscape:"),
    ("pages/7_Three_algorithms.py", "parts", "EM, hard EM and k-means from this start", ":material/view_week:"),
    (CLINIC, "patient", "What if a component collapses?", ":material/healing:"),
)


def ask_more() -> None:
    """The lessons on this run; where the next steps are kept back, none, as they tell where it ends."""
    if address.state().lecture.keeps_step or "answers" in address.state().lecture.locks:
        return
    asked = st.popover("Ask", key="ask-more", icon=":material/travel_explore:", type="tertiary", on_change="rerun")
    if asked.open:  # else its links would travel at every change
        with asked:
            for page, choice, question, icon in QUESTIONS:
                page_link(page, question, {choice: YOURS}, icon=icon)


def cures() -> None:
    """Beside a run that collapsed: what can be done about it."""
    page_link(CLINIC, "The cures, side by side", {"patient": YOURS}, icon=":material/healing:")
