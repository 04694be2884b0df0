"""The EM algorithm for Gaussian mixtures: E step, M step, and the two in turn (Bishop, PRML, section 9.2.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import CollapseError, DataError
from emcore.mixture import EPS, Mixture, as_weights, cholesky, log_joint
from emcore.points import Array, as_points

Stop = Literal["converged", "max_iter", "collapsed"]

EMPTY_CURES = "Start elsewhere, nearer to the data, or use fewer components."
SINGULAR_CURES = "Give the run a ridge (reg_covar above 0), use fewer components, or start elsewhere."


@dataclass(frozen=True, eq=False)
class EMState:
    """One step of a run; iteration 0 is the start. `log_likelihood` (nats, summed over points) is that of `mixture`."""

    iteration: int
    mixture: Mixture
    log_likelihood: float


@dataclass(frozen=True, eq=False)
class EMTrace:
    """A whole run of T iterations, the start first: `len(trace) == T + 1`, `trace[t]` is the `EMState` of step t.

    weights          (T+1, K)
    means            (T+1, K, D)     in data units
    covariances      (T+1, K, D, D)  in squared data units
    log_likelihoods  (T+1,)          in nats, summed over the points, each of the parameters of its own step
    stop             "converged" (the gain fell below tol), "max_iter" (ran out of iterations) or "collapsed"
    detail           the same in a sentence; for a collapse: component, iteration and cures
    """

    weights: Array
    means: Array
    covariances: Array
    log_likelihoods: Array
    stop: Stop
    detail: str

    def __len__(self) -> int:
        return len(self.log_likelihoods)

    def __getitem__(self, t: int) -> EMState:
        step = range(len(self))[t]  # negative steps count from the end; IndexError beyond either end
        mixture = Mixture(self.weights[step], self.means[step], self.covariances[step])
        return EMState(step, mixture, float(self.log_likelihoods[step]))


class Statistics(NamedTuple):
    """All that an M step needs to know of the points: the seam between responsibilities and parameters."""

    counts: Array  # (K,) N_k, the sums of the responsibilities
    means: Array  # (K, D) responsibility-weighted means
    scatters: Array  # (K, D, D) responsibility-weighted scatter about those means
    resolution: Array  # (D,) the smallest variance that float64 can tell from 0 at the size of the data


def e_step(X: npt.ArrayLike, mixture: Mixture) -> tuple[Array, float]:
    """Responsibilities (N, K) and the log-likelihood of `mixture` (nats, summed over the points) (PRML 9.23, 9.28).

    Rows sum to 1, however far a point is from every component. Raises `DataError` for unusable points.
    """
    return _e_step(as_points(X, mixture.n_features), mixture)


def m_step(
    X: npt.ArrayLike,
    responsibilities: npt.ArrayLike,
    *,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    weights: npt.ArrayLike | None = None,
) -> Mixture:
    """The parameters that maximise the expected log-likelihood under `responsibilities` (N, K) (PRML 9.24-9.26).

    covariance_type  a key of `COVARIANCE_TYPES`
    reg_covar        ridge added to the covariances' diagonals, in squared data units
    weights          (K,) kept as they are; None: the mean responsibilities

    Raises `CollapseError` when a component gets no weight or a covariance that is not positive definite, `DataError`
    for unusable points or responsibilities, `MixtureError` for weights that are not shares of K components.
    """
    points = as_points(X)
    shares = as_points(responsibilities)
    if len(shares) != len(points):
        raise DataError(f"{len(shares)} rows of responsibilities for {len(points)} points; give one row per point")
    if (shares < 0).any() or not np.allclose(shares.sum(axis=1), 1, rtol=0, atol=1e-6):
        raise DataError("responsibilities must be at least 0 and sum to 1 in every row; divide each row by its sum")
    kept = None if weights is None else as_weights(weights, shares.shape[1])
    check_options(covariance_type, reg_covar)
    return maximise(statistics(points, shares), covariance_type, reg_covar, kept)


def iterate(
    X: npt.ArrayLike,
    start: Mixture,
    *,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    learn_weights: bool = True,
) -> Iterator[EMState]:
    """Run EM lazily: yields the start as step 0, then one `EMState` per iteration for ever.

    Options as for `m_step`; `learn_weights=False` keeps the start's weights. Raises `DataError` at once, and
    `CollapseError` at the step that can't be made.
    """
    points = as_points(X, start.n_features)
    check_options(covariance_type, reg_covar)
    return _iterate(points, start, covariance_type, reg_covar, learn_weights)


def fit(
    X: npt.ArrayLike,
    start: Mixture,
    *,
    max_iter: int = 100,
    tol: float = 0.0,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    learn_weights: bool = True,
) -> EMTrace:
    """Run EM and record every step.

    max_iter  iterations at most, at least 0
    tol       stop as "converged" once the mean log-likelihood per point changes by less than this (nats); 0: never

    Other options as for `iterate`. A component that collapses ends the trace at the last sound step; it is not an
    exception. Raises `DataError` for unusable points and `ValueError` for options out of range.
    """
    if max_iter < 0 or not tol >= 0:
        raise ValueError(f"max_iter is {max_iter} and tol is {tol}; both must be at least 0")
    run = iterate(X, start, covariance_type=covariance_type, reg_covar=reg_covar, learn_weights=learn_weights)
    n_points = len(np.asarray(X))
    states = [next(run)]
    stop: Stop = "max_iter"
    detail = f"Stopped after the {max_iter} iterations asked for."
    while len(states) <= max_iter:
        try:
            states.append(next(run))
        except CollapseError as collapse:
            stop = "collapsed"
            last = len(states) - 1
            detail = f"Iteration {last + 1} failed: {collapse} The run ends at step {last}, the last sound one."
            break
        gain = (states[-1].log_likelihood - states[-2].log_likelihood) / n_points
        if abs(gain) < tol:
            stop = "converged"
            detail = f"Converged at step {len(states) - 1}: the log-likelihood changed by less than {tol:g} per point."
            break
    return EMTrace(
        weights=np.array([state.mixture.weights for state in states]),
        means=np.array([state.mixture.means for state in states]),
        covariances=np.array([state.mixture.covariances for state in states]),
        log_likelihoods=np.array([state.log_likelihood for state in states]),
        stop=stop,
        detail=detail,
    )


def statistics(X: Array, responsibilities: Array) -> Statistics:
    """Counts, means and scatters of the points (N, D) as the responsibilities (N, K) share them out."""
    counts = responsibilities.sum(axis=0)
    empty = np.flatnonzero(counts == 0)
    if empty.size:
        k = int(empty[0])
        raise CollapseError(
            k, f"component {k + 1} of {len(counts)} has lost all its weight: no point is left to it. {EMPTY_CURES}"
        )
    means = (responsibilities / counts).T @ X
    scatters = np.empty((len(counts), X.shape[1], X.shape[1]))
    for k, mean in enumerate(means):
        # About the new mean: E[x^2] - mean^2 would lose the digits of data far from 0.
        deviations = np.sqrt(responsibilities[:, k, np.newaxis]) * (X - mean)
        scatters[k] = deviations.T @ deviations
    resolution = (4 * EPS * np.abs(X).max(axis=0)) ** 2
    return Statistics(counts, means, scatters, resolution)


def maximise(stats: Statistics, covariance_type: str, reg_covar: float, weights: Array | None) -> Mixture:
    """The M step proper: statistics in, mixture out. Raises `CollapseError` when that mixture is singular."""
    covariances = COVARIANCE_TYPES[covariance_type].estimate(stats.counts, stats.scatters)
    covariances = covariances + reg_covar * np.eye(covariances.shape[-1])
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    singular = np.isnan(cholesky(covariances)).any(axis=(1, 2)) | (variances <= stats.resolution).any(axis=1)
    if singular.any():
        k = int(np.flatnonzero(singular)[0])
        raise CollapseError(
            k,
            f"the covariance of component {k + 1} of {len(stats.counts)} is no longer positive definite: "
            f"the points left to it ({stats.counts[k]:.3g} in all) do not spread in every direction. {SINGULAR_CURES}",
        )
    learned = stats.counts / stats.counts.sum() if weights is None else weights
    return Mixture(learned, stats.means, covariances)


def check_options(covariance_type: str, reg_covar: float) -> None:
    """Raise `ValueError` for an unknown covariance type or a negative ridge."""
    if covariance_type not in COVARIANCE_TYPES:
        raise ValueError(f"unknown covariance_type {covariance_type!r}; choose one of {', '.join(COVARIANCE_TYPES)}")
    if not 0 <= reg_covar < np.inf:
        raise ValueError(f"reg_covar is {reg_covar}; give a finite number of at least 0")


def _e_step(X: Array, mixture: Mixture) -> tuple[Array, float]:
    joint = log_joint(X, mixture)
    # Relative to the highest and divided by their own sum: far out, logarithms are too large to hold last digits.
    highest = joint.max(axis=1, keepdims=True)
    relative = np.exp(joint - highest)
    totals = relative.sum(axis=1, keepdims=True)
    return relative / totals, float((highest + np.log(totals)).sum())  # ln p(x_n) = highest + ln total


def _iterate(
    X: Array, start: Mixture, covariance_type: str, reg_covar: float, learn_weights: bool
) -> Iterator[EMState]:
    mixture = start
    kept = None if learn_weights else start.weights
    iteration = 0
    while True:
        responsibilities, log_likelihood = _e_step(X, mixture)
        yield EMState(iteration, mixture, log_likelihood)
        mixture = maximise(statistics(X, responsibilities), covariance_type, reg_covar, kept)
        iteration += 1
