"""How long the landscape takes, as a Markdown table: `python -m benchmarks.landscape [sources ...]`.

Two means, mean and standard deviation of one component, and standard deviations of two, of a fit with K = 2: seconds of
the processor, on one core, for the surface of 100 x 100 places, and in the last column for a profile of 25 x 25.
"""

import argparse
import time

from benchmarks.one_core import stay_on_one_core

# isort: split
import numpy as np

from benchmarks.speed import machine, print_row
from emcore import Mixture, Scenario
from emcore.points import Array
from emcore.study.landscape import surface
from emcore.study.parameters import Plane, parameters_of
from emcore.study.profile import Profile

SOURCES = ("acidity", "galaxies", "faithful", "iris", "clusters-1d", "clusters-2d")
PAIRS = (("mean-1-1", "mean-2-1"), ("mean-1-1", "sd-1-1"), ("sd-1-1", "sd-2-1"))


def main() -> None:
    """Measure on the data sets asked for and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.landscape", description=__doc__)
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help=f"default: {', '.join(SOURCES)}")
    parser.add_argument("--profile", action="store_true", help="the profile too, some seconds each")
    options = parser.parse_args()
    stay_on_one_core()
    columns = ["", "N", "D", *(f"{a}, {b}" for a, b in PAIRS), *(["profile, s"] if options.profile else [])]
    print_row(columns)
    print_row(["---", *["--:"] * (len(columns) - 1)])
    for source in options.sources or SOURCES:
        scenario = Scenario(source, start="kmeanspp", n_components=2, learn_weights=True, max_iter=100)
        dataset, trace = scenario.run()
        X, mixture = dataset.X, trace[-1].mixture
        cells = [f"{seconds(X, plane_of(mixture, *pair), 100):.3f}" for pair in PAIRS]
        if options.profile:
            cells.append(f"{seconds(X, plane_of(mixture, *PAIRS[0]), 25, profile=True):.1f}")
        print_row([source, f"{len(X):,}", str(X.shape[1]), *cells])
    print()
    print(machine())


def plane_of(mixture: Mixture, first: str, second: str) -> Plane:
    """The plane over two parameters, named by their keys."""
    listed = {p.key: p for p in parameters_of(mixture.n_components, mixture.n_features)}
    return Plane(mixture, listed[first], listed[second])


def seconds(X: Array, plane: Plane, n_places: int, *, profile: bool = False) -> float:
    """Of the processor, for `n_places` squared; the best of three, of a profile the only one."""
    firsts, seconds_up = (np.linspace(*parameter.limits(X), n_places) for parameter in (plane.first, plane.second))
    taken = []
    for _ in range(1 if profile else 3):
        began = time.process_time()
        if profile:
            found = Profile(X, plane, firsts, seconds_up)
            while found.work():
                pass
        else:
            surface(X, plane, firsts, seconds_up)
        taken.append(time.process_time() - began)
    return min(taken)


if __name__ == "__main__":
    main()
