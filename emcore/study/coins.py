"""EM for rows of coin tosses, where nobody noted which coin was tossed: a mixture of binomial distributions.

C. B. Do and S. Batzoglou, What is the expectation maximization algorithm? Nature Biotechnology 26 (2008), 897-899.

N rows, K coins. `heads` and `tails` (N,) are the counts of each row; log-likelihoods are those of its tosses in their
order, in nats and summed over the rows. A row's other orders are as likely: for the counts add `log_orders`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy  # whose parts load when first used

from emcore.errors import CollapseError, DataError, MixtureError
from emcore.options import number, switch, whole
from emcore.points import Array, as_points
from emcore.responsibilities import as_responsibilities

# Five rows of ten tosses with these many heads, the paper's counts.
HEADS, TAILS = np.array([5.0, 9, 8, 4, 7]), np.array([5.0, 1, 2, 6, 3])


@dataclass(frozen=True, eq=False)
class Coins:
    """K coins: how often each shows heads, `thetas` (K,) from 0 to 1, and how often it is taken, `weights` (K,).

    Raises `MixtureError` for anything else.
    """

    thetas: Array
    weights: Array

    def __post_init__(self) -> None:
        thetas, weights = (np.array(values, dtype=float, ndmin=1) for values in (self.thetas, self.weights))
        if thetas.ndim != 1 or thetas.shape != weights.shape:
            raise MixtureError("give every coin one theta and one weight, as (K,) and (K,)")
        if not ((thetas >= 0) & (thetas <= 1)).all():
            raise MixtureError("a coin's theta is its probability of heads; give numbers from 0 to 1")
        if not ((weights >= 0).all() and abs(weights.sum() - 1) <= 1e-6):
            raise MixtureError("weights must be at least 0 and sum to 1; divide them by their sum")
        object.__setattr__(self, "thetas", thetas)
        object.__setattr__(self, "weights", weights)


@dataclass(frozen=True)
class Step:
    """The coins at a step, 0 being the start, and the log-likelihood of the rows under them."""

    coins: Coins
    log_likelihood: float


def e_step(heads: npt.ArrayLike, tails: npt.ArrayLike, coins: Coins) -> tuple[Array, float]:
    """Bayes' rule for every row: responsibilities (N, K), and the log-likelihood.

    Raises `DataError` for rows that none of the coins can toss, and for what `as_rows` refuses.
    """
    log_joint = _log_joint(*as_rows(heads, tails), coins)
    log_rows = scipy.special.logsumexp(log_joint, axis=1, keepdims=True)
    if impossible := [str(row) for row in np.flatnonzero(np.isneginf(log_rows)) + 1]:
        raise DataError(f"no coin can toss row {', '.join(impossible)}; start with thetas between 0 and 1")
    return np.exp(log_joint - log_rows), float(log_rows.sum())


def m_step(
    heads: npt.ArrayLike, tails: npt.ArrayLike, responsibilities: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> Coins:
    """Each coin's theta is the share of heads among the tosses that it was given; `weights` given stay as they are.

    Raises `CollapseError` for a coin that was given no toss, `DataError` as `e_step` does.
    """
    of_heads, of_tails = as_rows(heads, tails)
    r = as_responsibilities(responsibilities, len(of_heads))
    expected_heads, expected_tails = of_heads @ r, of_tails @ r  # (K,)
    tosses = expected_heads + expected_tails
    for k in np.flatnonzero(tosses == 0):
        raise CollapseError(f"coin {k + 1} was given no toss, so nothing is known of it; start elsewhere", int(k))
    return Coins(expected_heads / tosses, r.mean(axis=0) if weights is None else np.asarray(weights, dtype=float))


def iterate(heads: npt.ArrayLike, tails: npt.ArrayLike, start: Coins, *, learn_weights: bool = False) -> Iterator[Step]:
    """Lazy, and without end: the start, then the coins after every E step and M step. Raises as these do."""
    coins = start
    while True:
        responsibilities, log_likelihood = e_step(heads, tails, coins)
        yield Step(coins, log_likelihood)
        coins = m_step(heads, tails, responsibilities, None if learn_weights else coins.weights)


def fit(
    heads: npt.ArrayLike,
    tails: npt.ArrayLike,
    start: Coins,
    *,
    max_iter: int = 100,
    tol: float = 0.0,
    learn_weights: bool = False,
) -> list[Step]:
    """The start and every step until one gains less than `tol` nats a row, at most `max_iter`; 0 never stops early.

    In the paper the weights stay 1/2 each; they can be learned as well.
    """
    max_iter, tol = whole("max_iter", max_iter), number("tol", tol, 0)
    steps: list[Step] = []
    for t, step in enumerate(iterate(heads, tails, start, learn_weights=switch("learn_weights", learn_weights))):
        steps.append(step)
        if t == max_iter or (t > 0 and abs(step.log_likelihood - steps[-2].log_likelihood) / np.size(heads) < tol):
            break
    return steps


def lower_bound(heads: npt.ArrayLike, tails: npt.ArrayLike, responsibilities: npt.ArrayLike, coins: Coins) -> float:
    """What responsibilities of any kind and coins make of the rows, in nats: at most the log-likelihood."""
    of_heads, of_tails = as_rows(heads, tails)
    r = as_responsibilities(responsibilities, len(of_heads), len(coins.thetas))
    held = r > 0
    return float((r[held] * _log_joint(of_heads, of_tails, coins)[held]).sum() + scipy.special.entr(r).sum())


def log_orders(heads: npt.ArrayLike, tails: npt.ArrayLike) -> float:
    """By how many nats the log-likelihood of the counts exceeds that of the tosses in their order; no coin matters."""
    of_heads, of_tails = as_rows(heads, tails)
    gammaln = scipy.special.gammaln
    return float((gammaln(of_heads + of_tails + 1) - gammaln(of_heads + 1) - gammaln(of_tails + 1)).sum())


def as_rows(heads: npt.ArrayLike, tails: npt.ArrayLike) -> tuple[Array, Array]:
    """The counts of each row as (N,) each. Raises `DataError` for what are no counts, or rows without a toss."""
    of_heads, of_tails = (as_points(counts, 1)[:, 0] for counts in (heads, tails))
    if len(of_heads) != len(of_tails):
        raise DataError(f"{len(of_heads)} rows of heads and {len(of_tails)} of tails; give both for every row")
    for name, counts in (("heads", of_heads), ("tails", of_tails)):
        if (counts < 0).any() or (counts != np.round(counts)).any():
            raise DataError(f"{name} must be counts; give whole numbers of at least 0")
    if empty := [str(row) for row in np.flatnonzero(of_heads + of_tails == 0) + 1]:
        raise DataError(f"row {', '.join(empty)} has no toss; leave it out")
    return of_heads, of_tails


def _log_joint(heads: Array, tails: Array, coins: Coins) -> Array:
    """ln of weight times probability of each row's tosses under each coin, (N, K)."""
    h, t = heads[:, np.newaxis], tails[:, np.newaxis]
    with np.errstate(divide="ignore"):  # a weight of 0
        log_weights = np.log(coins.weights)
    return np.asarray(log_weights + scipy.special.xlogy(h, coins.thetas) + scipy.special.xlog1py(t, -coins.thetas))
