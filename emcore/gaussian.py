"""A Gaussian as a person writes it down: size, mean, standard deviations, correlation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from emcore.mixture import Mixture
from emcore.options import instance, real
from emcore.points import Array


@dataclass(frozen=True)
class Gaussian:
    """A frozen record of primitives, for a cluster of data (size: points) or a starting component (size: weight).

    mean and sd have one entry per dimension, in data units; `correlation` is that of the first two dimensions. Any
    such record with sd above 0 and correlation strictly between -1 and 1 is a valid Gaussian. Raises `ValueError` for
    what are no numbers.
    """

    size: float
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    correlation: float = 0.0

    def __post_init__(self) -> None:
        for name in ("size", "correlation"):
            object.__setattr__(self, name, real(name, getattr(self, name)))
        for name in ("mean", "sd"):
            values = instance(name, getattr(self, name), tuple, "a tuple of numbers")
            object.__setattr__(self, name, tuple(real(f"an entry of {name}", value) for value in values))

    @property
    def numbers(self) -> tuple[float, ...]:
        """Size, means, standard deviations, from two dimensions on the correlation: the order in links and tables."""
        return (self.size, *self.mean, *self.sd, *((self.correlation,) if len(self.mean) > 1 else ()))

    @classmethod
    def from_numbers(cls, numbers: Sequence[float], n_features: int) -> "Gaussian":
        """The Gaussian with these `numbers`. Raises `ValueError` when they are too few or too many for D dimensions."""
        if len(numbers) != 1 + 2 * n_features + (n_features > 1):
            raise ValueError(f"{len(numbers)} numbers do not make a Gaussian in {n_features} dimensions")
        mean, sd = numbers[1 : 1 + n_features], numbers[1 + n_features : 1 + 2 * n_features]
        return cls(numbers[0], tuple(mean), tuple(sd), numbers[-1] if n_features > 1 else 0.0)

    @property
    def covariance(self) -> Array:
        """(D, D), in squared data units."""
        correlations = np.eye(len(self.sd))
        if len(self.sd) > 1:
            correlations[0, 1] = correlations[1, 0] = self.correlation
        return correlations * np.outer(self.sd, self.sd)


def mixture_of(gaussians: Sequence[Gaussian]) -> Mixture:
    """The mixture of these Gaussians, their sizes divided by the sum. Raises `MixtureError` as `Mixture` does."""
    with np.errstate(all="ignore"):  # what is not finite is no mixture
        sizes = np.array([g.size for g in gaussians], dtype=np.float64)
        weights, covariances = sizes / sizes.sum(), [g.covariance for g in gaussians]
    return Mixture(weights, [g.mean for g in gaussians], covariances)  # type: ignore[arg-type]


def gaussians_of(mixture: Mixture) -> tuple[Gaussian, ...]:
    """The components of a 1-D or 2-D mixture as records; `size` is the weight."""
    sds = mixture.standard_deviations
    correlations = (
        mixture.covariances[:, 0, -1] / (sds[:, 0] * sds[:, -1]) if mixture.n_features > 1 else np.zeros(len(sds))
    )
    return tuple(
        Gaussian(float(weight), tuple(map(float, mean)), tuple(map(float, sd)), float(correlation))
        for weight, mean, sd, correlation in zip(mixture.weights, mixture.means, sds, correlations, strict=True)
    )
