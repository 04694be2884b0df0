"""What a run of the dashboard takes of the machine."""

import os
import subprocess
import sys

from opening import ROOT

from dashboard import runs
from dashboard.common import working
from dashboard.link.address import Link
from emcore import Scenario

THREADS = """
import threadpoolctl, dashboard.runs
print([pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"])
"""


def test_matrices_are_multiplied_by_one_thread():
    env = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", THREADS], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    pools = done.stdout.splitlines()[-1]
    assert "1" in pools
    assert not set(pools) - set("[1, ]")


def test_a_stop_counts_though_something_else_is_touched_while_it_waits_for_a_slice(monkeypatch):
    link, scenario = Link(), Scenario(source="faithful", start="random-points", n_components=3)
    link.scenario, stops = scenario, []
    monkeypatch.setattr(runs.address, "state", lambda: link)
    monkeypatch.setattr(working, "look", lambda name, read: None)
    monkeypatch.setattr(working, "result", lambda *args, on_stop, **options: stops.append(on_stop) or "no run")
    runs.run(scenario, None)
    X = scenario.dataset().X
    fit = runs.Fit(scenario.fitting(X, scenario.start_mixture(X)), len(X), scenario.max_iter)
    while fit.fitting.n_steps < 3 and fit.work():
        pass

    def interrupted():
        raise SystemExit  # no Exception, as Streamlit's own

    monkeypatch.setattr(runs.address, "state", interrupted)
    stops[0](fit)
    assert link.scenario.max_iter == fit.max_iter == 3
