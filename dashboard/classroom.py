"""For a class: predict where EM takes a mean before it is shown; set parameters by hand and compare with EM's best."""

import numpy as np
import streamlit as st

from dashboard import frame, link, runs
from dashboard.arithmetic import short
from dashboard.charts.extent import extents
from dashboard.charts.palette import colors
from dashboard.common.component import component
from dashboard.runs import Run
from emcore import Scenario
from emcore.numerals import MINUS, numeral

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
            "colors": colors(frame.is_dark()),
            "arrival": link.state().arrivals,  # the step bar waits anew on every arrival
        },
    )


def beat(scenario: Scenario, run: Run) -> None:
    """Step 0's log-likelihood against EM from there and EM's best of some restarts, in words."""
    assert run.trace is not None
    n_points = len(run.dataset.X)
    mine, own_end = float(run.trace.log_likelihoods[0]), float(run.trace.log_likelihoods.max())
    others = runs.restarts(scenario, run, st.empty())
    best = max([own_end, *others])
    st.markdown(verdict(mine, own_end, best, len(others), n_points))
    rows = [("Yours: step 0", mine), ("EM from yours", own_end)]
    if others:
        rows.append((f"EM's best from {len(others)} other starts", others[0]))
    table = "".join(f"| {name} | {number(value)} |\n" for name, value in rows)
    st.markdown(f"| | log-likelihood, nats |\n|:--|--:|\n{table}")


def verdict(mine: float, own_end: float, best: float, n_starts: int, n_points: int) -> str:
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
