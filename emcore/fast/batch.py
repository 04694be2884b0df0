"""Runs of EM side by side on the same points: which steps are taken fast and which exactly."""

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import CollapseError
from emcore.fast.quadratic import BROADEST, QuadraticEM
from emcore.mixture import Mixture, twins
from emcore.points import Array
from emcore.steps import Rules, exact_step, to_the_end


class Step(NamedTuple):
    """The parameters of the runs that go on, and what became of them.

    A run has its parameters in `mixtures` at the start and after an exact step; after a fast one moments give them.
    """

    live: npt.NDArray[np.intp]  # (R,) the runs that go on, by number: the rows of the arrays
    moments: Array  # (R, K, F)
    order: npt.NDArray[np.intp]  # (R, K) the components that the moments belong to
    mixtures: dict[int, Mixture]  # by number
    log_likelihoods: Array  # (R,) of these parameters, in nats
    collapses: dict[int, CollapseError]  # the runs that end here, by number


class Batch:
    """R runs of K components in D dimensions that take their steps together.

    NumPy's warnings must be off: numbers that are not finite count as not sound, and the step is taken again exactly.
    """

    def __init__(
        self, X: Array, starts: Sequence[Mixture], covariance_type: str, reg_covar: float, learn_weights: bool
    ) -> None:
        shape = len(starts), starts[0].n_components
        self.X = X
        self.live = np.arange(len(starts))
        self.n_exact_steps = 0  # of all runs
        self._twins = np.array([twins(start) for start in starts])
        alone = (self._twins == np.arange(shape[1])).all(axis=1)
        self._any_twins = not alone.all()
        self._rules = [
            Rules(covariance_type, reg_covar, None if learn_weights else s.weights, None if single else alike)
            for s, alike, single in zip(starts, self._twins, alone, strict=True)
        ]
        self._fixed_weights = None if learn_weights else np.array([start.weights for start in starts])
        self._fast = QuadraticEM(X, shape[1], shape[0], COVARIANCE_TYPES[covariance_type], reg_covar)
        self._order = np.tile(np.arange(shape[1]), (shape[0], 1))
        self._mixtures: dict[int, Mixture] = {}
        self._moments = np.zeros((*shape, self._fast.width))
        self._coefficients = np.zeros_like(self._moments)
        self._exact: list[int] = []  # the rows whose next step must be taken exactly
        for run, start in enumerate(starts):
            self._place(run, run, start)

    def step(self) -> Step:
        """Take a step; gives what there was until now."""
        return to_the_end(self.step_with_pauses())

    def step_with_pauses(self) -> Generator[None, None, Step]:
        """`step` with pauses, where it takes long, in which nothing else may be asked of these runs."""
        moments, order, mixtures, exact = self._moments, self._order, self._mixtures, self._exact
        log_likelihoods = np.zeros(len(self.live))
        self._mixtures, self._exact = {}, []
        if len(exact) < len(self.live):
            self._moments, log_likelihoods = self._fast.moments(self._coefficients)
            if self._any_twins:
                self._keep_alike()
            self._coefficients, unsound = self._fast.m_step(self._moments, self._fixed_weights)
            exact = sorted({*exact, *unsound}) if unsound else exact
            if self._fast.far:
                self._choose_firsts()
        step = Step(self.live, moments, order, mixtures, log_likelihoods, {})
        self.n_exact_steps += len(exact)
        for row in exact:
            run = int(step.live[row])
            step.log_likelihoods[row], outcome = yield from exact_step(
                self.X, self.mixture(step, row), self._rules[run]
            )
            if isinstance(outcome, CollapseError):
                step.collapses[run] = outcome
            else:
                self._place(row, run, outcome)
        return step

    def keep(self, going_on: npt.NDArray[np.bool_]) -> None:
        """Let the other runs end."""
        self.live = self.live[going_on]
        self._moments = self._moments[going_on]
        self._order = self._order[going_on]
        self._twins = self._twins[going_on]
        self._coefficients = self._coefficients[going_on]
        self._exact = [row for row, old in enumerate(np.flatnonzero(going_on)) if old in self._exact]
        self._fixed_weights = None if self._fixed_weights is None else self._fixed_weights[going_on]

    def parameters(self, step: Step, moments: Array) -> tuple[Array, Array, Array]:
        """Weights (..., R, K), means (..., R, K, D), covariances (..., R, K, D, D), in data units.

        moments  (..., R, K, F)  of steps with the same runs in the same order as `step`
        """
        rows = np.arange(len(step.live))[:, np.newaxis]
        counts, means, covariances = self._fast.maximize(moments[..., rows, np.argsort(step.order), :])
        weights = counts / counts.sum(axis=-1, keepdims=True)
        if self._fixed_weights is not None:
            weights[:] = [self._rules[run].weights for run in step.live]
        return weights, *self._fast.whitening.leave(means, covariances)

    def mixture(self, step: Step, row: int) -> Mixture:
        """The parameters of one run."""
        run = int(step.live[row])
        if run in step.mixtures:
            return step.mixtures[run]
        return Mixture(*(array[row] for array in self.parameters(step, step.moments)))

    def _keep_alike(self) -> None:
        """Put the moments of twins together and share them out again: else rounding would part them, step by step."""
        group = np.take_along_axis(self._twins, self._order, axis=1)
        together = (group[:, :, np.newaxis] == group[:, np.newaxis, :]).astype(float)
        counts = self._moments[..., :1].copy()
        sums = together @ self._moments
        self._moments = sums * (counts / sums[..., :1])

    def _choose_firsts(self) -> None:
        """Put a broad component first: far from a narrow one, the ratios to it are too large for float64."""
        narrowness = self._fast.narrowness(self._coefficients)
        broadest = np.where(2 * narrowness.min(axis=1) < narrowness[:, 0], narrowness.argmin(axis=1), 0)
        if broadest.any():
            rows = np.arange(len(broadest))
            swap = np.tile(np.arange(narrowness.shape[1]), (len(rows), 1))
            swap[:, 0] = broadest
            swap[rows, broadest] = 0
            rows = rows[:, np.newaxis]
            self._order = self._order[rows, swap]
            self._moments = self._moments[rows, swap]
            self._fixed_weights = None if self._fixed_weights is None else self._fixed_weights[rows, swap]
            self._coefficients, _ = self._fast.m_step(self._moments, self._fixed_weights)
            self._fast.far.clear()

    def _place(self, row: int, run: int, mixture: Mixture) -> None:
        """Set a run to parameters in data units, and find out whether the fast path may go on from them."""
        self._mixtures[run] = mixture
        order = self._order[row]
        means, covariances = self._fast.whitening.enter(mixture)
        coefficients = self._fast.coefficients(mixture.weights[order], means[order], covariances[order])
        off_diagonal = mixture.covariances * (1 - np.eye(mixture.n_features))
        representable = not (self._fast.diagonal and off_diagonal.any())
        narrowest_is_resolved = np.abs(covariances).max() <= BROADEST
        sound = representable and narrowest_is_resolved and not self._fast.unsound(coefficients[np.newaxis])
        self._coefficients[row] = coefficients if sound else 0
        if not sound:
            self._exact.append(row)
