"""What is chosen on a lesson travels in the link to it: from the address to the widgets and back."""

import json

import pytest
from opening import FIRST, ROOT, go_back, messages, open_page, query_of, text_of
from streamlit.testing.v1 import AppTest

from dashboard.link.choices import CHOICES, OF_PAGE, Place
from emcore.scenario.fields import Number, Text, Word
from emcore.study.replays import REPLAYS

ALGORITHM, BOUND, REPLAY, STOPPING, SELECTION = sorted(
    f"pages/{path.name}" for path in (ROOT / "pages").glob("[12345]_*.py")
)
SMALL = {"data": "acidity", "start": "kmeanspp", "k": "2"}  # quick in every cell

# page, query, kind and key of a widget, the value it shows for that query; for two of them all the query says
SHOWN = [
    (ALGORITHM, {"dimensions": "2"}, "segmented_control", "lesson-dimensions", "2"),
    (REPLAY, {"replay": "galaxies-v3"}, "radio", "lesson-replay-agrees", "galaxies-v3"),
    (STOPPING, {"run": "yours"}, "radio", "lesson-run", "yours"),
    (SELECTION, {"on": "yours"}, "selectbox", "lesson-on", "yours"),
    (SELECTION, {"on": "esl"}, "selectbox", "lesson-on", "esl"),
    (SELECTION, {"starts": "5"}, "segmented_control", "lesson-starts", "5"),
    (SELECTION, {"criterion": "icl"}, "segmented_control", "lesson-criterion", "icl"),
    (SELECTION, {"sign": "mclust"}, "segmented_control", "lesson-sign", "mclust"),
]
data_of = {SELECTION: SMALL}
every_widget = pytest.mark.parametrize(("page", "chosen", "kind", "key", "value"), SHOWN)


def widget_of(app, kind, key):
    return getattr(app, kind)(key=key)


def tolerance_of(app):
    """The power of ten at which the chart of the stopping rules opens."""
    spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    return next(param["value"][0]["exponent"] for param in spec["params"] if param["name"] == "stop")


@every_widget
def test_a_link_sets_the_widget(page, chosen, kind, key, value):
    query = {**data_of.get(page, {}), **chosen}
    app = open_page(page, **query).run()
    assert not app.exception
    assert messages(app) == ""
    assert widget_of(app, kind, key).value == value
    app.run()
    assert widget_of(app, kind, key).value == value
    assert query_of(app) == query


@every_widget
def test_a_widget_writes_the_link_and_back_undoes_it(page, chosen, kind, key, value):
    query = data_of.get(page, {})
    app = open_page(page, **query).run()
    before = widget_of(app, kind, key).value
    widget_of(app, kind, key).set_value(value).run()
    assert not app.exception
    written = query_of(app)
    assert written == {**(query or FIRST), **chosen} if value != before else query
    go_back(app, query)
    assert widget_of(app, kind, key).value == before


def test_a_default_is_left_out_of_the_link():
    app = open_page(REPLAY, replay="esl").run()
    app.radio(key="lesson-replay-agrees").set_value(CHOICES["replay"].default).run()
    assert query_of(app) == {"data": "clusters-1d"}  # the notebook's scenario, as the link said none


def test_the_tolerance_of_the_link_opens_chart_and_table():
    app = open_page(STOPPING, exponent="-5").run()
    assert not app.exception
    assert tolerance_of(app) == -5
    assert app.table[0].value.columns[1] == "Gain per point: step 44"
    app.radio(key="lesson-run").set_value("yours").run()
    assert tolerance_of(app) == -5  # of another run too
    assert query_of(app) == {"data": "clusters-1d", "run": "yours", "exponent": "-5"}


def test_a_tolerance_that_was_moved_leaves_the_chart_as_it_is_until_the_link_says_another():
    app = open_page(STOPPING).run()
    app.session_state["choices"]["exponent"] = -5.0  # as the chart's callback does
    app.run()
    assert tolerance_of(app) == -3  # the browser's own is -5 by now
    assert app.table[0].value.columns[1] == "Gain per point: step 44"
    assert query_of(app) == {**FIRST, "exponent": "-5"}
    app.query_params["exponent"] = "-1.5"
    app.run()
    assert tolerance_of(app) == -1.5


@pytest.mark.parametrize(
    ("page", "query", "complaint"),
    [
        (ALGORITHM, {"dimensions": "3"}, "dimensions = 3 is none of 1, 2"),
        (BOUND, {"from": "left"}, "from = left is not a number"),
        (BOUND, {"from": "1e9"}, "from = 1e9 is out of range; 6.5 is used"),
        (REPLAY, {"replay": "<b>"}, "replay = <b> is none of faithful-murphy"),
        (STOPPING, {"run": ""}, "run = is none of murphy, yours"),
        (STOPPING, {"exponent": "nan"}, "exponent = nan is not a number"),
        (STOPPING, {"exponent": "-99"}, "exponent = -99 is out of range; -9 is used"),
        (SELECTION, {"on": "mars"}, "on = mars is none of faithful-waiting, faithful"),
        (SELECTION, {"starts": "1000000"}, "starts = 1000000 is none of 5, 20, 50"),
        (SELECTION, {"criterion": "dic"}, "criterion = dic is none of bic, aic, icl"),
        (SELECTION, {"sign": "-"}, "sign = - is none of ours, mclust"),
        (SELECTION, {"cell": "9_full"}, "cell = 9_full is none of 1_full … 8_spherical"),
    ],
)
def test_rubbish_is_a_message_and_the_default(page, query, complaint):
    app = open_page(page, **data_of.get(page, {}), **query).run()
    assert not app.exception
    assert complaint in messages(app)
    app.run()
    assert not app.exception


def test_a_cell_that_these_data_do_not_have_is_the_best():
    app = open_page(SELECTION, **SMALL, cell="3_diag").run()  # in one dimension the same as full, and not searched for
    assert not app.exception
    assert "**2 components, tied:**" in text_of(app)


def test_a_link_chooses_a_cell_and_back_undoes_it():
    app = open_page(SELECTION, **SMALL, cell="3_full").run()
    assert "**3 components, full:**" in text_of(app)
    assert query_of(app) == {**SMALL, "cell": "3_full"}
    del app.query_params["cell"]
    app.run()
    assert "**2 components, tied:**" in text_of(app)


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_of_another_page_is_passed_over(name):
    app = open_page(**{name: "x"}).run()
    assert not app.exception
    assert messages(app) == ""


def test_links_to_a_lesson_carry_its_choices_and_no_others():
    app = open_page(REPLAY, replay="esl").run()
    app.query_params.clear()
    app.query_params.update({"k": "2", "start": "kmeans"})
    app.switch_page("app.py").run()
    links = {link.proto.label: link.proto.query_string for link in app.sidebar.get("page_link")}
    assert "replay=esl" in links["3 Textbook replays"]
    assert not any("replay" in query for label, query in links.items() if label != "3 Textbook replays")
    assert all("k=2" in query for query in links.values())


def test_what_was_chosen_is_still_there_on_coming_back_by_a_link():
    app = open_page(REPLAY).run()
    app.radio(key="lesson-replay-agrees").set_value("galaxies-v3").run()
    app.query_params.clear()
    app.switch_page("app.py").run()
    link = next(link.proto for link in app.sidebar.get("page_link") if link.proto.label == "3 Textbook replays")
    assert link.query_string.endswith("&replay=galaxies-v3")
    app.query_params["replay"] = "galaxies-v3"
    app.switch_page(REPLAY).run()
    assert app.radio(key="lesson-replay-agrees").value == "galaxies-v3"


# --- the registry -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)
def test_every_value_of_a_choice_reads_back(choice):
    values = {Number: numbers_of, Word: words_of, Text: texts_of, Place: places_of}[type(choice.kind)](choice.kind)
    assert choice.default in [*values, ""]
    problems = []
    for value in values:
        assert choice.read({choice.name: choice.kind.write(value)}, problems) == value
    assert problems == []


def words_of(kind):
    return kind.words


def texts_of(kind):
    return ["", "x", "data=faithful&k=2", "x" * kind.longest]


def places_of(kind):
    return ["0_0", "-4_0.25", "1e-07_-0.52"]


def numbers_of(kind):
    (low, high), step = kind.limits, 1 if kind.whole else kind.step
    return [kind.nearest(low + i * step) for i in range(round((high - low) / step) + 1)]


def a_page_that_is_told():
    import streamlit as st

    from dashboard.link import address, choices

    address.read("pages/7_Three_algorithms.py")
    st.button("warmer", on_click=lambda: choices.take_up({"temperature": 2}))
    st.button("cooling", on_click=lambda: choices.take_up({"heat": "cooling"}))
    st.text(f"{choices.get('temperature'):g} {choices.get('heat')}")
    address.write()


def test_what_is_told_while_the_address_lags_behind_is_kept_and_back_undoes_it():
    app = AppTest.from_function(a_page_that_is_told).run()
    app.button[0].click().run()
    assert app.text[0].value == "2 steady"
    before = dict(app.query_params)
    app.query_params.clear()  # the browser has not yet heard of the new address
    app.button[1].click().run()
    assert app.text[0].value == "2 cooling"
    assert go_back(app, before).text[0].value == "2 steady"


def test_choices_are_those_of_pages_that_exist():
    assert all((ROOT / page).exists() for page in OF_PAGE)
    assert len(CHOICES) == sum(map(len, OF_PAGE.values()))


def test_the_default_replay_is_one():
    assert CHOICES["replay"].default in REPLAYS
