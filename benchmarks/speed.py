"""Time of one EM step in emcore and in scikit-learn, side by side, as a Markdown table.

Pairs of runs alternate which goes first, and ratios are taken within a pair, so that a machine that slows down slows
both. All run on one core and must reach the same log-likelihood. Times are per step and start; the limit is what the
arithmetic of one step takes at the rates that this machine reaches on large matrices and arrays in its cache.
"""

import argparse
import platform
import time
import warnings
from collections.abc import Callable, Sequence
from importlib.metadata import version

from benchmarks.one_core import stay_on_one_core

# isort: split
import numpy as np
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_info

from benchmarks.contenders import EMCORE, PEERS, SCIKIT_LEARN, Contender
from benchmarks.rows import ROWS, Array, Problem, Row

AGREEMENT = 1e-9  # largest relative difference between two log-likelihoods that count as the same

EXP_BLOCK = 2**14  # values, with their results well within a core's cache
EXP_REPEATS = 50
MATRIX = 512
STREAM = 2**24  # values: too many for any cache


def main() -> None:
    """Measure the rows asked for and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"any of {', '.join(ROWS)}; default: all")
    parser.add_argument("--pairs", type=int, help="pairs of runs for every row; default: chosen for each row")
    parser.add_argument("--peers", action="store_true", help="measure every installed peer too")
    options = parser.parse_args()
    if unknown := set(options.rows) - set(ROWS):
        parser.error(f"unknown row {', '.join(sorted(unknown))}; choose from {', '.join(ROWS)}")
    if options.pairs is not None and options.pairs < 1:
        parser.error("--pairs must be at least 1")

    stay_on_one_core()
    warnings.simplefilter("ignore", ConvergenceWarning)  # tol=0 never converges
    contenders = [SCIKIT_LEARN, EMCORE, *(peer for peer in PEERS if options.peers and peer.is_installed)]
    columns = [
        "",
        "steps x pairs",
        *(f"{contender.label}, a step" for contender in contenders),
        *(f"scikit-learn / {contender.label} (quartiles)" for contender in contenders[1:]),
        "emcore / limit",
        "log-likelihoods agree to",
    ]
    print_row(columns)
    print_row(["---"] * len(columns))
    for key in options.rows or ROWS:
        row = ROWS[key]
        print_row(measure(row, options.pairs or row.pairs, contenders))
    print()
    print(machine())


def print_row(cells: Sequence[str]) -> None:
    """Print one line of a Markdown table at once, for the next may take a minute."""
    print("|", " | ".join(cells), "|", flush=True)


def measure(row: Row, pairs: int, contenders: Sequence[Contender]) -> list[str]:
    """The row's cells. The contenders are scikit-learn, emcore, then peers. Exits when they disagree."""
    problem = row.problem()
    prepared = [contender.prepare(problem, row.steps) for contender in contenders]
    runs = [run for run, _ in prepared]
    # The first round is for the caches and for the check.
    outcomes = [outcome(run()) for run, outcome in prepared]
    reached = np.array([outcome.log_likelihoods for outcome in outcomes])
    differences = (np.abs(reached - reached[0]) / np.abs(reached[0])).max(axis=1)
    for contender, difference in zip(contenders, differences, strict=True):
        if not difference <= AGREEMENT:
            raise SystemExit(f"{row.label}: {contender.label} is {difference:.1e} off scikit-learn's log-likelihood")

    measure_limit = limit(problem)
    seconds = np.empty((pairs, len(runs)))
    limits = np.empty(pairs)
    for i in range(pairs):
        for j in range(len(runs)) if i % 2 == 0 else reversed(range(len(runs))):
            seconds[i, j] = stopwatch(runs[j]) / outcomes[j].n_steps
        limits[i] = measure_limit()
    return [
        row.label,
        f"{row.steps} x {pairs}",
        *(duration(median) for median in np.median(seconds, axis=0)),
        *(quartiles(seconds[:, 0] / seconds[:, j]) for j in range(1, len(runs))),
        f"{np.median(seconds[:, 1] / limits):.1f}",
        f"{differences.max():.0e}",
    ]


def limit(problem: Problem) -> Callable[[], float]:
    """A function that measures what this machine needs at the very least, in seconds, for one step from one start.

    N K exponentials at NumPy's rate, two matrix products with the F = 1 + D + D(D+1)/2 products of a point's
    coordinates (4 N K F operations) at that of large matrices, and one read of the points from memory.
    """
    n_values: int = problem.X.size
    n_features: int = problem.X.shape[1]
    n_terms = len(problem.X) * len(problem.starts[0].weights)
    n_products = 1 + n_features + n_features * (n_features + 1) // 2
    rng = np.random.default_rng(0)
    exponents = rng.uniform(-30, 0, EXP_BLOCK)
    exponentials = np.empty_like(exponents)
    left, right = rng.normal(size=(2, MATRIX, MATRIX))
    product = np.empty_like(left)
    stream = np.ones(STREAM)

    def exponentiate() -> None:
        for _ in range(EXP_REPEATS):
            np.exp(exponents, out=exponentials)

    def measure_limit() -> float:
        an_exponential = stopwatch(exponentiate) / (EXP_BLOCK * EXP_REPEATS)
        an_operation = stopwatch(lambda: np.matmul(left, right, out=product)) / (2 * MATRIX**3)
        a_read = stopwatch(stream.sum) / STREAM
        return n_terms * (an_exponential + 4 * n_products * an_operation) + n_values * a_read

    measure_limit()  # for the caches
    return measure_limit


def stopwatch(run: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def duration(seconds: float) -> str:
    """Three digits, in s, ms or µs."""
    rounded = float(f"{seconds:.3g}")
    unit, size = next(((u, s) for u, s in (("s", 1.0), ("ms", 1e-3)) if rounded >= s), ("µs", 1e-6))
    return f"{rounded / size:.3g} {unit}"


def quartiles(ratios: Array) -> str:
    """Median and, in brackets, the quartiles."""
    low, middle, high = np.percentile(ratios, [25, 50, 75])
    return f"**{middle:.3g}** ({low:.3g}–{high:.3g})"


def machine() -> str:
    """What the times depend on: processor, versions, and the kernels that the BLAS libraries chose."""
    libraries = {
        f"{blas['internal_api']} {blas['version']} ({blas.get('architecture')}, {blas['num_threads']} thread)"
        for blas in threadpool_info()
        if blas["user_api"] == "blas"
    }
    packages = {"NumPy": "numpy", "SciPy": "scipy", "scikit-learn": "scikit-learn"}
    versions = ", ".join(f"{name} {version(package)}" for name, package in packages.items())
    return f"{processor()}, 1 core; Python {platform.python_version()}, {versions}; {', '.join(sorted(libraries))}"


def processor() -> str:
    """The processor's name, as far as the system tells."""
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
