"""The lesson on the bound as data: what its charts hold, what the browser is given, where EM ends from every start."""

import json

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from drawings import check_kept, rows, spec_of
from opening import messages, open_page, query_of
from scipy.stats import norm

from dashboard.charts.lessons.bound_charts import bars_chart, curves_chart
from dashboard.charts.lessons.hill import Hill, curve_table
from dashboard.lessons import the_bound
from dashboard.link.choices import CHOICES
from emcore import log_density
from emcore.data.classic import load
from emcore.study.one_parameter import narrow_on_broad

PAGE = "pages/2_The_bound.py"
X = load("esl").X
LOW, HIGH = CHOICES["from"].kind.limits


@pytest.fixture(scope="module")
def hill():
    return the_bound.hill()


def domains_of(chart):
    """The domains of every axis, each once."""
    domains = {"x": set(), "y": set()}
    (numbers,) = rows(chart, "numbers")
    for layer in spec_of(chart)["layer"]:
        for channel in domains:
            domain = layer.get("encoding", {}).get(channel, {}).get("scale", {}).get("domain")
            if domain:
                domains[channel].add(tuple(numbers[end["expr"]] if isinstance(end, dict) else end for end in domain))
    return domains


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_the_curve_drawn_is_emcores_log_likelihood(hill):
    for row in pd.DataFrame(curve_table(hill)).iloc[::40].itertuples():
        assert row.nats == pytest.approx(log_density(X, hill.model.at(row.mean)).sum(), rel=1e-12)


def test_what_the_browser_is_given_makes_the_same_mixture(hill):
    given = the_bound.model()
    assert given["points"] == X[:, 0].tolist()
    for mean in (-1.0, 3.0):
        joint = given["weight"] * norm(mean, given["sd"]).pdf(X[:, 0]) + np.exp(given["others"])
        np.testing.assert_allclose(np.log(joint), log_density(X, hill.model.at(mean)), rtol=1e-12)


# --- charts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("chart", [curves_chart, bars_chart])
def test_only_data_differ_between_hills(hill, chart, dark):
    check_kept(chart, [hill], [Hill.of(2 * X + 3, narrow_on_broad(2 * X + 3))], dark=dark)


def test_both_charts_share_the_axis_of_nats_and_hold_everything(hill):
    curves, bars = curves_chart(hill, dark=False), bars_chart(hill, dark=False)
    assert domains_of(curves)["y"] == domains_of(bars)["y"]
    ((low, high),) = domains_of(curves)["y"]
    assert low < hill.floor < hill.curve.min()
    assert high > hill.curve.max()
    ((left, right),) = domains_of(curves)["x"]
    assert left < min(X.min(), LOW)
    assert right > max(X.max(), HIGH)


@pytest.mark.parametrize("chart", [curves_chart, bars_chart])
def test_the_charts_follow_the_step_bar_and_the_run(hill, chart):
    spec = spec_of(chart(hill, dark=False))
    inputs = {param["name"]: param["bind"] for param in spec["params"] if "bind" in param}
    assert inputs["step"]["max"] >= 2 * the_bound.RULES["max_iter"] + 1  # beats
    assert {"climb", "in_hand"} <= set(inputs)


# --- the start --------------------------------------------------------------------------------------------------------


def given_to_the_browser(app):
    parts = [json.loads(part.proto.json) for part in app.get("bidi_component") if part.proto.json]
    return next(part for part in parts if "rules" in part)


def test_a_link_gives_the_browser_its_start_and_keeps_it():
    app = open_page(PAGE, **{"from": "3.5", "step": "4"}).run()
    given = given_to_the_browser(app)
    assert (given["start"], given["step"], messages(app)) == (3.5, 4, "")
    app.run()
    assert given_to_the_browser(app)["arrival"] == given["arrival"]  # the browser's own start stays
    assert query_of(app)["from"] == "3.5"


@pytest.mark.parametrize("told", ["left", None, float("nan"), 1e9, [1], {"from": 1}])
def test_a_start_that_is_none_changes_nothing(monkeypatch, told):
    chosen = {}
    monkeypatch.setattr(st, "session_state", {the_bound.KEY: {"moved": told}, "choices": chosen})
    the_bound.take()
    assert chosen == {}
    st.session_state[the_bound.KEY]["moved"] = 3.26
    the_bound.take()
    assert chosen == {"from": 3.25}
