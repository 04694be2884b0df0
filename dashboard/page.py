"""What every page starts with: settings, styles, the URL, links to the other pages."""

from pathlib import Path

import streamlit as st

import dashboard.failure  # noqa: F401  says so when a page fails
from dashboard.common import leaving, stage_keys
from dashboard.common.texts import listed
from dashboard.link import address, reconnecting
from dashboard.link.navigation import HOME, navigation
from dashboard.own_data import in_use

HERE = Path(__file__).parent


def open_page(script: str, title: str) -> None:
    """Set the page up and read the URL. `script` is the page's path from the project's root."""
    st.set_page_config(
        f"{title} · EM Explorer" if script != HOME else title,
        "📈",
        "wide",
        initial_sidebar_state="collapsed" if address.is_lecture() else 390,
    )
    leaving.notice()
    st.html(HERE / "page.css")
    st.html(HERE / "lecture.css")
    stage_keys.stage_keys()
    reconnecting.take_up()
    problems = address.read(script)
    in_use.follow(address.state().scenario)
    with st.sidebar:
        navigation()
    if problems:
        st.warning(f"The link could not be followed exactly:\n\n{listed(problems)}")
