"""Links between pages, with what the visitor has set."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st

from dashboard.link import address
from dashboard.link.address import HOME
from dashboard.link.view import STEP
from emcore import Scenario

OWN_DATA = "pages/6_Your_own_data.py"
PAGES = Path(__file__).parent.parent.parent / "pages"


def navigation() -> None:
    """Links to all pages: the dashboard, then the files of `pages/` in their order."""
    with st.container(horizontal=True, gap="small"):
        page_link(HOME, "Dashboard")
        for path in sorted(PAGES.glob("*.py")):
            page_link(f"pages/{path.name}", title_of(path))


def page_link(script: str, label: str) -> None:
    """Link to another page with this visitor's scenario and view, and what was chosen there."""
    st.page_link(script, label=label, query_params=address.query(script))


def watch(scenario: Scenario, label: str) -> None:
    """A link that opens `scenario` on the dashboard; what is on display stays as this visitor has it."""
    view = replace(address.state().view, step=0)
    st.page_link(
        HOME, label=label, icon=":material/play_circle:", query_params={**scenario.to_query(), **view.to_query()}
    )


def go_to(script: str, query: Mapping[str, str] | None = None, *, keep_step: bool = False) -> None:
    """Leave for another page with a query: this visitor's, or the one given; `keep_step`: the step of the link too."""
    step = address.state().view.step
    at_step = {STEP: f"{step:g}"} if keep_step and step else {}
    st.switch_page(script, query_params={**(address.query() if query is None else query), **at_step})


def title_of(path: Path) -> str:
    """The title in a file name such as `1_The_algorithm.py`."""
    return path.stem.partition("_")[2].replace("_", " ")
