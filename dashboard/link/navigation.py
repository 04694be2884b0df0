"""The pages in their order, and links between them, with what the visitor has set."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import streamlit as st

from dashboard.link import address
from dashboard.link.address import HOME
from dashboard.link.view import View
from emcore import Scenario


def number_of(script: str) -> int:
    """The number of a lesson, in its file name such as `1_The_algorithm.py`; 0: no lesson."""
    number = Path(script).stem.partition("_")[0]
    return int(number) if number.isdigit() else 0


START_HERE, GALLERY = "pages/Start_here.py", "pages/Gallery.py"
COMPARE, OWN_DATA = "pages/Compare.py", "pages/Your_own_data.py"
FOR_TEACHERS, CLASS_VOTE = "pages/For_teachers.py", "pages/A_class_votes.py"
ROOT = Path(__file__).parent.parent.parent
LESSONS = sorted((f"pages/{file.name}" for file in (ROOT / "pages").glob("[0-9]*.py")), key=number_of)
LAST_OF_COURSE = 5  # the lessons up to here are the way that a newcomer goes; what follows goes further
COURSE = [page for page in LESSONS if number_of(page) <= LAST_OF_COURSE]
FURTHER = [page for page in LESSONS if number_of(page) > LAST_OF_COURSE]
GROUPS = {
    "": [HOME, START_HERE],
    "Lessons": COURSE,
    "Further lessons": FURTHER,
    "To explore": [GALLERY, COMPARE, OWN_DATA],
    "For a class": [FOR_TEACHERS, CLASS_VOTE],
}
PATH = [page for pages in GROUPS.values() for page in pages]


def navigation(script: str) -> None:
    """The pages in one column, the one of `script` marked; on the dashboard, whose controls need the room, they are
    folded, but for those that a newcomer looks for.
    """
    path = offered(script)
    if script == HOME:
        first = {START_HERE: ":material/flag:", GALLERY: ":material/gallery_thumbnail:"}
        with st.container(key="pages-first", horizontal=True, gap="small"):
            for page, icon in first.items():
                if page in path:
                    page_link(page, title_of(page), icon=icon)
        folded = st.expander("Lessons", key="lessons-folded", icon=":material/school:", on_change="rerun")
        if folded.open:  # else its links would travel at every change
            with folded:
                _column(script, [page for page in path if page not in (HOME, *first)])
    else:
        _column(script, path)


def onward(script: str) -> None:
    """The end of a page: where the path came from, and where it goes on."""
    before, after = neighbours(script, offered(script))
    with st.container(key="onward", horizontal=True, horizontal_alignment="distribute"):
        if before:
            page_link(before, f"Back: {title_of(before)}", icon=":material/arrow_back:")
        if after:
            page_link(after, f"Next: {title_of(after)}", icon=":material/arrow_forward:", icon_position="right")


def offered(script: str) -> list[str]:
    """The pages in their order, as seen from one: without the gallery, which is of other data and starts, where a
    lecturer has fixed these.
    """
    keeps_run = address.state().lecture.keeps_run
    return [page for page in PATH if page == script or page != GALLERY or not keeps_run]


def page_link(script: str, label: str, chosen: Mapping[str, str] | None = None, **look: str) -> None:
    """Link to another page with this visitor's scenario and view, and what was chosen there, or is to be (`chosen`)."""
    query = address.query(script) | dict(chosen or {})
    st.page_link(script, label=label, query_params=query, **look)  # type: ignore[arg-type]


def watch(scenario: Scenario, label: str) -> None:
    """A link that opens `scenario` on the dashboard; what is on display stays as this visitor has it, and so do the
    lecturer's question and locks. There is none to other data than those that a lecturer has fixed.
    """
    state = address.state()
    if "data" in state.lecture.locks and scenario.only_data() != state.scenario.only_data():
        st.caption("Your lecturer has fixed the data: a run on others is not opened.")
        return
    query = {**scenario.to_query(), **state.view.to_query(), **state.lecture.to_query()}
    st.page_link(HOME, label=label, icon=":material/play_circle:", query_params=query)


def moment_link(scenario: Scenario, view: View, label: str) -> None:
    """A link that opens `scenario` on the dashboard, seen as in `view`, at its step."""
    st.page_link(HOME, label=label, query_params=scenario.to_query() | view.to_query() | address.at(view.step))


def go_to(script: str, query: Mapping[str, str] | None = None, *, keep_step: bool = False) -> None:
    """Leave for another page with a query: this visitor's, or the one given; `keep_step`: the step of the link too."""
    at_step = address.at(address.state().view.step) if keep_step else {}
    st.switch_page(script, query_params={**(address.query() if query is None else query), **at_step})


def neighbours(script: str, path: Sequence[str] = PATH) -> tuple[str, str]:
    """The pages before and after one; none, an empty text, before the first and after the last."""
    at = path.index(script)
    return "".join(path[max(at - 1, 0) : at]), "".join(path[at + 1 : at + 2])


def title_of(script: str) -> str:
    """The dashboard, or what the file's name says, a lesson's number first."""
    return "Dashboard" if script == HOME else Path(script).stem.replace("_", " ")


def _column(here: str, scripts: Collection[str]) -> None:
    """These pages under each other, a heading over each group but the first."""
    groups = {heading: [page for page in pages if page in scripts] for heading, pages in GROUPS.items()}
    first = next(heading for heading, pages in groups.items() if pages)
    with st.container(key="pages", gap=None):
        for heading, pages in groups.items():
            if pages and heading != first:
                st.caption(heading)
            for page in pages:
                if page == here:  # Streamlit's own link to the page in view tells nobody that it is
                    st.container(key="here").markdown(title_of(page))  # browser/stage/sidebar.js tells
                else:
                    page_link(page, title_of(page))
