"""The EM algorithm for Gaussian mixtures: E step, M step, and the two in turn (Bishop, PRML, section 9.2.2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np
import numpy.typing as npt

from emcore import steps
from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import DataError
from emcore.mixture import Mixture, as_weights
from emcore.points import Array, as_points
from emcore.runs import Runs, Step

Stop = Literal["converged", "max_iter", "collapsed"]

CONVERGED = "Converged at step {step}: the log-likelihood changed by less than {tol:g} per point."
COLLAPSED = "Iteration {next} failed: {why} The run ends at step {step}, the last sound one."

GROUP = 80  # rows, runs times components, that `fit_many` takes on at once: their responsibilities stay in the cache


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


def e_step(X: npt.ArrayLike, mixture: Mixture) -> tuple[Array, float]:
    """Responsibilities (N, K) and the log-likelihood of `mixture` (nats, summed over the points) (PRML 9.23, 9.28).

    Rows sum to 1, however far a point is from every component. Raises `DataError` for unusable points.
    """
    return steps.responsibilities(as_points(X, mixture.n_features), mixture)


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
    return steps.maximise(steps.statistics(points, shares), steps.Rules(covariance_type, reg_covar, kept))


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
    return fit_many(
        X,
        [start],
        max_iter=max_iter,
        tol=tol,
        covariance_type=covariance_type,
        reg_covar=reg_covar,
        learn_weights=learn_weights,
    )[0]


def fit_many(
    X: npt.ArrayLike,
    starts: Sequence[Mixture],
    *,
    max_iter: int = 100,
    tol: float = 0.0,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    learn_weights: bool = True,
) -> list[EMTrace]:
    """Run EM from many starts on the same points: for each the trace of its own `fit`, to rounding, much faster.

    The starts have the same number of components. Options and errors as for `fit`; a run that collapses ends alone.
    """
    if max_iter < 0 or not tol >= 0:
        raise ValueError(f"max_iter is {max_iter} and tol is {tol}; both must be at least 0")
    check_options(covariance_type, reg_covar)
    points = as_points(X, starts[0].n_features if starts else None)
    traces: dict[int, EMTrace] = {}
    for n_components in {start.n_components for start in starts}:
        alike = [i for i, start in enumerate(starts) if start.n_components == n_components]
        n_runs = max(1, GROUP // n_components)
        for group in (alike[first : first + n_runs] for first in range(0, len(alike), n_runs)):
            together = [starts[i] for i in group]
            fitted = _fit_together(points, together, max_iter, tol, covariance_type, reg_covar, learn_weights)
            traces |= zip(group, fitted, strict=True)
    return [traces[i] for i in range(len(starts))]


def check_options(covariance_type: str, reg_covar: float) -> None:
    """Raise `ValueError` for an unknown covariance type or a negative ridge."""
    if covariance_type not in COVARIANCE_TYPES:
        raise ValueError(f"unknown covariance_type {covariance_type!r}; choose one of {', '.join(COVARIANCE_TYPES)}")
    if not 0 <= reg_covar < np.inf:
        raise ValueError(f"reg_covar is {reg_covar}; give a finite number of at least 0")


def _iterate(
    X: Array, start: Mixture, covariance_type: str, reg_covar: float, learn_weights: bool
) -> Iterator[EMState]:
    with np.errstate(all="ignore"):
        runs = Runs(X, [start], covariance_type, reg_covar, learn_weights)
    iteration = 0
    while True:
        with np.errstate(all="ignore"):
            step = runs.step()
            mixture = runs.mixture(step, 0)
        yield EMState(iteration, mixture, float(step.log_likelihoods[0]))
        if step.collapses:
            raise step.collapses[0]
        iteration += 1


def _fit_together(
    X: Array,
    starts: Sequence[Mixture],
    max_iter: int,
    tol: float,
    covariance_type: str,
    reg_covar: float,
    learn_weights: bool,
) -> list[EMTrace]:
    """Step until every run has ended; the starts have the same number of components."""
    ends: list[tuple[Stop, str]] = [("max_iter", f"Stopped after the {max_iter} iterations asked for.")] * len(starts)
    history: list[Step] = []
    with np.errstate(all="ignore"):
        runs = Runs(X, starts, covariance_type, reg_covar, learn_weights)
        for t in range(max_iter + 1):
            step = runs.step()
            history.append(step)
            ended: dict[int, tuple[Stop, str]] = {}
            if t < max_iter:
                for run, why in step.collapses.items():
                    ended[run] = "collapsed", COLLAPSED.format(step=t, next=t + 1, why=why)
            if tol and t:
                earlier = history[-2].log_likelihoods[np.isin(history[-2].live, step.live)]
                gains = (step.log_likelihoods - earlier) / len(X)
                for run in step.live[np.abs(gains) < tol].tolist():
                    ended[run] = "converged", CONVERGED.format(step=t, tol=tol)
            if ended:
                for run, end in ended.items():
                    ends[run] = end
                runs.keep(~np.isin(step.live, list(ended)))
                if not len(runs.live):
                    break
        return _traces(runs, history, ends)


def _traces(runs: Runs, history: list[Step], ends: list[tuple[Stop, str]]) -> list[EMTrace]:
    """Read the parameters off the history, all the steps with the same runs at once."""
    n_runs, (_, n_components, _), n_features = len(ends), history[0].moments.shape, runs.X.shape[1]
    lengths = np.zeros(n_runs, dtype=int)
    log_likelihoods = np.empty((len(history), n_runs))
    weights = np.empty((len(history), n_runs, n_components))
    means = np.empty((*weights.shape, n_features))
    covariances = np.empty((*means.shape, n_features))
    for _, group in groupby(enumerate(history), lambda item: id(item[1].order)):
        steps, alike = zip(*group, strict=True)
        these, live = slice(steps[0], steps[-1] + 1), alike[0].live
        lengths[live] = steps[-1] + 1
        log_likelihoods[these, live] = [step.log_likelihoods for step in alike]
        moments = np.array([step.moments for step in alike])
        weights[these, live], means[these, live], covariances[these, live] = runs.parameters(alike[0], moments)
        for t, step in zip(steps, alike, strict=True):
            for run, mixture in step.mixtures.items():
                weights[t, run], means[t, run], covariances[t, run] = (
                    mixture.weights,
                    mixture.means,
                    mixture.covariances,
                )
    traces = []
    for run, (stop, detail) in enumerate(ends):
        w, m, c, values = (a[: lengths[run], run].copy() for a in (weights, means, covariances, log_likelihoods))
        traces.append(EMTrace(w, m, c, values, stop, detail))
    return traces
