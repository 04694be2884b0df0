"""The panel "Take away": a dialog at the step in view, a tab for each section."""

from dataclasses import replace

import streamlit as st

from dashboard.common.texts import plain
from dashboard.link import address
from dashboard.link.address import HOME
from dashboard.link.names import scenario_title
from dashboard.link.view import View
from dashboard.own_data import in_use
from dashboard.runs import Run
from dashboard.take_away.apart import MAKER
from dashboard.take_away.files import SECTIONS
from dashboard.take_away.film import film
from dashboard.take_away.link_section import link_section
from dashboard.take_away.open_record import open_record
from dashboard.take_away.pictures.files import STRIPS
from dashboard.take_away.pictures.strip import MOST, usual_steps
from dashboard.take_away.shown import Shown
from emcore import Scenario
from emcore.export.file import File


def take_away(scenario: Scenario, run: Run, view: View, dark: bool, step: float) -> None:
    """Open the panel. Each file is made when it is asked for, of what is in view now."""
    name = scenario_title(scenario, address.state().lecture.locks)
    link, measured = address.whole(HOME, step), in_use.points(scenario)
    _panel(Shown(scenario, run.dataset, run.trace, step, name, link, view, dark, measured=measured))


@st.dialog("Take away", width="medium")
def _panel(shown: Shown) -> None:
    beat = " (E beat)" if shown.step > shown.t else ""
    st.caption(f"{plain(shown.title)}  \nOf step {shown.t}{beat} of {len(shown.trace) - 1}, as in view.")
    sections = {} if address.state().lecture.keeps_step else SECTIONS  # every file holds what comes next
    link, *tabs = st.tabs(["Link", *sections])
    with link:
        shown = replace(shown, question=link_section(shown.step))
    for tab, section in zip(tabs, sections, strict=True):
        with tab:
            if section == "Pictures":
                film(shown)
            for key, file in SECTIONS[section].items():
                if key == next(iter(STRIPS)):
                    shown = _with_steps(shown)
                _offer(key, file, shown)
            if section == "Data" and not address.state().lecture.locks:
                open_record()


def file_name(file: File, shown: Shown) -> str:
    """What the file is called on the visitor's disk."""
    return f"em-{shown.scenario.source}-step-{shown.step:g}-{file.name_of(shown)}".replace("_", "-")


def _with_steps(shown: Shown) -> Shown:
    """With the steps of the strip, which the visitor chooses."""
    steps = st.multiselect(
        "Steps of the strip",
        range(len(shown.trace)),
        usual_steps(shown.trace),
        key="strip-steps",
        max_selections=MOST,
        help="By default the first few, and the one from which on nothing visible changes.",
    )
    return replace(shown, steps=tuple(sorted(steps)))


def _offer(key: str, file: File, shown: Shown) -> None:
    """A button, what it is for, or why there is none."""
    button, words = st.columns([2, 3], vertical_alignment="center")
    problem = file.problem(shown)
    words.markdown(plain(problem) if problem else file.help)
    button.download_button(
        file.label,
        lambda: MAKER.make(key, shown),
        file_name(file, shown),
        file.mime_of(shown),
        key=f"file-{key}",
        on_click="ignore",
        disabled=bool(problem),
        icon=":material/download:",
        width="stretch",
    )
