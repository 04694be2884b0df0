"""The sentence says what happened."""

import re
from dataclasses import replace

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


def points(n, n_features=1):
    return np.zeros((n, n_features))


@pytest.mark.parametrize(
    ("to", "direction", "place"),
    [
        ((1.0, 0.0), "to the right", "(1.00, 0.00)"),
        ((-1.0, 0.1), "to the left", "(−1.00, 0.10)"),
        ((0.0, 1.0), "up", "(0.00, 1.00)"),
        ((0.1, -1.0), "down", "(0.10, −1.00)"),
        ((1.0, 1.0), "up and to the right", "(1.00, 1.00)"),
        ((-1.0, -1.0), "down and to the left", "(−1.00, −1.00)"),
    ],
)
def test_a_move_has_its_direction_and_the_place_as_in_the_table(to, direction, place):
    line = sentences(trace_of([[(0, 0), (9, 9)], [to, (9, 9)]]), points(1, 2))[1]
    assert f"component 1 moved {direction}, to {place}" in line


def test_in_one_dimension_a_move_goes_from_and_to_the_numbers_of_the_table():
    line = sentences(trace_of([[[0.25], [99]], [[-1.3], [99]]]), points(1))[1]
    assert "component 1 moved to the left from 0.25 to −1.30" in line


def test_in_many_dimensions_a_move_names_its_longest_axis():
    line = sentences(trace_of([[(0, 0, 0)], [(0.5, -2, 1)]]), points(1, 3))[1]
    assert "component 1 moved most along x2 from 0.00 to −2.00" in line


def test_in_many_dimensions_a_column_is_named_shortly_and_no_spread_that_the_table_lacks_is_given():
    columns = ("width", "a name that is as long as a whole sentence", "height")
    moved = sentences(trace_of([[(0, 0, 0)], [(0.5, -2, 1)]]), points(1, 3), columns)[1]
    assert "component 1 moved most along a name that is as long … from 0.00 to −2.00" in moved
    trace = trace_of([[(0, 0, 0)], [(0, 0, 0)]])
    trace.covariances[1] = np.diag([1, 1, 0.25])
    line = sentences(trace, points(1, 3), columns)[1]
    assert "component 1 narrowed along height" in line
    assert "σ" not in line


def test_the_gain_is_per_point_and_in_nats():
    assert "gained 0.25 nats a point" in sentences(trace_of([[[0]], [[1]]], gains=1.0), points(4))[1]


def test_a_loss_is_called_a_loss():
    assert "lost 0.5 nats a point" in sentences(trace_of([[[0]], [[1]]], gains=-1.0), points(2))[1]


@pytest.mark.parametrize(
    ("gain", "of_prior", "words"),
    [
        (1.0, 0.5, "the log posterior gained 0.38 nats a point;"),
        (-1.0, 3.0, "the log posterior gained 0.5 nats a point, the log-likelihood lost 0.25;"),
        (-1.0, 1.0, "the log posterior gained nothing more;"),
        (-1.0, 0.5, "the log posterior lost 0.12 nats a point, which a ridge or rounding can do;"),
    ],
)
def test_with_a_prior_it_is_the_log_posterior_that_climbs(gain, of_prior, words):
    trace = replace(trace_of([[[0]], [[1]]], gains=gain), log_priors=np.array([0, of_prior]))
    assert words in sentences(trace, points(4))[1]


@pytest.mark.parametrize("key", ["collapse", "faithful"])
def test_no_sentence_on_a_run_with_a_prior_says_more_than_the_numbers(key):
    dataset, trace = replace(PRESETS[key].scenario, prior=True, max_iter=60, tol=1e-7).run()
    lines = sentences(trace, dataset.X)
    gains, climbed = np.diff(trace.log_likelihoods), np.diff(trace.log_posteriors)
    assert (climbed > -1e-9).all()
    for line, gain, height in zip(lines[1:], gains, climbed, strict=True):
        assert "the log posterior gained" in line
        assert ("the log-likelihood lost" in line) == (
            gain <= -1e-9 * len(dataset.X) and height >= 1e-9 * len(dataset.X)
        )
    assert trace.stop == "converged"
    assert "EM has converged: the gain is below the tolerance" in lines[-1]


@pytest.mark.parametrize(
    ("to", "verb"), [(1, "narrowed from σ = 2.000 to 1.000"), (9, "stretched from σ = 2.000 to 3.000")]
)
def test_a_spread_is_named_when_it_changes_most(to, verb):
    line = sentences(trace_of([[[0]], [[0.1]]], variances=[[4], [to]]), points(1))[1]
    assert f"component 1 {verb}" in line


def test_in_two_dimensions_a_spread_is_named_along_the_axis_on_which_it_changes_most():
    trace = trace_of([[(0, 0)], [(0, 0)]])
    trace.covariances[1] = [[1.21, 0], [0, 9]]
    assert "component 1 stretched in height from σ₂ = 1.00 to 3.00" in sentences(trace, points(1, 2))[1]


@pytest.mark.parametrize(
    ("before", "now", "verb"), [(0.2, 0.8, "grew slimmer"), (-0.8, -0.1, "grew rounder"), (-0.4, 0.4, "leant over")]
)
def test_a_correlation_is_named_when_it_changes_most(before, now, verb):
    trace = trace_of([[(0, 0)], [(0, 0)]])
    trace.covariances[:] = [[[[1, rho], [rho, 1]]] for rho in (before, now)]
    line = sentences(trace, points(1, 2))[1].replace("−", "-")
    assert f"component 1 {verb} from ρ = {before:.3f} to {now:.3f}" in line


def test_a_change_of_weight_is_said_when_it_is_the_largest():
    line = sentences(trace_of([[[0], [5]]] * 2, weights=[[0.5, 0.5], [0.2, 0.8]]), points(1))[1]
    assert "component 1's weight fell from 0.5000 to 0.2000" in line


def test_one_covariance_for_all_is_said_of_all():
    line = sentences(trace_of([[[0], [5]]] * 2, variances=[[1, 1], [4, 4]]), points(1))[1]
    assert "all components stretched from σ = 1.000 to 2.000" in line


def test_a_change_that_the_table_rounds_away_is_still_told():
    line = sentences(trace_of([[[500], [900]], [[500.002], [900]]], variances=np.full((2, 2), 1.0)), points(1))[1]
    assert "component 1 moved to the right by a hair, to 500.0" in line


def test_standing_still_is_said():
    line = sentences(trace_of([[[0]], [[0]]], gains=0.0), points(10))[1]
    assert "gained nothing more; nothing visible moves any more" in line


# --- reasons ----------------------------------------------------------------------------------------------------------


def test_the_reason_of_a_move_is_the_points_that_pulled():
    """So narrow that every point is all of the nearest one's. After step 0 that is 4 of the second, after step 1 of
    the first, as 4 is 3.5 from 0.5 and 5 from 9: the second keeps 11 and 12."""
    X = np.array([[0.0], [1.0], [4.0], [11.0], [12.0]])
    trace = trace_of([[[-6], [9]], [[0.5], [9]], [[5 / 3], [11.5]]], variances=np.full((3, 2), 0.05))
    line = sentences(trace, X)[2]
    assert "component 2 moved to the right from 9.00 to 11.50: it left points around 4.0 to component 1." in line
    beat = e_beats(trace, X)[1]
    assert "component 1 gains most, from 40.0% to 60.0% of the points, around 4.0 from component 2; 20.0%" in beat


def test_points_on_both_sides_are_given_no_place():
    """The second, in the middle of the first, takes over -4 and 4 at once."""
    X = np.array([[-9.0], [-4.0], [-0.5], [0.5], [4.0], [9.0]])
    trace = trace_of(
        [[[0], [0]]] * 3,
        variances=[[100, 0.1], [49, 0.25], [81, 8.25]],
        weights=[[0.5, 0.5], [0.66, 0.34], [0.34, 0.66]],
    )
    line = sentences(trace, X)[2]
    assert "component 2 stretched" in line
    assert line.count("around") == 0


def test_at_the_first_step_points_have_not_changed_hands():
    X = np.array([[0.0], [1.0], [4.0], [11.0], [12.0]])
    line = sentences(fit(X, Mixture([0.5, 0.5], [[-6], [9]], [[[1]], [[1]]]), max_iter=2), X)[1]
    assert ", to the middle of its share of the points" in line


@pytest.mark.parametrize("key", PRESETS)
def test_of_every_preset_the_largest_change_is_named_with_its_numbers_and_a_true_reason(key):
    dataset, trace = PRESETS[key].scenario.run()
    X = dataset.X[:: -(-len(dataset.X) // 300)]
    sds = np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3))
    shares = [e_step(X, state.mixture)[0] for state in trace]
    n_reasons = 0
    for t, line in enumerate(sentences(trace, dataset.X)[1:], start=1):
        said = re.search(r"component (\d+)('s| )([a-z]+)", line)
        if said is None:
            continue
        k, verb = int(said[1]) - 1, said[3]
        moved = np.sqrt((((trace.means[t] - trace.means[t - 1]) / sds[t - 1]) ** 2).sum(axis=1))
        widened = np.abs(np.log(sds[t] / sds[t - 1])).max(axis=1)
        weighed = np.abs(np.log(trace.weights[t] / trace.weights[t - 1]))
        named = {"moved": moved, "weight": weighed, "stretched": widened, "narrowed": widened}.get(verb)
        if named is not None:
            assert named[k] >= max(moved.max(), widened.max(), weighed.max()) - 1e-6
        if verb in ("stretched", "narrowed"):
            d = 1 if "in height" in line else 0
            assert (sds[t, k, d] > sds[t - 1, k, d]) == (verb == "stretched")
        if numbers := re.search(r"moved to the (right|left) from (\S+) to ([^ :;,]+)", line):
            before, now = (float(text.rstrip(".").replace("−", "-")) for text in numbers.groups()[1:])
            assert (trace.means[t, k, 0] > trace.means[t - 1, k, 0]) == (numbers[1] == "right")
            most = np.abs(trace.means).max()
            assert [before, now] == pytest.approx(trace.means[t - 1 : t + 1, k, 0], abs=0.0051 * max(most / 10, 1e-3))
        if reason := re.search(r"it (took over|left) points(?: around (.+))? (from|to) component (\d+)", line):
            n_reasons += 1
            taken, other = reason[1] == "took over", int(reason[4]) - 1
            change, change_other = (shares[t - 1] - shares[t - 2])[:, [k, other]].T
            handed = np.minimum(change, -change_other) if taken else np.minimum(-change, change_other)
            assert handed.max() > 0  # there are such points
            if reason[2]:
                place = np.array([float(x) for x in reason[2].strip("()").replace("−", "-").split(", ")])
                lost, got = X[handed > 0].min(axis=0), X[handed > 0].max(axis=0)
                slack = 0.01 * np.ptp(X, axis=0)
                assert ((lost - slack <= place) & (place <= got + slack)).all()
    assert n_reasons >= (0 if trace.weights.shape[1] == 1 else 1)


@pytest.mark.parametrize(
    ("stop", "words"),
    [("converged", "has converged"), ("max_iter", "all the iterations"), ("collapsed", "the cures")],
)
def test_the_last_sentence_says_how_the_run_ended(stop, words):
    lines = sentences(trace_of([[[0]], [[1]]], stop=stop), points(1))
    assert words in lines[-1]
    assert words not in lines[0]


@pytest.mark.parametrize("key", PRESETS)
def test_every_step_of_every_preset_has_its_sentence(key):
    dataset, trace = PRESETS[key].scenario.run()
    lines = sentences(trace, dataset.X)
    assert [line.split(":")[0] for line in lines] == [f"Step {t}" for t in range(len(trace))]
    beats = e_beats(trace, dataset.X)
    assert not any("nan" in line or "inf " in line for line in [*lines, *beats])
    assert max(map(len, [*lines[:-1], *beats])) < 165  # two or three lines of a narrow column


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
    assert "no point's shares change visibly any more" in e_beats(trace, X)[-1]


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
        assert len(told) > 3
        assert all("component 1" in line for line in told)


def test_a_run_of_no_steps_has_the_start_alone():
    (line,) = sentences(trace_of([[[0]]]), points(3))
    assert line == "Step 0: the start, exactly as set. These were all the iterations asked for."
