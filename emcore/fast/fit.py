"""EM, fast: one run, many at once, or step by step. Each is what `emcore.em.expectation_maximization` defines."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from emcore import options
from emcore.em import as_options
from emcore.fast.batch import Batch
from emcore.fast.fitting import GROUP, Fitting
from emcore.mixture import Mixture, as_mixture
from emcore.points import Array, as_points
from emcore.prior import Prior, as_prior
from emcore.trace import EMState, EMTrace


def iterate(
    X: npt.ArrayLike,
    start: Mixture,
    *,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    learn_weights: bool = True,
    prior: Prior | None = None,
) -> Iterator[EMState]:
    """Run EM lazily: yields the start as step 0, then one `EMState` per iteration for ever.

    Options as for `m_step`; `learn_weights=False` keeps the start's weights. Raises `DataError` and `ValueError` at
    once, and `CollapseError` at the step that can't be made.
    """
    points = as_points(X, as_mixture(start, "start").n_features)
    learn_weights = options.switch("learn_weights", learn_weights)
    prior = as_prior(prior, start.n_features)
    return _iterate(points, start, *as_options(covariance_type, reg_covar), learn_weights, prior)


def fit(
    X: npt.ArrayLike,
    start: Mixture,
    *,
    max_iter: int = 100,
    tol: float = 0.0,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    learn_weights: bool = True,
    prior: Prior | None = None,
) -> EMTrace:
    """Run EM and record every step, as `emcore.expectation_maximization` does, faster; options and errors as there.

    Components of the start with the same mean and covariance, with a prior those of the same weight too, stay the same,
    as they do in exact arithmetic, and `detail` says so. Rounding changes gains by some 1e-15 times the log-likelihood
    per point, on every processor in a way of its own: a `tol` below 1e-10 may take a slow run to the step before or
    after.
    """
    as_mixture(start, "start")
    return fit_many(
        X,
        [start],
        max_iter=max_iter,
        tol=tol,
        covariance_type=covariance_type,
        reg_covar=reg_covar,
        learn_weights=learn_weights,
        prior=prior,
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
    prior: Prior | None = None,
) -> list[EMTrace]:
    """Run EM from many starts on the same points: for each the trace of its own `fit`, to rounding, much faster.

    Options and errors as for `fit`; a run that converges or collapses ends alone.
    """
    max_iter, tol = options.whole("max_iter", max_iter), options.number("tol", tol, 0)
    covariance_type, reg_covar = as_options(covariance_type, reg_covar)
    learn_weights = options.switch("learn_weights", learn_weights)
    for start in options.instance("starts", starts, (list, tuple), "a list or tuple of mixtures"):
        as_mixture(start, "a start")
    points = as_points(X)
    for n_features in {start.n_features for start in starts}:
        points = as_points(points, n_features)
    prior = as_prior(prior, points.shape[1])
    traces: dict[int, EMTrace] = {}
    for n_components in {start.n_components for start in starts}:
        alike = [i for i, start in enumerate(starts) if start.n_components == n_components]
        n_runs = max(1, GROUP // n_components)
        for group in (alike[first : first + n_runs] for first in range(0, len(alike), n_runs)):
            fitting = Fitting(
                points,
                [starts[i] for i in group],
                tol=tol,
                covariance_type=covariance_type,
                reg_covar=reg_covar,
                learn_weights=learn_weights,
                prior=prior,
            )
            fitting.advance(max_iter)
            traces |= zip(group, fitting.traces(max_iter), strict=True)
    return [traces[i] for i in range(len(starts))]


def _iterate(
    X: Array, start: Mixture, covariance_type: str, reg_covar: float, learn_weights: bool, prior: Prior | None
) -> Iterator[EMState]:
    with np.errstate(all="ignore"):
        batch = Batch(X, [start], covariance_type, reg_covar, learn_weights, prior)
    iteration = 0
    while True:
        with np.errstate(all="ignore"):
            step = batch.step()
            mixture = batch.mixture(step, 0)
        log_prior = None if step.log_priors is None else float(step.log_priors[0])
        yield EMState(iteration, mixture, float(step.log_likelihoods[0]), log_prior)
        if step.collapses:
            raise step.collapses[0]
        iteration += 1
