"""The lesson on the bound as data: what its charts hold, what its sentences say."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from drawings import check_kept, rows, spec_of

from dashboard.charts.lessons.bound_charts import bars_chart, curves_chart
from dashboard.charts.lessons.climb import as_shown, bar_table, beat_table, curve_table, nats
from dashboard.lessons.the_bound import run_from, sentences
from emcore import log_density
from emcore.bound import kl_gap, lower_bound
from emcore.data.classic import load
from emcore.study.beats import responsibilities

DATASET = load("esl")
X = DATASET.X
STARTS = np.arange(-1, 6.75, 0.25)  # of the page's slider


@pytest.fixture(scope="module")
def run():
    return run_from(DATASET, -1.0)


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


def mixture_at(run, mean):
    return run.model.at(mean)


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_the_curve_drawn_is_emcores_log_likelihood(run):
    for row in pd.DataFrame(curve_table(run)).iloc[::40].itertuples():
        assert row.nats == pytest.approx(log_density(X, mixture_at(run, row.mean)).sum(), rel=1e-12)


def test_every_beat_drawn_is_emcores(run):
    table = pd.DataFrame(beat_table(run))
    assert list(table["step"]) == list(range(2 * len(run.trace)))
    assert "".join(kind[0] for kind in table["kind"]) == "s" + "EM" * (len(run.trace) - 1) + "E"
    for row in table.iloc[1:].itertuples():
        shares = responsibilities(X, run.trace, (row.step - 1) // 2)
        here = mixture_at(run, row.after)
        assert row.log_likelihood == pytest.approx(log_density(X, here).sum(), rel=1e-12)
        assert row.bound == pytest.approx(lower_bound(X, shares, here), rel=1e-12)
        for mean in (row.before, row.after, 3.0):  # the parabola that the browser draws
            drawn = row.top - 0.5 * row.curvature * (mean - row.at) ** 2
            assert drawn == pytest.approx(lower_bound(X, shares, mixture_at(run, mean)), rel=1e-12)
        assert row.after == (row.at if row.kind == "M" else row.before)


def test_the_bars_are_bound_and_gap_on_the_floor(run):
    table = pd.DataFrame(bar_table(run))
    assert (run.floor < run.curve).all()
    start = table[table["step"] == 0]
    assert list(start["part"]) == ["unsplit"]  # no responsibilities yet, so nothing to split
    for number, beat in enumerate(run.beats, start=1):
        shares = responsibilities(X, run.trace, beat.step)
        here = run.trace[beat.step + (beat.kind == "M")].mixture
        bound, gap = (table[(table["step"] == number) & (table["part"] == part)] for part in ("lower bound", "KL"))
        assert bound["from"].item() == run.floor
        assert bound["to"].item() == gap["from"].item() == pytest.approx(lower_bound(X, shares, here), rel=1e-12)
        assert gap["to"].item() - gap["from"].item() == pytest.approx(kl_gap(X, shares, here), abs=1e-11)


def test_the_numbers_shown_add_up_and_are_the_true_ones(run):
    for beat in run.beats:
        log_likelihood, bound, gap = (float(nats(value).replace("\u2212", "-")) for value in as_shown(beat))
        assert round(bound + gap, 3) == log_likelihood
        assert log_likelihood == pytest.approx(beat.log_likelihood, abs=5.1e-4)
        assert gap == pytest.approx(beat.kl_gap, abs=1.1e-3)
    assert nats(-0.0001) == "0.000"


# --- charts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("chart", [curves_chart, bars_chart])
def test_axes_stay_for_the_whole_run_and_for_every_start(chart, dark):
    """Only data change with the start: a change of the specification would draw the chart anew, with a flicker."""
    runs = [run_from(DATASET, start) for start in (-1.0, 3.0, 6.5)]
    first, *others = [chart(run, dark=dark) for run in runs]
    assert {channel: len(domains) for channel, domains in domains_of(first).items()} == {"x": 1, "y": 1}
    for run, other in zip(runs[1:], others, strict=True):
        check_kept(chart, runs[:1], [run], dark=dark)
        assert rows(other, "numbers") == rows(first, "numbers")


def test_both_charts_share_height_and_axis_and_hold_everything(run):
    curves, bars = curves_chart(run, dark=False), bars_chart(run, dark=False)
    assert spec_of(curves)["height"] == spec_of(bars)["height"]
    assert domains_of(curves)["y"] == domains_of(bars)["y"]
    ((low, high),) = domains_of(curves)["y"]
    assert low < run.floor < run.curve.min()
    assert high > run.curve.max()
    ((left, right),) = domains_of(curves)["x"]
    assert left < min(X.min(), STARTS[0])
    assert right > max(X.max(), STARTS[-1])


@pytest.mark.parametrize("chart", [curves_chart, bars_chart])
def test_the_charts_follow_the_step_bar(run, chart):
    spec = spec_of(chart(run, dark=False))
    (step,) = [param for param in spec["params"] if "bind" in param]
    assert step["name"] == "step"
    assert step["bind"]["max"] >= len(run.beats)
    assert "step" in json.dumps([layer.get("transform", []) for layer in spec["layer"]])


# --- words ------------------------------------------------------------------------------------------------------------


def numbers_in(text):
    return [float(word.replace("\u2212", "-")) for word in re.findall(r"\u2212?\d+\.\d+", text)]


def test_a_sentence_for_the_start_and_every_beat(run):
    lines = sentences(run)
    assert len(lines) == len(run.beats) + 1
    for number, (line, beat) in enumerate(zip(lines[1:], run.beats, strict=True), start=1):
        assert line.startswith(f"Beat {number}, {beat.kind} step: ")


def test_sentences_tell_the_numbers_of_emcore(run):
    lines = sentences(run)
    assert numbers_in(lines[0]) == [-1.0, pytest.approx(run.trace.log_likelihoods[0], abs=6e-4)]
    first_m, second_e = run.beats[1:3]
    at, to, bound, gain, gap = numbers_in(lines[2])
    assert (at, to) == pytest.approx(run.trace.means[:2, 0, 0], abs=6e-3)
    assert bound == pytest.approx(first_m.lower_bound - run.beats[0].lower_bound, abs=1.1e-3)
    assert gain == pytest.approx(run.trace.log_likelihoods[1] - run.trace.log_likelihoods[0], abs=1.1e-3)
    assert gap == pytest.approx(first_m.kl_gap, abs=1.1e-3)
    assert round(bound + gap, 3) == gain
    assert numbers_in(lines[3]) == pytest.approx([run.trace.means[1, 0, 0], first_m.kl_gap], abs=6e-3)
    assert second_e.kl_gap < 1e-20


@pytest.mark.parametrize("start", STARTS)
def test_every_start_of_the_slider_ends_on_a_peak_as_the_last_sentence_says(start):
    """A tolerance too loose stops in the valley, where the first jumps gain nearly nothing."""
    run = run_from(DATASET, float(start))
    curve = run.curve
    peaks = run.means[1:-1][(curve[1:-1] > curve[:-2]) & (curve[1:-1] > curve[2:])]
    assert np.abs(run.free_mean(-1) - peaks).min() < 0.1
    assert sentences(run)[-1].endswith("this is a peak.")
    assert max(map(len, sentences(run))) <= 170  # four lines on a phone, for which the page keeps room
