"""A dive against 60 digits of mpmath (tests/data/collapse.json), and the line that it climbs.

The file holds two runs that collapse, step by step, made with mpmath as sums of positive terms, and what became of each
by a cure: own NumPy, scikit-learn 1.9.1 for the ridges, mclust 6.0.0 for the prior.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from emcore import DATASETS, PRESETS, Mixture, Scenario, log_density
from emcore.study.collapse import LN_10, dive_of, narrowed, next_exponent
from emcore.study.patients import PATIENTS

REFERENCE = json.loads(Path("tests/data/collapse.json").read_text(encoding="utf-8"))
CASES = {"one-point": "A_one_point", "two-points": "C_two_points_other"}
COLUMNS = tuple(column.name for column in DATASETS["iris"].columns)
IRIS = Scenario("iris", columns=COLUMNS, start="random-points", start_seed=3, max_iter=500, learn_weights=True)
ALL = {**PATIENTS, "1-D": PRESETS["collapse"].scenario, "4-D": IRIS}


def dived(scenario):
    dataset, trace = scenario.run()
    return dataset.X, trace, dive_of(dataset.X, trace, scenario.covariance_type)


@pytest.mark.parametrize("key", PATIENTS)
def test_the_patients_dive_as_in_exact_arithmetic(key):
    case = REFERENCE[CASES[key]]
    X, trace, dive = dived(PATIENTS[key])
    np.testing.assert_array_equal(X, REFERENCE[f"data_{case['seed']}"])
    exact = [float(row["loglik"]) for row in case["trace_mpmath"]][: len(trace)]
    assert trace.stop == "collapsed"
    # A dive magnifies rounding: from step to step the width is about the exponential of minus one over its square.
    np.testing.assert_allclose(trace.log_likelihoods[:-1], exact[:-1], rtol=1e-11)
    assert trace.log_likelihoods[-1] == pytest.approx(exact[-1], abs=2e-4)
    determinants = [float(row["smallest_det"]) for row in case["trace_mpmath"][1 : len(trace)]]
    ours = np.linalg.det(trace.covariances[1:])
    np.testing.assert_allclose(ours.min(axis=1)[:-1], determinants[:-1], rtol=1e-5)
    assert ours[-1].argmin() == dive.component


def test_the_step_that_floats_have_not_is_the_one_of_60_digits():
    X, trace, dive = dived(PATIENTS["one-point"])
    row = REFERENCE["A_one_point"]["trace_mpmath"][len(trace)]
    mantissa, exponent = row["smallest_det"].split("e")
    log_determinant = np.log10(float(mantissa)) + int(exponent)
    found = next_exponent(X, trace[-1].mixture, dive)
    assert found == pytest.approx(-log_determinant / 4, rel=1e-9)  # of two equal directions
    assert narrowed(X, trace[-1].mixture, dive, [found]) == pytest.approx(float(row["loglik"]), rel=1e-9)


@pytest.mark.parametrize(("key", "rel"), [("one-point", 1e-9), ("two-points", 1e-5), ("1-D", 1e-9)])
def test_the_step_in_logarithms_is_ems_where_floats_have_it(key, rel):
    X, trace, dive = dived(ALL[key])
    assert next_exponent(X, trace[-2].mixture, dive) == pytest.approx(-np.log10(dive.widths[-1]), rel=rel)


@pytest.mark.parametrize("key", ALL)
def test_ten_times_narrower_is_always_as_much_more(key):
    """A density of M points in d directions grows as the width to the minus M d, however narrow it is."""
    X, trace, dive = dived(ALL[key])
    far = np.array([30, 31, 307, 308, 309, 310, 1e6, 1e6 + 1])
    gains = np.diff(narrowed(X, trace[-1].mixture, dive, far))[::2]
    np.testing.assert_allclose(gains, dive.slope, rtol=1e-6)
    own = X[dive.points] - X[dive.points].mean(axis=0)
    rank = np.linalg.matrix_rank(own, tol=1e-6)
    assert dive.slope == pytest.approx(len(own) * (X.shape[1] - rank) * LN_10)


@pytest.mark.parametrize("key", ALL)
def test_narrowed_is_the_log_likelihood_of_that_mixture(key):
    X, trace, dive = dived(ALL[key])
    last, k, exponents = trace[-1].mixture, dive.component, [0.0, 0.7, 1.5, 3.0]
    means, covariances = last.means.copy(), last.covariances.copy()
    means[k] = X[dive.points].mean(axis=0)
    for exponent, found in zip(exponents, narrowed(X, last, dive, exponents), strict=True):
        covariances[k] = np.cov(X[dive.points], rowvar=False, bias=True) if len(dive.points) > 1 else 0
        covariances[k] += 10 ** (-2 * exponent) * np.eye(X.shape[1])
        mixture = Mixture(last.weights, means, covariances)
        assert found == pytest.approx(log_density(X, mixture).sum(), rel=1e-9)


def test_the_run_ends_on_the_line():
    X, trace, dive = dived(PATIENTS["one-point"])
    (on_the_line,) = narrowed(X, trace[-1].mixture, dive, [-np.log10(dive.widths[-1])])
    assert trace.log_likelihoods[-1] == pytest.approx(on_the_line, abs=1e-3)


@pytest.mark.parametrize(("n", "covariance_type"), [(0, "full"), (1, "tied")])
def test_a_sound_run_has_no_dive_and_tied_components_have_none_of_their_own(n, covariance_type):
    scenario = [PRESETS["faithful"].scenario, PATIENTS["one-point"]][n]
    dataset, trace = scenario.run()
    assert dive_of(dataset.X, trace, covariance_type) is None
