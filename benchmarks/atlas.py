"""What the restart atlas takes, as a Markdown table: `python -m benchmarks.atlas [--starts N] [sources ...]`.

Seconds of the processor, on one core, for all starts of a data set with K = 3, full covariances and learned weights,
until every optimum is proven; beside it `Restarts` with a tolerance of 1e-8, which keeps every step, in groups that fit
a processor's cache, and proves nothing. The two alternate, and the ratio is taken within a pair, so that a machine that
slows down slows both: median and quartiles.
"""

import argparse
import time
from collections.abc import Callable

from benchmarks.one_core import stay_on_one_core

# isort: split
import numpy as np

from benchmarks.selection import SOURCES
from benchmarks.speed import machine, print_row
from emcore import Scenario
from emcore.study.atlas import MOST_STEPS, AtlasSearch
from emcore.study.restarts import Restarts

TOL = 1e-8  # of `Restarts`


def main() -> None:
    """Measure the data sets asked for and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.atlas", description=__doc__)
    parser.add_argument("sources", nargs="*", metavar="SOURCE", default=["faithful"], help=", ".join(SOURCES))
    parser.add_argument("--starts", type=int, default=500, help="of each data set")
    parser.add_argument("--pairs", type=int, default=7, help="of runs")
    options = parser.parse_args()
    if unknown := set(options.sources) - set(SOURCES):
        parser.error(f"unknown source {', '.join(sorted(unknown))}; choose from {', '.join(SOURCES)}")
    stay_on_one_core()
    print_row(["", "starts", "optima", "steps", "atlas, s", "Restarts, s", "Restarts / atlas"])
    print_row(["---", *["--:"] * 6])
    for source in options.sources:
        print_row(measure(source, options.starts, options.pairs))
    print()
    print(machine())


def measure(source: str, n_starts: int, n_pairs: int) -> list[str]:
    """The cells of a data set."""
    scenario = Scenario(source=source, start="kmeanspp", n_components=3, learn_weights=True, tol=TOL)
    X = scenario.dataset().X

    def atlas() -> float:
        return seconds(AtlasSearch(scenario, X, n_starts).all_done)

    def restarts() -> float:
        return seconds(Restarts(scenario, X, n_starts, max_iter=MOST_STEPS).all_done)

    pairs = [(atlas(), restarts()) if i % 2 else (restarts(), atlas())[::-1] for i in range(n_pairs + 1)][1:]
    ours, theirs = np.array(pairs).T
    found = AtlasSearch(scenario, X, n_starts).all_done()
    cells = [source, f"{n_starts:,}", str(len(found.optima)), f"{found.total_steps:,}"]
    return [*cells, *(f"{np.median(times):.2f}" for times in (ours, theirs)), spread(theirs / ours)]


def seconds(work: Callable[[], object]) -> float:
    """Of the processor."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def spread(ratios: np.ndarray) -> str:
    """Median and quartiles."""
    low, middle, high = np.quantile(ratios, (0.25, 0.5, 0.75))
    return f"**{middle:.2f}** ({low:.2f}–{high:.2f})"


if __name__ == "__main__":
    main()
