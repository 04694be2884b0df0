"""Runs of EM side by side on the same points: what of their steps is taken fast, narrow or exactly."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import CollapseError
from emcore.fast.narrow import Narrow, joined, narrow_components
from emcore.fast.quadratic import LARGE, LARGEST, QuadraticEM
from emcore.mixture import Mixture, twins
from emcore.points import Array
from emcore.prior import Prior
from emcore.steps import Rules, exact_step, to_the_end

BROADEST = 1e7  # whitened variance of a start: its rounding is 1e-4 of the narrowest variance allowed


class Step(NamedTuple):
    """The parameters of the runs that go on, and what became of them.

    Moments give the parameters, but for what is in data units: those of narrow components, and whole runs in `mixtures`
    at the start and after an exact step.
    """

    live: npt.NDArray[np.intp]  # (R,) the runs that go on, by number: the rows of the arrays
    moments: Array  # (R, K, F)
    order: npt.NDArray[np.intp]  # (R, K) the components that the moments belong to
    narrow: Narrow | None
    mixtures: dict[int, Mixture]  # by number
    log_likelihoods: Array  # (R,) of these parameters, in nats
    log_priors: Array | None  # (R,) the log density of the prior at them, in nats; None without one
    collapses: dict[int, CollapseError]  # the runs that end here, by number

    @property
    def heights(self) -> Array:
        """(R,) what EM climbs, in nats: the log-likelihoods, or with a prior the log posteriors."""
        return self.log_likelihoods if self.log_priors is None else self.log_likelihoods + self.log_priors

    def components_of(self, narrow: Narrow) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Rows and components (M,) of the narrow ones."""
        return narrow.runs, self.order[narrow.where]

    def only(self, chosen: npt.NDArray[np.bool_]) -> "Step":
        """What the step says of the runs chosen (R,)."""
        live = self.live[chosen]
        return self._replace(
            live=live,
            moments=self.moments[chosen],
            order=self.order[chosen],
            narrow=None if self.narrow is None else self.narrow.of_runs(chosen),
            mixtures={run: self.mixtures[run] for run in self.mixtures.keys() & set(live.tolist())},
            log_likelihoods=self.log_likelihoods[chosen],
            log_priors=None if self.log_priors is None else self.log_priors[chosen],
        )


class Batch:
    """R runs of K components in D dimensions that take their steps together.

    NumPy's warnings must be off: numbers that are not finite count as not sound, and the step is taken again exactly.
    """

    def __init__(
        self,
        X: Array,
        starts: Sequence[Mixture],
        covariance_type: str,
        reg_covar: float,
        learn_weights: bool,
        prior: Prior | None,
    ) -> None:
        shape = len(starts), starts[0].n_components
        self.X = X
        self.live = np.arange(len(starts))
        self._twins = np.array([twins(start, of_equal_weight=prior is not None) for start in starts])
        alone = (self._twins == np.arange(shape[1])).all(axis=1)
        self._any_twins = not alone.all()
        self._rules = [
            Rules(covariance_type, reg_covar, None if learn_weights else s.weights, prior, None if single else alike)
            for s, alike, single in zip(starts, self._twins, alone, strict=True)
        ]
        self._fixed_weights = None if learn_weights else np.array([start.weights for start in starts])
        self._prior, self._covariance_type = prior, covariance_type
        self._log_constant = 0.0 if prior is None else prior.log_constant(covariance_type, shape[1])
        self._prior_points = None if prior is None else prior.points(covariance_type, shape[1])
        kind = COVARIANCE_TYPES[covariance_type]
        self._fast = QuadraticEM(X, shape[1], shape[0], kind, reg_covar, self._prior_points)
        self._ridge = reg_covar * np.eye(X.shape[1])
        self._inseparable = ~alone | (covariance_type == "tied")  # runs whose components go on together only
        self._order = np.tile(np.arange(shape[1]), (shape[0], 1))
        self._moments = np.zeros((*shape, self._fast.features.width))
        self._coefficients = np.zeros_like(self._moments)
        self._narrow: Narrow | None = None
        self._mixtures: dict[int, Mixture] = {}
        self._exact: list[int] = []  # the rows whose next step must be taken exactly
        self._place(dict(enumerate(starts)))
        self._choose_firsts()

    def step(self) -> Step:
        """Take a step; gives what there was until now."""
        return to_the_end(self.step_with_pauses())

    def step_with_pauses(self) -> Generator[None, None, Step]:
        """`step` with pauses, where it takes long, in which nothing else may be asked of these runs."""
        moments, order, narrow, mixtures, exact = self._moments, self._order, self._narrow, self._mixtures, self._exact
        log_likelihoods, log_priors = np.zeros(len(self.live)), self._log_priors()
        self._narrow, self._mixtures, self._exact = None, {}, []
        if len(exact) < len(self.live):
            self._moments, log_likelihoods, sums = self._fast.moments(self._coefficients, narrow)
            exact = self._maximize(narrow, sums, exact)
        step = Step(self.live, moments, order, narrow, mixtures, log_likelihoods, log_priors, {})
        outcomes = {}
        for row in exact:
            run = int(step.live[row])
            mixture = self.mixture(step, row)
            step.log_likelihoods[row], outcome = yield from exact_step(self.X, mixture, self._rules[run])
            if self._prior is not None and log_priors is not None:  # both or neither
                log_priors[row] = self._prior.log_density(mixture, self._covariance_type)
            if isinstance(outcome, CollapseError):
                step.collapses[run] = outcome
            else:
                outcomes[row] = outcome
        if outcomes:
            self._place(outcomes)
        self._choose_firsts()
        return step

    def keep(self, going_on: npt.NDArray[np.bool_]) -> None:
        """Let the other runs end."""
        self.live = self.live[going_on]
        self._moments = self._moments[going_on]
        self._order = self._order[going_on]
        self._twins = self._twins[going_on]
        self._inseparable = self._inseparable[going_on]
        self._coefficients = self._coefficients[going_on]
        self._narrow = None if self._narrow is None else self._narrow.of_runs(going_on)
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
        weights, means, covariances = self._from_moments(step)
        return Mixture(weights[row], means[row], covariances[row])

    def _from_moments(self, step: Step) -> tuple[Array, Array, Array]:
        """Weights (R, K), means (R, K, D) and covariances (R, K, D, D) of the runs of a step, in data units, but for
        those in `mixtures`."""
        weights, means, covariances = self.parameters(step, step.moments)
        if step.narrow is not None:
            where = step.components_of(step.narrow)
            means[where], covariances[where] = step.narrow.means, step.narrow.covariances
        return weights, means, covariances

    def _log_priors(self) -> Array | None:
        """The log densities (R,) of the prior, but for those of runs whose next step is exact."""
        if self._prior is None:
            return None
        shares, narrow = self._fast.log_priors(self._coefficients), self._narrow
        if narrow is not None:
            kind, n_components = self._covariance_type, shares.shape[1]
            shares[narrow.where] = self._prior.log_shares(narrow.means, narrow.factors, kind, n_components)
        return np.asarray(shares.sum(axis=1) + self._log_constant)

    def _maximize(self, earlier: Narrow | None, sums: Array | None, exact: list[int]) -> list[int]:
        """The M step; gives the rows whose step must be taken exactly, `exact` among them.

        earlier, sums  the components that were narrow until now, and their sums
        """
        if self._any_twins:
            self._keep_alike()
        coefficients, ordinary = self._fast.m_step(self._moments, self._fixed_weights)
        self._coefficients = coefficients
        if ordinary:
            return exact
        counts = self._moments[..., 0]
        weights = counts / len(self.X) if self._fixed_weights is None else self._fixed_weights
        narrow = []
        if earlier is not None and sums is not None:  # both or neither
            still = ~(np.maximum.reduce(np.abs(coefficients[earlier.where]), axis=1) <= LARGE)
            narrow.append(self._stay_narrow(earlier.only(still), sums[still], weights, counts))
        if earlier is None or not self._fast.are_ordinary(coefficients, counts):
            sizes = np.abs(coefficients).max(axis=2)
            large, sound = ~(sizes <= LARGE), (sizes <= LARGEST) & (counts > self._fast.smallest_count)
            unsound = ~sound.all(axis=1) | (self._inseparable & large.any(axis=1))
            exact = sorted({*exact, *np.flatnonzero(unsound).tolist()})
            large[exact] = False
            narrow.append(self._become_narrow(large, weights))
        return self._set_apart(narrow, exact)

    def _stay_narrow(self, components: Narrow, sums: Array, weights: Array, counts: Array) -> Narrow:
        """What narrow components become by their own sums; weights and counts (R, K)."""
        where, kind = components.where, self._fast.covariance_type
        self._coefficients[where] = 0
        return components.m_step(weights[where], counts[where], sums, kind, self._ridge, self._prior_points)

    def _become_narrow(self, large: npt.NDArray[np.bool_], weights: Array) -> Narrow:
        """Components (R, K) that were broad until now, as the moments give them; weights (R, K)."""
        _, means, covariances = self._fast.maximize(self._moments[large][:, np.newaxis])
        means, covariances = self._fast.whitening.leave(means[:, 0], covariances[:, 0])
        rows, places = large.nonzero()
        return narrow_components(rows, places, weights[large], means, covariances)

    def _set_apart(self, groups: list[Narrow], exact: list[int]) -> list[int]:
        """Let narrow components go on in their own coordinates, unless their runs take an exact step or turn out to
        have to; gives the rows of these."""
        narrow = joined(groups)
        sound = narrow.are_sound(self._fast.resolution)
        if exact or not sound.all():
            exact = sorted({*exact, *narrow.runs[~sound].tolist()})
            narrow = narrow.only(~np.isin(narrow.runs, exact))
            self._coefficients[exact] = 0
        self._coefficients[narrow.where] = 0
        self._narrow = narrow if len(narrow.runs) else None
        return exact

    def _keep_alike(self) -> None:
        """Put the moments of twins together and share them out again: else rounding would part them, step by step."""
        group = np.take_along_axis(self._twins, self._order, axis=1)
        together = (group[:, :, np.newaxis] == group[:, np.newaxis, :]).astype(float)
        counts = self._moments[..., :1].copy()
        sums = together @ self._moments
        self._moments = sums * (counts / sums[..., :1])

    def _choose_firsts(self) -> None:
        """Put a broad component first where the first is narrow, or ratios to it were too large for float64: faster."""
        narrow = self._narrow
        if not self._fast.far and (narrow is None or not narrow.has_first):
            return
        narrowness = self._fast.narrowness(self._coefficients)
        if narrow is not None:
            narrowness[narrow.where] = np.inf
        broadest = np.where(2 * narrowness.min(axis=1) < narrowness[:, 0], narrowness.argmin(axis=1), 0)
        if not broadest.any():
            return
        rows = np.arange(len(broadest))
        swap = np.tile(np.arange(narrowness.shape[1]), (len(rows), 1))
        swap[:, 0] = broadest
        swap[rows, broadest] = 0
        if narrow is not None:
            self._narrow = replace(narrow, places=swap[narrow.where])  # a swap is its own inverse
        rows = rows[:, np.newaxis]
        self._order = self._order[rows, swap]
        self._moments = self._moments[rows, swap]
        self._coefficients = self._coefficients[rows, swap]
        self._fixed_weights = None if self._fixed_weights is None else self._fixed_weights[rows, swap]
        self._fast.far.clear()

    def _place(self, mixtures: dict[int, Mixture]) -> None:
        """Set runs, by row, to parameters in data units, and find out how they may go on from them."""
        rows = np.array(list(mixtures))
        order = self._order[rows]
        weights, means, covariances = (
            np.array([getattr(mixture, name)[places] for mixture, places in zip(mixtures.values(), order, strict=True)])
            for name in ("weights", "means", "covariances")
        )
        whitened = self._fast.whitening.enter(means, covariances)
        self._coefficients[rows] = coefficients = self._fast.coefficients(weights, *whitened)
        large = ~(np.abs(coefficients).max(axis=2) <= LARGE)
        unsound = ~(np.abs(whitened[1]).max(axis=(1, 2, 3)) <= BROADEST) | (not self._fast.keeps_digits)
        unsound |= self._inseparable[rows] & large.any(axis=1)
        if self._fast.covariance_type.whitening != "linear":  # features and estimate are those of diagonal covariances
            unsound |= (covariances * (1 - np.eye(means.shape[2]))).any(axis=(1, 2, 3))
        at, places = large.nonzero()
        narrow = narrow_components(rows[at], places, weights[large], means[large], covariances[large])
        self._mixtures = {int(self.live[row]): mixture for row, mixture in mixtures.items()}
        self._exact = self._set_apart(
            [narrow] if self._narrow is None else [narrow, self._narrow], rows[unsound].tolist()
        )
