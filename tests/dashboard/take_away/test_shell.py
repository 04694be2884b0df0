"""The shell writes what the dashboard adds, too."""

import pytest
from taking import ROOT, shell

from dashboard.take_away.files import FILES
from emcore import PRESETS


@pytest.mark.slow
def test_what_the_dashboard_adds_is_offered_beside_it_and_missed_without_it(tmp_path):
    """Its files are in --help, with every preset; emcore alone says in a line what they need."""
    offered = shell("--help", cwd=ROOT)
    assert (offered.returncode, offered.stderr) == (0, "")
    assert all(name in offered.stdout for name in [*FILES, *PRESETS])
    (tmp_path / "emcore").symlink_to(ROOT / "emcore")
    alone = shell("first", "-f", "svg,steps", cwd=tmp_path, env={"PYTHONPATH": ""})
    assert alone.returncode == 2
    assert "need the dashboard's folder" in alone.stderr
