"""The page of the lesson on EM, hard EM and k-means: whose scenario it shows, and what it says where it can't."""

import numpy as np
import pytest
from opening import messages, open_page

from dashboard.lessons.three_algorithms import MOST_POINTS, ends
from emcore import Gaussian, Scenario
from emcore.study.partings import PARTINGS

PAGE = "pages/7_Three_algorithms.py"
MEASURES = ("sepal_length", "sepal_width", "petal_length")


def links(app):
    return [one.proto.label for one in app.get("page_link")]


@pytest.mark.parametrize("key", [*PARTINGS, "yours"])
def test_every_example_opens_with_its_run_and_the_ends_of_the_others(key):
    app = open_page(PAGE, parts=key).run()
    assert not app.exception
    assert messages(app) == ""
    assert {"Open EM's run on the dashboard", "EM from where hard EM ended"} < set(links(app))


@pytest.mark.parametrize(
    ("scenario", "says"),
    [
        (Scenario(source="iris", columns=MEASURES, start="kmeanspp"), "3 features"),
        (Scenario("clusters-2d", clusters=(Gaussian(MOST_POINTS + 1, (0, 0), (1, 1)),)), f"{MOST_POINTS + 1:,} points"),
    ],
)
def test_what_the_pictures_cant_show_is_said_with_the_way_out(scenario, says):
    app = open_page(PAGE, parts="yours", **scenario.to_query()).run()
    assert not app.exception
    (info,) = app.info
    assert says in info.value
    assert "on the dashboard" in info.value
    assert "To the dashboard" in links(app)


@pytest.mark.parametrize("query", [{"temperature": "-3"}, {"temperature": "warm"}, {"heat": "fire"}, {"parts": "none"}])
def test_a_link_that_says_nonsense_opens_what_is_near(query):
    app = open_page(PAGE, **query).run()
    assert not app.exception
    assert next(iter(query)) in messages(app)


def test_em_from_the_ends_starts_where_they_ended():
    scenario = PARTINGS["frozen"].scenario
    X = scenario.dataset().X
    found = ends(scenario, X, scenario.start_mixture(X))
    means = {name: np.array([component.mean for component in there.components]) for name, there in found.items()}
    np.testing.assert_allclose(means["hard EM"], [[4.15046, 87.28571], [3.38992, 68.47679]], rtol=1e-3)
    np.testing.assert_allclose(means["k-means"], [[4.29793, 80.28488], [2.09433, 54.75]], rtol=1e-3)
    for there in found.values():
        assert there.run()[1].log_likelihoods[-1] > -1290
