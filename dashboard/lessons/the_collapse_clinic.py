"""The lesson on collapse: the run that dives, its width narrowed on by hand, the cures and where they end."""

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import runs
from dashboard.charts.lessons.dive_chart import dive_chart, hand_positions
from dashboard.charts.small_picture import small_picture
from dashboard.common.cache import Results, cached
from dashboard.common.component import component
from dashboard.common.draw import draw
from dashboard.common.theme import is_dark
from dashboard.lessons import yours
from dashboard.lessons.searching import Task
from dashboard.link import address
from dashboard.link.choices import YOURS
from dashboard.link.navigation import watch
from dashboard.link.view import View
from dashboard.runs import Run
from dashboard.stepping import sentences
from emcore import Scenario, e_step
from emcore.numerals import numeral, plural, power_of_ten, with_minus
from emcore.points import Array
from emcore.study import collapse
from emcore.study.collapse import Dive
from emcore.study.cures import CURES, MOST_STARTS, N_STARTS, CollapseSearch, Cure, cures_of
from emcore.study.patients import PATIENTS
from emcore.study.projection import principal_components

MOST_POINTS = 2000  # the searches for starts would keep a shared server busy: of 8 components, three seconds
FURTHEST = 1e6  # exponent: where the hand's way ends, at least
MOST_PLAIN = 300  # exponent up to which a width is a float64
VIEW = View(colours="hard")
PICTURE_TOLD = (
    "The data and the components at the step in view: one of them dives onto a few points. The sentence below tells "
    "what happened at the step."
)
DIVE_TOLD = (
    "Log-likelihood over the width of the diving component, narrower to the right: the steps of the run, and once it "
    "has ended a straight line that climbs for ever. The slider below moves along it and tells the numbers."
)
NAMES = {"one-point": "One point", "two-points": "Two points", YOURS: "Yours"}
WORDS = (
    "A component on a single point can be narrowed for ever, and every narrower one is *likelier*. **Step to the "
    "end**, then **narrow it further by hand**: where is the maximum?"
)
AT_ONCE = (
    "This run collapses **in its first step**, so there is no step to watch. A component on a single point can be "
    "narrowed for ever, and every narrower one is *likelier*. **Narrow it by hand**: where is the maximum?"
)
AT_ONCE_ALONE = (
    "This run collapses **in its first step**, so there is no dive to watch: the cures below begin where it does."
)
SOUND = (
    "Your run does not collapse, and none of {} starts at random points does: there is no dive to see. {} The cures "
    "below change your run all the same."
)
SAFE = (
    "Your run has a prior, with which no component can collapse: there is no dive to see. Take the prior away on the "
    "dashboard, and from some starts there may be one. The cures below change your run all the same."
)
MORE = "More components, or fewer points, make one likelier."
ALONE = "A single component holds all points, so it can't collapse while they spread; with two or more one can."
Found = tuple[Scenario | None, int]  # the start that collapses, and how many were tried
_COLLAPSES: Results[Found] = Results("collapses", 20)
_dive = component("dive")


# --- the patient ------------------------------------------------------------------------------------------------------


def patient(which: str, place: DeltaGenerator) -> tuple[Scenario, str]:
    """The example of this name, or the dashboard's scenario, if need be from a start that collapses; and the words."""
    if which in PATIENTS:
        return PATIENTS[which], WORDS
    scenario, run = address.state().scenario, yours.run_in_view(MOST_POINTS, place)
    if run.trace.stop == "collapsed":
        return scenario, _of_collapsed(scenario, run)
    if scenario.prior:
        return scenario, SAFE
    X = run.dataset.X

    def read(search: CollapseSearch) -> Found:
        return search.start(), search.n_tried

    said = f"EM from {MOST_STARTS} starts at random points, to find one that collapses"
    task = Task(_COLLAPSES, (scenario,), lambda: CollapseSearch(scenario, X), read, len(X), said, MOST_STARTS)
    found, n_tried = task.done(place)
    if found is None:
        return scenario, SOUND.format(n_tried, ALONE if scenario.n_components == 1 else MORE)
    return found, (
        f"Your run does not collapse; **start {found.start_seed} at random points does**, and is what you see. **Step "
        "to the end**, then **narrow it further by hand**: where is the maximum?"
    )


def _of_collapsed(scenario: Scenario, run: Run) -> str:
    if len(run.trace) > 1:
        return WORDS
    return AT_ONCE_ALONE if dive(scenario, run) is None else AT_ONCE


# --- the dive ---------------------------------------------------------------------------------------------------------


def dive(scenario: Scenario, run: Run) -> Dive | None:
    """The dive of the run, if it has one."""
    return collapse.dive_of(run.dataset.X, run.trace, scenario.covariance_type)


def chart(scenario: Scenario, run: Run, dived: Dive) -> None:
    """The log-likelihood over the width, and under it the control that makes the component narrower."""
    X, trace = run.dataset.X, run.trace
    steps = -np.log10(dived.widths), trace.log_likelihoods
    after = _next(scenario, run, dived)
    exponents = hand_positions(steps[0], max(FURTHEST, 3 * (after or 0)))
    beyond = np.append(exponents, 2 * exponents[-1])  # the line does not end where the hand does
    nats = collapse.narrowed(X, trace[-1].mixture, dived, beyond)
    with st.container(key="clinic-dive", height=300, border=False, gap=None):
        shown = dive_chart(dived.component, steps, (beyond, nats), dived.slope, after, dark=is_dark())
        draw(shown, key="dive", alt=DIVE_TOLD, height="stretch")
    mean, spread = dived.mean, dived.spread
    if X.shape[1] > 2:  # as the picture shows them
        plane = principal_components(run.dataset)
        mean, spread = plane.directions @ (mean - plane.centre), plane.directions @ spread @ plane.directions.T
    _dive(
        key="clinic-hand",
        data={
            "run": address.text(scenario.to_query()),
            "component": dived.component,
            "mean": mean.tolist(),
            "spread": spread.tolist(),
            "scale": float(X.std(axis=0).max()),
            "exponents": exponents.tolist(),
            "nats": nats[:-1].tolist(),
            "widths": [_width(exponent) for exponent in exponents],
            "told": [_nats(value) for value in nats[:-1]],
            "on": f"In the end every tenfold adds {dived.slope:.2f}: there is no maximum to find.",
            "first": int(np.abs(exponents - steps[0][-1]).argmin()),
        },
    )


def sentence(scenario: Scenario, run: Run, dived: Dive | None) -> None:
    """What happened at the step in view. The end of a dive is told in a line: the rest of the page is about it."""
    data, trace = run.dataset, run.trace
    lines, _ = sentences.of_run(scenario, VIEW.beats, data.columns, trace, data.X)
    if dived is not None:
        end = f"Step {len(trace)} is too narrow for a computer's numbers."
        lines = [*lines[:-1], lines[-1].replace(trace.detail, end)]
    sentences.show(lines, collapsed=trace.stop == "collapsed")


def in_symbols(dived: Dive) -> str:
    """Why it climbs, in symbols and words."""
    n, d = len(dived.points), dived.n_across
    what = "its standard deviation there" if d == 1 else "the geometric mean of its standard deviations there"
    times = f"{plural(n, 'point')} × {plural(d, 'direction')}"
    return (
        f"What is left to component {dived.component + 1} is {plural(n, 'point')}, with no spread in "
        f"{plural(d, 'direction')}. Its density there is $\\propto w^{{-{d}}}$ for a width $w$ ({what}), so $\\ell "
        f"\\to \\infty$ as $w \\to 0$: {times} × $\\ln 10$ = {dived.slope:.2f} nats for every tenfold narrower. All "
        "other points are held by the other components, and cost nothing."
    )


def next_in_words(scenario: Scenario, run: Run, dived: Dive) -> str:
    """What the step that failed would have come to; empty if that is not known."""
    after = _next(scenario, run, dived)
    if after is None:
        return ""
    (value,) = collapse.narrowed(run.dataset.X, run.trace[-1].mixture, dived, [after])
    return (
        f"Step {len(run.trace)} fails in a computer's numbers only. In logarithms it can be worked out: a width of "
        f"{_width(after)}, a log-likelihood of {_nats(value)}. It lies on the line too: push the slider far to the "
        "right, to the diamond."
    )


@cached(20)
def _next(scenario: Scenario, _run: Run, _dived: Dive) -> float | None:
    """The width of the step that failed, as minus its power of ten; None if that is not known."""
    if scenario.covariance_type != "full":
        return None
    exponent = collapse.next_exponent(_run.dataset.X, _run.trace[-1].mixture, _dived)
    return exponent if np.isfinite(exponent) else None


def _width(exponent: float) -> str:
    plain = exponent < MOST_PLAIN and not float(exponent).is_integer()
    return numeral(10**-exponent, 2) if plain or exponent == 0 else power_of_ten(-round(exponent))


def _nats(value: float) -> str:
    return numeral(value) if value >= 1e9 else with_minus(f"{value:,.0f}" if value >= 1e5 else f"{value:,.2f}")


# --- the cures --------------------------------------------------------------------------------------------------------


def cures(scenario: Scenario, place: DeltaGenerator) -> None:
    """A card for every cure, all from the same start: where it ends, what it changes and costs."""
    cured = _cured(scenario, runs.dataset(scenario).X)
    ended = {key: runs.run(one, place, keep=lambda _: None) for key, one in cured.items()}
    with st.container(key="cures"):
        for key, run in ended.items():
            with st.container(key=f"cure-{key}", gap=None):
                _card(key, CURES[key], cured[key], run)
    if "another-start" not in cured:
        st.info(f"{CURES['another-start'].label} is no cure here: all {N_STARTS} that were tried collapse, too.")


@cached(40, show_spinner="Trying other starts …")
def _cured(scenario: Scenario, _X: Array) -> dict[str, Scenario]:
    return cures_of(scenario, _X)


def _card(key: str, cure: Cure, scenario: Scenario, run: runs.Outcome) -> None:
    st.markdown(f"**{cure.label}**")
    if isinstance(run, Run):
        dataset, trace = run.dataset, run.trace
        if dataset.X.shape[1] > 2:
            plane = principal_components(dataset)
            dataset, trace = plane.dataset(dataset), plane.trace(trace)
        svg = small_picture(dataset.X, trace[-1].mixture, dark=is_dark(), data_alone=True)
        alt = f"{cure.label}: the data and the components where the run ends. The text beside it gives the numbers."
        st.container(key=f"cure-picture-{key}", gap=None).image(svg, alt=alt, width="stretch")
        st.markdown(outcome(run))
    else:
        run.explain()
    st.markdown(f"*Changes:* {cure.changes}\n\n*Costs:* {cure.costs}")
    watch(scenario, f"Watch: {cure.label[0].lower()}{cure.label[1:]}")


def sizes(run: Run) -> list[int]:
    """How many points each component most likely made, at the run's end."""
    shares = e_step(run.dataset.X, run.trace[-1].mixture)[0]
    return np.bincount(shares.argmax(axis=1), minlength=shares.shape[1]).tolist()


def outcome(run: Run) -> str:
    """Where a run ends, in a line: its verdict, sizes, smallest standard deviation, how high it has come."""
    trace, n_features = run.trace, run.dataset.X.shape[1]
    held = sizes(run)
    narrowest = float(np.sqrt(np.linalg.eigvalsh(trace.covariances[-1]).min()))
    numbers = f"points {' / '.join(map(str, held))}, smallest standard deviation {numeral(narrowest, 2)}"
    if trace.stop == "collapsed":
        return f":material/close: **It still collapses**, at step {len(trace)}."
    least = min(held)
    if least == 0:
        verdict = (
            ":material/warning: **Runs, but a component is left without a point of its own**: of every point others "
            "hold more, so it only doubles them, and there is one too many"
        )
    elif least <= n_features * (n_features + 3) // 2:  # no more than it has numbers, in mean and covariance
        verdict = f":material/warning: **Runs, but a component is left with {plural(least, 'point')}**"
    else:
        verdict = ":material/check: **No component is left on a few points**"
    heights = ", ".join(f"{name} {with_minus(f'{of[-1]:.2f}')}" for name, of in trace.heights.items())
    return f"{verdict}: {numbers}, {heights}."
