"""The examples part ways as their words say."""

import numpy as np
import pytest

from emcore import PRESETS, Scenario
from emcore.study.hard_em import hard_em, k_means, tempered_em
from emcore.study.partings import PARTINGS


def ends(key):
    """Data, and the labels and means that k-means, hard EM and EM end with."""
    scenario = PARTINGS[key].scenario
    dataset = scenario.dataset()
    X, start = dataset.X, scenario.start_mixture(dataset.X)
    lloyd = k_means(X, start.means)
    hard = hard_em(X, start, covariance_type=scenario.covariance_type)
    soft = tempered_em(X, start, [1], tol=1e-9, covariance_type=scenario.covariance_type)
    assert lloyd.stop == hard.trace.stop == soft.trace.stop == "converged"
    labels = [lloyd.labels[-1], *(run.shares(X, -1).argmax(axis=1) for run in (hard, soft))]
    return dataset, labels, [lloyd.means[-1], hard.trace.means[-1], soft.trace.means[-1]]


def right(labels, truth):
    """The share of points that are with their own cluster; labels are arbitrary."""
    share = (labels == truth).mean()
    return max(share, 1 - share)


@pytest.mark.parametrize("key", PARTINGS)
def test_every_example_travels_and_says_why(key):
    example = PARTINGS[key]
    assert Scenario.from_query(example.scenario.to_query()) == (example.scenario, [])
    assert example.question.endswith("?")
    assert len(example.question) <= 60
    assert "\n" not in example.reason


@pytest.mark.parametrize("key", PARTINGS)
def test_em_has_come_to_rest_within_the_example_s_iterations(key):
    _, trace = PARTINGS[key].scenario.run()
    assert np.ptp(trace.log_likelihoods[-3:]) < 1e-2
    assert trace.stop != "collapsed"


def test_k_means_cuts_long_clouds_across():
    dataset, (lloyd, hard, soft), _ = ends("elongated")
    assert right(lloyd, dataset.labels) < 0.6
    assert right(hard, dataset.labels) == right(soft, dataset.labels) == 1


def test_hard_decisions_freeze():
    _, (lloyd, hard, soft), _ = ends("frozen")
    assert sorted(np.bincount(lloyd)) == [100, 172]
    assert sorted(np.bincount(hard)) == [35, 237]
    assert sorted(np.bincount(soft)) == [97, 175]


def test_k_means_takes_from_a_large_cloud_for_a_small_one():
    dataset, (lloyd, hard, soft), _ = ends("unequal")
    assert 100 < np.bincount(lloyd).min() - 30 < 120
    assert right(lloyd, dataset.labels) < 0.8
    assert right(hard, dataset.labels) > 0.95
    assert right(soft, dataset.labels) > 0.95


def test_hard_shares_push_overlapping_clouds_apart():
    _, _, means = ends("overlapping")
    lloyd, hard, soft = (np.sort(each[:, 0]) for each in means)
    for pushed in (lloyd, hard):
        assert np.ptp(pushed) / 2 == pytest.approx(1.2, abs=0.05)
    assert np.ptp(soft) / 2 == pytest.approx(1, abs=0.05)


def test_no_example_is_a_preset_already():
    assert not {example.scenario for example in PARTINGS.values()} & {p.scenario for p in PRESETS.values()}
