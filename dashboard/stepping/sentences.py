"""What happened at a step, in one plain sentence; the browser shows that of the step in view."""

from collections.abc import Sequence

import numpy as np

from dashboard.common.cache import cached
from dashboard.common.component import component
from emcore import EMTrace, Scenario
from emcore.numerals import numeral
from emcore.study.sharing_out import Sharing, first_largest, sharing_out

STILL = 1e-3  # a change below this share of a standard deviation (or of a weight) is not worth a word
NO_GAIN = 1e-9  # nats per point
MOST_ASKED = 2000  # points

_sentence = component("sentence")


def show(lines: Sequence[str], e_beats: Sequence[str] = (), *, collapsed: bool = False) -> None:
    """The line of the step in view, or of its E beat; screen readers hear it when the step rests.

    `collapsed`: the last line is a warning.
    """
    _sentence(key="sentence", data={"sentences": list(lines), "e_beats": list(e_beats), "collapsed": collapsed})


@cached(60)
def of_run(scenario: Scenario, beats: bool, _trace: EMTrace, _X: np.ndarray) -> tuple[list[str], list[str]]:
    """The sentence on every step of the scenario's run, and in two beats on every E beat."""
    lines = sentences(_trace, len(_X))
    return lines, e_beats(_trace, _X) if beats else []


def sentences(trace: EMTrace, n_points: int) -> list[str]:
    """One sentence per step of the trace; the last one says how the run ended."""
    lines = ["Step 0: the start, exactly as set." + " Press play to see EM improve it." * (len(trace) > 1)]
    gains, movements = np.diff(trace.log_likelihoods) / n_points, _movements(trace)
    lines += [
        f"Step {t}: {_gain(gain)}; {movement}."
        for t, (gain, movement) in enumerate(zip(gains, movements, strict=True), start=1)
    ]
    lines[-1] += f" {_ending(trace)}"
    return lines


def e_beats(trace: EMTrace, X: np.ndarray) -> list[str]:
    """One sentence on the E beat after each step: how the points are shared out anew.

    Of very many points every n-th is asked.
    """
    shared = sharing_out(X[:: -(-len(X) // MOST_ASKED)], trace)
    return [f"E beat after step {t}: {_sharing(shared, t)}. The curves stay where they are." for t in range(len(trace))]


def _sharing(shared: Sharing, t: int) -> str:
    """What the E step changed."""
    held = shared.held[t]
    if t == 0:
        k = int(first_largest(held))
        return f"every point is shared out for the first time; component {k + 1} gets most, {held[k]:.1%} in all"
    if shared.largest[t] < STILL:
        return "no point's shares change any more"
    change = held - shared.held[t - 1]
    k = int(first_largest(np.abs(change)))
    return (
        f"component {k + 1} {'gains' if change[k] > 0 else 'loses'} most, from {shared.held[t - 1, k]:.1%} to "
        f"{held[k]:.1%} of the points; {shared.changed[t]:.1%} of the points change sides"
    )


def _gain(gain: float) -> str:
    if abs(gain) < NO_GAIN:
        return "gained nothing more"
    if gain < 0:
        return f"lost {numeral(-gain, 2)} per point, which a ridge or rounding can do"
    return f"gained {numeral(gain, 2)} per point"


def _movements(trace: EMTrace) -> list[str]:
    """The largest change of every step: of a mean or a spread in standard deviations, or of a weight as a ratio."""
    sds = np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3))
    shifts = np.diff(trace.means, axis=0)  # (T, K, D), the rest (T, K)
    moved = np.sqrt(((shifts / sds[:-1]) ** 2).sum(axis=2))
    widening = np.log(sds[1:] / sds[:-1]).mean(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight_change = np.nan_to_num(np.log(trace.weights[1:] / trace.weights[:-1]), posinf=0, neginf=0)
    changes = np.stack([moved, np.abs(widening), np.abs(weight_change)], axis=1)
    largest = first_largest(changes.reshape(len(changes), 3 * trace.means.shape[1]))
    texts = []
    for t, (kind, k) in enumerate(zip(*np.unravel_index(largest, changes.shape[1:]), strict=True)):
        if changes[t, kind, k] < STILL:
            texts.append("the picture stands still")
        elif kind == 0:
            distance = numeral(float(np.linalg.norm(shifts[t, k])), 2)
            texts.append(f"component {k + 1} moved {distance}{_direction(shifts[t, k])}")
        elif kind == 1:
            verb = "grew" if widening[t, k] > 0 else "shrank"
            texts.append(f"component {k + 1} {verb} to {numeral(np.exp(widening[t, k]), 2)} times its width")
        else:
            before, now = trace.weights[t : t + 2, k]
            texts.append(f"component {k + 1} now holds {now:.1%} of the points, after {before:.1%}")
    return texts


def _direction(shift: np.ndarray) -> str:
    if len(shift) > 2:
        return ""
    x = " to the right" if shift[0] > 0 else " to the left"
    if len(shift) == 1:
        return x
    y = " up" if shift[1] > 0 else " down"
    if abs(shift[1]) < 0.4 * abs(shift[0]):  # within some 22 degrees of an axis
        return x
    return y if abs(shift[0]) < 0.4 * abs(shift[1]) else f"{y} and{x}"


def _ending(trace: EMTrace) -> str:
    if trace.stop == "collapsed":
        return trace.detail  # which step fails, why, and the cures
    if trace.stop == "converged":
        return "EM has converged: the gain is below the tolerance."
    return "These were all the iterations asked for."
