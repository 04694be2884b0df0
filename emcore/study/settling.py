"""The step from which on nothing visible changes any more, to the end of a run."""

import numpy as np

from emcore.trace import EMTrace

STILL = 1e-3  # of a standard deviation, of a spread, of all points
LEAST_REST = 0.1  # of the steps


def settled_at(trace: EMTrace) -> int | None:
    """First step whose mixture, as those of all steps after it, looks like the last one's; None if there is
    none, or only in the last tenth of the run, as every slow run comes near its end there.

    Alike are mixtures when no weight differs by more than a thousandth of all points, no mean by more than a thousandth
    of a standard deviation in its direction, and no component's standard deviation in any direction by more than a
    thousandth. A run that collapsed has not settled. That a run has settled says nothing of what further steps would
    do: EM can rest for long before it moves on.
    """
    if trace.stop == "collapsed":
        return None
    last = len(trace) - 1
    to_last = np.linalg.inv(np.linalg.cholesky(trace.covariances[-1]))  # (K, D, D): in its standard deviations
    offsets = np.linalg.norm(np.einsum("kij,tkj->tki", to_last, trace.means - trace.means[-1]), axis=2)
    changes = np.maximum(np.abs(trace.weights - trace.weights[-1]), offsets).max(axis=1)
    candidate = _first_still(changes)
    variances = to_last @ trace.covariances[candidate:] @ to_last.swapaxes(1, 2)
    spreads = np.abs(np.sqrt(np.maximum(np.linalg.eigvalsh(variances), 0)) - 1).max(axis=(1, 2))
    step = candidate + _first_still(spreads)
    return step if step < last and last - step >= LEAST_REST * last else None


def _first_still(changes: np.ndarray) -> int:
    """The place after the last change that is larger than `STILL`."""
    return int(np.max(np.flatnonzero(changes > STILL), initial=-1)) + 1
