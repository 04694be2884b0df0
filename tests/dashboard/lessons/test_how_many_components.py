"""The lesson on the number of components: the search, its chart, its cells in words and as steps of a run."""

import numpy as np
import pytest
import streamlit as st
from drawings import check_kept, rows, spec_of
from opening import links_of, open_page, query_of, text_of

from dashboard.charts.lessons.criterion_chart import criterion_chart, criterion_table, name_table, value_extent
from dashboard.common import working
from dashboard.lessons import cells_in_words, how_many_components
from dashboard.lessons.cells_in_view import as_steps
from dashboard.lessons.searching import Search
from emcore import DATASETS, Mixture, Scenario, log_density
from emcore.study.selection import FittedModel, GridSearch, scenario_of, search

PAGE = "pages/5_How_many_components.py"
SMALL = {"data": "acidity", "start": "kmeanspp", "k": "2"}  # quick in every cell


def cell(k, kind="full", value=100.0, **options):
    numbers = {"seed": 1, "bic": value, "aic": value, "icl": value, "narrowest": 0.1, "n_narrowest": 20.0}
    return FittedModel(k, kind, 5, 20, **{**numbers, **options})


def test_every_cell_is_computed_and_the_best_can_be_watched():
    app = open_page(PAGE, **SMALL).run()
    assert not app.exception
    table = app.dataframe[0].value
    assert table.shape == (8, 2)  # in one dimension only two types differ
    assert "Tied" in table.columns
    best = [(k, name) for name in table for k in table.index if "best" in table.loc[k, name]]
    assert len(best) == 1
    assert "392.1" in table.loc[2, "Tied"]  # mclust's BIC with the sign turned
    scenario, problems = Scenario.from_query(links_of(app)[0])
    assert problems == []
    assert (scenario.source, scenario.max_iter, scenario.learn_weights) == ("acidity", 500, True)
    _, trace = scenario.run()
    assert f"log-likelihood \u2212{-trace.log_likelihoods[-1]:.3f}" in text_of(app)


def test_a_chosen_cell_is_shown_and_its_link_follows():
    app = open_page(PAGE, cell="3_full", **SMALL).run()
    assert not app.exception
    assert "**3 components, full:**" in text_of(app)
    query = links_of(app)[0]
    assert (query["data"], query["iterations"]) == ("acidity", "500")
    assert Scenario.from_query(query)[0].n_components == 3
    assert query_of(app)["cell"] == "3_full"
    app.segmented_control(key="lesson-criterion").set_value("icl").run()
    assert "cell" not in query_of(app)  # what another criterion takes is seen at once


@pytest.mark.parametrize("data", [{}, SMALL])
def test_a_classic_data_set_is_chosen_whatever_the_dashboard_shows(data):
    app = open_page(PAGE, on="esl", starts="5", **data).run()
    assert not app.exception
    assert links_of(app)[0]["data"] == "esl"
    app.selectbox(key="lesson-on").set_value("acidity").run()
    assert query_of(app)["on"] == "acidity"
    assert links_of(app)[0]["data"] == "acidity"
    app.selectbox(key="lesson-on").set_value("yours").run()
    assert links_of(app)[0].get("data", "") in (data.get("data", ""), "clusters-1d")


def test_every_classic_data_set_can_be_chosen():
    for key in DATASETS:
        data = how_many_components.classic_data(key)
        assert data.dataset().X.shape[1] == DATASETS[key].n_features
        assert Scenario.from_query(data.to_query()) == (data, [])


def test_mclusts_sign_is_ours_turned():
    app = open_page(PAGE, **SMALL).run()
    ours = app.dataframe[0].value
    app.segmented_control(key="lesson-sign").set_value("mclust").run()
    assert app.dataframe[0].value.loc[2, "Tied"] == f"\u2212{ours.loc[2, 'Tied']}"


def test_stopping_shows_what_is_done_and_goes_on_when_asked():
    app = open_page(PAGE, **SMALL).run()
    data = Scenario.from_query(SMALL)[0].only_data()
    keys, X = how_many_components.grid(1), data.dataset().X
    search = GridSearch(data, X, 5, keys, {}, lambda key, cell: None)
    while search.done < 3 / 16:
        search.work()
    held = working.Held(("grids", data, 5, tuple(keys)), Search(search, len(X), "EM", 16, "cells"), stopped=True)
    app.session_state[working.UNFINISHED] = held
    st.cache_data.clear()  # what other tests searched for
    app.segmented_control(key="lesson-starts").set_value("5").run()
    assert not app.exception
    assert "3 of 16 cells are done" in text_of(app)
    assert app.dataframe[0].value.shape == (2, 2)  # two of one component, one of two
    app.button(key="grids-go-on").click().run()
    assert not app.exception
    assert app.dataframe[0].value.shape == (8, 2)


def test_the_dashboards_prior_is_every_cells_too_and_said():
    app = open_page(PAGE, **SMALL, prior="conjugate", starts="5").run()
    assert not app.exception
    assert "run has a prior, and so have these" in text_of(app)
    scenario, problems = Scenario.from_query(links_of(app)[0])
    assert (scenario.prior, problems) == (True, [])
    _, trace = scenario.run()
    assert f"log-likelihood \u2212{-trace.log_likelihoods[-1]:.3f}" in text_of(app)
    app.selectbox(key="lesson-on").set_value("galaxies").run()  # which is not the dashboard's
    assert "has a prior" not in text_of(app)
    assert "prior" not in links_of(app)[0]


def test_too_many_points_are_refused_in_words():
    app = open_page(PAGE, clusters="60000_0_1").run()
    assert not app.exception
    assert "60,000 points" in text_of(app)


def test_a_near_singular_best_is_said_plainly():
    spike = cell(8, value=50.0, narrowest=1e-4, n_narrowest=2.0)
    known = {(2, "full"): cell(2, value=60.0), (8, "full"): spike}
    assert cells_in_words.best(known, "bic") == spike
    assert cells_in_words.best(known, "bic", sound_only=True) == known[2, "full"]
    assert "holds 2.0 points" in cells_in_words.warning(spike)
    assert cells_in_words.warning(known[2, "full"]) == ""
    table = cells_in_words.table(known, "bic", as_mclust=False)
    assert table.loc[8, "Full"] == "50.0 ★ best ⚠ narrow"


def test_a_cell_without_a_run_is_no_number():
    nothing = FittedModel(8, "diag", 5, 20, n_collapsed=20)
    known = {(1, "full"): cell(1), (8, "diag"): nothing}
    assert cells_in_words.table(known, "bic", as_mclust=True).loc[8, "Diagonal"] == cells_in_words.NONE
    assert cells_in_words.table(known, "bic", as_mclust=True).loc[8, "Full"] == "not computed"
    assert "none of the 20 starts" in cells_in_words.cell_in_words(nothing)
    assert criterion_table(list(known.values()), "bic")["n_components"].tolist() == [1]


def names_of(values):
    kinds = ["full", "tied", "diag", "spherical"]
    table = criterion_table([cell(8, kind, value) for kind, value in zip(kinds, values, strict=True)], "bic")
    names = name_table(table, 90.0, 110.0)
    return names["name"], np.array(names["value"])


@pytest.mark.parametrize("values", [[100.0, 100.1, 100.2, 999.0], [90.0, 90.1, 109.9, 109.95], [95, 100, 105, 108]])
def test_names_at_the_ends_of_the_curves_stay_apart_near_them_and_on_the_axis(values):
    names, places = names_of(values)
    assert (np.diff(places) >= 1).all()
    assert (places <= 110).all()
    assert np.abs(places - np.minimum(values, 110)).max() < 3  # of an axis of 20
    assert [name.removesuffix(" \u2191") for name in names] == ["Full", "Tied", "Diagonal", "Spherical"]
    assert ("\u2191" in names[-1]) == (values[-1] > 110)


def test_the_axis_is_not_flattened_by_a_few_bad_values():
    low, high = value_extent(np.array([100.0, 101, 102, 103, 104, 5000]))
    assert low < 100
    assert 104 < high < 200
    assert value_extent(np.array([7.0]))[1] > 7


def test_the_criterion_chart_marks_the_best_and_the_near_singular():
    cells = [cell(1, value=300), cell(2, value=100), cell(3, value=110, narrowest=1e-5)]
    chart = criterion_chart(cells, "icl", 8, dark=True)
    shown = rows(chart, "cells")
    assert [row["best"] for row in shown] == [False, True, False]
    assert [row["near_singular"] for row in shown] == [False, False, True]
    assert "cell" in [param["name"] for param in spec_of(chart)["params"] if "bind" in param]  # as the browser calls it


@pytest.mark.parametrize("criterion", ["bic", "aic", "icl"])
def test_a_criterion_chart_that_is_kept_is_the_one_built_afresh(criterion):
    first = [cell(k, value=300.0 + k) for k in (1, 2, 3)]
    second = [cell(k, kind, value=50.0 - k, narrowest=1e-5) for k in (1, 2) for kind in ("full", "tied")]
    for dark in (False, True):
        check_kept(criterion_chart, (first, criterion, 8), (second, criterion, 8), dark=dark)


def test_a_cell_of_your_own_data_keeps_them():
    data = Scenario.from_query({"data": "moons", "points": "300", "seed": "9"})[0].only_data()
    scenario = scenario_of(data, 4, "tied", 3)
    assert (scenario.source, scenario.n_points, scenario.data_seed, scenario.start_seed) == ("moons", 300, 9, 3)


# --- the cells in view ------------------------------------------------------------------------------------------------


def test_the_steps_of_the_cells_are_their_mixtures_filled_up_with_nothing():
    data = how_many_components.classic_data("faithful")
    X = data.dataset().X
    cells = [search(data, k, kind, 2) for k in (1, 2, 4) for kind in ("full", "spherical")]
    trace = as_steps(cells, X.std(axis=0))
    assert trace.weights.shape == (6, 4)
    for t, one in enumerate(cells):
        shown = Mixture(*(values[t][: one.n_components] for values in (trace.weights, trace.means, trace.covariances)))
        np.testing.assert_allclose(log_density(X, shown), log_density(X, one.mixture), rtol=1e-12)
        assert (trace.weights[t, one.n_components :] == 0).all()
        np.linalg.cholesky(trace.covariances[t])  # also what has no weight can be drawn


def test_components_that_answer_to_each_other_keep_their_number_whatever_their_order():
    places = np.array([[0.0, 0], [10, 0], [0, 10], [10, 10]])
    rng = np.random.default_rng(3)
    cells, orders = [], []
    for k, kind in [(2, "full"), (2, "tied"), (3, "full"), (4, "full"), (4, "tied")]:
        order = rng.permutation(k)
        means = (places[:k] + rng.uniform(-1, 1, (k, 2)))[order]
        cells.append(cell(k, kind, mixture=Mixture(np.full(k, 1 / k), means, np.array([np.eye(2)] * k))))
        orders.append(order)
    trace = as_steps(cells, np.ones(2))
    first = places[orders[0]]  # the order of the first cell goes on; newcomers follow
    whole = np.concatenate([first, places[2:]])
    for t, one in enumerate(cells):
        assert np.abs(trace.means[t, : one.n_components] - whole[: one.n_components]).max() <= 1


def test_a_sentence_says_how_far_a_cell_is_from_the_lowest_and_what_others_choose():
    known = {
        (1, "full"): cell(1, value=130.0),
        (2, "full"): cell(2, bic=100.25, aic=90.0, icl=101.0, n_reached=7),
        (2, "tied"): cell(2, "tied", bic=104.5, aic=80.0, icl=104.0, n_reached=1),
        (3, "full"): cell(3, bic=103.0, aic=95.0, icl=107.0, narrowest=1e-6, n_narrowest=2.04),
    }

    def said(k, kind, criterion="bic"):
        return cells_in_words.sentence(known[k, kind], known, criterion)

    assert said(2, "full") == (
        "K = 2, full: BIC 100.2, the lowest. AIC takes K = 2, tied; ICL agrees. 7 of 20 starts ended here."
    )
    assert said(2, "tied") == "K = 2, tied: BIC 104.5, 4.2 above the lowest (K = 2, full). 1 of 20 starts ended here."
    assert said(1, "full") == "K = 1, full: BIC 130.0, 29.8 above the lowest (K = 2, full)."
    assert "narrowed onto 2 points" in said(3, "full")
    assert said(2, "tied", "aic").startswith("K = 2, tied: AIC 80.0, the lowest. BIC takes K = 2, full; ICL takes")


def test_the_same_model_under_two_names_is_no_worse():
    known = {(1, "full"): cell(1, value=-5.0), (1, "tied"): cell(1, "tied", value=-5.0 + 1e-9)}
    assert "BIC \u22125.0, the lowest. AIC and ICL agree." in cells_in_words.sentence(known[1, "full"], known, "bic")
    assert "the same model as K = 1, full" in cells_in_words.sentence(known[1, "tied"], known, "bic")
