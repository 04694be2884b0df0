"""Lesson: the likelihood landscape; the log-likelihood over two parameters, EM's path on it, the bound as a bowl."""

import streamlit as st

from dashboard.common.theme import is_dark
from dashboard.lessons import frame, slice_of_a_run, yours
from dashboard.lessons import the_likelihood_landscape as lesson
from dashboard.link import address
from dashboard.link.choices import YOURS
from dashboard.link.navigation import watch
from dashboard.picture import mixtures_in_view, on_a_lesson
from dashboard.stepping import sentences, step_bar
from emcore.study.lands import LANDS

frame.opening("the_likelihood_landscape")
words = st.container(key="landscape-words")
asked = st.container(key="landscape-asked", horizontal=True, gap="small")
bar = st.container(key="landscape-bar", gap=None)
with asked:
    key = lesson.ask_for_land()
if key == YOURS:
    scenario = address.state().scenario
    run = yours.run_in_view(slice_of_a_run.MOST_POINTS, bar.empty())
    own = on_a_lesson.seen_as(scenario, run, lesson.VIEW)
    with asked:
        others = slice_of_a_run.ask_for_others()
        two = slice_of_a_run.ask_for_two(scenario, run)
    words.markdown(slice_of_a_run.WORDS[others])
    address.write()
    with bar:
        on_a_lesson.step_bar(own)
    with st.container(key="landscape-room", gap=None):
        room = st.container(key="landscape-yours", gap=None)
    with room:
        searching = st.container(key="landscape-searching", gap=None)
        with st.container(key="landscape-picture", height=400, border=False, gap=None):
            on_a_lesson.bare_picture(own, slice_of_a_run.PICTURE_TOLD)
        with st.container(key="landscape-told", gap=None):
            on_a_lesson.sentence(own)
    if scenario.prior:
        st.caption(slice_of_a_run.WITH_PRIOR)
    watch(scenario, "Watch this run on the dashboard")
else:
    land = LANDS[key]
    words.markdown(
        "Every place on the map is a mixture, its height the log-likelihood. **Drag the dot** to where EM starts, then "
        "step: it jumps to the top of the **lower bound**, which touches the land where it stands."
    )
    with asked:
        beside = lesson.ask_what_is_beside(key)
    address.write()
    with bar:
        step_bar.step_bar()
    with st.container(key="landscape-room", gap=None):
        lesson.run_from_the_start(key, beside)
        with st.container(key="landscape-picture", height=200, border=False, gap=None):
            at_start = land.scenario(land.start)
            mixtures_in_view.picture(at_start, lesson.on_the_map(key), lesson.PICTURE_TOLD, is_dark(), lesson.VIEW)
        with st.container(key="landscape-told", gap=None):
            sentences.show([])
    watch(land.scenario(lesson.start_of(land)), "The same start on the dashboard, where all parameters are free")

left, right = st.columns([3, 2], gap="medium")
left.markdown(
    "**What to look at**\n"
    "- Thin lines join places of equal log-likelihood. With equal weights both **peaks** are the same density, its "
    "names swapped, and of one height. With weights held at 0.3 and 0.7 they are two: on the lower one the 30 % bell "
    "stands on the large cloud.\n"
    "- On the dotted diagonal the components are twins. It is the border: EM keeps the order of the means, so every "
    "start above it goes to the upper left, every start below it to the lower right.\n"
    "- Where both means are the mean of all points lies the **saddle**: a pass, the highest place on the diagonal, and "
    "yet no peak.\n"
    "- **Bound**, dashed blue: as high as the land where EM stands, below it everywhere else. Inside the thick dashed "
    "line the bound is higher than here, so the land is, too: the thick black line runs around it. The ring is the "
    "bound's top, the next step.\n"
    "- **Rivals**: gradient ascent goes straight uphill in steps of a safe length. Newton's method goes where slope "
    "and bend promise a level place: a peak, the saddle, or far out.\n"
    "- **Ridge**: the mean and width of one bell, the other held. At every point a ridge climbs as the width goes to 0."
)
with right.container(key="landscape-symbols"):
    st.markdown("**In symbols**\n\nThe land over two means, and the bound on it:")
    st.latex(
        r"\begin{aligned} \ell(\mu_1, \mu_2) &= \sum_n \ln \sum_k \pi_k \, \mathcal{N}(x_n \mid \mu_k, 1) \\"
        r"\mathcal{L}(\mu_1, \mu_2) &= \text{top} - \tfrac12 \sum_k N_k \, (\mu_k - \bar{x}_k)^2 \end{aligned}"
    )
    st.markdown(
        "By their shares $N_k$ points belong to component $k$, and $\\bar{x}_k$ is their mean: the bound's contours "
        "are ellipses around the next step. EM adds $\\partial_k \\ell / N_k$ to a mean, gradient ascent "
        "$\\partial_k \\ell / N$: never more."
    )
    st.caption("In the code: `emcore/study/landscape.py`, `climbs.py`, `two_means.py`.")
frame.closing("the_likelihood_landscape")

if key == YOURS:
    with room:  # at last, as a search may take a while
        slice_of_a_run.land(scenario, run, two, others, searching.empty())
