"""The lesson on the stopping rule: its runs, its chart, the parameters that each rule would have reported."""

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts.lessons.stopping_chart import FIELD, SELECTION, stopping_chart
from dashboard.common.draw import draw
from dashboard.common.theme import is_dark
from dashboard.link import address, choices, reconnecting
from dashboard.runs import Run
from emcore import EMTrace, Scenario
from emcore.numerals import numeral, with_minus
from emcore.study.replays import REPLAYS
from emcore.study.stopping_rules import STOPPING_RULES
from emcore.study.verdicts import scenario_of

MURPHY = "faithful-murphy"
OPENED = "stopping-opened"
NO_STOP = "–"


def murphy() -> Scenario:
    """Old Faithful from Murphy's start: the plateau."""
    scenario = scenario_of(REPLAYS[MURPHY])
    assert scenario is not None  # two dimensions, and a start that is published
    return scenario


def yours() -> Scenario:
    """The dashboard's scenario, its run not cut short by a tolerance of its own."""
    return replace(address.state().scenario, tol=0.0)


def chart(scenario: Scenario, run: Run) -> float:
    """Draw the chart; returns the tolerance it stands at, once it has come to rest."""
    dark = is_dark()
    # What the chart opens at is part of it: it stays while the visitor moves the tolerance, or the chart would be made
    # anew under their hand. A chart of another run, or for a link that says something new, opens at what is chosen.
    start = f"stopping-{dark}-{address.text(scenario.to_query())}-"
    key = reconnecting.key_held(start) or f"{start}{address.state().arrivals}"
    opened = st.session_state.get(OPENED)
    if opened is None or opened[0] != key:
        opened = key, choices.get("exponent")
    st.session_state[OPENED] = None if reconnecting.is_rejoined() else opened  # which does not yet know of a change

    def moved() -> None:
        picked = st.session_state[key].selection.get(SELECTION)
        if picked:
            choices.choose("exponent", round(float(picked[0][FIELD]), 1))

    with st.container(key="stopping"):
        draw(
            stopping_chart(run.trace, len(run.dataset.X), opened[1], dark=dark),
            key=key,
            on_select=moved,
            selection_mode=[SELECTION],
            alt="Above, the log-likelihood of every step; below, on a logarithmic axis, what four stopping rules "
            "compare with the tolerance, a horizontal line. A vertical line marks the first step at which each would "
            "have stopped; the table below gives steps and parameters.",
        )
    return float(10 ** choices.get("exponent"))


def table(trace: EMTrace, n_points: int, tolerance: float) -> pd.DataFrame:
    """What each rule would have reported, a column each, beside the end of the run."""
    columns = {f"End of the run: step {len(trace) - 1}": reported(trace, len(trace) - 1)}
    for rule in STOPPING_RULES.values():
        step = rule.first_stop(trace, tolerance, n_points)
        head = f"{rule.label}: step {step}" if step is not None else f"{rule.label}: goes on"
        columns[head] = reported(trace, step)
    return pd.DataFrame(columns).rename_axis("Reported")


def reported(trace: EMTrace, step: int | None) -> dict[str, str]:
    """The log-likelihood and the parameters of a step, by name; a dash for each if there is none."""
    at = len(trace) - 1 if step is None else step
    n_components, n_features = trace.means.shape[1:]
    several = n_features > 1
    values = {
        "log-likelihood": f"{trace.log_likelihoods[at]:.3f}",
        "short of the end": f"{trace.log_likelihoods[-1] - trace.log_likelihoods[at]:.3f}",
    }
    for k in range(n_components):
        values[f"weight {k + 1}"] = f"{trace.weights[at, k]:.3f}"
        for d in range(n_features):
            values[f"mean {k + 1}" + f", x{d + 1}" * several] = numeral(trace.means[at, k, d])
        for d in range(n_features):
            values[f"sd {k + 1}" + f", x{d + 1}" * several] = numeral(float(np.sqrt(trace.covariances[at, k, d, d])))
    return {name: NO_STOP if step is None else with_minus(value) for name, value in values.items()}


def early_stops(trace: EMTrace, n_points: int, tolerance: float) -> str:
    """In a sentence: which rules would have stopped well short of the end."""
    lls = trace.log_likelihoods
    stops = {rule.label: rule.first_stop(trace, tolerance, n_points) for rule in STOPPING_RULES.values()}
    missing = {label: lls[-1] - lls[step] for label, step in stops.items() if step is not None}
    early = [f"**{label}**, {nats:.0f} nats short" for label, nats in missing.items() if nats > 1]
    on = [label for label, step in stops.items() if step is None]
    text = f"Too early: {', '.join(early)}." if early else "No rule stops more than 1 nat short of the end."
    return text + (f" Still going on at the end: {', '.join(on)}." if on else "")


def rules_in_words() -> str:
    """Every rule with its unit and its package's own tolerance, as a list."""
    return "\n".join(
        f"- **{rule.label}** ({rule.unit}; {numeral(rule.tolerance)} by default). {rule.explanation}"
        for rule in STOPPING_RULES.values()
    )


def defaults(trace: EMTrace, n_points: int) -> str:
    """Where each rule stops with its package's own tolerance."""
    stops = {rule: rule.first_stop(trace, rule.tolerance, n_points) for rule in STOPPING_RULES.values()}
    return "; ".join(
        f"{rule.label}, {numeral(rule.tolerance)}: {'goes on' if step is None else f'step {step}'}"
        for rule, step in stops.items()
    )
