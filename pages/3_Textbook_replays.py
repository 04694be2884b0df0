"""Lesson: published runs of EM, repeated on the spot and put beside ours."""

import streamlit as st

from dashboard.lessons import frame
from dashboard.lessons import textbook_replays as lesson
from dashboard.link import address, choices
from dashboard.link.navigation import watch
from emcore.study.replays import LEFT_OUT, REPLAYS

frame.opening("textbook_replays")
address.write()
st.markdown(
    "Choose, in the sidebar, a run that a book or a package has published. EM repeats it here and now, and every "
    "number they print stands beside ours. Where the two differ, one sentence says why."
)
key = choices.ask(st.sidebar.radio, "replay", "Published run", format_func=lambda key: REPLAYS[key].label)
replay, result = REPLAYS[key], lesson.verdict_on(key)
comparisons = result.comparisons(replay)
st.markdown(f"## {replay.label}")
left, right = st.columns([2, 3], gap="medium")
with left:
    st.markdown(
        f"- **Source:** {replay.source}\n"
        f"- **Data:** {lesson.data_of(replay)}\n"
        f"- **Start:** {lesson.start_of(replay, result)}\n"
        f"- **Run:** {lesson.options_of(replay)}. Ours took {result.steps} steps."
    )
    st.markdown(f"**{lesson.headline(comparisons)}** {replay.why}")
    if result.scenario is None:
        st.caption("This run can't be opened on the dashboard: its start can't be written into a link.")
    else:
        watch(result.scenario, "Watch this run on the dashboard")
right.table(lesson.table(comparisons))

st.markdown("## What to look for")
words, formulas = st.columns([3, 2], gap="large")
words.markdown(
    "- **BIC has two signs.** R's mclust prints it so that higher is better; scikit-learn and this dashboard so that "
    "lower is better. The replays of mclust follow mclust.\n"
    "- **Stopping early shows in late digits.** A package that stops when the gain is small prints a log-likelihood a "
    "little below the maximum.\n"
    "- **The order of components is arbitrary.** Here component 1 has the lowest first mean."
)
formulas.latex(
    r"\begin{aligned} \text{BIC} &= -2 \ell + p \ln N \\ \text{BIC}_\text{mclust} &= 2 \ell - p \ln N \end{aligned}"
)
formulas.caption("In the code: $\\ell$ `log_likelihood`, $p$ `n_parameters`.")

st.markdown("## Left out, and why")
st.markdown("\n".join(f"- **{run.label}** ({run.source}): {run.reason}" for run in LEFT_OUT))
frame.closing("textbook_replays")
