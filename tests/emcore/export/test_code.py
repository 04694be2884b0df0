"""Exported code prints the log-likelihoods of the run, to every digit; a new kind of code or covariance is run too."""

import ast
import subprocess
import sys
from dataclasses import replace

import nbformat
import pytest
from nbclient import NotebookClient
from taking import FOUR_COLUMNS, IRIS, QUICK, VARIANTS, moment_of, printed, put, run_code, steps_in, with_hostile_names

from emcore import COVARIANCE_TYPES, PRESETS, Scenario
from emcore.export.files import CODE
from emcore.scenario.own_points import OwnData

SCENARIOS = {preset: PRESETS[preset].scenario for preset in QUICK} | VARIANTS
SCRIPTS = [key for key, file in CODE.items() if not file.name.endswith(".ipynb")]


def test_a_script_runs_by_itself(tmp_path):
    path = put(CODE["python"], moment_of(PRESETS["collapse"].scenario), tmp_path)
    done = subprocess.run([sys.executable, path.name], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert steps_in(done.stdout) == printed(moment_of(PRESETS["collapse"].scenario).trace)


@pytest.mark.slow
@pytest.mark.parametrize("key", SCRIPTS)
def test_scripts_repeat_presets_and_every_option_or_say_why_not(key, tmp_path):
    paths, expected = {}, {}
    for number, (name, scenario) in enumerate(SCENARIOS.items()):
        moment = with_hostile_names(moment_of(scenario))
        if reason := CODE[key].problem(moment):
            assert key != "python"
            assert reason.endswith(".")
        else:
            (tmp_path / str(number)).mkdir()
            paths[name] = put(CODE[key], moment, tmp_path / str(number))
            trace = replace(moment.trace, log_priors=None) if key == "r" else moment.trace  # mclust tells none
            expected[name] = printed(trace)[1 if key == "sklearn" else 0 :]  # which begins with a step
    outputs = dict(zip(paths, map(steps_in, run_code(list(paths.values()))), strict=True))
    assert outputs == expected
    assert len(paths) > len(SCENARIOS) / 3


@pytest.mark.parametrize("kind", COVARIANCE_TYPES)
def test_twins_know_every_covariance_type(kind):
    """From a start that is of the type, with learned weights and without a ridge, nothing keeps them."""
    scenario = Scenario("iris", columns=FOUR_COLUMNS, covariance_type=kind, start="kmeanspp", learn_weights=True)
    for key in SCRIPTS:
        assert CODE[key].problem(moment_of(scenario)) == ""


@pytest.mark.parametrize(
    ("key", "name", "word"),
    [
        ("sklearn", "full, equal weights, 4-D", "weights"),
        ("sklearn", "by hand", "start"),
        ("r", "by hand", "start"),
        ("r", "ridge", "ridge"),
        ("sklearn", "prior, full, 4-D", "no such prior"),
        ("sklearn", "the start alone", "no step"),
    ],
)
def test_where_a_twin_differs_a_sentence_says_so(key, name, word):
    assert word in CODE[key].problem(moment_of(VARIANTS[name]))


def test_points_far_from_zero_are_no_scripts_for_scikit_learn(tmp_path):
    """Whose variances are mean squares less squared means."""
    points = tuple((1e7 + x,) for x in [0.0, 0.5, 1.0, 5.0, 5.5, 6.5, 7.0])
    far = Scenario("own", own=OwnData(points), start="kmeanspp", n_components=2, max_iter=5, learn_weights=True)
    for kind in COVARIANCE_TYPES:
        moment = moment_of(replace(far, covariance_type=kind))
        assert ("digits" in CODE["sklearn"].problem(moment)) == (kind != "full")
    assert steps_in(*run_code([put(CODE["python"], moment_of(far), tmp_path)])) == printed(moment_of(far).trace)


def test_the_script_is_short_and_reads_without_its_numbers():
    script = CODE["python"].make(moment_of(IRIS)).decode()
    tree = ast.parse(script)
    data = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)]
    lines = [line for line in script.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    numbers = sum(node.end_lineno - node.lineno + 1 for node in data)
    assert len(lines) - numbers <= 40
    assert max(map(len, script.splitlines())) <= 100


def test_more_points_than_a_file_takes_are_refused_in_words():
    many = Scenario("uniform-1d", n_points=100_001, start="random-points", n_components=1, max_iter=1)
    many = replace(many, learn_weights=True)
    for file in CODE.values():
        assert "100,001 points" in file.problem(moment_of(many))


@pytest.mark.parametrize("d", [1, 2, 4])
def test_names_of_columns_are_texts_in_the_notebook(d, tmp_path):
    scenario = {1: PRESETS["faithful-waiting"].scenario, 2: PRESETS["faithful"].scenario, 4: IRIS}[d]
    moment = with_hostile_names(moment_of(scenario))
    notebook = nbformat.read(put(CODE["notebook"], moment, tmp_path), as_version=4)
    nbformat.validate(notebook)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    for source in sources:
        ast.parse(source)
    [line] = [source.splitlines()[0] for source in sources if source.startswith("names = ")]
    assert len(ast.literal_eval(line.removeprefix("names = "))) == min(d, 2)


@pytest.mark.slow
def test_the_notebook_runs_and_its_slider_has_every_step(tmp_path, monkeypatch):
    moment = with_hostile_names(moment_of(PRESETS["first"].scenario))
    notebook = nbformat.read(put(CODE["notebook"], moment, tmp_path), as_version=4)
    nbformat.validate(notebook)
    assert "<script>" not in notebook.cells[0].source.replace("\\<", "")
    monkeypatch.delenv("MPLBACKEND", raising=False)  # Streamlit, if a test has loaded it, has pictures shown nowhere
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, timeout=300).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    text = "".join(output.text for output in outputs if output.output_type == "stream" and output.name == "stdout")
    assert text.splitlines() == printed(moment.trace)
    widgets = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"].values()
    sliders = [widget["state"] for widget in widgets if widget["model_name"] == "IntSliderModel"]
    assert [(slider["min"], slider["max"]) for slider in sliders] == [(0, len(moment.trace) - 1)]
    pictures = [
        output
        for widget in widgets
        for output in widget["state"].get("outputs", ())
        if "image/png" in output.get("data", {})
    ]
    assert len(pictures) == 1
