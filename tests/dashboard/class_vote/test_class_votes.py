"""A class votes: the lecturer's page and students', sessions of their own on one file; all that can be asked."""

import random
import re
import time
import xml.etree.ElementTree as ET
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
import streamlit as st
from opening import as_read, messages, open_page, query_of

from dashboard.charts.small_picture import small_picture
from dashboard.class_vote import hosting, links, rooms, visit, voting
from dashboard.class_vote.asked import ASKED
from dashboard.class_vote.components import KIND, N_STARTS
from dashboard.class_vote.rooms import LASTS, Rooms
from dashboard.class_vote.starts import TRIED, Tries, start_of, three_of, to_the_end, why_not
from dashboard.common import working
from dashboard.lessons.searching import Search
from dashboard.lessons.teaching.of_lessons import TEACHING
from emcore import PRESETS, Mixture, Scenario, fit
from emcore.scenario.packed_link import unpacked
from emcore.study.selection import GridSearch, search

PAGE = "pages/A_class_votes.py"
SMALL = {
    "data": "clusters-2d",
    "clusters": "30_0_0_1_1_0~30_9_0_1_1_0~30_5_7_1_1_0",
    "start": "random-points",
    "k": "3",
}
IRIS = {"data": "iris", "start": "kmeanspp", "columns": "sepal_length~sepal_width~petal_length"}
every_kind = pytest.mark.parametrize("kind", ASKED)


@pytest.fixture(autouse=True)
def store(monkeypatch, tmp_path):
    """The rooms of this test alone."""
    monkeypatch.setenv(rooms.FILE, str(tmp_path / "rooms.sqlite"))
    return Rooms()


def open_room(kind, **query):
    """A lecturer who has opened a room, and its code."""
    host = open_page(PAGE, asked=kind, **(query or SMALL)).run()
    host.button(key="vote-ask").click().run()
    assert not host.exception
    assert messages(host) == ""
    return host, query_of(host)["room"]


def join(code, **query):
    student = open_page(PAGE, room=code, **query).run()
    assert not student.exception
    return student


def words(app):
    return as_read(" ".join(element.value for element in [*app.markdown, *app.caption]))


def some_answer(store, kind, code, rng):
    """An answer to what is asked in a room, right in shape."""
    if kind == "place":
        data, trace = Scenario.from_query(store.look(code).query)[0].run()
        return [rng.choice(data.X.tolist()) for _ in range(trace.means.shape[1])]
    return rng.randrange(2)


@every_kind
def test_a_class_votes_on_all_that_can_be_asked(store, kind):
    """Two students and others, from opening to the distances; the next round; the end."""
    host, code = open_room(kind)
    question = words(host)
    students = [join(code), join(code)]
    assert all("0 answers so far" in words(student) for student in students)
    rng = random.Random(1)
    for number, student in enumerate(students):
        if kind != "place":
            student.button(key=f"option-{number}").click().run()
        else:  # which is sent by a component: tests/browser
            me = student.session_state[visit.KEY].visitor
            store.answer(code, 1, me, some_answer(store, kind, code, rng))
            student.run()
        assert "Sent" in words(student)
    for number in range(30):
        store.answer(code, 1, f"other {number}", some_answer(store, kind, code, rng))
    assert "32 answers" in words(host.run())
    assert not re.search("You were right|right is|were off", words(students[0].run()))
    host.button(key="vote-reveal").click().run()
    assert not host.exception
    told = []
    for student in students:
        student.run()
        assert not student.exception
        told.append(words(student))
        with pytest.raises(KeyError):
            student.button(key="option-0")  # no more are taken
    if kind == "place":
        assert all("Your marks were off: component 1 by" in text for text in told)
    else:
        truth = store.look(code).truth
        for number, text in enumerate(told):
            assert ("You were right" in text) == (number == truth)
    host.button(key="vote-ask").click().run()  # the same once more
    assert not host.exception
    assert "0 answers so far" in words(students[0].run())
    assert question.split("#")[1][:20] in words(students[0])
    host.checkbox(key=f"vote-sure-{code}").check().run()
    host.button(key="vote-end").click().run()
    assert "it has ended" in messages(host)
    assert "it has ended" in messages(students[0].run())


@every_kind
def test_what_is_no_answer_is_refused_in_words(store, kind):
    _, code = open_room(kind)
    room = store.look(code)
    scenario = Scenario.from_query(room.query)[0]
    data, trace = scenario.run()
    matter = SimpleNamespace(scenario=scenario, run=SimpleNamespace(dataset=data, trace=trace), detail=room.detail)
    for wrong in (
        -1,
        1.0,
        True,
        99,
        "1",
        None,
        [],
        {},
        [[0.0]],
        [["x", "y"]] * 3,
        [[float("nan")] * 2] * 3,
        [[1e9, 0]] * 3,
    ):
        assert ASKED[kind].problem(wrong, matter), wrong
    assert not ASKED[kind].problem(some_answer(store, kind, code, random.Random(2)), matter)


def test_a_lecturer_sees_bars_before_the_reveal_only_if_they_wish(store):
    host, code = open_room("components")
    for number, answer in enumerate([2, 2, 0, 1]):
        store.answer(code, 1, f"other {number}", answer)
    host.run()
    bars = [bar.proto for bar in host.get("progress")]
    assert [bar.value for bar in bars] == [0] * 8
    host.toggle(key=hosting.SHOWN).set_value(True).run()
    assert [bar.proto.value for bar in host.get("progress")] == [25, 25, 50, 0, 0, 0, 0, 0]
    assert not any("right" in bar.proto.text for bar in host.get("progress"))
    host.button(key="vote-reveal").click().run()
    assert [("right" in bar.proto.text) for bar in host.get("progress")] == [False, False, True] + [False] * 5


def test_hidden_answers_are_no_zeros(store):
    host, code = open_room("components")
    for number, answer in enumerate([2, 2, 0, 1]):
        store.answer(code, 1, f"other {number}", answer)
    host.run()
    assert "hidden until the reveal" in words(host)
    assert not any("answer" in bar.proto.text for bar in host.get("progress"))
    host.toggle(key=hosting.SHOWN).set_value(True).run()
    assert "hidden until the reveal" not in words(host)
    assert [bar.proto.text.split(" · ")[1] for bar in host.get("progress")][:4] == [
        "1 answer",
        "1 answer",
        "2 answers",
        "0 answers",
    ]


def test_a_verdict_is_a_sentence(store):
    right = TEACHING["the_algorithm"].vote.right
    wrong = (right + 1) % len(TEACHING["the_algorithm"].vote.options)
    told = ASKED["the_algorithm"].verdict(None, wrong, right)
    assert told.endswith(".")
    assert not re.search(r"\.[*”]*[.;]", told)


@pytest.mark.parametrize(("more", "end"), [({"iterations": "9"}, "after 9 steps"), ({"tol": "0.001"}, "has converged")])
def test_where_places_are_asked_for_is_said_in_steps(store, more, end):
    host, code = open_room("place", **(SMALL | more))
    trace = Scenario.from_query(store.look(code).query)[0].run()[1]
    assert end in words(host)
    assert f"after {len(trace) - 1} steps?" in words(host)


def test_a_second_tab_that_answers_is_seen_in_the_first(store):
    _, code = open_room("components")
    first = join(code)
    first.button(key="option-0").click().run()
    store.answer(code, 1, first.session_state[visit.KEY].visitor, 4)
    first.run()
    assert first.button(key="option-4").proto.type == "primary"
    assert first.button(key="option-0").proto.type != "primary"


def test_a_room_is_ended_by_two_presses(store):
    host, code = open_room("components")
    assert host.button(key="vote-end").disabled
    assert host.run().button(key="vote-reveal")
    host.checkbox(key=f"vote-sure-{code}").check().run()
    assert not host.button(key="vote-end").disabled


def test_bic_is_that_of_the_lesson(store):
    """The right answer is the lowest of the criterion, found by other code than the room's."""
    _, code = open_room("components")
    data = Scenario.from_query(SMALL)[0].only_data()
    bics = [search(data, k, "full", 10).bic for k in range(1, 9)]
    detail = [np.nan if value is None else value for value in store.look(code).detail]
    np.testing.assert_allclose(detail, bics)


SOME_WIN, NONE_WINS = (
    ["stuck", "separated", "penguins", "moons", "too-many"],
    ["first", "unequal", "stiff", "overlapping"],
)


@pytest.mark.slow
@pytest.mark.parametrize("key", [*SOME_WIN, *NONE_WINS, "notebook-1d", "faithful"])
def test_of_three_starts_the_winner_wins_however_long_em_runs(key):
    """Run on for 8,000 steps, all three stay on the peaks that they are said to reach."""
    scenario = PRESETS[key].scenario
    X = scenario.dataset().X
    tries = Tries(to_the_end(scenario), X)
    while tries.work():
        pass
    seeds = three_of(tries.peaks)
    assert (key in SOME_WIN) <= bool(seeds)
    if key in NONE_WINS:
        assert not seeds
        assert "end on one and the same peak: none wins" in why_not(tries.peaks, TRIED)
    options = {"learn_weights": scenario.learn_weights, "covariance_type": scenario.covariance_type}
    mixtures = [start_of(scenario, seed).start_mixture(X) for seed in seeds]
    ends = [fit(X, mixture, max_iter=8000, **options).log_likelihoods[-1] for mixture in mixtures]
    np.testing.assert_allclose(ends, [tries.peaks[seed] for seed in seeds], atol=1e-3, rtol=0)
    assert not seeds or sorted(ends)[-1] > sorted(ends)[-2] + 0.9


def test_of_three_starts_the_highest_is_the_right_answer(store):
    _, code = open_room("starts", **PRESETS["stuck"].scenario.to_query())
    room = store.look(code)
    matter = SimpleNamespace(scenario=PRESETS["stuck"].scenario, detail=room.detail)
    _, ends = room.detail
    assert ends[ASKED["starts"].truth(matter, None)] == max(ends)
    assert max(ends) == pytest.approx(-2359.714, abs=1e-3)


@pytest.mark.parametrize(
    ("ends", "some"),
    [({}, False), ({1: 0.0, 2: 0.0, 3: 0.0}, False), ({1: 0.0, 2: -1.0}, False), ({1: 0.0, 2: 0.0, 3: -5.0}, False)],
)
def test_where_no_start_wins_none_are_asked_about(ends, some):
    assert bool(three_of(ends)) == some


def test_three_starts_are_told_apart_by_no_order():
    ends = {seed: float(-(seed % 5)) for seed in range(1, 20)}
    three = three_of(ends)
    assert three == sorted(three)
    assert sum(ends[seed] == 0.0 for seed in three) == 1
    assert len({ends[seed] for seed in three}) == 3


@pytest.mark.parametrize(
    ("kind", "query", "why"),
    [
        ("place", IRIS, "more than two dimensions"),
        ("starts", IRIS, "More than two dimensions"),
        ("place", {"data": "faithful", "iterations": "0"}, "no steps"),
        ("starts", {"data": "faithful", "k": "1"}, "none wins"),
        ("starts", PRESETS["first"].scenario.to_query(), "end on one and the same peak"),
        ("starts", {**SMALL, "iterations": "0"}, "no steps"),
        ("place", {"data": "own", "own_file": "secret.csv", "own_mark": "0123456789ab"}, "your own data"),
        ("components", {"data": "clusters-1d", "clusters": "60000_0_1"}, "too many"),
        ("place", {"data": "clusters-1d", "clusters": "3_0_1", "start": "kmeanspp", "k": "8"}, "allow no such start"),
    ],
)
def test_what_can_not_be_asked_is_said_and_no_room_is_opened(kind, query, why):
    host = open_page(PAGE, asked=kind, **query).run()
    host.button(key="vote-ask").click().run()
    assert not host.exception
    assert why in messages(host)
    assert "room" not in query_of(host)


def test_what_was_stopped_goes_on_when_it_is_asked_again(store):
    query = {"data": "acidity", "k": "2", "start": "kmeanspp"}
    host = open_page(PAGE, asked="components", **query).run()
    data, keys = Scenario.from_query(query)[0].only_data(), [(k, KIND) for k in range(1, 9)]
    X = data.dataset().X
    search = Search(GridSearch(data, X, N_STARTS, keys, {}, lambda key, cell: None), len(X), "EM", 8, "cells")
    held = working.Held(("grids", data, N_STARTS, tuple(keys)), search, stopped=True)
    host.session_state[working.UNFINISHED] = held
    st.cache_data.clear()  # what other tests searched for
    host.button(key="vote-ask").click().run()
    assert not host.exception
    assert messages(host) == ""
    assert "room" in query_of(host)


def test_own_points_that_travel_can_be_asked_about(store):
    own = {"data": "own", "own": "1_2~3_5~4_4~9_8~8_9~2_2", "k": "2", "start": "kmeanspp", "weights": "learned"}
    _, code = open_room("place", **own)
    student = join(code)  # who types the code, and has seen no scenario
    assert messages(student) == ""
    assert len(student.get("vega_lite_chart")) == 1


def test_a_student_gets_no_key_and_can_not_be_made_host(store):
    host, code = open_room("components")
    link = links.for_students(code, store.look(code).query)
    key = host.session_state[visit.KEY].host
    assert key
    assert key not in str(query_of(host))
    assert key not in link
    student = join(code)
    student.session_state[visit.KEY].host = key[::-1]
    student.run()
    with pytest.raises(KeyError):
        student.button(key="vote-reveal")
    student.session_state[visit.KEY].host = key  # as the lecturer's own tab says after a reload
    assert student.run().button(key="vote-reveal")


def test_what_the_browser_has_kept_makes_the_same_voter_and_the_same_host_again(store, monkeypatch):
    host, code = open_room("components")
    taken = {}

    def browser(*, key, data, on_kept_change):
        taken.update(data=data, tell=on_kept_change)

    monkeypatch.setattr(visit, "_room_pass", browser)
    state = {}
    monkeypatch.setattr(visit.st, "session_state", state)
    now = visit.visit(code)
    visit.remember(now)
    first = now.visitor
    for told in (
        None,
        3,
        [],
        {"room": "BCDFG", "visitor": "x", "host": "y"},
        {"room": code, "visitor": 3, "host": "z" * 99},
    ):
        state[visit.COMPONENT] = {"kept": told}
        taken["tell"]()
        assert (visit.visit(code).visitor, visit.visit(code).host) == (first, "")
    state[visit.COMPONENT] = {"kept": {"room": code, "visitor": "from before", "host": "the key"}}
    taken["tell"]()
    assert (visit.visit(code).visitor, visit.visit(code).host) == ("from before", "the key")
    assert visit.visit("BCDFG").visitor not in (first, "from before")  # another room, another word


def test_the_students_link_says_the_room_and_the_scenario_and_stays_short(store):
    query = PRESETS["stuck"].scenario.to_query()
    said, problems = unpacked(dict(parse_qsl(urlsplit(links.for_students("BCDFG", query)).query)))
    assert problems == []
    assert said == {"room": "BCDFG", **query}
    long = {"clusters": "~".join(f"{90 + k}_{7.0625 * k**3}_{0.1234567 * k}_1.5_2.1_0.2" for k in range(40))}
    assert parse_qsl(urlsplit(links.for_students("BCDFG", long)).query) == [("room", "BCDFG")]
    assert parse_qsl(urlsplit(links.for_students("BCDFG", {})).query) == [("room", "BCDFG")]


@pytest.mark.parametrize("room", ["BCDFG", "nonsense", "<script>", "' OR 1=1 --", "B" * 500])
def test_without_such_a_room_the_page_says_so_and_offers_to_predict_alone(room):
    student = join(room, **SMALL)
    assert "no such room" in messages(student)
    link = next(link.proto for link in student.get("page_link") if "on your own" in link.proto.label)
    said = dict(parse_qsl(link.query_string))
    assert said.pop("click") == "predict"
    assert Scenario.from_query(said)[0] == Scenario.from_query(SMALL)[0]
    student.button(key="leave-room").click().run()
    assert "room" not in query_of(student)
    assert student.text_input(key="room-code") is not None


def test_a_code_is_typed_at_the_door_so_many_times(store):
    _, code = open_room("components")
    student = open_page(PAGE).run()
    student.text_input(key="room-code").set_value("  bcdfg ")
    student.button(key="enter-room").click().run()
    assert "no such room" in messages(student)
    student.text_input(key="room-code").set_value(f" {code.lower()} ")
    student.button(key="enter-room").click().run()
    assert query_of(student)["room"] == code
    assert student.button(key="option-0")
    guesser = open_page(PAGE).run()
    for _ in range(25):
        guesser.text_input(key="room-code").set_value("bcdfg")
        guesser.button(key="enter-room").click().run()
    guesser.text_input(key="room-code").set_value(code)
    guesser.button(key="enter-room").click().run()
    assert "many codes" in messages(guesser)
    assert "room" not in query_of(guesser)


def test_a_full_room_and_one_that_ends_while_one_answers_are_said_in_words(store, monkeypatch):
    _, code = open_room("components")
    student, late = join(code), join(code)
    monkeypatch.setattr(rooms, "MOST_ANSWERS", 1)
    monkeypatch.setattr(voting, "MOST_ANSWERS", 1)
    student.button(key="option-0").click().run()
    late.button(key="option-0").click().run()
    assert "full" in messages(late)
    assert "full" in messages(join(code))
    student.button(key="option-3").click().run()  # who is in may still change
    assert store.answers(code) == [3]
    Rooms(now=lambda: time.time() + LASTS).look(code)  # two hours later
    student.button(key="option-1").click().run()
    assert "it has ended" in messages(student)
    assert store.answers(code) == []


def test_a_broken_file_is_a_message_for_all(tmp_path, monkeypatch):
    host, code = open_room("components")
    student = join(code)
    (tmp_path / "rooms.sqlite").write_bytes(b"no database" * 999)
    for app in (host, student, open_page(PAGE, asked="components", **SMALL).run()):
        app.run()
        assert not app.exception
    door = open_page(PAGE, asked="the_bound").run()
    door.button(key="vote-ask").click().run()
    for app in (host, student, door):
        assert "can't be kept" in messages(app)


def test_a_file_that_can_be_read_again_has_its_room_and_its_host(tmp_path):
    host, code = open_room("components")
    student, file = join(code), tmp_path / "rooms.sqlite"
    kept = file.read_bytes()
    file.write_bytes(b"no database" * 999)
    for app in (host, student):
        app.run()
        assert "Trying again" in messages(app)
        assert "No room here" not in words(app)
    file.write_bytes(kept)
    assert host.run().button(key="vote-reveal")
    assert student.run().button(key="option-0")
    assert messages(host) == messages(student) == ""


def test_a_room_that_has_ended_uses_up_no_tries(store):
    host, code = open_room("components")
    student = join("BCDFG")
    for _ in range(25):
        student.run()
    student.button(key="leave-room").click().run()
    student.text_input(key="room-code").set_value(code)
    student.button(key="enter-room").click().run()
    assert query_of(student)["room"] == code


def test_every_lesson_that_teaches_can_be_asked():
    assert set(TEACHING) <= set(ASKED)
    assert all(0 <= teaching.vote.right < len(teaching.vote.options) for teaching in TEACHING.values())


def test_the_panel_of_predicting_leads_here_with_the_scenario():
    app = open_page(click="predict", **SMALL).run()
    link = next(link.proto for link in app.get("page_link") if link.proto.label == "Ask the class")
    assert Scenario.from_query(dict(parse_qsl(link.query_string)))[0] == Scenario.from_query(SMALL)[0]


def test_a_room_is_in_no_link_to_other_pages():
    _, code = open_room("components")
    student = join(code)
    links_there = {link.proto.label: link.proto.query_string for link in student.get("page_link")}
    assert links_there
    assert not any(code in query for label, query in links_there.items() if label != "A class votes")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("n_features", [1, 2])
def test_a_small_picture_shows_every_point_and_component_within_its_frame(n_features, dark):
    rng = np.random.default_rng(1)
    X = rng.normal(1e6, 1e-3, (50, n_features))
    means = np.array([X.min(axis=0), X.max(axis=0) + 0.01])
    mixture = Mixture([0.5, 0.5], means, np.array([1e-6 * np.eye(n_features)] * 2))
    root = ET.fromstring(small_picture(X, mixture, dark=dark))
    space = "{http://www.w3.org/2000/svg}"
    assert [text.text for text in root.iter(f"{space}text")] == ["1", "2"]
    width, height = float(root.get("width")), float(root.get("height"))
    for circle in root.iter(f"{space}circle"):
        assert 0 <= float(circle.get("cx")) <= width
        assert 0 <= float(circle.get("cy")) <= height
    if n_features == 2:
        points = re.findall(r"M([\d.]+) ([\d.]+)h0", next(root.iter(f"{space}path")).get("d"))
        assert len(points) == 50
        assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in points)
    alone = ET.fromstring(small_picture(np.zeros((3, n_features)), None, dark=dark))  # all points on one place
    assert not list(alone.iter(f"{space}text"))
