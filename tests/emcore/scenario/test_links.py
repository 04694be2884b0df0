"""Links made before what a link leaves out became the sensible value for its data; links that say little.

`data/links.csv` holds links from then, where they came from and what their runs ended at, computed by the code of then:
presets, lessons, the gallery's cards, the controls changed one at a time, varied scenarios, own points. "short" ones
name neither a start nor components, on data that are not the notebook's: they opened with the notebook's start or with
equal weights. "packed" ones are some of the others as `emcore/scenario/packed_link.py` wrote them when it was new.
"""

import csv
from pathlib import Path

import pytest

from emcore import DATASETS, GENERATORS, PRESETS, Gaussian, Scenario
from emcore.scenario.packed_link import unpacked

with open(Path(__file__).parent.parent.parent / "data" / "links.csv", encoding="utf-8", newline="") as file:
    LINKS = list(csv.DictReader(file))
SHORT = [row["link"] for row in LINKS if row["from"] == "short"]
NOTEBOOKS = ["clusters-1d", "clusters-2d"]
OTHERS = [source for source in [*GENERATORS, *DATASETS] if source not in NOTEBOOKS]


def read(link):
    query, unreadable = unpacked(dict(part.split("=", 1) for part in link.split("&") if part))
    scenario, problems = Scenario.from_query(query)
    assert unreadable + problems == []
    return scenario


@pytest.mark.parametrize("row", [row for row in LINKS if row["from"] != "short"], ids=lambda row: row["link"])
def test_a_link_made_before_gives_the_same_run(row):
    scenario = read(row["link"])
    _, trace = scenario.run()
    assert (trace.stop, len(trace) - 1) == (row["stop"], int(row["steps"]))
    assert trace[-1].log_likelihood == pytest.approx(float(row["log_likelihood"]), rel=1e-6)
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])


@pytest.mark.parametrize("link", SHORT)
def test_a_link_that_says_little_makes_a_good_run(link):
    scenario = read(link)
    assert scenario.start == "kmeanspp"
    assert scenario.learn_weights
    assert scenario.max_iter == (int(link.partition("iterations=")[2][:2].rstrip("&") or 100))
    assert scenario.n_components == int(link.partition("k=")[2][:1] or 3)
    _, trace = scenario.run()
    assert trace.stop != "collapsed"
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])


@pytest.mark.parametrize("source", OTHERS)
def test_the_sensible_run_needs_no_words(source):
    sensible = Scenario(source, start="kmeanspp", learn_weights=True)
    assert sensible.to_query() == {"data": source}
    assert Scenario.from_query({"data": source, "k": "3"}) == (sensible, [])


@pytest.mark.parametrize("learn_weights", [False, True])
@pytest.mark.parametrize("start", ["kmeanspp", "random-points", "hand"])
@pytest.mark.parametrize("n_components", [1, 3])
@pytest.mark.parametrize("source", [*NOTEBOOKS, "moons", "faithful", "galaxies"])
def test_every_start_and_every_kind_of_weights_travels(source, n_components, start, learn_weights):
    scenario = Scenario(source, start=start, n_components=n_components, learn_weights=learn_weights)
    assert Scenario.from_query(scenario.to_query()) == (scenario, [])
    if start == "hand":
        one = Gaussian(1, (2.0,) * scenario.n_features, (1.0,) * scenario.n_features)
        placed = Scenario(source, start=start, components=(one,), learn_weights=learn_weights)
        assert Scenario.from_query(placed.to_query()) == (placed, [])


@pytest.mark.parametrize("words", [{}, {"iterations": "40"}, {"weights": "learned"}, {"clusters": "300_0_1"}])
def test_the_notebooks_clusters_keep_the_notebooks_start(words):
    scenario, _ = Scenario.from_query(words)
    assert scenario.start == "hand"
    assert scenario.learn_weights == ("weights" in words)


def test_a_start_that_is_said_keeps_equal_weights():
    for words in ({"start": "kmeanspp"}, {"start": "random-points", "k": "2"}, {"components": "1_50_5~1_80_5"}):
        scenario, _ = Scenario.from_query({"data": "faithful-waiting", **words})
        assert not scenario.learn_weights
        assert (scenario.start == "hand") == ("components" in words)


def test_the_presets_of_the_notebook_are_the_notebooks():
    for key in ("notebook-1d", "notebook-2d"):
        scenario = read("&".join(f"{name}={value}" for name, value in PRESETS[key].scenario.to_query().items()))
        assert scenario == PRESETS[key].scenario
        assert (scenario.start, scenario.learn_weights) == ("hand", False)
