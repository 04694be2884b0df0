"""For a class: predict where EM takes a mean before it is shown; set parameters by hand and compare with EM's best."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.extent import extents
from dashboard.charts.palette import colors
from dashboard.common import working
from dashboard.common.cache import NotKeptError, kept
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from dashboard.link import address
from dashboard.picture.arithmetic import short
from dashboard.runs import Run
from emcore import Mixture, Scenario, make_start
from emcore.mixture import with_equal_weights
from emcore.numerals import MINUS, numeral
from emcore.study.restarts import Restarts

OTHER_WAYS = ("kmeanspp", "random-points")
MOST_STARTS = 16
MOST_RESPONSIBILITIES = 60_000_000  # of all runs and steps: some seconds
MAX_ITER = 200
TOL = 1e-9
STUCK = 1e-3  # nats per point below the best that are another peak, not a run cut short

_predict = component("predict")


def predict(run: Run) -> None:
    """Guesses by clicks, the truth and the distance when asked for; all of it in the browser."""
    assert run.trace is not None
    ends = [0, min(1, len(run.trace) - 1), len(run.trace) - 1]
    _predict(
        key="predict",
        data={
            "run": np.array2string(run.trace.means[[0, -1]], precision=12),  # guesses are for this run
            "last": len(run.trace) - 1,
            "means": short(run.trace.means[ends]),
            "factors": short(np.linalg.cholesky(run.trace.covariances[ends])),
            "columns": list(run.dataset.columns),
            "spans": [high - low for low, high in extents(run.dataset, run.trace)],
            "colors": colors(is_dark()),
            "arrival": address.state().arrivals,  # the step bar waits anew on every arrival
        },
    )


def beat(scenario: Scenario, run: Run) -> None:
    """Step 0's log-likelihood against EM from there and EM's best of some restarts, in words."""
    assert run.trace is not None
    n_points = len(run.dataset.X)
    mine, own_end = float(run.trace.log_likelihoods[0]), float(run.trace.log_likelihoods.max())
    others = restarts(scenario, run, st.empty())
    best = max([own_end, *others])
    st.markdown(comparison(mine, own_end, best, len(others), n_points))
    rows = [("Yours: step 0", mine), ("EM from yours", own_end)]
    if others:
        rows.append((f"EM's best from {len(others)} other starts", others[0]))
    table = "".join(f"| {name} | {number(value)} |\n" for name, value in rows)
    st.markdown(f"| | log-likelihood, nats |\n|:--|--:|\n{table}")


def comparison(mine: float, own_end: float, best: float, n_starts: int, n_points: int) -> str:
    """How far the parameters set by hand are from EM's best, in nats, per point and in words."""
    gap = best - mine
    if gap <= 0:
        return (
            f"**You beat EM**: no run got higher, from your start nor from {n_starts} others. Is a "
            "component very narrow? On a single point the log-likelihood has no limit."
        )
    per_point = gap / n_points
    times = f"{np.exp(per_point):,.3g} times" if per_point < np.log(1e3) else "over 1,000 times"
    text = f"You are **{number(gap)} nats below EM's best**, {numeral(per_point, 3)} per point: "
    text += f"a typical point is {times} as likely under EM's mixture as under yours."
    if best - own_end > STUCK * n_points:
        text += f" EM from your start gets stuck {number(best - own_end)} below: from another it climbs a higher peak."
    return text


def number(value: float) -> str:
    """With two decimals and a minus that reads as one."""
    return f"{value:,.2f}".replace("-", MINUS)


@dataclass
class OtherStarts:
    """EM from other starts under way."""

    restarts: Restarts
    n_points: int

    def work(self) -> bool:
        """Make some of the starts, or take a part of a step with them."""
        return self.restarts.work()

    def progress(self) -> tuple[float, str]:
        """Which of the starts are being tried, and their step."""
        r = self.restarts
        return r.step / MAX_ITER, (
            f"EM from {r.n_begun} of {r.n_starts} other starts on {self.n_points:,} points: step {r.step} of at most "
            f"{MAX_ITER}"
        )

    def ends(self) -> list[float]:
        """The last log-likelihoods of the sound runs that ended, highest first."""
        return sorted(self.restarts.ends.values(), reverse=True)


def other_starts(scenario: Scenario, X: np.ndarray) -> OtherStarts:
    """EM with the scenario's K and options from starts that no seed of a link gives; fewer where points are many."""
    K = scenario.n_components

    def start_of(number: int) -> Mixture:
        seed = number - 1
        start = make_start(
            OTHER_WAYS[seed % 2],
            X,
            K,
            np.random.default_rng([seed, 2]),
            covariance_type=scenario.covariance_type,
            reg_covar=scenario.reg_covar,
        )
        return start if scenario.learn_weights else with_equal_weights(start)

    n_starts = int(np.clip(MOST_RESPONSIBILITIES // (len(X) * K * MAX_ITER), 2, MOST_STARTS))
    tried = Restarts(replace(scenario, max_iter=MAX_ITER, tol=TOL), X, n_starts, start_of)
    return OtherStarts(tried, len(X))


def restarts(scenario: Scenario, run: Run, place: DeltaGenerator) -> list[float]:
    """The log-likelihoods that EM ends at from other starts: those do not depend on the start set by hand."""
    elsewhere = replace(scenario, start="kmeanspp", components=(), start_seed=1, n_components=scenario.n_components)
    try:
        return _restarts(elsewhere)
    except NotKeptError:
        X, name = run.dataset.X, ("restarts", elsewhere)
        tried = working.done(name, lambda: other_starts(elsewhere, X), place, len(X))
        return tried.ends() if working.is_stopped(name) else _restarts(elsewhere, tried.ends())


@kept(40)
def _restarts(scenario: Scenario, _ends: list[float] | None = None) -> list[float]:
    if _ends is None:
        raise NotKeptError
    return _ends
