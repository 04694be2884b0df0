"""Why a component changed: which points it took over from which other one, or left to it, from one E step to the next.

An M step weighs every point by a responsibility. For its component k, with r the new responsibilities, r' those before,
N their new sum, and m and s^2 the mean and variance that the M step before made of r',

    N (new mean - m) = sum_n (r_n - r'_n) (x_n - m)
    N (new variance - s^2 + (new mean - m)^2) = sum_n (r_n - r'_n) ((x_n - m)^2 - s^2)
    N - (sum before) = sum_n (r_n - r'_n)

so that every change is a sum over what the points changed hands by. Where at a point several components gain and lose,
what one gains is laid to those that lose in proportion to their losses.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emcore.points import Array
from emcore.study.sharing_out import responsibilities_of_steps
from emcore.trace import EMTrace

CLEAR = 0.5  # a reason makes up at least so much of the change that it is the reason of
ROUNDING = 1e-15  # of responsibilities
ONE_SIDE = 0.8  # of the reason's points lie on one side of the mean, or it names no place


@dataclass(frozen=True)
class Handovers:
    """For the E steps 1 to T, what mattered most to one component each.

    change   (T,)    the sum of the points' changed responsibilities times their levers
    partner  (T,)    the other component
    taken    (T,)    whether points were taken over from it, or left to it
    clear    (T,)    whether that makes up most of the change
    place    (T, D)  the middle of those points; NaN where they lie on both sides of the mean
    """

    change: Array
    partner: npt.NDArray[np.intp]
    taken: npt.NDArray[np.bool_]
    clear: npt.NDArray[np.bool_]
    place: Array


Lever = Callable[[slice, Array], Array]


def handovers(X: Array, trace: EMTrace, component: npt.NDArray[np.intp], lever: Lever) -> Handovers:
    """Of points X (N, D), for component[t - 1] at the E step after step t.

    `lever` has of a slice of t - 1 and the points' deviations from that component's mean, (S, D, N), how much a point
    matters to the change that is asked about, (S, N) or what broadcasts to it.
    """
    parts = []
    before, first = None, 0
    for now in responsibilities_of_steps(X, trace):
        steps = now if before is None else np.concatenate([before, now])
        before = now[-1:].copy()
        if len(steps) > 1:
            block = slice(first, first + len(steps) - 1)
            parts.append(_of_block(X, trace.means[1:], np.diff(steps, axis=0), component[block], lever, block))
            first = block.stop
    if not parts:
        n_features = X.shape[1]
        none = np.zeros(0)
        return Handovers(none, none.astype(np.intp), none.astype(bool), none.astype(bool), np.zeros((0, n_features)))
    return Handovers(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _of_block(
    X: Array, means: Array, changes: Array, component: npt.NDArray[np.intp], lever: Lever, block: slice
) -> tuple[Array, ...]:
    rows = np.arange(len(component))
    away = X.T - means[block][rows, component][:, :, np.newaxis]  # (S, D, N)
    of_one = changes[rows, component]
    moved = np.abs(changes).sum(axis=1) / 2  # what changed hands at each point
    weighted = of_one * lever(block, away)
    change = weighted.sum(axis=1)
    weighted *= np.where(change < 0, -1, 1)[:, np.newaxis] / np.maximum(moved, ROUNDING)
    gains = of_one > 0
    lost, got = np.maximum(-changes, 0), np.maximum(changes, 0)
    taken = (lost @ np.where(gains, weighted, 0)[..., np.newaxis])[..., 0]
    left = (got @ np.where(gains, 0, weighted)[..., np.newaxis])[..., 0]
    reasons = np.stack([taken, left], axis=1)
    best = reasons.reshape(len(rows), -1).argmax(axis=1)
    is_left, partner = np.divmod(best, changes.shape[1])
    is_taken = is_left == 0
    clear = reasons[rows, is_left, partner] >= CLEAR * np.abs(change)
    flow = np.where(is_taken[:, np.newaxis], lost[rows, partner] * gains, got[rows, partner] * ~gains)
    mattering = np.maximum(flow * weighted, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mattering /= mattering.sum(axis=1, keepdims=True)
        middle = (away @ mattering[..., np.newaxis])[..., 0]
        same_side = (middle[:, np.newaxis, :] @ away)[:, 0] > 0
        place = means[block][rows, component] + middle
        place[~((mattering * same_side).sum(axis=1) >= ONE_SIDE)] = np.nan
    return change, partner, is_taken, clear & (change != 0), place
