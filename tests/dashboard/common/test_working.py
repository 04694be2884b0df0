"""Long work: it can be interrupted, stopped and taken up again, and what is left of it is bounded."""

import gc
import threading
import weakref
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
import streamlit as st
from opening import messages, open_page, open_scenario, query_of
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest

from dashboard import runs
from dashboard.common import working
from dashboard.common.cache import Results
from dashboard.common.limits import AT_WORK, MANY_POINTS, UNFINISHED_POINTS
from emcore import Scenario

NAME = "counting", 1


@dataclass
class Counting:
    """Work of so many slices."""

    until: int
    n_points: int = 10
    done: int = 0

    def work(self):
        self.done += 1
        return self.done < self.until

    def progress(self):
        return self.done / self.until, f"{self.done} of {self.until}"


class Place:
    """Where progress is shown; touching the page interrupts the script at a report."""

    def __init__(self, touched_at=None):
        self.texts, self.touched_at, self.buttons = [], touched_at, []

    def container(self):
        return self

    def columns(self, *args, **kwargs):
        return self, self

    def progress(self, share, text=""):
        self.texts += [text] * bool(text)
        if self.touched_at is not None and len(self.texts) == self.touched_at:
            raise RerunException(RerunData())
        return self

    def button(self, label, on_click, **kwargs):
        self.buttons.append(on_click)

    def empty(self):
        self.texts.clear()


@pytest.fixture(autouse=True)
def visit(monkeypatch):
    """A visitor's session, and work that reports after every slice."""
    monkeypatch.setattr(working, "PATIENCE", 0)
    monkeypatch.setattr(working, "PULSE", 0)
    monkeypatch.setattr(working, "_held", [])
    return visitor(monkeypatch)


def visitor(monkeypatch):
    state = {}
    monkeypatch.setattr(working, "st", SimpleNamespace(session_state=state))
    return state


def do(place, until=10, **options):
    return working.done(NAME, lambda: Counting(until), slices, place, 10, **options)


def slices(work):
    return work.done


def interrupted(work, name=NAME):
    with pytest.raises(RerunException):
        working.done(name, lambda: work, slices, Place(touched_at=1), 10)


def test_work_cut_short_goes_on_from_where_it_was():
    place = Place(touched_at=4)
    with pytest.raises(RerunException):
        do(place)
    assert working.look(NAME, slices) == 4
    assert do(Place()) == 10
    assert working.look(NAME, slices) is None


def test_work_that_was_stopped_stays_as_it_is_until_it_is_to_go_on():
    place = Place(touched_at=3)
    with pytest.raises(RerunException):
        do(place)
    place.buttons[0]()
    assert do(Place()) == 3
    assert working.is_stopped(NAME)
    working.go_on()
    assert do(Place()) == 10
    assert not working.is_stopped(NAME)


@dataclass
class AtASlice(Counting):
    """Work whose slices take until they may end, one at a time."""

    until: int = 10

    def __post_init__(self):
        self.begun, self.may_end, self.at_it = threading.Event(), threading.Event(), 0

    def work(self):
        self.at_it += 1
        self.begun.set()
        assert self.may_end.wait(20)
        more = super().work() and self.at_it == 1
        self.at_it -= 1
        return more


def interrupted_at_a_slice(work):
    """The script that does this work is at a slice, after which it hears that it was interrupted."""
    script = threading.Thread(target=interrupted, args=(work,))
    script.start()
    assert work.begun.wait(20)
    return script


@pytest.mark.parametrize(
    "touch",
    [
        lambda: working.look(NAME, lambda work: (work.done, work.at_it)),
        lambda: working.done(NAME, lambda: 1 / 0, lambda work: (work.done, work.at_it), Place(), 10),
        lambda: stopped(lambda work: (work.done, work.at_it)),
    ],
    ids=["a look", "going on", "a stop"],
)
def test_the_next_script_waits_while_the_one_it_interrupts_is_at_a_slice(touch):
    first = interrupted_at_a_slice(work := AtASlice())
    seen = []
    second = threading.Thread(target=lambda: seen.append(touch()))
    second.start()
    second.join(0.3)
    assert seen == []
    work.may_end.set()
    first.join(20)
    second.join(20)
    [(done, at_it)] = seen
    assert done in {1, 10}  # a slice, or all of it
    assert at_it == 0


def stopped(read):
    """What there is to see when the visitor has just pressed Stop."""
    seen = []
    working._stop(NAME, lambda work: seen.append(read(work)))
    return seen[0]


def test_what_it_means_to_stop_can_be_said():
    stopped = []
    place = Place(touched_at=3)
    with pytest.raises(RerunException):
        do(place, on_stop=stopped.append)
    place.buttons[0]()
    assert [work.done for work in stopped] == [3]
    assert not working.is_stopped(NAME)


def test_other_work_takes_the_place_of_what_was_cut_short():
    work = weakref.ref(cut := Counting(10))
    interrupted(cut)
    del cut
    working.done(("counting", 2), lambda: Counting(3), slices, Place(), 10)
    gc.collect()
    assert work() is None


def test_what_all_visitors_left_unfinished_is_bounded(monkeypatch):
    sessions = []
    for _ in range(5):
        sessions.append(visitor(monkeypatch))
        interrupted(Counting(10, n_points=UNFINISHED_POINTS // 2))
    kept = [session[working.UNFINISHED].work is not None for session in sessions]
    assert kept == [False, False, False, True, True]  # the latest
    monkeypatch.setattr(working, "st", SimpleNamespace(session_state=sessions[0]))
    assert do(Place()) == 10  # begun anew


def test_a_session_that_goes_takes_its_unfinished_work_along(monkeypatch):
    session = visitor(monkeypatch)
    interrupted(Counting(10))
    work = weakref.ref(session[working.UNFINISHED].work)
    assert work() is not None
    session.clear()
    gc.collect()
    assert work() is None


def test_work_on_many_points_waits_for_its_turn_and_says_so():
    turns = [working._turns for _ in range(AT_WORK)]
    for turn in turns:
        turn.acquire()
    try:
        place = Place(touched_at=2)
        with pytest.raises(RerunException):
            working.done(NAME, lambda: Counting(10), slices, place, MANY_POINTS + 1)
        assert "Others have long runs under way" in place.texts[0]
        assert do(Place()) == 10  # on few points: at once
    finally:
        for turn in turns:
            turn.release()
    assert working.done(NAME, lambda: Counting(10), slices, Place(), MANY_POINTS + 1) == 10


def test_a_turn_is_given_back_by_work_that_fails_or_is_cut_short():
    for _ in range(AT_WORK + 1):
        with pytest.raises(RerunException):
            working.done(NAME, lambda: Counting(10), slices, Place(touched_at=1), MANY_POINTS + 1)
        with pytest.raises(ZeroDivisionError):
            working.done(("failing", 1), lambda: 1 / 0, slices, Place(), MANY_POINTS + 1)
    assert working.done(NAME, lambda: Counting(10), slices, Place(), MANY_POINTS + 1) == 10


def ask(results, place=None, until=10):
    return working.result(results, Scenario(), lambda: Counting(until), slices, place or Place(), 10)


def test_a_result_is_worked_out_once_and_each_kind_has_its_own():
    first, second = Results("first of a test", 3), Results("second of a test", 3)
    assert first.find(Scenario()) is None
    assert ask(first, until=4) == 4
    assert ask(first, until=5) == first.find(Scenario()) == 4
    assert ask(second, until=6) == 6
    assert first.find(Scenario(), "with a detail") is None
    assert first.find(Scenario(max_iter=3)) is None


def test_what_was_stopped_is_no_result():
    results, place = Results("stopped in a test", 3), Place(touched_at=3)
    with pytest.raises(RerunException):
        ask(results, place)
    place.buttons[0]()
    assert ask(results) == 3
    assert results.find(Scenario()) is None
    working.go_on()
    assert ask(results) == results.find(Scenario()) == 10


# --- on the pages -----------------------------------------------------------------------------------------------------


def test_a_run_that_was_stopped_keeps_its_steps(monkeypatch):
    scenario = Scenario(source="faithful", start="kmeanspp", n_components=3, learn_weights=True, max_iter=40)
    X = scenario.dataset().X
    fit = runs.Fit(scenario.fitting(X, scenario.start_mixture(X)), len(X), 40)
    while fit.fitting.n_steps < 7:
        fit.work()
    app = open_page(**replace(scenario, max_iter=7).to_query())
    app.session_state[working.UNFINISHED] = working.Held(("run", replace(scenario, max_iter=0)), fit)
    st.cache_data.clear()
    app.run()
    assert not app.exception
    assert query_of(app)["iterations"] == "7"
    assert fit.fitting.n_steps == 7  # none was taken again, none more
    app.slider(key="max_iter").set_value(12).run()
    assert not app.exception
    assert "12" in query_of(app)["iterations"]


def test_a_page_may_do_several_long_works_of_one_kind_in_one_pass():
    def page():
        from types import SimpleNamespace

        import streamlit as st

        from dashboard.common import working

        for name in (("slow", 1), ("slow", 2), ("slow", 2)):  # the last is done again, as nobody keeps it
            work = SimpleNamespace(n_points=10, work=iter((True, True, False)).__next__, progress=lambda: (0.5, "half"))
            working.done(name, lambda work=work: work, id, st.container(), 10)
        st.write("all done")

    app = AppTest.from_function(page).run()
    assert not app.exception
    assert app.markdown[-1].value == "all done"


@pytest.mark.slow
def test_the_clinic_opens_though_every_run_takes_long():
    app = open_page("pages/10_The_collapse_clinic.py", patient="yours", data="faithful", k="3", prior="conjugate").run()
    assert not app.exception


def test_drawn_points_of_the_largest_size_open_without_a_word():
    app = open_scenario(Scenario(source="ring", n_points=60_000, start="kmeanspp", max_iter=2))
    assert not app.exception
    assert messages(app) == ""


def test_work_that_shows_nothing_yet_is_interrupted_after_a_slice_too(monkeypatch):
    class Touched(dict):
        def get(self, key, default=None):
            if work.done == 3:
                raise RerunException(None)
            return super().get(key, default)

    monkeypatch.setattr(working, "PATIENCE", 1000)
    monkeypatch.setattr(working, "st", SimpleNamespace(session_state=Touched()))
    work = Counting(10)
    interrupted(work)
    assert work.done == 3
