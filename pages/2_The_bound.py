"""Lesson: log-likelihood = lower bound + KL; how the E step and the M step climb."""

import streamlit as st

from dashboard.lessons import frame
from dashboard.lessons import the_bound as lesson
from dashboard.link import address, choices
from dashboard.stepping import run_in_view, sentences, step_bar

frame.opening("the_bound")
words, model = st.columns([3, 2], gap="medium", vertical_alignment="center")
words.markdown(
    "The log-likelihood is hard to maximize. But share the points out among the components, in whatever way, and you "
    "get a **lower bound** that is easy. EM climbs by it: the **E step** makes the bound touch the log-likelihood, the "
    "**M step** jumps to the bound's top.\n\n"
    "Here a single number is free, so that all of it can be drawn: the mean *μ* of a narrow bell. The broad one "
    "stays. In the sidebar you set where it starts."
)
with st.sidebar:
    start, line = choices.get("from"), choices.CHOICES["from"].kind
    st.session_state[lesson.START] = start
    st.slider(
        "Start: mean of the narrow bell",
        *line.limits,
        step=line.step,
        key=lesson.START,
        on_change=lesson.restart,
        help="Where the narrow bell stands before the first beat, in units of the data.",
    )
address.write()
run = lesson.esl_run(start)
model.latex(lesson.model_formula(run))
run_in_view.hand_over_steps(len(run.beats), f"bound from {start}", "Beat")
step_bar.step_bar()

left, right = st.columns([3, 2], gap="medium")
with left:
    st.markdown("lower bound $\\mathcal{L}(q) \\le \\ell$ log-likelihood", text_alignment="center")
    lesson.curves(run)
with right:
    st.markdown("$\\ell = \\mathcal{L}(q) + \\text{KL}(q \\,\\Vert\\, \\gamma)$", text_alignment="center")
    lesson.bars(run)
sentences.show(lesson.sentences(run))

left, right = st.columns([3, 2], gap="medium")
left.markdown(
    "**What to look at**\n"
    "- E beat: the bell stays, the circles fill anew with the share that the narrow bell has of each point; the bound "
    "rises until it touches the curve. KL is 0.\n"
    "- M beat: the shares stay, the bell moves to the bound's top. The curve lies higher still: the new KL.\n"
    "- The black level never falls: the bound rises to it, then both rise.\n\n"
    "**Try this**\n"
    "- Start at 3.5: EM climbs the lower peak and stays. The bound knows the curve only near where it touches.\n"
    "- Start at 3.0, in the valley: there the curve is flat, so the first jumps are tiny."
)
right.markdown(
    "With shares $q_{nk}$ of any kind, and the E step's responsibilities $\\gamma_{nk}$ as in *The algorithm*:"
)
right.latex(
    r"\begin{aligned} \ell &= \sum_n \ln \sum_k \pi_k \, \mathcal{N}(x_n \mid \mu_k, \sigma_k^2) \\"
    r"\mathcal{L}(q) &= \sum_{n,k} q_{nk} \ln \frac{\pi_k \, \mathcal{N}(x_n \mid \mu_k, \sigma_k^2)}{q_{nk}} \\"
    r"\text{KL}(q \,\Vert\, \gamma) &= \sum_{n,k} q_{nk} \ln \frac{q_{nk}}{\gamma_{nk}} \;\ge\; 0 \end{aligned}"
)
right.markdown("KL is 0 exactly when the shares are the E step's, $q = \\gamma$.")
right.caption("In the code: $\\ell$ `log_likelihood`, $\\mathcal{L}(q)$ `lower_bound`, KL `kl_gap`.")
frame.closing("the_bound")
