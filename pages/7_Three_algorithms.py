"""Lesson: EM, hard EM and k-means from one start, and the temperature that joins them."""

import streamlit as st

from dashboard import runs
from dashboard.lessons import frame
from dashboard.lessons import three_algorithms as lesson
from dashboard.link import address
from dashboard.link.navigation import watch
from dashboard.own_data import missing
from dashboard.stepping import sentences, step_bar

frame.opening("three_algorithms")
with st.container(key="three-example"):
    scenario = lesson.ask_for_example()
address.write()
missing.ask_if_missing(scenario)
words = st.container(key="three-words")
dataset = runs.dataset(scenario)
start = lesson.start_of(scenario, dataset)
if start is not None:
    words.markdown("One start, three algorithms: **play** to their ends. Then turn EM's **temperature**.")
    with st.container(key="three-bar", gap=None):
        step_bar.step_bar()
    with st.container(key="three-room", gap=None):
        lesson.pictures(scenario, dataset, start)
    with st.container(key="three-told", gap=None):
        sentences.show([])
    st.markdown(lesson.told(scenario))

    left, right = st.columns([3, 2], gap="medium")
    left.markdown(
        "**What to look at**\n"
        "- Tint and points: the components' colours in proportion to their shares. Line: where the two largest shares "
        "are equal. Ellipses hold 50 % and 95 % of a component.\n"
        "- Under each picture: what it climbs (k-means: lowers), how many points belong most to each component (2 = 3: "
        "the two have melted into one), and when it settles. A tempered log-likelihood compares with others of "
        "the same temperature only.\n"
        "- **Temperature.** Towards 0 EM's shares become whole: hard EM. At 1 it is EM. Hotter, all shares become "
        "equal and the components melt into one. Each temperature is a new run from the same start; where EM has "
        "ended, it takes more heat to melt.\n"
        "- **Cooling.** A run that is cool, but still melted, stands on a saddle. It goes on until the components have "
        "parted, at most for 300 steps.\n"
        "- **Equal circles.** With equal weights and one fixed variance σ² for all, only Tσ² matters: variance and "
        "temperature are the same knob. Turn it towards 0 and EM is k-means. Where the axes have different scales, as "
        "with Old Faithful, circles look like ellipses."
    )
    with right.container(key="three-symbols"):
        st.markdown("**In symbols**\n\nWith $p_{nk} = \\pi_k \\, \\mathcal{N}(x_n \\mid \\mu_k, \\Sigma_k)$:")
        st.latex(
            r"\begin{aligned} \text{shares} \quad \gamma_{nk} &= p_{nk}^{1/T} \big/ \textstyle\sum_j p_{nj}^{1/T} \\"
            r"\text{EM} \quad \ell &= \textstyle\sum_n \ln \sum_k p_{nk} \\"
            r"\text{at } T \quad L_T &= T \textstyle\sum_n \ln \sum_k p_{nk}^{1/T} \\"
            r"\text{hard EM} \quad L_0 &= \textstyle\sum_n \max_k \ln p_{nk} \\"
            r"\text{k-means} \quad S &= \textstyle\sum_n \min_k \lVert x_n - \mu_k \rVert^2 \end{aligned}"
        )
    watch(scenario, "Open EM's run on the dashboard")
    for name, from_there in lesson.ends(scenario, dataset.X, start).items():
        watch(from_there, f"EM from where {name} ended")
frame.closing("three_algorithms")
