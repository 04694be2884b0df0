"""The lesson on coins without a browser: what it is given, what it says, its chart, its link."""

import json
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from drawings import check_kept
from opening import messages, open_page, query_of, text_of

from dashboard.charts.lessons.coins_chart import coins_trace
from dashboard.lessons import coins as lesson
from dashboard.lessons.course.coins import LESSON
from emcore.study.coins import HEADS, TAILS, Coins, fit

PAGE = "pages/6_Coins.py"
ORACLE = json.loads((Path(__file__).parents[2] / "data" / "coin.json").read_text(encoding="utf-8"))


def given(app, part="model"):
    """What the component of the picture, or another, is given."""
    (found,) = [json.loads(each.proto.json) for each in app.get("bidi_component") if f'"{part}"' in each.proto.json]
    return found


def test_the_tosses_shown_have_the_papers_counts():
    assert [row.count("H") for row in lesson.SEQUENCES] == HEADS.tolist() == [5, 9, 8, 4, 7]
    assert [row.count("T") for row in lesson.SEQUENCES] == TAILS.tolist()
    assert [tuple(row.values()) for row in lesson.model()["rows"]] == [(5, 5), (9, 1), (8, 2), (4, 6), (7, 3)]


def test_what_the_paper_prints_is_what_the_iterates_round_to():
    for step, printed in lesson.PRINTED.items():
        assert printed == tuple(f"{ORACLE['fixed'][step][f'theta_{coin}']:.2f}" for coin in "AB")
    assert lesson.one_coin() == pytest.approx(-32.05177389, abs=1e-8)


def test_the_words_say_what_is_so():
    runs = [
        fit(HEADS, TAILS, Coins(np.array([0.6, 0.5]), np.full(2, 0.5)), learn_weights=learned, **lesson.RULES)
        for learned in (False, True)
    ]
    more = runs[1][-1].log_likelihood - runs[0][-1].log_likelihood
    told = LESSON.tries[-1].see
    assert f"{len(runs[1]) - 1} steps in place of {len(runs[0]) - 1}, for {more:.4f} nats more" in told
    end = ORACLE["fixed"][-1]
    assert f"{end['loglik_sequences'] - lesson.one_coin():.2f} nats above **one coin for all**" in text_of(
        open_page(PAGE).run()
    )


def test_a_link_gives_the_browser_its_start():
    app = open_page(PAGE, coin_a="0.25", coin_weights="learned").run()
    assert not app.exception
    assert given(app)["start"] == [0.25, 0.5]
    assert given(app)["rules"]["learn_weights"]
    app.segmented_control(key="lesson-coin_weights").set_value("fixed").run()
    assert not given(app)["rules"]["learn_weights"]
    query = query_of(app)
    assert query["coin_a"] == "0.25"
    assert "coin_weights" not in query


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"coin_a": "heads"}, "coin_a = heads is not a number"),
        ({"coin_b": "1"}, "coin_b = 1 is out of range; 0.99 is used"),
        ({"coin_weights": "x"}, "coin_weights = x is none of fixed, learned"),
    ],
)
def test_rubbish_is_a_message_and_the_page_is_there(query, complaint):
    app = open_page(PAGE, **query).run()
    assert not app.exception
    assert complaint in messages(app)


@pytest.mark.parametrize("told", ["", "0.3", "0.3 0.4 0.5", "0.3 x", "0.3 nan", "0.3 7", None])
def test_a_start_that_is_none_changes_nothing(monkeypatch, told):
    chosen = {"coin_a": 0.6}
    monkeypatch.setattr(st, "session_state", {lesson.KEY: {"moved": told}, "choices": chosen})
    lesson.take()
    assert chosen == {"coin_a": 0.6}
    st.session_state[lesson.KEY]["moved"] = "0.31 0.5"
    lesson.take()
    assert chosen == {"coin_a": 0.31, "coin_b": 0.5}


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_is_kept(dark):
    check_kept(coins_trace, (-32.05,), (-10.0,), dark=dark)
