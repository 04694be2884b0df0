"""The EM algorithm for Gaussian mixtures: E step, M step, and the two in turn (Bishop, PRML, section 9.2.2).

This is the algorithm as it is defined. `emcore.fast` makes the same runs in less time.
"""

from collections.abc import Sequence

import numpy.typing as npt

from emcore import options, steps
from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import CollapseError
from emcore.mixture import Mixture, as_mixture, as_weights
from emcore.points import Array, as_points
from emcore.prior import Prior, as_prior
from emcore.responsibilities import as_responsibilities
from emcore.trace import EMState, EMTrace


def expectation_maximization(
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
    """Run EM and record every step: the definition that the faster `fit` is tested against (PRML 9.2.2).

    max_iter       iterations at most, at least 0
    tol            stop as "converged" once the mean log-likelihood per point changes by less than this (nats), with a
                   prior the log posterior per point; 0: never
    learn_weights  False keeps the start's weights

    Other options as for `m_step`. A component that collapses ends the trace at the last sound step; it is not an
    exception. Raises `DataError` for unusable points, `ValueError` for options out of range or of another type.
    Nothing is done against rounding beyond the two steps themselves. So components of the start with the same mean and
    covariance may part after many steps, where `fit` keeps them alike, and a covariance that only rounding keeps from
    being singular may do for some steps more.
    """
    points = as_points(X, as_mixture(start, "start").n_features)
    max_iter, tol = options.whole("max_iter", max_iter), options.number("tol", tol, 0)
    covariance_type, reg_covar = as_options(covariance_type, reg_covar)
    prior = as_prior(prior, start.n_features)
    weights = None if options.switch("learn_weights", learn_weights) else start.weights
    states: list[EMState] = []
    mixture = start
    while True:
        responsibilities, log_likelihood = e_step(points, mixture)
        log_prior = None if prior is None else prior.log_density(mixture, covariance_type)
        states.append(EMState(len(states), mixture, log_likelihood, log_prior))
        if has_converged(states, len(points), tol):
            return EMTrace.of(states, "converged", tol=tol)
        if len(states) > max_iter:
            return EMTrace.of(states, "max_iter")
        try:
            mixture = m_step(
                points,
                responsibilities,
                covariance_type=covariance_type,
                reg_covar=reg_covar,
                weights=weights,
                prior=prior,
            )
        except CollapseError as collapse:
            return EMTrace.of(states, "collapsed", why=collapse)


def has_converged(states: Sequence[EMState], n_points: int, tol: float) -> bool:
    """Whether the last step changed what EM climbs, per point, by less than `tol`, in nats; with 0, never."""
    if len(states) < 2:
        return False
    return abs(states[-1].log_posterior - states[-2].log_posterior) / n_points < tol


def e_step(X: npt.ArrayLike, mixture: Mixture) -> tuple[Array, float]:
    """Responsibilities (N, K) and the log-likelihood of `mixture` (nats, summed over the points) (PRML 9.23, 9.28).

    Rows sum to 1, however far a point is from every component. Raises `DataError` for unusable points.
    """
    return steps.e_step(as_points(X, as_mixture(mixture).n_features), mixture)


def m_step(
    X: npt.ArrayLike,
    responsibilities: npt.ArrayLike,
    *,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    weights: npt.ArrayLike | None = None,
    prior: Prior | None = None,
) -> Mixture:
    """The parameters that maximize the expected log-likelihood under `responsibilities` (N, K) (PRML 9.24-9.26).

    covariance_type  a key of `COVARIANCE_TYPES`
    reg_covar        ridge added to the covariances' diagonals, in squared data units
    weights          (K,) to stay as they are; None: the mean responsibilities
    prior            of means and covariances: the parameters maximize with its log density added, but for the weights,
                     which have none (Fraley and Raftery, 2007). A component without points is what the prior alone
                     makes it, with a learned weight of 0 for ever: empty, it is no collapse. A ridge comes on top

    Raises `CollapseError` when a component gets no weight and there is no prior, or a covariance that is not positive
    definite, `DataError` for unusable points or responsibilities, `MixtureError` for weights that are not shares of K
    components, `ValueError` for other options that are none.
    """
    points = as_points(X)
    checked = as_responsibilities(responsibilities, len(points))
    fixed = None if weights is None else as_weights(weights, checked.shape[1])
    rules = steps.Rules(*as_options(covariance_type, reg_covar), fixed, as_prior(prior, points.shape[1]))
    return steps.maximize(steps.statistics(points, checked), rules)


def as_options(covariance_type: str, reg_covar: float) -> tuple[str, float]:
    """Covariance type and ridge. Raises `ValueError` for an unknown type and for a ridge that is none."""
    return (
        options.choice("covariance_type", covariance_type, COVARIANCE_TYPES),
        options.number("reg_covar", reg_covar, 0),
    )
