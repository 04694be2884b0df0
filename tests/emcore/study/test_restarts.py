"""Many starts: every run is the scenario's own, and which is the best is the same on every processor."""

from dataclasses import replace

import pytest

from emcore import Gaussian, Mixture, MixtureError, Scenario, fit, fit_many
from emcore.study.restarts import REACHED, Restarts, best_of, n_reached

FAITHFUL = Scenario(source="faithful", start="kmeanspp", n_components=2, learn_weights=True, tol=1e-8, max_iter=300)
GALAXIES = replace(FAITHFUL, source="galaxies", n_components=4)


@pytest.mark.parametrize("scenario", [FAITHFUL, GALAXIES], ids=["faithful", "galaxies"])
def test_every_run_is_the_scenarios_own_with_the_number_as_its_seed(scenario):
    tried = Restarts(scenario, scenario.dataset().X, 12).all_done()
    runs = {seed: replace(scenario, start_seed=seed).run()[1] for seed in range(1, 13)}
    ends = {seed: run.log_likelihoods[-1] for seed, run in runs.items() if run.stop != "collapsed"}
    assert tried.ends == pytest.approx(ends)
    assert (tried.n_tried, tried.n_collapsed) == (12, 12 - len(ends))
    number, trace = tried.best
    assert trace.log_likelihoods[-1] == pytest.approx(max(ends.values()), abs=1e-6)
    assert (len(trace), trace.stop) == (len(runs[number]), runs[number].stop)
    assert tried.n_reached == sum(end >= max(ends.values()) - REACHED for end in ends.values())


def test_with_a_prior_the_best_is_the_one_of_the_highest_log_posterior():
    """The log-likelihood, by which another run would be the best, is still what is told of each."""
    scenario = replace(FAITHFUL, n_components=3, prior=True)
    tried = Restarts(scenario, scenario.dataset().X, 12).all_done()
    runs = {seed: replace(scenario, start_seed=seed).run()[1] for seed in range(1, 13)}
    posteriors = {seed: run.log_posteriors[-1] for seed, run in runs.items()}
    likelihoods = {seed: run.log_likelihoods[-1] for seed, run in runs.items()}
    assert tried.heights == pytest.approx(posteriors)
    assert tried.ends == pytest.approx(likelihoods)
    number, trace = tried.best
    assert posteriors[number] == pytest.approx(max(posteriors.values()), abs=1e-6)
    assert likelihoods[number] < max(likelihoods.values()) - 0.5
    assert trace.log_posteriors[-1] == pytest.approx(posteriors[number])
    assert tried.n_reached == sum(value >= max(posteriors.values()) - REACHED for value in posteriors.values())


def test_starts_that_collapse_or_that_the_data_do_not_allow_are_counted_and_left_out():
    scenario = Scenario(clusters=(Gaussian(30, (0.0,), (1.0,)), Gaussian(1, (9.0,), (1.0,))), learn_weights=True)
    X = scenario.dataset().X
    sound, lost = (Mixture([0.5, 0.5], [[-1], [far]], [[[1]], [[1]]]) for far in (1, 99))

    def start_of(number):
        if number == 2:
            raise MixtureError("no such start")
        return lost if number == 4 else sound

    tried = Restarts(scenario, X, 5, start_of, max_iter=7)
    assert (tried.n_begun, tried.n_tried, tried.best) == (0, 0, None)
    while tried.n_begun < 5:
        assert tried.work()
    assert (tried.n_begun, tried.n_tried) == (5, 1)
    tried.all_done()
    end = fit(X, sound, max_iter=7).log_likelihoods[-1]
    assert tried.ends == pytest.approx({1: end, 3: end, 5: end})
    assert (tried.n_tried, tried.n_collapsed, tried.n_reached, tried.best[0], tried.done) == (5, 2, 3, 1, 1)


def test_runs_that_end_a_rounding_apart_are_equally_good_and_the_first_is_taken():
    top = -1126.3163
    ends = {3: top - 1e-2, 5: top - 4e-10, 7: top, 9: top + 2e-13, 11: top - 9e-4}
    assert best_of(ends) == 5
    assert n_reached(ends) == 4


def test_a_run_that_ends_higher_than_rounding_explains_is_better():
    assert best_of({1: -10.0, 2: -9.999, 3: -9.9995}) == 2


def test_the_same_start_in_another_order_of_its_components_is_no_better():
    X = FAITHFUL.dataset().X
    start = replace(FAITHFUL, n_components=3).start_mixture(X)
    swapped = Mixture(start.weights[[2, 0, 1]], start.means[[2, 0, 1]], start.covariances[[2, 0, 1]])
    for starts in ((start, swapped), (swapped, start)):
        ends = [trace.log_likelihoods[-1] for trace in fit_many(X, starts, max_iter=300, tol=1e-10)]
        assert best_of(dict(enumerate(ends))) == 0
