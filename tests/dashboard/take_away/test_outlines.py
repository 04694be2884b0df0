"""Lines around what lies above a level."""

import numpy as np
import pytest

from dashboard.take_away.pictures.outlines import outlines


def area(line):
    """What a closed line encloses, more than 0 if it runs anticlockwise."""
    x, y = line.T
    return 0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])


def test_a_round_hill_has_a_round_outline_at_its_level():
    y, x = np.mgrid[0:60, 0:80]
    (line,) = outlines(-np.hypot(x - 35.3, y - 28.1), -17.0)
    np.testing.assert_array_equal(line[0], line[-1])
    np.testing.assert_allclose(np.hypot(*(line - [35.3, 28.1]).T), 17, atol=0.02)
    assert area(line) == pytest.approx(np.pi * 17**2, rel=0.01)  # what is above is to its left


def test_a_hole_runs_the_other_way_round():
    y, x = np.mgrid[0:60, 0:60]
    distance = np.hypot(x - 30, y - 30)
    lines = outlines(-np.abs(distance - 15), -5.0)
    assert sorted(round(area(line) / np.pi) for line in lines) == pytest.approx([-100, 400], abs=3)


def test_an_outline_that_leaves_the_grid_stays_open():
    (line,) = outlines(np.tile(np.arange(10.0), (7, 1)), 4.25)
    np.testing.assert_allclose(line[:, 0], 4.25)
    assert sorted(line[:, 1]) == list(range(7))


@pytest.mark.parametrize(("level", "n_lines"), [(0.4, 1), (0.6, 2)])
def test_across_a_saddle_the_middle_decides(level, n_lines):
    values = np.pad(np.array([[1.0, 0.0], [0.0, 1.0]]), 1)  # whose middle is 0.5
    assert len(outlines(values, level)) == n_lines


def test_every_outline_ends_where_it_began_or_at_the_edge():
    values = np.random.default_rng(5).normal(size=(30, 40))
    lines = outlines(values, 0.1)
    for line in lines:
        ends = {tuple(line[0]), tuple(line[-1])}
        assert len(ends) == 1 or all(x in (0, 39) or y in (0, 29) for x, y in ends)
    crossings = np.sum((values[:, 1:] > 0.1) != (values[:, :-1] > 0.1)) + np.sum(
        (values[1:] > 0.1) != (values[:-1] > 0.1)
    )
    assert sum(len(np.unique(line, axis=0)) for line in lines) == crossings


def test_nothing_above_the_level_has_no_outline():
    assert outlines(np.zeros((4, 5)), 1.0) == outlines(np.ones((4, 5)), 0.0) == []
