"""The same on every processor: OpenBLAS computes with kernels of its own for each kind, and so rounds differently."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
KERNELS = {"Nehalem": "", "Haswell": "avx2", "SkylakeX": "avx512f"}  # and what a processor must have for them
NO_AVX512 = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR"


def read_with(kernels):
    """What is read where OpenBLAS has these kernels; but for the newest, NumPy's own loops do without AVX-512 too."""
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernels, "PYTHONPATH": str(ROOT)}
    if kernels != "SkylakeX":
        environment["NPY_DISABLE_CPU_FEATURES"] = NO_AVX512
    command = [sys.executable, "-W", "ignore", str(ROOT / "tests" / "helpers" / "what_is_read.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=300)
    answer = json.loads(done.stdout)
    assert answer["kernels"] == [kernels]
    return answer["said"]


@pytest.mark.slow
def test_what_a_person_reads_is_the_same_with_other_kernels():
    """Which run is the best, how many starts reached it, at which step it stopped, alone and beside others; numbers to
    the digits shown."""
    if platform.machine() != "x86_64" or not Path("/proc/cpuinfo").exists():
        pytest.skip("these kernels are for x86-64 on Linux")
    flags = set(Path("/proc/cpuinfo").read_text().split())
    said = {kernels: read_with(kernels) for kernels, needed in KERNELS.items() if not needed or needed in flags}
    if len(said) < 2:
        pytest.skip("this processor can run one kind of kernels only")
    first = said["Nehalem"]
    for kernels, others in said.items():
        different = {key: (first[key], others[key]) for key in first if others[key] != first[key]}
        assert different == {}, kernels
