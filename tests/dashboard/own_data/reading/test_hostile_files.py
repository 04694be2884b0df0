"""Files made to hurt: each is read or refused in words, within bounds of memory and time that hold for all."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hostile_files import HOSTILE

from dashboard.own_data.reading.apart import turn
from dashboard.own_data.reading.cells import LARGEST, TableError
from dashboard.own_data.reading.read_table import read_table

ROOT = Path(__file__).parents[4]
MOST_MEMORY = 400  # MB
MOST_SECONDS = 30  # the promise is 10 on a machine with nothing else to do
# Reads the files one after the other, in a process of its own, whose children's largest memory the system then tells.
READ = """
import json, resource, sys, time
from pathlib import Path
from emcore.scenario.own_points import clean_name  # what a table needs of this process, before memory is measured
from dashboard.own_data.reading.cells import TableError
from dashboard.own_data.reading.read_table import read_table
def megabytes(): return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
for path in map(Path, sys.argv[1:]):
    data, begun, before = path.read_bytes(), time.monotonic(), megabytes()
    try:
        table = read_table(data, path.name)
        said, shape = "", table.values.shape
    except TableError as error:
        said, shape = str(error), None
    own = megabytes() - before
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6
    print(json.dumps([path.name, said, shape, time.monotonic() - begun, own + child]), flush=True)
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    paths = []
    for name, (make, file, _) in HOSTILE.items():
        paths.append(folder / f"{name}.{file.partition('.')[2]}")
        paths[-1].write_bytes(make())
        assert paths[-1].stat().st_size <= 10 * 2**20, "more than the dashboard takes"
    done = subprocess.run([sys.executable, "-c", READ, *paths], cwd=ROOT, capture_output=True, text=True, check=True)
    return {Path(name).stem: rest for name, *rest in map(json.loads, done.stdout.splitlines())}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for memory")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_or_refused_within_bounds(name, answers):
    said, shape, seconds, memory = answers[name]
    expected = HOSTILE[name][2]
    if expected is None:
        assert said == ""
        assert shape[0] > 0
    else:
        assert expected in said
        assert len(said) < 300
    assert memory < MOST_MEMORY
    assert seconds < MOST_SECONDS


@pytest.mark.parametrize("text", [",,", ",,\n,,", ";;\n;;\n", "\t\t", "|", ',"",'])
def test_separators_only_are_a_sentence(text):
    with pytest.raises(TableError, match=r"[Ss]eparators|No column|nothing in it|holds names"):
        read_table(text.encode(), "pasted")


def test_reading_is_stopped_by_what_progress_raises():
    data = b"1,2,3,4,5,6,7,8,9,0\n" * 500_000
    calls = []

    class StoppedError(Exception):
        pass

    def stop(share):
        calls.append(share)
        if len(calls) == 3:
            raise StoppedError

    begun = time.monotonic()
    with pytest.raises(StoppedError):
        read_table(data, "a.csv", progress=stop)
    whole = time.monotonic()
    shares = []
    read_table(data, "a.csv", progress=shares.append)
    assert whole - begun < (time.monotonic() - whole) / 2
    assert max(shares) > 0.3


def test_a_large_table_keeps_little_more_than_its_numbers():
    X = np.random.default_rng(1).normal(size=(20_000, 5))
    stream = io.BytesIO()
    np.savetxt(stream, X, fmt="%.6f", delimiter=",")
    table = read_table(stream.getvalue(), "a.csv")
    assert table.values.nbytes + table.kinds.nbytes + table.rows.nbytes <= 10 * X.size
    assert np.allclose(table.values, X, atol=1e-6)
    assert len(table.first) < 10


def test_a_large_honest_workbook_is_read_as_it_is():
    X = np.random.default_rng(2).normal(size=(20_000, 3)).round(9)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("numbers")
    sheet.append(["a", "b", "c"])
    for row in X.tolist():
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    table = read_table(stream.getvalue(), "a.xlsx")
    assert table.columns == ["a", "b", "c"]
    assert np.array_equal(table.values, X)
    assert table.rows.tolist() == list(range(2, 20_002))


def test_the_largest_number_is_that_of_the_points():
    from emcore import points

    assert points.LARGEST == LARGEST


def test_who_waits_for_a_turn_can_leave_and_gives_nothing_back_that_was_not_taken():
    class LeftError(Exception):
        pass

    def leave(share):
        raise LeftError

    def stay(share):
        raise AssertionError("there is a turn")

    for _ in range(3):
        with turn(stay), turn(stay), pytest.raises(LeftError), turn(leave):
            raise AssertionError("there was no turn")
    with pytest.raises(TableError), turn(stay):
        read_table(b"words", "a.csv")
    with turn(stay), turn(stay):
        pass
