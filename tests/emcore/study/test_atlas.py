"""The restart atlas against 500 starts of a case that were run by other code, and against plain runs."""

import csv
import math
from collections import Counter
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from emcore import DATASETS, Gaussian, Mixture, MixtureError, Scenario, fit, fit_many, log_density
from emcore.study.atlas import SAME, TIGHT, AtlasSearch, Optimum, tolerance
from emcore.study.basins import BasinSearch

FAITHFUL = Scenario(source="faithful", start="random-points", n_components=3, learn_weights=True)
GALAXIES = replace(FAITHFUL, source="galaxies")
IRIS = Scenario(
    source="iris",
    columns=tuple(column.name for column in DATASETS["iris"].columns),
    start="random-points",
    n_components=3,
    learn_weights=True,
)

# 500 starts at rows of the data, the covariance of all, equal weights; run until the mean log-likelihood gained less
# than 1e-10 by a batched NumPy EM of its own, of which 30 a case were repeated with scikit-learn 1.9.1 and agreed.
REFERENCE = Path(__file__).parents[2] / "data" / "atlas"
CASES = {
    "faithful_K2_random": replace(FAITHFUL, n_components=2),
    "faithful_K3_random": FAITHFUL,
    "faithful_K3_kpp": FAITHFUL,
    "galaxies_K3_random": GALAXIES,
    "galaxies_K4_random": replace(GALAXIES, n_components=4),
    "iris_K3_random": IRIS,
}
ON_THE_EDGE = 3  # starts near a basin's edge that other rounding may lead elsewhere


def reference(case):
    with (REFERENCE / f"{case}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def starts_at_rows(rows, X):
    overall = np.cov(X, rowvar=False, bias=True).reshape(X.shape[1], X.shape[1])

    def start_of(number):
        means = X[[int(row) for row in rows[number - 1]["rows_0based"].split()]]
        return Mixture(np.full(len(means), 1 / len(means)), means, np.repeat(overall[np.newaxis], len(means), axis=0))

    return start_of


@pytest.mark.parametrize("case", CASES)
def test_optima_and_what_starts_reach_them_are_those_of_other_code(case):
    scenario = CASES[case]
    rows = reference(case)[: 120 if scenario.n_components == 4 else 500]  # start 124 there would take 6,070 steps
    X = scenario.dataset().X
    atlas = AtlasSearch(scenario, X, len(rows), starts_at_rows(rows, X)).all_done()

    levels = {}  # of the reference: the numbers of its starts, by optimum
    for number, row in enumerate(rows, start=1):
        if row["status"] == "converged":
            levels.setdefault(row["optimum"], []).append(number)
    elsewhere = 0
    for numbers in levels.values():
        height = max(float(rows[number - 1]["loglik"]) for number in numbers)
        found = [optimum for optimum in atlas.optima if abs(optimum.log_likelihood - height) < 1e-5]
        assert found or len(numbers) <= ON_THE_EDGE
        reached = found[0].starts if found else ()
        assert abs(len(reached) - len(numbers)) <= ON_THE_EDGE
        elsewhere += len(set(numbers) ^ set(reached))
        if found:
            steps = median(int(rows[number - 1]["iterations"]) for number in numbers)
            assert abs(found[0].median_steps - steps) <= 2 or len(numbers) <= ON_THE_EDGE
    assert elsewhere <= 2 * ON_THE_EDGE
    assert abs(len(atlas.optima) - len(levels)) <= ON_THE_EDGE

    statuses = Counter(row["status"] for row in rows)
    assert abs(len(atlas.collapsed) - statuses["collapsed"]) <= ON_THE_EDGE
    assert atlas.with_twins == tuple(i for i, row in enumerate(rows, start=1) if row["status"] == "twins")
    assert not atlas.cut_off
    assert all(optimum.proven for optimum in atlas.optima)


def test_an_end_with_twins_is_no_optimum():
    rows = reference("faithful_K3_random")
    [number] = [i for i, row in enumerate(rows, start=1) if row["status"] == "twins"]
    X = FAITHFUL.dataset().X
    atlas = AtlasSearch(FAITHFUL, X, 1, lambda _: starts_at_rows(rows, X)(number)).all_done()
    assert (atlas.optima, atlas.with_twins, atlas.cut_off, atlas.collapsed) == ((), (1,), (), ())
    assert atlas.ends[0].log_likelihood == pytest.approx(float(rows[number - 1]["loglik"]), abs=1e-5)


@pytest.mark.parametrize(("case", "scenario"), [("faithful_K3_random", FAITHFUL), ("galaxies_K3_random", GALAXIES)])
def test_seeded_starts_reach_the_optima_as_often_as_other_random_points_do(case, scenario):
    rows = reference(case)
    n = len(rows)
    theirs = Counter(round(float(row["loglik"]), 3) for row in rows)
    ours = Counter()
    for optimum in AtlasSearch(scenario, scenario.dataset().X, n).all_done().optima:
        ours[round(optimum.log_likelihood, 3)] += len(optimum.starts)
    for height in theirs | ours:
        share = (theirs[height] + ours[height]) / (2 * n)
        spread = math.sqrt(2 * n * share * (1 - share))  # of the difference of two such counts
        assert abs(ours[height] - theirs[height]) <= 4 * spread


PLATEAUS = Scenario(
    source="galaxies",
    start="random-responsibilities",
    n_components=3,
    covariance_type="tied",
    learn_weights=True,
)


@pytest.mark.parametrize(
    "scenario",
    [
        replace(FAITHFUL, start="kmeanspp"),
        PLATEAUS,
        replace(GALAXIES, n_components=5, learn_weights=False),
        replace(IRIS, covariance_type="diag", start="kmeans"),
        replace(FAITHFUL, reg_covar=0.01),
        replace(FAITHFUL, prior=True),
    ],
    ids=["faithful", "plateaus", "weights stay", "iris", "ridge", "prior"],
)
def test_every_seed_ends_where_its_plain_run_does_in_the_end(scenario):
    X, n = scenario.dataset().X, 24
    atlas = AtlasSearch(scenario, X, n).all_done()
    starts = [replace(scenario, start_seed=seed).start_mixture(X) for seed in range(1, n + 1)]
    options = {
        "covariance_type": scenario.covariance_type,
        "reg_covar": scenario.reg_covar,
        "learn_weights": scenario.learn_weights,
        "prior": scenario.prior_of(X),
    }
    plain = fit_many(X, starts, max_iter=20_000, tol=TIGHT, **options)
    assert [end.number for end in atlas.ends] == list(range(1, n + 1))
    for end, trace in zip(atlas.ends, plain, strict=True):
        assert end.stop == trace.stop
        if end.stop == "converged":
            optimum = atlas.optima[end.optimum]
            # With a prior, the log-likelihood is not at its own highest there, and a little moves it more.
            close = 1e-3 if scenario.prior else SAME
            assert optimum.log_likelihood == pytest.approx(trace.log_likelihoods[-1], abs=close)
            assert end.number in atlas.optima[end.optimum].starts


def test_runs_that_a_tolerance_ends_on_a_plateau_go_on():
    X = PLATEAUS.dataset().X
    starts = [replace(PLATEAUS, start_seed=seed).start_mixture(X) for seed in range(1, 21)]
    options = {"max_iter": 20_000, "covariance_type": "tied"}
    stopped = fit_many(X, starts, tol=tolerance(len(X)), **options)
    atlas = AtlasSearch(PLATEAUS, X, 20).all_done()
    below = [
        end.number
        for end, trace in zip(atlas.ends, stopped, strict=True)
        if trace.stop == "converged" and end.log_likelihood - trace.log_likelihoods[-1] > 0.1
    ]
    assert len(below) > 5  # or this is no such case


@pytest.mark.parametrize("prior", [False, True])
def test_gains_that_rounding_keeps_above_any_tolerance_change_nothing(monkeypatch, prior):
    scenario = replace(FAITHFUL, n_components=2, prior=prior)
    X = scenario.dataset().X
    expected = AtlasSearch(scenario, X, 10).all_done()
    monkeypatch.setattr("emcore.study.atlas.TIGHT", 1e-300)
    atlas = AtlasSearch(scenario, X, 10, max_iter=700).all_done()
    assert [optimum.starts for optimum in atlas.optima] == [optimum.starts for optimum in expected.optima]
    assert [optimum.height for optimum in atlas.optima] == pytest.approx([o.height for o in expected.optima], abs=1e-7)
    assert [(end.stop, end.steps) for end in atlas.ends] == [(end.stop, end.steps) for end in expected.ends]


def test_scikit_learn_ends_at_the_same_optima():
    X = FAITHFUL.dataset().X
    atlas = AtlasSearch(FAITHFUL, X, 5).all_done()
    for end in atlas.ends:
        start = replace(FAITHFUL, start_seed=end.number).start_mixture(X)
        model = GaussianMixture(
            3,
            weights_init=start.weights,
            means_init=start.means,
            precisions_init=np.linalg.inv(start.covariances),
            tol=1e-11,
            reg_covar=0,
            max_iter=5000,
        ).fit(X)
        assert atlas.optima[end.optimum].log_likelihood == pytest.approx(model.score(X) * len(X), abs=SAME)


def test_the_mixture_of_an_optimum_has_its_log_likelihood_and_stays_under_em():
    X = FAITHFUL.dataset().X
    for optimum in AtlasSearch(FAITHFUL, X, 40).all_done().optima:
        trace = fit(X, optimum.mixture, max_iter=1)
        assert trace.log_likelihoods == pytest.approx([optimum.log_likelihood] * 2, abs=1e-8)


def test_components_have_one_order_whatever_that_of_the_start():
    X = FAITHFUL.dataset().X
    start = FAITHFUL.start_mixture(X)
    orders = [[0, 1, 2], [2, 0, 1], [1, 0, 2]]
    shown = []
    for order in orders:
        turned = Mixture(start.weights[order], start.means[order], start.covariances[order])
        [optimum] = AtlasSearch(FAITHFUL, X, 1, lambda _, turned=turned: turned).all_done().optima
        shown.append(optimum.mixture)
    for mixture in shown:
        assert (np.diff(mixture.means[:, 0]) > 0).all()
        assert mixture.means == pytest.approx(shown[0].means, abs=1e-4)
    # Of another optimum, the component of that colour is the one that is nearest.
    best, *others = AtlasSearch(FAITHFUL, X, 40).all_done().optima
    for optimum in others:
        scaled = (optimum.mixture.means[:, np.newaxis] - best.mixture.means) / X.std(axis=0)
        squares = (scaled**2).sum(axis=2)
        ways = (squares[list(order), range(3)].sum() for order in permutations(range(3)))
        assert np.trace(squares) == pytest.approx(min(ways))


def test_a_search_that_is_looked_at_and_left_now_and_then_comes_to_the_same():
    X = FAITHFUL.dataset().X
    at_once = AtlasSearch(FAITHFUL, X, 60).all_done()
    search, share, ended, looks = AtlasSearch(FAITHFUL, X, 60), 0.0, 0, 0
    while search.work():
        looks += 1
        if looks % 40 == 0:
            atlas = search.atlas()
            assert share <= search.done <= 1
            assert ended <= search.n_ended == len(atlas.ends)
            share, ended = search.done, search.n_ended
            # Everything that there is until now is accounted for.
            reached = sum(len(optimum.starts) for optimum in atlas.optima)
            assert reached + len(atlas.collapsed) + len(atlas.cut_off) == len(atlas.ends)
            heights = [optimum.log_likelihood for optimum in atlas.optima]
            assert heights == sorted(heights, reverse=True)
    assert looks > 200
    assert (search.done, search.n_ended) == (1, 60)
    assert search.atlas() == at_once
    for ours, theirs in zip(search.atlas().optima, at_once.optima, strict=True):
        assert (ours.mixture.means == theirs.mixture.means).all()


def test_starts_that_collapse_or_that_the_data_do_not_allow_are_told_by_number():
    scenario = Scenario(clusters=(Gaussian(30, (0.0,), (1.0,)), Gaussian(1, (9.0,), (1.0,))), learn_weights=True)
    X = scenario.dataset().X
    sound = Mixture([0.5, 0.5], [[-1], [1]], [[[1]], [[1]]])
    lost = Mixture([0.5, 0.5], [[0], [9]], [[[1]], [[1e-4]]])  # the second on one point alone

    def start_of(number):
        if number == 2:
            raise MixtureError("no such start")
        return lost if number == 4 else sound

    atlas = AtlasSearch(scenario, X, 5, start_of).all_done()
    assert atlas.collapsed == (2, 4)
    assert [optimum.starts for optimum in atlas.optima] == [(1, 3, 5)]
    ends = {end.number: end for end in atlas.ends}
    assert ends[2].steps == 0
    assert math.isnan(ends[2].log_likelihood)
    assert math.isnan(ends[4].log_likelihood)
    assert ends[1].log_likelihood == pytest.approx(fit(X, sound, max_iter=20_000, tol=1e-13).log_likelihoods[-1])
    assert atlas.total_steps == sum(end.steps for end in atlas.ends)


def test_where_no_start_is_possible_there_is_no_optimum():
    X = np.zeros((5, 1)) + np.arange(5)[:, np.newaxis] // 3  # two distinct points
    atlas = AtlasSearch(replace(FAITHFUL, source="galaxies"), X, 4).all_done()
    assert (atlas.optima, atlas.collapsed) == ((), (1, 2, 3, 4))


def test_no_starts_lead_nowhere():
    search = AtlasSearch(FAITHFUL, FAITHFUL.dataset().X, 0)
    atlas = search.all_done()
    assert (atlas.optima, atlas.ends, search.n_ended) == ((), (), 0)


def test_what_is_cut_off_counts_only_beside_an_optimum_that_others_converged_at():
    X = FAITHFUL.dataset().X
    [optimum] = AtlasSearch(FAITHFUL, X, 1).all_done().optima
    long = fit(X, FAITHFUL.start_mixture(X), max_iter=5000, tol=1e-13)
    below = [t for t in range(len(long)) if 2e-6 < optimum.log_likelihood - long.log_likelihoods[t] < 5e-5]
    near, far = long[below[0]].mixture, long[5].mixture
    ends = {1: optimum.mixture, 2: near, 3: far}
    atlas = AtlasSearch(FAITHFUL, X, 3, ends.__getitem__, max_iter=2).all_done()
    assert [end.stop for end in atlas.ends] == ["converged", "max_iter", "max_iter"]
    assert [end.optimum for end in atlas.ends] == [0, 0, None]
    assert atlas.cut_off == (3,)
    assert atlas.optima[0].starts == (1,)
    alone = AtlasSearch(FAITHFUL, X, 1, lambda _: near, max_iter=2).all_done()
    assert (alone.optima, alone.cut_off) == ((), (1,))


def test_a_start_by_hand_gives_way_to_one_that_has_seeds():
    scenario = Scenario(source="faithful", learn_weights=True)
    search = AtlasSearch(scenario, scenario.dataset().X, 3)
    assert search.scenario.start == "kmeanspp"
    assert search.scenario.n_components == scenario.n_components
    atlas = search.all_done()
    for end in atlas.ends:
        _, trace = search.scenario_of(end.number).run()
        assert (trace.stop, len(trace) - 1) == ("converged", end.steps)
        assert trace.log_likelihoods[-1] == pytest.approx(end.log_likelihood, abs=SAME)


def test_a_fit_of_fewer_components_is_told_from_a_peak():
    tied = replace(FAITHFUL, n_components=2, covariance_type="tied")
    X = tied.dataset().X
    search = BasinSearch(tied, X, 6)  # of starts spread out: at random few end there
    while search.work():
        pass
    *peaks, standstill = search.basins().atlas.optima
    overall = np.cov(X, rowvar=False, bias=True)
    one = log_density(X, Mixture([1.0], X.mean(axis=0, keepdims=True), overall[np.newaxis])).sum()
    assert standstill.height == pytest.approx(one, abs=1e-3)
    assert standstill.of_fewer
    assert not any(peak.of_fewer for peak in peaks)
    # Pulled apart a little, both ways, its components go on to one of the others.
    apart = Mixture([0.5, 0.5], X.mean(axis=0) + 0.3 * np.outer([-1, 1], X.std(axis=0)), [overall, overall])
    ended = fit(X, apart, covariance_type="tied", learn_weights=True, max_iter=5000, tol=1e-12)
    assert ended.log_likelihoods[-1] > standstill.height + 1


@pytest.mark.parametrize("scenario", [FAITHFUL, GALAXIES, IRIS])
def test_sound_optima_are_not_taken_for_fits_of_fewer_components(scenario):
    assert not any(found.of_fewer for found in AtlasSearch(scenario, scenario.dataset().X, 30).all_done().optima)


def end_with(weights, means, height=-1.0, widths=(1.0, 1.0)):
    mixture = Mixture(weights, [[mean] for mean in means], [[[width**2]] for width in widths])
    return Optimum(-1.0, (1,), 5.0, 5, height, mixture)


def test_what_makes_a_fit_one_of_fewer_components():
    assert end_with([0.4, 0.6], [5, 5.01]).of_fewer
    assert end_with([1e-6, 1 - 1e-6], [5, 50]).of_fewer
    assert not end_with([0.4, 0.6], [5, 6]).of_fewer
    assert not end_with([0.4, 0.6], [5, 5], widths=(1.0, 3.0)).of_fewer
    assert not end_with([0.5, 0.5], [5, 5]).of_fewer  # with fixed weights and one covariance this may be the best
    assert not end_with([0.4, 0.6], [5, 5], height=-2.0).of_fewer  # so may it be with a prior
