"""The sentence says what happened."""

import numpy as np
import pytest

from dashboard.words import sentences
from emcore import PRESETS, EMTrace


def trace_of(means, *, variances=None, weights=None, gains=1.0, stop="max_iter"):
    """A trace with these means (T+1, K, D), unit variances and equal weights unless given."""
    means = np.asarray(means, dtype=float)
    n_steps, n_components, n_features = means.shape
    variances = np.ones((n_steps, n_components)) if variances is None else np.asarray(variances, dtype=float)
    weights = np.full((n_steps, n_components), 1 / n_components) if weights is None else np.asarray(weights)
    covariances = variances[..., None, None] * np.eye(n_features)
    return EMTrace(weights, means, covariances, np.arange(n_steps) * gains, stop, "")


@pytest.mark.parametrize(
    ("to", "direction"),
    [
        ((1.0, 0.0), "to the right"),
        ((-1.0, 0.1), "to the left"),
        ((0.0, 1.0), "up"),
        ((0.1, -1.0), "down"),
        ((1.0, 1.0), "up and to the right"),
        ((-1.0, -1.0), "down and to the left"),
    ],
)
def test_directions(to, direction):
    line = sentences(trace_of([[(0, 0), (9, 9)], [to, (9, 9)]]), 1)[1]
    assert f"component 1 moved {np.linalg.norm(to):.2g} {direction}." in line


def test_the_gain_is_per_point():
    assert "gained 0.25 per point" in sentences(trace_of([[[0]], [[1]]], gains=1.0), 4)[1]


def test_a_loss_is_called_a_loss():
    assert "lost 0.5 per point" in sentences(trace_of([[[0]], [[1]]], gains=-1.0), 2)[1]


def test_shrinking_is_said_when_it_is_the_largest_change():
    line = sentences(trace_of([[[0]], [[0.1]]], variances=[[4], [1]]), 1)[1]
    assert "component 1 shrank to 0.5 times its width" in line


def test_a_change_of_weight_is_said_when_it_is_the_largest():
    line = sentences(trace_of([[[0], [5]]] * 2, weights=[[0.5, 0.5], [0.2, 0.8]]), 1)[1]
    assert "component 1 now holds 20.0% of the points, after 50.0%" in line


def test_standing_still_is_said():
    line = sentences(trace_of([[[0]], [[0]]], gains=0.0), 10)[1]
    assert "gained nothing more; the picture stands still" in line


@pytest.mark.parametrize(
    ("stop", "words"), [("converged", "has converged"), ("max_iter", "all the iterations"), ("collapsed", "fails")]
)
def test_the_last_sentence_says_how_the_run_ended(stop, words):
    lines = sentences(trace_of([[[0]], [[1]]], stop=stop), 1)
    assert words in lines[-1]
    assert words not in lines[0]


@pytest.mark.parametrize("key", PRESETS)
def test_every_step_of_every_preset_has_its_sentence(key):
    dataset, trace = PRESETS[key].scenario.run()
    lines = sentences(trace, len(dataset.X))
    assert [line.split(":")[0] for line in lines] == [f"Step {t}" for t in range(len(trace))]
    assert not any("nan" in line or "inf " in line for line in lines)
