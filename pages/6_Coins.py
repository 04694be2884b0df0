"""Lesson: coins that nobody has labelled."""

import streamlit as st

from dashboard.lessons import coins as lesson
from dashboard.lessons import frame
from dashboard.link import address, choices
from dashboard.link.navigation import page_link
from dashboard.stepping import sentences, step_bar

frame.opening("coins")
with st.container(key="coins-weights"):
    choices.buttons("coin_weights", "Weights of the coins", lesson.WEIGHTS.get)
with st.container(key="coins-words"):
    st.markdown(
        "Five rows of ten tosses, each with one of two coins, and nobody noted which. **Drag a coin** to your guess of "
        "how often it shows heads, then step: the **E step** shares the rows out, the **M step** counts heads."
    )
address.write()
with st.container(key="lesson-bar", gap=None):
    step_bar.step_bar()
with st.container(key="coins-room", gap=None):
    with st.container(key="coins-seen", gap=None):
        lesson.picture()
    with st.container(key="coins-told", gap=None):
        sentences.show([])
    with st.container(key="coins-trace", height=240, border=False, gap=None):
        lesson.trace()
    with st.container(key="coins-paper", gap=None):
        lesson.published()

left, right = st.columns([3, 2], gap="medium")
left.markdown(
    "**What to look at**\n"
    "- E step: the coins stay, every row is shared out anew; the more heads, the more of it the coin with the larger "
    "$\\theta$ gets. **Press a row** for Bayes' rule with its numbers.\n"
    "- M step: the shares stay. Each coin adds up the heads and tails it was given, fractions of tosses and all, and "
    "the share of heads is its new $\\theta$. **Press a coin** for the sums.\n"
    "- Two coins end only 0.48 nats above **one coin for all**, the dashed line: five rows hardly show that there are "
    "two.\n"
    "- The tosses are those of the paper's example, as they are commonly reproduced. Any other order with as many "
    "heads in each row is as likely, and EM sees no difference."
)
with right.container(key="coins-symbols"):
    st.markdown("**In symbols**\n\nRow $n$ has $h_n$ heads and $t_n$ tails, coin $k$ weight $\\pi_k$:")
    st.latex(
        r"\begin{aligned} \gamma_{nk} &= \frac{\pi_k \, \theta_k^{h_n} (1 - \theta_k)^{t_n}}"
        r"{\sum_j \pi_j \, \theta_j^{h_n} (1 - \theta_j)^{t_n}} \\"
        r"\theta_k &= \frac{\sum_n \gamma_{nk} \, h_n}{\sum_n \gamma_{nk} \, (h_n + t_n)} \end{aligned}"
    )
    st.caption(
        "In the code: `emcore/study/coins.py`, $\\gamma$ `responsibilities`, $\\theta$ `thetas`, $\\pi$ `weights`."
    )

st.markdown("## The same algorithm with Gaussians")
with st.container(key="coins-same"):
    st.markdown(lesson.SAME)
page_link("pages/1_The_algorithm.py", "The same with Gaussians: lesson 1, the algorithm", icon=":material/school:")
frame.closing("coins")
