"""A page loads what it needs: what is costly to load, and needed elsewhere, is not there after a first visit."""

import json
import subprocess
import sys

import numpy as np
import pytest
from opening import PAGES, ROOT

from emcore import Scenario
from emcore.scenario.own_points import own_data

OWN_DATA = "pages/Your_own_data.py"
READERS = {f"dashboard.own_data.reading.{name}" for name in ("apart", "content", "excel", "parquet", "text")}
STATISTICS = {"scipy.stats", "scipy.optimize", "scipy.cluster", "sklearn", "matplotlib"}
MAKERS_OF_FILES = {"dashboard.take_away.panel", "dashboard.take_away.files", "segno", "vl_convert"}
LIBRARIES_OF_READERS = {"openpyxl", "python_calamine", "clevercsv", "pyarrow.parquet", "pyarrow.csv"}
VISIT = """
import json, sys
sys.path.insert(0, "tests/helpers")
from opening import open_page
app = open_page(sys.argv[1], **json.loads(sys.argv[2])).run()
assert not app.exception, app.exception
print(json.dumps(list(sys.modules)))
"""


def loaded(page, **query):
    """Names of all modules after a first visit to a page, in a process of its own."""
    command = [sys.executable, "-c", VISIT, page, json.dumps(query)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_no_statistics_and_no_reader_before_there_is_something_to_read(page):
    modules = loaded(page)
    assert "dashboard.page" in modules
    assert not modules & STATISTICS
    assert not modules & LIBRARIES_OF_READERS
    assert not modules & MAKERS_OF_FILES
    assert modules & READERS == (READERS if page == OWN_DATA else set())


def test_the_dashboard_loads_no_linear_algebra_beside_that_of_numpy():
    assert "scipy.linalg" not in loaded("app.py")


def test_points_of_a_link_need_no_reader():
    points = Scenario(
        "own", own=own_data(np.arange(8.0).reshape(4, 2) ** 2, "typed", 4, may_travel=True), start="kmeanspp"
    )
    query = points.to_query()
    assert Scenario.from_query(query)[0].own.points
    assert not loaded("app.py", **query) & READERS


def test_only_a_picture_of_many_points_loads_what_makes_it():
    few, many = (
        loaded("app.py", data="faithful"),
        loaded("app.py", data="uniform-2d", points="5000", k="1", start="random-points", colors="none"),
    )
    assert "PIL.Image" not in few
    assert "PIL.Image" in many
