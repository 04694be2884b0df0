"""Runs of EM side by side on the same points: which steps are taken fast and which exactly."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import CollapseError
from emcore.mixture import Mixture
from emcore.points import Array
from emcore.quadratic import QuadraticEM
from emcore.steps import Rules, exact_step


class Step(NamedTuple):
    """The parameters of the runs that go on, and what became of them.

    A run has its parameters in `mixtures` at the start and after an exact step; after a fast one moments give them.
    """

    live: npt.NDArray[np.intp]  # (R,) the runs that go on, by number: the rows of the arrays
    moments: Array  # (R, K, F)
    mixtures: dict[int, Mixture]  # by number
    log_likelihoods: Array  # (R,) of these parameters, in nats
    collapses: dict[int, CollapseError]  # the runs that end here, by number


class Runs:
    """R runs of K components in D dimensions that take their steps together.

    NumPy's warnings must be off: numbers that are not finite count as not sound, and the step is taken again exactly.
    """

    def __init__(
        self, X: Array, starts: Sequence[Mixture], covariance_type: str, reg_covar: float, learn_weights: bool
    ) -> None:
        shape = len(starts), starts[0].n_components
        self.X = X
        self.live = np.arange(len(starts))
        self._rules = [Rules(covariance_type, reg_covar, None if learn_weights else s.weights) for s in starts]
        self._kept = None if learn_weights else np.array([start.weights for start in starts])
        self._fast = QuadraticEM(X, shape[1], shape[0], COVARIANCE_TYPES[covariance_type], reg_covar)
        self._mixtures: dict[int, Mixture] = {}
        self._moments = np.zeros((*shape, self._fast.width))
        self._coefficients = np.zeros_like(self._moments)
        self._sound = np.zeros(len(starts), dtype=bool)
        for run, start in enumerate(starts):
            self._place(run, run, start)

    def step(self) -> Step:
        """Take a step; gives what there was until now."""
        moments, mixtures = self._moments, self._mixtures
        log_likelihoods, collapses = np.zeros(len(self.live)), {}
        self._mixtures = {}
        if self._sound.any():
            self._moments, log_likelihoods = self._fast.moments(self._coefficients)
            self._coefficients = self._fast.m_step(self._moments, self._kept)
            self._sound &= self._fast.sound(self._coefficients) & self._fast.enough(self._moments)
        if not self._sound.all():
            for row in np.flatnonzero(~self._sound).tolist():
                run = int(self.live[row])
                present = mixtures[run] if run in mixtures else self.mixture(row, moments)
                log_likelihoods[row], outcome = exact_step(self.X, present, self._rules[run])
                if isinstance(outcome, CollapseError):
                    collapses[run] = outcome
                else:
                    self._place(row, run, outcome)
        return Step(self.live, moments, mixtures, log_likelihoods, collapses)

    def keep(self, going_on: npt.NDArray[np.bool_]) -> None:
        """Let the other runs end."""
        self.live = self.live[going_on]
        self._moments = self._moments[going_on]
        self._coefficients = self._coefficients[going_on]
        self._sound = self._sound[going_on]
        self._kept = None if self._kept is None else self._kept[going_on]

    def parameters(self, live: npt.NDArray[np.intp], moments: Array) -> tuple[Array, Array, Array]:
        """Weights (..., R, K), means (..., R, K, D), covariances (..., R, K, D, D), in data units, of moments."""
        counts, means, covariances = self._fast.maximise(moments)
        weights = counts / counts.sum(axis=-1, keepdims=True)
        if self._rules[0].weights is not None:
            weights[:] = [self._rules[run].weights for run in live]
        return weights, *self._fast.frame.leave(means, covariances)

    def mixture(self, row: int, moments: Array) -> Mixture:
        """The parameters in a row of moments (R, K, F), as a mixture."""
        chosen = slice(row, row + 1)
        return Mixture(*(array[0] for array in self.parameters(self.live[chosen], moments[chosen])))

    def _place(self, row: int, run: int, mixture: Mixture) -> None:
        """Set a run to parameters in data units, and find out whether the fast path may go on from them."""
        self._mixtures[run] = mixture
        coefficients = self._fast.coefficients(mixture.weights, *self._fast.frame.enter(mixture))
        off_diagonal = mixture.covariances * (1 - np.eye(mixture.n_features))
        representable = not (self._fast.diagonal and off_diagonal.any())
        self._sound[row] = representable and self._fast.sound(coefficients[np.newaxis])[0]
        self._coefficients[row] = coefficients if self._sound[row] else 0
