"""The numbers that a mixture is made of, one by one, and mixtures that are free in two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from emcore.mixture import Mixture
from emcore.points import Array

Kind = Literal["mean", "sd", "weight"]
MARGIN = 0.25  # of the data's extent, that a mean's axis goes on beyond them
NARROWEST, WIDEST = 0.03, 1.5  # of the data's standard deviation, on an axis of standard deviations
WEIGHTS = (0.01, 0.99)
NAMES: dict[Kind, str] = {"mean": "mean", "sd": "standard deviation", "weight": "weight"}


@dataclass(frozen=True)
class Parameter:
    """One number of a mixture.

    kind       "mean", "sd" (standard deviation, the root of a variance) or "weight"
    component  whose, counted from 0; None: an sd that all components share
    feature    along which, counted from 0; None: a weight, or an sd that is the same along all
    """

    kind: Kind
    component: int | None = None
    feature: int | None = None

    @property
    def key(self) -> str:
        """A short name for links: kind, component and feature, counted from 1, as far as it has them."""
        return "-".join([self.kind, *(str(i + 1) for i in (self.component, self.feature) if i is not None)])

    def words(self, columns: Sequence[str]) -> str:
        """What it is, of data with these D columns: "mean of component 1"; of more than one column, "... along x2"."""
        whose = "all components" if self.component is None else f"component {self.component + 1}"
        along = f" along {columns[self.feature]}" if self.feature is not None and len(columns) > 1 else ""
        return f"{NAMES[self.kind]} of {whose}{along}"

    def of(self, mixture: Mixture) -> float:
        """Its value in a mixture; of an sd along all features the root of the mean variance."""
        k = self.component or 0
        if self.kind == "weight":
            return float(mixture.weights[k])
        if self.kind == "mean":
            return float(mixture.means[k, self.feature])
        return float(np.sqrt(self._variance(mixture.covariances[k])))

    def moves(self, component: int) -> bool:
        """Whether the density of this component, apart from its weight, depends on it."""
        return self.kind != "weight" and self.component in (None, component)

    def moved(self, mean: Array, covariance: Array, values: Array) -> tuple[Array, Array]:
        """Mean (..., D) and covariance (..., D, D) of a component that it moves, with it at `values` (...). Standard
        deviations change and correlations stay."""
        n_features = mean.shape[-1]
        if self.kind == "mean":
            mean = np.array(np.broadcast_to(mean, (*np.broadcast_shapes(mean.shape[:-1], values.shape), n_features)))
            mean[..., self.feature] = values
            return mean, covariance
        factors = np.asarray(values / np.sqrt(self._variance(covariance)))
        scales = np.ones((*factors.shape, n_features))
        scales[..., self._features] = factors[..., np.newaxis]
        return mean, covariance * scales[..., :, np.newaxis] * scales[..., np.newaxis, :]

    def limits(self, X: Array) -> tuple[float, float]:
        """Sensible ends of an axis of it, for points X (N, D)."""
        if self.kind == "weight":
            return WEIGHTS
        if self.kind == "mean":
            low, high = X[:, self.feature].min(), X[:, self.feature].max()
            return float(low - MARGIN * (high - low)), float(high + MARGIN * (high - low))
        sd = np.sqrt(X.var(axis=0).mean() if self.feature is None else X[:, self.feature].var())
        return float(NARROWEST * sd), float(WIDEST * sd)

    @property
    def _features(self) -> slice:
        return slice(None) if self.feature is None else slice(self.feature, self.feature + 1)

    def _variance(self, covariance: Array) -> Array:
        variances = np.diagonal(covariance, axis1=-2, axis2=-1)
        return np.asarray(variances[..., self._features].mean(axis=-1))


def parameters_of(
    n_components: int, n_features: int, covariance_type: str = "full", learn_weights: bool = True
) -> list[Parameter]:
    """The parameters that EM learns of K components in D dimensions, but for correlations: means, standard deviations,
    weights. Of two weights one is listed, as it says the other."""
    components, features = range(n_components), range(n_features)
    means = [Parameter("mean", k, d) for k in components for d in features]
    if covariance_type == "tied":
        sds = [Parameter("sd", None, d) for d in features]
    elif covariance_type == "spherical" and n_features > 1:
        sds = [Parameter("sd", k) for k in components]
    else:
        sds = [Parameter("sd", k, d) for k in components for d in features]
    n_weights = (n_components if n_components > 2 else n_components - 1) if learn_weights else 0
    return means + sds + [Parameter("weight", k) for k in range(n_weights)]


@dataclass(frozen=True, eq=False)
class Plane:
    """A mixture that is free in two parameters, the others held: the ground that a landscape lies over.

    mixture        the held parameters; the two free ones in it are placeholders
    first, second  two different parameters
    """

    mixture: Mixture
    first: Parameter
    second: Parameter

    def of(self, mixture: Mixture) -> tuple[float, float]:
        """Where a mixture stands, seen from above."""
        return self.first.of(mixture), self.second.of(mixture)

    def at(self, first: float, second: float) -> Mixture:
        """The mixture with the free parameters at these values. Raises `MixtureError` where there is none."""
        values = np.asarray(float(first)), np.asarray(float(second))
        components = range(self.mixture.n_components)
        means, covariances = zip(*(self.component(k, *values) for k in components), strict=True)
        weights = [self.weight(k, *values) for k in components]
        return Mixture(np.array(weights), np.array(means), np.array(covariances))

    def component(self, k: int, firsts: Array, seconds: Array) -> tuple[Array, Array]:
        """Mean (..., D) and covariance (..., D, D) of component k at these values, of shapes that broadcast; only as
        large as what moves it."""
        mean, covariance = self.mixture.means[k], self.mixture.covariances[k]
        for parameter, values in ((self.first, firsts), (self.second, seconds)):
            if parameter.moves(k):
                mean, covariance = parameter.moved(mean, covariance, values)
        return mean, covariance

    def weight(self, k: int, firsts: Array, seconds: Array) -> Array:
        """The weight of component k at these values, only as large as what moves it; below 0 where there is no such
        mixture. What the free weights leave, the others share as they do in `mixture`."""
        free = {
            p.component: values for p, values in ((self.first, firsts), (self.second, seconds)) if p.kind == "weight"
        }
        if k in free:
            return free[k]
        held = [component for component in range(self.mixture.n_components) if component not in free]
        shares = self.mixture.weights[held]
        share = self.mixture.weights[k] / shares.sum() if shares.any() else 1 / len(held)
        return np.asarray(share * (1 - sum(free.values())) if free else self.mixture.weights[k])
