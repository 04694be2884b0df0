"""The lesson on the restart atlas: rows and sentences, ways to start, chances, the runs that it opens."""

import json
from math import nan

import numpy as np
import pytest
from drawings import check_kept, rows, spec_of
from opening import links_of, messages, open_page, query_of, text_of

from dashboard.charts.lessons.endings import LETTERS, ending_colours, on_endings
from dashboard.charts.lessons.ways_chart import ways_chart
from dashboard.charts.palette import TEXT, contrast, paper
from dashboard.common.working import UNFINISHED, Held
from dashboard.lessons import atlas_in_view, atlas_in_words, the_restart_atlas
from dashboard.lessons.searching import Search
from emcore import Mixture, Scenario
from emcore.study.atlas import Atlas, AtlasSearch, Optimum, StartEnd
from emcore.study.basins import BasinSearch
from emcore.study.ways_to_start import Way

PAGE = "pages/9_The_restart_atlas.py"
SMALL = {"data": "esl", "k": "2", "start": "random-points", "weights": "learned", "atlas": "yours", "seeds": "100"}
MIXTURE = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])


def atlas(*ends, values=(-10.0, -12.5)):
    """An atlas of starts that ended so: at an optimum's place, "collapsed", "cut off" or "twins"."""
    told = {
        "collapsed": ("collapsed", None, False),
        "cut off": ("max_iter", None, False),
        "twins": ("converged", None, True),
    }
    all_ends = []
    for number, end in enumerate(ends, 1):
        stop, place, twins = told.get(end, ("converged", end, False))
        all_ends.append(StartEnd(number, stop, 10 * number, nan, place, twins))
    optima = [
        Optimum(value, tuple(e.number for e in all_ends if e.optimum == i), 20.0, 40, value, MIXTURE)
        for i, value in enumerate(values)
    ]
    return Atlas(len(ends), tuple(optima), tuple(all_ends))


# --- rows and sentences -----------------------------------------------------------------------------------------------


def test_every_start_stands_in_one_row_the_best_first():
    found = atlas_in_words.rows(atlas(1, 0, 1, "collapsed", "cut off", 1, "twins", 0))
    assert [(row.letter, row.starts, row.mark) for row in found] == [
        ("A", (2, 8), "dot"),
        ("B", (1, 3, 6), "dot"),
        ("×", (4,), "cross"),
        ("○", (5,), "ring"),
        ("=", (7,), "ring"),
    ]
    assert found[0].count == "2 · 25 %"
    assert found[1].told == "Optimum B, log-likelihood −12.50: 3 starts, 38 %"


def test_a_fit_of_fewer_components_is_a_row_but_called_no_peak():
    twice = Mixture([0.4, 0.6], [[1.0], [1.0]], [[[1.0]], [[1.0]]])
    optima = (Optimum(-10.0, (1,), 5.0, 5, -10.0, MIXTURE), Optimum(-12.5, (2,), 5.0, 5, -12.5, twice))
    found = Atlas(2, optima, (StartEnd(1, "converged", 5, -10.0, 0), StartEnd(2, "converged", 5, -12.5, 1)))
    assert [row.note for row in atlas_in_words.rows(found)] == ["", "no peak"]
    assert atlas_in_words.rows(found)[1].told == "Standstill B, log-likelihood −12.50, no peak: 1 start, 50 %"
    best, other, *_ = atlas_in_words.sentences(found, own=0, own_place=-1)
    assert "peak" not in best
    assert other.endswith("A standstill, no peak: this is a fit of fewer components.")


def test_a_start_cut_off_at_an_optimum_stands_in_its_row():
    ends = (StartEnd(1, "converged", 5, -1.0, 0), StartEnd(2, "max_iter", 500, -1.0, 0))
    found = atlas_in_words.rows(Atlas(2, (Optimum(-1.0, (1,), 5.0, 5, -1.0, MIXTURE),), ends))
    assert [row.starts for row in found] == [(1, 2)]


def test_of_many_optima_the_lowest_share_a_row():
    n = 9
    found = atlas_in_words.rows(atlas(*range(n), values=-np.arange(1.0, n + 1)))
    assert "".join(row.letter for row in found) == LETTERS[:5] + "…"
    assert found[-1].starts == (6, 7, 8, 9)
    assert found[-1].optima == (5, 6, 7, 8)
    assert found[-1].value == "4 others"


def test_the_sentences_say_how_far_below_and_which_run_is_ones_own():
    best, other, *reasons = atlas_in_words.sentences(atlas(1, 0, 1, 1), own=3, own_place=-1)
    assert best == ("A: log-likelihood −10.00, the highest found. 1 of 4 starts ended here (25 %), within 20 steps.")
    assert "−12.50, 2.50 below A. 3 of 4 starts ended here (75 %)" in other
    assert other.endswith("Your one run is among them.")
    assert [line.split(":")[0] for line in reasons] == ["Collapsed", "Still climbing", "Twins"]
    for sign, line in zip("×○=", reasons, strict=True):
        assert [best, other, *reasons][atlas_in_words.line_of(sign, 2)] == line


def test_a_run_that_is_none_of_the_starts_is_named_where_it_ended_or_what_became_of_it():
    found = atlas(1, 0, 1)
    ended_at = {value: atlas(0, values=(value,)) for value in (-12.5 + 5e-5, -11.0)}
    places = [atlas_in_words.place_of(own, found) for own in (*ended_at.values(), atlas("collapsed", values=()), None)]
    assert places == [1, -1, -1, -1]
    best, other, *_ = atlas_in_words.sentences(found, own=0, own_place=1)
    assert other.endswith("Your one run ended here too.")
    assert "Your one run" not in best
    assert atlas_in_words.own_in_words(ended_at[-11.0]).endswith("where none of these did: log-likelihood −11.00.")
    assert atlas_in_words.own_in_words(atlas("collapsed", values=())) == "Your own run collapsed."


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0 %"), (0.062, "6.2 %"), (0.876, "88 %"), (0.998, "99.8 %"), (1, "100 %")]
)
def test_small_shares_and_those_near_all_have_a_decimal(share, said):
    assert atlas_in_words.percent(share) == said


# --- how many starts are enough ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("share", "n"), [(0.5, 5), (0.062, 47), (0.9, 2), (0.95, 1), (1, 1), (0.002, 1497)])
def test_so_many_starts_find_an_optimum_with_95_percent_and_one_less_does_not(share, n):
    assert atlas_in_words.starts_for(share) == n
    assert (1 - share) ** n <= 0.05 * (1 + 1e-9)
    assert n == 1 or (1 - share) ** (n - 1) > 0.05


# --- ways to start ----------------------------------------------------------------------------------------------------


def way(key, n_best, n=100):
    return Way(key, n, n, n_best, 0, 0, 20.0, 2000)


def test_the_ways_in_words():
    said = atlas_in_words.ways_in_words([way("random-points", 6), way("kmeans", 0), way("random-responsibilities", 14)])
    assert "**Random responsibilities** find the best most often: in 14 of 100 starts." in said
    assert "**k-means**: not once." in said
    assert "all runs end at the best" in atlas_in_words.ways_in_words([way("kmeans", 100), way("kmeanspp", 100)])
    assert atlas_in_words.way_in_words(way("kmeans", 6)) == "6.0 % · 20 steps"


def test_the_parts_of_a_way_have_the_letters_of_the_atlas_in_view():
    in_view = atlas(0, 1, 1)
    other = atlas(0, 0, 1, "collapsed", values=(-9.0, -12.5))
    assert atlas_in_words.parts(other, in_view) == [(0.5, len(LETTERS), "★"), (0.25, 1, "B"), (0.25, len(LETTERS), "×")]
    assert sum(share for share, *_ in atlas_in_words.parts(in_view, in_view)) == pytest.approx(1)


def test_the_chart_of_the_ways_is_kept():
    def arguments(shares):
        ends = np.cumsum(shares).tolist()
        n = len(shares)
        parts = {"way": ["k-means"] * n, "begin": [0.0, *ends[:-1]], "end": ends, "tone": [0, 1], "letter": ["A", "B"]}
        return parts, {"way": ["k-means"], "said": ["6 %"]}

    check_kept(ways_chart, arguments([0.1, 0.9]), arguments([0.5, 0.5]), dark=False)
    assert len(rows(ways_chart(*arguments([0.1, 0.9]), dark=True), "parts")) == 2
    assert spec_of(ways_chart(*arguments([0.1, 0.9]), dark=True)) != spec_of(
        ways_chart(*arguments([0.1, 0.9]), dark=False)
    )


@pytest.mark.parametrize("dark", [False, True])
def test_the_colours_of_the_optima_are_seen_and_their_letters_read(dark):
    for colour, on in zip(ending_colours(dark), on_endings(dark), strict=True):
        assert contrast(colour, paper(dark)) > 3
        assert contrast(colour, on) > TEXT
    assert len(ending_colours(dark)) == len(LETTERS)


# --- the runs ---------------------------------------------------------------------------------------------------------


def test_a_start_opens_as_the_run_that_ended_there():
    scenario = the_restart_atlas.as_searched(the_restart_atlas.EXAMPLES["faithful"], "random-points")
    opened = the_restart_atlas.run_of(scenario, 1, 272)
    assert Scenario.from_query(opened.to_query()) == (opened, [])
    trace = opened.run()[1]
    assert trace.stop == "converged"
    assert trace.log_likelihoods[-1] == pytest.approx(-1119.213971, abs=1e-4)  # an optimum found by other means


def test_a_place_on_the_map_opens_as_the_run_that_ended_there():
    scenario = the_restart_atlas.as_searched(the_restart_atlas.EXAMPLES["two"], "random-points")
    X = scenario.dataset().X
    search = BasinSearch(scenario, X, 4)
    while search.work():
        pass
    basins = search.basins()
    for cell, end in enumerate(basins.atlas.ends, 1):
        opened = the_restart_atlas.run_from(scenario, basins, cell, len(X))
        column, row = (cell - 1) % 4, (cell - 1) // 4
        assert opened.components[0].mean == (basins.x[column], basins.y[row])
        if end.stop == "converged" and end.steps < 500:
            assert opened.run()[1].log_likelihoods[-1] == pytest.approx(end.log_likelihood, abs=1e-3)
        assert atlas_in_view.cell_of(basins, np.array([basins.x[column], basins.y[row]])) == cell
    (x0, x1), (y0, y1) = atlas_in_view.map_ends(basins)
    assert (x1 - x0) / 4 == pytest.approx(basins.x[1] - basins.x[0])
    assert y0 < X[:, 1].min() < X[:, 1].max() < y1


# --- the page ---------------------------------------------------------------------------------------------------------


def test_a_scenario_of_ones_own_has_its_atlas_and_its_run_is_marked():
    app = open_page(PAGE, start_seed="3", **SMALL).run()
    assert not app.exception
    query = links_of(app)[0]
    assert (query["start_seed"], query["data"], query["k"]) == ("3", "esl", "2")
    assert "Which way to start?" in text_of(app)
    app = open_page(PAGE, pick="7", **SMALL).run()
    assert links_of(app)[0]["start_seed"] == "7"
    assert query_of(app)["pick"] == "7"
    app.selectbox(key="lesson-way").set_value("kmeans").run()
    assert "pick" not in query_of(app)
    assert query_of(app)["way"] == "kmeans"


def test_a_start_by_hand_gives_way_to_seeded_ones_and_the_page_says_so():
    app = open_page(PAGE, **Scenario(source="esl").to_query(), atlas="yours", seeds="100").run()
    assert not app.exception
    assert "A start by hand has no seeds" in text_of(app)
    assert app.selectbox(key="lesson-way").value == "random-points"


def handed_over(app):
    """What the browser gets of the atlas."""
    return next(data for part in app.get("bidi_component") if (data := json.loads(part.proto.json or "{}")).get("rows"))


def test_ones_own_run_is_marked_where_it_ends_though_it_is_none_of_the_starts():
    app = open_page(PAGE, **{**SMALL, "start": "kmeanspp"}, way="random-points").run()
    assert not app.exception
    given = handed_over(app)
    scenario = Scenario.from_query({**SMALL, "start": "kmeanspp"})[0]
    end = the_restart_atlas.run_of(scenario, 1, 272).run()[1].log_likelihoods[-1]
    assert given["own"] == 0
    assert given["rows"][given["own_row"]]["value"] == atlas_in_words.nats(end)


def test_what_has_been_found_is_seen_before_the_search_is_done_and_stays_when_it_is_stopped():
    query = {**SMALL, "data": "acidity"}
    given = Scenario.from_query({name: query[name] for name in ("data", "k", "start", "weights")})[0]
    scenario = the_restart_atlas.as_searched(given, "random-points")
    X = scenario.dataset().X
    searching = AtlasSearch(scenario, X, 100)
    while searching.done < 0.2:
        searching.work()
    n_ended = searching.n_ended
    assert n_ended < 100
    app = open_page(PAGE, **query)
    search = Search(searching, len(X), "EM", 100, "runs")
    app.session_state[UNFINISHED] = Held(("atlas", scenario, 100), search, stopped=True)
    app.run()
    assert not app.exception
    assert sum(len(row["starts"]) for row in handed_over(app)["rows"]) == n_ended
    assert "Stopped:" in text_of(app)
    app.button(key="atlas-go-on").click().run()
    assert "Stopped:" not in text_of(app)
    assert sum(len(row["starts"]) for row in handed_over(app)["rows"]) == 100


def test_what_the_lesson_cannot_do_with_a_scenario_it_says_with_the_way_out():
    app = open_page(PAGE, **{**SMALL, "k": "1"}).run()
    assert "every start ends at the same optimum" in messages(app)
    app = open_page(PAGE, atlas="yours", data="moons", points="6000", start="random-points").run()
    assert "6,000 points" in messages(app)
    assert "takes at most 5,000" in messages(app)
    assert not app.exception


def test_a_map_is_offered_where_there_can_be_one():
    app = open_page(PAGE, **{**SMALL, "data": "faithful"}).run()
    assert not app.exception
    assert app.segmented_control(key="lesson-shown").value == "starts"
    app = open_page(PAGE, **SMALL).run()
    assert not any(control.key == "lesson-shown" for control in app.segmented_control)
