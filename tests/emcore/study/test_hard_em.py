"""EM, hard EM and k-means from one start: a reference made without this code, scikit-learn, and what joins them.

`data/lockstep.json`, `data/annealing.json`: NumPy of their own, and partly R's kmeans (Lloyd) and a hard EM made of
mclust's steps; `data/elongated.csv`: two long clusters, `default_rng(909)`, N(0, 3^2) x N(+-1.2, 0.35^2).
"""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from oracles import ROUNDING, assert_never_falls, overlapping_points, soft_start
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture

from emcore import COVARIANCE_TYPES, DataError, Mixture, Scenario, e_step, expectation_maximization, fit_many
from emcore.study.hard_em import (
    COVARIANCES,
    HELD,
    ONE_CIRCLE,
    critical_temperature,
    hard_em,
    k_means,
    tempered_e_step,
    tempered_em,
)

DATA = Path(__file__).parents[2] / "data"
LOCKSTEP, ANNEALING = (json.loads((DATA / f"{name}.json").read_text("utf-8")) for name in ("lockstep", "annealing"))
FAITHFUL = Scenario("faithful", start="kmeanspp").dataset().X
STANDARD = (FAITHFUL - FAITHFUL.mean(axis=0)) / FAITHFUL.std(axis=0)
ELONGATED = np.loadtxt(DATA / "elongated.csv", delimiter=",", skiprows=1)
CASES = {
    "faithful_raw_0_1": (FAITHFUL, [0, 1]),
    "faithful_std_0_1": (STANDARD, [0, 1]),
    "faithful_raw_0_2": (FAITHFUL, [0, 2]),
    "elongated_0_60": (ELONGATED, [0, 60]),
}
every_case = pytest.mark.parametrize("case", CASES)


def start_of(X, rows, covariance=None):
    """Means at rows of the data, half each, the data's covariance (1/N) or another."""
    overall = np.cov(X.T, bias=True) if covariance is None else covariance
    return Mixture([0.5, 0.5], X[rows], [overall] * 2)


def sizes(labels):
    return np.bincount(labels, minlength=2).tolist()


def owners(run, X, t=-1):
    return run.shares(X, t).argmax(axis=1)


# --- the reference ----------------------------------------------------------------------------------------------------


@every_case
def test_k_means_is_the_reference_s(case):
    X, rows = CASES[case]
    run, given = k_means(X, X[rows]), LOCKSTEP[case]["kmeans"]
    assert (run.stop, len(run) - 1) == ("converged", given["iterations"])
    assert sizes(run.labels[-1]) == given["sizes"]
    assert run.sse[-1] == pytest.approx(given["sse"], rel=ROUNDING)
    np.testing.assert_allclose(run.means[-1], given["centres"], rtol=ROUNDING)


@every_case
@pytest.mark.parametrize("method", ["cem_spherical", "cem_full", "cem_tied", "em_spherical", "em_full", "em_tied"])
def test_em_and_hard_em_are_the_reference_s(case, method):
    X, rows = CASES[case]
    kind, shape = method.split("_")
    start = start_of(X, rows, np.eye(2) if shape == "spherical" else None)
    options = {"covariance_type": ONE_CIRCLE if shape == "spherical" else shape}
    if kind == "cem":
        run = hard_em(X, start, learn_weights=shape != "spherical", **options)
    else:
        run = tempered_em(X, start, [1], tol=1e-12, **options)
    given = LOCKSTEP[case][method]
    # Soft steps end by a gain of 1e-12 per point, which rounding may put a step sooner or later.
    assert len(run.trace) - 1 == pytest.approx(given["iterations"], abs=0 if kind == "cem" else 1)
    assert sizes(owners(run, X)) == given["sizes"]
    assert run.objectives[-1] == pytest.approx(given["objective"], abs=1e-8)
    assert run.trace.log_likelihoods[-1] == pytest.approx(given["loglik"], abs=1e-8 if kind == "em" else 1e-7)
    np.testing.assert_allclose(run.trace.means[-1], given["means"], rtol=1e-4 if kind == "em" else 1e-9, atol=1e-7)
    np.testing.assert_allclose(run.trace.weights[-1], given["weights"], atol=1e-5 if kind == "em" else 1e-9)
    assert_never_falls(run.objectives)


@every_case
def test_hard_em_with_one_circle_and_equal_weights_is_k_means(case):
    X, rows = CASES[case]
    run = hard_em(X, start_of(X, rows, np.eye(2)), covariance_type=ONE_CIRCLE, learn_weights=False)
    lloyd = k_means(X, X[rows])
    assert len(run.trace) == len(lloyd)
    np.testing.assert_array_equal([owners(run, X, t) for t in range(len(lloyd))], lloyd.labels)
    np.testing.assert_allclose(run.trace.means, lloyd.means, rtol=ROUNDING)


@pytest.mark.parametrize("temperature", [0.01, 0.1, 0.25, 0.5, 0.75, 1, 1.1, 1.2, 1.3, 1.5, 2, 3])
def test_at_a_temperature_the_run_is_the_reference_s(temperature):
    run = tempered_em(FAITHFUL, start_of(FAITHFUL, [0, 1]), [temperature], tol=1e-12)
    given = LOCKSTEP[f"tempered_faithful_raw_0_1_T{temperature}"]
    assert len(run.trace) - 1 == pytest.approx(given["iterations"], abs=1)
    assert run.objectives[-1] == pytest.approx(given["objective"], abs=1e-8)
    assert run.trace.log_likelihoods[-1] == pytest.approx(given["loglik"], abs=1e-7)
    np.testing.assert_allclose(run.trace.weights[-1], given["weights"], atol=1e-6)
    np.testing.assert_allclose(run.trace.means[-1], given["means"], rtol=1e-5)
    assert_never_falls(run.objectives)
    assert (run.temperatures == temperature).all()


@pytest.mark.parametrize("case", ["faithful_std_0_1", "faithful_std_0_2", "faithful_raw_0_1"])
def test_as_the_variance_goes_to_0_em_becomes_k_means_step_by_step(case):
    X = STANDARD if "std" in case else FAITHFUL
    rows = [0, int(case[-1])]
    lloyd = k_means(X, X[rows]).means
    for row in LOCKSTEP[f"sigma_to_zero_{case}"]["table"]:
        expected = row["max_diff_by_iteration"]
        options = {"max_iter": len(expected) - 1, "tol": 0, "covariance_type": HELD, "learn_weights": False}
        narrow = tempered_em(X, start_of(X, rows, row["eps"] * np.eye(2)), [1], **options)
        cold = tempered_em(X, start_of(X, rows, np.eye(2)), [row["eps"]], **options)
        differences = np.abs(narrow.trace.means - lloyd[: len(expected)]).max(axis=(1, 2))
        np.testing.assert_allclose(differences, expected, rtol=1e-6, atol=ROUNDING * np.abs(X).max())
        # Variance and temperature are one knob.
        np.testing.assert_allclose(narrow.trace.means, cold.trace.means, rtol=ROUNDING, atol=ROUNDING)


def test_merged_means_part_below_the_critical_temperature():
    critical = critical_temperature(STANDARD, 1)
    assert critical == pytest.approx(ANNEALING["critical"]["eigenvalues"][-1], rel=ROUNDING)
    assert critical_temperature(STANDARD, 0.5) == pytest.approx(2 * critical)
    direction = np.linalg.eigh(np.cov(STANDARD.T, bias=True))[1][:, -1]
    start = Mixture([0.5, 0.5], 1e-3 * np.array([-direction, direction]), [np.eye(2)] * 2)
    for of_critical, temperature, iterations, distance in ANNEALING["critical"]["table"]:
        if iterations < 1000:  # the nearer, the slower
            run = tempered_em(
                STANDARD, start, [temperature], max_iter=iterations, tol=0, covariance_type=HELD, learn_weights=False
            )
            apart = np.linalg.norm(run.trace.means[-1, 1] - run.trace.means[-1, 0])
            assert apart == pytest.approx(distance, abs=1e-8)
            assert (apart > 1e-3) == (of_critical < 1)


def test_near_the_merged_point_a_gap_doubles_at_half_the_critical_temperature():
    direction = np.linalg.eigh(np.cov(STANDARD.T, bias=True))[1][:, -1]
    start = Mixture([0.5, 0.5], 1e-6 * np.array([-direction, direction]), [np.eye(2)] * 2)
    half = critical_temperature(STANDARD, 1) / 2
    run = tempered_em(STANDARD, start, [half], max_iter=4, tol=0, covariance_type=HELD, learn_weights=False)
    gaps = np.linalg.norm(np.diff(run.trace.means, axis=1)[:, 0], axis=1)
    np.testing.assert_allclose(gaps[1:] / gaps[:-1], 2, rtol=1e-8)  # a rounding of 1e-16 in a gap of 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("given", ANNEALING["schedules"], ids=lambda given: str(given["betas"]))
def test_annealing_ends_where_the_reference_ends(given):
    *hot, last = [1 / beta for beta in given["betas"]]
    assert last == 1
    # Where all hundred starts reach the best, so do the first twenty: enough to wait for.
    n_starts = 100 if len(given["outcomes"]) > 1 else 20
    starts = [start_of(FAITHFUL, rows) for rows in ANNEALING["starts"][:n_starts]]
    if hot:
        starts = [tempered_em(FAITHFUL, start, hot, max_iter=5000).trace[-1].mixture for start in starts]
    ends = [trace.log_likelihoods[-1] for trace in fit_many(FAITHFUL, starts, max_iter=20_000, tol=1e-10)]
    expected = {height: min(count, n_starts) for height, count in given["outcomes"]}
    assert Counter(round(float(end), 3) for end in ends) == expected


# --- what joins them --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("covariance_type", COVARIANCE_TYPES)
@pytest.mark.parametrize("learn_weights", [True, False])
def test_at_temperature_1_it_is_em(covariance_type, learn_weights):
    X = overlapping_points(2)
    options = {"covariance_type": covariance_type, "learn_weights": learn_weights, "reg_covar": 1e-3}
    start = soft_start(X, covariance_type)
    run, em = (
        tempered_em(X, start, [1], max_iter=20, tol=0, **options),
        expectation_maximization(X, start, max_iter=20, **options),
    )
    for name in ("weights", "means", "covariances", "log_likelihoods"):
        np.testing.assert_allclose(getattr(run.trace, name), getattr(em, name), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(run.objectives, em.log_likelihoods, rtol=ROUNDING)
    assert run.trace.stop == "max_iter"


def test_shares_go_from_hard_to_equal_as_the_temperature_rises():
    X = overlapping_points(2)
    mixture = soft_start(X)
    soft, log_likelihood = tempered_e_step(X, mixture, 1)
    np.testing.assert_allclose(soft, e_step(X, mixture)[0], rtol=ROUNDING, atol=1e-300)
    assert log_likelihood == pytest.approx(e_step(X, mixture)[1], rel=ROUNDING)
    hard, objective = tempered_e_step(X, mixture, 0)
    assert set(np.unique(hard)) == {0, 1}
    np.testing.assert_array_equal(hard.argmax(axis=1), soft.argmax(axis=1))
    cold, near = tempered_e_step(X, mixture, 1e-6)
    np.testing.assert_allclose(cold, hard, atol=1e-3)
    assert objective <= near <= objective + 1e-6 * len(X) * np.log(3)
    np.testing.assert_allclose(tempered_e_step(X, mixture, 1e9)[0], 1 / 3, atol=1e-6)
    warmer = [np.sort(tempered_e_step(X, mixture, t)[0])[:, -1] for t in (0, 0.3, 1, 3, 30)]
    assert (np.diff(warmer, axis=0) <= 1e-12).all()
    np.testing.assert_array_equal(tempered_e_step(X, mixture, 5e-324)[0].sum(axis=1), 1)


@pytest.mark.parametrize("covariance_type", COVARIANCES)
@pytest.mark.parametrize("temperature", [0, 0.3, 1, 2])
def test_the_objective_never_falls_at_any_temperature(covariance_type, temperature):
    X = overlapping_points(2)
    run = tempered_em(X, soft_start(X), [temperature], max_iter=60, covariance_type=covariance_type)
    assert_never_falls(run.objectives[1:])  # the start is of no type
    joint = tempered_e_step(X, run.trace[-1].mixture, temperature)[1]
    assert run.objectives[-1] == pytest.approx(joint, rel=ROUNDING)


def test_a_schedule_goes_on_from_where_the_temperature_before_has_come_to():
    X = overlapping_points(2)
    start = soft_start(X)
    both = tempered_em(X, start, [1.2, 1], tol=1e-6)
    hot = tempered_em(X, start, [1.2], tol=1e-6)
    cooled = tempered_em(X, hot.trace[-1].mixture, [1], tol=1e-6)
    np.testing.assert_array_equal(both.trace.means, np.concatenate([hot.trace.means, cooled.trace.means[1:]]))
    assert both.temperatures.tolist() == [1.2] * len(hot.trace) + [1] * (len(cooled.trace) - 1)
    np.testing.assert_array_equal(both.objectives[len(hot.trace) :], cooled.objectives[1:])


# --- a second oracle --------------------------------------------------------------------------------------------------


@every_case
def test_scikit_learn_agrees_on_k_means(case):
    X, rows = CASES[case]
    theirs = KMeans(2, init=X[rows], n_init=1, algorithm="lloyd", tol=0).fit(X)
    run = k_means(X, X[rows])
    np.testing.assert_array_equal(run.labels[-1], theirs.labels_)
    assert run.sse[-1] == pytest.approx(theirs.inertia_, rel=1e-9)
    assert (np.diff(run.sse) <= ROUNDING * run.sse[0]).all()


def test_scikit_learn_agrees_on_em():
    start = start_of(ELONGATED, [0, 60])
    theirs = GaussianMixture(
        2,
        weights_init=start.weights,
        means_init=start.means,
        precisions_init=np.linalg.inv(start.covariances),
        reg_covar=0,
        tol=1e-12,
        max_iter=500,
    ).fit(ELONGATED)
    run = tempered_em(ELONGATED, start, [1], tol=1e-13)
    np.testing.assert_allclose(run.trace.means[-1], theirs.means_, atol=1e-5)
    np.testing.assert_array_equal(owners(run, ELONGATED), theirs.predict(ELONGATED))


# --- collapses, ties, bad input ---------------------------------------------------------------------------------------


def test_a_mean_without_points_ends_k_means_and_hard_em_alike():
    X = np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]])
    means = [[0.5, 0.5], [50, 50]]
    run = k_means(X, means)
    assert (run.stop, len(run)) == ("collapsed", 1)
    assert "2 of 2" in run.detail
    hard = hard_em(X, Mixture([0.5, 0.5], means, [np.eye(2)] * 2), covariance_type=ONE_CIRCLE)
    assert (hard.trace.stop, len(hard.trace)) == ("collapsed", 1)
    assert "component 2 of 2" in hard.trace.detail


def test_a_component_left_with_one_point_collapses_but_for_one_circle():
    X = np.array([[0.0], [1], [2], [3], [40]])
    start = Mixture([0.5, 0.5], [[1], [40]], [[[1]], [[1]]])
    lost = hard_em(X, start)
    assert lost.trace.stop == "collapsed"
    assert np.isfinite(lost.objectives).all()
    found = hard_em(X, start, covariance_type=ONE_CIRCLE)
    assert found.trace.stop == "converged"
    assert found.trace.covariances[-1].ravel() == pytest.approx([1, 1])  # 5 squared distances of sum 5, over 5 points
    alone = hard_em(X[[0, 4]], start, covariance_type=ONE_CIRCLE)
    assert alone.trace.stop == "collapsed"  # every point on a mean


def test_of_equally_good_components_the_first_takes_the_point():
    X = np.array([[-1.0], [0], [1]])
    start = Mixture([0.5, 0.5], [[-0.1], [0.1]], [[[1]]] * 2)
    assert owners(hard_em(X, start, max_iter=0), X).tolist() == k_means(X, start.means).labels[0].tolist() == [0, 0, 1]


def test_a_run_of_no_iterations_is_its_start():
    start = start_of(ELONGATED, [0, 60])
    run = tempered_em(ELONGATED, start, [1], max_iter=0)
    assert (len(run.trace), run.trace.stop) == (1, "max_iter")
    lloyd = k_means(ELONGATED, start.means, max_iter=0)
    assert (len(lloyd), lloyd.stop) == (1, "max_iter")
    assert k_means(ELONGATED, start.means, max_iter=2).means.shape == (3, 2, 2)


@pytest.mark.parametrize("temperatures", [[], [-1], [np.nan], [np.inf], [1, "hot"]])
def test_temperatures_that_are_none_are_refused(temperatures):
    with pytest.raises(ValueError, match="temperature"):
        tempered_em(ELONGATED, start_of(ELONGATED, [0, 60]), temperatures)


def test_unusable_points_are_refused():
    start = start_of(ELONGATED, [0, 60])
    for X in ([[np.nan, 1]], [[1, 2, 3]], []):
        with pytest.raises(DataError):
            tempered_em(X, start, [1])
        with pytest.raises(DataError):
            k_means(X, start.means)
    with pytest.raises(ValueError, match="covariance_type"):
        tempered_em(ELONGATED, start, [1], covariance_type="square")
