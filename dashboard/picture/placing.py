"""The start by hand from clicks: a mean goes where the click was; each can be taken back."""

from dataclasses import replace

import numpy as np

from dashboard.common.picked_places import on_grid
from emcore import EMTrace, Gaussian, Scenario
from emcore.gaussian import gaussians_of
from emcore.scenario.gaussians import COMPONENTS
from emcore.scenario.link import HAND

KEPT_DIGITS = 7  # of what a placed component keeps

Rows = tuple[Gaussian, ...]


def rows_to_place(scenario: Scenario, X: np.ndarray, trace: EMTrace) -> Rows:
    """The components that clicks change: those set by hand; else step 0's means, equal weights and equal, wide spreads.

    A start that was computed has weights and spreads that belong to its own means, so they are not kept.
    """
    if scenario.start == HAND:
        return scenario.components
    spread = X.std(axis=0) / scenario.n_components
    sd = tuple(_short(max(value, 1e-3), 3) for value in spread)
    return tuple(
        COMPONENTS.clamp(Gaussian(1, tuple(_short(m, KEPT_DIGITS) for m in row.mean), sd))
        for row in gaussians_of(trace[0].mixture)
    )


def placed(scenario: Scenario, rows: Rows, component: int, at: tuple[float, ...], spans: list[float]) -> Scenario:
    """The scenario with the mean of `component`, counted from 0, at a place; `spans` are the lengths of the axes."""
    mean = tuple(on_grid(value, span) for value, span in zip(at, spans, strict=True))
    row = COMPONENTS.clamp(replace(rows[component], mean=mean))
    return replace(scenario, start=HAND, components=(*rows[:component], row, *rows[component + 1 :]))


def start_of(scenario: Scenario) -> dict[str, object]:
    """The fields of the scenario that a placement changes."""
    names = ("start", "components", "n_components", "start_seed")
    return {name: getattr(scenario, name) for name in names}


def _short(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")
