"""What a lecturer gave along with the link, on the stage: the question, what is locked, why there are no answers."""

import streamlit as st

from dashboard.common.texts import plain
from dashboard.link.lecture import Lecture
from dashboard.runs import Run
from emcore import Dataset


def asked(lecture: Lecture) -> None:
    """The question and a line on what is locked; nothing where there is neither. How large: `stage.css`."""
    question, told = plain(lecture.question), lecture.told()
    if question or told:
        with st.container(key="asked", gap=None):
            if question:
                st.container(key="question").markdown(question)
            if told:
                st.markdown(f":small[{told}]")


def no_answers() -> None:
    """In place of what is said about the run."""
    st.markdown(
        "**Predict first.** What will the next steps change, and where will EM end? Your lecturer has the answers."
    )


def without_truth(run: Run) -> Run:
    """The run on data that nobody knows the clusters of: what is drawn and taken away holds none of them."""
    return Run(Dataset(run.dataset.X, None, None, run.dataset.columns), run.trace)
