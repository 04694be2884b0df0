"""The lesson on EM, hard EM and k-means: its scenario, and what the browser needs to make the three runs.

They are made there (`browser/three/`); here only the ends of two are computed, from which EM can be started.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard import runs
from dashboard.charts.ellipses import ELLIPSE_MASSES
from dashboard.charts.palette import DASHES, GREY, colours, ink, muted, on_colours, paper
from dashboard.common.cache import cached
from dashboard.common.component import component, told_by
from dashboard.common.theme import is_dark
from dashboard.lessons.yours import too_many
from dashboard.link import address, choices
from dashboard.link.choices import YOURS
from dashboard.link.names import source_title
from dashboard.link.navigation import page_link
from dashboard.stepping import run_in_view
from dashboard.stepping.run_in_view import packed
from emcore import Dataset, EMState, EMTrace, Mixture, MixtureError, Scenario, m_step
from emcore.errors import CollapseError
from emcore.gaussian import gaussians_of
from emcore.regions import ellipse_radius
from emcore.scenario.gaussians import short_component
from emcore.scenario.link import HAND
from emcore.study.hard_em import hard_em, k_means
from emcore.study.partings import PARTINGS

KEY = "three"
MOST_POINTS = 5000  # of more the browser would not follow the slider at once
MOST_STEPS, TOLERANCE = 300, 1e-9  # the gain in nats per point with which EM is settled
TEMPERATURE, HOW = "temperature", "heat"

_three = component("three")


def ask_for_example() -> Scenario:
    """The scenario that the visitor chooses: an example, or the dashboard's."""
    yours = address.state().scenario
    names = {key: example.label for key, example in PARTINGS.items()} | {YOURS: f"Yours: {source_title(yours)}"}
    ends = [TEMPERATURE, HOW]  # an example opens as its words have it
    which = choices.ask(
        st.selectbox, "parts", "Example", ends=ends, format_func=names.get, label_visibility="collapsed"
    )
    return yours if which == YOURS else PARTINGS[which].scenario


def told(scenario: Scenario) -> str:
    """What is to be seen of an example; of the visitor's own run how it is taken."""
    found = next((example.reason for example in PARTINGS.values() if example.scenario == scenario), "")
    without_prior = " Your prior is left out: the three are compared without it. The runs linked below have it."
    return found or (
        "Your run's start and options, with every algorithm. k-means starts at the means alone, and knows no weights."
        + without_prior * scenario.prior
    )


def start_of(scenario: Scenario, dataset: Dataset) -> Mixture | None:
    """Where all three start; where there is none, or these pictures can't show it, the page says why."""
    n_features = dataset.X.shape[1]
    if n_features > 2:
        st.info(
            f"These data have {n_features} features; the three pictures show one or two. Choose one or two columns on "
            "the dashboard, or an example here.",
            icon=":material/info:",
        )
    elif problem := too_many(len(dataset.X), MOST_POINTS):
        st.info(problem, icon=":material/info:")
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
        "features": dataset.columns,
        "start": run_in_view.mixtures(EMTrace.of([EMState(0, start, 0.0)], "max_iter")),
        "rules": {"most": MOST_STEPS, "tol": TOLERANCE}
        | {name: getattr(scenario, name) for name in ("covariance_type", "reg_covar", "learn_weights")},
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
    told = told_by(KEY, "heated")
    if isinstance(told, Mapping):
        choices.take_up({TEMPERATURE: told.get("temperature"), HOW: told.get("how")})


@cached(60)
def ends(scenario: Scenario, _X: np.ndarray, _start: Mixture) -> dict[str, Scenario]:
    """The scenario started by hand where hard EM and k-means end, by their names; without those that make no start.

    Of k-means' groups an M step makes the components.
    """
    kind, ridge = scenario.covariance_type, scenario.reg_covar
    hard = hard_em(
        _X, _start, max_iter=MOST_STEPS, covariance_type=kind, reg_covar=ridge, learn_weights=scenario.learn_weights
    )
    shares = np.eye(_start.n_components)[k_means(_X, _start.means, max_iter=MOST_STEPS).labels[-1]]
    found = {"hard EM": hard.trace[len(hard.trace) - 1].mixture}
    weights = None if scenario.learn_weights else _start.weights
    with suppress(CollapseError):  # a group of one point has no spread
        found["k-means"] = m_step(_X, shares, covariance_type=kind, reg_covar=ridge, weights=weights)
    return {
        name: replace(scenario, start=HAND, components=tuple(map(short_component, gaussians_of(mixture))))
        for name, mixture in found.items()
    }
