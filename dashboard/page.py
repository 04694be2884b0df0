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
SHEETS = [*(HERE / f"{name}.css" for name in ("page", "stage", "lecture")), *sorted(HERE.glob("*/*.css"))]
STYLE = "\n".join(["<style>", *(sheet.read_text(encoding="utf-8") for sheet in SHEETS), "</style>"])  # at once


def open_page(script: str, title: str, *, folded: bool = False) -> None:
    """Set the page up and read the URL. `script` is the page's path from the project's root; `folded`: its sidebar.

    The sheet may come later than what the page draws, which would jump: so all of it is drawn into a place that is one
    pixel high until it is there.
    """
    st.set_page_config(
        f"{title} · EM Explorer" if script != HOME else title,
        "📈",
        "wide",
        initial_sidebar_state="collapsed" if folded or address.is_lecture() or st.context.is_embedded else 390,
    )
    leaving.notice()
    st.html(STYLE)
    reconnecting.take_up()
    problems = address.read(script)
    in_use.follow(address.state().scenario)
    with st.sidebar:
        navigation(script)
    if problems:
        with st.container(key="link-problems"):
            st.warning(f"The link could not be followed exactly:\n\n{listed(problems)}")
    content = st.container(key="page", height=1, border=False, gap=None if script == HOME else "small")
    content.container(key="page-hidden", height=9, border=False)  # what the one pixel shows
    with content:
        stage_keys.stage_keys()
    content.__enter__()  # to the end of the script: Streamlit begins each run of one outside of all containers
