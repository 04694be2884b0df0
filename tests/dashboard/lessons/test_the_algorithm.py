"""The lesson on the algorithm: a run that tells, few words beside it, formulas that can be lit, the loop itself."""

import re
from pathlib import Path

import numpy as np
import pytest
from opening import ROOT, open_page

from dashboard.lessons import the_algorithm as lesson
from dashboard.stepping import sentences
from emcore import fit
from emcore.study.settling import settled_at

PAGE = "pages/1_The_algorithm.py"
MOST_WORDS = 200
COLOURED = re.compile(r"\\textcolor\{(#\w+)\}\{((?:[^{}]|\{[^{}]*\})+)\}")
every_example = pytest.mark.parametrize("dimensions", lesson.EXAMPLES)


@pytest.fixture(scope="module")
def pages():
    return {dimensions: open_page(PAGE, dimensions=dimensions).run() for dimensions in lesson.EXAMPLES}


@every_example
def test_the_start_is_visibly_wrong_and_the_run_settles_within_fifteen_steps(dimensions):
    scenario = lesson.EXAMPLES[dimensions].scenario
    trace = scenario.run()[1]
    assert scenario.n_features == int(dimensions)
    assert settled_at(trace) <= 15
    assert trace.stop == "converged"
    for step, near in ((0, 0), (len(trace) - 1, 3)):  # clusters with a mean within half of their spread
        away = [np.abs((trace.means[step] - one.mean) / one.sd).max(axis=1) for one in scenario.clusters]
        assert sum(distances.min() < 0.5 for distances in away) == near
        assert step == 0 or len({int(distances.argmin()) for distances in away}) == 3  # each has its own


@every_example
def test_few_words_stand_beside_the_picture(pages, dimensions):
    app, example = pages[dimensions], lesson.EXAMPLES[dimensions]
    assert not app.exception
    texts = [element.value for element in app.markdown]
    end = next(i for i, text in enumerate(texts) if "Try this" in text)
    beside = texts[1:end]  # after the heading
    assert set(beside) >= {phase.words for phase in example.phases}
    dataset, trace = example.scenario.run()
    lines = [*sentences.sentences(trace, dataset.X), *sentences.e_beats(trace, dataset.X)]
    longest = max(lines, key=lambda line: len(line.split()))  # one of them is seen
    all_words = " ".join([*beside, lesson.NUMBERS, *(phase.name for phase in example.phases), longest]).split()
    assert len(all_words) <= MOST_WORDS
    for phase in example.phases:
        assert 1 <= len(re.findall(r"[.!?](?:\s|$)", phase.words)) <= 2


@every_example
def test_each_quantity_has_the_colour_of_its_beat_wherever_it_stands(dimensions):
    formulas = " ".join(phase.formula for phase in lesson.EXAMPLES[dimensions].phases)
    found = {colour: set() for colour in ("#000001", "#000002")}
    for colour, symbol in COLOURED.findall(formulas):
        found[colour].add(symbol)
    covariance = {"1": r"\sigma_k^2", "2": r"\Sigma_k"}[dimensions]
    assert found == {"#000001": {r"\gamma_{nk}"}, "#000002": {r"\pi_k", r"\mu_k", covariance, r"\ell"}}
    bare = COLOURED.sub("", formulas)
    assert not any(symbol in bare for symbol in set.union(*found.values()))


def test_the_sheet_lights_these_colours_at_their_beats():
    sheet = (ROOT / "dashboard" / "lessons" / "the_algorithm.css").read_text(encoding="utf-8")
    for beat in "EM":
        red, green, blue = (int(lesson.changes(beat, "x")[12:18][i : i + 2], 16) for i in (0, 2, 4))
        assert f'[data-beat={beat}] .katex [style*="rgb({red}, {green}, {blue})"]' in sheet


def test_the_loop_is_shown_from_its_own_file_and_repeats_the_picture(pages):
    """Line by line as it stands there; what it prints, test_readme.py has it print in a process of its own."""
    (code,) = pages["1"].code
    source = Path(ROOT / "emcore" / "em.py").read_text(encoding="utf-8")
    loop = source[source.index("def expectation_maximization") : source.index("\n\n\ndef has_converged")]
    assert loop in code.value
    scope = {}
    exec(code.value, scope)
    scenario = lesson.EXAMPLES["1"].scenario
    X = scenario.dataset().X
    picture = fit(X, scenario.start_mixture(X), max_iter=scenario.max_iter, tol=scenario.tol)
    assert len(scope["trace"]) == len(picture)
    np.testing.assert_allclose(scope["trace"].log_likelihoods, picture.log_likelihoods, rtol=1e-10)
