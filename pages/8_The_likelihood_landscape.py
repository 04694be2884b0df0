"""Lesson: the likelihood landscape; the log-likelihood over two parameters, EM's path on it, the bound as a bowl."""

import streamlit as st

from dashboard.lessons import frame
from dashboard.lessons import the_likelihood_landscape as lesson
from dashboard.link import address, choices
from dashboard.link.navigation import watch
from dashboard.stepping import sentences, step_bar

frame.opening("the_likelihood_landscape")
with st.container(key="landscape-words"):
    st.markdown(
        "Every place on the map is a mixture, its height the log-likelihood. **Drag the dot** to where EM starts, then "
        "step: it jumps to the top of the **lower bound**, which touches the land where it stands."
    )
with st.container(key="landscape-asked", horizontal=True, gap="small"):
    key = choices.ask(
        st.segmented_control,
        "land",
        "Landscape",
        ends="dot",
        required=True,
        format_func=lesson.NAMES.get,
        label_visibility="collapsed",
    )
    beside = choices.ask(
        st.segmented_control,
        "beside",
        "Beside EM's path",
        required=True,
        format_func=lesson.BESIDE.get,
        label_visibility="collapsed",
    )
address.write()
with st.container(key="landscape-bar", gap=None):
    step_bar.step_bar()
with st.container(key="landscape-room", gap=None):
    lesson.run_from_the_start(key, beside)
    with st.container(key="landscape-picture", height=200, border=False, gap=None):
        lesson.picture(key)
    with st.container(key="landscape-told", gap=None):
        sentences.show([])
land = lesson.LANDS[key]
watch(land.scenario(lesson.start_of(land)), "The same start on the dashboard, where all parameters are free")
frame.closing("the_likelihood_landscape")
