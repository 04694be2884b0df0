"""The run in view, handed to the browser once, for all that show it there: step bar, charts, read-out, painter."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.common.component import component
from dashboard.link import address
from emcore import EMTrace, Scenario
from emcore.study.settling import settled_at

_run = component("run")


def hand_over(X: np.ndarray, trace: EMTrace, seen: EMTrace | None) -> None:
    """The run of the page's scenario on points X (N, D).

    `seen`: the same in the plane that the picture shows; None if it shows all.
    """
    state = address.state()
    _draw(
        query=address.text(address.query()),
        beats=state.view.beats,
        keep=state.browser_knows_step,
        hold=state.view.fitted_to(state.scenario, state.lecture.locks).click == "predict",
        stays=state.step_given if state.lecture.keeps_step else None,
        short=address.short(state.page),
        **payload(state.scenario, X, trace, seen),
    )


def hand_over_own(scenario: Scenario, X: np.ndarray, trace: EMTrace, seen: EMTrace, *, beats: bool) -> None:
    """The run of a scenario of the page's own on points X (N, D), not the visitor's. Another one opens at its start."""
    state = address.state()
    name = f"{state.page} {address.text(scenario.to_query())}"
    _draw(
        query=name,
        arrival=f"{state.arrivals} {name}",
        beats=beats,
        short=address.short(state.page),
        **payload(scenario, X, trace, seen),
    )


def payload(scenario: Scenario, X: np.ndarray, trace: EMTrace, seen: EMTrace | None) -> dict[str, Any]:
    """All steps of a scenario's run on points X (N, D), how EM took them, and from which one on nothing visible
    changes."""
    options = ("covariance_type", "reg_covar", "learn_weights", "max_iter", "tol")
    return {
        **_numbers(trace, seen),
        "options": {name: getattr(scenario, name) for name in options} | {"prior": _prior(scenario, X)},
        "collapsed": trace.stop == "collapsed",
        "settled": settled_at(trace),
    }


def _prior(scenario: Scenario, X: np.ndarray) -> dict[str, Any] | None:
    """The prior of the run, for its covariance type, as `emcore.Prior` names its parts."""
    prior = scenario.prior_of(X)
    if prior is None:
        return None
    numbers = {"shrinkage": prior.shrinkage, "dof": prior.dof}
    return numbers | {"mean": prior.mean.tolist(), "scale": prior.scale.tolist()}


@dataclass(frozen=True)
class OfPair:
    """One of two runs that are stepped together, `seen` as its picture shows it, and what else is to be known of it."""

    trace: EMTrace
    seen: EMTrace
    facts: Mapping[str, Any]


def hand_over_pair(run: OfPair, companion: OfPair, query: str) -> None:
    """A run and its companion, to be stepped together in whole steps. `query` tells the pair from others."""
    beside = {**_numbers(companion.trace, companion.seen), **companion.facts}
    together = {**_numbers(run.trace, run.seen), **run.facts, "companion": beside}
    short = address.short(address.state().page)
    _draw(query=query, settled=_all_settled_at(run.trace, companion.trace), short=short, **together)


def _all_settled_at(*traces: EMTrace) -> int | None:
    """The step from which on nothing visible changes; one that has ended before the others changes no more."""
    settled = [settled_at(trace) for trace in traces]
    last = [len(trace) - 1 for trace in traces]
    rests = max(end if step is None else step for step, end in zip(settled, last, strict=True))
    return rests if rests < max(last) else None


def hand_over_mixtures(name: str, trace: EMTrace, seen: EMTrace, facts: Mapping[str, Any]) -> None:
    """Mixtures that are no steps of one run, one for each step of `trace`, and what else is to be known of them.

    `seen`: the same in the plane that the picture shows; `name` tells them from others on this page.
    """
    _draw(query=f"{address.state().page} {name}", **_numbers(trace, seen), **facts)


def packed(values: np.ndarray, kind: Any = np.float64) -> str:
    """Numbers as they stand in memory, row by row, in base 64."""
    return base64.b64encode(np.ascontiguousarray(values, dtype=kind).tobytes()).decode()


def mixtures(trace: EMTrace) -> dict[str, Any]:
    """Weights, means and lower Cholesky factors, row by row, of every step and component.

    The factors of more than two dimensions, which only colour points, have 32 bits: they are most of what travels.
    """
    n_components, n_features = trace.means.shape[1:]
    packed_up = {"K": n_components, "D": n_features, "weights": packed(trace.weights), "means": packed(trace.means)}
    rows, columns = np.tril_indices(n_features)
    kind = np.float64 if n_features <= 2 else np.float32
    packed_up["factors"] = packed(np.linalg.cholesky(trace.covariances)[..., rows, columns], kind)
    return packed_up


def _numbers(trace: EMTrace, seen: EMTrace | None) -> dict[str, Any]:
    run: dict[str, Any] = {"last": len(trace) - 1, "log_likelihoods": packed(trace.log_likelihoods)}
    if trace.log_priors is not None:
        run["log_posteriors"] = packed(trace.log_posteriors)
    return run | {"mixtures": mixtures(trace), "seen": "all" if seen is trace else seen and mixtures(seen)}


def _draw(*, query: str, **rest: Any) -> None:
    """`last`: the last step; `beats`: steps by halves; `keep`: the step that the browser has; `hold`: waits until
    predictions are told; `settled`: the step from which on nothing visible changes, where play stops; `stays`: the step
    that a lecturer has fixed; `short`: what stands for a long address when it is copied.

    The step bar takes up `step` when `arrival` is another, and keeps a step for the same `query` only.
    """
    state = address.state()
    now = {"query": query, "word": "Step", "arrival": state.arrivals, "step": state.view.step}
    otherwise = {"beats": False, "keep": False, "settled": None, "hold": False, "stays": None, "short": ""}
    _run(key="run", data=now | otherwise | rest)
