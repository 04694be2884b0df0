"""Tables read back exactly; nothing in them is a formula."""

import csv
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from taking import IRIS, VARIANTS, moment_of

from emcore import PRESETS, e_step
from emcore.export.csv_text import csv_text
from emcore.export.files import DATA

TABLES = [key for key, file in DATA.items() if file.mime == "text/csv"]
SCENARIOS = {"1-D": PRESETS["first"].scenario, "2-D": PRESETS["penguins"].scenario, "4-D": IRIS}


def read(content):
    return pd.read_csv(io.BytesIO(content), dtype=str).astype(float)  # to the last digit in every version of pandas


@pytest.mark.parametrize("step", [0.0, 3.0, 3.5])
@pytest.mark.parametrize("name", SCENARIOS)
def test_points_and_responsibilities_read_back_exactly(name, step):
    moment = moment_of(SCENARIOS[name], step)
    table = read(DATA["points"].make(moment))
    d, k = moment.dataset.X.shape[1], moment.scenario.n_components
    assert list(table.columns[1 : d + 1]) == list(moment.dataset.columns)
    assert np.array_equal(table.iloc[:, 1 : d + 1], moment.dataset.X)
    shares, _ = e_step(moment.dataset.X, moment.trace[int(step)].mixture)
    assert np.array_equal(table.iloc[:, d + 1 : d + 1 + k], shares)
    assert (table["component"] == shares.argmax(axis=1) + 1).all()
    assert list(table["point"]) == list(range(1, len(table) + 1))


@pytest.mark.parametrize("name", [*SCENARIOS, "the start alone", "one component"])
def test_all_steps_read_back_exactly(name):
    moment = moment_of({**SCENARIOS, **VARIANTS}[name])
    table, trace, names = read(DATA["steps"].make(moment)), moment.trace, moment.dataset.columns
    for t in range(len(trace)):
        of_step = table[table["step"] == t]
        assert (of_step["log_likelihood"] == trace.log_likelihoods[t]).all()
        assert list(of_step["component"]) == list(range(1, moment.scenario.n_components + 1))
        assert np.array_equal(of_step["weight"], trace.weights[t])
        for i, x in enumerate(names):
            assert np.array_equal(of_step[f"mean_{x}"], trace.means[t, :, i])
            assert np.allclose(of_step[f"sd_{x}"] ** 2, trace.covariances[t, :, i, i], rtol=1e-14)
            for j, y in enumerate(names[i:], i):
                assert np.array_equal(of_step[f"cov_{x}_{y}"], trace.covariances[t, :, i, j])
    assert len(table) == len(trace) * moment.scenario.n_components


SHEET = openpyxl.Workbook().active
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    '=HYPERLINK("http://x","y")',
    "=cmd|'/c'!A1",
]


@given(name=st.one_of(st.sampled_from(FORMULAS), st.text(max_size=30)))
def test_no_name_is_a_formula(name):
    head, row = csv.reader(io.StringIO(csv_text([name, "b"], [[1.5], [-2.0]]).decode("utf-8-sig"), newline=""))
    assert row == ["1.5", "-2.0"]
    assert head[1] == "b"
    assert head[0] in (name, f"'{name}")
    assert not head[0].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    legal = "".join(c for c in head[0] if c.isprintable())
    assert SHEET.cell(1, 1, legal).data_type != "f"


def test_names_beyond_ascii_carry_the_mark_that_excel_needs():
    assert csv_text(["x"], [[1.0]]) == b"x\r\n1.0\r\n"
    marked = csv_text(["Größe"], [[1.0]])
    assert marked.startswith(b"\xef\xbb\xbf")
    assert list(read(marked).columns) == ["Größe"]
