"""How long the lesson on K searches, as a Markdown table: `python -m benchmarks.selection [sources ...]`.

20 starts, one to eight components, every covariance type that differs, as the lesson asks for them: seconds of the
processor, on one core, for each type and for all.
"""

import argparse
import time

from benchmarks.one_core import stay_on_one_core

# isort: split
from benchmarks.speed import machine, print_row
from emcore import COVARIANCE_TYPES, Scenario
from emcore.data.classic import DATASETS
from emcore.data.generators import GENERATORS
from emcore.scenario.gaussians import MOST_GAUSSIANS
from emcore.study.selection import Search, distinct_types

N_STARTS = 20
SOURCES = {**DATASETS, **GENERATORS}


def main() -> None:
    """Search through the data sets asked for and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.selection", description=__doc__)
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help=f"any of {', '.join(SOURCES)}; default: all")
    options = parser.parse_args()
    if unknown := set(options.sources) - set(SOURCES):
        parser.error(f"unknown source {', '.join(sorted(unknown))}; choose from {', '.join(SOURCES)}")
    stay_on_one_core()
    seconds("esl", "full")  # what loads when it is first used
    columns = ["", "N", "D", *COVARIANCE_TYPES, "all types, s"]
    print_row(columns)
    print_row(["---", *["--:"] * (len(columns) - 1)])
    for source in options.sources or SOURCES:
        X = Scenario(source, start="kmeanspp").dataset().X
        taken = {kind: seconds(source, kind) for kind in distinct_types(list(COVARIANCE_TYPES), X.shape[1])}
        cells = [f"{taken[kind]:.2f}" if kind in taken else "-" for kind in COVARIANCE_TYPES]
        print_row([source, f"{len(X):,}", str(X.shape[1]), *cells, f"**{sum(taken.values()):.2f}**"])
    print()
    print(machine())


def seconds(source: str, kind: str) -> float:
    """Of the processor, for one to eight components of a covariance type."""
    data = Scenario(source, start="kmeanspp").only_data()
    X = data.dataset().X
    began = time.process_time()
    for n_components in range(1, MOST_GAUSSIANS + 1):
        search = Search(data, X, n_components, kind, N_STARTS)
        search.all_done()
        search.model()
    return time.process_time() - began


if __name__ == "__main__":
    main()
