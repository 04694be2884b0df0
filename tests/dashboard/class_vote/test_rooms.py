"""Rooms in their file: what each can be asked and told, by several processes at once, within bounds, for two hours."""

import os
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rooms import ROOT

from dashboard.class_vote import rooms as module
from dashboard.class_vote.rooms import LASTS, LENGTH, LETTERS, RoomError, Rooms, as_code, place

QUERY = {"data": "faithful", "k": "2"}


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "rooms.sqlite"


@pytest.fixture
def rooms(path, clock):
    return Rooms(path, clock)


def test_a_round_from_opening_to_the_end(rooms):
    code, key = rooms.open("place", QUERY, [3, 5])
    room = rooms.look(code)
    assert (room.kind, room.query, room.detail, room.revealed, room.n_answers) == ("place", QUERY, [3, 5], False, 0)
    assert rooms.given(code, "me") is None
    rooms.answer(code, room.round, "me", [[1.5, 2.0]])
    rooms.answer(code, room.round, "you", [[0.0, 0.0]])
    rooms.answer(code, room.round, "me", [[3.25, 2.0]])  # changed
    assert rooms.given(code, "me") == [[3.25, 2.0]]
    assert sorted(rooms.answers(code)) == [[[0.0, 0.0]], [[3.25, 2.0]]]
    assert rooms.look(code).n_answers == 2
    rooms.reveal(code, key, 0)  # a truth that Python takes for false
    assert rooms.look(code).revealed
    with pytest.raises(RoomError, match="revealed"):
        rooms.answer(code, room.round, "me", [[0.0, 0.0]])
    rooms.ask_anew(code, key, "starts", {})
    anew = rooms.look(code)
    assert (anew.kind, anew.query, anew.revealed, anew.n_answers, anew.round > room.round) == (
        "starts",
        {},
        False,
        0,
        True,
    )
    with pytest.raises(RoomError, match="Something else"):
        rooms.answer(code, room.round, "me", 1)  # a phone that has not heard of it yet
    rooms.end(code, key)
    assert rooms.look(code) is None
    with pytest.raises(RoomError, match="ended"):
        rooms.answer(code, anew.round, "me", 1)


def test_only_its_key_makes_a_host(rooms):
    code, key = rooms.open("place", QUERY)
    other, other_key = rooms.open("place", QUERY)
    assert rooms.is_host(code, key)
    for wrong in ("", other_key, key[:-1], f"{key} "):
        assert not rooms.is_host(code, wrong)
        for do in (lambda: rooms.reveal(code, wrong, 1), lambda: rooms.ask_anew(code, wrong, "place", QUERY)):  # noqa: B023
            with pytest.raises(RoomError):
                do()
        rooms.end(code, wrong)
    room = rooms.look(code)
    assert (room.revealed, room.round) == (False, 1)
    assert rooms.look(other) is not None


def test_after_two_hours_nothing_of_a_room_is_left_in_the_file(rooms, path, clock):
    code, key = rooms.open("place", {"data": "a-secret-query"})
    rooms.answer(code, 1, "a-secret-visitor", "a-secret-answer")
    clock.now += LASTS - 1
    late, _ = rooms.open("starts", {})
    assert rooms.look(code) is not None
    assert b"a-secret-answer" in path.read_bytes()
    clock.now += 1
    for use in (lambda: rooms.answer(code, 1, "b", 1), lambda: rooms.reveal(code, key, 1)):
        with pytest.raises(RoomError, match="ended"):
            use()
    assert rooms.look(code) is None
    content = path.read_bytes()
    assert not any(word in content for word in (b"a-secret", code.encode()))
    assert rooms.look(late) is not None


def test_nothing_is_left_of_a_room_that_was_ended_and_the_key_was_never_there(rooms, path):
    code, key = rooms.open("place", {"data": "a-secret-query"})
    rooms.answer(code, 1, "a-secret-visitor", "a-secret-answer")
    assert key.encode() not in path.read_bytes()
    rooms.end(code, key)
    assert b"a-secret" not in path.read_bytes()


def test_the_number_of_rooms_and_of_answers_is_bounded(rooms, clock, monkeypatch):
    monkeypatch.setattr(module, "MOST_ROOMS", 3)
    monkeypatch.setattr(module, "MOST_ANSWERS", 4)
    code, *_ = [rooms.open("place", QUERY)[0] for _ in range(3)]
    with pytest.raises(RoomError, match="taken"):
        rooms.open("place", QUERY)
    for number in range(4):
        rooms.answer(code, 1, f"visitor {number}", number)
    with pytest.raises(RoomError, match="full"):
        rooms.answer(code, 1, "one more", 4)
    rooms.answer(code, 1, "visitor 2", 20)  # who is in may still change an answer
    assert sorted(rooms.answers(code)) == [0, 1, 3, 20]
    clock.now += LASTS
    rooms.open("place", QUERY)  # there is room again


@pytest.mark.parametrize("answer", [[0.1] * 400, "x" * 1000, float("nan"), {1, 2}, b"bytes", [[]] * 10_000, object()])
def test_what_is_too_long_or_no_value_is_refused(rooms, answer):
    code, _ = rooms.open("place", QUERY)
    with pytest.raises(RoomError, match="This answer"):
        rooms.answer(code, 1, "me", answer)
    assert rooms.answers(code) == []


def test_what_is_asked_is_bounded_too(rooms):
    with pytest.raises(RoomError, match="too long"):
        rooms.open("place", {"clusters": "1_2~" * 5000})


TEXTS = st.text(max_size=40) | st.sampled_from(
    ["' OR 1=1 --", "%", "\0", "x\0y", "\ud800", "BCDFG' UNION SELECT", "_____"]
)


@pytest.fixture(scope="module")
def open_room(tmp_path_factory):
    rooms = Rooms(tmp_path_factory.mktemp("hostile") / "rooms.sqlite")
    return rooms, rooms.open("place", QUERY)[0]


@given(code=TEXTS, visitor=TEXTS, key=TEXTS)
def test_no_text_of_others_finds_a_room_or_does_harm(open_room, code, visitor, key):
    rooms, mine = open_room
    for use in (rooms.look, rooms.answers, lambda text: rooms.given(text, visitor), lambda _: rooms.is_host(mine, key)):
        with suppress(RoomError):
            assert not use(code)
    assert as_code(code) in ("", "".join(code.upper().split()))
    assert rooms.look(mine) is not None


def test_a_code_is_read_as_it_may_be_typed():
    code = LETTERS[:LENGTH]
    assert as_code(f" {code.lower()} ") == as_code(" ".join(code)) == code
    for wrong in ("", code[1:], code + LETTERS[0], "AEIOU", "12345", code[:-1] + "é"):
        assert as_code(wrong) == ""


WORKER = """
import sys
from pathlib import Path
from dashboard.class_vote.rooms import RoomError, Rooms
path, code, name = sys.argv[1:]
for i in range(40):
    Rooms(Path(path)).answer(code, 1, f"{name}-{i}", [name, i])
    assert Rooms(Path(path)).given(code, f"{name}-{i}") == [name, i]
"""


def test_several_processes_write_at_once_and_none_loses_an_answer(path):
    """The first ones even before the file has its tables."""
    rooms = Rooms(path)
    code, _ = rooms.open("place", QUERY)
    workers = [
        subprocess.Popen([sys.executable, "-c", WORKER, path, code, f"process {n}"], cwd=ROOT, stderr=subprocess.PIPE)
        for n in range(4)
    ]
    for worker in workers:
        assert worker.wait(60) == 0, worker.stderr.read()
        worker.stderr.close()
    assert sorted(rooms.answers(code)) == sorted([f"process {n}", i] for n in range(4) for i in range(40))


def test_a_full_room_is_full_for_all_processes_together(path):
    code, _ = Rooms(path).open("place", QUERY)
    limited = WORKER.replace("for i", "import dashboard.class_vote.rooms as m\nm.MOST_ANSWERS = 50\nfor i")
    workers = [
        subprocess.Popen([sys.executable, "-c", limited, path, code, f"p{n}"], cwd=ROOT, stderr=subprocess.DEVNULL)
        for n in range(3)
    ]
    assert [worker.wait(60) for worker in workers] != [0, 0, 0]
    assert Rooms(path).look(code).n_answers == 50


@pytest.mark.parametrize("content", [b"no database at all" * 500, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_broken_file_is_a_message(path, content):
    path.write_bytes(content)
    with pytest.raises(RoomError, match="can't be kept"):
        Rooms(path).open("place", QUERY)
    with pytest.raises(RoomError, match="can't be kept"):
        Rooms(path).look("BCDFG")


def test_a_file_that_can_not_be_made_or_that_is_locked_for_ever_is_a_message(tmp_path, path, monkeypatch):
    with pytest.raises(RoomError, match="can't be kept"):
        Rooms(tmp_path / "no such folder" / "rooms.sqlite").look("BCDFG")
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    code, _ = Rooms(path).open("place", QUERY)
    with Rooms(path)._writing(), pytest.raises(RoomError, match="can't be kept"):
        Rooms(path).answer(code, 1, "me", 1)
    Rooms(path).answer(code, 1, "me", 1)


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path, path):
    theirs = tmp_path / "theirs"
    path.symlink_to(theirs)
    with pytest.raises(RoomError):
        Rooms(path).open("place", QUERY)
    assert not theirs.exists()


def test_the_file_is_for_its_user_alone(monkeypatch, tmp_path):
    monkeypatch.delenv(module.FILE, raising=False)
    monkeypatch.setattr(module.tempfile, "gettempdir", lambda: str(tmp_path))
    old = os.umask(0)
    try:
        Rooms().open("place", QUERY)
    finally:
        os.umask(old)
    assert place().parent.stat().st_mode & 0o777 == 0o700
    assert place().stat().st_mode & 0o777 == 0o600


def test_a_folder_that_others_could_write_to_is_not_used(monkeypatch, tmp_path):
    monkeypatch.delenv(module.FILE, raising=False)
    monkeypatch.setattr(module.tempfile, "gettempdir", lambda: str(tmp_path))
    Rooms().open("place", QUERY)
    place().parent.chmod(0o777)
    with pytest.raises(RoomError):
        Rooms().open("place", QUERY)
    folder = place.__globals__["Path"](tmp_path) / f"em-explorer-{os.getuid()}"
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RoomError):
        Rooms().open("place", QUERY)


def test_the_variable_names_the_file(monkeypatch, path):
    monkeypatch.setenv(module.FILE, str(path))
    code, _ = Rooms().open("place", QUERY)
    assert Rooms(path).look(code) is not None


def test_nothing_personal_is_in_the_tables(rooms, path):
    """All columns there are, so that who adds one sees what the module promises."""
    import sqlite3

    rooms.open("place", QUERY)
    db = sqlite3.connect(path)
    columns = {
        table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    }
    db.close()
    assert columns == {
        "rooms": ["code", "host", "ends", "round", "asked", "truth"],
        "answers": ["code", "visitor", "answer"],
    }
