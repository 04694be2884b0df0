import subprocess
import sys
from pathlib import Path

import pytest

import emcore

ROOT = Path(emcore.__file__).parent.parent


@pytest.fixture(scope="module")
def modules_after_import():
    code = "import sys, emcore; print(*{name.partition('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_emcore_stands_on_numpy_and_scipy(modules_after_import):
    assert {"emcore", "numpy", "scipy"} <= modules_after_import


@pytest.mark.parametrize("module", ["streamlit", "altair", "pandas", "sklearn", "matplotlib", "dashboard"])
def test_emcore_loads_nothing_of_the_dashboard(module, modules_after_import):
    assert module not in modules_after_import


@pytest.mark.parametrize("name", emcore.__all__)
def test_every_public_name_exists_and_is_documented(name):
    documented = getattr(emcore, name)
    assert isinstance(documented, dict) or documented.__doc__.strip()
