import numpy as np
import pytest
from scipy.stats import chi2, multivariate_normal, norm

from emcore.regions import ellipse_radius, highest_density_level

MASSES = [0.1, 0.5, 0.95, 0.999]


@pytest.mark.parametrize("mass", MASSES)
def test_the_squared_radius_is_a_quantile_of_chi_square(mass):
    assert ellipse_radius(mass) == pytest.approx(np.sqrt(chi2.ppf(mass, 2)), rel=1e-14)


def test_an_ellipse_holds_its_share_of_points():
    # 20,000 points: five standard errors of a share are at most 0.018
    radii = np.linalg.norm(np.random.default_rng(0).normal(size=(20_000, 2)), axis=1)
    assert (radii <= ellipse_radius(0.8)).mean() == pytest.approx(0.8, abs=0.018)


@pytest.mark.parametrize("mass", MASSES)
def test_a_gaussians_level_is_its_density_on_the_ellipse(mass):
    # Density on the ellipse: exp(-R^2 / 2) / (2 pi) = (1 - mass) / (2 pi). A cell holds up to 1.6e-5 of the mass.
    grid = np.linspace(-6, 6, 1201)
    densities = multivariate_normal([0, 0]).pdf(np.dstack(np.meshgrid(grid, grid)))
    level = highest_density_level(densities, 0.01**2, mass)
    assert level == pytest.approx((1 - mass) / (2 * np.pi), abs=1e-4)


def test_a_grid_that_does_not_hold_the_mass_has_no_level():
    grid = np.linspace(-1, 1, 201)  # holds 68 %
    assert highest_density_level(norm.pdf(grid), 0.01, 0.6) is not None
    assert highest_density_level(norm.pdf(grid), 0.01, 0.9) is None
