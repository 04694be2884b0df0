"""The E step and the M step in data units, as the textbook has them (Bishop, PRML, section 9.2.2).

They keep every digit that float64 can hold. `emcore.fast.quadratic` takes the same steps faster where that loses none.
"""

from collections.abc import Generator, Iterator
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import CollapseError, MixtureError
from emcore.mixture import Mixture, cholesky, log_joint, standardize
from emcore.numerals import numeral
from emcore.points import Array, resolution
from emcore.prior import Prior

BLOCK = 2**18  # responsibilities held at a time by `exact_step`
Outcome = TypeVar("Outcome")
FAR = 1.0  # squared standard deviations that a mean may lie from the centre of its scatter: no digits are lost yet

EMPTY_CURES = "Start elsewhere, nearer to the data, or use fewer components."
SINGULAR_CURES = "Give the run a prior or a ridge (reg_covar above 0), use fewer components, or start elsewhere."


class Statistics(NamedTuple):
    """All that an M step needs to know of the points: the seam between responsibilities and parameters."""

    counts: Array  # (K,) N_k, the sums of the responsibilities
    means: Array  # (K, D) responsibility-weighted means; anywhere for a component without points
    scatters: Array  # (K, D, D) responsibility-weighted scatter about those means
    resolution: Array  # (D,) the largest variance that float64 can't tell from 0 at the size of the data


class Rules(NamedTuple):
    """What an M step keeps to."""

    covariance_type: str
    reg_covar: float
    weights: Array | None  # (K,) to stay as they are; None: learn them
    prior: Prior | None = None
    twins: npt.NDArray[np.intp] | None = None  # (K,) as `twins` of the start finds them, to stay alike; None: no twins


def e_step(X: Array, mixture: Mixture) -> tuple[Array, float]:
    """The E step: responsibilities (N, K), and the log-likelihood of `mixture` in nats (PRML 9.23, 9.28)."""
    joint = log_joint(X, mixture)
    # Relative to the highest and divided by their own sum: far out, logarithms are too large to hold last digits.
    highest = joint.max(axis=1, keepdims=True)
    relative = np.exp(joint - highest)
    totals = relative.sum(axis=1, keepdims=True)
    return relative / totals, float((highest + np.log(totals)).sum())  # ln p(x_n) = highest + ln total


def statistics(X: Array, responsibilities: Array) -> Statistics:
    """Counts, means and scatters of the points (N, D), weighted by responsibilities (N, K)."""
    counts = responsibilities.sum(axis=0)
    averaging = (responsibilities / _divisors(counts)).T  # (K, N), rows that sum to 1, or to 0 without points
    means = averaging @ X
    means += [row @ (X - mean) for row, mean in zip(averaging, means, strict=True)]  # what rounding took far from 0
    return Statistics(counts, means, _scatters(X, responsibilities, means), resolution(X))


def maximize(stats: Statistics, rules: Rules) -> Mixture:
    """The M step proper: statistics in, mixture out (PRML 9.24-9.26). `CollapseError` when that mixture is singular, or
    without a prior a component is empty."""
    counts, means, scatters, _ = stats
    if rules.prior is None:
        check_counts(counts)
    else:
        points = rules.prior.points(rules.covariance_type, len(counts))
        counts, means, scatters = points.added_to(counts, means, scatters)
    covariances = COVARIANCE_TYPES[rules.covariance_type].estimate(counts, scatters)
    covariances = covariances + rules.reg_covar * np.eye(covariances.shape[-1])
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    weights = stats.counts / stats.counts.sum() if rules.weights is None else rules.weights
    lost = np.flatnonzero((variances <= stats.resolution).any(axis=1))
    try:
        if not lost.size:
            return Mixture(weights, means, covariances)
        k = int(lost[0])
    except MixtureError as error:
        k = error.component
    raise CollapseError(
        f"the covariance of component {k + 1} of {len(stats.counts)} is no longer positive definite: "
        f"the points left to it ({numeral(stats.counts[k], 3)} in all) do not spread in every direction. "
        f"{SINGULAR_CURES}",
        k,
    )


def exact_step(
    X: Array, mixture: Mixture, rules: Rules
) -> Generator[None, None, tuple[float, Mixture | CollapseError]]:
    """E and M step, with a pause after each block of points: the log-likelihood of `mixture`, and the next mixture or
    why there is none."""
    log_likelihood, stats = yield from statistics_in_blocks(X, mixture)
    try:
        return log_likelihood, maximize(stats if rules.twins is None else _alike(stats, rules.twins), rules)
    except CollapseError as collapse:
        return log_likelihood, collapse


def statistics_in_blocks(X: Array, mixture: Mixture) -> Generator[None, None, tuple[float, Statistics]]:
    """The log-likelihood of `mixture`, and the statistics of the points after its E step, with a pause after each block
    of points."""
    centres = np.clip(mixture.means, X.min(axis=0), X.max(axis=0))  # within the points, as the new means will be
    log_likelihood, stats = yield from _pass(X, mixture, centres)
    if _far(stats, centres):
        _, stats = yield from _pass(X, mixture, stats.means)
    return log_likelihood, stats


def to_the_end(pauses: Generator[None, None, Outcome]) -> Outcome:
    """What work that pauses comes to, without the pauses."""
    while True:
        try:
            next(pauses)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def _pass(X: Array, mixture: Mixture, centres: Array) -> Generator[None, None, tuple[float, Statistics]]:
    """Log-likelihood and statistics, the scatters taken about `centres` (K, D) and corrected for the means."""
    log_likelihood = 0.0
    counts = np.zeros(mixture.n_components)
    sums = np.zeros_like(mixture.means)  # of the deviations from the centres
    scatters = np.zeros_like(mixture.covariances)
    for block in _blocks(X, mixture.n_components):
        responsibilities, log_density = e_step(block, mixture)
        log_likelihood += log_density
        counts += responsibilities.sum(axis=0)
        sums += np.array([r @ (block - centre) for r, centre in zip(responsibilities.T, centres, strict=True)])
        scatters += _scatters(block, responsibilities, centres)
        yield
    shifts = sums / _divisors(counts)[:, np.newaxis]
    scatters -= counts[:, np.newaxis, np.newaxis] * shifts[:, :, np.newaxis] * shifts[:, np.newaxis, :]
    return log_likelihood, Statistics(counts, centres + shifts, scatters, resolution(X))


def _blocks(X: Array, n_components: int) -> Iterator[Array]:
    length = max(1, BLOCK // n_components)
    for begin in range(0, len(X), length):
        yield X[begin : begin + length]


def _alike(stats: Statistics, twins: npt.NDArray[np.intp]) -> Statistics:
    """The same with twins put together and shared out again: else rounding would part them, step by step."""
    counts, means, scatters, limit = stats
    together = (twins[:, np.newaxis] == twins).astype(float)
    totals = _divisors(together @ counts)
    shares = counts / totals
    centred = together @ (counts[:, np.newaxis] * (means - means[twins]))  # 0 but for rounding
    means = means[twins] + centred / totals[:, np.newaxis]
    return Statistics(counts, means, np.einsum("k,kl,lij->kij", shares, together, scatters), limit)


def _scatters(X: Array, responsibilities: Array, centres: Array) -> Array:
    """sum_n r_nk (x_n - centre_k)(x_n - centre_k)', shape (K, D, D).

    About a centre near the points: E[x^2] - mean^2 would lose the digits of data far from 0.
    """
    scatters = np.empty((len(centres), X.shape[1], X.shape[1]))
    for k, centre in enumerate(centres):
        deviations = np.sqrt(responsibilities[:, k, np.newaxis]) * (X - centre)
        scatters[k] = deviations.T @ deviations
    return scatters


def _far(stats: Statistics, centres: Array) -> bool:
    """Whether some mean is so far from the centre of its scatter that the correction cost digits."""
    held = stats.counts > 0
    factors = cholesky(stats.scatters[held] / stats.counts[held, np.newaxis, np.newaxis])
    if np.isnan(factors).any():
        return True
    shifts = (stats.means - centres)[held, np.newaxis, :]
    return any((standardize(shift, factor) ** 2).sum() > FAR for shift, factor in zip(shifts, factors, strict=True))


def _divisors(counts: Array) -> Array:
    """The counts, to divide by: sums over no points are 0."""
    return np.where(counts > 0, counts, 1.0)


def check_counts(counts: Array) -> None:
    """Raises `CollapseError` if a component is empty."""
    empty = np.flatnonzero(counts == 0)
    if empty.size:
        k = int(empty[0])
        raise CollapseError(
            f"component {k + 1} of {len(counts)} has lost all its weight: no point is left to it. {EMPTY_CURES}", k
        )
