"""What the README and the lessons promise is there and runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LESSONS = sorted((ROOT / "pages").glob("*.py"))


def run_python(code):
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_five_lines_run():
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert run_python(code + "\nprint(trace.stop)").strip() == "converged"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_the_code_of_a_lesson_runs(path):
    for code in re.findall(r'st\.code\(\s*"""(.*?)"""', path.read_text(encoding="utf-8"), re.DOTALL):
        assert run_python(code)


def test_every_file_has_its_sentence_and_every_sentence_its_file():
    named = {name for name in re.findall(r"`([\w./]+)`", README.partition("## Where things are")[2]) if "/" in name}
    missing = {name for name in named if not (ROOT / name).exists()} - {"pages/9_Its_title.py"}
    assert missing == set()
    told = README.replace("`dashboard/charts/`: ", "")
    for path in [*ROOT.glob("emcore/*.py"), *ROOT.glob("dashboard/**/*.py"), *LESSONS]:
        assert path.name == "__init__.py" or f"{path.name}`" in told, path


def test_the_picture_is_there():
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).stat().st_size > 10_000


def test_every_requirement_has_bounds_and_a_reason():
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            assert re.fullmatch(r"[\w-]+(==\d+\.\d+\.\*|>=[\d.]+,<\d+)\s+# .+", line), line
