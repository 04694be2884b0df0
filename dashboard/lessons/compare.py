"""The lesson that sets two runs side by side: which two, their traces on one chart, their numbers in a table."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.lessons.two_traces import two_traces_chart
from dashboard.charts.palette import DASHES, colours
from dashboard.common.component import component
from dashboard.common.draw import draw
from dashboard.common.texts import plain
from dashboard.common.theme import is_dark
from dashboard.common.widgets import controlled
from dashboard.lessons.differences import SIDES, both_told, same_data
from dashboard.link import address, pinned
from dashboard.own_data import in_use, missing
from dashboard.runs import Run
from dashboard.stepping import run_in_view, sentences
from dashboard.stepping.run_in_view import OfPair
from emcore import PRESETS, EMTrace, Scenario
from emcore.criteria import bic, n_parameters
from emcore.study.matching import matched

# The same three clear clouds twice, and only the seed of the start is another: 578 nats lie between the two ends.
EXAMPLE_LEFT = replace(PRESETS["separated"].scenario, tol=1e-9)
EXAMPLE_RIGHT = replace(EXAMPLE_LEFT, start_seed=20)
PROBLEM = "compare-problem"

_differences = component("differences")


@dataclass(frozen=True)
class Pair:
    """Two scenarios to compare; `is_example`: those of the page, as none is pinned. `problems`: of the pinned one."""

    left: Scenario
    right: Scenario
    is_example: bool
    problems: tuple[str, ...] = ()


# --- which two --------------------------------------------------------------------------------------------------------


def pair() -> Pair:
    """The pinned scenario and the one in view; two that surprise while none is pinned."""
    left, problems = pinned.pinned()
    if left is None:
        return Pair(EXAMPLE_LEFT, EXAMPLE_RIGHT, True, tuple(problems))
    return Pair(left, address.state().scenario, False, tuple(problems))


def take(left: Scenario, right: Scenario) -> None:
    """Compare these: the left one is pinned, the right one comes into view."""
    pinned.pin(left)
    address.show(right, replace(address.state().view, step=0))


def links(now: Pair, *, unfolded: bool = False) -> None:
    """Two text fields for links, folded; one that can't be read is said in words and changes nothing.

    Where a lecturer has fixed the data or the start there are none, and a line says why.
    """
    if address.state().lecture.keeps_run:
        st.caption("Your lecturer has fixed the data or the start: other runs can't be pasted here.")
        return
    problems = st.session_state.setdefault(PROBLEM, {})
    label = "Compare other runs: paste their links"
    with st.expander(label, icon=":material/link:", expanded=unfolded or bool(problems)):
        for side, scenario in zip(SIDES, (now.left, now.right), strict=True):
            _link(now, side, scenario, problems.get(side))


def _link(now: Pair, side: str, scenario: Scenario, problem: tuple[str, str] | None) -> None:
    key = f"compare-link-{side}"
    controlled(
        st.text_input,
        key,
        problem[0] if problem else f"?{pinned.text_of(scenario)}",
        f"{side}: a link of EM Explorer",
        on_change=lambda: _take_link(now, side, st.session_state[key]),
        help="From the address bar or from Copy link. Its data, start and run are taken; press Enter.",
    )
    if problem:
        st.warning(f"{problem[1]} What was here stays.", icon=":material/link_off:")


def _take_link(now: Pair, side: str, text: str) -> None:
    scenario, problems = pinned.read(text)
    st.session_state[PROBLEM] = {}
    if scenario is None or problems:
        why = " ".join(map(plain, problems))
        st.session_state[PROBLEM] = {side: (text, why)}
    elif side == SIDES[0]:
        take(scenario, now.right)
    else:
        take(now.left, scenario)


def buttons(now: Pair) -> None:
    """Swap both sides; unpin."""
    st.button(
        "Swap sides",
        key="compare-swap",
        icon=":material/swap_horiz:",
        disabled=now.is_example and address.state().lecture.keeps_run,  # the example's sides are other runs
        on_click=lambda: take(now.right, now.left),
    )
    st.button(
        "Unpin",
        key="compare-unpin",
        icon=":material/keep_off:",
        disabled=now.is_example,
        help="Then this page shows its example, until another run is pinned.",
        on_click=pinned.unpin,
    )


def stop_if_kept_back(now: Pair) -> None:
    """Go on, unless a lecturer's link keeps back what comparing would tell."""
    if now.is_example or not address.state().lecture.keeps_step:
        return
    st.info("Your lecturer keeps the next steps back, and comparing would show them.", icon=":material/lock:")
    st.stop()


def ask_if_left_is_missing(now: Pair) -> None:
    """Go on if the points of the left run are here; else say what is missing, and stop. The page asks for those in view
    alone, so the way to give them is to swap sides.
    """
    if in_use.ready(now.left):
        return
    st.info(f"**Left:** {missing.in_words(now.left)}", icon=":material/attach_file:")
    buttons(now)
    st.stop()


def what_is_shown(now: Pair) -> str:
    """Where both runs come from, in a line."""
    if now.is_example:
        return (
            "An example: the same clear clouds, and only the seed of the start differs. For runs of yours press "
            "**Pin** on the dashboard, change something, and come back."
        )
    return "Left the pinned run, right the one on your dashboard. One step bar moves both."


# --- the runs at the step in view -------------------------------------------------------------------------------------


def hand_over(now: Pair, runs: tuple[Run, Run], seen: tuple[EMTrace, EMTrace]) -> None:
    """Hand both runs to the browser: the right one as the run in view, the left one as its companion."""
    left, right = runs
    scenarios = (now.left, now.right)
    facts = [_facts(scenario, run) for scenario, run in zip(scenarios, runs, strict=True)]
    facts[0]["matches"] = matches(left, right)
    query = urlencode({"left": pinned.text_of(now.left), "right": pinned.text_of(now.right)})
    companion, own = (OfPair(run.trace, s, f) for run, s, f in zip(runs, seen, facts, strict=True))
    run_in_view.hand_over_pair(own, companion, query)


def matches(left: Run, right: Run) -> list[tuple[int | None, int | None]]:
    """Components that answer to each other, by their means at the ends of both runs; none for different columns."""
    if left.dataset.columns != right.dataset.columns:
        return []
    return matched(left.trace.means[-1], right.trace.means[-1], left.dataset.X.std(axis=0))


def _facts(scenario: Scenario, run: Run) -> dict[str, Any]:
    n_points, n_features = run.dataset.X.shape
    p = n_parameters(scenario.n_components, n_features, scenario.covariance_type, scenario.learn_weights)
    return {"n_points": n_points, "n_parameters": p, "bic": bic(run.trace.log_likelihoods[-1], p, n_points)}


def lines(now: Pair, left: Run, right: Run) -> list[str]:
    """What happens on both sides at every step, a line each; one that has ended says so."""
    told = [
        sentences.of_run(scenario, False, run.dataset.columns, run.trace, run.dataset.X)[0]
        for scenario, run in ((now.left, left), (now.right, right))
    ]
    return both_told(told[0], told[1], left.trace, right.trace, same_data(left, right))


def traces(left: Run, right: Run) -> None:
    """Draw both log-likelihoods over the steps."""
    per_point = not same_data(left, right)
    values = [run.trace.log_likelihoods / (len(run.dataset.X) if per_point else 1) for run in (left, right)]
    draw(
        two_traces_chart(values[0], values[1], per_point=per_point, dark=is_dark()),
        key="two-traces",
        alt="Log-likelihood of every step: the left run dashed, the right one solid. A click moves the step.",
        height="stretch",
    )


def table(left: Run, right: Run) -> None:
    """Both runs at the step in view and their differences, which the browser works out."""
    same = same_data(left, right)
    n_features = left.dataset.X.shape[1]
    look = {"colors": colours(is_dark()), "dashes": DASHES, "figures": 4 if n_features == 1 else 3}
    words = {"features": left.dataset.columns, "same_data": same, "per_point": not same}
    _differences(key="differences", data=look | words)
    if matches(left, right):
        st.caption(
            "Components are matched by nearest means at the ends of both runs, in units of the data's spread; each "
            "keeps its number. Differences: right minus left."
        )
    else:
        st.caption("The data have different columns, so no component of one answers to one of the other.")
