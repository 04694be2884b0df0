"""Lists of Gaussians: the clusters of the data, the components of a start by hand; ranges, examples, text in a link."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from emcore.gaussian import Gaussian
from emcore.scenario.fields import (
    BETWEEN_ENTRIES,
    BETWEEN_NUMBERS,
    Limits,
    UnreadableError,
    clamp,
    read_number,
    tuple_of,
    write_number,
)

MOST_GAUSSIANS = 8  # clusters, or components of a start by hand
MOST_POINTS = 1_000_000  # drawn from all clusters together; noise comes on top


@dataclass(frozen=True)
class GaussianLimits:
    """Ranges of a `Gaussian` read from a link or a table; sizes are whole numbers for clusters of points."""

    size: Limits
    whole_sizes: bool
    mean: Limits = (-1e9, 1e9)
    sd: Limits = (1e-6, 1e9)
    correlation: Limits = (-0.999, 0.999)

    def problem(self, gaussian: Gaussian) -> str:
        """What is out of range, in words; empty if nothing is."""
        parts = [("size", gaussian.size, self.size), ("correlation", gaussian.correlation, self.correlation)]
        parts += [("mean", value, self.mean) for value in gaussian.mean]
        parts += [("standard deviation", value, self.sd) for value in gaussian.sd]
        problems = [
            f"{name} {write_number(value)} is not between {write_number(low)} and {write_number(high)}"
            for name, value, (low, high) in parts
            if not low <= value <= high
        ]
        if self.whole_sizes and not float(gaussian.size).is_integer():
            problems.append(f"size {write_number(gaussian.size)} is not a whole number")
        return "; ".join(problems)

    def clamp(self, gaussian: Gaussian) -> Gaussian:
        """The nearest Gaussian within the ranges."""
        size = clamp(gaussian.size, self.size)
        return Gaussian(
            float(round(size)) if self.whole_sizes else size,
            tuple(clamp(value, self.mean) for value in gaussian.mean),
            tuple(clamp(value, self.sd) for value in gaussian.sd),
            clamp(gaussian.correlation, self.correlation),
        )


CLUSTER_LIMITS = GaussianLimits(size=(1, MOST_POINTS), whole_sizes=True)
COMPONENT_LIMITS = GaussianLimits(size=(1e-9, 1e9), whole_sizes=False)

# What a cluster generator draws, and what a start by hand holds, until somebody changes it: the notebook's examples.
# Its 2-D example names matrices that are no covariances; these are the ones that were in effect used (README, Sources).
DEFAULT_CLUSTERS: dict[str, tuple[Gaussian, ...]] = {
    "clusters-1d": (Gaussian(500, (-50,), (5,)), Gaussian(1000, (20,), (10,)), Gaussian(400, (100,), (5,))),
    "clusters-2d": (
        Gaussian(10_000, (0, 0), (1, 1)),
        Gaussian(2_000, (20, -1), (0.6094183, 2.2391459), -0.6804138),
        Gaussian(3_000, (10, 0), (1, 1)),
    ),
}
DEFAULT_COMPONENTS: dict[int, tuple[Gaussian, ...]] = {
    1: (Gaussian(1, (-5,), (5,)), Gaussian(1, (6.5,), (5,)), Gaussian(1, (20,), (6,))),
    2: (Gaussian(1, (-10, 0), (1, 1)), Gaussian(1, (10, 10), (1, 1)), Gaussian(1, (30, 1), (2.236068, 1))),
}


@dataclass(frozen=True)
class Gaussians:
    """In a record any tuple of Gaussians; in a link 1 to `MOST_GAUSSIANS` of `n_features` dimensions."""

    limits: GaussianLimits
    n_features: int = 1

    def read(self, name: str, text: str, problems: list[str]) -> tuple[Gaussian, ...]:
        """The nearest Gaussians within the limits."""
        parts = text.split(BETWEEN_ENTRIES)
        read = [_read_gaussian(part, self.n_features) for part in parts[:MOST_GAUSSIANS]]
        gaussians = tuple(self.limits.clamp(gaussian) for gaussian in read if gaussian is not None)
        if len(gaussians) < len(read):
            form = "size, mean and standard deviation" + " of each dimension, and correlation" * (self.n_features > 1)
            raise UnreadableError(f"is not a list of {form}")
        if gaussians != tuple(read):
            problems.append(f"{name}: values out of range were moved to the nearest one allowed.")
        if len(parts) > MOST_GAUSSIANS:
            problems.append(f"{name} has {len(parts)} entries; the first {MOST_GAUSSIANS} are used.")
        return gaussians

    def write(self, value: Sequence[Gaussian]) -> str:
        """All numbers of each."""
        return BETWEEN_ENTRIES.join(BETWEEN_NUMBERS.join(map(write_number, g.numbers)) for g in value)

    def check(self, name: str, value: object) -> tuple[Gaussian, ...]:
        """A tuple of Gaussians; whether they are within the limits hangs on the rest of the record (`problem_of`)."""
        return tuple_of(Gaussian, name, value)

    def problem_of(self, name: str, gaussians: tuple[Gaussian, ...]) -> str:
        """What is wrong with a list of Gaussians, in words; empty if nothing is."""
        if len(gaussians) > MOST_GAUSSIANS:
            return f"{len(gaussians)} {name}; give at most {MOST_GAUSSIANS}"
        for place, gaussian in enumerate(gaussians, 1):
            if not len(gaussian.mean) == len(gaussian.sd) == self.n_features:
                return f"entry {place} of {name} does not have {self.n_features} dimensions, as the data have"
            if problem := self.limits.problem(gaussian):
                return f"entry {place} of {name}: {problem}"
        return ""


def within_total(clusters: tuple[Gaussian, ...]) -> tuple[Gaussian, ...]:
    """The clusters, scaled down together if they hold more than `MOST_POINTS` points in all."""
    total = sum(cluster.size for cluster in clusters)
    if total <= MOST_POINTS:
        return clusters
    return tuple(replace(c, size=float(max(1, int(c.size * (MOST_POINTS - len(clusters)) / total)))) for c in clusters)


def uncorrelated(gaussians: tuple[Gaussian, ...]) -> tuple[Gaussian, ...]:
    """The Gaussians without correlation, which one dimension does not have."""
    return tuple(replace(gaussian, correlation=0.0) for gaussian in gaussians)


def _read_gaussian(text: str, n_features: int) -> Gaussian | None:
    """The Gaussian whose numbers these are, or None."""
    numbers = [read_number(part) for part in text.split(BETWEEN_NUMBERS)]
    values = [value for value in numbers if value is not None]
    if len(values) < len(numbers):
        return None
    try:
        return Gaussian.from_numbers(values, n_features)
    except ValueError:
        return None
