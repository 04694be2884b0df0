"""What changed hands adds up to the M step's changes; who and where are those of a search one by one."""

import numpy as np
import pytest

from emcore import PRESETS, Mixture, e_step, fit, make_start
from emcore.study.handovers import handovers


def runs():
    rng = np.random.default_rng(5)
    for n_features in (1, 2, 3):
        X = rng.normal(size=(300, n_features)) * rng.uniform(0.5, 3, n_features) + 20
        X[:100] += 4
        trace = fit(X, make_start("random-points", X, 4, rng), max_iter=12)
        yield pytest.param(X, trace, id=f"{n_features}-D")


@pytest.mark.parametrize(("X", "trace"), list(runs()))
def test_the_changes_are_those_of_the_m_step(X, trace):
    shares = np.array([e_step(X, state.mixture)[0] for state in trace])
    for k in range(4):
        component = np.full(len(trace) - 1, k)
        numbers = shares[:, :, k].sum(axis=1)
        of_number = handovers(X, trace, component, lambda block, away: np.ones(1))
        np.testing.assert_allclose(of_number.change, np.diff(numbers), atol=1e-8)
        of_mean = handovers(X, trace, component, lambda block, away: away[:, 0])
        shift = np.diff(trace.means[1:, k, 0])
        np.testing.assert_allclose(of_mean.change[:-1] / numbers[1:-1], shift, atol=1e-8)
        variances = trace.covariances[1:, k, 0, 0]
        of_variance = handovers(
            X, trace, component, lambda block, away, v=variances: away[:, 0] ** 2 - v[block, np.newaxis]
        )
        grown = np.diff(variances) + shift**2
        np.testing.assert_allclose(of_variance.change[:-1] / numbers[1:-1], grown, atol=1e-8)


@pytest.mark.parametrize(("X", "trace"), list(runs()))
def test_partner_and_place_are_found_as_one_by_one(X, trace):
    shares = np.array([e_step(X, state.mixture)[0] for state in trace])
    k = 1
    found = handovers(X, trace, np.full(len(trace) - 1, k), lambda block, away: away[:, 0])
    for t in range(1, len(trace)):
        change = shares[t] - shares[t - 1]
        pulls = np.zeros((2, 4, len(X)))  # taken from or left to each, point by point
        for n, x in enumerate(X):
            gained, lost = np.maximum(change[n], 0), np.maximum(-change[n], 0)
            lever = x[0] - trace.means[t, k, 0]
            if gained[k]:
                pulls[0, :, n] = gained[k] * lost / lost.sum() * lever
            elif lost[k]:
                pulls[1, :, n] = -lost[k] * gained / gained.sum() * lever
        total = pulls.sum()
        assert found.change[t - 1] == pytest.approx(total, abs=1e-9)
        sums = pulls.sum(axis=2) * np.sign(total)
        way, partner = np.unravel_index(sums.argmax(), sums.shape)
        assert (found.taken[t - 1], found.partner[t - 1]) == (way == 0, partner)
        assert found.clear[t - 1] == (sums.max() >= 0.5 * abs(total))
        weights = np.maximum(pulls[way, partner] * np.sign(total), 0)
        middle = weights @ X / weights.sum()
        one_side = weights[(X - trace.means[t, k]) @ (middle - trace.means[t, k]) > 0].sum() / weights.sum()
        if one_side >= 0.8:
            np.testing.assert_allclose(found.place[t - 1], middle, atol=1e-7)
        else:
            assert np.isnan(found.place[t - 1]).all()


@pytest.mark.parametrize("key", PRESETS)
def test_of_every_preset(key):
    dataset, trace = PRESETS[key].scenario.run()
    X = dataset.X[:: -(-len(dataset.X) // 200)]
    found = handovers(X, trace, np.zeros(len(trace) - 1, dtype=int), lambda block, away: np.ones(1))
    shares = np.array([e_step(X, state.mixture)[0][:, 0].sum() for state in trace])
    np.testing.assert_allclose(found.change, np.diff(shares), atol=1e-6 * len(X))


def test_where_nothing_changes_hands_nothing_is_clear():
    X = np.linspace(-1, 1, 9)[:, np.newaxis]
    for start in (Mixture([1], [[0]], [[[1]]]), Mixture([0.5, 0.5], [[0], [0]], [[[1]], [[1]]])):
        trace = fit(X, start, max_iter=3)
        assert not handovers(X, trace, np.zeros(3, dtype=int), lambda block, away: np.ones(1)).clear.any()
    assert (
        handovers(X, fit(X, start, max_iter=0), np.zeros(0, dtype=int), lambda block, away: away[:, 0]).change.size == 0
    )
