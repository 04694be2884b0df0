"""What the README and the lessons promise is there and runs."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from opening import open_page
from rooms import FLOOR_OF

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
WITH_CODE = [f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py")) if "st.code(" in path.read_text()]


def run_python(code):
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_five_lines_run():
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert run_python(code + "\nprint(trace.stop)").strip() == "converged"


@pytest.mark.parametrize("page", WITH_CODE)
def test_the_code_of_a_page_runs_as_shown(page):
    shown = open_page(page).run().code
    assert len(shown) > 0
    for code in shown:
        assert run_python(code.value)


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_what_is_named_is_there(page):
    """Files and folders by their paths, functions and names in them as `file.py::name`."""
    for path, name in re.findall(
        r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|toml|cff|txt))(?:::(\w+))?`", (ROOT / page).read_text(encoding="utf-8")
    ):
        assert "11_" in path or (ROOT / path).exists(), path
        assert (
            re.search(rf"\b(def|class|function|const) {name}\b|^{name}\b", (ROOT / path).read_text(), re.M)
            if name
            else True
        ), name


def test_no_walk_takes_more_than_eight_hops():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## Seven walks")[2].partition("\n## ")[0]
    walks = re.split(r"^\*\*", text, flags=re.MULTILINE)[1:]
    assert len(walks) == 7
    assert all(1 < len(re.findall(r"^\d\. ", walk, re.MULTILINE)) <= 8 for walk in walks)


def test_every_room_has_its_sentence():
    for room in FLOOR_OF:
        path = ROOT / room
        named = f"`{room}/`" if path.is_dir() else f"`{room}`"
        assert named in README or path.parent.name in ("charts", "own_data") or path.name == "__init__.py", room


def test_the_picture_is_there():
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).stat().st_size > 10_000


def test_emcore_alone_needs_what_the_dashboard_gives_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for needed in project["dependencies"]:
        assert f"\n{needed} " in requirements, needed


def test_every_requirement_has_bounds_and_a_reason():
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            assert re.fullmatch(r"[\w-]+(==\d+\.\d+\.\*|>=[\d.]+,<\d+)\s+# .+", line), line
