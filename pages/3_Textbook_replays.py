"""Lesson: published runs of EM, repeated on the spot, stepped, and put beside ours."""

import streamlit as st

from dashboard.lessons import frame
from dashboard.lessons import textbook_replays as lesson
from dashboard.link import address
from dashboard.link.navigation import watch
from dashboard.picture import on_a_lesson
from dashboard.stepping import sentences
from emcore.study.replays import REPLAYS

frame.opening("textbook_replays")
bar = st.container(key="lesson-bar", gap=None)
left, right = st.columns([11, 9], gap="medium")
with st.sidebar:
    key = lesson.choose_run()
address.write()
replay, result = REPLAYS[key], lesson.verdict_on(key)
comparisons = result.comparisons(replay)

if result.scenario is None:
    left.info("There is no picture of this run: its start can't be written into a link.", icon=":material/link_off:")
else:
    own = on_a_lesson.own_run(result.scenario, lesson.VIEW, bar.empty())
    with bar:
        on_a_lesson.step_bar(own)
    with left.container(key="replay-picture", gap="xsmall"):
        on_a_lesson.picture(own, lesson.SHOWN[own.seen.dataset.X.shape[1]], height=420)
        with st.container(key="replay-told", gap=None):
            sentences.show(lesson.lines(key, own.run.dataset.columns, own.run.dataset.X, own.run.trace))
        with st.container(key="replay-see"):
            st.markdown(f"**See it:** {replay.see}")
with right.container(key="replay-verdict", gap="xsmall"):
    st.markdown(f"## {replay.story}")
    st.markdown(f"**{lesson.headline(comparisons, result.steps)}**")
    st.table(lesson.table(comparisons), border="horizontal")
    if not replay.agrees:
        st.caption("≈ ours minus the published one")
    st.markdown(replay.why)
    lesson.next_run(key)

with st.container(key="replay-sources"):
    st.markdown(
        f"- **Source:** {replay.source}\n"
        f"- **Data:** {lesson.data_of(replay)}\n"
        f"- **Start:** {lesson.start_of(replay, result)}\n"
        f"- **Run:** {lesson.options_of(replay)}. Ours took {result.steps} steps."
    )
    if result.scenario is not None:
        watch(result.scenario, "Watch this run on the dashboard")
st.caption(lesson.left_out())
frame.closing("textbook_replays")
