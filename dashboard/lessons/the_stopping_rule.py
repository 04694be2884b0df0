"""The lesson on the stopping rule: its runs, its chart, where each rule stops and what it would have reported."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts.lessons.stopping_chart import FIELD, LABELS, LEAST, MOST, SELECTION, STEP, stopping_chart
from dashboard.charts.palette import DASHES, colours
from dashboard.common.cache import cached
from dashboard.common.component import component
from dashboard.common.draw import draw
from dashboard.common.theme import is_dark
from dashboard.link import address, choices, reconnecting
from dashboard.link.view import View
from dashboard.runs import Run
from dashboard.stepping import run_in_view
from emcore import EMTrace, Scenario
from emcore.data.classic import STANDARDIZED
from emcore.numerals import numeral, power_of_ten, with_minus
from emcore.study.replays import REPLAYS
from emcore.study.settling import settled_at
from emcore.study.stopping_rules import STOPPING_RULES
from emcore.study.verdicts import scenario_of

MURPHY = "faithful-murphy"
OPENED = "stopping-opened"
NO_STOP = "–"
SHORT = 1.0  # nats: who stops so far below the end, or further, has stopped too early
AS_GOOD = 0.01  # nats: who stops nearer to the end than this might as well have gone on to it
VIEW = View(colours="hard")
EARLY, ARRIVED = "The stopped", "The whole"  # run
EARLY_TOLD = "It follows the tolerance; the sentence above it says the step."
ARRIVED_TOLD = "It is the last step's."
WITH_PRIOR = (
    "Your run has a prior: EM climbs the log posterior, and the log-likelihood, which these rules watch, may fall a "
    "little. The dashboard's own tolerance watches the log posterior."
)
_stops = component("stops")


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
            "have stopped; the list beside it gives these steps.",
            height="stretch",
        )
    return float(10 ** choices.get("exponent"))


def with_short_names(run: Run) -> Run:
    """The run with names of its features that fit along the axes of a small picture."""
    columns = tuple(name.removesuffix(STANDARDIZED) for name in run.dataset.columns)
    return Run(replace(run.dataset, columns=columns), run.trace)


def hand_over(scenario: Scenario, run: Run, seen: EMTrace) -> None:
    """The run to the browser, once, with what is told at every tolerance that there is."""
    facts = {"told": told_at_all(scenario, run.trace, len(run.dataset.X))}
    run_in_view.hand_over_mixtures(address.text(scenario.to_query()), run.trace, seen, facts)


@cached(30)
def told_at_all(scenario: Scenario, _trace: EMTrace, _n_points: int) -> list[dict[str, Any]]:
    """For every tolerance, from the least on: what it is, where each rule stops, and what is said of the first."""
    return [
        {"tolerance": power(exponent), "stops": stops, "sentence": line(_trace, stops)}
        for exponent, stops in zip(exponents(), stops_at_all(_trace, _n_points), strict=True)
    ]


def exponents() -> list[float]:
    """Of all tolerances that there are: powers of ten, the least first."""
    return [round(float(exponent), 1) + 0.0 for exponent in np.arange(LEAST, MOST + STEP / 2, STEP)]


def power(exponent: float) -> str:
    """A power of ten, and the number that it is."""
    written, value = power_of_ten(exponent), numeral(10.0**exponent, 2)
    return written if value == written else f"{written} = {value}"


def stops_at_all(trace: EMTrace, n_points: int) -> list[list[int | None]]:
    """For every tolerance, from the least on, the step at which each rule stops; None where it goes on to the end."""
    rules = STOPPING_RULES.values()
    return [[rule.first_stop(trace, 10**exponent, n_points) for rule in rules] for exponent in exponents()]


def stops() -> None:
    """Where each rule would have stopped at the tolerance in hand; the pictures follow it."""
    dark = is_dark()
    look = {"colors": colours(dark)[: len(LABELS)], "dashes": DASHES[: len(LABELS)]}
    _stops(key="stops", data={"labels": LABELS, **look, "least": LEAST, "step": STEP})


def line(trace: EMTrace, stops: Sequence[int | None]) -> str:
    """Which rule stops first, if each stops at one of these steps, and what is still missing there."""
    last = len(trace) - 1
    step = min((step for step in stops if step is not None), default=last)
    if step == last:
        return "No rule stops before the end."
    first = [label for label, at in zip(LABELS, stops, strict=True) if at == step]
    who = first[0] if len(first) == 1 else f"{len(first)} rules"
    missing = float(trace.log_likelihoods[-1] - trace.log_likelihoods[step])
    far = f"{nats(missing)} short" if missing > AS_GOOD else "as good as the end"
    return f"{who}: stopped{' early' * (missing > SHORT)} at step {step}, {far}."


def arrived(trace: EMTrace) -> str:
    """How the run ended, for the line over the picture of its last step."""
    last = len(trace) - 1
    if trace.stop == "collapsed":
        return f"Collapsed after step {last}."
    if trace.stop == "converged" or settled_at(trace) is not None:
        return f"Arrived: step {last}, the end of this run."
    return f"Cut off at step {last}, not arrived."


def nats(value: float) -> str:
    """A difference of log-likelihoods, as exactly as it matters."""
    return f"{value:.0f} nats" if value >= 10 else f"{numeral(value, 2)} nats"


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
    early = [f"**{label}**, {nats:.0f} nats short" for label, nats in missing.items() if nats > SHORT]
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
