"""Files made in a process of its own are those made here; what goes wrong there is told, and the next file is made."""

import os
import signal
import threading
import time

import pytest

from dashboard.link.view import View
from dashboard.take_away import apart
from dashboard.take_away.files import FILES
from dashboard.take_away.shown import Shown
from emcore import Scenario


@pytest.fixture
def maker():
    maker = apart.Maker()
    yield maker
    maker._rest_over()


@pytest.fixture(scope="module")
def shown():
    scenario = Scenario(max_iter=3)
    return Shown(scenario, *scenario.run(), 2.0, "Three bells", "http://localhost/?step=2", View())


def test_files_are_the_same_as_made_here(maker, shown):
    for key in ("points", "steps"):
        assert maker.make(key, shown) == FILES[key].make(shown)


def test_what_fails_is_told_and_the_next_file_is_made(maker, shown):
    with pytest.raises(apart.NotMadeError, match="no such file"):
        maker.make("no such file", shown)
    assert maker.make("steps", shown)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows")
def test_a_process_that_is_gone_is_begun_anew(maker, shown):
    assert maker.make("steps", shown)
    os.kill(maker._process.pid, signal.SIGSTOP)  # it does not answer
    threading.Timer(0.5, maker._process.kill).start()
    with pytest.raises(apart.NotMadeError, match="too long"):
        maker.make("steps", shown)
    assert maker.make("steps", shown)


def test_it_ends_when_nobody_asks(maker, shown, monkeypatch):
    monkeypatch.setattr(apart, "IDLE", 0.2)
    maker.make("steps", shown)
    process = maker._process
    for _ in range(100):
        if process.poll() is not None:
            return
        time.sleep(0.1)
    pytest.fail("it goes on")
