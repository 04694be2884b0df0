"""Time of one EM step when one component in eight is narrow, as a Markdown table: `python -m benchmarks.narrow`.

Its spread is a thousandth of what it would be among the others. Beside it the same clusters without a narrow one, and
scikit-learn on those with it. Pairs of runs, one core and times as in `benchmarks.speed`.
"""

import argparse
import warnings
from functools import partial

from benchmarks.one_core import stay_on_one_core

# isort: split
import numpy as np
from sklearn.exceptions import ConvergenceWarning

from benchmarks.contenders import EMCORE, SCIKIT_LEARN
from benchmarks.rows import Row, clusters_one_narrow, galaxies
from benchmarks.speed import AGREEMENT, duration, machine, print_row, quartiles, stopwatch

SPREAD = 1e-3
SIZES = {  # points, dimensions, steps, pairs
    "1d-82": (82, 1, 50, 15),
    "2d-1000": (1_000, 2, 100, 15),
    "2d-15000": (15_000, 2, 40, 9),
    "million": (1_000_000, 2, 10, 5),
    "8d": (200_000, 8, 10, 5),
    "32d": (50_000, 32, 10, 3),
}
GALAXIES = Row("galaxies: 160 starts, K 1 to 8", 300, 3, galaxies)  # some of whose components become narrow


def main() -> None:
    """Measure the rows asked for and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.narrow", description=__doc__)
    names = [*SIZES, "galaxies"]
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"any of {', '.join(names)}; default: all")
    parser.add_argument("--pairs", type=int, help="pairs of runs for every row; default: chosen for each row")
    options = parser.parse_args()
    if unknown := set(options.rows) - set(names):
        parser.error(f"unknown row {', '.join(sorted(unknown))}; choose from {', '.join(names)}")
    stay_on_one_core()
    warnings.simplefilter("ignore", ConvergenceWarning)  # tol=0 never converges
    columns = ["", "none narrow", "one narrow", "scikit-learn", "narrow / none (quartiles)",
               "scikit-learn / emcore (quartiles)", "log-likelihoods agree to"]  # fmt: skip
    print_row(columns)
    print_row(["---"] * len(columns))
    for name in options.rows or names:
        narrow, none_narrow = rows(name)
        print_row(measure(narrow, none_narrow, options.pairs))
    print()
    print(machine())


def rows(name: str) -> tuple[Row, Row | None]:
    """With a narrow component, and, but for galaxies, without."""
    if name == "galaxies":
        return GALAXIES, None
    n_points, n_features, steps, pairs = SIZES[name]
    label = f"{n_features}-D, N {n_points:,}, K 8"
    with_one, without = (
        Row(label, steps, pairs, partial(clusters_one_narrow, n_points, n_features, 8, spread))
        for spread in (SPREAD, 1.0)
    )
    return with_one, without


def measure(narrow: Row, none_narrow: Row | None, pairs: int | None) -> list[str]:
    """The row's cells. Exits when emcore and scikit-learn disagree."""
    problem = narrow.problem()
    prepared = [contender.prepare(problem, narrow.steps) for contender in (EMCORE, SCIKIT_LEARN)]
    if none_narrow is not None:
        prepared.append(EMCORE.prepare(none_narrow.problem(), narrow.steps))
    runs = [run for run, _ in prepared]
    outcomes = [outcome(run()) for run, outcome in prepared]  # for the caches and for the check
    ours, theirs = (np.array(outcome.log_likelihoods) for outcome in outcomes[:2])
    difference = (np.abs(ours - theirs) / np.abs(theirs)).max()
    if not difference <= AGREEMENT:
        raise SystemExit(f"{narrow.label}: emcore is {difference:.1e} off scikit-learn's log-likelihood")

    n_pairs = pairs or narrow.pairs
    seconds = np.empty((n_pairs, len(runs)))
    for i in range(n_pairs):
        for j in range(len(runs)) if i % 2 == 0 else reversed(range(len(runs))):
            seconds[i, j] = stopwatch(runs[j]) / outcomes[j].n_steps
    medians = [duration(median) for median in np.median(seconds, axis=0)]
    return [
        narrow.label,
        medians[2] if none_narrow else "-",
        *medians[:2],
        quartiles(seconds[:, 0] / seconds[:, 2]) if none_narrow else "-",
        quartiles(seconds[:, 1] / seconds[:, 0]),
        f"{difference:.0e}",
    ]


if __name__ == "__main__":
    main()
