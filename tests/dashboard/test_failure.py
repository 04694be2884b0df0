"""A page that fails says so in a sentence, with the link to report; nothing of the exception is shown."""

from urllib.parse import parse_qs, urlsplit

import pytest
from opening import PAGES, open_page
from streamlit import error_util

from dashboard import failure, runs
from dashboard.link import address
from dashboard.picture import which_chart
from dashboard.sidebar import changing
from emcore import Scenario

SECRET = "/srv/secret/place.py"
QUERY = {"data": "faithful", "start": "kmeanspp", "k": "2", "weights": "learned"}


@pytest.fixture(autouse=True)
def as_for_visitors(monkeypatch):
    monkeypatch.setattr(error_util, "show_uncaught_app_exception", failure.tell)


def fail(*args, **kwargs):
    raise RuntimeError(f"planted in {SECRET}")


def assert_told(app, **query):
    assert not app.exception
    assert len(app.error) == 1
    assert "please tell whoever runs this page" in app.error[0].value
    assert SECRET not in str(app._tree)
    assert "planted" not in str(app._tree)
    reported = {name: values[0] for name, values in parse_qs(urlsplit(app.code[-1].value).query).items()}
    assert Scenario.from_query(reported) == Scenario.from_query(query)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_fails_says_so(page, monkeypatch):
    app = open_page(page, **QUERY).run()
    assert not app.error
    monkeypatch.setattr("dashboard.own_data.in_use.follow", fail)
    app.run()
    assert_told(app, **QUERY)
    monkeypatch.undo()
    app.run()
    assert not app.error


def test_what_fails_in_a_column_is_told_at_full_width(monkeypatch):
    monkeypatch.setattr(which_chart, "picture", fail)
    app = open_page(**QUERY).run()
    assert_told(app, **QUERY)
    assert app.main.error


def test_what_fails_for_a_change_names_the_change_and_leaves_the_page_as_it_was(monkeypatch):
    app = open_page(**QUERY).run()
    run = runs.run
    monkeypatch.setattr(
        runs, "run", lambda scenario, place: fail() if scenario.n_components == 5 else run(scenario, place)
    )
    app.slider(key="n_components").set_value(5).run()
    assert_told(app, **QUERY | {"k": "5"})
    app.run()
    assert not app.error
    assert app.slider(key="n_components").value == 2


def test_a_callback_that_fails_is_told_too(monkeypatch):
    app = open_page(**QUERY).run()
    monkeypatch.setattr(changing, "change", fail)
    app.slider(key="n_components").set_value(5).run()
    assert_told(app, **QUERY)


def test_whoever_runs_the_dashboard_can_name_a_place_for_reports(monkeypatch):
    monkeypatch.setattr(failure, "REPORT_URL", "https://example.org/report")
    monkeypatch.setattr(address, "read", fail)
    app = open_page(**QUERY).run()
    assert "please [report it](https://example.org/report)" in app.error[0].value


def test_where_even_that_fails_nothing_is_shown_either(monkeypatch):
    monkeypatch.setattr(address, "read", fail)
    monkeypatch.setattr(address, "query", fail)
    app = open_page(**QUERY).run()
    assert len(app.exception) == 1
    assert SECRET not in str(app._tree)
