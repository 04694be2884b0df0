"""EM for coins: the paper's numbers, iterates computed without our code, the binomial distribution, identities."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logsumexp
from scipy.stats import binom

from emcore.errors import CollapseError, DataError, MixtureError
from emcore.study.coins import HEADS, TAILS, Coins, e_step, fit, log_orders, lower_bound, m_step

# Iterates of mpmath with 40 digits, from thetas 0.6 and 0.5; the same likelihood was maximized by R's optim.
ORACLE = json.loads((Path(__file__).parents[2] / "data" / "coin.json").read_text(encoding="utf-8"))
HALF = np.full(2, 0.5)
PAPER = Coins(np.array([0.6, 0.5]), HALF)

probabilities = st.floats(0.01, 0.99)
rows = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).filter(any), min_size=1, max_size=8)


def counts_of(pairs):
    return np.array(pairs, dtype=float).T


@pytest.mark.parametrize(("key", "learned"), [("fixed", False), ("learned", True)])
def test_the_iterates_are_those_computed_without_our_code(key, learned):
    steps = fit(HEADS, TAILS, PAPER, max_iter=len(ORACLE[key]) - 1, learn_weights=learned)
    orders = log_orders(HEADS, TAILS)
    for step, row in zip(steps, ORACLE[key], strict=True):
        np.testing.assert_allclose(step.coins.thetas, [row["theta_A"], row["theta_B"]], rtol=1e-12)
        assert step.coins.weights[0] == pytest.approx(row["weight_A"], rel=1e-12)
        assert step.log_likelihood == pytest.approx(row["loglik_sequences"], rel=1e-13)
        assert step.log_likelihood + orders == pytest.approx(row["loglik_counts"], rel=1e-12)
        responsibilities, _ = e_step(HEADS, TAILS, step.coins)
        np.testing.assert_allclose(responsibilities[:, 0], row["resp_A"], rtol=1e-11)
        expected = [*(HEADS @ responsibilities), *(TAILS @ responsibilities)]
        np.testing.assert_allclose(expected, [row[f"{kind}_{coin}"] for kind in ("heads", "tails") for coin in "AB"])


def test_the_paper_prints_the_same():
    steps = fit(HEADS, TAILS, PAPER, max_iter=10)
    printed = {0: (0.60, 0.50), 1: (0.71, 0.58), 10: (0.80, 0.52)}
    for t, thetas in printed.items():
        np.testing.assert_allclose(steps[t].coins.thetas, thetas, atol=0.005)
    r, _ = e_step(HEADS, TAILS, PAPER)
    np.testing.assert_allclose([HEADS @ r, TAILS @ r], [[21.3, 11.7], [8.6, 8.4]], atol=0.05)


def test_had_the_coins_been_noted_each_is_counted_by_itself():
    noted = np.array([[0, 1], [1, 0], [1, 0], [0, 1], [1, 0]])
    np.testing.assert_allclose(m_step(HEADS, TAILS, noted).thetas, [0.8, 0.45])


def test_two_coins_gain_half_a_nat_over_one():
    (one,) = fit(HEADS, TAILS, Coins(np.array([0.66]), np.ones(1)), max_iter=0)
    assert one.log_likelihood == pytest.approx(-32.05177389, abs=1e-8)
    two = fit(HEADS, TAILS, PAPER, max_iter=200)[-1]
    assert two.log_likelihood - one.log_likelihood == pytest.approx(0.963 / 2, abs=5e-4)


@pytest.mark.parametrize("learned", [False, True])
def test_coins_that_start_alike_stay_alike_for_ever(learned):
    steps = fit(HEADS, TAILS, Coins(np.array([0.3, 0.3]), HALF), max_iter=30, learn_weights=learned)
    for step in steps[1:]:
        np.testing.assert_allclose(step.coins.thetas, 33 / 50, rtol=1e-14)
    assert all(step.coins.thetas[0] == step.coins.thetas[1] for step in steps)


@given(rows, probabilities, probabilities, st.floats(0.05, 0.95))
def test_swapping_the_start_swaps_the_names(pairs, a, b, weight):
    heads, tails = counts_of(pairs)
    there, back = (
        fit(heads, tails, Coins(np.array(thetas), np.array(weights)), max_iter=5, learn_weights=True)
        for thetas, weights in (((a, b), (weight, 1 - weight)), ((b, a), (1 - weight, weight)))
    )
    for one, other in zip(there, back, strict=True):
        np.testing.assert_allclose(one.coins.thetas, other.coins.thetas[::-1], rtol=1e-9)
        assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-12)


@given(rows, probabilities, probabilities, st.floats(0.05, 0.95))
def test_the_e_step_is_bayes_rule_with_scipys_binomial(pairs, a, b, weight):
    heads, tails = counts_of(pairs)
    thetas, weights = np.array([a, b]), np.array([weight, 1 - weight])
    log_joint = np.log(weights) + binom.logpmf(heads[:, None], (heads + tails)[:, None], thetas)
    responsibilities, log_likelihood = e_step(heads, tails, Coins(thetas, weights))
    whole = logsumexp(log_joint, axis=1, keepdims=True)
    np.testing.assert_allclose(responsibilities, np.exp(log_joint - whole), rtol=1e-8, atol=1e-300)
    assert log_likelihood + log_orders(heads, tails) == pytest.approx(whole.sum(), rel=1e-9, abs=1e-9)


@given(rows, probabilities, probabilities, st.booleans())
def test_the_log_likelihood_never_falls_and_the_bound_lies_below_it_and_touches(pairs, a, b, learned):
    heads, tails = counts_of(pairs)
    steps = fit(heads, tails, Coins(np.array([a, b]), HALF), max_iter=12, learn_weights=learned)
    for before, after in pairwise(steps):
        slack = 1e-12 * abs(before.log_likelihood)
        assert after.log_likelihood >= before.log_likelihood - slack
        if np.abs(after.coins.thetas - 0.5).max() > 0.5 - 1e-9:
            break  # so near 0 or 1 that rounding makes a tiny share of a row impossible
        held, _ = e_step(heads, tails, before.coins)
        touches, raised = (lower_bound(heads, tails, held, step.coins) for step in (before, after))
        assert touches == pytest.approx(before.log_likelihood, rel=1e-11, abs=1e-11)
        assert touches - slack <= raised <= after.log_likelihood + slack


@given(rows, probabilities, probabilities)
def test_no_other_coins_raise_the_bound_higher_than_the_m_steps(pairs, a, b):
    heads, tails = counts_of(pairs)
    held, _ = e_step(heads, tails, PAPER)
    best = lower_bound(heads, tails, held, m_step(heads, tails, held))
    assert best >= lower_bound(heads, tails, held, Coins(np.array([a, b]), np.array([a, 1 - a]))) - 1e-9


def test_any_number_of_coins_and_of_tosses_in_a_row():
    heads, tails = np.array([3, 40, 0, 7]), np.array([1, 60, 12, 0])
    start = Coins(np.array([0.9, 0.4, 0.1]), np.array([0.5, 0.3, 0.2]))
    responsibilities, _ = e_step(heads, tails, start)
    (after,) = fit(heads, tails, start, max_iter=1, learn_weights=True)[1:]
    for k in range(3):  # by hand
        given = responsibilities[:, k]
        assert after.coins.thetas[k] == pytest.approx(sum(given * heads) / sum(given * (heads + tails)))
        assert after.coins.weights[k] == pytest.approx(sum(given) / 4)


def test_thetas_of_0_and_1_are_certain():
    heads, tails = np.array([3, 0, 2]), np.array([0, 4, 2])
    start = Coins(np.array([0.0, 0.5, 1.0]), np.full(3, 1 / 3))
    responsibilities, _ = e_step(heads, tails, start)
    assert responsibilities[0, 0] == responsibilities[1, 2] == 0
    assert responsibilities[0, 2] == pytest.approx(1 / (1 + 0.5**3))
    np.testing.assert_array_equal(responsibilities[2], [0, 1, 0])
    steps = fit(heads, tails, start, max_iter=5)
    assert steps[-1].coins.thetas[[0, 2]].tolist() == [0, 1]
    assert np.isfinite(lower_bound(heads, tails, responsibilities, start))


def test_it_stops_when_a_step_gains_less_than_the_tolerance():
    steps = fit(HEADS, TAILS, PAPER, tol=1e-3)
    gains = np.diff([step.log_likelihood for step in steps]) / 5
    assert (gains[:-1] >= 1e-3).all()
    assert gains[-1] < 1e-3
    assert len(fit(HEADS, TAILS, PAPER, max_iter=0)) == 1


@pytest.mark.parametrize(
    ("heads", "tails", "said"),
    [
        ([1.5, 2], [1, 2], "heads must be counts"),
        ([1, 2], [-1, 2], "tails must be counts"),
        ([1, 2], [1], "2 rows of heads and 1 of tails"),
        ([1, 0], [1, 0], "row 2 has no toss"),
        (["five"], [1], "not a number"),
        ([np.nan], [1], "missing"),
        ([], [], "give N points"),
    ],
)
def test_rows_that_are_none_are_refused_in_words(heads, tails, said):
    with pytest.raises(DataError, match=said):
        fit(heads, tails, PAPER)


@pytest.mark.parametrize(
    ("thetas", "weights", "said"),
    [
        ([1.2, 0.5], HALF, "from 0 to 1"),
        ([np.nan, 0.5], HALF, "from 0 to 1"),
        ([0.6, 0.5], [0.5, 0.6], "sum to 1"),
        ([0.6, 0.5], [1.5, -0.5], "at least 0"),
        ([0.6, 0.5], [1.0], "every coin"),
    ],
)
def test_coins_that_are_none_are_refused_in_words(thetas, weights, said):
    with pytest.raises(MixtureError, match=said):
        Coins(np.array(thetas), np.array(weights))


def test_what_can_not_be_is_said():
    with pytest.raises(DataError, match="no coin can toss row 1, 2, 3, 4, 5"):
        e_step(HEADS, TAILS, Coins(np.array([0.0, 1.0]), HALF))
    with pytest.raises(CollapseError, match="coin 2 was given no toss"):
        fit(HEADS, TAILS, Coins(np.array([0.6, 1.0]), HALF))
    with pytest.raises(DataError, match="4 rows of responsibilities"):
        m_step(HEADS, TAILS, np.full((4, 2), 0.5))
    with pytest.raises(ValueError, match="max_iter"):
        fit(HEADS, TAILS, PAPER, max_iter=-1)
