"""Components that answer to each other: the pairing with the smallest sum of squares."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emcore.study.matching import matched


def cost(pairs, first, second, scale):
    both = [(i, j) for i, j in pairs if i is not None and j is not None]
    return sum(float((((first[i] - second[j]) / scale) ** 2).sum()) for i, j in both)


def test_two_by_hand():
    left, right = np.array([[0.0], [10.0]]), np.array([[9.0], [1.0]])
    assert matched(left, right, np.ones(1)) == [(0, 1), (1, 0)]


def test_all_together_count_not_the_nearest_first():
    # 0 is nearest to 1.0, but that would leave -1 to 9: 1 + 100 against 81 + 4.
    left, right = np.array([[0.0], [-1.0]]), np.array([[1.0], [9.0]])
    assert matched(left, right, np.ones(1)) == [(0, 1), (1, 0)]


def test_what_is_left_over_has_no_partner():
    left, right = np.array([[0.0], [5.0], [9.0]]), np.array([[8.5]])
    assert matched(left, right, np.ones(1)) == [(0, None), (1, None), (2, 0)]
    assert matched(right, left, np.ones(1)) == [(0, 2), (None, 0), (None, 1)]


def test_features_count_in_their_units():
    left, right = np.array([[0.0, 0.0], [1.0, 100.0]]), np.array([[0.0, 100.0], [1.0, 0.0]])
    assert matched(left, right, np.array([1.0, 1.0])) == [(0, 1), (1, 0)]  # the second feature decides
    assert matched(left, right, np.array([1.0, 1000.0])) == [(0, 0), (1, 1)]  # the first does


def test_a_feature_that_never_varies_is_no_trouble():
    assert matched(np.zeros((2, 1)), np.zeros((2, 1)), np.zeros(1)) in ([(0, 0), (1, 1)], [(0, 1), (1, 0)])


@pytest.mark.parametrize("K", [2, 5, 8])
def test_the_same_components_in_another_order_find_each_other(K):
    rng = np.random.default_rng(K)
    means, order = rng.normal(size=(K, 3)), rng.permutation(K)
    assert matched(means, means[order], np.ones(3)) == [(k, int(np.flatnonzero(order == k)[0])) for k in range(K)]


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 999))
def test_no_other_pairing_costs_less(K, M, seed):
    rng = np.random.default_rng(seed)
    first, second, scale = rng.normal(size=(K, 2)), rng.normal(size=(M, 2)), rng.uniform(0.5, 2, 2)
    pairs = matched(first, second, scale)
    assert sorted(i for i, _ in pairs if i is not None) == list(range(K))
    assert sorted(j for _, j in pairs if j is not None) == list(range(M))
    assert len(pairs) == max(K, M)
    longer, shorter = (range(K), range(M)) if K >= M else (range(M), range(K))
    for way in permutations(longer, len(shorter)):
        other = [(way[s], s) if K >= M else (s, way[s]) for s in shorter]
        assert cost(pairs, first, second, scale) <= cost(other, first, second, scale) + 1e-9
