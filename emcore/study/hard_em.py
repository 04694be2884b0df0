"""EM, hard EM and k-means from one start, and the temperature that joins them.

At temperature T a point is shared out in proportion to the T-th root of the joint densities. T = 1 is EM; as T goes to
0 the nearest component takes all, which is hard EM, or CEM (G. Celeux and G. Govaert, A classification EM algorithm for
clustering and two stochastic versions, 1992); with one round covariance for all and equal weights that is k-means (S.
Lloyd, 1957; PRML 9.3.2). A falling T is deterministic annealing (N. Ueda and R. Nakano, Deterministic annealing EM
algorithm, 1998).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy  # whose parts load when first used

from emcore import options, steps
from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import CollapseError
from emcore.mixture import Mixture, as_mixture, log_joint
from emcore.numerals import numeral
from emcore.points import Array, as_points
from emcore.starts import nearest
from emcore.trace import DETAILS, EMState, EMTrace, Stop, detail_of

Labels = npt.NDArray[np.intp]

ONE_CIRCLE = "one circle"  # of all components, in all directions: the covariance that k-means takes for granted
HELD = "held"  # every component keeps the start's
COVARIANCES = [*COVARIANCE_TYPES, ONE_CIRCLE, HELD]
TIE = 1e-12  # relative: joint densities (logarithms) that differ by less are equal but for rounding

RAN_OUT = DETAILS["max_iter"]
SAME_LABELS = "Converged at step {step}: no point changes its component any more."
SAME_OBJECTIVE = "Converged at step {step}: the objective changed by less than {tol} per point."


@dataclass(frozen=True, eq=False)
class TemperedRun:
    """A run of T iterations at one temperature or several, its start first.

    trace         of the parameters, with the mixture's log-likelihoods
    objectives    (T+1,)  what the iterations climb: temperature times sum_n ln sum_k (weight_k N(x_n | k))^(1 /
                  temperature); at 1 the log-likelihood, at 0 the classification log-likelihood sum_n max_k ln (weight_k
                  N(x_n | k)). In nats, summed over the points; it never falls while the temperature stays
    temperatures  (T+1,)  at which each step was made; the start's is the first one's
    """

    trace: EMTrace
    objectives: Array
    temperatures: Array

    def shares(self, X: npt.ArrayLike, t: int) -> Array:
        """Responsibilities (N, K) under the parameters of step t, at its temperature."""
        return tempered_e_step(X, self.trace[t].mixture, float(self.temperatures[t]))[0]


@dataclass(frozen=True, eq=False)
class KMeansRun:
    """A run of Lloyd's algorithm of T iterations, its start first.

    means   (T+1, K, D)  in data units
    labels  (T+1, N)     the nearest mean of each point, counted from 0; of equally near ones the first
    sse     (T+1,)       sum of squared distances to these, which never rises; in squared data units, all columns alike
    stop    "converged" (no label changed), "max_iter" or "collapsed" (a mean has no points left)
    detail  the same in a sentence
    """

    means: Array
    labels: Labels
    sse: Array
    stop: Stop
    detail: str

    def __len__(self) -> int:
        return len(self.sse)


def tempered_e_step(X: npt.ArrayLike, mixture: Mixture, temperature: float) -> tuple[Array, float]:
    """Responsibilities (N, K) at a temperature of at least 0, and the objective (`TemperedRun`).

    At 0 each point goes to the component of the highest joint density, of equally high ones to the first; the higher
    the temperature, the more equal the shares. Raises `DataError` for unusable points.
    """
    points = as_points(X, as_mixture(mixture).n_features)
    return _share_out(log_joint(points, mixture), options.number("temperature", temperature, 0))


def hard_em(
    X: npt.ArrayLike,
    start: Mixture,
    *,
    max_iter: int = 500,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    learn_weights: bool = True,
) -> TemperedRun:
    """EM with each point given wholly to its most probable component, until no point changes it. As `tempered_em`."""
    return tempered_em(
        X,
        start,
        [0],
        max_iter=max_iter,
        covariance_type=covariance_type,
        reg_covar=reg_covar,
        learn_weights=learn_weights,
    )


def tempered_em(
    X: npt.ArrayLike,
    start: Mixture,
    temperatures: Sequence[float],
    *,
    max_iter: int = 500,
    tol: float = 1e-8,
    covariance_type: str = "full",
    reg_covar: float = 0.0,
    learn_weights: bool = True,
) -> TemperedRun:
    """EM at each of these temperatures in turn, each from where the one before has come to; [1] is EM itself.

    max_iter         iterations at most, at each temperature
    tol              the next temperature, or the end, once the objective changes by less than this per point (nats); at
                     0 once no point changes its component. Small gains are not yet a peak: components that too high a
                     temperature has melted into one stand on a saddle, which they leave slowly, and only a `tol` of 0
                     waits for that
    covariance_type  one of `COVARIANCES`; reg_covar and learn_weights as for `expectation_maximization`

    A component that loses all points, or their spread, ends the run as "collapsed"; it is not an exception. Raises
    `DataError` for unusable points, `ValueError` for options out of range.
    """
    points = as_points(X, as_mixture(start, "start").n_features)
    max_iter, tol = options.whole("max_iter", max_iter), options.number("tol", tol, 0)
    rules = steps.Rules(
        options.choice("covariance_type", covariance_type, COVARIANCES),
        options.number("reg_covar", reg_covar, 0),
        None if options.switch("learn_weights", learn_weights) else start.weights,
    )
    schedule = [options.number("a temperature", temperature, 0) for temperature in temperatures]
    if not schedule:
        raise ValueError("there are no temperatures; give at least one")
    joint = log_joint(points, start)
    states, objectives = [_state(0, start, joint)], [_share_out(joint, schedule[0])[1]]
    made_at, ending = [schedule[0]], RAN_OUT
    for temperature in schedule:
        shares, objective = _share_out(joint, temperature)
        ending = RAN_OUT
        for _ in range(max_iter):
            try:
                mixture = _m_step(points, shares, rules, start)
            except CollapseError as why:
                detail = detail_of("collapsed", len(states) - 1, why=why)
                return _run(states, objectives, made_at, "collapsed", detail)
            joint = log_joint(points, mixture)
            shares_before, objective_before = shares, objective
            shares, objective = _share_out(joint, temperature)
            states.append(_state(len(states), mixture, joint))
            objectives.append(objective)
            made_at.append(temperature)
            if temperature and abs(objective - objective_before) < tol * len(points):
                ending = SAME_OBJECTIVE
                break
            if not temperature and np.array_equal(shares, shares_before):
                ending = SAME_LABELS
                break
    detail = ending.format(step=len(states) - 1, tol=numeral(tol))
    return _run(states, objectives, made_at, "max_iter" if ending == RAN_OUT else "converged", detail)


def k_means(X: npt.ArrayLike, means: npt.ArrayLike, *, max_iter: int = 500) -> KMeansRun:
    """Lloyd's algorithm from `means` (K, D): each point to its nearest mean, each mean to the middle of its points,
    until no point changes its mean.

    A mean without points ends the run as "collapsed"; it is not an exception. Raises `DataError` for unusable points or
    means.
    """
    centres = as_points(means)
    points, max_iter = as_points(X, centres.shape[1]), options.whole("max_iter", max_iter)
    columns = np.ascontiguousarray(points.T)
    history, labels = [centres], [nearest(columns, centres.T)]
    stop: Stop = "max_iter"
    detail = ""
    while stop == "max_iter" and len(history) <= max_iter:
        counts = np.bincount(labels[-1], minlength=len(centres))
        if not counts.all():
            stop = "collapsed"
            detail = f"Cluster {counts.argmin() + 1} of {len(counts)} has no points left, so it has no middle to go to."
            break
        history.append(np.array([points[labels[-1] == k].mean(axis=0) for k in range(len(centres))]))
        labels.append(nearest(columns, history[-1].T))
        if np.array_equal(labels[-1], labels[-2]):
            stop, detail = "converged", SAME_LABELS.format(step=len(history) - 1)
    sse = [float(((points - centres[z]) ** 2).sum()) for centres, z in zip(history, labels, strict=True)]
    detail = detail or detail_of("max_iter", len(history) - 1)
    return KMeansRun(np.array(history), np.array(labels), np.array(sse), stop, detail)


def critical_temperature(X: npt.ArrayLike, variance: float) -> float:
    """The temperature below which components that lie together part, for round covariances held at `variance` and equal
    weights: the data's largest variance (1/N) along any direction, divided by it (K. Rose, E. Gurewitz and G. C. Fox,
    Statistical mechanics and phase transitions in clustering, 1990)."""
    covariance = np.atleast_2d(np.cov(as_points(X), rowvar=False, bias=True))
    return float(np.linalg.eigvalsh(covariance)[-1] / options.number("variance", variance, 0))


def _share_out(joint: Array, temperature: float) -> tuple[Array, float]:
    best = joint.max(axis=1, keepdims=True)
    if temperature == 0:
        first = (joint >= best - TIE * (1 + np.abs(best))).argmax(axis=1)
        return np.eye(joint.shape[1])[first], float(best.sum())
    with np.errstate(over="ignore"):  # of a difference divided by next to nothing: a share of 0
        relative = np.exp((joint - best) / temperature)
    totals = relative.sum(axis=1, keepdims=True)
    return relative / totals, float((best + temperature * np.log(totals)).sum())


def _m_step(X: Array, shares: Array, rules: steps.Rules, start: Mixture) -> Mixture:
    stats = steps.statistics(X, shares)
    if rules.covariance_type in COVARIANCE_TYPES:
        return steps.maximize(stats, rules)
    steps.check_counts(stats.counts)
    weights = stats.counts / stats.counts.sum() if rules.weights is None else rules.weights
    if rules.covariance_type == HELD:
        return Mixture(weights, stats.means, start.covariances)
    pooled = np.trace(stats.scatters.sum(axis=0)) / X.size  # the mean variance over points and columns
    if not pooled + rules.reg_covar > stats.resolution.max():
        raise CollapseError("all points lie on the means: the one circle has no width left.")
    circle = (pooled + rules.reg_covar) * np.eye(X.shape[1])
    return Mixture(weights, stats.means, np.tile(circle, (len(weights), 1, 1)))


def _state(t: int, mixture: Mixture, joint: Array) -> EMState:
    return EMState(t, mixture, float(scipy.special.logsumexp(joint, axis=1).sum()))


def _run(
    states: Sequence[EMState], objectives: Sequence[float], temperatures: Sequence[float], stop: Stop, detail: str
) -> TemperedRun:
    bare = EMTrace.of(states, "max_iter")
    trace = EMTrace(bare.weights, bare.means, bare.covariances, bare.log_likelihoods, stop, detail)
    return TemperedRun(trace, np.array(objectives), np.array(temperatures, dtype=np.float64))
