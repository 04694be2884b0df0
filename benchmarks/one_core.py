"""One core, and one thread of every BLAS library: to be imported before NumPy, which looks at the environment once."""

import os

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")


def stay_on_one_core() -> None:
    """For those too that start threads of their own."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
