"""Imports go one way: pages -> dashboard -> emcore; charts know no Streamlit."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CHARTS = [path.stem for path in sorted((ROOT / "dashboard" / "charts").glob("*.py")) if path.stem != "__init__"]


def loaded_by(*modules):
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    return set(
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_charts_load_no_streamlit():
    assert "streamlit" not in loaded_by(*(f"dashboard.charts.{name}" for name in CHARTS))


def test_reading_loads_no_streamlit_and_its_process_little():
    assert not loaded_by("dashboard.own_data.reading") & {
        "streamlit",
        "pandas",
        "python_calamine",
        "clevercsv",
        "pyarrow",
    }
    assert not loaded_by("dashboard.own_data.reading.worker") & {"emcore", "scipy", "streamlit", "pandas"}


def test_only_three_files_cache():
    """Results; the lessons' results; a word per visit, which Streamlit lets go of when the page is closed."""
    for path in [ROOT / "app.py", *ROOT.glob("pages/*.py"), *ROOT.glob("dashboard/**/*.py")]:
        if path.name not in ("cache.py", "lesson_runs.py", "leaving.py"):
            assert "cache_data" not in path.read_text(encoding="utf-8"), path
            assert "cache_resource" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("room", ["emcore", "dashboard"])
def test_no_arrow_points_back(room):
    forbidden = {"emcore": {"dashboard", "pages", "app"}, "dashboard": {"pages", "app"}}[room]
    for path in (ROOT / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & forbidden, path
