"""Streamlit ends a script that was interrupted, or its callback, as soon as it asks for anything in the session: data
and scenario must agree all the same.
"""

from contextlib import suppress
from types import SimpleNamespace

import numpy as np
import pytest

from dashboard.link import address
from dashboard.own_data import given, in_use, typed

TEXT = b"a;b\n1;2\n2;3\n4;9\n"


class TouchedError(BaseException):
    """As Streamlit's own: no Exception."""


class Session(dict):
    """A session that answers until its script is interrupted."""

    interrupted = False

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def __contains__(self, key):
        if self.interrupted:
            raise TouchedError
        return super().__contains__(key)

    def __getitem__(self, key):
        if self.interrupted:
            raise TouchedError
        return super().__getitem__(key)


@pytest.fixture
def session(monkeypatch):
    session = Session()
    for module in (address, in_use, typed):
        monkeypatch.setattr(module, "st", SimpleNamespace(session_state=session))
    in_use.put_points(np.array([[1.0, 2.0], [2.0, 3.0], [4.0, 9.0]]), ["a", "b"])
    return session


def interrupt_in(name, module, monkeypatch, session):
    """The visitor touches something else while this function is at work."""
    whole = getattr(module, name)

    def touched(*args, **options):
        session.interrupted = True
        return whole(*args, **options)

    monkeypatch.setattr(module, name, touched)


@pytest.mark.parametrize(
    "change",
    [
        lambda: in_use.choose(["b"]),
        lambda: in_use.put_points(np.array([[1.0], [2.0], [3.0]]), ["b"]),
        lambda: in_use.take_typed([[1.0], [2.0], [3.0]], ["b"]),
    ],
    ids=["columns", "points", "typed"],
)
def test_data_that_are_changed_are_the_scenarios(change, monkeypatch, session):
    interrupt_in("points_of", in_use, monkeypatch, session)
    with suppress(TouchedError):
        change()
    session.interrupted = False
    scenario = address.state().scenario
    assert in_use.ready(scenario)
    assert scenario.columns == in_use.state().columns == ("b",)


def test_a_file_is_taken_while_something_else_is_touched(monkeypatch, session):
    interrupt_in("raw_data", given, monkeypatch, session)
    with suppress(TouchedError):
        given.take(lambda: given.raw_data(TEXT, "file.csv", may_travel=False))
    session.interrupted = False
    assert in_use.state().to_read.source == "file.csv"


def test_a_file_that_is_read_is_in_use_or_still_to_be_read(monkeypatch, session):
    given.take(lambda: given.raw_data(TEXT, "file.csv", may_travel=False))
    interrupt_in("read_table", given, monkeypatch, session)
    with suppress(TouchedError):
        given.read(lambda share: None)
    session.interrupted = False
    own = in_use.state()
    assert (own.to_read, own.source) == (None, "file.csv")
    assert in_use.ready(address.state().scenario)
    assert address.state().scenario.own.file == "file.csv"
