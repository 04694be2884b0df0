"""What a lecturer gives along with a link: a question and locks. What is locked is neither offered nor shown."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening import FIRST, as_read, messages, open_page, query_of

from dashboard.link.lecture import LOCKS, LONGEST_QUESTION, Lecture
from emcore import Scenario
from emcore.scenario.packed_link import packed

CLOUDS = {"data": "clusters-2d", "clusters": "70_-6_0_1_1_0~50_6_0_1_1_0", "iterations": "9", "start": "kmeanspp"}
DATA_WIDGETS = ["preset", "dimensions", "source", "noise", "data_seed", "n_clusters"]
START_WIDGETS = ["preset", "n_components", "start", "start_seed", "start_seed-next", "undo-drag"]


def keys_of(app):
    """The keys of all widgets on the page."""
    return {element.key for element in app if getattr(element, "key", None)}


def words_of(app):
    return as_read(" ".join(element.value for element in [*app.markdown, *app.caption]))


def told_to_the_browser(app):
    """The data of all components."""
    return [json.loads(part.proto.json) for part in app.get("bidi_component") if part.proto.json]


def run_handed_over(app):
    return next(data for data in told_to_the_browser(app) if "mixtures" in data)


@pytest.mark.parametrize(
    ("text", "locks", "problem"),
    [
        ("data~start", ("data", "start"), ""),
        ("step,truth,data", ("data", "truth", "step"), ""),
        ("answers~answers", ("answers",), ""),
        ("", (), ""),
        ("data~seed", ("data",), "lock: seed can't be locked"),
        ("<b>~" + "x" * 500, (), "lock: <b>, xxx"),
    ],
)
def test_locks_are_read_and_others_are_said(text, locks, problem):
    lecture, problems = Lecture.from_query({"lock": text})
    assert lecture.locks == locks
    assert len(problems) == bool(problem)
    assert all(problem in line and len(line) < 200 for line in problems)


def test_a_question_is_cut_at_its_longest():
    assert len(Lecture.from_query({"ask": "x" * 5000})[0].question) == LONGEST_QUESTION


@given(st.text(st.sampled_from("ab \n\t\x00\x1b\u202e\u2066\u200f\ud800⟨é")))
def test_nothing_unseen_is_left_in_a_question_however_often_it_is_passed_on(text):
    lecture, problems = Lecture.from_query({"ask": text})
    assert problems == []
    assert lecture.question.isprintable()
    assert Lecture.from_query(lecture.to_query())[0] == lecture


def test_one_line_says_what_is_locked():
    assert Lecture().told() == ""
    assert Lecture(locks=("data", "start")).told() == "Your lecturer has fixed: data, start."
    assert Lecture(locks=("truth",)).told() == "Your lecturer has hidden: true clusters."
    assert Lecture(locks=("data", "answers")).told() == "Your lecturer has fixed: data, step; hidden: answers."


@pytest.mark.parametrize("question", ["<b>why</b> [x](//x.org) $x^2$ :red[y]", "\u202e# **a** `b` :smile:"])
def test_the_question_is_on_the_stage_letter_by_letter_and_stays(question):
    app = open_page(**CLOUDS, ask=question).run()
    assert messages(app) == ""
    shown = question.replace("\u202e", "⟨U+202E⟩")
    assert shown in words_of(app)
    app.slider(key="n_components").set_value(4).run()
    assert shown in words_of(app)
    assert query_of(app)["ask"] == shown
    assert app.session_state["link"].lecture.question == shown  # which everything takes that is taken away
    for link in app.sidebar.get("page_link"):
        assert "ask=" in link.proto.query_string


def test_without_locks_everything_is_there():
    keys = keys_of(open_page(**CLOUDS).run())
    assert {*DATA_WIDGETS, *START_WIDGETS, "truth"} <= keys


@pytest.mark.parametrize(
    ("lock", "gone", "there"),
    [
        ("data", DATA_WIDGETS, ["n_components", "max_iter", "truth", "undo-drag"]),
        ("start", START_WIDGETS, ["source", "n_clusters", "truth", "max_iter"]),
        ("truth", ["truth", "n_clusters", "preset"], ["source", "n_components"]),
        ("answers", [], ["source", "n_components", "truth", "preset"]),
        ("step", [], ["source", "n_components", "truth", "preset"]),
    ],
)
def test_a_lock_hides_its_controls_and_their_values_stay(lock, gone, there):
    app = open_page(**CLOUDS, truth="yes", noise="0.1", lock=lock).run()
    assert not app.exception
    assert messages(app) == ""
    keys = keys_of(app)
    assert not set(gone) & keys
    assert set(there) <= keys
    app.slider(key="max_iter").set_value(5).run()
    assert query_of(app) == {**CLOUDS, "iterations": "5", "truth": "yes", "noise": "0.1", "lock": lock}
    assert Lecture(locks=(lock,)).told() in words_of(app)


def test_hidden_truth_is_nowhere_on_the_page():
    shown = open_page(**CLOUDS, truth="yes").run()
    hidden = open_page(**CLOUDS, truth="yes", lock="truth").run()
    told = [any("truth" in str(chart.proto) for chart in app.get("vega_lite_chart")) for app in (shown, hidden)]
    assert told == [True, False]
    assert "Three bumps" not in words_of(open_page(**FIRST, lock="truth").run())


def test_locked_answers_leave_the_picture_alone():
    shown, hidden = (open_page(**CLOUDS, **lock).run() for lock in ({}, {"lock": "answers"}))
    assert len(shown.get("vega_lite_chart")) == 2
    assert len(hidden.get("vega_lite_chart")) == 1
    for words in ("sentences", "figures"):  # of the sentence, of the table
        assert [any(words in data for data in told_to_the_browser(app)) for app in (shown, hidden)] == [True, False]
    assert "Predict first" in words_of(hidden)


@pytest.mark.parametrize("lock", ["step", "answers"])
def test_a_locked_step_is_the_links_through_changes_and_lessons(lock):
    app = open_page(**CLOUDS, step="3", lock=lock, click="predict").run()  # which would begin at step 0
    assert (run_handed_over(app)["stays"], run_handed_over(app)["hold"]) == (3, False)
    app.query_params["step"] = "3"
    app.slider(key="n_components").set_value(3).run()
    assert run_handed_over(app)["stays"] == 3
    query = {name: text for name, text in query_of(app).items() if name != "step"}
    app.query_params.clear()
    app.query_params.update({**query, "step": "8"})
    app.switch_page("pages/2_The_bound.py").run()  # whose steps are its own
    app.query_params.clear()
    app.query_params.update(query)
    app.switch_page("app.py").run()
    assert run_handed_over(app)["stays"] == 3
    assert run_handed_over(open_page(**CLOUDS, step="3").run())["stays"] is None


def test_a_lesson_ignores_the_locks_and_passes_them_on():
    app = open_page("pages/4_The_stopping_rule.py", **CLOUDS, lock="data~start", ask="Why?").run()
    assert messages(app) == ""
    link = next(each.proto for each in app.sidebar.get("page_link") if each.proto.label == "Dashboard")
    assert "lock=data~start" in link.query_string.replace("%7E", "~")
    assert "ask=Why%3F" in link.query_string


@pytest.mark.parametrize(("lock", "there"), [("data", False), ("start", False), ("step", True)])
def test_where_data_or_start_are_fixed_the_gallery_of_others_is_put_away(lock, there):
    for page in ("app.py", "pages/1_The_algorithm.py"):
        links = [link.proto.label for link in open_page(page, **CLOUDS, lock=lock).run().get("page_link")]
        assert any("Gallery" in label for label in links) == there
        assert any("The algorithm" in label for label in links) == (page == "app.py")
    app = open_page("pages/Gallery.py", **CLOUDS, lock=lock).run()
    assert not app.exception
    assert any("lecturer" in info.value for info in app.info) == (not there)
    assert (len([link for link in app.get("page_link") if link.proto.label.startswith("**")]) > 0) == there


def test_a_short_link_says_what_the_long_one_does_until_something_is_changed():
    lecture = {"lock": "data", "ask": "Why?"}
    text = packed({**CLOUDS, **lecture})
    app = open_page(z=text, step="4").run()
    assert messages(app) == ""
    link = app.session_state["link"]
    assert (link.scenario, []) == Scenario.from_query(CLOUDS)
    assert (link.lecture, link.view.step) == (Lecture("Why?", ("data",)), 4)
    assert query_of(app) == {"z": text, "step": "4"}
    app.slider(key="n_components").set_value(5).run()
    assert query_of(app) == {**CLOUDS, **lecture, "k": "5"}


def test_a_damaged_short_link_is_said_and_the_rest_is_used():
    app = open_page(z=packed(CLOUDS)[:-6], data="ring").run()
    assert "damaged" in messages(app)
    assert app.session_state["link"].scenario.source == "ring"


def test_every_lock_says_what_it_does():
    assert all(lock.label and lock.help.endswith(".") for lock in LOCKS.values())
