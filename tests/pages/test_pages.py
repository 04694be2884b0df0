"""Every page runs, twice, from any link; trouble is a message, never a traceback."""

from dataclasses import replace

import pytest
from opening import PAGES, messages, open_page, open_scenario, query_of, text_of

from emcore import PRESETS, STARTS, Gaussian, Scenario
from emcore.scenario.own_points import OwnData


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_twice_from_a_deep_link(page):
    app = open_page(page, k="2", start="kmeanspp", data="faithful").run()
    assert not app.exception
    app.run()
    assert not app.exception
    assert messages(app) == ""


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_opens_by_its_name_and_by_its_link(key):
    app = open_scenario(PRESETS[key].scenario)
    assert not app.exception
    assert app.selectbox(key="preset").value == key
    assert app.markdown[0].value == f"# {PRESETS[key].question}"


@pytest.mark.parametrize("key", PRESETS)
def test_choosing_a_preset_writes_its_link(key):
    app = open_page(data="acidity").run()
    app.selectbox(key="preset").set_value(key).run()
    assert not app.exception
    assert query_of(app) == PRESETS[key].scenario.to_query()


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"k": "99", "start": "kmeanspp"}, "k = 99 is out of range; 8 is used"),
        ({"k": "many", "start": "kmeanspp"}, "k = many is not a whole number"),
        ({"data": "<script>"}, "is none of"),
        ({"components": "1_2"}, "is not a list"),
        ({"clusters": "nan_0_1"}, "is not a list"),
        ({"iterations": "1e9"}, "500 is used"),
        ({"step": "-3"}, "0 is used"),
        ({"step": "9999"}, "the last one is used"),
        ({"step": "400"}, "last step of this run, 100, is shown"),
        ({"contours": "spiky"}, "is none of"),
        ({"colour": "red"}, "colour is no setting"),
    ],
)
def test_rubbish_in_a_link_is_a_message(query, complaint):
    app = open_page(**query).run()
    assert not app.exception
    assert complaint in messages(app)
    app.run()
    assert not app.exception


@pytest.mark.parametrize("contours", ["none", "lines", "filled"])
@pytest.mark.parametrize("source", ["clusters-2d", "ring", "faithful"])
def test_views_do_not_change_the_run(source, contours):
    scenario = Scenario(source=source, start="kmeanspp", max_iter=8)
    app = open_scenario(scenario, contours=contours, truth="yes")
    assert not app.exception
    assert messages(app) == ""
    assert Scenario.from_query(query_of(app))[0] == scenario


def test_a_collapse_is_explained_and_the_run_up_to_it_shown():
    app = open_scenario(PRESETS["collapse"].scenario)
    assert not app.exception
    assert messages(app) == ""  # at step 0 nothing has failed yet; the browser's sentence says it where it does
    assert len(app.get("vega_lite_chart")) == 2


@pytest.mark.parametrize("start", STARTS)
def test_more_components_than_distinct_points_is_explained(start):
    few = Scenario(clusters=(Gaussian(3, (0.0,), (1.0,)),), start=start, n_components=8)
    app = open_scenario(few)
    assert not app.exception
    assert any(cure in messages(app) for cure in ("fewer components", "ridge"))
    assert len(app.get("vega_lite_chart")) >= 1


def test_the_cure_named_for_a_singular_start_works():
    singular = Scenario(clusters=(Gaussian(3, (0.0,), (1.0,)),), start="kmeans", n_components=3)
    assert "ridge" in messages(open_scenario(singular))
    cured = open_scenario(replace(singular, reg_covar=0.1))
    assert messages(cured) == ""
    assert len(cured.get("vega_lite_chart")) == 2
    cured = open_scenario(replace(singular, prior=True))
    assert messages(cured) == ""


@pytest.mark.parametrize(
    ("page", "choice"),
    [
        ("app.py", {}),
        ("pages/4_The_stopping_rule.py", {"run": "yours"}),
        ("pages/5_How_many_components.py", {}),
        ("pages/8_The_likelihood_landscape.py", {"land": "yours"}),
        ("pages/9_The_restart_atlas.py", {"atlas": "yours"}),
        ("pages/10_The_collapse_clinic.py", {"patient": "yours"}),
    ],
)
@pytest.mark.parametrize("points", [((1.0, 2.0), (3.0, 5.0)), ((1.0, 5.0), (2.0, 5.0), (4.0, 5.0), (8.0, 5.0))])
def test_points_that_give_no_prior_are_refused_in_words(page, choice, points):
    """Fewer than D + 1 points; all equal in a column."""
    scenario = Scenario("own", own=OwnData(points), start="kmeanspp", n_components=2, prior=True)
    app = open_page(page, **scenario.to_query(), **choice).run()
    assert not app.exception
    assert "do not spread in every direction, so that they give no conjugate prior; use none" in messages(app)


@pytest.mark.parametrize(
    ("page", "choice", "words"),
    [
        ("pages/4_The_stopping_rule.py", {"run": "yours"}, "which these rules watch, may fall a little"),
        ("pages/8_The_likelihood_landscape.py", {"land": "yours"}, "this land has none: it is the log-likelihood"),
    ],
)
def test_a_lesson_that_shows_the_log_likelihood_of_a_run_with_a_prior_says_so(page, choice, words):
    query = {"data": "faithful", "k": "2", "start": "kmeanspp", "iterations": "8", **choice}
    for prior in ("none", "conjugate"):
        app = open_page(page, **query, prior=prior).run()
        assert not app.exception
        assert (words in text_of(app)) == (prior == "conjugate")


def test_widgets_change_the_link():
    app = open_scenario(Scenario())
    app.segmented_control(key="dimensions").set_value(2).run()
    assert query_of(app) == {"data": "clusters-2d", "start": "kmeanspp", "weights": "learned"}
    app.selectbox(key="source").set_value("moons").run()
    assert query_of(app) == {"data": "moons"}
    app.slider(key="n_components").set_value(5).run()
    app.slider(key="max_iter").set_value(7).run()
    app.segmented_control(key="learn_weights").set_value(False).run()
    app.selectbox(key="covariance_type").set_value("tied").run()
    app.number_input(key="tol").set_value(0.001).run()
    app.number_input(key="reg_covar").set_value(0.5).run()
    app.segmented_control(key="prior").set_value(True).run()
    app.slider(key="noise").set_value(0.25).run()
    app.button(key="data_seed-next").click().run()
    assert not app.exception
    assert query_of(app) == {
        "data": "moons", "start": "kmeanspp", "k": "5", "iterations": "7", "covariance": "tied",
        "tol": "0.001", "ridge": "0.5", "prior": "conjugate", "noise": "0.25", "seed": "2",
    }  # fmt: skip


@pytest.mark.parametrize("key", ["notebook-1d", "notebook-2d", "overlapping", "faithful"])
def test_other_data_begin_with_a_sensible_run(key):
    app = open_scenario(PRESETS[key].scenario)
    source = "galaxies" if PRESETS[key].scenario.n_features == 1 else "penguins"
    app.selectbox(key="source").set_value(source).run()
    scenario, problems = Scenario.from_query(query_of(app))
    assert problems == []
    assert (scenario.source, scenario.start, scenario.learn_weights, scenario.max_iter) == (
        source,
        "kmeanspp",
        True,
        100,
    )
    assert messages(app) == ""


def test_other_data_keep_a_start_and_options_that_were_chosen():
    chosen = Scenario(source="ring", start="random-points", n_components=5, max_iter=30, covariance_type="tied")
    app = open_scenario(chosen)
    app.selectbox(key="source").set_value("moons").run()
    assert Scenario.from_query(query_of(app)) == (replace(chosen, source="moons"), [])


def test_clusters_and_components_can_be_added_and_removed():
    app = open_scenario(Scenario())
    app.number_input(key="n_clusters").set_value(5).run()
    assert query_of(app)["clusters"].count("~") == 4
    app.number_input(key="n_clusters").set_value(1).run()
    assert query_of(app)["clusters"] == "500_-50_5"
    app.slider(key="n_components").set_value(8).run()
    assert query_of(app)["components"].count("~") == 7
    app.slider(key="n_components").set_value(1).run()
    assert query_of(app)["components"] == "1_-5_5"
    assert not app.exception


def test_taking_a_start_over_by_hand_keeps_its_values():
    app = open_page(data="faithful-waiting", start="kmeans", k="2", weights="learned").run()
    app.selectbox(key="start").set_value("hand").run()
    assert not app.exception
    by_hand, problems = Scenario.from_query(query_of(app))
    assert problems == []
    _, before = Scenario(source="faithful-waiting", start="kmeans", n_components=2, learn_weights=True).run()
    _, after = by_hand.run()
    assert after.means[0] == pytest.approx(before.means[0], rel=1e-6)
    assert after.covariances[0] == pytest.approx(before.covariances[0], rel=1e-5)


def test_components_that_start_alike_are_told_of():
    same = Gaussian(1, (0.0,), (20.0,))
    app = open_scenario(Scenario(components=(same, Gaussian(1, (50.0,), (20.0,)), same), max_iter=5))
    assert "Components 1 and 3 start with the same mean and covariance" in messages(app)
    assert "never part" not in messages(open_scenario(Scenario(max_iter=5)))
