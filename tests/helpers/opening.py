"""Open a page without a browser, and read what it says."""

import re
from functools import partial
from pathlib import Path
from unittest.mock import patch

from streamlit import error_util
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest, local_script_runner

from dashboard import failure
from dashboard.link import address

# A page that fails does so in `app.exception`, where a test sees it; test_failure.py has what visitors see instead.
error_util.show_uncaught_app_exception = failure.of_streamlit

ROOT = Path(__file__).parent.parent.parent
FILES = sorted((ROOT / "pages").glob("*.py"))
ADDRESSES = {"app.py": ""} | {f"pages/{path.name}": path.stem.lstrip("0123456789_") for path in FILES}
PAGES = list(ADDRESSES)

FIRST_VIEW = address.FIRST_VIEW.to_query()
FIRST = {**address.FIRST.to_query(), **FIRST_VIEW}  # what a session begins with whose address said nothing


def open_page(page="app.py", **query):
    """A page, not yet run, with this query in the address bar; the dashboard's list of lessons is open."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["lessons-folded"] = True  # its links are made when it is opened
    for key, value in query.items():
        app.query_params[key] = value
    return app if page == "app.py" else app.switch_page(page)


def open_scenario(scenario, **view):
    """The dashboard, run once, with a scenario."""
    return open_page(**scenario.to_query(), **view).run()


def go_back(app, query):
    """The browser's back or forward button, which leads to this query on the same page."""
    app.query_params.clear()
    app.query_params.update(query)
    with patch.object(local_script_runner, "RerunData", partial(RerunData, is_history_navigation=True)):
        return app.run()


def query_of(app):
    """The address bar's query: a value that the test set is a text, one that the page wrote is in a list."""
    return {name: value if isinstance(value, str) else value[0] for name, value in app.query_params.items()}


def text_of(app):
    """What the page says in words."""
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.warning, *app.info])


def links_of(app):
    """The queries of the page's links to the dashboard, but for those of the navigation."""
    links = [element.proto for element in app.main.get("page_link")]
    links = [link for link in links if not link.label.startswith(("Back: ", "Next: "))]
    return [dict(part.split("=") for part in link.query_string.split("&")) for link in links]


def messages(app):
    """The page's warnings and errors, as a person reads them."""
    return as_read(" ".join(element.value for element in [*app.warning, *app.error]))


def as_read(markdown):
    """Markdown as a person reads it, as far as texts of others are concerned: each mark in a `:color[]` of its own."""
    return re.sub(r":color\[\\(.)\]", r"\1", markdown)
