"""Every number `emcore` gives has the digits that the problem allows: measured against arithmetic of 50 digits."""

from dataclasses import asdict
from itertools import islice

import numpy as np
import pytest
from hard_cases import CASES, COLLAPSES
from oracles import SKLEARN, overlapping_points, soft_start
from precise import (
    EPS,
    MP,
    Exact,
    cholesky,
    exact,
    exact_mixture,
    expectation,
    last_step_in_float64,
    log_component_densities,
    log_density_errors,
    maximization,
    run_errors,
    steps,
    unavoidable_errors,
)
from sklearn.mixture import GaussianMixture

from emcore import Mixture, expectation_maximization, fit

# An algorithm adds its own rounding to the unavoidable: sums of some 100 terms round by up to sqrt(100) eps if their
# roundings are independent, and every number passes through a few such sums (count, mean, scatter).
SUMS = 30

every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
SINGULAR = 1e-3 / EPS  # a condition number at which a matrix is singular but for its rounding
every_collapse = pytest.mark.parametrize("case", COLLAPSES.values(), ids=COLLAPSES)
both_ways = pytest.mark.parametrize("run", [fit, expectation_maximization], ids=["fast", "plain"])


def assert_small(errors, unavoidable, slack=0.0):
    for name, error in asdict(errors).items():
        bound = max(slack, SUMS * (EPS + getattr(unavoidable, name)))
        assert error <= bound, f"{name}: off by {error:.1e}, where {bound:.1e} can be had"


# --- emcore against the reference -------------------------------------------------------------------------------------


@every_case
def test_a_run_is_as_right_as_float64_allows(case):
    errors = run_errors(case)
    assert_small(errors, unavoidable_errors(case), case.slack)
    if EPS * case.amplification < 1e-9:  # the 8 digits that the problem allows, with one to spare
        assert max(asdict(errors).values()) < 1e-8


@every_case
def test_the_plain_loop_is_as_right_as_float64_allows(case):
    """So `fit` is the plain loop on every hard case, to twice what is allowed."""
    assert_small(run_errors(case, expectation_maximization), unavoidable_errors(case))


@every_case
def test_log_densities_are_as_right_as_float64_allows(case):
    last = fit(case.X, case.start, max_iter=case.n_steps, **case.options)[-1].mixture
    for mixture in (case.start, last):
        error, unavoidable = log_density_errors(case.X, mixture)
        assert error <= SUMS * (EPS + unavoidable)


@both_ways
@every_collapse
def test_a_run_ends_at_the_step_that_float64_cannot_hold_and_is_right_until_then(case, run):
    last = last_step_in_float64(case)
    trace = run(case.X, case.start, max_iter=case.n_steps, **case.options)
    if run is expectation_maximization and len(trace) - 1 > last:  # which does nothing against rounding
        assert np.linalg.cond(trace.covariances[last + 1]).max() > SINGULAR
    else:
        assert (trace.stop, len(trace) - 1) == ("collapsed", last)
    sound = case.until(last)
    assert_small(run_errors(sound, run), unavoidable_errors(sound), case.slack)


# --- the reference itself ---------------------------------------------------------------------------------------------

MANY_DIGITS = MP.mpf(10) ** -45


def assert_equal(actual, expected, tolerance=MANY_DIGITS):
    """Nested lists of mpmath numbers, each of about 1."""
    if isinstance(expected, list):
        for one, other in zip(actual, expected, strict=True):
            assert_equal(one, other, tolerance)
    else:
        assert abs(actual - expected) <= tolerance


def test_the_reference_by_hand():
    # N(-1, 1) and N(1, 1), weights 1/2. The odds of the second at x are exp(2x): 1/3 at x = -h and 3 at h = ln(3)/2.
    h = MP.log(3) / 2
    one, quarter = MP.one, MP.one / 4
    X = [[-h], [h]]
    responsibilities, log_densities = expectation(X, Exact([one / 2, one / 2], [[-one], [one]], [[[one]], [[one]]]))
    assert_equal(responsibilities, [[3 * quarter, quarter], [quarter, 3 * quarter]])
    # p(h) = p(-h) = exp(-(h^2 + 1)/2) cosh(h) / sqrt(2 pi), and cosh(h) = (sqrt(3) + 1/sqrt(3))/2 = 2/sqrt(3)
    expected = -(h * h + 1) / 2 - MP.log(2 * MP.pi) / 2 + MP.log(2 / MP.sqrt(3))
    assert_equal(log_densities, [expected, expected])
    # means: (-3h + h)/4 = -h/2 and h/2; mean squares h^2, so variances h^2 - h^2/4
    after = maximization(X, responsibilities)
    assert_equal(after.weights, [one / 2, one / 2])
    assert_equal(after.means, [[-h / 2], [h / 2]])
    assert_equal(after.covariances, [[[3 * h * h / 4]], [[3 * h * h / 4]]])


# (0, 0) and (2, 4) have mean (1, 2), covariance [[1, 2], [2, 4]]; (5, 0) and (5, 6): mean (5, 3), [[0, 0], [0, 9]].
@pytest.mark.parametrize(
    ("covariance_type", "expected"),
    [
        ("full", [[[1, 2], [2, 4]], [[0, 0], [0, 9]]]),
        ("tied", [[[0.5, 1], [1, 6.5]]] * 2),
        ("diag", [[[1, 0], [0, 4]], [[0, 0], [0, 9]]]),
        ("spherical", [[[2.5, 0], [0, 2.5]], [[4.5, 0], [0, 4.5]]]),
    ],
)
def test_the_references_covariance_types_by_hand(covariance_type, expected):
    X = exact([[0, 0], [2, 4], [5, 0], [5, 6]])
    shares = exact([[1, 0], [1, 0], [0, 1], [0, 1]])
    after = maximization(X, shares, covariance_type, reg_covar=0.5)
    ridge = 0.5 * np.eye(2)
    assert_equal(after.covariances, exact(np.array(expected) + ridge))
    assert_equal(after.means, exact([[1, 2], [5, 3]]))
    assert maximization(X, shares, weights=[MP.zero, MP.one]).weights == [0, 1]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("covariance_type", SKLEARN)
def test_a_step_of_the_reference_is_scikit_learns(covariance_type):
    X = overlapping_points(2, n_points=60)
    start = soft_start(X, covariance_type)
    precisions, matrices = SKLEARN[covariance_type]
    model = GaussianMixture(
        3,
        covariance_type=covariance_type,
        weights_init=start.weights,
        means_init=start.means,
        precisions_init=precisions(start.covariances),
        reg_covar=0,
        max_iter=1,
    ).fit(X)
    step = next(islice(steps(X, start, 1, covariance_type), 1, None))
    mixture = step.mixture
    ours = mixture.weights, mixture.means, mixture.covariances, step.responsibilities, step.log_likelihood
    theirs = (
        model.weights_,
        model.means_,
        matrices(model.covariances_, 3, 2),
        model.predict_proba(X),
        model.score(X) * len(X),
    )
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(np.array(one, dtype=float), other, rtol=1e-10, atol=1e-12)


def test_the_reference_keeps_its_digits_where_covariances_are_all_but_singular():
    # Under x -> A x, ln N(A x | A m, A C A') is ln N(x | m, C) - ln |det A|. This A has condition number 4e10.
    A = exact([[1, 1], [1, 1]])
    A[1][1] += MP.mpf(10) ** -10
    X, start = exact([[0.5, -2.0], [3.0, 1.0]]), exact_mixture(Mixture([1], [[1, 2]], [[[2, 0.5], [0.5, 1]]]))

    def image(vector):
        return [MP.fdot(row, vector) for row in A]

    covariance = [image(row) for row in zip(*map(image, start.covariances[0]), strict=True)]
    mapped = Exact(start.weights, [image(start.means[0])], [covariance])
    before = log_component_densities(X, start)
    after = log_component_densities([image(x) for x in X], mapped)
    assert_equal(after, [[value + 10 * MP.log(10) for value in row] for row in before], MP.mpf(10) ** -25)


def test_the_reference_knows_a_singular_matrix():
    with pytest.raises(ZeroDivisionError):
        cholesky(exact([[1.0, 2.0], [2.0, 4.0]]))
    assert_equal(cholesky(exact([[4.0, 2.0], [2.0, 2.0]])), exact([[2], [1, 1]]))


@every_case
def test_the_amplification_stated_is_the_problems_own(case):
    """Derived by hand, measured in exact arithmetic: neither an understatement nor an excuse."""
    measured = max(asdict(unavoidable_errors(case)).values()) / EPS
    assert measured <= SUMS * case.amplification, case.why
    assert measured >= case.amplification / 1000, (
        case.why
    )  # what a rounding moves at the start may hardly matter to the rest
