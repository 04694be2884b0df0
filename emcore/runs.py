"""Runs of EM side by side on the same points: which steps are taken fast and which exactly, and what is recorded."""

from collections.abc import Sequence

import numpy as np

from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import CollapseError
from emcore.mixture import Mixture
from emcore.points import Array
from emcore.quadratic import SMALLEST_SHARE, QuadraticEM
from emcore.steps import Rules, exact_step


class Runs:
    """R runs that take their steps together; rows follow `live`, the numbers of the runs that still go on.

    A run's present parameters are either the fast path's moments, or a mixture in data units: the start, and whatever
    an exact step gave.
    """

    def __init__(
        self, X: Array, starts: Sequence[Mixture], covariance_type: str, reg_covar: float, learn_weights: bool
    ):
        self.X = X
        self.live = np.arange(len(starts))
        self._rules = [Rules(covariance_type, reg_covar, None if learn_weights else s.weights) for s in starts]
        self._kept = None if learn_weights else np.array([start.weights for start in starts])
        self._type = COVARIANCE_TYPES[covariance_type]
        self.n_components = starts[0].n_components
        self._fast = QuadraticEM(X, self.n_components, len(starts), self._type, reg_covar)
        self.moments = np.zeros((len(starts), self.n_components, self._fast.width))
        self.mixtures: dict[int, Mixture] = {}
        self._coefficients = np.zeros_like(self.moments)
        self._offsets = np.zeros(len(starts))
        self._sound = np.zeros(len(starts), dtype=bool)
        with np.errstate(all="ignore"):
            for run, start in enumerate(starts):
                self._place(run, run, start)

    def step(self) -> tuple[Array, dict[int, CollapseError]]:
        """Take a step: the log-likelihoods (R,) of the parameters until now, and the runs that could make no step."""
        with np.errstate(all="ignore"):  # what is not finite is not sound, and is done again exactly
            sound = self._sound
            log_likelihoods = np.zeros(len(self.live))
            before = self.moments
            if sound.any():
                kept = None if self._kept is None else self._kept[self.live]
                self.moments, log_likelihoods = self._fast.moments(self._coefficients, self._offsets)
                self._coefficients, self._offsets = self._fast.step(self.moments, kept)
                self._sound = self._fast.sound(self._coefficients)
                enough = np.minimum.reduce(self.moments[..., 0], axis=1) > SMALLEST_SHARE * len(self.X)
                self._sound &= enough & sound
                if self._sound.all():
                    self.mixtures = {}
                    return log_likelihoods, {}
            mixtures, self.mixtures = self.mixtures, {}
            collapses = {}
            for row in np.flatnonzero(~self._sound).tolist():
                run = int(self.live[row])
                present = mixtures[run] if run in mixtures else self._mixture(run, before[row])
                log_likelihoods[row], outcome = exact_step(self.X, present, self._rules[run])
                if isinstance(outcome, CollapseError):
                    collapses[run] = outcome
                else:
                    self._place(row, run, outcome)
            return log_likelihoods, collapses

    def mixture(self, run: int) -> Mixture:
        """The present parameters of a run that still goes on."""
        if run in self.mixtures:
            return self.mixtures[run]
        return self._mixture(run, self.moments[np.searchsorted(self.live, run)])

    def keep(self, going_on: Sequence[bool]) -> None:
        """Let the other runs end."""
        self.live = self.live[going_on]
        self.moments = self.moments[going_on]
        self._coefficients = self._coefficients[going_on]
        self._offsets = self._offsets[going_on]
        self._sound = self._sound[going_on]

    def parameters(self, run: int, moments: Array) -> tuple[Array, Array, Array]:
        """Weights (..., K), means (..., K, D) and covariances (..., K, D, D) that a run's moments (..., K, F) give."""
        counts, means, covariances = self._fast.maximise(moments)
        kept = self._rules[run].weights
        weights = counts / counts.sum(axis=-1, keepdims=True) if kept is None else np.broadcast_to(kept, counts.shape)
        return weights, *self._fast.frame.leave(means, covariances)

    def _mixture(self, run: int, moments: Array) -> Mixture:
        return Mixture(*self.parameters(run, moments))

    def _place(self, row: int, run: int, mixture: Mixture) -> None:
        """Set a run to parameters in data units, and find out whether the fast path may go on from them."""
        self.mixtures[run] = mixture
        means, covariances = self._fast.frame.enter(mixture)
        rows, offsets = self._fast.coefficients(mixture.weights[np.newaxis], means[np.newaxis], covariances[np.newaxis])
        diagonal = self._type.whitening != "linear"
        within = not diagonal or not (mixture.covariances * (1 - np.eye(mixture.n_features))).any()
        self._sound[row] = within and self._fast.sound(rows)[0]
        self._coefficients[row] = rows[0] if self._sound[row] else 0
        self._offsets[row] = offsets[0] if self._sound[row] else 0
