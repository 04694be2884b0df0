"""The choice of K and covariance type: against scikit-learn, mclust and the run that a link makes."""

import json
from pathlib import Path

import numpy as np
import pytest
from oracles import SKLEARN
from sklearn.mixture import GaussianMixture

from emcore import COVARIANCE_TYPES, Gaussian, Mixture, Scenario, fit
from emcore.study.replays import REPLAYS
from emcore.study.restarts import REACHED, TIE
from emcore.study.selection import NEAR_SINGULAR, Search, distinct_types, narrowness, scenario_of, search, searched
from emcore.study.verdicts import SEEDED_START, repeat, seeded, verdict
from emcore.study.verdicts import scenario_of as scenario_of_replay


def data_of(source, **options):
    return Scenario(source=source, start="kmeanspp", **options).only_data()


@pytest.mark.parametrize("covariance_type", SKLEARN)
def test_bic_and_aic_are_scikit_learns(covariance_type):
    data = data_of("faithful")
    X = data.dataset().X
    cell = search(data, 2, covariance_type, 5)
    model = GaussianMixture(
        2, covariance_type=covariance_type, reg_covar=0, tol=1e-10, max_iter=2000, n_init=5, random_state=0
    ).fit(X)
    assert cell.bic == pytest.approx(model.bic(X), abs=1e-3)
    assert cell.aic == pytest.approx(model.aic(X), abs=1e-3)


@pytest.mark.parametrize(
    ("source", "columns", "n_components", "covariance_type", "published", "allowed"),
    [
        ("faithful", (), 2, "full", -2322.192, 5e-4),
        ("faithful", (), 3, "tied", -2314.316, 0.1),  # mclust stops early
        ("galaxies", (), 3, "full", -441.6122, 5e-5),
        ("galaxies", (), 4, "full", -443.3997, 0.05),
        ("acidity", (), 2, "tied", -392.0723, 2e-4),
        ("iris", ("sepal_length", "sepal_width", "petal_length", "petal_width"), 2, "full", -574.0178, 5e-5),
    ],
)
def test_bic_is_mclusts_with_the_sign_turned(source, columns, n_components, covariance_type, published, allowed):
    cell = search(data_of(source, columns=columns), n_components, covariance_type, 10)
    assert -cell.bic == pytest.approx(published, abs=allowed)
    assert -cell.bic >= published - 1e-4  # ours is the maximum
    assert not cell.near_singular


def test_with_a_prior_bic_is_mclusts_of_the_log_likelihood_where_the_log_posterior_is_highest():
    path = Path(__file__).parents[2] / "data" / "prior.json"  # where the numbers come from is said there
    given = json.loads(path.read_text(encoding="utf-8"))["bic_of_faithful"]
    data = searched(Scenario("faithful", start="kmeanspp", prior=True))
    for kind in COVARIANCE_TYPES:
        for k, published in given[kind].items():
            cell = search(data, int(k), kind, 10)
            # A run ends some 1e-3 nats off, as the log-likelihood is not flat where the log posterior is.
            assert -cell.bic == pytest.approx(published, abs=5e-3), (k, kind)
            assert abs(search(data.only_data(), int(k), kind, 10).bic - cell.bic) > 0.02  # far more than that
            assert scenario_of(data, int(k), kind, 1).prior


def test_bic_of_old_faithful_chooses_mclusts_model():
    data = data_of("faithful")
    cells = [search(data, k, kind, 10) for k in (1, 2, 3, 4) for kind in COVARIANCE_TYPES]
    best = min(cells, key=lambda cell: cell.bic)
    assert (best.n_components, best.covariance_type) == (3, "tied")  # EEE,3


@pytest.mark.parametrize(("source", "k", "kind"), [("faithful", 3, "full"), ("galaxies", 5, "full")])
def test_the_scenario_of_a_cell_is_exactly_its_best_run(source, k, kind):
    cell = search(data_of(source), k, kind, 12)
    scenario, problems = Scenario.from_query(scenario_of(data_of(source), k, kind, cell.seed).to_query())
    assert problems == []
    _, trace = scenario.run()
    assert len(trace) - 1 == cell.steps
    assert trace.stop == cell.stop
    assert trace.log_likelihoods[-1] == pytest.approx(cell.log_likelihood, abs=1e-8)


def test_the_best_is_the_best_of_all_starts_and_those_that_reached_it_are_counted():
    data = data_of("galaxies")
    X = data.dataset().X
    cell = search(data, 4, "full", 12)
    ends = []
    for seed in range(1, 13):
        scenario = scenario_of(data, 4, "full", seed)
        ends.append(scenario.fit(X, scenario.start_mixture(X)).log_likelihoods[-1])
    assert max(ends) - TIE <= cell.log_likelihood <= max(ends) + 1e-8
    assert ends[cell.seed - 1] == pytest.approx(cell.log_likelihood, abs=1e-8)
    assert cell.n_reached == sum(end > max(ends) - 1e-3 for end in ends) < 12


def test_starts_come_in_groups_that_do_not_change_the_result(monkeypatch):
    data = data_of("faithful")
    whole = search(data, 3, "tied", 7)
    monkeypatch.setattr("emcore.study.restarts.GROUP", 6)  # two starts at once
    again = search(data, 3, "tied", 7)
    assert (again.seed, again.steps, again.n_reached) == (whole.seed, whole.steps, whole.n_reached)
    assert again.bic == pytest.approx(whole.bic, abs=1e-8)


def test_a_search_can_be_stopped_and_tells_how_far_it_is():
    data = data_of("faithful")
    running = Search(data, data.dataset().X, 8, "full", 40)
    seen = [running.done]
    while running.work():
        seen.append(running.done)
        if len(seen) == 700:  # beyond the first group of starts
            break
    assert seen == sorted(seen)
    assert 0 < seen[-1] < 1
    part = running.model()
    assert 0 < part.n_starts < 40
    assert part.seed is not None


def test_one_component_needs_one_start():
    cell = search(data_of("faithful"), 1, "full", 20)
    assert (cell.n_starts, cell.n_reached, cell.steps) == (1, 1, 2)
    assert cell.bic == pytest.approx(2607.623, abs=1e-3)


def test_a_component_on_two_points_is_near_singular():
    cell = search(data_of("galaxies"), 5, "full", 20)
    assert cell.near_singular
    assert cell.n_narrowest == pytest.approx(2, abs=0.1)
    assert not search(data_of("galaxies"), 5, "tied", 20).near_singular


def test_narrowness_does_not_depend_on_units_or_direction():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(400, 2)) * [1, 1000]
    overall = np.cov(X, rowvar=False, bias=True)
    thin = overall * NEAR_SINGULAR
    mixture = Mixture(np.array([0.5, 0.5]), np.zeros((2, 2)), np.array([overall, thin]))
    np.testing.assert_allclose(narrowness(X, mixture), [1, NEAR_SINGULAR])
    turn = np.array([[0.6, 0.8], [-0.8, 0.6]]) @ np.diag([3, 1e-4])
    turned = Mixture(mixture.weights, mixture.means, turn.T @ mixture.covariances @ turn)
    np.testing.assert_allclose(narrowness(X @ turn, turned), [1, NEAR_SINGULAR], rtol=1e-6)


def test_no_room_for_components_is_a_cell_without_a_run():
    few = Scenario(clusters=(Gaussian(3, (0.0,), (1.0,)),), start="kmeanspp").only_data()
    cell = search(few, 5, "full", 4)
    assert cell.seed is None
    assert (cell.n_starts, cell.n_collapsed) == (4, 4)
    assert not cell.near_singular


def test_in_one_dimension_two_types_differ():
    assert distinct_types(list(COVARIANCE_TYPES), 1) == ["full", "tied"]
    assert distinct_types(list(COVARIANCE_TYPES), 2) == list(COVARIANCE_TYPES)
    data = data_of("galaxies")
    assert search(data, 3, "diag", 5).bic == pytest.approx(search(data, 3, "full", 5).bic, abs=1e-8)


# --- published runs from starts that a scenario can name --------------------------------------------------------------


@pytest.mark.parametrize("key", REPLAYS)
def test_the_scenario_of_a_verdict_is_exactly_our_run(key):
    result = verdict(REPLAYS[key])
    assert result.scenario is not None
    scenario, problems = Scenario.from_query(result.scenario.to_query())
    assert problems == []
    dataset, trace = scenario.run()
    assert len(trace) - 1 == result.steps
    again = [quantity.ours(dataset.X, trace) for quantity in REPLAYS[key].quantities]
    assert again == pytest.approx(result.ours, rel=1e-9)


def test_the_starts_that_reached_the_best_are_counted():
    replay = REPLAYS["galaxies-v4"]
    result = verdict(replay)
    X = seeded(replay, 1).dataset().X
    ends = []
    for seed in range(1, replay.n_starts + 1):
        start = seeded(replay, seed).start_mixture(X)
        ends.append(fit(X, start, max_iter=replay.max_iter, tol=replay.tol).log_likelihoods[-1])
    assert result.n_starts == replay.n_starts == 20
    assert result.n_reached == sum(end > max(ends) - REACHED for end in ends)
    assert 1 <= result.n_reached < 20
    assert seeded(replay, 1).start == SEEDED_START


def test_only_a_published_start_has_a_scenario_of_its_own():
    assert scenario_of_replay(REPLAYS["galaxies-v4"]) is None
    murphy = scenario_of_replay(REPLAYS["faithful-murphy"])
    assert (murphy.source, murphy.standardize, murphy.max_iter, murphy.learn_weights) == ("faithful", True, 50, True)
    np.testing.assert_allclose(murphy.start_mixture(murphy.dataset().X).means, [[-1.5, 1.5], [1.5, -1.5]])


@pytest.mark.parametrize("key", [key for key, replay in REPLAYS.items() if replay.tol])
def test_a_replay_stops_at_the_same_step_on_every_processor(key):
    """Gains are differences of log-likelihoods, which rounding changes in their last digits: neither the gain that
    stops a run nor the one before is so near to the tolerance that this could change the step."""
    replay = REPLAYS[key]
    X, trace, _ = repeat(replay)
    log_likelihoods = trace.log_likelihoods / len(X)
    rounding = 64 * np.finfo(float).eps * (1 + np.abs(log_likelihoods[-1]))  # what kernels differ by is a fifth of it
    last_gains = np.diff(log_likelihoods)[-2:]
    assert np.abs(last_gains - replay.tol).min() > 10 * rounding
