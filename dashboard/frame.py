"""What every page starts with: settings, styles, links to the other pages that keep the scenario."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from dashboard import leaving, link, owndata, restart, trouble
from dashboard.texts import listed
from dashboard.view import STEP

HERE = Path(__file__).parent
PAGES = HERE.parent / "pages"
HOME = trouble.HOME


def open_page(script: str, title: str) -> None:
    """Set the page up and read the URL. `script` is the page's path from the project's root."""
    st.set_page_config(f"{title} · EM Explorer" if script != HOME else title, "📈", "wide", initial_sidebar_state=390)
    leaving.notice()
    st.html(HERE / "frame.css")
    restart.take_up()
    problems = link.read(script)
    owndata.follow(link.state().scenario)
    with st.sidebar:
        navigation()
    if problems:
        st.warning(f"The link could not be followed exactly:\n\n{listed(problems)}")


def is_dark() -> bool:
    """Whether this visitor's page is dark."""
    return st.context.theme.type == "dark"


def navigation() -> None:
    """Links to all pages: the dashboard, then the files of `pages/` in their order."""
    with st.container(horizontal=True, gap="small"):
        page_link(HOME, "Dashboard")
        for path in sorted(PAGES.glob("*.py")):
            page_link(f"pages/{path.name}", title_of(path))


def page_link(script: str, label: str) -> None:
    """Link to another page with this visitor's scenario and view, and what was chosen there."""
    st.page_link(script, label=label, query_params=link.query(script))


def go_to(script: str, query: Mapping[str, str] | None = None, *, keep_step: bool = False) -> None:
    """Leave for another page with a query: this visitor's, or the one given; `keep_step`: the step of the link too."""
    step = link.state().view.step
    kept = {STEP: f"{step:g}"} if keep_step and step else {}
    st.switch_page(script, query_params={**(link.query() if query is None else query), **kept})


def title_of(path: Path) -> str:
    """The title in a file name such as `1_The_algorithm.py`."""
    return path.stem.partition("_")[2].replace("_", " ")
