"""One's own data: ways in, bad cells, odd names; a source of the dashboard; they stay with their visitor."""

import ast
import itertools
import json

import numpy as np
import pytest
import streamlit as st
from opening import FIRST, FIRST_VIEW, ROOT, as_read, go_back, open_page, query_of
from streamlit.testing.v1 import AppTest

from dashboard.link import address, navigation
from dashboard.own_data import in_use, ways_in
from dashboard.own_data.reading.table import table_of
from dashboard.own_data.to_points import points_of
from emcore import COVARIANCE_TYPES, STARTS, Scenario
from emcore.scenario.own_points import NOT_GIVEN, OWN, own_data

PAGE = navigation.OWN_DATA
COLUMN = "\n".join(str(x) for x in [1, 1.5, 2, 2.5, 9, 9.5, 10, 11])
TABLE = "a;b;name;c\n1,5;2;Bob;3\n2;3,5;Eve;1\n3;1;Ann;4\n9;8;Cy;9\n10;9,5;Di;7\n11;7;Ed;8\n"
FRESH = {"data": "own", "k": "2", **FIRST_VIEW}


def paste(text, **query):
    app = open_page(PAGE, **query).run()
    app.text_area(key="own-paste").set_value(text).run()
    assert not app.exception
    return app


def watch(app):
    """The dashboard on the data just given."""
    return press(app, "own-watch", "app.py")


def press(app, button, page):
    """Press a button that leads to another page, which the test has to be told of."""
    app.button(key=button).click().run()
    assert not app.exception
    return app.switch_page(page).run()


def scenario_on(X, **fields):
    record = own_data(X, "", len(X), may_travel=True)
    return Scenario(**{"source": OWN, "own": record, "start": "kmeanspp", **fields})


def on_the_dashboard(X, **fields):
    return open_page("app.py", **scenario_on(X, **fields).to_query()).run()


def charts(app):
    return app.get("vega_lite_chart")


def said(app):
    texts = " ".join(element.value for element in [*app.warning, *app.error, *app.info, *app.caption, *app.markdown])
    return as_read(texts)


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_empty_page_asks_for_data():
    app = open_page(PAGE).run()
    assert not app.exception
    assert "What was read is shown here" in said(app)
    assert not charts(app)
    assert not app.warning


def test_a_pasted_column_is_shown_and_travels_in_the_link():
    app = paste(COLUMN)
    assert len(charts(app)) == 1
    assert query_of(app) == {**FRESH, "own": "1~1.5~2~2.5~9~9.5~10~11", "columns": "column 1"}


def test_a_pasted_table_offers_its_numeric_columns():
    app = paste(TABLE)
    assert app.multiselect(key="own-columns").value == ["a", "b"]
    app.multiselect(key="own-columns").set_value(["a", "b", "c"]).run()
    assert not app.exception
    assert query_of(app)["own"].startswith("1.5_2_3~2_3.5_1~")
    app.multiselect(key="own-columns").set_value([]).run()
    assert "Choose at least one column" in said(app)
    assert not [button for button in app.button if button.key == "own-watch"]


def test_bad_cells_are_named_and_the_person_chooses():
    app = paste(COLUMN + "\nabc\n\nNA\n")
    assert not charts(app)
    assert "Row 9, column “column 1”: “abc” is not a number" in said(app)
    assert "Row 11, column “column 1”: “NA” is no value" in said(app)
    app.toggle(key="own-drop").set_value(True).run()
    assert not app.exception
    assert len(charts(app)) == 1
    assert query_of(app)["own"].count("~") == 7


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("hello\nworld", "No column holds numbers"),
        ("5", "only one row of numbers"),
        ("x,y\n1,1\n2,2\n3,3\n5,5", "is the same as column"),
        ("x\n1,234\n5,678\n", "choose the decimal sign"),
    ],
)
def test_what_does_not_work_is_said(text, complaint):
    app = paste(text)
    app.run()
    assert not app.exception
    assert complaint in said(app)


def test_the_decimal_sign_can_be_chosen():
    app = paste("x;y\n1,234;1\n5,678;2\n2,5;4\n")
    assert query_of(app)["own"] == "1.234_1~5.678_2~2.5_4"
    app.segmented_control(key="own-decimal").set_value(".").run()
    assert not app.exception
    assert "“2,5” is not a number" in said(app)


ODD_NAMES = ["a.b", "c[0]", "it's", 'say "x"', "😀", "<b>bold</b>", "**bold**", ":red[x]", "$x$", "a~b"]


@pytest.mark.parametrize("names", list(zip(ODD_NAMES[::2], ODD_NAMES[1::2], strict=True)))
def test_odd_names_of_columns_are_shown_as_they_are(names):
    head = "\t".join('"' + name.replace('"', '""') + '"' for name in names)
    shown = [name.replace("~", "˜") for name in names]  # a link parts names by tildes
    app = paste(f"{head}\n1\t2\n2\t4\n3\t3\n9\t8\n9\t7\n8\t9\n")
    assert app.multiselect(key="own-columns").value == shown
    app = watch(app)
    assert len(charts(app)) == 2
    for text in [element.value for element in [*app.caption, *app.markdown, *app.warning]]:
        assert not [name for name in names if name in text and name != "😀"]
    other = open_page("app.py", **query_of(app)).run()
    assert not other.exception
    assert not other.warning
    assert other.session_state["own-data"].columns == tuple(shown)


def test_typed_points_count_where_something_stands():
    app = open_page(PAGE).run()
    app.segmented_control(key="own-way").set_value(ways_in.TYPE).run()
    assert len(charts(app)) == 1  # blank axes to click into
    own = app.session_state["own-data"]
    assert own.table is None

    def type_points(rows):
        from dashboard.own_data import in_use

        in_use.take_typed(rows, ["x1", "x2"][: len(rows[0])])

    typed = AppTest.from_function(
        type_points, kwargs={"rows": [[1.0, 2.0], [None, None], [3.0, None], [4.0, 5.0]]}
    ).run()
    own = typed.session_state["own-data"]
    assert own.columns == ("x1", "x2")
    assert own.points.X.tolist() == [[1, 2], [4, 5]]
    assert own.points.problems == ["Row 2, column “x2”: the cell is empty."]
    assert own.fingerprint == ""


def test_the_editor_begins_with_the_points_of_the_link():
    app = open_page(PAGE, data="own", own="1_2~3_4~5_7").run()
    app.segmented_control(key="own-way").set_value(ways_in.TYPE).run()
    assert not app.exception
    assert app.number_input(key="own-typed-columns").value == 2
    assert query_of(app)["own"] == "1_2~3_4~5_7"


@pytest.mark.parametrize("text", ["a,b\n1,x\n2,3\n4,y", "hello"])
def test_data_that_can_not_be_used_yet_can_be_forgotten(text):
    app = paste(text, data="own", own="1~2~3")
    app.button(key="own-forget").click().run()
    assert not app.exception
    assert query_of(app) == address.FIRST.to_query()


def test_what_can_not_be_read_leaves_the_data_as_they_were():
    app = paste(TABLE)
    query = query_of(app)
    app.text_area(key="own-paste").set_value("hello").run()
    assert "only one row" in said(app)
    assert "The data from before are still here" in said(app)
    assert query_of(app) == query
    assert app.multiselect(key="own-columns").value == ["a", "b"]


@pytest.mark.parametrize("source", [{}, {"data": "own"}])
def test_all_typed_columns_are_in_use_whatever_was_asked_for_before(source):
    def type_points(rows):
        from dashboard.link import address
        from dashboard.own_data import in_use

        address.read("pages/Your_own_data.py")
        in_use.take_typed(rows, ["x1", "x2", "x3"])

    app = AppTest.from_function(type_points, kwargs={"rows": [[1.0, 2.0, 3.0], [2.0, 3.0, 5.0]]})
    for name, value in source.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert app.session_state["own-data"].columns == ("x1", "x2", "x3")


def test_a_pasted_table_can_be_typed_on_under_its_names():
    app = paste("height;weight;age\n1;2;3\n2;3;5\n3;5;4\n", data="own")
    assert app.multiselect(key="own-columns").value == ["height", "weight"]
    app.segmented_control(key="own-way").set_value(ways_in.TYPE).run()
    assert not app.exception
    typed = app.session_state["own-typed"]
    assert typed.names == ("height", "weight")
    assert typed.rows.to_numpy().tolist() == [[1, 2], [2, 3], [3, 5]]
    assert query_of(app)["columns"] == "height~weight"


def test_forgetting_leaves_nothing():
    app = paste(COLUMN)
    app.button(key="own-forget").click().run()
    assert not app.exception
    assert query_of(app) == FIRST
    assert app.session_state["own-data"] == in_use.DataInUse(followed=(NOT_GIVEN, ()))
    assert app.text_area(key="own-paste").value == ""
    assert not charts(app)


# --- a source of the dashboard ----------------------------------------------------------------------------------------


def test_the_source_without_data_says_where_to_bring_them():
    app = open_page("app.py").run()
    app.selectbox(key="source").set_value(OWN).run()
    assert not app.exception
    assert "There are no data of yours yet" in said(app)
    assert not charts(app)
    press(app, "own-bring", PAGE)
    app.text_area(key="own-paste").set_value(COLUMN).run()
    app = watch(app)
    assert len(charts(app)) == 2
    assert query_of(app)["k"] == "2"


def test_ones_own_data_have_all_that_the_dashboard_has():
    app = watch(paste(TABLE))
    assert app.selectbox(key="source").value == OWN
    for key, value in (("colors", "hard"), ("click", "beat"), ("learn_weights", False)):
        app.segmented_control(key=key).set_value(value)
    assert not app.run().exception
    for key in ("beats", "field", "dream"):
        app.toggle(key=key).set_value(True)
    assert not app.run().exception
    app.toggle(key="standardize").set_value(True).run()
    app.number_input(key="tol").set_value(1e-3)
    app.selectbox(key="start").set_value("hand").run()
    assert not app.exception
    query = query_of(app)
    assert (query["tol"], query["scale"], query["click"], query["beats"]) == ("0.001", "standard", "beat", "two")
    assert query["components"].count("~") == 1


def test_columns_are_chosen_in_the_sidebar():
    app = watch(paste(TABLE))
    app.multiselect(key="own-columns").set_value(["a", "b", "c"]).run()
    assert not app.exception
    assert len(charts(app)) == 3  # the heat maps come with more than two dimensions
    assert query_of(app)["own"].startswith("1.5_2_3~")
    app.selectbox(key="plane").set_value("1_3").run()
    assert '"c →"' in json.dumps(json.loads(charts(app)[0].proto.spec), ensure_ascii=False)
    app.selectbox(key="start").set_value("kmeans").run()
    app.multiselect(key="own-columns").set_value(["b"]).run()
    assert not app.exception
    assert len(charts(app)) == 2
    assert query_of(app)["start"] == "kmeans"
    app.selectbox(key="start").set_value("hand").run()  # which gives way to other dimensions
    app.multiselect(key="own-columns").set_value(["a", "b", "c"]).run()
    assert not app.exception
    assert app.selectbox(key="start").value == "kmeanspp"


def test_a_column_with_bad_cells_asks_for_a_decision():
    app = paste("a,b\n1,1\n2,x\n3,3\n9,4\n")
    app.multiselect(key="own-columns").set_value(["a"]).run()
    app = watch(app)
    app.multiselect(key="own-columns").set_value(["a", "b"]).run()
    assert not app.exception
    assert "decide what to do with rows" in said(app)
    press(app, "own-bring", PAGE)
    app.toggle(key="own-drop").set_value(True).run()
    app = watch(app)
    assert query_of(app)["own"] == "1_1~3_3~9_4"


def test_the_data_are_still_there_after_another_page_and_another_source():
    app = watch(paste(COLUMN))
    app.switch_page("pages/1_The_algorithm.py").run()
    app.switch_page("app.py").run()
    assert len(charts(app)) == 2
    app.selectbox(key="source").set_value("uniform-1d").run()
    assert "own" not in query_of(app)
    app.selectbox(key="source").set_value(OWN).run()
    assert not app.exception
    assert query_of(app)["own"].startswith("1~1.5~")
    assert len(charts(app)) == 2


def test_a_step_back_brings_the_columns_of_before():
    app = watch(paste(TABLE))
    before = query_of(app)
    app.multiselect(key="own-columns").set_value(["c"]).run()
    assert query_of(app) != before
    go_back(app, before)
    assert not app.exception
    assert app.multiselect(key="own-columns").value == ["a", "b"]
    assert app.multiselect(key="own-columns").options == ["a", "b", "name", "c"]


def test_points_are_added_and_taken_back():
    app = on_the_dashboard(np.array([[1.0, 2], [3, 5], [4, 4], [9, 8]]), n_components=1)
    app.segmented_control(key="click").set_value("add").run()
    assert not app.exception
    app.button(key="undo-point").click().run()
    assert not app.exception
    assert query_of(app)["own"] == "1_2~3_5~4_4"
    app.toggle(key="standardize").set_value(True).run()
    assert not app.exception
    assert "add" not in app.segmented_control(key="click").options


def test_points_of_clusters_are_not_added_to():
    app = open_page("app.py", click="add").run()
    assert not app.exception
    assert app.segmented_control(key="click").value == "explain"


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_every_start_and_type_runs_again_from_its_link(start, covariance_type):
    scenario = on_normal_points(start, covariance_type)
    reopened, problems = Scenario.from_query(scenario.to_query())
    assert not problems
    assert reopened == scenario
    assert np.array_equal(reopened.run()[1].means, scenario.run()[1].means)


@pytest.mark.parametrize(("start", "covariance_type"), list(zip(STARTS, COVARIANCE_TYPES, strict=True)))
def test_each_start_and_each_type_reopens_on_the_dashboard(start, covariance_type):
    app = open_page(**on_normal_points(start, covariance_type).to_query()).run()
    assert not app.exception
    assert not app.warning
    assert len(charts(app)) == 3
    assert app.multiselect(key="own-columns").value == ["a", "b", "c"]


def on_normal_points(start, covariance_type):
    X = np.random.default_rng(1).normal(size=(20, 3)).round(3)
    fields = {"n_components": 3, "covariance_type": covariance_type, "start": start, "max_iter": 7, "reg_covar": 0.5}
    return scenario_on(X, columns=("a", "b", "c"), **fields)


@pytest.mark.parametrize(("size", "features"), [*itertools.product(["1e-150", "1e149"], [1, 2, 3]), ("1e12", 2)])
def test_numbers_of_any_size_draw_a_picture_or_a_message(size, features):
    X = np.random.default_rng(2).normal(size=(12, features)) * float(size)
    app = on_the_dashboard(X, n_components=2)
    assert not app.exception
    assert charts(app)
    app.toggle(key="standardize").set_value(True).run()
    assert not app.exception
    assert len(charts(app)) == (3 if features > 2 else 2)


@pytest.mark.parametrize("contours", ["lines", "filled"])
def test_contours_of_the_largest_numbers_stay_within_what_can_be_squared(contours):
    points = "1e149_1~2e149_2~-1e150_4~3e140_9"
    app = open_page("app.py", data="own", own=points, k="1", ridge="1", contours=contours).run()
    assert not app.exception
    assert len(charts(app)) == 2


@pytest.mark.parametrize("features", [1, 2, 3])
def test_a_ridge_cures_points_that_all_coincide(features):
    app = on_the_dashboard(np.full((3, features), 5.0), n_components=1)
    assert not app.exception
    assert app.error
    app.number_input(key="reg_covar").set_value(1.0).run()
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("query", [{"own": "1_2~3"}, {"own": ""}, {"own": "5"}, {"own_file": "<b>x</b>"}, {}])
@pytest.mark.parametrize("page", ["app.py", PAGE])
def test_a_link_without_usable_points_asks_for_them(page, query):
    app = open_page(page, data="own", **query).run()
    assert not app.exception
    assert not charts(app)
    app.run()
    assert not app.exception
    if page == "app.py":
        assert [button for button in app.button if button.key == "own-bring"]


@pytest.mark.parametrize("page", sorted(path.name for path in (ROOT / "pages").glob("*.py")))
@pytest.mark.parametrize("query", [{"own": "1_2~3_5~4_4~9_8~8_8~1_1"}, {"own_file": "x.csv", "own_rows": "9"}])
def test_every_lesson_opens_from_a_link_with_ones_own_data(page, query):
    app = open_page(f"pages/{page}", data="own", k="2", starts="5", **query).run()
    assert not app.exception


# --- larger data ------------------------------------------------------------------------------------------------------


def large(n_rows=150):
    return "u\tv\tw\n" + "\n".join(f"{i}\t{i * i % 17}\t{i % 7}" for i in range(n_rows))


def test_larger_data_are_named_in_the_link_and_asked_for():
    app = paste(large())
    app.multiselect(key="own-columns").set_value(["u", "w"]).run()
    app = watch(app)
    app.slider(key="n_components").set_value(4).run()
    query = query_of(app)
    mark = query.pop("own_mark")
    assert len(mark) == 12
    expected = {**FRESH, "k": "4", "own_file": "pasted table", "own_rows": "150", "columns": "u~w"}
    assert query == expected
    other = open_page("app.py", **query, own_mark=mark, step="7").run()
    assert not other.exception
    assert "This link is about pasted table with 150 rows, columns u, w" in said(other).replace("**", "")
    press(other, "own-bring", PAGE)
    other.text_area(key="own-paste").set_value(large()).run()
    assert other.multiselect(key="own-columns").value == ["u", "w"]
    other = watch(other)
    assert len(charts(other)) == 2
    assert other.slider(key="n_components").value == 4
    assert query_of(other) == {**expected, "own_mark": mark, "step": "7"}


def test_other_data_than_the_links_are_taken_as_such():
    named = open_page("app.py", data="own", own_file="x.csv", own_rows="150", own_mark="0" * 12, k="3").run()
    press(named, "own-bring", PAGE)
    named.text_area(key="own-paste").set_value(COLUMN).run()
    app = watch(named)
    assert query_of(app)["own"].startswith("1~1.5~")
    assert app.slider(key="n_components").value == 3


def test_rows_left_out_are_left_out_again_when_the_same_file_is_given():
    text = large() + "\n5\tnone\t1"
    app = paste(text)
    app.multiselect(key="own-columns").set_value(["u", "v"]).run()
    app.toggle(key="own-drop").set_value(True).run()
    query = query_of(watch(app))
    other = open_page(PAGE, **query).run()
    other.text_area(key="own-paste").set_value(text).run()
    assert len(charts(watch(other))) == 2
    assert query_of(other) == query


def test_columns_edited_in_the_link_are_asked_for():
    app = paste("a;b;c\n" + "\n".join(f"{i};{i * i % 7};{i % 5}" for i in range(120)))
    query = {name: text for name, text in query_of(watch(app)).items() if name != "columns"}
    for columns in ({"columns": "a"}, {"columns": "z"}, {"columns": "a~b~c"}, {"columns": "b~a"}, {}):
        for page in ("app.py", "pages/5_How_many_components.py", PAGE):
            app.query_params.clear()
            for name, text in (query | columns).items():
                app.query_params[name] = text
            app.switch_page(page).run()
            assert not app.exception
            if page != PAGE:
                assert not charts(app)


NO_NAMES = [" a", "a ", " ", "a\u200bb", "x" * 80]


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_name_that_no_column_can_have_is_a_problem(name):
    scenario, problems = Scenario.from_query({"data": "own", "own": "1~2~3~9", "columns": name, "k": "2"})
    assert "a plain name of its own" in " ".join(problems)
    assert scenario.own.points == ((1.0,), (2.0,), (3.0,), (9.0,))


def test_a_name_that_no_column_can_have_is_a_message():
    app = open_page("app.py", data="own", own="1~2~3~9", columns=NO_NAMES[-1], k="2").run()
    assert not app.exception
    assert "a plain name of its own" in said(app)
    assert len(charts(app)) == 2


@pytest.mark.parametrize("columns", ["x2", "x3~x2"])
def test_the_editable_table_finds_names_for_more_columns(columns):
    rows = "1~2~3~9" if columns == "x2" else "1_2~3_4~9_7"
    app = open_page(PAGE, data="own", own=rows, columns=columns).run()
    app.segmented_control(key="own-way").set_value(ways_in.TYPE).run()
    app.number_input(key="own-typed-columns").set_value(4).run()
    assert not app.exception


@pytest.mark.parametrize("points", ["1_2~2_4~3_6~5_10~9_18~11_22", "1_5~2_5~3_5~9_5~10_5", "1_2~3_4"])
def test_the_choice_of_k_survives_data_on_a_line(points):
    app = open_page("pages/5_How_many_components.py", data="own", own=points, starts="5", k="2").run()
    assert not app.exception


def test_a_start_by_hand_does_not_outlive_its_data():
    app = watch(paste(TABLE))
    app.selectbox(key="start").set_value("hand").run()
    app.switch_page(PAGE).run()
    app.text_area(key="own-paste").set_value("p;q\n1000;7000\n1100;7300\n1900;7200\n1400;7900\n").run()
    assert "components" not in query_of(watch(app))


def test_options_are_kept_on_the_way_to_another_source_and_back():
    app = watch(paste(TABLE))
    app.slider(key="n_components").set_value(4).run()
    app.selectbox(key="covariance_type").set_value("diag").run()
    before = query_of(app)
    app.selectbox(key="source").set_value("faithful").run()
    app.selectbox(key="source").set_value(OWN).run()
    assert query_of(app) == before


def test_the_switch_leaves_another_scenario_alone():
    app = watch(paste(TABLE))
    app.selectbox(key="source").set_value("faithful").run()
    query = query_of(app)
    app.switch_page(PAGE).run()
    app.toggle(key="own-may-travel").set_value(False).run()
    assert query_of(app) == query


def test_points_with_too_many_digits_say_that_they_do_not_travel():
    X = np.random.default_rng(6).normal(size=(90, 2))
    app = paste("a,b\n" + "\n".join(f"{a!r},{b!r}" for a, b in X.tolist()))
    assert "own_file" in query_of(app)
    assert app.toggle(key="own-may-travel").disabled
    assert app.toggle(key="own-may-travel").value is False


def test_points_that_may_not_travel_are_only_named():
    app = paste(COLUMN)
    app.toggle(key="own-may-travel").set_value(False).run()
    query = query_of(app)
    assert "own" not in query
    assert (query["own_file"], query["own_rows"], query["columns"]) == ("pasted table", "8", "column 1")
    app.toggle(key="own-may-travel").set_value(True).run()
    assert "own_file" not in query_of(app)
    assert len(charts(watch(app))) == 2


# --- nobody else sees them --------------------------------------------------------------------------------------------


def test_nothing_of_it_is_cached_or_written():
    for path in (*(ROOT / "dashboard" / "own_data").rglob("*.py"), ROOT / PAGE):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        used |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        assert not used & {"cache_data", "cache_resource", "lru_cache", "cache", "open", "write_text", "write_bytes"}


def kept_entries(of_visitors):
    """How many results Streamlit's caches hold: those of sessions, or those that all visitors share; what notes that
    there is a visit is no result."""
    from streamlit.runtime.caching.cache_data_api import _data_caches
    from streamlit.runtime.caching.cache_resource_api import _resource_caches

    count = {}
    for caches in (_data_caches, _resource_caches):
        for session, functions in caches._function_caches.items():
            for key, cache in functions.items():
                held = cache._mem_cache if hasattr(cache, "_mem_cache") else cache.storage._mem_cache
                if (session is not None) == of_visitors and not cache.display_name.endswith("._visit"):
                    count[session, key] = len(held)
    return count


def use_everything(app):
    for key in ("beats", "field", "dream"):
        app.toggle(key=key).set_value(True)
    app.segmented_control(key="click").set_value("explain").run()
    app.segmented_control(key="click").set_value("beat")
    app.slider(key="max_iter").set_value(30).run()
    for page in ("pages/4_The_stopping_rule.py", "pages/5_How_many_components.py"):
        app.switch_page(page).run()
        assert not app.exception
    return app


def test_no_cache_that_visitors_share_grows_and_forgetting_empties_those_of_the_session():
    st.cache_data.clear()
    st.cache_resource.clear()
    app = open_page("pages/4_The_stopping_rule.py", data="uniform-1d", points="50", k="2", starts="5").run()
    app.switch_page("pages/5_How_many_components.py").run()
    app.switch_page(PAGE).run()
    before = kept_entries(of_visitors=False)
    assert sum(before.values()) > 0
    app.text_area(key="own-paste").set_value(TABLE).run()
    use_everything(watch(app))
    assert kept_entries(of_visitors=False) == before
    app.switch_page(PAGE).run()
    assert sum(kept_entries(of_visitors=True).values()) > 5
    app.segmented_control(key="own-way").set_value(ways_in.TYPE).run()
    app.button(key="own-forget").click().run()
    assert sum(kept_entries(of_visitors=True).values()) == 0
    assert app.session_state["own-typed"].rows.isna().all(axis=None)
    assert "unfinished" not in app.session_state


def test_a_run_is_kept_in_the_session_until_something_changes(monkeypatch):
    fits = []
    begin = Scenario.fitting
    monkeypatch.setattr(Scenario, "fitting", lambda *args: (fits.append(args[0]), begin(*args))[1])
    app = watch(paste(COLUMN + "\n12.75"))  # which no other test has: all tests are one session
    assert len(fits) == 1
    app.toggle(key="truth").run()
    app.run()
    assert len(fits) == 1
    app.slider(key="n_components").set_value(3).run()
    assert len(fits) == 2


def test_the_rows_in_use_are_the_rows_of_numbers():
    own = points_of(table_of(["x"], [[1.0, None, 3.0]]), ["x"])
    assert own.X.tolist() == [[1], [3]]


# --- how it was read, and other files in its place --------------------------------------------------------------------


def test_each_guess_is_shown_as_the_chosen_option_and_can_be_changed():
    app = paste("# made today\nx;y;z\n1,5;2;1\n2,5;4;2\n9,5;5;7\n")
    shown = {name: app.session_state[f"own-{name}"] for name in ("separator", "decimal", "header", "comments")}
    assert shown == {"separator": ";", "decimal": ",", "header": True, "comments": True}
    assert app.session_state["own-thousands"] is True
    assert app.session_state["own-row_names"] is False
    app.selectbox(key="own-separator").set_value(",").run()
    assert not app.exception
    assert app.session_state["own-data"].table.columns != ["x", "y", "z"]
    app.selectbox(key="own-separator").set_value(";").run()
    assert app.session_state["own-data"].table.columns == ["x", "y", "z"]
    app.segmented_control(key="own-row_names").set_value(True).run()
    app.segmented_control(key="own-header").set_value(False).run()
    assert not app.exception
    assert app.session_state["own-data"].table.columns == ["column 1", "column 2", "column 3"]


def test_what_must_be_asked_shows_no_choice():
    app = paste("x\n945\n1.234\n12.345\n")
    assert app.segmented_control(key="own-decimal").value is None
    assert "choose the decimal sign" in said(app)
    app.segmented_control(key="own-decimal").set_value(",").run()
    assert query_of(app)["own"] == "945~1234~12345"


def test_an_index_without_a_name_is_no_dimension_unless_it_is_chosen():
    app = paste(",a,b\n0,1.5,2\n1,2.5,7\n2,9.5,8\n")
    assert app.multiselect(key="own-columns").value == ["a", "b"]
    assert app.multiselect(key="own-columns").options == ["column 1", "a", "b"]


def test_other_data_keep_columns_and_options_that_still_fit():
    app = watch(paste("a;b;c\n1;2;3\n2;5;1\n3;1;4\n9;8;9\n"))
    app.slider(key="n_components").set_value(4).run()
    app.selectbox(key="covariance_type").set_value("diag").run()
    app.switch_page(PAGE).run()
    app.multiselect(key="own-columns").set_value(["c", "a"]).run()
    app.text_area(key="own-paste").set_value("c;d;a\n3;2;3.5\n2;5;1\n3;1;4\n9;8;9\n").run()
    assert app.multiselect(key="own-columns").value == ["c", "a"]
    query = query_of(app)
    assert (query["k"], query["covariance"], query["own"]) == ("4", "diag", "3_3.5~2_1~3_4~9_9")


def test_what_a_link_asks_for_is_kept_until_it_is_met():
    app = paste(large())
    app.multiselect(key="own-columns").set_value(["u", "w"]).run()
    app = watch(app)
    app.slider(key="n_components").set_value(4).run()
    query = query_of(app)
    other = open_page(PAGE, **query).run()
    other.text_area(key="own-paste").set_value("u;v\n1;2\n2;5\n3;1\n9;8\n").run()
    assert query_of(other)["own"].startswith("1_2~2_5")
    other.text_area(key="own-paste").set_value(large()).run()
    assert not other.exception
    assert query_of(other) == query


def test_linear_dependence_among_three_columns_is_named():
    rows = [(10, 20), (30, 5), (25, 50), (60, 15), (5, 5)]
    text = "clay;sand;silt\n" + "\n".join(f"{a};{b};{100 - a - b}" for a, b in rows)
    app = paste(text)
    app.multiselect(key="own-columns").set_value(["clay", "sand", "silt"]).run()
    assert "“silt” follows from “clay” and “sand”" in said(app)
    assert "Choose fewer columns" in said(app)
