"""What a run of EM leaves behind: the parameters and log-likelihood of every step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from emcore.errors import CollapseError
from emcore.mixture import Mixture
from emcore.numerals import numeral
from emcore.points import Array

Stop = Literal["converged", "max_iter", "collapsed"]
DETAILS: dict[Stop, str] = {
    "converged": "Converged at step {step}: the {what} changed by less than {tol} per point.",
    "max_iter": "Stopped after the {step} iterations asked for.",
    "collapsed": "Iteration {next} failed: {why} The run ends at step {step}, the last sound one.",
}


def detail_of(
    stop: Stop, step: int, *, tol: float = 0.0, why: CollapseError | None = None, has_prior: bool = False
) -> str:
    """How a run ended, at which step, in a sentence: by which `tol` it converged, or why it collapsed."""
    what = "log posterior" if has_prior else "log-likelihood"
    return DETAILS[stop].format(step=step, next=step + 1, tol=numeral(tol), why=why, what=what)


@dataclass(frozen=True, eq=False)
class EMState:
    """One step of a run; iteration 0 is the start. `log_likelihood` (nats, summed over points) is that of `mixture`,
    `log_prior` (nats) the log density of the run's prior at it; None without a prior."""

    iteration: int
    mixture: Mixture
    log_likelihood: float
    log_prior: float | None = None

    @property
    def log_posterior(self) -> float:
        """What EM climbs (nats, up to a constant): the log-likelihood, and with a prior its log density besides."""
        return self.log_likelihood + (self.log_prior or 0.0)


@dataclass(frozen=True, eq=False)
class EMTrace:
    """A whole run of T iterations, the start first: `len(trace) == T + 1`, `trace[t]` is the `EMState` of step t.

    weights          (T+1, K)
    means            (T+1, K, D)     in data units
    covariances      (T+1, K, D, D)  in squared data units
    log_likelihoods  (T+1,)          in nats, summed over the points, each of the parameters of its own step
    stop             "converged" (the gain fell below tol), "max_iter" (ran out of iterations) or "collapsed"
    detail           the same in a sentence; for a collapse: component, iteration and cures
    log_priors       (T+1,)          in nats, the log densities of the run's prior; None without one
    """

    weights: Array
    means: Array
    covariances: Array
    log_likelihoods: Array
    stop: Stop
    detail: str
    log_priors: Array | None = None

    @classmethod
    def of(
        cls, states: Sequence[EMState], stop: Stop, *, tol: float = 0.0, why: CollapseError | None = None
    ) -> "EMTrace":
        """The trace of recorded states, the start first; `tol` and `why` for the words on its end."""
        mixtures = [state.mixture for state in states]
        log_priors = [state.log_prior for state in states if state.log_prior is not None]
        return cls(
            np.array([mixture.weights for mixture in mixtures]),
            np.array([mixture.means for mixture in mixtures]),
            np.array([mixture.covariances for mixture in mixtures]),
            np.array([state.log_likelihood for state in states]),
            stop,
            detail_of(stop, len(states) - 1, tol=tol, why=why, has_prior=bool(log_priors)),
            np.array(log_priors) if log_priors else None,
        )

    def __len__(self) -> int:
        return len(self.log_likelihoods)

    def __getitem__(self, t: int) -> EMState:
        step = range(len(self))[t]  # negative steps count from the end; IndexError beyond either end
        mixture = Mixture(self.weights[step], self.means[step], self.covariances[step])
        log_prior = None if self.log_priors is None else float(self.log_priors[step])
        return EMState(step, mixture, float(self.log_likelihoods[step]), log_prior)

    @property
    def heights(self) -> dict[str, Array]:
        """What is told of every step (T+1,), in nats, by its name: with a prior the log posterior besides."""
        told = {"log-likelihood": self.log_likelihoods}
        return told if self.log_priors is None else told | {"log posterior": self.log_posteriors}

    @property
    def log_posteriors(self) -> Array:
        """What EM climbs (T+1,): the log-likelihoods, and with a prior its log densities besides."""
        return self.log_likelihoods if self.log_priors is None else self.log_likelihoods + self.log_priors
