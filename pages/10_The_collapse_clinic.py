"""Lesson: the collapse clinic; a component that dives onto a point, a likelihood without a maximum, and the cures."""

import streamlit as st

from dashboard.lessons import frame
from dashboard.lessons import the_collapse_clinic as lesson
from dashboard.link import address, choices
from dashboard.link.navigation import watch
from dashboard.picture import on_a_lesson

frame.opening("the_collapse_clinic")
with st.container(key="clinic-patient"):
    which = choices.buttons("patient", "Patient", lesson.NAMES.get)
address.write()
words = st.container(key="clinic-words")
bar = st.container(key="lesson-bar", gap=None)
patient, said = lesson.patient(which, bar.empty())
words.markdown(said)
own = on_a_lesson.own_run(patient, lesson.VIEW, bar.empty())
dive = lesson.dive(patient, own.run)
with bar:
    on_a_lesson.step_bar(own)
with st.container(key="clinic" if dive else "clinic-alone", gap=None):
    on_a_lesson.picture(own, lesson.PICTURE_TOLD, height=400)
    if dive:
        with st.container(key="clinic-line", gap=None):
            lesson.chart(patient, own.run, dive)
    with st.container(key="clinic-told", gap=None):
        lesson.sentence(patient, own.run, dive)

if dive:
    st.markdown(f"{lesson.in_symbols(dive)} {lesson.next_in_words(patient, own.run, dive)}")
st.markdown(
    "## Cures, all from the same start\nA cure is not a repair: it makes EM run. Whether what it finds is of use is "
    "another question. **Which of them would you trust?**"
)
lesson.cures(patient, st.empty())
watch(patient, "Open the patient on the dashboard")
frame.closing("the_collapse_clinic")
