"""The lessons on published runs and on stopping rules."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from drawings import check_kept, rows, spec_of
from opening import links_of, open_page, text_of

from dashboard.charts.lessons.stopping_chart import quantity_table, stopping_chart
from dashboard.lessons import textbook_replays, the_stopping_rule
from emcore import Scenario
from emcore.study.replays import LEFT_OUT, REPLAYS, Comparison, Quantity
from emcore.study.stopping_rules import STOPPING_RULES
from emcore.study.verdicts import verdict

REPLAY_PAGE, STOPPING_PAGE = "pages/3_Textbook_replays.py", "pages/4_The_stopping_rule.py"


# --- published runs ---------------------------------------------------------------------------------------------------


def radio_of(app, key):
    """The list in which a published run stands."""
    return app.radio(key=f"lesson-replay-{'agrees' if REPLAYS[key].agrees else 'differs'}")


def step_lines(app):
    """What the page says of every step."""
    told = next(part for part in app.get("bidi_component") if "sentences" in part.proto.json)
    return json.loads(told.proto.json)["sentences"]


@pytest.mark.parametrize("key", REPLAYS)
def test_a_click_loads_a_published_run(key):
    app = open_page(REPLAY_PAGE).run()
    radio_of(app, key).set_value(key).run()
    assert not app.exception
    replay = REPLAYS[key]
    table = app.table[0].value
    assert list(table.index) == [quantity.name for quantity in replay.quantities]
    assert [value.replace("\u2212", "-") for value in table["Published"]] == [q.printed for q in replay.quantities]
    assert set(table["Verdict"].str[0]) <= {"✓", "≈"}
    assert (set(table["Verdict"].str[0]) == {"✓"}) == replay.agrees
    for said in (replay.story, replay.why, replay.see, replay.source):
        assert said in text_of(app)
    if replay.start is None:
        assert re.search(rf"\*\*\d+ of {replay.n_starts}\*\* ended there", text_of(app))
    others = [radio.value for radio in app.radio if radio.key.startswith("lesson-replay") and radio.value != key]
    assert others == [None]  # no two are marked


def test_it_opens_on_a_run_that_agrees_and_those_that_do_not_come_after():
    app = open_page(REPLAY_PAGE).run()
    first, second = (radio for radio in app.radio if radio.key.startswith("lesson-replay"))
    assert "✓ At the end, step 50: all 3 numbers the same" in text_of(app)
    assert first.value in [key for key, replay in REPLAYS.items() if replay.agrees]
    assert second.value is None
    assert "better story" in second.label
    assert len(first.options) + len(second.options) == len(REPLAYS)


def test_a_button_goes_through_all_of_them_in_this_order():
    app = open_page(REPLAY_PAGE).run()
    seen = [app.session_state["choices"].get("replay", next(iter(REPLAYS)))]
    while buttons := [button for button in app.button if button.key == "replay-next"]:
        buttons[0].click().run()
        assert not app.exception
        seen.append(app.session_state["choices"]["replay"])
        assert REPLAYS[seen[-1]].label in buttons[0].label
    assert sorted(seen) == sorted(REPLAYS)
    agree = [REPLAYS[key].agrees for key in seen]
    assert agree == sorted(agree, reverse=True)


@pytest.mark.parametrize("key", REPLAYS)
def test_its_picture_is_of_the_very_run_of_the_verdict(key):
    app = open_page(REPLAY_PAGE, replay=key).run()
    lines = step_lines(app)
    result = verdict(REPLAYS[key])
    assert len(lines) == result.steps + 1
    comparisons = result.comparisons(REPLAYS[key])
    same, of = sum(comparison.agrees for comparison in comparisons), len(comparisons)
    ending = re.search(r"Stopped here: (.+) = (\S+?)[;,] (.+)\.$", lines[-1])
    followed = next(c for c in comparisons if c.quantity.name == ending[1])
    assert abs(float(ending[2].replace("\u2212", "-")) - followed.ours) <= followed.quantity.rounding * (1 + 1e-6)
    if of > 1:
        assert ending[3] == f"{'all' if same == of else f'{same} of'} {of} numbers as published"
    assert followed.agrees == REPLAYS[key].agrees  # else it is one that shows the difference
    chart = app.main.get("vega_lite_chart")[0]
    assert chart.proto.spec


def test_the_line_of_a_step_says_what_stopping_there_would_have_printed():
    lines = step_lines(open_page(REPLAY_PAGE, replay="faithful-eee3").run())
    assert "Stopped here: log-likelihood = \u22121126.328; 1 of 4 numbers as published." in lines[28]
    assert "log-likelihood = \u22121126.325;" in lines[29]
    lines = step_lines(open_page(REPLAY_PAGE, replay="esl").run())
    assert "Stopped here: mean 1 = 1.06; 3 of 9 numbers" in lines[10]
    assert "Stopped here: mean 1 = 0.94; 0 of 9 numbers" in lines[0]  # weights are there from step 1 on
    lines = step_lines(open_page(REPLAY_PAGE, replay="faithful-murphy").run())
    assert [step for step, line in enumerate(lines) if "all 3 numbers as published" in line] == list(range(44, 51))
    lines = step_lines(open_page(REPLAY_PAGE, replay="iris-vvv2").run())
    assert lines[5].endswith("Stopped here: BIC, as mclust = \u2212574.0178, published \u2212574.0178.")


def test_what_is_left_out_is_named_with_its_reason():
    app = open_page(REPLAY_PAGE).run()
    for left_out in LEFT_OUT:
        assert left_out.label in text_of(app)
        assert left_out.reason in text_of(app)


def test_a_replay_opens_on_the_dashboard():
    app = open_page(REPLAY_PAGE, replay="faithful-murphy").run()
    scenario, problems = Scenario.from_query(links_of(app)[0])
    assert problems == []
    assert scenario == the_stopping_rule.murphy()


def test_a_replay_that_no_link_can_say_shows_its_numbers_and_why_there_is_no_picture(monkeypatch):
    result = verdict(REPLAYS["esl"])
    monkeypatch.setattr(textbook_replays, "verdict_on", lambda key: replace(result, scenario=None))
    app = open_page(REPLAY_PAGE, replay="esl").run()
    assert not app.exception
    assert "start can't be written into a link" in text_of(app)
    assert len(app.table) == 1
    assert not app.main.get("vega_lite_chart")


@pytest.mark.parametrize(
    ("ours", "verdict"),
    [
        (-1.2340, "✓ same"),
        (-1.2343, "✓ same"),
        (-1.2400, "≈ \u22120.006"),
        (-1.2244, "≈ +0.0096"),
        (-1.3, "✗ \u22120.066"),
    ],
)
def test_a_row_of_the_verdict_table(ours, verdict):
    quantity = Quantity("log-likelihood", "-1.234", lambda X, trace: ours, 0.01)
    row = textbook_replays.row(Comparison(quantity, ours))
    assert row["Published"] == "\u22121.234"
    assert row["Ours, at the end"] == f"{ours:.5f}".replace("-", "\u2212")
    assert row["Verdict"] == verdict


def test_the_headline_counts():
    def comparisons(*values):
        return tuple(Comparison(Quantity("", "1.00", lambda X, trace: 0.0, 0.1), value) for value in values)

    def headline(numbers):
        mark, rest = textbook_replays.headline(numbers, 7).split(" At the end, step 7:")
        return mark + rest

    assert headline(comparisons(1, 1.001)) == "✓ all 2 numbers the same, to the last digit printed."
    assert headline(comparisons(1)) == "✓ the only number the same, to the last digit printed."
    assert headline(comparisons(1, 1.05)) == "≈ 1 of 2 numbers the same, to the last digit printed."
    assert headline(comparisons(1.05, 1.05)).startswith("≈ none of 2 numbers")
    assert headline(comparisons(1, 1.05, 2)) == "✗ 1 of 3 numbers the same, to the last digit printed; 1 unexplained."
    assert headline(comparisons(1.05)) == "≈ the only number not the same, to the last digit printed."


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
