"""EM for Gaussian mixtures in arithmetic of 50 digits, and how far `emcore` is from it. Independent of `emcore`'s code.

The float64 points and parameters count as exact numbers. Vectors and matrices are lists of mpmath numbers: N points, K
components, D features. 50 digits leave some 20 in the worst case of `hard_cases`, where squares are 1e20 apart.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from mpmath import mp

from emcore import COVARIANCE_TYPES, e_step, fit, log_density

MP = mp.clone()  # a context of our own: the digits of others stay as they are
MP.dps = 50
EPS = float(np.finfo(np.float64).eps)
SINGULAR = MP.mpf(10) ** -40  # a pivot this small beside its variance is 0 but for the rounding of 50 digits


class Exact(NamedTuple):
    """A mixture: weights (K), means (K, D), covariances (K, D, D)."""

    weights: list
    means: list
    covariances: list


def exact(values):
    """Numbers as they are, none rounded, in nested lists."""
    return [exact(row) for row in values] if isinstance(values, (list, np.ndarray)) else MP.mpf(values)


def as_it_is(value):
    return value


def exact_mixture(mixture):
    return Exact(exact(mixture.weights), exact(mixture.means), exact(mixture.covariances))


# --- the algorithm (PRML 2.43, 9.7, 9.23-9.28) ------------------------------------------------------------------------


def cholesky(covariance):
    """Lower factor (D, D), row i with i + 1 entries. Raises `ZeroDivisionError` where the determinant is 0."""
    factor = []
    for i, row in enumerate(covariance):
        entries = []
        for j in range(i):
            entries.append((row[j] - MP.fdot(entries, factor[j][:j])) / factor[j][j])
        pivot = row[i] - MP.fdot(entries, entries)
        if pivot <= SINGULAR * row[i]:
            raise ZeroDivisionError(f"pivot {i} is 0")
        factor.append([*entries, MP.sqrt(pivot)])
    return factor


def solve_lower(factor, vector):
    """z (D) with L z = vector."""
    z = []
    for row, value in zip(factor, vector, strict=True):
        z.append((value - MP.fdot(row[:-1], z)) / row[-1])
    return z


def log_component_densities(X, mixture):
    """ln N(x_n | mean_k, covariance_k), (N, K)."""
    columns = []
    for mean, covariance in zip(mixture.means, mixture.covariances, strict=True):
        factor = cholesky(covariance)
        constant = len(mean) * MP.log(2 * MP.pi) / 2 + MP.fsum(MP.log(row[-1]) for row in factor)
        standardized = (solve_lower(factor, [x - m for x, m in zip(point, mean, strict=True)]) for point in X)
        columns.append([-constant - MP.fdot(z, z) / 2 for z in standardized])
    return transpose(columns)


def log_joint(X, mixture):
    """ln weight_k + ln N(x_n | mean_k, covariance_k), (N, K)."""
    logs = [MP.log(weight) for weight in mixture.weights]
    return [
        [density + log for density, log in zip(row, logs, strict=True)] for row in log_component_densities(X, mixture)
    ]


def expectation(X, mixture, nudge=as_it_is):
    """Responsibilities (N, K) and ln p(x_n), (N)."""
    responsibilities, log_densities = [], []
    for row in ([nudge(value) for value in values] for values in log_joint(X, mixture)):
        highest = max(row)
        terms = [MP.exp(value - highest) for value in row]
        total = MP.fsum(terms)
        responsibilities.append([term / total for term in terms])
        log_densities.append(highest + MP.log(total))
    return responsibilities, log_densities


def full(counts, scatters):
    return [[[s / n for s in row] for row in scatter] for n, scatter in zip(counts, scatters, strict=True)]


def tied(counts, scatters):
    total = MP.fsum(counts)
    shared = [[MP.fsum(entries) / total for entries in zip(*rows, strict=True)] for rows in zip(*scatters, strict=True)]
    return [shared for _ in counts]


def diag(counts, scatters):
    return [
        [[entry if i == j else MP.zero for j, entry in enumerate(row)] for i, row in enumerate(covariance)]
        for covariance in full(counts, scatters)
    ]


def spherical(counts, scatters):
    covariances = []
    for n, scatter in zip(counts, scatters, strict=True):
        axes = range(len(scatter))
        variance = MP.fsum(scatter[i][i] for i in axes) / (n * len(scatter))
        covariances.append([[variance if i == j else MP.zero for j in axes] for i in axes])
    return covariances


TYPES = {"full": full, "tied": tied, "diag": diag, "spherical": spherical}


def estimate(covariance_type, counts, scatters):
    """Covariances of a type. One that is not written out above is its own formula, without the rounding of float64."""
    if covariance_type in TYPES:
        return TYPES[covariance_type](counts, scatters)
    one_run = np.array([counts], dtype=object), np.array([scatters], dtype=object)
    return COVARIANCE_TYPES[covariance_type].estimate(*one_run)[0].tolist()


def maximization(X, responsibilities, covariance_type="full", reg_covar=0.0, weights=None):
    """The mixture after an M step; `weights` (K), where given, are kept."""
    columns = transpose(X)
    counts, means, scatters = [], [], []
    for shares in transpose(responsibilities):
        count = MP.fsum(shares)
        mean = [MP.fdot(shares, column) / count for column in columns]
        deviations = [[x - m for x in column] for column, m in zip(columns, mean, strict=True)]
        weighted = [[r * d for r, d in zip(shares, column, strict=True)] for column in deviations]
        scatter = [[MP.zero] * len(columns) for _ in columns]
        for i, left in enumerate(weighted):
            for j in range(i + 1):
                scatter[i][j] = scatter[j][i] = MP.fdot(left, deviations[j])
        counts.append(count)
        means.append(mean)
        scatters.append(scatter)
    covariances = [
        [[entry + (MP.mpf(reg_covar) if i == j else 0) for j, entry in enumerate(row)] for i, row in enumerate(matrix)]
        for matrix in estimate(covariance_type, counts, scatters)
    ]
    total = MP.fsum(counts)
    return Exact([count / total for count in counts] if weights is None else weights, means, covariances)


class Step(NamedTuple):
    """A step of a run: a mixture, and the responsibilities (N, K) and ln p(x_n), (N), under it."""

    mixture: Exact
    responsibilities: list
    log_densities: list

    @property
    def log_likelihood(self):
        return MP.fsum(self.log_densities)


def steps(X, start, n, covariance_type="full", reg_covar=0.0, learn_weights=True, nudge=as_it_is):
    """Lazily the n + 1 steps of a run, the start first; `nudge` as in `unavoidable_errors`.

    Raises `ZeroDivisionError` at a step whose mixture is singular.
    """
    X, mixture = exact(X), exact_mixture(start)
    kept = None if learn_weights else mixture.weights
    for _ in range(n + 1):
        mixture = nudged(mixture, nudge)
        step = Step(mixture, *expectation(X, mixture, nudge))
        yield step
        mixture = maximization(X, step.responsibilities, covariance_type, reg_covar, kept)


def nudged(mixture, nudge):
    """Every number of the mixture nudged, the covariances still symmetric."""
    covariances = [[[nudge(entry) for entry in row] for row in matrix] for matrix in mixture.covariances]
    for matrix in covariances:
        for i, row in enumerate(matrix):
            row[:i] = [matrix[j][i] for j in range(i)]
    means = [[nudge(entry) for entry in mean] for mean in mixture.means]
    return Exact([nudge(weight) for weight in mixture.weights], means, covariances)


def transpose(rows):
    return [list(column) for column in zip(*rows, strict=True)]


# --- how far emcore is from it ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Errors:
    """The greatest errors met.

    log_likelihood    relative; per point where the exact value is below 1 nat per point
    responsibilities  absolute
    means             in exact standard deviations of the component along each coordinate
    covariances       entry (i, j) relative to the exact sqrt(C_ii C_jj)
    weights           relative
    """

    log_likelihood: float
    responsibilities: float
    means: float
    covariances: float
    weights: float


def relative_error(value, truth, floor=1):
    """|value - truth| / max(floor, |truth|)."""
    return float(abs(exact(value) - truth) / max(floor, abs(truth)))


def responsibility_error(responsibilities, truth):
    """Of (N, K), absolute."""
    rows = zip(exact(responsibilities), truth, strict=True)
    return max(float(abs(r - t)) for row, true in rows for r, t in zip(row, true, strict=True))


def mean_error(mixture, truth):
    """In exact standard deviations of the component along each coordinate."""
    return max(
        float(abs(m - t) / MP.sqrt(covariance[i][i]))
        for mean, true, covariance in zip(exact(mixture.means), truth.means, truth.covariances, strict=True)
        for i, (m, t) in enumerate(zip(mean, true, strict=True))
    )


def covariance_error(mixture, truth):
    """Entry (i, j) relative to the exact sqrt(C_ii C_jj)."""
    return max(
        float(abs(entry - true[i][j]) / MP.sqrt(true[i][i] * true[j][j]))
        for covariance, true in zip(exact(mixture.covariances), truth.covariances, strict=True)
        for i, row in enumerate(covariance)
        for j, entry in enumerate(row)
    )


def weight_error(mixture, truth):
    """Relative, however small the weight."""
    return max(float(abs(w / t - 1)) for w, t in zip(exact(mixture.weights), truth.weights, strict=True))


def errors(log_likelihood, responsibilities, mixture, step):
    """Of one step, whose exact values are `step`."""
    return Errors(
        relative_error(log_likelihood, step.log_likelihood, floor=len(step.log_densities)),
        responsibility_error(responsibilities, step.responsibilities),
        mean_error(mixture, step.mixture),
        covariance_error(mixture, step.mixture),
        weight_error(mixture, step.mixture),
    )


def worst(many):
    """Each error at its greatest."""
    return Errors(*map(max, zip(*((vars(each).values()) for each in many), strict=True)))


@cache
def exact_run(case):
    """The n_steps + 1 exact steps of a case."""
    return list(steps(case.X, case.start, case.n_steps, **case.options))


def run_errors(case, run=fit, first=0):
    """Of the steps of `run` from the `first` on, and of responsibilities under its parameters: the worst of each."""
    trace = run(case.X, case.start, max_iter=case.n_steps, **case.options)
    assert len(trace) == case.n_steps + 1, trace.detail
    return worst(
        errors(state.log_likelihood, e_step(case.X, state.mixture)[0], state.mixture, step)
        for state, step in list(zip(trace, exact_run(case), strict=True))[first:]
    )


def a_rounding_off(seed):
    """A `nudge`: value times 1 + eps u, u uniform in [-1, 1]."""
    rng = np.random.default_rng(seed)
    return lambda value: value * (1 + MP.mpf(EPS * rng.uniform(-1, 1)))


@cache
def unavoidable_errors(case, draws=2):
    """Of runs that are exact but for one rounding, at every step, of each parameter and each log density.

    Float64 can hold them no better, whatever the algorithm. So this is how much the problem itself magnifies rounding:
    errors not far above show that the algorithm adds nothing to it. The worst of a few random draws.
    """
    runs = (
        steps(case.X, case.start, case.n_steps, **case.options, nudge=a_rounding_off(draw)) for draw in range(draws)
    )
    return worst(
        errors(step.log_likelihood, step.responsibilities, step.mixture, truth)
        for run in runs
        for step, truth in zip(run, exact_run(case), strict=True)
    )


def log_density_errors(X, mixture, draws=2):
    """Of `log_density` and, of the exact one under `mixture` a rounding off, the unavoidable; greatest over the points.

    Relative; absolute where the exact value is below 1.
    """

    def greatest(log_densities):
        return max(map(relative_error, log_densities, truth))

    points, parameters = exact(X), exact_mixture(mixture)
    _, truth = expectation(points, parameters)
    nudges = map(a_rounding_off, range(draws))
    unavoidable = (expectation(points, nudged(parameters, nudge), nudge)[1] for nudge in nudges)
    return greatest(log_density(X, mixture)), max(map(greatest, unavoidable))


def last_step_in_float64(case):
    """The last step of the exact run that float64 can tell from a singular one.

    At the next, a component has no weight above 0, its variance along a coordinate is that of points a rounding apart,
    or given the coordinates before, a coordinate's variance is lost in the rounding of its own.
    """
    X, mixture = exact(case.X), exact_mixture(case.start)
    kept = None if case.learn_weights else mixture.weights
    resolution = [(EPS * max(map(abs, column))) ** 2 for column in transpose(X)]
    for step in range(case.n_steps):
        responsibilities, _ = expectation(X, mixture)
        if min(map(MP.fsum, transpose(responsibilities))) < np.finfo(float).smallest_subnormal:
            return step
        mixture = maximization(X, responsibilities, case.covariance_type, case.reg_covar, kept)
        for covariance in mixture.covariances:
            try:
                pivots = [row[-1] ** 2 for row in cholesky(covariance)]
            except ZeroDivisionError:
                return step
            variances = [row[i] for i, row in enumerate(covariance)]
            lost = [pivot <= EPS * variance for pivot, variance in zip(pivots, variances, strict=True)]
            if any(lost[1:]) or any(v <= smallest for v, smallest in zip(variances, resolution, strict=True)):
                return step
    raise AssertionError(f"{case.label}: sound for all of {case.n_steps} steps")
