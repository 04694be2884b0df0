"""The lesson on the stopping rule: what its text says of Murphy's run, and what the browser is told."""

from dataclasses import replace

import numpy as np
import pytest

from dashboard.lessons.course.the_stopping_rule import LESSON
from dashboard.lessons.the_stopping_rule import arrived, exponents, line, murphy, power, stops_at_all, told_at_all
from emcore.study.stopping_rules import STOPPING_RULES

GAIN, RELATIVE, AITKEN, PARAMETERS = range(4)


def murphys_run():
    dataset, trace = murphy().run()
    return trace, len(dataset.X)


def stops_by_exponent():
    return dict(zip(exponents(), stops_at_all(*murphys_run()), strict=True))


def test_the_browser_is_told_where_each_rule_stops_for_every_tolerance():
    trace, n_points = murphys_run()
    told = told_at_all(murphy(), trace, n_points)
    assert len(told) == 91  # tenths of a power of ten from -9 to 0
    for exponent, one in zip(exponents(), told, strict=True):
        assert one["stops"] == [
            rule.first_stop(trace, float(10**exponent), n_points) for rule in STOPPING_RULES.values()
        ]


def test_what_is_to_be_tried_comes_true():
    stops = stops_by_exponent()
    trace, _ = murphys_run()
    late = [exponent for exponent, row in stops.items() if all(step is None or step > 40 for step in row)]
    assert max(late) == -4.4
    assert stops[-4.3][RELATIVE] == 12
    assert stops[-3.0][GAIN] == 5
    assert stops[-3.0][RELATIVE] == 4
    assert round(trace.log_likelihoods[-1] - trace.log_likelihoods[5]) == 157
    assert int(np.diff(trace.log_likelihoods)[5:].argmax()) + 6 in (31, 32, 33)
    assert stops[-2.6][AITKEN] == 43
    assert stops[-2.5][AITKEN] == 2
    assert [step > 33 for step in stops[-2.5]] == [False, False, False, True]  # after the climb
    for rule in range(4):
        last = stops[-9.0][rule]
        assert last is None or last - stops[-4.4][rule] <= 4
    for said in ("10⁻⁴·⁴", "step 12", "step 5", "step 4", "157 nats", "10⁻²·⁵", "step 2"):
        assert any(said in one.do + one.see for one in LESSON.tries)


def test_the_line_over_the_picture_says_which_rule_stops_first_and_what_is_missing():
    trace, _ = murphys_run()
    assert line(trace, [5, 4, 44, 46]) == "Relative gain: stopped early at step 4, 157 nats short."
    assert line(trace, [44, 44, 45, None]) == "2 rules: stopped at step 44, as good as the end."
    assert line(trace, [None] * 4) == line(trace, [50, None, None, None]) == "No rule stops before the end."


@pytest.mark.parametrize(
    ("exponent", "told"),
    [(-3.0, "10⁻³ = 0.001"), (-4.4, "10⁻⁴·⁴ = 4 × 10⁻⁵"), (-9.0, "10⁻⁹"), (0.0, "10⁰ = 1"), (-0.3, "10⁻⁰·³ = 0.5")],
)
def test_a_tolerance_is_a_power_of_ten_and_a_number(exponent, told):
    assert power(exponent) == told


def test_only_a_run_that_rests_has_arrived():
    trace, _ = murphys_run()
    assert arrived(trace) == "Arrived: step 50, the end of this run."
    _, short = replace(murphy(), max_iter=20).run()  # on the plateau, and slowly on its way
    assert arrived(short) == "Cut off at step 20, not arrived."
