"""A game for a class, "Beat EM": set parameters by hand and compare with EM's best."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.common import working
from dashboard.common.cache import Results
from dashboard.runs import Run
from emcore import Mixture, Scenario
from emcore.numerals import numeral, with_minus
from emcore.scenario.link import OTHER_START
from emcore.study.restarts import Restarts

OTHER_WAYS = ("kmeanspp", "random-points")
MOST_STARTS = 16
MOST_RESPONSIBILITIES = 60_000_000  # of all runs and steps: some seconds
MAX_ITER = 200
TOL = 1e-9
STUCK = 1e-3  # nats per point below the best that are another peak, not a run cut short

_OTHER_ENDS: Results[list[float]] = Results("restarts", 40)


def contest(scenario: Scenario, run: Run) -> None:
    """Step 0's log-likelihood against EM from there and EM's best of some restarts, in words."""
    st.caption("Drag means and spreads in the picture: they are the start, step 0. Can you beat EM?")
    by_hand, from_there = float(run.trace.log_likelihoods[0]), float(run.trace.log_likelihoods.max())
    others = other_ends(scenario, run, st.empty())
    best = max([from_there, *others])
    st.markdown(comparison(by_hand, from_there, best, len(others), len(run.dataset.X), has_prior=scenario.prior))
    rows = [("Yours: step 0", by_hand), ("EM from yours", from_there)]
    if others:
        rows.append((f"EM from {len(others)} other starts", others[0]))
    table = "".join(f"| {name} | {with_minus(f'{value:.3f}')} |\n" for name, value in rows)
    st.markdown(f"| | log-likelihood |\n|:--|--:|\n{table}")


def comparison(
    by_hand: float, from_there: float, best: float, n_starts: int, n_points: int, *, has_prior: bool = False
) -> str:
    """How far the parameters set by hand are from EM's best, in nats, per point and in words."""
    gap = best - by_hand
    if gap <= 0 and has_prior:
        return (
            f"**You beat EM**: no run got higher, from your start nor from {n_starts} others. With a prior EM climbs "
            "the log posterior instead, and leaves some of the log-likelihood to you."
        )
    if gap <= 0:
        return (
            f"**You beat EM**: no run got higher, from your start nor from {n_starts} others. Is a "
            "component very narrow? On a single point the log-likelihood has no limit."
        )
    per_point = gap / n_points
    times = f"{np.exp(per_point):,.3g} times" if per_point < np.log(1e3) else "over 1,000 times"
    text = f"You are **{_nats(gap)} nats below EM's best**, {numeral(per_point, 3)} per point: "
    text += f"a typical point is {times} as likely under EM's mixture as under yours."
    if best - from_there > STUCK * n_points:
        below = _nats(best - from_there)
        text += f" EM from your start gets stuck {below} below: from another it climbs a higher peak."
    return text


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

    def start_of(number: int) -> Mixture:
        seed = number - 1
        way = replace(scenario, start=OTHER_WAYS[seed % len(OTHER_WAYS)])
        return way.start_mixture(X, np.random.default_rng([seed, 2]))

    n_starts = int(np.clip(MOST_RESPONSIBILITIES // (len(X) * scenario.n_components * MAX_ITER), 2, MOST_STARTS))
    return OtherStarts(Restarts(replace(scenario, max_iter=MAX_ITER, tol=TOL), X, n_starts, start_of), len(X))


def other_ends(scenario: Scenario, run: Run, place: DeltaGenerator) -> list[float]:
    """The log-likelihoods that EM ends at from other starts, whatever the scenario's own start and iterations are."""
    elsewhere = replace(scenario, start=OTHER_START, components=(), start_seed=1, max_iter=MAX_ITER, tol=TOL)
    X = run.dataset.X
    return working.result(_OTHER_ENDS, elsewhere, lambda: other_starts(elsewhere, X), OtherStarts.ends, place, len(X))


def _nats(value: float) -> str:
    return with_minus(f"{value:.2f}")
