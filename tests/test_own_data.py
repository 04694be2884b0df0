"""The page of one's own data: ways in, bad cells, odd names, the link; the data stay with their visitor."""

import ast
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import owndata, ownpanels
from dashboard.owndata import Choices
from dashboard.reading import numbers, read_table
from emcore import COVARIANCE_TYPES, STARTS

ROOT = Path(__file__).parent.parent
PAGE = "pages/6_Your_own_data.py"
COLUMN = "\n".join(str(x) for x in [1, 1.5, 2, 2.5, 9, 9.5, 10, 11])
TABLE = "a;b;name;c\n1,5;2;Bob;3\n2;3,5;Eve;1\n3;1;Ann;4\n9;8;Cy;9\n10;9,5;Di;7\n11;7;Ed;8\n"


def open_page(**query):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.switch_page(PAGE)


def paste(text, **query):
    app = open_page(**query).run()
    app.text_area(key="own-paste").set_value(text).run()
    assert not app.exception
    return app


def query_of(app):
    return {name: value if isinstance(value, str) else value[0] for name, value in app.query_params.items()}


def charts(app):
    return app.get("vega_lite_chart")


def said(app):
    texts = " ".join(element.value for element in [*app.warning, *app.error, *app.info, *app.caption, *app.markdown])
    return texts.replace("\\", "")


def test_the_empty_page_asks_for_data():
    app = open_page().run()
    assert not app.exception
    assert "What was read is shown here" in said(app)
    assert not charts(app)
    assert not app.warning


def test_a_pasted_column_is_fitted_and_travels_in_the_link():
    app = paste(COLUMN)
    assert len(charts(app)) == 2
    assert query_of(app) == {"own": "1~1.5~2~2.5~9~9.5~10~11", "own_names": "column 1"}
    assert app.multiselect(key="own-columns").value == ["column 1"]


def test_a_pasted_table_offers_its_numeric_columns():
    app = paste(TABLE)
    assert app.multiselect(key="own-columns").value == ["a", "b"]
    app.multiselect(key="own-columns").set_value(["a", "b", "c"]).run()
    assert not app.exception
    assert len(charts(app)) == 2
    assert query_of(app)["own"].startswith("1.5_2_3~2_3.5_1~")
    app.selectbox(key="own-plane").set_value("0_2").run()
    assert not app.exception
    assert '"title": "c"' in charts(app)[0].proto.spec.replace('":"', '": "')
    assert query_of(app)["own_plane"] == "0_2"


def test_bad_cells_are_named_and_the_person_chooses():
    app = paste(COLUMN + "\nabc\n\nNA\n")
    assert not charts(app)
    assert "Row 9, column “column 1”: “abc” is not a number" in said(app)
    assert "Row 11, column “column 1”: “NA” is no value" in said(app)
    app.toggle(key="own-drop").set_value(True).run()
    assert not app.exception
    assert len(charts(app)) == 2
    assert query_of(app)["own"].count("~") == 7


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("hello", "only one row, and it holds names"),
        ("hello\nworld", "No column holds numbers"),
        ("5", "only one row of numbers"),
        ("x\n5\n5\n5", "holds the same number"),
        ("x,y\n1,1\n2,2\n3,3\n5,5", "is the same as column"),
        ("x\n1,234\n5,678\n", "choose the decimal sign"),
        ("x,y\n1,2\n1,2\n3,3", "lie"),
    ],
)
def test_what_does_not_work_is_said(text, complaint):
    app = paste(text)
    app.run()
    assert not app.exception
    if complaint != "lie":
        assert complaint in said(app)


def test_a_ridge_cures_a_constant_column_in_three_dimensions():
    app = paste("x,y,z\n5,5,5\n5,5,5\n5,5,5")
    app.multiselect(key="own-columns").set_value(["x", "y", "z"]).run()
    app.number_input(key="own-reg_covar").set_value(1.0).run()
    app.slider(key="own-n_components").set_value(1).run()
    assert not app.exception


def test_the_decimal_sign_can_be_chosen():
    app = paste("x;y\n1,234;1\n5,678;2\n2,5;4\n")
    assert query_of(app)["own"] == "1.234_1~5.678_2~2.5_4"
    app.segmented_control(key="own-decimal").set_value(".").run()
    assert not app.exception
    assert "“2,5” is not a number" in said(app)


@pytest.mark.parametrize("name", ["a.b", "c[0]", "it's", 'say "x"', "😀", "<b>bold</b>", "**bold**", ":red[x]", "$x$"])
def test_odd_names_of_columns_are_shown_as_they_are(name):
    quoted = '"' + name.replace('"', '""') + '"'
    app = paste(f"{quoted}\ty\n1\t2\n2\t4\n3\t3\n9\t8\n9\t7\n8\t9\n")
    assert app.multiselect(key="own-columns").value == [name, "y"]
    assert len(charts(app)) == 2
    for text in [element.value for element in [*app.caption, *app.markdown, *app.warning]]:
        assert name not in text or name in ("😀",)
    assert name in said(app)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
def test_every_choice_is_fitted_and_reopened_from_its_link(start, covariance_type):
    choices = Choices(3, start, 5, covariance_type, 7, 0.5, True, True, "1_2")
    query = owndata.choices_query(choices)
    assert owndata.choices_from(query) == (choices, [])
    points = "~".join("_".join(map(str, row)) for row in np.random.default_rng(1).normal(size=(20, 3)).round(3))
    app = open_page(own=points, own_names="a~b~c", **query).run()
    assert not app.exception
    assert len(charts(app)) == 2
    assert app.multiselect(key="own-columns").value == ["a", "b", "c"]
    assert query_of(app) == {"own": points, "own_names": "a~b~c", **query}
    assert not [warning for warning in app.warning if "link" in warning.value]


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"own": "1_2~3"}, "point 2 has 1 numbers"),
        ({"own": "1~abc"}, "point 2 holds something that is no number"),
        ({"own": "nan~1"}, "point 1 holds something"),
        ({"own": "1e200~1"}, "point 1 holds something"),
        ({"own": ""}, "point 1 holds something"),
        ({"own": "~".join("12345678" for _ in range(101))}, "the first 100 are used"),
        ({"own": "1~2", "own_k": "99"}, "8 is used"),
        ({"own_start": "<b>"}, "is none of"),
        ({"own_colour": "red"}, "is no setting of this page"),
    ],
)
def test_rubbish_in_the_link_is_a_message(query, complaint):
    app = open_page(**query).run()
    assert not app.exception
    assert complaint in said(app)
    app.run()
    assert not app.exception


def test_larger_data_are_named_in_the_link_and_asked_for():
    text = "u\tv\tw\n" + "\n".join(f"{i}\t{i * i % 17}\t{i % 7}" for i in range(150))
    app = paste(text)
    app.multiselect(key="own-columns").set_value(["u", "w"]).run()
    query = query_of(app)
    assert query == {"own_file": "pasted table", "own_rows": "150", "own_columns": "u~w"}
    other = open_page(**query).run()
    assert not other.exception
    assert "This link is about **pasted table** with 150 rows, columns u, w" in said(other)
    assert query_of(other) == query
    other.text_area(key="own-paste").set_value(text).run()
    assert not other.exception
    assert other.multiselect(key="own-columns").value == ["u", "w"]
    assert len(charts(other)) == 2


@pytest.mark.parametrize("features", [1, 2, 3])
@pytest.mark.parametrize("size", ["1e-150", "1e12", "1e149"])
def test_numbers_of_any_size_draw_a_picture_or_a_message(size, features):
    X = np.random.default_rng(2).normal(size=(12, features)) * float(size)
    app = open_page(own=owndata.write_points(X)).run()
    assert not app.exception
    assert charts(app)
    app.toggle(key="own-standardize").set_value(True).run()
    assert not app.exception
    assert len(charts(app)) == 2


def test_points_that_may_not_travel_are_only_named():
    app = paste(COLUMN)
    app.toggle(key="own-carry").set_value(False).run()
    assert query_of(app) == {"own_file": "pasted table", "own_rows": "8", "own_columns": "column 1"}


def test_forgetting_leaves_nothing():
    app = paste(COLUMN)
    app.button(key="own-forget").click().run()
    assert not app.exception
    assert query_of(app) == {}
    assert app.session_state["own-data"].table is None
    assert not charts(app)


def test_the_data_are_still_there_after_another_page():
    app = paste(COLUMN)
    app.switch_page("pages/1_The_algorithm.py").run()
    assert not app.exception
    app.switch_page(PAGE).run()
    assert not app.exception
    assert len(charts(app)) == 2


def test_typed_points_count_where_something_stands(monkeypatch):
    own = owndata.Own()
    monkeypatch.setattr(owndata, "state", lambda: own)
    owndata.take_typed([[1.0, 2.0], [None, None], [3.0, None], [4.0, 5.0]])
    got = numbers(own.table, own.columns)
    assert own.columns == ("x1", "x2")
    assert got.X.tolist() == [[1, 2], [4, 5]]
    assert got.problems == ["Row 2, column “x2”: the cell is empty."]
    owndata.take_typed([[None]])
    assert own.table is None
    assert "no point yet" in own.problem


def test_the_editor_begins_with_the_points_of_the_link():
    app = open_page(own="1_2~3_4~5_7").run()
    app.segmented_control(key="own-way").set_value(ownpanels.TYPE).run()
    assert not app.exception
    assert app.number_input(key="own-typed-columns").value == 2
    assert query_of(app)["own"] == "1_2~3_4~5_7"


def test_points_come_back_from_a_link_exactly():
    X = np.random.default_rng(1).normal(size=(30, 2)) * 1e12
    assert owndata.points_from(owndata.write_points(X)) == (X.tolist(), [])
    long = numbers(read_table(("x\n" + "\n".join(f"{x:.15f}" for x in X[:, 0])).encode(), "a"), ["x"])
    assert owndata.POINTS in owndata.data_query(long, ["x"], "a", True)
    wide = numbers(owndata.table_of("abcdefgh", list(np.random.default_rng(1).normal(size=(8, 90)))), list("abcdefgh"))
    assert owndata.data_query(wide, list("abcdefgh"), "a", True)[owndata.FILE] == "a"


def test_standardizing_survives_the_largest_numbers():
    X = np.array([[1e150, 5, 1], [-1e150, 5, 1e12 + 1], [0, 5, 3]])
    Z = owndata.standardized(X)
    assert np.abs(Z.mean(axis=0)).max() < 1e-12
    assert Z.std(axis=0) == pytest.approx([1, 0, 1])


def test_a_run_is_kept_until_something_changes(monkeypatch):
    own, X = owndata.Own(), np.array([[1.0], [2], [8], [9]])
    monkeypatch.setattr(owndata, "state", lambda: own)
    place = type("Place", (), {"empty": lambda self: None})()
    first, _ = owndata.run(X, Choices(), place)
    assert owndata.run(X, Choices(drop=True), place)[0] is first
    assert owndata.run(X + 1, Choices(), place)[0] is not first
    assert owndata.run(X, Choices(start_seed=2), place)[0] is not first


def test_nothing_of_it_is_cached_or_written():
    for name in ("dashboard/owndata.py", "dashboard/ownpanels.py", "dashboard/reading.py", "dashboard/plaintext.py",
                 "dashboard/cells.py", PAGE):  # fmt: skip
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        used |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        assert not used & {"cache_data", "cache_resource", "lru_cache", "cache", "open", "write_text", "write_bytes"}
        assert "runs" not in used


def test_no_cache_of_the_dashboard_grows(monkeypatch):
    import streamlit as st

    def refuse(*args, **kwargs):
        raise AssertionError("a cache was asked for")

    app = open_page().run()
    from dashboard import runs

    for name, value in vars(runs).items():
        if hasattr(value, "clear"):
            monkeypatch.setattr(runs, name, refuse)
    assert st.cache_data is not None
    app.text_area(key="own-paste").set_value(TABLE).run()
    assert not app.exception
    assert len(charts(app)) == 2
