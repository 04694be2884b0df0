import numpy as np
import pytest
from scipy.stats import norm

from emcore.regions import ellipse_radius

MASSES = [0.1, 0.5, 0.95, 0.999]


@pytest.mark.parametrize("mass", MASSES)
def test_an_interval_reaches_to_the_normal_quantile(mass):
    assert ellipse_radius(mass, 1) == pytest.approx(norm.ppf((1 + mass) / 2), rel=1e-10)


@pytest.mark.parametrize("mass", MASSES)
def test_an_ellipse_holds_one_minus_exp_of_minus_half_its_squared_radius(mass):
    # P(r^2 <= R^2) in two dimensions is 1 - exp(-R^2 / 2)
    assert ellipse_radius(mass) == pytest.approx(np.sqrt(-2 * np.log(1 - mass)), rel=1e-10)


@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_an_ellipsoid_holds_its_share_of_points(n_features):
    # 20,000 points: five standard errors of a share are at most 0.018
    radii = np.linalg.norm(np.random.default_rng(0).normal(size=(20_000, n_features)), axis=1)
    assert (radii <= ellipse_radius(0.8, n_features)).mean() == pytest.approx(0.8, abs=0.018)
