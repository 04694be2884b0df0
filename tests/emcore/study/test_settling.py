"""Where a run has settled: cases worked by hand."""

import numpy as np
import pytest

from emcore import PRESETS, EMTrace
from emcore.study.settling import settled_at

HALVES = 0.5 ** np.arange(31.0)  # what is left at step 10 is 1/1024, at step 9 1/512


def trace_of(weights=None, means=None, covariances=None, stop="max_iter", length=31):
    """Two components in the plane that stand still at (0, 0) with unit spreads, but for what is given."""
    steps = EMTrace(
        np.full((length, 2), 0.5) if weights is None else weights,
        np.zeros((length, 2, 2)) if means is None else means,
        np.tile(np.eye(2), (length, 2, 1, 1)) if covariances is None else covariances,
        np.arange(float(length)),
        stop,
        "",
    )
    assert len(steps) == length
    return steps


def test_a_run_that_stands_still_has_settled_at_its_start():
    assert settled_at(trace_of()) == 0


def test_a_mean_that_halves_its_way_has_settled_within_a_thousandth_of_its_standard_deviation():
    means = np.zeros((31, 2, 2))
    means[:, 1, 0] = HALVES
    assert settled_at(trace_of(means=means)) == 10
    wide = np.tile(np.diag([64.0, 1.0]), (31, 2, 1, 1))  # 8 times as wide that way: three steps sooner
    assert settled_at(trace_of(means=means, covariances=wide)) == 7


def test_what_matters_is_what_is_left_to_the_end_not_the_change_of_a_step():
    means = np.zeros((31, 2, 2))
    means[:, 0, 1] = 0.00015 * np.arange(31)  # creeps: six steps before the end 0.0009 are left, seven before 0.00105
    assert settled_at(trace_of(means=means)) == 24
    assert settled_at(trace_of(means=3 * means)) is None  # two before the end 0.0009: no rest worth the name


def test_a_weight_and_a_spread_count_as_a_mean_does():
    weights = np.stack([0.5 + 0.25 * HALVES, 0.5 - 0.25 * HALVES], axis=1)
    assert settled_at(trace_of(weights=weights)) == 8
    spreads = np.tile(np.eye(2), (31, 2, 1, 1))
    spreads[:, 0, 1, 1] = (1 + HALVES) ** 2
    assert settled_at(trace_of(covariances=spreads)) == 10
    turned = np.tile(np.eye(2), (31, 2, 1, 1))
    turned[:, 0, 0, 1] = turned[:, 0, 1, 0] = 0.5 * HALVES  # its eigenvalues are 1 + and - that much
    assert settled_at(trace_of(covariances=turned)) == 8


def test_a_late_move_ends_a_rest():
    means = np.zeros((31, 2, 2))
    means[20:] = 1
    assert settled_at(trace_of(means=means)) == 20


def test_a_run_that_moves_to_its_end_or_collapses_has_not_settled():
    means = np.zeros((31, 2, 2))
    means[:, 0, 0] = np.arange(31)
    assert settled_at(trace_of(means=means)) is None
    assert settled_at(trace_of(stop="collapsed")) is None
    assert settled_at(trace_of(length=1)) is None


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_units_do_not_matter(factor):
    _, trace = PRESETS["faithful"].scenario.run()
    scaled = EMTrace(
        trace.weights, factor * trace.means, factor**2 * trace.covariances, trace.log_likelihoods, trace.stop, ""
    )
    assert 0 < settled_at(trace) < len(trace) - 1
    assert settled_at(scaled) == settled_at(trace)
