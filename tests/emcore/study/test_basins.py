"""The map of basins: every cell is the plain run whose first mean starts there."""

from dataclasses import replace

import numpy as np
import pytest

from emcore import Mixture, Scenario, fit, log_density
from emcore.study.atlas import SAME, TIGHT
from emcore.study.basins import COLLAPSED, NOT_YET, BasinSearch, basins

FAITHFUL = Scenario(source="faithful", start="random-points", n_components=2, learn_weights=True)
FAR_APART = Scenario(source="faithful", learn_weights=True)  # its start by hand has narrow components


@pytest.mark.parametrize("scenario", [FAITHFUL, FAR_APART], ids=["from points", "by hand"])
def test_each_cell_is_the_plain_run_from_there(scenario):
    scenario = replace(scenario, n_components=2, components=scenario.components[:2])
    X, size = scenario.dataset().X, 12
    found = basins(scenario, X, size)
    start = scenario.start_mixture(X)
    assert found.optimum.shape == (size, size)
    for row in range(0, size, 2):
        for column in range(0, size, 3):
            means = np.array([[found.x[column], found.y[row]], start.means[1]])
            trace = fit(X, Mixture(start.weights, means, start.covariances), max_iter=9000, tol=TIGHT)
            place = found.optimum[row, column]
            if trace.stop == "collapsed":
                assert place == COLLAPSED
            else:
                height = found.atlas.optima[place].log_likelihood
                assert height == pytest.approx(trace.log_likelihoods[-1], abs=SAME)
    assert len(np.unique(found.optimum)) > 1  # or there is nothing to map


def test_the_map_covers_the_points_with_a_margin():
    X = FAITHFUL.dataset().X
    found = basins(FAITHFUL, X, 6)
    for axis, coordinates in enumerate((found.x, found.y)):
        width = np.diff(coordinates)
        assert width == pytest.approx(width[0])
        assert coordinates[0] - width[0] / 2 < X[:, axis].min()
        assert coordinates[-1] + width[0] / 2 > X[:, axis].max()


def test_a_map_can_be_looked_at_before_it_is_done():
    X = FAITHFUL.dataset().X
    search = BasinSearch(FAITHFUL, X, 8)
    assert (search.basins().optimum == NOT_YET).all()
    while search.done < 0.5:
        search.work()
    early = search.basins().optimum
    while search.work():
        pass
    late = search.basins()
    assert 0 < (early == NOT_YET).sum() < early.size
    assert (late.optimum != NOT_YET).all()
    assert (late.optimum == basins(FAITHFUL, X, 8).optimum).all()


def test_while_runs_from_a_plateau_go_on_their_cells_stay_there():
    """With one covariance for both, some places lead to a plateau far below both optima, and go on from there."""
    scenario = replace(FAITHFUL, covariance_type="tied")
    X = scenario.dataset().X
    search, looks, reached = BasinSearch(scenario, X, 16), 0, []
    while search.work():
        looks += 1
        if (looks % 100 and search.done < 1) or looks % 10:
            continue
        found = search.basins()
        assert len(found.atlas.ends) == (found.optimum != NOT_YET).sum()
        for optimum in found.atlas.optima:
            assert log_density(X, optimum.mixture).sum() == pytest.approx(optimum.log_likelihood, abs=SAME)
        if search.done == 1:
            assert (found.optimum != NOT_YET).all()
            reached.append([len(optimum.starts) for optimum in found.atlas.optima])
    end = search.basins()
    assert (end.optimum != NOT_YET).all()
    assert not any(optimum.proven for optimum in found.atlas.optima if optimum not in end.atlas.optima)
    assert reached[0] != [len(optimum.starts) for optimum in end.atlas.optima]  # or this is no such case


@pytest.mark.parametrize(
    "scenario", [replace(FAITHFUL, n_components=3), replace(FAITHFUL, source="galaxies")], ids=["K 3", "1-D"]
)
def test_other_data_and_other_numbers_of_components_are_refused(scenario):
    with pytest.raises(ValueError, match="two features and two components"):
        basins(scenario, scenario.dataset().X)
