"""The lesson on EM, hard EM and k-means: its examples, what the browser needs to make the three runs from one start.

The runs are made there (`browser/three/`); here only their ends are computed, from which EM can be started anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import runs
from dashboard.charts.ellipses import ELLIPSE_MASSES
from dashboard.charts.palette import DASHES, GREY, colours, ink, muted, on_colours, paper
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from dashboard.link import address, choices
from dashboard.link.names import source_title
from dashboard.link.navigation import page_link
from dashboard.stepping import run_in_view
from dashboard.stepping.run_in_view import packed
from emcore import Dataset, EMState, EMTrace, Gaussian, Mixture, MixtureError, Scenario
from emcore.regions import ellipse_radius

KEY = "three"
YOURS = "yours"
MOST_POINTS = 5000  # of more the browser would not follow the slider at once
# Gains in nats per point, steps: a run of 5,000 points and 8 components takes half a second at most.
RULES = {"tol": 1e-9, "most": 200}
TEMPERATURE, HOW = "temperature", "heat"

_three = component("three")


@dataclass(frozen=True)
class Example:
    """A scenario where the three part ways: its name, and what to see there."""

    label: str
    told: str
    scenario: Scenario


def _from(*components: Gaussian, **data: Any) -> Scenario:
    return Scenario(components=components, learn_weights=True, max_iter=200, tol=1e-9, **data)


_FAITHFUL = {"source": "faithful"}
_WIDE = {"sd": (1.139271, 13.56996), "correlation": 0.900811}  # the spread of all eruptions (1/N)

EXAMPLES = {
    "elongated": Example(
        "Two long clusters",
        "EM and hard EM learn the shapes and find both clusters: 60 and 60. k-means knows distances alone, and cuts "
        "across both: 73 and 47.",
        _from(
            Gaussian(1, (-0.83, 3.91), (1.32, 2.15)),
            Gaussian(1, (1.34, -0.75), (1.32, 2.15)),
            source="clusters-2d",
            clusters=(Gaussian(60, (-1.2, 0), (0.35, 2.2)), Gaussian(60, (1.2, 0), (0.35, 2.2))),
            data_seed=6,
        ),
    ),
    "unequal": Example(
        "Large and small",
        "400 points and 30. EM and hard EM learn that one cluster is wide and the other narrow. k-means has its border "
        "half way between two centres: 108 points of the large cluster go to the small one.",
        _from(
            Gaussian(1, (0.7, 1.6), (2.4, 2)),
            Gaussian(1, (5.7, 0), (2.4, 2)),
            source="clusters-2d",
            clusters=(Gaussian(400, (0, 0), (2, 2)), Gaussian(30, (6, 0), (0.5, 0.5))),
        ),
    ),
    "overlapping": Example(
        "One within the other",
        "300 points around 0 with spread 2, 200 around 1.5 with spread 0.5. EM comes near, as it shares points out. Whole "
        "points leave the wide one nothing under the narrow one: its mean goes to \u22120.74 in hard EM, \u22121.60 in "
        "k-means.",
        _from(
            Gaussian(1, (0.69,), (1.76,)),
            Gaussian(1, (1.2,), (1.76,)),
            source="clusters-1d",
            clusters=(Gaussian(300, (0,), (2,)), Gaussian(200, (1.5,), (0.5,))),
        ),
    ),
    "faithful": Example(
        "Old Faithful",
        "From two long eruptions EM and k-means find the short and the long ones. Hard EM stops at 35 and 237: a point "
        "that belongs to one side whole also holds that side where it is.",
        _from(Gaussian(1, (3.6, 79), **_WIDE), Gaussian(1, (3.333, 74), **_WIDE), **_FAITHFUL),
    ),
    "stuck": Example(
        "Old Faithful, stuck",
        "From these two short eruptions EM itself ends on a low peak, \u22121285.313. At T 1.1 that **cools to 1** it finds "
        "the eruptions, \u22121130.264. At 3 all has melted before it is cool, and never parts again.",
        _from(Gaussian(1, (2.083, 57), **_WIDE), Gaussian(1, (2.35, 47), **_WIDE), **_FAITHFUL),
    ),
}


def ask_for_example() -> Scenario:
    """The scenario that the visitor chooses: an example, or the dashboard's."""
    yours = address.state().scenario
    names = {key: example.label for key, example in EXAMPLES.items()} | {YOURS: f"Yours: {source_title(yours)}"}
    which = choices.ask(st.selectbox, "parts", "Example", format_func=names.get, label_visibility="collapsed")
    return yours if which == YOURS else EXAMPLES[which].scenario


def told(scenario: Scenario) -> str:
    """What is to be seen of an example; of the visitor's own run how it is taken."""
    found = next((example.told for example in EXAMPLES.values() if example.scenario == scenario), "")
    return found or (
        "Your run's start and options, with every algorithm. k-means starts at the means alone, and knows no weights."
    )


def start_of(scenario: Scenario, dataset: Dataset) -> Mixture | None:
    """Where all three start; where there is none, or these pictures can't show it, the page says why."""
    n_points, n_features = dataset.X.shape
    if n_features > 2:
        st.info(
            f"These data have {n_features} features; the three pictures show one or two. Choose one or two columns on "
            "the dashboard, or an example here.",
            icon=":material/info:",
        )
    elif n_points > MOST_POINTS:
        st.info(
            f"These are {n_points:,} points; to follow the slider at once this lesson takes at most {MOST_POINTS:,}. "
            "Choose fewer on the dashboard, or an example here.",
            icon=":material/info:",
        )
    else:
        try:
            return scenario.start_mixture(dataset.X)
        except MixtureError as error:
            runs.ImpossibleStart(dataset, str(error)).explain()
    page_link(address.HOME, "To the dashboard", icon=":material/dashboard:")
    return None


def pictures(scenario: Scenario, dataset: Dataset, start: Mixture) -> None:
    """Have the browser make the three runs, draw them, and hand them over to the step bar."""
    dark, state = is_dark(), address.state()
    look = {
        "colours": colours(dark),
        "on_colours": on_colours(dark),
        "ink": ink(dark),
        "muted": muted(dark),
        "paper": paper(dark),
        "grey": GREY,
        "dashes": DASHES,
        "radii": [ellipse_radius(mass) for mass in ELLIPSE_MASSES],
    }
    data = {
        "name": address.text(scenario.to_query()),
        "points": packed(dataset.X),
        "D": scenario.n_features,
        "start": run_in_view.mixtures(EMTrace.of([EMState(0, start, 0.0)], "max_iter")),
        "rules": RULES | {name: getattr(scenario, name) for name in ("covariance_type", "reg_covar", "learn_weights")},
        "look": look,
        "arrival": state.arrivals,
        "step": state.view.step,
        "temperature": choices.get(TEMPERATURE),
        "how": choices.get(HOW),
        "short": address.short(state.page),
    }
    _three(key=KEY, data=data, on_heated_change=take)


def take() -> None:
    """Take up the temperature that the browser tells, and what it does; nothing happens if it is none."""
    said = st.session_state[KEY]["heated"]
    if not isinstance(said, Mapping):
        return
    for name, key in ((TEMPERATURE, "temperature"), (HOW, "how")):
        field = choices.CHOICES[name]
        problems: list[str] = []
        value = field.read({field.query_name: str(said.get(key))}, problems)
        if not problems:
            choices.choose(name, value)
