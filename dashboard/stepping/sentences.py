"""What happened at a step, in one plain sentence; the browser shows that of the step in view."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dashboard.common.cache import cached
from dashboard.common.component import component
from dashboard.stepping.largest_change import STILL, Told, movements
from emcore import EMTrace, Scenario
from emcore.numerals import numeral
from emcore.study.handovers import handovers
from emcore.study.sharing_out import first_largest, sharing_out

NO_GAIN = 1e-9  # nats per point
MOST_ASKED = 2000  # points how they are shared out
MOST_ASKED_WHY = 300  # points why something changed

START = "Step 0: the start, exactly as set."

_sentence = component("sentence")


def show(lines: Sequence[str], e_beats: Sequence[str] = (), *, collapsed: bool = False) -> None:
    """The line of the step in view, or of its E beat; screen readers hear it when the step rests.

    `collapsed`: the last line is a warning. While a prediction is awaited no line asks to press play.
    """
    told = {"sentences": list(lines), "e_beats": list(e_beats), "held": START, "collapsed": collapsed}
    with st.container(key="told-collapse" if collapsed else "told", gap=None):
        _sentence(key="sentence", data=told)


@cached(60)
def of_run(
    scenario: Scenario, beats: bool, columns: Sequence[str], _trace: EMTrace, _X: np.ndarray
) -> tuple[list[str], list[str]]:
    """The sentence on every step of the scenario's run, and in two beats on every E beat."""
    return sentences(_trace, _X, columns), e_beats(_trace, _X) if beats else []


def sentences(trace: EMTrace, X: np.ndarray, columns: Sequence[str] = ()) -> list[str]:
    """One sentence per step of the trace on the points X (N, D); the last one says how the run ended.

    It names the largest change and, if one is clear, its reason: of very many points every n-th is asked for it.
    In more than two dimensions `columns` names them.
    """
    lines = [START + " Press play to see EM improve it." * (len(trace) > 1)]
    gains, climbed = (np.diff(values) / len(X) for values in (trace.log_likelihoods, trace.log_posteriors))
    told = movements(trace, _some(X, MOST_ASKED_WHY), columns)
    say = _gained if trace.log_priors is None else _gained_with_prior
    lines += [
        f"Step {t}: {say(gain, height)}; {movement}."
        for t, (gain, height, movement) in enumerate(zip(gains, climbed, told, strict=True), 1)
    ]
    lines[-1] += f" {_ending(trace)}"
    return lines


def e_beats(trace: EMTrace, X: np.ndarray) -> list[str]:
    """One sentence on the E beat after each step: how the points are shared out anew.

    Of very many points every n-th is asked.
    """
    shared = sharing_out(_some(X, MOST_ASKED), trace)
    held = shared.held
    if np.ptp(trace.weights) > 0 and len(trace) > 1:  # learned: they are what all points have been shared out by
        held = np.concatenate([trace.weights[1:], held[-1:]])
    k = int(first_largest(held[0]))
    lines = [
        f"E beat after step 0: every point is shared out for the first time; component {k + 1} gets most, "
        f"{held[0, k]:.1%} in all. The curves stay where they are."
    ]
    if len(trace) == 1:
        return lines
    changes = np.diff(held, axis=0)
    most = first_largest(np.abs(changes))
    some = _some(X, MOST_ASKED_WHY)
    why, told = handovers(some, trace, most, lambda block, away: np.ones(1)), Told(trace, some)
    for t in range(1, len(trace)):
        k, gains = int(most[t - 1]), bool(changes[t - 1, most[t - 1]] > 0)
        before, now = (f"{held[s, k]:.1%}" for s in (t - 1, t))
        sides = f"; {shared.changed[t]:.1%} of the points change sides" if shared.changed[t] else ""
        if shared.largest[t] < STILL:
            what = "no point's shares change visibly any more (under 0.1%)"
        elif before == now:
            what = f"every component holds as many points as before, within 0.1%{sides}"
        else:
            clear = why.clear[t - 1] and (why.change[t - 1] > 0) == gains == why.taken[t - 1]
            what = (
                f"component {k + 1} {'gains' if gains else 'loses'} most, from {before} to {now} of the points"
                f"{told.handed(',', ',', t, why) if clear else ''}{sides}"
            )
        lines.append(f"E beat after step {t}: {what}.")
    return lines


def _some(X: np.ndarray, at_most: int) -> np.ndarray:
    return X[:: -(-len(X) // at_most)]


def _gained(gain: float, climbed: float) -> str:
    """What a step did to the log-likelihood and to what EM climbs, which without a prior is the same, per point."""
    if abs(climbed) < NO_GAIN:
        return "gained nothing more"
    if climbed < 0:
        return f"lost {numeral(-climbed, 2)} nats a point, which a ridge or rounding can do"
    return f"gained {numeral(climbed, 2)} nats a point"


def _gained_with_prior(gain: float, climbed: float) -> str:
    fell = f", the log-likelihood lost {numeral(-gain, 2)}" if gain <= -NO_GAIN < NO_GAIN <= climbed else ""
    return f"the log posterior {_gained(gain, climbed)}{fell}"


def _ending(trace: EMTrace) -> str:
    if trace.stop == "collapsed":
        return trace.detail  # which step fails, why, and the cures
    if trace.stop == "converged":
        return "EM has converged: the gain is below the tolerance."
    return "These were all the iterations asked for."
