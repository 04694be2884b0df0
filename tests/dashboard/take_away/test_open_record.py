"""A record of a run is opened again: its scenario at its step, one's own points included."""

import numpy as np
import pytest
from opening import open_page, query_of

from dashboard.link import address
from dashboard.own_data import in_use
from dashboard.take_away.open_record import show
from emcore import PRESETS, Scenario
from emcore.export import record
from emcore.export.file import Moment
from emcore.scenario.own_points import OWN, own_data

RNG = np.random.default_rng(5)
X = np.concatenate([RNG.normal(size=(70, 2)), RNG.normal(5, 1, size=(70, 2))])


def record_of(scenario, step, points=None):
    dataset = scenario.dataset(points)
    trace = scenario.fit(dataset.X, scenario.start_mixture(dataset.X))
    return record.write(Moment(scenario, dataset, trace, step, measured=points))


def on(points, *, may_travel, **fields):
    own = own_data(points, "heights.csv", len(points), may_travel=may_travel)
    return Scenario(OWN, own=own, columns=("a", "Größe"), start="kmeanspp", n_components=2, max_iter=9, **fields)


def opened(text, monkeypatch):
    """The dashboard of a visitor who opens a record, as the panel does: before the page runs again."""
    app = open_page().run()
    read = address.read

    def show_and_read(page):
        monkeypatch.undo()
        show(record.read(text))
        return read(page)

    monkeypatch.setattr(address, "read", show_and_read)
    app.run()
    assert address.read is read
    assert not app.exception
    return app


RECORDS = {
    "a preset": (PRESETS["faithful"].scenario, 3.0, None),
    "few points": (on(X[::4], may_travel=True), 2.5, None),
    "many points": (on(X, may_travel=True), 4.0, X),
    "few points that must not travel": (on(X[::4], may_travel=False, standardize=True), 9.0, X[::4]),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_opens_exactly_its_scenario_at_its_step(name, monkeypatch):
    scenario, step, points = RECORDS[name]
    app = opened(record_of(scenario, step, points), monkeypatch)
    state = app.session_state[address.KEY]
    assert state.scenario == scenario
    assert state.view.step == step
    assert Scenario.from_query(query_of(app))[0] == scenario
    if scenario.source == OWN:
        given = app.session_state[in_use.KEY]
        assert given.points.X.tobytes() == (X[::4] if points is None else points).tobytes()
        assert given.may_travel == bool(scenario.own.points)
    app.run()  # and stays
    assert app.session_state[address.KEY].scenario == scenario
    assert not app.warning
    assert len(app.get("vega_lite_chart")) == 2
