"""Lists of Gaussians: the clusters of the data, the components of a start by hand; ranges, examples, text in a link."""

from dataclasses import dataclass, replace

from emcore.gaussian import Gaussian
from emcore.numerals import rounded
from emcore.scenario.fields import (
    BETWEEN_ENTRIES,
    Limits,
    UnreadableError,
    clamp,
    read_numbers,
    tuple_of,
    write_number,
    write_numbers,
)

MOST_GAUSSIANS = 8  # clusters, or components of a start by hand
FIGURES = 7  # significant ones, of a component that is taken over into a start by hand
MOST_POINTS = 1_000_000  # drawn from all clusters together; noise comes on top


@dataclass(frozen=True)
class Gaussians:
    """Gaussians within ranges, in a link 1 to `MOST_GAUSSIANS` of `n_features` dimensions; clusters of whole sizes."""

    size: Limits
    whole_sizes: bool
    mean: Limits = (-1e9, 1e9)
    sd: Limits = (1e-6, 1e9)
    correlation: Limits = (-0.999, 0.999)
    n_features: int = 1

    def read(self, name: str, text: str, problems: list[str]) -> tuple[Gaussian, ...]:
        """The nearest Gaussians within the ranges."""
        parts = text.split(BETWEEN_ENTRIES)
        try:
            said = tuple(Gaussian.from_numbers(read_numbers(part), self.n_features) for part in parts[:MOST_GAUSSIANS])
        except ValueError:
            form = "size, mean and standard deviation" + " of each dimension, and correlation" * (self.n_features > 1)
            raise UnreadableError(f"is not a list of {form}") from None
        gaussians = tuple(map(self.clamp, said))
        if gaussians != said:
            problems.append(f"{name}: values out of range were moved to the nearest one allowed.")
        if len(parts) > MOST_GAUSSIANS:
            problems.append(f"{name} has {len(parts)} entries; the first {MOST_GAUSSIANS} are used.")
        return gaussians

    def write(self, value: tuple[Gaussian, ...]) -> str:
        """All numbers of each."""
        return BETWEEN_ENTRIES.join(write_numbers(gaussian.numbers) for gaussian in value)

    def check(self, name: str, value: object) -> tuple[Gaussian, ...]:
        """A tuple of Gaussians; whether they are within the ranges hangs on the rest of the record (`problem_of`)."""
        return tuple_of(Gaussian, name, value)

    def problem_of(self, name: str, gaussians: tuple[Gaussian, ...]) -> str:
        """What is wrong with a list of Gaussians, in words; empty if nothing is."""
        if len(gaussians) > MOST_GAUSSIANS:
            return f"{len(gaussians)} {name}; give at most {MOST_GAUSSIANS}"
        for place, gaussian in enumerate(gaussians, 1):
            if not len(gaussian.mean) == len(gaussian.sd) == self.n_features:
                return f"entry {place} of {name} does not have {self.n_features} dimensions, as the data have"
            if problem := self.problem(gaussian):
                return f"entry {place} of {name}: {problem}"
        return ""

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


CLUSTERS = Gaussians(size=(1, MOST_POINTS), whole_sizes=True)
COMPONENTS = Gaussians(size=(1e-9, 1e9), whole_sizes=False)

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


def short_component(component: Gaussian) -> Gaussian:
    """A component that was computed, as one of a start by hand: `FIGURES` figures, so that links stay short, within the
    ranges."""
    numbers = [rounded(value, FIGURES) for value in component.numbers]
    return COMPONENTS.clamp(Gaussian.from_numbers(numbers, len(component.mean)))


def within_total(clusters: tuple[Gaussian, ...]) -> tuple[Gaussian, ...]:
    """The clusters, scaled down together if they hold more than `MOST_POINTS` points in all."""
    total = sum(cluster.size for cluster in clusters)
    if total <= MOST_POINTS:
        return clusters
    return tuple(replace(c, size=float(max(1, int(c.size * (MOST_POINTS - len(clusters)) / total)))) for c in clusters)
