"""What a run of the dashboard takes of the machine."""

import os
import subprocess
import sys

from opening import ROOT

THREADS = """
import threadpoolctl, dashboard.runs
print([pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"])
"""


def test_matrices_are_multiplied_by_one_thread():
    env = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", THREADS], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    pools = done.stdout.splitlines()[-1]
    assert "1" in pools
    assert not set(pools) - set("[1, ]")
