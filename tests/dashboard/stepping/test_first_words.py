"""The line under the title fits the picture and one line of a small laptop."""

import pytest

from dashboard.link import address
from dashboard.link.view import COLOURS, View
from dashboard.stepping.first_words import first_words
from emcore import PRESETS


@pytest.mark.parametrize("key", PRESETS)
@pytest.mark.parametrize("beats", [True, False])
@pytest.mark.parametrize("colours", COLOURS)
def test_of_every_preset_in_every_look(key, beats, colours):
    scenario = PRESETS[key].scenario
    line = first_words(scenario, View(beats=beats, colours=colours).fitted_to(scenario))
    assert len(line) <= 125
    assert ("bars" in line.lower() and "curves" in line) == (scenario.n_features == 1)
    assert ("ellipses" in line) == (scenario.n_features > 1)
    assert "space" in line


def test_of_the_first_example():
    line = first_words(address.FIRST, address.FIRST_VIEW)
    assert line.startswith("Bars: the data. Curves: what EM believes.")
    assert line.endswith("E colours the bars, M moves the curves.")
