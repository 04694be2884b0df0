"""A page loads what it needs: what is costly to load, and needed elsewhere, is not there after a first visit."""

import json
import subprocess
import sys

import numpy as np
import pytest
from opening import PAGES, ROOT

from emcore import Scenario
from emcore.scenario.own_points import own_data

OWN_DATA, FOR_TEACHERS = "pages/Your_own_data.py", "pages/For_teachers.py"
READERS = {f"dashboard.own_data.reading.{name}" for name in ("apart", "content", "excel", "parquet", "text")}
STATISTICS = {"scipy.stats", "scipy.optimize", "scipy.cluster", "sklearn", "matplotlib"}
MAKERS_OF_FILES = {"dashboard.take_away.panel", "dashboard.take_away.files", "segno", "vl_convert"}
LIBRARIES_OF_READERS = {"openpyxl", "python_calamine", "clevercsv", "pyarrow.parquet", "pyarrow.csv"}
VISIT = """
import json, sys
sys.path.insert(0, "tests/helpers")
from opening import open_page
for page in json.loads(sys.argv[1]):
    app = open_page(page, **json.loads(sys.argv[2])).run()
    assert not app.exception, app.exception
    print(json.dumps(list(sys.modules)))
"""


def loaded_by_all(pages, **query):
    """Names of all modules after a first visit to each of the pages, one after the other in a process of their own."""
    command = [sys.executable, "-c", VISIT, json.dumps(pages), json.dumps(query)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(zip(pages, map(set, map(json.loads, run.stdout.splitlines()[-len(pages) :])), strict=True))


def loaded(page, **query):
    """Names of all modules after a first visit to a page."""
    return loaded_by_all([page], **query)[page]


@pytest.fixture(scope="module")
def new_modules():
    """By page: what its visit adds to what those before it have loaded."""
    after = loaded_by_all(PAGES)
    assert all("dashboard.page" in modules for modules in after.values())
    before = [set(), *after.values()]
    return {page: modules - loaded for (page, modules), loaded in zip(after.items(), before, strict=False)}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_no_statistics_and_no_reader_before_there_is_something_to_read(page, new_modules):
    modules = new_modules[page]
    assert not modules & STATISTICS
    assert not modules & LIBRARIES_OF_READERS
    assert modules & MAKERS_OF_FILES == ({"segno"} if page == FOR_TEACHERS else set())  # whose worksheet has codes
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
