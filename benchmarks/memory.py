"""Peak memory of one fit to a million points: `python -m benchmarks.memory`.

Data and start are made in a process of their own, so that what it takes to make them does not hide what the fit takes.
"""

import os
import resource
import subprocess
import sys
import tempfile

# What follows imports NumPy and emcore in its functions only: a new process inherits the peak of the one that starts
# it, so that one must stay small.

ROW = "million"
STEPS = 10


def main() -> None:
    """Run one stage in this process if the command line names it, else all of them in new ones."""
    if len(sys.argv) > 1:
        stage, folder = sys.argv[1:]
        {"make": make, "measure": measure}[stage](folder)
        return
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        for stage in ("make", "measure"):
            command = [sys.executable, "-m", "benchmarks.memory", stage, folder]
            subprocess.run(command, env=environment, check=True)


def make(folder: str) -> None:
    """Write the points and the start to files."""
    import numpy as np

    from benchmarks.rows import ROWS

    problem = ROWS[ROW].problem()
    start = problem.starts[0]
    np.save(f"{folder}/points.npy", problem.X)
    np.savez(f"{folder}/start.npz", weights=start.weights, means=start.means, covariances=start.covariances)


def measure(folder: str) -> None:
    """Fit what is in the files and print the peaks."""
    import numpy as np

    from benchmarks.rows import ROWS
    from emcore import Mixture, fit

    imported = peak()
    X = np.load(f"{folder}/points.npy")
    start = Mixture(**np.load(f"{folder}/start.npz"))
    loaded = peak()
    fit(X, start, max_iter=STEPS)
    fitted = peak()
    print(f"{ROWS[ROW].label}, {STEPS} steps: peak memory {fitted:.0f} MB in all,")
    print(f"{fitted - imported:.0f} MB above the imports ({imported:.0f} MB),")
    print(f"{fitted - loaded:.0f} MB above imports and data ({loaded:.0f} MB; the data are {X.nbytes / 1e6:.0f} MB).")


def peak() -> float:
    """Most memory that this process has held at one time, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, KiB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    main()
