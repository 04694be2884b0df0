"""What a run of EM leaves behind: the parameters and log-likelihood of every step."""

from dataclasses import dataclass
from typing import Literal

from emcore.mixture import Mixture
from emcore.points import Array

Stop = Literal["converged", "max_iter", "collapsed"]


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
