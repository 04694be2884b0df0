"""The lessons on published runs and on stopping rules."""

import json
import re

import pandas as pd
import pytest
from drawings import check_kept, rows, spec_of
from opening import links_of, open_page, text_of

from dashboard.charts.lessons.stopping_chart import quantity_table, stopping_chart
from dashboard.lessons import textbook_replays, the_stopping_rule
from emcore import Scenario
from emcore.study.replays import LEFT_OUT, REPLAYS, Comparison, Quantity
from emcore.study.stopping_rules import STOPPING_RULES

REPLAY_PAGE, STOPPING_PAGE = "pages/3_Textbook_replays.py", "pages/4_The_stopping_rule.py"


# --- published runs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", REPLAYS)
def test_a_click_loads_a_published_run(key):
    app = open_page(REPLAY_PAGE).run()
    app.radio(key="lesson-replay").set_value(key).run()
    assert not app.exception
    replay = REPLAYS[key]
    table = app.table[0].value
    assert list(table.index) == [quantity.name for quantity in replay.quantities]
    assert [value.replace("\u2212", "-") for value in table["Published"]] == [q.printed for q in replay.quantities]
    assert not table["Verdict"].str.startswith("✗").any()
    assert replay.why in text_of(app)
    assert replay.source in text_of(app)
    if replay.start is None:
        assert re.search(rf"\*\*\d+ of {replay.n_starts}\*\* ended there", text_of(app))


def test_what_is_left_out_is_named_with_its_reason():
    app = open_page(REPLAY_PAGE).run()
    for left_out in LEFT_OUT:
        assert left_out.label in text_of(app)
        assert left_out.reason in text_of(app)


def test_a_replay_opens_on_the_dashboard_unless_it_can_not_be_drawn():
    app = open_page(REPLAY_PAGE).run()
    app.radio(key="lesson-replay").set_value("faithful-murphy").run()
    scenario, problems = Scenario.from_query(links_of(app)[0])
    assert problems == []
    assert scenario == the_stopping_rule.murphy()


@pytest.mark.parametrize(
    ("ours", "verdict", "difference"),
    [
        (-1.2340, "✓", "0"),
        (-1.2343, "✓", "\u22120.00030"),
        (-1.2400, "≈ within ±0.01", "\u22120.00600"),
        (-1.3, "✗", "\u22120.06600"),
    ],
)
def test_a_row_of_the_verdict_table(ours, verdict, difference):
    quantity = Quantity("log-likelihood", "-1.234", lambda X, trace: ours, 0.01)
    row = textbook_replays.row(Comparison(quantity, ours))
    assert row["Published"] == "\u22121.234"
    assert row["Ours"] == f"{ours:.5f}".replace("-", "\u2212")
    assert row["Difference"] == difference
    assert row["Verdict"].startswith(verdict)


def test_the_headline_counts():
    def comparisons(*values):
        return tuple(Comparison(Quantity("", "1.00", lambda X, trace: 0.0, 0.1), value) for value in values)

    assert textbook_replays.headline(comparisons(1, 1.001)).startswith("All 2 numbers the same")
    assert textbook_replays.headline(comparisons(1)).startswith("The only number the same")
    assert textbook_replays.headline(comparisons(1, 1.05, 2)).endswith("; 1 differ as explained; 1 unexplained.")
    assert (
        textbook_replays.headline(comparisons(1.05))
        == "The only number not the same to the last digit printed; it differs as explained."
    )


# --- stopping rules ---------------------------------------------------------------------------------------------------


def murphys_run():
    dataset, trace = the_stopping_rule.murphy().run()
    return trace, len(dataset.X)


def test_it_opens_on_the_plateau():
    app = open_page(STOPPING_PAGE).run()
    assert not app.exception
    columns = list(app.table[0].value.columns)
    assert columns[0] == "End of the run: step 50"
    assert columns[1] == "Gain per point: step 5"
    assert columns[2] == "Relative gain: step 4"
    assert "Too early: **Gain per point**, 157 nats short" in text_of(app)
    assert Scenario.from_query(links_of(app)[0])[0] == the_stopping_rule.murphy()


def test_it_can_be_switched_to_the_visitors_own_run():
    app = open_page(STOPPING_PAGE, tol="0.1", iterations="30").run()
    app.radio(key="lesson-run").set_value("yours").run()
    assert not app.exception
    assert app.table[0].value.columns[0] == "End of the run: step 30"  # its own tolerance does not cut it short


@pytest.mark.parametrize("query", [{"iterations": "0"}, {"clusters": "3_0_1", "k": "8", "start": "kmeanspp"}])
def test_a_run_too_short_or_impossible_is_a_message(query):
    app = open_page(STOPPING_PAGE, **query).run()
    app.radio(key="lesson-run").set_value("yours").run()
    assert not app.exception
    assert len([*app.error, *app.info]) == 1


def test_the_table_reports_the_parameters_of_the_step():
    trace, n_points = murphys_run()
    table = the_stopping_rule.table(trace, n_points, 1e-3)
    step = STOPPING_RULES["mean-gain"].first_stop(trace, 1e-3, n_points)
    column = table[f"Gain per point: step {step}"]
    assert float(column["mean 2, x1"]) == pytest.approx(trace.means[step, 1, 0], rel=1e-3)
    assert float(column["sd 1, x2"]) == pytest.approx(trace.covariances[step, 0, 1, 1] ** 0.5, rel=1e-3)
    assert float(column["short of the end"]) == pytest.approx(
        trace.log_likelihoods[-1] - trace.log_likelihoods[step], abs=1e-3
    )


def test_a_rule_that_goes_on_has_no_parameters():
    trace, n_points = murphys_run()
    table = the_stopping_rule.table(trace, n_points, 0.0)
    assert list(table.columns[1:]) == [f"{rule.label}: goes on" for rule in STOPPING_RULES.values()]
    assert (table.iloc[:, 1:] == the_stopping_rule.NO_STOP).all(axis=None)
    assert "Still going on" in the_stopping_rule.early_stops(trace, n_points, 0.0)


@pytest.mark.parametrize("tolerance", [1e-6, 1e-3, 0.1])
def test_the_charts_stops_are_the_rules(tolerance):
    """The chart computes in the browser, from its table, what `first_stop` computes here."""
    trace, n_points = murphys_run()
    table = pd.DataFrame(quantity_table(trace, n_points)).astype({"quantity": float})
    for number, rule in enumerate(STOPPING_RULES.values()):
        mine = table[(table["rule"] == number) & (table["quantity"] < tolerance)]
        assert (None if mine.empty else int(mine["step"].min())) == rule.first_stop(trace, tolerance, n_points)


def test_the_stopping_chart_writes_undefined_quantities_as_null():
    trace, n_points = murphys_run()
    chart = stopping_chart(trace, n_points, -3.0, dark=False)
    number = [rule.label for rule in STOPPING_RULES.values()].index("Aitken's projection")
    first = next(row for row in rows(chart, "quantities") if row["rule"] == number)
    assert first["quantity"] is None
    assert "stop_exponent" in json.dumps(spec_of(chart))


@pytest.mark.parametrize("dark", [False, True])
def test_a_stopping_chart_that_is_kept_is_the_one_built_afresh(dark):
    (first, first_trace), (second, second_trace) = (
        Scenario(data_seed=steps, start="kmeanspp", max_iter=steps).run() for steps in (25, 40)
    )
    check_kept(stopping_chart, (first_trace, len(first.X), -3.0), (second_trace, len(second.X) + 1, -3.0), dark=dark)
