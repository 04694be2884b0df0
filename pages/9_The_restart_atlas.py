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

frame.opening("the_restart_atlas")
address.write()
intro = st.container(gap=None)
with st.container(key="atlas-choices", horizontal=True, gap="small"):
    given = lesson.ask_for_scenario()
    way = lesson.ask_for_way(given)
    as_map = lesson.ask_for_map(given)
intro.markdown(atlas_in_words.intro(as_map=as_map))
n_starts = lesson.ask_for_number()
scenario = (lesson.as_mapped if as_map else lesson.as_searched)(given, way)
with st.container(key="atlas-sides", horizontal=True, gap="small"):
    strip = st.container(key="atlas-map" if as_map else "atlas-starts", height=420, border=False, gap=None)
    clusters = st.container(key="atlas-clusters", height=420, border=False, gap=None)
with strip:
    progress = st.container(key="atlas-progress", gap=None)
missing.ask_if_missing(scenario)
dataset = runs.dataset(scenario)
if problem := lesson.problem(given, dataset.X):
    strip.warning(problem, icon=":material/warning:")
    st.stop()

search = lesson.basins_of(scenario, dataset.X) if as_map else lesson.atlas_of(scenario, dataset.X, n_starts)
whole = search.find()
if whole:
    progress = progress.empty()
known = whole or search.until_now()
basins = known if as_map else None
atlas = basins.atlas if basins else known
if not whole and not (atlas and atlas.optima):
    search.go_on(progress)
address.write()
if not atlas.optima:
    strip.info("None of these runs has ended at an optimum.", icon=":material/info:")
    st.stop()
own = atlas_in_view.cell_of(basins, basins.start.means[0]) if basins else lesson.own_start(given, way)
ended = {end.number for end in atlas.ends}
own_run = lesson.own_run_of(given, dataset.X).done(progress) if whole and not as_map and own not in ended else None
own_place = atlas_in_words.place_of(own_run, atlas)
pick = next((start for start in (int(choices.get("pick")), own) if start in ended), 0)
run = runs.Run(dataset, atlas_in_view.as_steps(atlas))
name = f"{address.text(scenario.to_query())} {'map' if basins else n_starts}"
atlas_in_view.hand_over(name, atlas, own, own_place, run, mixtures_in_view.seen(run), basins)
with strip:
    atlas_in_view.strip(pick, is_dark())
with clusters:
    mixtures_in_view.picture(scenario, run, atlas_in_view.PICTURE_TOLD, is_dark())
with st.container(key="atlas-words", horizontal=True, gap="small"):
    atlas_in_view.tell(atlas, own, own_place)
    if pick:
        watched, label = lesson.to_watch(scenario, atlas, basins, pick, len(dataset.X), own=pick == own)
        if watched:
            with st.container(gap=None, width="content"):
                watch(watched, label)
                st.caption("There, components keep the numbers that they start with.")
if given.start == lesson.HAND and not basins:
    st.caption("A start by hand has no seeds: these starts are made the way that is chosen above.")
if own_run and own_place < 0:
    st.caption(atlas_in_words.own_in_words(own_run))

left, right = st.columns([3, 2], gap="medium")
with left, st.container(key="atlas-ways", gap="small"):
    st.markdown("**Which way to start?**")
    said = st.empty()
    bars = st.container(key="atlas-bars", height=200, border=False, gap=None).empty()
with right, st.container(key="atlas-chances", gap="small"):
    st.markdown("**How many starts are enough?**")
    chances = st.empty()
frame.closing("the_restart_atlas")

comparison = lesson.ways_of(scenario, dataset.X, n_starts)
if not (whole and comparison.find()):  # what was said of another example
    bars.empty()
    for place in (said, chances):
        place.caption("Once all runs have ended.")
if not whole:
    search.go_on(progress)
else:
    ways = comparison.done(said)
    said.markdown(atlas_in_words.ways_in_words(ways.ways))
    with bars.container(height="stretch", gap=None):
        atlas_in_view.ways(ways, atlas, is_dark())
    with chances.container(gap="small"):
        atlas_in_view.chances(ways.atlases[way], is_dark())
