"""The stage: one screen, whatever the window. Title and tools, the step bar, the picture; beside it what is said, the
numbers, the log-likelihoods. Where each part stands and how high it is: `dashboard/stage.css`.
"""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.common import stage_keys


@dataclass(frozen=True)
class Stage:
    """The parts of the stage, to be drawn into in any order; `below` follows it on the page."""

    title: DeltaGenerator
    tools: DeltaGenerator
    bar: DeltaGenerator
    picture: DeltaGenerator
    told: DeltaGenerator
    numbers: DeltaGenerator
    trace: DeltaGenerator
    below: DeltaGenerator
    taken_at: float | None  # the step at which the visitor has just asked to take something away


def stage(*, wide: bool = False) -> Stage:
    """An empty stage. `wide`: the picture needs the page's width, and the rest stands under it."""
    grid = st.container(key="stage-wide" if wide else "stage", gap=None)
    top = grid.container(key="stage-top", horizontal=True, vertical_alignment="center", gap="small")
    title = top.container(key="stage-title", gap=None)
    with top:
        taken_at = stage_keys.stage_buttons()
    bar = grid.container(key="stage-bar", gap=None)
    left = grid.container(key="stage-picture", height="stretch", gap=None)
    side = grid.container(key="stage-side", height="stretch", gap=None)
    return Stage(
        title=title,
        tools=left.container(key="stage-tools", horizontal=True, vertical_alignment="center", gap="small"),
        bar=bar,
        picture=left.container(key="stage-chart", height="stretch", gap=None),
        told=side.container(key="stage-told", gap=None),
        numbers=side.container(key="stage-numbers", gap=None),
        trace=side.container(key="stage-trace", height="stretch", gap=None),
        below=st.container(key="stage-below", gap=None),
        taken_at=taken_at,
    )
