"""The sentence says what happened."""

import numpy as np
import pytest

from dashboard.stepping.sentences import e_beats, sentences
from emcore import PRESETS, EMTrace, Mixture, e_step, fit, make_start
from emcore.data.classic import load


def trace_of(means, *, variances=None, weights=None, gains=1.0, stop="max_iter"):
    """A trace with these means (T+1, K, D), unit variances and equal weights unless given."""
    means = np.asarray(means, dtype=float)
    n_steps, n_components, n_features = means.shape
    variances = np.ones((n_steps, n_components)) if variances is None else np.asarray(variances, dtype=float)
    weights = np.full((n_steps, n_components), 1 / n_components) if weights is None else np.asarray(weights)
    covariances = variances[..., None, None] * np.eye(n_features)
    return EMTrace(weights, means, covariances, np.arange(n_steps) * gains, stop, "the cures")


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
    ("stop", "words"),
    [("converged", "has converged"), ("max_iter", "all the iterations"), ("collapsed", "the cures")],
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


def test_the_e_beat_tells_who_gains_points():
    X = np.array([[0.0], [0.4], [5.0], [5.5], [9.0]])
    start = Mixture([0.5, 0.5], [[0.0], [12.0]], [[[25.0]], [[25.0]]])
    trace = fit(X, start, max_iter=2)
    lines = e_beats(trace, X)
    assert len(lines) == len(trace)
    assert lines[0].startswith(
        "E beat after step 0: every point is shared out for the first time; component 1 gets most"
    )
    shares = [e_step(X, state.mixture)[0] for state in (trace[0], trace[1])]
    k = int(np.abs((shares[1] - shares[0]).mean(axis=0)).argmax())
    assert f"from {shares[0][:, k].mean():.1%} to {shares[1][:, k].mean():.1%} of the points" in lines[1]


def test_the_e_beat_says_when_nothing_changes_any_more():
    X = np.linspace(-1, 1, 9)[:, np.newaxis]
    trace = fit(X, Mixture([1], [[0]], [[[1]]]), max_iter=3)
    assert "no point's shares change any more" in e_beats(trace, X)[-1]


def test_of_very_many_points_some_are_asked():
    X = np.linspace(-1, 1, 30_000)[:, np.newaxis]
    trace = fit(X, Mixture([0.5, 0.5], [[-1], [1]], [[[1]], [[1]]]), max_iter=2)
    assert len(e_beats(trace, X)) == 3


def test_of_two_components_the_first_is_named_as_both_change_by_as_much():
    """What one gains the other loses, but for rounding, which is another on every processor."""
    X = load("faithful").X
    for seed in range(3):
        trace = fit(X, make_start("kmeanspp", X, 2, np.random.default_rng(seed)), max_iter=12)
        told = [line for line in e_beats(trace, X) if "most, from" in line]
        assert len(told) > 5
        assert all("component 1" in line for line in told)


def test_a_run_of_no_steps_has_the_start_alone():
    (line,) = sentences(trace_of([[[0]]]), 3)
    assert line == "Step 0: the start, exactly as set. These were all the iterations asked for."
