"""Lesson: EM step by step, one picture beside a text that follows it."""

import streamlit as st

from dashboard.lessons import frame
from dashboard.lessons import the_algorithm as lesson
from dashboard.link import address, choices
from dashboard.link.navigation import watch
from dashboard.picture import on_a_lesson

frame.opening("the_algorithm")
with st.container(key="algorithm-dimensions"):
    dimensions = choices.buttons("dimensions", "Dimensions of the example", "{}-D".format)
example = lesson.EXAMPLES[dimensions]
bar = st.container(key="lesson-bar", gap=None)
own = on_a_lesson.own_run(example.scenario, lesson.VIEW, bar.empty())
address.write()
with bar:
    on_a_lesson.step_bar(own)
with st.container(key="algorithm", gap=None):
    on_a_lesson.picture(own, example.told, height=400)
    with st.container(key="algorithm-phases", gap=None):
        lesson.phases(example)
    with st.container(key="algorithm-told", gap=None):
        on_a_lesson.sentence(own)
on_a_lesson.explanation(own)

watch(own.scenario, "Open this example on the dashboard")
frame.closing("the_algorithm")

st.markdown(f"## The loop itself\n{lesson.LOOP}")  # at the very end: it is longer than all the rest
st.code(lesson.code(), language="python", wrap_lines=True)
st.caption(lesson.IN_THE_CODE)
