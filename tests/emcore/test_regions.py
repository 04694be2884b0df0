import numpy as np
import pytest
from scipy.stats import chi2

from emcore.regions import ellipse_radius

MASSES = [0.1, 0.5, 0.95, 0.999]


@pytest.mark.parametrize("mass", MASSES)
def test_the_squared_radius_is_a_quantile_of_chi_square(mass):
    assert ellipse_radius(mass) == pytest.approx(np.sqrt(chi2.ppf(mass, 2)), rel=1e-14)


def test_an_ellipse_holds_its_share_of_points():
    # 20,000 points: five standard errors of a share are at most 0.018
    radii = np.linalg.norm(np.random.default_rng(0).normal(size=(20_000, 2)), axis=1)
    assert (radii <= ellipse_radius(0.8)).mean() == pytest.approx(0.8, abs=0.018)
