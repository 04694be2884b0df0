"""Lesson: the restart atlas; EM from hundreds of starts, every optimum that they end at."""

import streamlit as st

from dashboard import runs
from dashboard.common.theme import is_dark
from dashboard.lessons import atlas_in_view, atlas_in_words, frame
from dashboard.lessons import the_restart_atlas as lesson
from dashboard.link import address, choices
from dashboard.link.navigation import watch
from dashboard.own_data import missing
from dashboard.picture import mixtures_in_view
from emcore.starts import STARTS

frame.opening("the_restart_atlas")
address.write()
st.markdown(
    "Every dot: a run of EM on the same data from another **random start**. Its row: the **optimum** where it ended."
)
with st.container(key="atlas-choices", horizontal=True, gap="small"):
    scenario, own = lesson.ask_for_scenario()
n_starts = lesson.ask_for_number()
with st.container(key="atlas-sides", horizontal=True, gap="small"):
    strip = st.container(key="atlas-starts", height=420, border=False, gap=None)
    clusters = st.container(key="atlas-clusters", height=420, border=False, gap=None)
with strip:
    progress = st.empty()
missing.ask_if_missing(scenario)
dataset = runs.dataset(scenario)
atlas = lesson.search(scenario, dataset.X, n_starts, progress)
address.write()
own = own if own <= len(atlas.ends) else 0
pick = int(choices.get("pick")) or own
run = runs.Run(dataset, atlas_in_view.as_steps(atlas))
atlas_in_view.hand_over(scenario, n_starts, atlas, own, run, mixtures_in_view.seen(run))
with strip:
    atlas_in_view.strip(pick, is_dark())
with clusters:
    mixtures_in_view.picture(scenario, run, atlas_in_view.PICTURE_TOLD, is_dark())
with st.container(key="atlas-words", horizontal=True, gap="small"):
    atlas_in_view.tell(atlas, own)
    if pick:
        watch(lesson.at(scenario, pick), f"Watch start {pick} on the dashboard")
left, right = st.columns([3, 2], gap="medium")
with left:
    st.markdown("**Which way to start?**")
    said, ways = st.container(key="atlas-ways-words").empty(), st.container(key="atlas-ways", height=230, border=False)
with right:
    st.markdown("**How many starts are enough?**")
    if atlas.optima:
        atlas_in_view.chances(len(atlas.optima[0].starts) / len(atlas.ends), "the best, A,", is_dark())
        st.latex(r"P(\text{found}) = 1 - (1 - p)^n, \quad p = " + f"{len(atlas.optima[0].starts)}/{len(atlas.ends)}")
frame.closing("the_restart_atlas")

if len(atlas.ends) == n_starts and atlas.optima:
    atlases = lesson.compare_ways(scenario, dataset.X, n_starts, said)
    said.markdown(atlas_in_words.ways_in_words({way: start.label for way, start in STARTS.items()}, atlases))
    with ways:
        atlas_in_view.ways(atlases, atlas, is_dark())
