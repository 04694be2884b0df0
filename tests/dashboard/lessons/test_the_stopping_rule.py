"""The lesson on the stopping rule: what its text says of Murphy's run, and what the browser is told."""

import numpy as np

from dashboard.charts.lessons.stopping_chart import LEAST, MOST, STEP
from dashboard.lessons.course.the_stopping_rule import LESSON
from dashboard.lessons.the_stopping_rule import lines, murphy, stops_at_all
from emcore.study.stopping_rules import STOPPING_RULES

GAIN, RELATIVE, AITKEN, PARAMETERS = range(4)


def murphys_run():
    dataset, trace = murphy().run()
    return trace, len(dataset.X)


def stops_by_exponent():
    rows = stops_at_all(murphy(), *murphys_run())
    return dict(zip(np.arange(LEAST, MOST + STEP / 2, STEP).round(1).tolist(), rows, strict=True))


def test_the_browser_is_told_where_each_rule_stops_for_every_tolerance():
    trace, n_points = murphys_run()
    for exponent, row in stops_by_exponent().items():
        assert row == [rule.first_stop(trace, float(10**exponent), n_points) for rule in STOPPING_RULES.values()]


def test_what_is_to_be_tried_comes_true():
    stops = stops_by_exponent()
    trace, _ = murphys_run()
    late = [exponent for exponent, row in stops.items() if all(step is None or step > 40 for step in row)]
    assert max(late) == -4.4
    assert stops[-4.3][RELATIVE] == 12
    assert stops[-3.0][GAIN] == 5
    assert round(trace.log_likelihoods[-1] - trace.log_likelihoods[5]) == 157
    assert int(np.diff(trace.log_likelihoods)[5:].argmax()) + 6 in (31, 32, 33)
    assert stops[-2.6][AITKEN] == 43
    assert stops[-2.5][AITKEN] == 2
    assert [step > 40 for step in stops[-2.5]] == [False, False, False, True]
    for rule in range(4):
        last = stops[-9.0][rule]
        assert last is None or last - stops[-4.4][rule] <= 5
    for said in ("10⁻⁴·⁴", "step 12", "step 5", "157 nats", "10⁻²·⁵", "step 2"):
        assert any(said in one.do + one.see for one in LESSON.tries)


def test_the_line_over_the_picture_says_what_is_missing():
    trace, _ = murphys_run()
    told = lines(trace)
    assert len(told) == len(trace)
    assert told[5] == "Stopped early: step 5, 157 nats short."
    assert told[44].startswith("Stopped: step 44, 0.000")
    assert told[-1] == "No rule stops before the end."
