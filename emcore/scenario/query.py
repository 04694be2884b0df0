"""Reading and writing the values of a link: short text, forgiving to read, exact to write."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TypeVar

from emcore.gaussian import Gaussian

BETWEEN_NUMBERS = "_"  # both stay as they are in a URL; a comma would become %2C
BETWEEN_GAUSSIANS = "~"

MOST_GAUSSIANS = 8  # clusters, or components of a start by hand

Limits = tuple[float, float]
T = TypeVar("T")


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


@dataclass
class QueryReader:
    """Reads values out of a link. What it can't read or has to clamp becomes a line in `problems`; it never raises."""

    query: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def choice(self, key: str, choices: Collection[str], default: str) -> str:
        """One of `choices`."""
        text = self._text(key)
        if text is None or text in choices:
            return default if text is None else text
        return self._give_up(key, f"is none of {', '.join(choices)}", default)

    def number(self, key: str, limits: Limits, default: float) -> float:
        """A number within `limits`, a whole one where the default is an `int`."""
        whole = isinstance(default, int)
        text = self._text(key)
        if text is None:
            return default
        value = read_number(text)
        if value is None or (whole and value != round(value)):
            return self._give_up(key, "is not a whole number" if whole else "is not a number", default)
        clamped = clamp(value, limits)
        if clamped != value:
            self.problems.append(f"{key} = {_short(text)} is out of range; {write_number(clamped)} is used.")
        return int(clamped) if whole else clamped

    def gaussians(
        self, key: str, n_features: int, limits: GaussianLimits, default: tuple[Gaussian, ...]
    ) -> tuple[Gaussian, ...]:
        """A list of 1 to `MOST_GAUSSIANS` Gaussians."""
        text = self._text(key)
        if text is None:
            return default
        parts = text.split(BETWEEN_GAUSSIANS)
        read = [read_gaussian(part, n_features) for part in parts[:MOST_GAUSSIANS]]
        gaussians = tuple(limits.clamp(gaussian) for gaussian in read if gaussian is not None)
        if len(gaussians) < len(read):
            form = "size, mean and standard deviation" + " of each dimension, and correlation" * (n_features > 1)
            return self._give_up(key, f"is not a list of {form}", default)
        if gaussians != tuple(read):
            self.problems.append(f"{key}: values out of range were moved to the nearest one allowed.")
        if len(parts) > MOST_GAUSSIANS:
            self.problems.append(f"{key} has {len(parts)} entries; the first {MOST_GAUSSIANS} are used.")
        return gaussians

    def names(self, key: str, choices: Collection[str]) -> tuple[str, ...]:
        """A list of some of `choices`, each once; () for none."""
        text = self._text(key)
        if text is None:
            return ()
        names = tuple(text.split(BETWEEN_GAUSSIANS))
        if len(set(names)) == len(names) and set(names) <= set(choices):
            return names
        return self._give_up(key, f"is no list of some of {', '.join(choices)}, each once", ())

    def _text(self, key: str) -> str | None:
        text = self.query.get(key)
        return None if text is None else str(text)

    def _give_up(self, key: str, why: str, default: T) -> T:
        self.problems.append(f"{key} = {_short(str(self.query[key]))} {why}; the default is used.")
        return default


def read_number(text: str) -> float | None:
    """A finite number, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and "_" not in text else None


def write_number(value: float) -> str:
    """The shortest text that reads back as exactly `value`."""
    return repr(float(value)).removesuffix(".0")


def read_gaussian(text: str, n_features: int) -> Gaussian | None:
    """The Gaussian whose numbers these are, or None."""
    numbers = [read_number(part) for part in text.split(BETWEEN_NUMBERS)]
    values = [value for value in numbers if value is not None]
    if len(values) < len(numbers):
        return None
    try:
        return Gaussian.from_numbers(values, n_features)
    except ValueError:
        return None


def write_names(names: Sequence[str]) -> str:
    """The text that `QueryReader.names` reads back."""
    return BETWEEN_GAUSSIANS.join(names)


def write_gaussians(gaussians: Sequence[Gaussian]) -> str:
    """The text that `QueryReader.gaussians` reads back."""
    return BETWEEN_GAUSSIANS.join(BETWEEN_NUMBERS.join(map(write_number, g.numbers)) for g in gaussians)


def clamp(value: float, limits: Limits) -> float:
    """The value within `limits` nearest to `value`."""
    low, high = limits
    return min(max(value, low), high)


def _short(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[:longest] + "…"
