"""`python -m emcore`: what it prints and writes, its exit status, one clear line for what it can't read."""

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taking import IRIS, ROOT, moment_of, shell

from emcore import PRESETS, Gaussian, Scenario
from emcore.export import record
from emcore.export.files import CODE, DATA
from emcore.export.shell import running
from emcore.export.shell.asked import AskedError, asked_for
from emcore.export.shell.main import main
from emcore.scenario.own_points import OwnData
from emcore.scenario.packed_link import packed

FIRST = PRESETS["first"].scenario
LINK = "https://example.org/em/?data=faithful&k=2&iterations=5&step=3.5&beats=two&contours=lines"


def test_a_preset_prints_its_table_at_the_last_step():
    done = shell("first")
    _, trace = FIRST.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert PRESETS["first"].question in done.stdout
    assert f"step 20 of 20   log-likelihood {trace[-1].log_likelihood:.3f}" in done.stdout
    rows = [line.split() for line in done.stdout.splitlines() if line.strip()[:1].isdigit() and "points" not in line]
    mixture = trace[-1].mixture
    for k, (number, weight, mean, sd) in enumerate(rows):
        assert int(number) == k + 1
        assert float(weight) == pytest.approx(mixture.weights[k], abs=5e-5)
        assert float(mean) == pytest.approx(mixture.means[k, 0], rel=5e-6)
        assert float(sd) == pytest.approx(mixture.standard_deviations[k, 0], rel=5e-6)
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (LINK, "step 3 (the E beat after it) of 5"),
        ("data=faithful&k=2&iterations=5", "step 5 of 5"),
        ("?step=0&data=faithful&k=2&iterations=5", "step 0 of 5"),
        (f"https://example.org/?z={packed({'data': 'faithful', 'iterations': '4', 'step': '1'})}", "step 1 of 4"),
        (record.write(moment_of(IRIS, 2.5)).decode(), "step 2 (the E beat after it) of 12"),
    ],
)
def test_links_queries_and_records_come_by_standard_input_too(text, step, monkeypatch, capsys):
    assert main([text]) == 0
    direct = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.StringIO(text + "\n"))
    assert main(["-"]) == 0
    assert capsys.readouterr().out == direct
    assert step in direct


@pytest.mark.slow
def test_everything_is_written_and_the_record_gives_the_same_again(tmp_path):
    done = shell(LINK, "-o", "made", cwd=tmp_path)
    assert done.returncode == 0
    moment = record.read((tmp_path / "made" / "run.json").read_bytes()).moment()
    assert (moment.scenario.source, moment.step, moment.link) == ("faithful", 3.5, LINK)
    for file in [*DATA.values(), *CODE.values()]:
        assert (tmp_path / "made" / file.name_of(moment)).read_bytes() == file.make(moment)
        assert file.name in done.stderr
    again = shell("made/run.json", "-o", "again", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, done.stdout)
    for path in (tmp_path / "made").iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_some_files_at_a_step_into_the_folder_one_is_in(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["first", "-f", "steps, points", "-s", "2"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"steps.csv", "points.csv"}
    assert "step 2 of 20" in capsys.readouterr().out
    assert (tmp_path / "points.csv").read_bytes() == DATA["points"].make(moment_of(FIRST, 2.0))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], '"nonsense" is no link'),
        ([""], "is no link"),
        ([], "required: LINK"),
        (["https://example.org/"], "is no link"),
        (["https://["], "is no link"),
        (["https://example.org/?beats=two"], "is no link"),
        (["https://example.org/?z=1damaged"], "damaged"),
        (["https://example.org/?z=2newer"], "no version"),
        (["data=irsi"], "data = irsi is none of"),
        (["k=99&start=kmeanspp"], "k = 99 is out of range"),
        (["data=faithful&step=many"], 'step "many"'),
        (["first", "-s", "-1"], "step"),
        (["first", "-s", "0.3"], 'step "0.3"'),
        (["first", "-s", "1e999"], "step"),
        (["first", "-f", "poinst"], "no such file: poinst"),
        (["first", "--bogus"], "--bogus"),
        (["first", "second"], "second"),
        (["missing.json"], "missing.json"),
        (["."], "is no link"),
        (["x\x1b[31m" * 3000], "is no link"),
        (["first", "-o", str(Path(__file__))], "can't be written"),
        (["data=own&own_file=a.csv&own_rows=3&own_mark=abc"], "does not hold them"),
        (['{"format": "em-explorer-run"}'], "no record"),
    ],
)
def test_what_it_cannot_read_is_one_line_and_status_2(arguments, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert words in line
    assert line.isprintable()
    assert len(line) < 450
    assert list(tmp_path.iterdir()) == []


def test_data_that_allow_no_such_run_are_status_1(capsys):
    lone = Scenario(clusters=(Gaussian(2, (0,), (1,)),), start="kmeanspp", n_components=5)
    assert main(["&".join(f"{name}={value}" for name, value in lone.to_query().items())]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert "no such run" in line


def test_a_file_asked_for_by_name_that_cannot_be_made_is_status_1(tmp_path, capsys):
    assert main(["notebook-1d", "-f", "sklearn", "-o", str(tmp_path)]) == 1
    assert "always learns the weights" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("arguments", "status"), [(["faithful"], 0), (["nonsense"], 2)])
def test_the_exit_status_and_the_line_are_those_of_the_process(arguments, status):
    done = shell(*arguments)
    assert done.returncode == status
    assert len(done.stderr.splitlines()) == (status != 0)


@pytest.mark.slow
def test_a_letter_that_the_terminal_lacks_is_no_failure():
    done = shell("data=own&own=1~2~3~4&columns=Größe&k=1", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "Gr??e" in done.stdout


def test_to_load_emcore_is_not_to_load_the_export():
    code = "import emcore, sys; print([name for name in sys.modules if name.startswith('emcore.export')])"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout.strip() == "[]"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "patience", "tells"), [(Terminal, 0, True), (Terminal, 600, False), (io.StringIO, 0, False)]
)
def test_a_long_run_tells_on_a_terminal_how_far_it_is(stream, patience, tells, monkeypatch):
    monkeypatch.setattr(running, "PATIENCE", patience)
    monkeypatch.setattr(running, "PAUSE", 0)
    with contextlib.redirect_stderr(stream()) as told:
        trace = running.run(IRIS, moment_of(IRIS).dataset.X)
    assert (f"of {IRIS.max_iter}" in told.getvalue()) == tells
    assert trace.log_likelihoods.tolist() == moment_of(IRIS).trace.log_likelihoods.tolist()


NAMES = ["data", "k", "start", "own", "columns", "components", "step", "weights", "own_mark", "z", "beats"]
QUERIES = st.dictionaries(st.sampled_from(NAMES), st.text(max_size=12), max_size=4).map(
    lambda query: "&".join(f"{name}={value}" for name, value in query.items())
)


def test_with_a_prior_the_table_has_the_log_posterior_too_or_says_why_there_is_none(capsys):
    query = "data=faithful&k=2&start=kmeanspp&iterations=5&prior=conjugate"
    trace = Scenario.from_query(dict(part.split("=") for part in query.split("&")))[0].run()[1]
    assert main([query, "--step", "3"]) == 0
    heights = f"log-likelihood {trace[3].log_likelihood:.3f}   log posterior {trace[3].log_posterior:.3f}"
    assert f"step 3 of 5   {heights}\n" in capsys.readouterr().out
    line = OwnData(tuple((float(x), 2.0 * x) for x in range(6)))
    impossible = Scenario("own", own=line, start="kmeanspp", n_components=2, prior=True)
    assert main([urlencode(impossible.to_query())]) == 1
    assert "these data allow no such run: the points do not spread in every direction" in capsys.readouterr().err


@given(text=st.one_of(st.text(max_size=60), QUERIES, QUERIES.map(lambda query: f"http://x/?{query}")))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(AskedError):
        assert isinstance(asked_for(text).scenario, Scenario)


@given(text=st.text(max_size=500))
def test_what_it_says_is_one_line_that_does_nothing_to_a_terminal(text):
    with contextlib.redirect_stderr(io.StringIO()) as told:
        assert main(["data=faithful&k=2&iterations=1", "-f", f"no{text}"]) == 2
    [line] = told.getvalue().removesuffix("\n").split("\n")
    assert line.isprintable()


def test_a_record_is_never_trusted_to_be_harmless_on_a_terminal(tmp_path, capsys):
    found = json.loads(record.write(moment_of(IRIS)))
    found["title"] = found["detail"] = "\x1b[31mred\nand more\x07"
    (tmp_path / "run.json").write_text(json.dumps(found))
    assert main([str(tmp_path / "run.json")]) == 0
    assert set("\x1b\x07").isdisjoint(capsys.readouterr().out)
