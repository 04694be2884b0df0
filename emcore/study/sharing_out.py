"""How the E beats of a run share the points out: many steps at once, as a run has hundreds."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emcore.points import Array
from emcore.trace import EMTrace

BLOCK = 2**17  # responsibilities at a time: they stay in a processor's cache
FARTHEST = 1e300  # squared standard deviations; more is too large for float64
LOWEST = -700.0  # exponentials of less are slow, and as good as 0
ROUNDING = 1e-9  # far above what two processors differ by in a share or a change


@dataclass(frozen=True)
class Sharing:
    """The E beats after T + 1 steps, and what each changed; at the first one nothing has.

    held     (T + 1, K)  the component's share of all points
    largest  (T + 1,)    the largest change of a responsibility
    changed  (T + 1,)    the share of the points whose largest responsibility changed hands
    """

    held: Array
    largest: Array
    changed: Array


def sharing_out(X: Array, trace: EMTrace) -> Sharing:
    """The E beats of a run on the points X (N, D)."""
    parts = []
    before = None
    for now in responsibilities_of_steps(X, trace):
        steps = now if before is None else np.concatenate([before, now])
        owners = first_largest(steps, axis=1)
        changes = np.diff(steps, axis=0)
        largest = np.maximum(changes.max(axis=(1, 2)), -changes.min(axis=(1, 2)))
        changed = (owners[1:] != owners[:-1]).mean(axis=1)
        parts.append((now.mean(axis=2), largest, changed))
        before = now[-1:].copy()
    held, largest, changed = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Sharing(held, np.concatenate([[0], largest]), np.concatenate([[0], changed]))


def first_largest(values: Array, axis: int = -1) -> npt.NDArray[np.intp]:
    """Where the largest along an axis is; of those that are equal but for rounding the first, on every machine."""
    first: npt.NDArray[np.intp] = (values >= values.max(axis=axis, keepdims=True) - ROUNDING).argmax(axis=axis)
    return first


def responsibilities_of_steps(X: Array, trace: EMTrace) -> Iterator[Array]:
    """Responsibilities (S, K, N) of S steps at a time, as `emcore.e_step` has them (N, K) of one."""
    n_points, n_features = X.shape
    n_steps, n_components = trace.weights.shape
    centre = X.mean(axis=0)
    points = np.ascontiguousarray((X - centre).T)
    factors = np.linalg.cholesky(trace.covariances)
    inverses = np.linalg.inv(factors)
    with np.errstate(divide="ignore", over="ignore"):  # a weight of 0 has logarithm -inf, and rightly
        at = (inverses @ (trace.means - centre)[..., np.newaxis])[..., 0]
        constants = np.log(trace.weights)
    constants -= np.log(np.diagonal(factors, axis1=2, axis2=3)).sum(axis=2)
    at_once = max(1, BLOCK // (n_points * n_components))
    for first in range(0, n_steps, at_once):
        block = slice(first, first + at_once)
        with np.errstate(over="ignore", invalid="ignore"):
            z = inverses[block].reshape(-1, n_features) @ points
            z = z.reshape(-1, n_components, n_features, n_points)
            z -= at[block, ..., np.newaxis]
            z *= z
            logs = z.sum(axis=2)
        np.fmin(logs, FARTHEST, out=logs)
        logs *= -0.5
        logs += constants[block, :, np.newaxis]
        logs -= logs.max(axis=1, keepdims=True)
        np.maximum(logs, LOWEST, out=logs)
        np.exp(logs, out=logs)
        logs /= logs.sum(axis=1, keepdims=True)
        yield logs
