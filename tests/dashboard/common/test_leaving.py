"""A visit whose page stays closed ends, and what it held is given back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from dashboard.common import leaving


@pytest.fixture
def closed(monkeypatch):
    """The visits that the server was told to close; "back" has its page open again."""
    seen = []
    server = SimpleNamespace(is_active_session=lambda visit: visit == "back", close_session=seen.append)
    monkeypatch.setattr(leaving, "get_instance", lambda: server)
    monkeypatch.setattr(leaving, "_tidying", set())
    return seen


def leave(*visits):
    async def day():
        for visit in visits:
            leaving._gone(visit)
        await asyncio.sleep(0.2)

    with ThreadPoolExecutor() as apart:  # the loop of a browser may run in this thread
        apart.submit(asyncio.run, day()).result()


def test_a_visit_ends_unless_its_page_came_back(closed, monkeypatch):
    monkeypatch.setattr(leaving, "AWAY", 0.01)
    leave("gone", "back", "gone too")
    assert closed == ["gone", "gone too"]


def test_a_connection_that_breaks_for_a_moment_ends_no_visit(closed):
    leave("gone")
    assert closed == []


def test_memory_is_tidied_up_once_for_all_that_left_together(closed, monkeypatch):
    tidied = []
    monkeypatch.setattr(leaving, "AWAY", 0.01)
    monkeypatch.setattr(leaving, "SETTLED", 0.05)
    monkeypatch.setattr(leaving.gc, "collect", lambda: tidied.append(True))
    leave("one", "two", "three")
    assert tidied == [True]
