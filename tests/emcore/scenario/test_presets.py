from dataclasses import replace

import numpy as np
import pytest

from emcore import COVARIANCE_TYPES, PRESETS, Scenario, bic, e_step, fit, n_parameters

every_preset = pytest.mark.parametrize("key", PRESETS)


def last(key):
    return PRESETS[key].scenario.run()[1][-1]


@every_preset
def test_every_preset_runs_to_the_end_it_promises(key):
    dataset, trace = PRESETS[key].scenario.run()
    assert np.isfinite(dataset.X).all()
    assert np.isfinite(trace.log_likelihoods).all()
    assert (trace.stop == "collapsed") == (key == "collapse")
    assert len(trace) > 1  # something to step through
    assert trace.log_likelihoods[-1] > trace.log_likelihoods[0]


@every_preset
def test_every_preset_reads_back_from_its_link(key):
    scenario = PRESETS[key].scenario
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])


@every_preset
def test_every_preset_is_labelled_with_a_reason_of_one_line(key):
    preset = PRESETS[key]
    assert preset.label.strip()
    assert preset.question.endswith("?")
    assert len(preset.question) <= 60  # a title of one line
    assert preset.reason.strip()
    assert "\n" not in preset.reason


def test_no_two_presets_are_alike():
    assert len({preset.scenario for preset in PRESETS.values()}) == len(PRESETS)
    assert len({preset.label for preset in PRESETS.values()}) == len(PRESETS)
    assert len({preset.question for preset in PRESETS.values()}) == len(PRESETS)


def test_the_first_example_is_followed_by_the_notebooks():
    assert list(PRESETS)[:3] == ["first", "notebook-1d", "notebook-2d"]
    assert PRESETS["notebook-1d"].scenario == Scenario()


def test_the_first_example_starts_wrong_and_ends_right():
    scenario = PRESETS["first"].scenario
    dataset, trace = scenario.run()
    assert scenario.learn_weights
    start, end = trace[0].mixture, trace[-1].mixture
    sizes, means, sds = (
        np.array(column) for column in zip(*((c.size, c.mean[0], c.sd[0]) for c in scenario.clusters), strict=True)
    )
    assert len(set(sizes)) == len(set(sds)) == 3
    gaps = np.diff(means) / (sds[:-1] + sds[1:])
    assert ((gaps > 1.5) & (gaps < 4.5)).all()  # three bumps, seen as such and not worlds apart
    assert (
        np.abs(start.means[:, 0] - means[0]) < np.abs(start.means[:, 0] - means[1]) / 4
    ).all()  # all on the left one
    # Each has found its cluster, from left to right: within five standard errors.
    np.testing.assert_array_less(np.abs(end.means[:, 0] - means), 5 * sds / np.sqrt(sizes))
    np.testing.assert_array_less(np.abs(end.standard_deviations[:, 0] - sds), 5 * sds / np.sqrt(2 * sizes))
    np.testing.assert_allclose(end.weights, sizes / sizes.sum(), atol=0.02)
    owners = e_step(dataset.X, end)[0].argmax(axis=1)
    assert (owners == dataset.labels).mean() > 0.98


def test_in_the_first_example_every_step_changes_the_picture_until_it_settles():
    dataset, trace = PRESETS["first"].scenario.run()
    sds = np.sqrt(trace.covariances[..., 0, 0])
    moved = np.abs(np.diff(trace.means[..., 0], axis=0)) / sds[:-1]
    widened = np.abs(np.diff(np.log(sds), axis=0))
    reweighted = np.abs(np.diff(np.log(trace.weights), axis=0))
    changes = np.max([moved, widened, reweighted], axis=(0, 2))
    visible = int(np.argmax(changes < 0.01))  # of a standard deviation
    gains = np.diff(trace.log_likelihoods) / len(dataset.X)
    assert 12 <= visible <= 18
    assert (gains[:visible] > 1e-4).all()
    assert (changes[visible:] < 0.01).all()
    still = int(np.argmax(changes < 1e-3))
    assert visible <= still <= visible + 3
    assert still < len(changes) <= still + 6  # and then the run is over


def test_the_notebooks_second_example():
    # "[[-1, 5], [0, 1]]" is no covariance: NumPy drew with (A'A)^(1/2). "[[5, 2], [0, 1]]" is none either: SciPy read
    # its lower triangle, diag(5, 1).
    scenario = PRESETS["notebook-2d"].scenario
    clusters, components = scenario.clusters, scenario.components
    assert [(c.size, c.mean) for c in clusters] == [(10_000, (0, 0)), (2_000, (20, -1)), (3_000, (10, 0))]
    drawn = np.array([[-1, 5], [0, 1]])
    values, vectors = np.linalg.eigh(drawn.T @ drawn)
    root = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    np.testing.assert_allclose(root, [[0.371391, -0.928477], [-0.928477, 5.013774]], atol=1e-6)
    np.testing.assert_allclose([c.covariance for c in clusters], [np.eye(2), root, np.eye(2)], atol=1e-6)
    assert [c.mean for c in components] == [(-10, 0), (10, 10), (30, 1)]
    np.testing.assert_allclose([c.covariance for c in components], [np.eye(2), np.eye(2), np.diag([5, 1])], atol=1e-6)
    assert (scenario.max_iter, scenario.learn_weights) == (25, False)


def test_the_notebooks_second_example_finds_its_three_clouds():
    # Equal weights pull the two smaller clouds' fits a little; their means are 5 sd apart at least.
    means = last("notebook-2d").mixture.means
    np.testing.assert_allclose(means[means[:, 0].argsort()], [[0, 0], [10, 0], [20, -1]], atol=0.25)


def test_separated_clusters_are_found_in_a_few_steps():
    scenario = PRESETS["separated"].scenario
    _, trace = scenario.run()
    mixture = trace[10].mixture
    order = mixture.means[:, 0].argsort()
    # 300 points of sd 1: five standard errors are 0.29
    np.testing.assert_allclose(mixture.means[order], [[-6, -3], [0, 6], [6, -3]], atol=0.29)
    np.testing.assert_allclose(mixture.weights, [1 / 3] * 3, atol=1e-3)


def test_learned_weights_find_the_small_cluster():
    mixture = last("unequal").mixture
    small = mixture.weights.argmin()
    assert mixture.weights[small] == pytest.approx(80 / 1580, abs=0.01)
    np.testing.assert_allclose(mixture.means[small], [7, 3], atol=5 * 0.7 / np.sqrt(80))


def test_a_cluster_inside_another_is_told_apart_by_its_spread():
    sds = np.sort(last("nested").mixture.standard_deviations.mean(axis=1))
    np.testing.assert_allclose(sds, [1, 6], rtol=5 / np.sqrt(2 * 500))  # five standard errors of an sd


@pytest.mark.parametrize(("key", "published"), [("faithful-waiting", -1034.002), ("faithful", -1130.264)])
def test_old_faithful_reaches_the_published_maximum(key, published):
    # R mixtools, normalmixEM, and R mclust, VVV with 2 components
    assert last(key).log_likelihood == pytest.approx(published, abs=1e-3)


def test_a_ridge_cures_the_collapse():
    scenario = PRESETS["collapse"].scenario
    assert "component 2 of 2" in scenario.run()[1].detail
    assert replace(scenario, reg_covar=0.01).run()[1].stop == "max_iter"


def test_the_local_optimum_is_one_and_a_better_start_gets_out():
    scenario = PRESETS["stuck"].scenario
    dataset, trace = scenario.run()
    stuck, centres = trace[-1].mixture, np.array([cluster.mean for cluster in scenario.clusters])
    at_left = np.linalg.norm(stuck.means - centres[0], axis=1) < 1
    assert at_left.sum() == 2  # of three components, on one cloud of three
    still = fit(dataset.X, stuck, max_iter=2000)[-1]
    np.testing.assert_allclose(still.mixture.means[~at_left], stuck.means[~at_left], atol=0.01)
    better = replace(scenario, components=(), start="kmeanspp", n_components=3).run()[1][-1]
    assert better.log_likelihood - trace[-1].log_likelihood == pytest.approx(190, abs=5)
    nearest = np.linalg.norm(better.mixture.means[:, np.newaxis] - centres, axis=2).min(axis=0)
    assert (nearest < 5 / np.sqrt(200)).all()  # five standard errors


def test_twins_never_part_and_a_nudge_parts_them():
    scenario = PRESETS["twins"].scenario
    _, trace = scenario.run()
    assert (trace.means[:, 1] == trace.means[:, 2]).all()
    assert (trace.covariances[:, 1] == trace.covariances[:, 2]).all()
    first, twin, other = scenario.components
    nudged = replace(scenario, components=(first, twin, replace(other, mean=(other.mean[0] + 0.1,)))).run()[1][-1]
    found = PRESETS["first"].scenario.run()[1][-1]  # the same data, fitted as they were drawn
    assert nudged.log_likelihood == pytest.approx(found.log_likelihood, abs=0.1)


def test_six_components_fit_three_clouds_better_and_bic_is_not_deceived():
    six = PRESETS["too-many"].scenario
    three = replace(six, n_components=3)
    ends = [scenario.run()[1][-1].log_likelihood for scenario in (three, six)]
    assert 0 < ends[1] - ends[0] < 20
    n_points = len(six.dataset().X)
    prices = [bic(end, n_parameters(k, 2), n_points) for end, k in zip(ends, (3, 6), strict=True)]
    assert prices[0] < prices[1]


def test_round_components_cut_long_clouds_in_two_and_other_types_find_them():
    stiff = PRESETS["stiff"].scenario
    for covariance_type in COVARIANCE_TYPES:
        dataset, trace = replace(stiff, covariance_type=covariance_type).run()
        owners = e_step(dataset.X, trace[-1].mixture)[0].argmax(axis=1)
        agree = (owners == dataset.labels).mean()
        assert abs(agree - 0.5) < 0.1 if covariance_type == "spherical" else max(agree, 1 - agree) > 0.99


def test_a_third_component_takes_the_noise():
    scenario = PRESETS["outliers"].scenario
    both = scenario.run()[1][-1].mixture
    assert (both.standard_deviations > 1.2).all()  # of clusters of 1
    mixture = replace(scenario, n_components=3).run()[1][-1].mixture
    order = mixture.standard_deviations.mean(axis=1).argsort()
    assert (mixture.standard_deviations[order[:2]] < 1.2).all()
    assert mixture.weights[order[2]] == pytest.approx(0.2, abs=0.05)


def test_two_of_six_bells_are_needles_on_two_galaxies_each():
    mixture = last("galaxies").mixture
    needles = mixture.standard_deviations[:, 0] < 0.2
    np.testing.assert_allclose(mixture.weights[needles], [2 / 82] * 2, atol=1e-3)
