"""What the address bar says is shown; what it doesn't say is the first example."""

import pytest
from opening import FIRST, go_back, messages, open_page, open_scenario, query_of

from dashboard.link import address
from dashboard.link.view import View
from emcore import PRESETS, Scenario

LESSONS = ["pages/1_The_algorithm.py", "pages/3_Textbook_replays.py", "pages/Your_own_data.py"]


def shown(app):
    link = app.session_state["link"]
    return link.scenario, link.view


def arrive(app, **query):
    """Go to another address in the same visit, by the back button."""
    return go_back(app, query)


def test_a_bare_address_opens_the_first_preset_in_two_beats_and_soft_colours():
    app = open_page().run()
    first = next(iter(PRESETS.values()))
    assert app.selectbox(key="preset").value == next(iter(PRESETS))
    assert shown(app) == (first.scenario, View(beats=True, colours="soft"))
    assert app.markdown[0].value == f"# {first.question}"
    assert query_of(app) == FIRST  # so that a step beside it can't be taken for the notebook's
    app.run()
    assert query_of(app) == FIRST
    again = open_page(**FIRST).run()  # a reload, or a second tab
    assert shown(again) == shown(app)


@pytest.mark.parametrize("query", [{"step": "7"}, {"data": "clusters-1d"}, {"k": "3", "start": "hand"}])
def test_an_address_that_says_little_means_the_notebook_as_ever(query):
    scenario, view = shown(open_page(**query).run())
    assert (scenario, view.beats) == (Scenario(), False)


def test_going_back_to_the_bare_address_opens_the_first_example_again():
    app = open_page().run()
    app.selectbox(key="preset").set_value("ring").run()
    assert query_of(app)["data"] == "ring"
    arrive(app)
    assert shown(app)[0] == address.FIRST
    assert query_of(app) == FIRST


def test_the_notebook_stays_the_notebook_wherever_a_visitor_goes():
    app = open_scenario(Scenario())
    link = next(each.proto for each in app.sidebar.get("page_link") if each.proto.label == "3 Textbook replays")
    assert link.query_string == "data=clusters-1d"
    arrive(app.switch_page("pages/3_Textbook_replays.py"), data="clusters-1d")
    back = next(each.proto for each in app.sidebar.get("page_link") if each.proto.label == "Dashboard")
    assert back.query_string == "data=clusters-1d"
    arrive(app.switch_page("app.py"), data="clusters-1d")
    assert shown(app)[0] == Scenario()


@pytest.mark.parametrize("step", [{}, {"step": "4"}])
@pytest.mark.parametrize("page", LESSONS)
def test_a_lesson_opened_by_its_bare_address_leads_to_the_first_example(page, step):
    app = open_page(page, **step).run()
    assert query_of(app) == step
    assert shown(app)[1].step == float(step.get("step", 0))
    link = next(each.proto for each in app.sidebar.get("page_link") if each.proto.label == "Dashboard")
    arrive(app.switch_page("app.py"), **dict(part.split("=") for part in link.query_string.split("&")))
    assert shown(app)[0] == address.FIRST


def test_lecture_mode_is_the_browsers_affair_and_any_other_show_is_no_setting():
    app = open_page(show="lecture").run()
    assert (messages(app), shown(app)[0]) == ("", address.FIRST)
    assert "show is no setting" in messages(open_page(show="slides", data="ring").run())


def test_what_is_changed_while_the_address_bar_lags_behind_counts():
    app = open_page(data="faithful", k="1").run()
    for k in (2, 3):
        app.slider(key="n_components").set_value(k).run()
        written = query_of(app)
        app.query_params.clear()
        app.query_params.update({"data": "faithful", "k": "1"})  # the browser has not yet heard of what was written
    app.toggle(key="beats").set_value(True).run()
    assert app.slider(key="n_components").value == 3
    assert query_of(app) == {**written, "beats": "two"}
    assert go_back(app, written).slider(key="n_components").value == 3
    assert not app.toggle(key="beats").value


def test_a_link_to_where_one_was_before_is_followed(monkeypatch):
    monkeypatch.setattr(address, "LAG", 0.0)  # a while later
    app = open_page(data="faithful", k="1").run()
    app.slider(key="n_components").set_value(2).run()
    app.query_params.clear()
    app.query_params.update({"data": "faithful", "k": "1"})
    app.run()
    assert app.slider(key="n_components").value == 1
    assert query_of(app)["k"] == "1"


def test_an_address_that_a_script_could_not_write_any_more_is_written_by_the_next():
    app = open_page(data="faithful", k="1").run()
    app.slider(key="n_components").set_value(2).run()
    written = query_of(app)
    app.query_params.clear()
    app.query_params.update({"data": "faithful", "k": "1"})  # what that script sent never came to the browser
    app.run()
    assert app.slider(key="n_components").value == 2
    assert query_of(app) == written


def test_the_browser_is_told_of_a_widget_only_what_it_does_not_know():
    """Told what it said itself, it would take back what was touched since."""
    app = open_page(data="faithful", k="2").run()
    app.slider(key="n_components").set_value(4).run()
    assert not app.slider(key="n_components").proto.set_value
    app.selectbox(key="preset").set_value("ring").run()
    assert app.slider(key="n_components").proto.set_value
    assert app.slider(key="n_components").value == PRESETS["ring"].scenario.n_components != 4
