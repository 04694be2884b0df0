"""A run in half steps: the E beat closes the gap, the M beat lifts the bound (PRML, section 9.4, figures 9.11 to 9.14).

Both beats climb the same hill, the lower bound of R. M. Neal and G. E. Hinton, A view of the EM algorithm that
justifies incremental, sparse, and other variants (1998): first along the responsibilities, then along the parameters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy.typing as npt

from emcore.bound import kl_gap, lower_bound
from emcore.em import e_step
from emcore.points import Array, as_points
from emcore.trace import EMTrace

Kind = Literal["E", "M"]


@dataclass(frozen=True)
class Beat:
    """One half of an EM step, as it leaves things. All in nats, summed over the points.

    step            t: the beat holds the responsibilities of the trace's step t
    kind            "E": with the parameters of step t, so that the gap is 0 to rounding; "M": with those of step t + 1
    log_likelihood  of those parameters; lower_bound + kl_gap
    lower_bound     of those responsibilities and parameters (PRML 9.71)
    kl_gap          from those responsibilities to the posterior under those parameters (PRML 9.72)
    """

    step: int
    kind: Kind
    log_likelihood: float
    lower_bound: float
    kl_gap: float


def beats(X: npt.ArrayLike, trace: EMTrace) -> Iterator[Beat]:
    """The beats of a run on X (N, D), one by one: E, M, E, M, ..., E; 2 T + 1 of them for T steps.

    Lazy, and (N, K) responsibilities are held for one step only. Raises `DataError` for unusable points.
    """
    points = as_points(X, trace.means.shape[2])
    for t in range(len(trace)):
        held = responsibilities(points, trace, t)
        yield _beat(points, held, trace, t, "E")
        if t + 1 < len(trace):
            yield _beat(points, held, trace, t, "M")


def responsibilities(X: npt.ArrayLike, trace: EMTrace, t: int) -> Array:
    """Responsibilities (N, K) under the parameters of step t, which both beats of that step hold; a trace has none.

    One E step, however long the run. Negative t count from the end; `IndexError` beyond either end.
    """
    return e_step(X, trace[t].mixture)[0]


def _beat(X: Array, held: Array, trace: EMTrace, t: int, kind: Kind) -> Beat:
    state = trace[t if kind == "E" else t + 1]
    return Beat(t, kind, state.log_likelihood, lower_bound(X, held, state.mixture), kl_gap(X, held, state.mixture))
