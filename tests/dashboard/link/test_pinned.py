"""A pinned run is a link in a link: it reads back exactly, and nothing that a person pastes makes it fail."""

from urllib.parse import urlencode

import numpy as np
import pytest
from hostile_links import LINKS, RUBBISH
from hypothesis import given
from hypothesis import strategies as st

from dashboard.link import pinned
from emcore import PRESETS, Scenario
from emcore.scenario import packed_link
from emcore.scenario.own_points import own_data

OWN = Scenario(
    "own",
    own=own_data(np.arange(12.0).reshape(6, 2) ** 2, "a & b=c?#.csv", 6, may_travel=True),
    columns=("größe", "b"),
    start="kmeanspp",
)
SCENARIOS = {**{key: preset.scenario for key, preset in PRESETS.items()}, "own": OWN}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_a_scenario_reads_back_from_its_text_and_from_every_kind_of_link(scenario):
    text = pinned.text_of(scenario)
    for link in (text, f"?{text}", f"  https://example.org/em/?{text}&step=3#top\n", f"http://x/Compare?left=y&{text}"):
        assert pinned.read(link) == (scenario, [])
    short = urlencode({packed_link.NAME: packed_link.packed({**scenario.to_query(), "colors": "hard"})})
    assert pinned.read(f"https://example.org/?{short}") == (scenario, [])


def test_a_short_link_that_is_broken_is_said():
    scenario, problems = pinned.read("?z=1xyz")
    assert scenario is None
    assert "short link" in problems[0]


@pytest.mark.parametrize(
    "text", ["", "nonsense", "https://example.org/", "?step=3", "a=b&c=d", "%", "javascript:alert(1)"]
)
def test_what_names_no_scenario_is_no_link(text):
    scenario, problems = pinned.read(text)
    assert scenario is None
    assert "no link of EM Explorer" in problems[0]


def test_what_can_not_be_used_of_a_link_is_said():
    scenario, problems = pinned.read("?data=faithful&k=99")
    assert scenario == Scenario("faithful", start="kmeanspp", n_components=8, learn_weights=True)
    assert len(problems) == 1
    assert "k = 99 is out of range" in problems[0]


@given(st.one_of(st.text(max_size=80), RUBBISH, LINKS.map(lambda query: f"?{urlencode(query)}")))
def test_no_text_makes_it_fail(text):
    scenario, problems = pinned.read(text)
    assert scenario is not None or problems
    if scenario is not None:
        assert pinned.read(pinned.text_of(scenario)) == (scenario, [])
