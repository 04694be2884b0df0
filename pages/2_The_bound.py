"""Lesson: log-likelihood = lower bound + KL; how the E step and the M step climb."""

import streamlit as st

from dashboard.lessons import frame
from dashboard.lessons import the_bound as lesson
from dashboard.link import address
from dashboard.stepping import sentences, step_bar

frame.opening("the_bound")
with st.container(key="bound-words"):
    st.markdown(
        "Only one number is free, the mean *μ* of the narrow bell: **drag the dot** to where it starts, then step. The "
        "**E step** lifts the lower bound until it touches the log-likelihood, the **M step** jumps to the bound's top."
    )
address.write()
with st.container(key="bound-bar", gap=None):
    step_bar.step_bar()
with st.container(key="bound-room", gap=None):
    with st.container(key="bound-curves", height=400, border=False, gap=None):
        lesson.curves()
        lesson.run_from_the_start()
    with st.container(key="bound-bars", height=400, border=False, gap=None):
        lesson.bars()
    with st.container(key="bound-told", gap=None):
        sentences.show([])

left, right = st.columns([3, 2], gap="medium")
left.markdown(
    "**What to look at**\n"
    "- Share the points out between the bells, in whatever way, and you get a **lower bound** on the log-likelihood, a "
    "parabola here, whose top is easy to find.\n"
    "- E beat: the bell stays, the circles fill anew with the share that the narrow bell has of each point; the bound "
    "rises until it touches the curve. KL is 0.\n"
    "- M beat: the shares stay, the bell moves to the bound's top. The curve lies higher still: the new KL.\n"
    "- The black level of the bars never falls: the bound rises to it, then both rise."
)
with right.container(key="bound-symbols"):
    st.markdown("**In symbols**\n\nWith shares $q_{nk}$ of any kind, and the E step's responsibilities $\\gamma_{nk}$:")
    st.latex(
        r"\begin{aligned} \ell &= \mathcal{L}(q) + \text{KL}(q \,\Vert\, \gamma) \\"
        r"\ell &= \sum_n \ln \sum_k \pi_k \, \mathcal{N}(x_n \mid \mu_k, \sigma_k^2) \\"
        r"\mathcal{L}(q) &= \sum_{n,k} q_{nk} \ln \frac{\pi_k \, \mathcal{N}(x_n \mid \mu_k, \sigma_k^2)}{q_{nk}} \\"
        r"\text{KL}(q \,\Vert\, \gamma) &= \sum_{n,k} q_{nk} \ln \frac{q_{nk}}{\gamma_{nk}} \;\ge\; 0 \end{aligned}"
    )
    st.markdown("KL is 0 exactly when the shares are the E step's, $q = \\gamma$. The mixture in the picture:")
    st.latex(lesson.model_formula())
    st.caption("In the code: $\\ell$ `log_likelihood`, $\\mathcal{L}(q)$ `lower_bound`, KL `kl_gap`.")
frame.closing("the_bound")
