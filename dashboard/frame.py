"""What every page starts with: settings, styles, links to the other pages that keep the scenario."""

from pathlib import Path

import streamlit as st

from dashboard import link

HERE = Path(__file__).parent
PAGES = HERE.parent / "pages"
HOME = "app.py"


def open_page(script: str, title: str) -> None:
    """Set the page up and read the URL. `script` is the page's path from the project's root."""
    st.set_page_config(f"{title} · EM Explorer" if script != HOME else title, "📈", "wide", initial_sidebar_state=390)
    st.html(HERE / "frame.css")
    problems = link.read(script)
    with st.sidebar:
        navigation()
    if problems:
        st.warning("The link could not be followed exactly:\n" + "".join(f"\n- {_plain(line)}" for line in problems))


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


def title_of(path: Path) -> str:
    """The title in a file name such as `1_The_algorithm.py`."""
    return path.stem.partition("_")[2].replace("_", " ")


def _plain(line: str) -> str:
    """A line that came from the URL, without Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-!|$:~" else c for c in line)
