"""A run of a lesson's own on its page: step bar, picture and sentence, as on the dashboard.

The visitor's scenario is another one and stays what it is. A page calls, in this order::

    own = on_a_lesson.own_run(scenario, view, bar.empty())  # bar = st.container(key="lesson-bar", gap=None)
    address.write()
    with bar:
        on_a_lesson.step_bar(own)
    on_a_lesson.picture(own, told, height=420)
    on_a_lesson.sentence(own)
    on_a_lesson.explanation(own)  # if a click on the picture is to show the arithmetic
"""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import runs
from dashboard.common.theme import is_dark
from dashboard.link.view import View
from dashboard.picture import clicks, painting, points_in_view, which_chart
from dashboard.runs import Run
from dashboard.stepping import run_in_view, sentences
from dashboard.stepping import step_bar as bar
from emcore import Scenario


@dataclass(frozen=True)
class OwnRun:
    """A scenario, its run, and how it is seen; `seen`: in the plane of the picture, where it has more features."""

    scenario: Scenario
    run: Run
    view: View
    seen: Run


def own_run(scenario: Scenario, view: View, place: DeltaGenerator) -> OwnRun:
    """The run of a scenario that allows one; if it takes long, its progress is shown at `place`."""
    run = runs.run(scenario, place, keep=lambda _: None)  # it is as long as the lesson says
    if isinstance(run, runs.ImpossibleStart):
        raise ValueError(f"the lesson's scenario has no run: {run.reason}")
    return seen_as(scenario, run, view)


def seen_as(scenario: Scenario, run: Run, view: View) -> OwnRun:
    """A run that is there, as it is seen."""
    fitted = view.fitted_to(scenario)
    return OwnRun(scenario, run, fitted, which_chart.seen(run, fitted))


def step_bar(own: OwnRun) -> None:
    """Hand the run to the browser, and draw the bar that steps it."""
    run = own.run
    run_in_view.hand_over_own(own.scenario, run.dataset.X, run.trace, own.seen.trace, beats=own.view.beats)
    bar.step_bar()


def picture(own: OwnRun, told: str, height: int) -> None:
    """Draw the picture, so many pixels high unless the page's sheet says otherwise of `.st-key-lesson-picture`.

    `told`: what it shows, for those who can't see it, without numbers.
    """
    with st.container(key="lesson-picture", height=height, border=False, gap=None):
        bare_picture(own, told)


def bare_picture(own: OwnRun, told: str) -> None:
    """The same in a place of the page's own, as high as that."""
    dark = is_dark()
    which_chart.bare_picture(own.scenario, own.seen.dataset, own.seen.trace, own.view, dark, told)
    painting.paint(own.scenario, own.seen, own.view, dark, own.run)


def sentence(own: OwnRun) -> None:
    """What happened at the step in view."""
    data, trace = own.run.dataset, own.run.trace
    lines = sentences.of_run(own.scenario, own.view.beats, data.columns, trace, data.X)
    sentences.show(*lines, collapsed=trace.stop == "collapsed")


def explanation(own: OwnRun) -> None:
    """Have a click on the picture show the arithmetic of a point or a component."""
    points_in_view.hand_over(own.run.dataset)
    clicks.explanation(own.scenario, own.view, own.run)
