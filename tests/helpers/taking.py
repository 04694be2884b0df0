"""Moments of runs to be taken away, and exported code run as whoever takes it runs it."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import emcore
from emcore import COVARIANCE_TYPES, PRESETS, Scenario
from emcore.export.file import Moment

ROOT = Path(emcore.__file__).parents[1]
QUICK = ["first", "faithful-waiting", "penguins", "notebook-1d", "nested", "collapse"]  # presets
FOUR_COLUMNS = ("sepal_length", "sepal_width", "petal_length", "petal_width")
IRIS = Scenario("iris", columns=FOUR_COLUMNS, start="kmeanspp", n_components=3, max_iter=12, learn_weights=True)
GALAXIES = Scenario("galaxies", start="kmeanspp", n_components=3, max_iter=12)
VARIANTS = {
    **{
        f"{key}, {'learned' if learned else 'equal'} weights, {d}-D": replace(
            base, covariance_type=key, learn_weights=learned
        )
        for key in COVARIANCE_TYPES
        for learned in (True, False)
        for d, base in ((1, GALAXIES), (4, IRIS))
    },
    **{
        f"prior, {key}, {d}-D": replace(base, covariance_type=key, prior=True)
        for key in COVARIANCE_TYPES
        for d, base in ((1, replace(GALAXIES, learn_weights=True)), (4, IRIS))
    },
    "prior, equal weights": replace(GALAXIES, prior=True),
    "prior, collapse, ridge, tolerance": replace(
        PRESETS["collapse"].scenario, prior=True, reg_covar=0.01, tol=1e-4, max_iter=50
    ),
    "ridge": replace(PRESETS["collapse"].scenario, reg_covar=0.01, max_iter=12),
    "tolerance": replace(IRIS, tol=1e-2, max_iter=200),
    "standardized": replace(IRIS, standardize=True),
    "by hand": replace(PRESETS["faithful"].scenario, covariance_type="spherical", max_iter=12),
    "one component": replace(IRIS, n_components=1, max_iter=2),
    "the start alone": replace(IRIS, max_iter=0),
    "many points": replace(PRESETS["notebook-2d"].scenario, max_iter=5),
    "noise": Scenario("uniform-1d", n_points=400, start="random-points", max_iter=12),
}


HOSTILE = (
    '"""\\',
    "'); raise SystemExit #",
    "{names[0]} {K} %s $x$",
    '#,"\n"',
    "=1",
    "`x` **y**",
    "c(",
    "e$z",
)  # columns


def with_hostile_names(moment):
    """The same with names of columns that would break out of comments, strings and heads of tables."""
    d = moment.dataset.X.shape[1]
    return replace(moment, dataset=replace(moment.dataset, columns=HOSTILE[:d]))


@cache
def moment_of(scenario, step=0.0):
    """A moment with a title that would break out of comments, strings, formulas and Markdown."""
    title = '=1+1 """\\"\n**bold** <script>alert(1)</script> \u202e {x} $y$ %s'
    return Moment(scenario, *scenario.run(), step, title, "https://example.org/?data=faithful&step=3")


def printed(trace):
    """The lines that exported code prints of all steps."""
    lines = [f"step {t:3d}   log-likelihood {value:.3f}" for t, value in enumerate(trace.log_likelihoods)]
    if trace.log_priors is None:
        return lines
    posteriors = trace.log_likelihoods + trace.log_priors
    return [f"{line}   log posterior {value:.3f}" for line, value in zip(lines, posteriors, strict=True)]


def put(file, moment, folder):
    """Make a file and lay it, unpacked, into a folder."""
    content = file.make(moment)
    if file.is_zip(moment):
        zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
    else:
        (folder / file.name).write_bytes(content)
    return folder / file.name


PYTHON = """
import os, runpy, sys, traceback
for path in sys.argv[1:]:
    os.chdir(os.path.dirname(path))
    print(f"== {path}")
    try:
        runpy.run_path(path, run_name="__main__")
    except BaseException:
        print(traceback.format_exc())
"""
R = 'for (path in commandArgs(TRUE)) { setwd(dirname(path)); cat("==", path, "\\n"); try(source(path)) }'


def run_code(paths):
    """What scripts of Python or R print, each where it lies, one after the other in a process for all of them."""
    command = [r_with_mclust(), "-e", R] if paths[0].suffix == ".R" else [sys.executable, "-W", "error", "-c", PYTHON]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run([*command, *map(str, paths)], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    if paths[0].suffix == ".py":
        assert done.stderr == ""
    outputs = dict(part.split("\n", 1) for part in done.stdout.split("== ")[1:])
    return [outputs[next(name for name in outputs if name.strip() == str(path))] for path in paths]


def steps_in(output):
    """The lines on steps; all of it where there are none."""
    return [line for line in output.splitlines() if line.startswith("step")] or output


@cache
def r_with_mclust():
    """R's command, or a skip that says why."""
    found = shutil.which("Rscript")
    if found is None or subprocess.run([found, "-e", "library(mclust)"], capture_output=True).returncode:
        pytest.skip("no R with mclust: install r-base-core and r-cran-mclust to run the scripts in R")
    return found


def shell(*arguments, env=None, **options):
    """`python -m emcore` as a process of its own."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)} | (env or {})
    command = [sys.executable, "-m", "emcore", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, **options)
