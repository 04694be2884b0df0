"""Changing the scenario or the view from the sidebar, and what gives way to other data."""

from dataclasses import replace
from typing import Any

from dashboard.link import address
from dashboard.own_data import in_use
from emcore import Scenario
from emcore.scenario.link import HAND, OTHER_START, n_features_of
from emcore.scenario.own_points import OWN


def change(**fields: Any) -> None:
    """Change the scenario. Fields that do not fit a new source take what a link means that leaves them out."""
    scenario = address.state().scenario
    source = fields.get("source", scenario.source)
    if source == OWN != scenario.source:
        address.state().scenario = _on_own_data(scenario)
        return
    if source != scenario.source:
        fields = {"clusters": (), "columns": (), **_instead_of_hand(scenario), **fields}
    n_features = len(fields.get("columns", scenario.columns)) or n_features_of(source)
    other_units = fields.get("standardize", scenario.standardize) != scenario.standardize
    if (n_features != scenario.n_features or other_units) and scenario.start == HAND:
        fields |= {"start": OTHER_START, "components": ()}
    address.state().scenario = replace(scenario, **fields)


def change_view(**fields: Any) -> None:
    """Change what is on display."""
    state = address.state()
    state.view = replace(state.view, **fields)


def _instead_of_hand(scenario: Scenario) -> dict[str, Any]:
    """What to change for other data: a start by hand, and the weights and iterations set for it, belong to its data."""
    if scenario.start != HAND:
        return {}
    return {"start": OTHER_START, "components": (), "learn_weights": True, "max_iter": Scenario.max_iter}


def _on_own_data(scenario: Scenario) -> Scenario:
    """One's own data, as far as they are here, under the options of `scenario`; or new ones for the first example's."""
    own = in_use.scenario() or in_use.FRESH
    if scenario in (address.FIRST, Scenario()):
        return own
    options = ("n_components", "max_iter", "tol", "learn_weights", "covariance_type", "reg_covar", "prior")
    return replace(own, **{name: getattr(scenario, name) for name in options} | _instead_of_hand(scenario))
