"""Scenario, view and the choices of the lessons <-> URL <-> session state.

The session's state is the one owner of them: widgets show it and change it by callbacks. The URL wins when it says
something new (a visitor arrives, goes back, edits it); otherwise the state is written to the URL. An address that says
nothing opens the first example; links from before it, such as `?step=7`, still mean `Scenario()`. The step is
different: the browser keeps it in the address bar by itself, so Python only reads it on arrival. A short link stays in
the address bar until something is changed.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.link import choices
from dashboard.link.lecture import QUERY_NAMES as LECTURE_NAMES
from dashboard.link.lecture import Lecture
from dashboard.link.view import QUERY_NAMES as VIEW_NAMES
from dashboard.link.view import STEP, View
from emcore import PRESETS, Scenario
from emcore.scenario import packed_link
from emcore.scenario.record import QUERY_NAMES as SCENARIO_NAMES

KEY = "link"
HOME = "app.py"  # the dashboard
FIRST = PRESETS["first"].scenario  # what opens where the address says nothing, and how it is seen
FIRST_VIEW = View(beats=True, colours="soft")
SHOW, LECTURE = "show", "lecture"  # a mode of the browser's, which keeps it in the address bar by itself, as the step
LAG = 5.0  # seconds that a browser may take to hear of an address
LONG = 500  # characters of an address; a longer one is passed on as a short link


@dataclass
class Link:
    """This visitor's scenario and view, and how they stand to the URL; `choices` holds what was chosen on lessons.

    `lecture` is what the lecturer gave along with the link by which the visitor came.
    """

    scenario: Scenario = field(default_factory=Scenario)
    view: View = field(default_factory=View)
    lecture: Lecture = field(default_factory=Lecture)
    step_given: float = 0.0  # by the link that brought the lecture: where it may stay
    page: str = ""
    url_query: dict[str, str] | None = None  # the URL's query, without the step, as last read or written
    url_means: tuple[Scenario, View, dict[str, str]] | None = None  # what that query stands for
    passed: list[dict[str, str]] = field(default_factory=list)  # queries before it, until the browser says `url_query`
    written: float = 0.0  # when `url_query` was, by `time.monotonic`
    arrivals: int = 0  # grows when the step bar should take up `view.step`
    arrivals_seen: int = 0  # those whose step the step bar has by now
    browser_knows_step: bool = False  # arrived by a link between pages, which does not say it
    drew_widgets: bool = False  # the widgets that the browser holds are those that this session drew (reconnecting.py)

    def show(self, scenario: Scenario, view: View) -> None:
        """Replace scenario and view, and open at the view's step."""
        self.scenario, self.view = scenario, view
        self.arrivals += 1


def state() -> Link:
    """This visitor's scenario, view and what goes with them, in the session."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Link()
    link: Link = st.session_state[KEY]
    return link


def read(page: str) -> list[str]:
    """Read the address bar: what it says that is new is taken up. Returns what could not be used, a line each."""
    link = state()
    query, unreadable = packed_link.unpacked(st.query_params)
    step = query.pop(STEP, None)
    if query.get(SHOW) == LECTURE:
        del query[SHOW]
    if page == link.page and _lags(query):
        link.url_means = None  # to be written once more: the script that wrote it may have been interrupted
        return []
    link.passed = []
    if page == link.page and query == link.url_query:
        return []
    before, link.page = link.url_query, page
    link.browser_knows_step = step is None and before is not None and _of_all_pages(query) == _of_all_pages(before)
    bare = not query and (
        step is None or page != HOME
    )  # a step alone is one of the lesson's, or else of the notebook's
    arrived = {**FIRST.to_query(), **FIRST_VIEW.to_query()} if bare else query
    arrived = arrived if step is None else {**arrived, STEP: step}
    scenario, problems = Scenario.from_query(arrived)
    view, view_problems = View.from_query(arrived)
    choice_problems = choices.read(page, query)
    lecture, lecture_problems = Lecture.from_query(query)
    if lecture != link.lecture or (page == HOME and step is not None):  # on lessons the step is another run's
        link.lecture, link.step_given = lecture, view.step
    show(scenario, view)
    to_write = bare and page == HOME  # before the step bar writes a step
    link.url_query, link.url_means = query, None if to_write else _meant()
    unknown = [key for key in _of_all_pages(query) if key not in (*SCENARIO_NAMES, *VIEW_NAMES, *LECTURE_NAMES)]
    return [
        *unreadable,
        *problems,
        *view_problems,
        *choice_problems,
        *lecture_problems,
        *(f"{key} is no setting of this page; it is ignored." for key in unknown),
    ]


def _lags(query: dict[str, str]) -> bool:
    """Whether the browser says a query from before the one last written, as it has not yet heard of that: what was
    changed quickly, one thing after the other, counts. Who goes back, or follows a link there, says such a query too.
    """
    link, ctx = state(), get_script_run_ctx()
    if query == link.url_query or query not in link.passed or time.monotonic() > link.written + LAG:
        return False
    if ctx is not None and ctx.is_history_navigation:
        return False
    link.passed = link.passed[link.passed.index(query) :]
    return True


def is_lecture() -> bool:
    """Whether the address bar asks for lecture mode: the stage alone, in large type."""
    return st.query_params.get(SHOW) == LECTURE


def show(scenario: Scenario, view: View) -> None:
    """Replace scenario and view, and open at the view's step."""
    state().show(scenario, view)


def write() -> None:
    """Write the address bar: scenario, view and the page's choices, if they changed since it was read."""
    link = state()
    arrives, link.arrivals_seen = link.arrivals > link.arrivals_seen, link.arrivals
    if link.url_means == _meant():
        return
    if not arrives:
        link.view = replace(link.view, step=0)  # the step that the visitor arrived with is the step bar's by now
    if link.url_query is not None:
        link.passed.append(link.url_query)
    link.written = time.monotonic()
    link.url_query, link.url_means, link.browser_knows_step = query(link.page), _meant(), False
    st.query_params.from_dict(link.url_query)


def query(page: str = "") -> dict[str, str]:
    """The query of this visitor's scenario and view and of what was chosen on `page`, for links to it."""
    link = state()
    return {**link.scenario.to_query(), **link.view.to_query(), **choices.query(page), **link.lecture.to_query()}


def whole(page: str = "", step: float = 0.0) -> str:
    """The whole address of `page` as this visitor has it, at a step."""
    return _address(query(page) | at(step))


def short(page: str = "") -> str:
    """What `z` holds of a short link to `page` as this visitor has it; nothing if the link is no long one."""
    return packed_link.packed(query(page)) if len(whole(page)) > LONG else ""


def given(lecture: Lecture, step: float, *, lecture_mode: bool = False) -> str:
    """The address of the dashboard to give to others, with a question and locks; short where it would be long."""
    link = state()
    said = {**link.scenario.to_query(), **link.view.to_query(), **lecture.to_query()}
    return passed_on(_address(said | at(step) | ({SHOW: LECTURE} if lecture_mode else {})))


def passed_on(address: str) -> str:
    """A whole address as it is given to others: in a long one `z` stands for all that the browser does not change."""
    if len(address) <= LONG:
        return address
    page, _, text = address.partition("?")
    said = dict(parse_qsl(text, keep_blank_values=True))
    beside = {name: said.pop(name) for name in (STEP, SHOW) if name in said}
    return f"{page}?{urlencode({packed_link.NAME: packed_link.packed(said)} | beside, quote_via=quote)}"


def text(query: Mapping[str, str]) -> str:
    """A query as one line, the same for the same query."""
    return "&".join(f"{key}={value}" for key, value in sorted(query.items()))


def at(step: float) -> dict[str, str]:
    """The part of a query that says the step."""
    return {STEP: f"{step:g}"} if step else {}


def _address(query: Mapping[str, str]) -> str:
    page = urlsplit(st.context.url or "")
    return page._replace(path=page.path or "/", query=urlencode(query, quote_via=quote)).geturl()


def _meant() -> tuple[Scenario, View, dict[str, str]]:
    """All that the page's query stands for."""
    link = state()
    return link.scenario, link.view, choices.query(link.page)


def _of_all_pages(query: Mapping[str, str]) -> dict[str, str]:
    """A query without the choices of any lesson, which mean nothing on other pages."""
    return {name: value for name, value in query.items() if name not in choices.CHOICES}
