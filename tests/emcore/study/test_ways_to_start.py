"""The ways to start compared."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from emcore import STARTS, Scenario, fit_many
from emcore.starts import lloyd
from emcore.study.atlas import SAME, TIGHT, tolerance
from emcore.study.ways_to_start import WaysSearch

FAITHFUL = Scenario(source="faithful", start="kmeanspp", n_components=3, learn_weights=True)


def done(search):
    for begun in count():
        if not search.work():
            return begun
        share = search.done
        assert 0 <= share <= 1
    return None


def test_the_best_is_counted_for_each_way_as_plain_runs_reach_it():
    X, n = FAITHFUL.dataset().X, 20
    search = WaysSearch(FAITHFUL, X, n)
    done(search)
    starts = {
        key: [replace(FAITHFUL, start=key, start_seed=i).start_mixture(X) for i in range(1, n + 1)] for key in STARTS
    }
    ends = {key: [t.log_likelihoods[-1] for t in fit_many(X, starts[key], max_iter=9000, tol=TIGHT)] for key in STARTS}
    best = max(map(max, ends.values()))
    ways = search.ways()
    assert [way.key for way in ways] == list(STARTS)
    for way in ways:
        assert (way.n_starts, way.n_ended, way.n_collapsed, way.n_cut_off) == (n, n, 0, 0)
        assert way.n_best == sum(best - end <= SAME for end in ends[way.key])
    assert {way.n_best > 0 for way in ways} == {True, False}  # or nothing is compared


def test_steps_are_those_of_plain_runs_and_kmeans_has_rounds_of_its_own():
    X, n = FAITHFUL.dataset().X, 6
    search = WaysSearch(FAITHFUL, X, n)
    done(search)
    for way in search.ways():
        starts = [replace(FAITHFUL, start=way.key, start_seed=i).start_mixture(X) for i in range(1, n + 1)]
        steps = [len(t) - 1 for t in fit_many(X, starts, max_iter=5000, tol=tolerance(len(X)))]
        assert way.total_steps == pytest.approx(sum(steps), abs=n)  # rounding may move a stop by one
        assert way.median_steps == pytest.approx(np.median(steps), abs=1)
        assert way.steps_per_best == (way.total_steps / way.n_best if way.n_best else float("inf"))
    assert search.rounds() >= 2 * n


def test_the_rounds_of_kmeans_by_hand():
    # From a mean in each pair: all points are assigned, means move to the middles, and nothing changes: two rounds.
    X = np.array([[0.0], [1.0], [1e6], [1e6 + 1]])
    labels, rounds = lloyd(X, 2, np.random.default_rng(1))
    assert rounds == 2
    assert labels[0] == labels[1] != labels[2] == labels[3]
    assert lloyd(X, 1, np.random.default_rng(1)) == (pytest.approx([0, 0, 0, 0]), 1)


def test_a_way_that_is_known_is_not_searched_again_and_nothing_else_changes():
    X, n = FAITHFUL.dataset().X, 6
    search = WaysSearch(FAITHFUL, X, n)
    n_slices = done(search)
    again = WaysSearch(FAITHFUL, X, n, {"kmeans": search.atlases()["kmeans"]})
    assert again.done == 1 / len(STARTS)
    assert done(again) < n_slices
    assert again.ways() == search.ways()
    known = WaysSearch(FAITHFUL, X, n, search.atlases())
    assert not known.work()
    assert known.done == 1
    assert known.ways() == search.ways()


def test_ways_that_have_not_ended_are_told():
    search = WaysSearch(FAITHFUL, FAITHFUL.dataset().X, 5)
    search.work()
    assert [way.n_ended for way in search.ways()] == [0, 0, 0, 0]
    assert {way.n_starts for way in search.ways()} == {5}
