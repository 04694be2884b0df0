"""Lesson: how many components, and of which shape; three criteria on many seeded starts."""

import streamlit as st

from dashboard import runs
from dashboard.lessons import frame
from dashboard.lessons import how_many_components as lesson
from dashboard.link import address, choices
from dashboard.link.names import source_name
from dashboard.link.navigation import watch
from dashboard.own_data import missing
from emcore import Scenario
from emcore.study.selection import scenario_of

frame.opening("how_many_components")
address.write()
st.markdown(
    "More components always fit better, so the log-likelihood can't tell how many there are. A **criterion** asks a "
    "price for every parameter. Here EM runs from many starts for every number of components and every covariance "
    "type, and the best run of each pays that price. **The lowest point wins.**"
)
yours = lesson.yours()
names = {"faithful": "Old Faithful", "yours": f"Your data: {source_name(yours)}"}
own = "yours" if yours not in (address.FIRST.only_data(), Scenario().only_data()) else "faithful"
which = choices.ask(st.sidebar.radio, "on", "Data", otherwise=own, format_func=names.get)
n_starts = int(choices.ask(st.sidebar.segmented_control, "starts", "Starts for each", required=True))
data = yours if which == "yours" else lesson.default_data()
missing.ask_if_missing(data)
dataset = runs.dataset(data)
if len(dataset.X) > lesson.MOST_POINTS:
    st.warning(
        f"These are {len(dataset.X):,} points; this lesson takes at most {lesson.MOST_POINTS:,}. Choose fewer on "
        "the dashboard."
    )
    st.stop()
known = lesson.search_grid(data, dataset, n_starts, st.empty())
lowest = lesson.best(known, "bic")
if lowest is None:
    st.info("No run is done yet, or these data allow none.", icon=":material/info:")
    st.stop()

lesson.charts(known)
st.caption(
    "Curves: one per covariance type, named at its right end (↑: it ends above the axis). Ring: the best. Cross: the "
    "best run is near-singular. A click on a point, or on a cell of the table, chooses it."
    + " In one dimension, diagonal and spherical are the same as full."
    * (dataset.X.shape[1] == 1)
)
st.markdown(lesson.chosen_by_criteria(known))
sound = lesson.best(known, "bic", sound_only=True)
if lowest.near_singular:
    rest = f" Without near-singular runs, BIC chooses {lesson.name_of(sound)}." if sound else ""
    st.warning(lesson.warning(lowest) + rest, icon=":material/warning:")

left, right = st.columns([5, 3], gap="medium")
with left:
    criterion, sign = st.columns(2)
    shown = choices.ask(criterion.segmented_control, "criterion", "Table of", required=True, format_func=str.upper)
    signs = {"ours": "ours", "mclust": "mclust's"}
    as_mclust = choices.ask(sign.segmented_control, "sign", "Sign", required=True, format_func=signs.get) == "mclust"
    st.caption(lesson.convention(shown, as_mclust=as_mclust))
    lesson.show_table(known, shown, as_mclust=as_mclust)
with right:
    st.markdown("**The cell you chose**")
    cell = lesson.ask_for_cell(known, lowest)
    if cell is None:
        st.markdown("Not computed yet.")
    else:
        st.markdown(lesson.cell_in_words(cell))
        if cell.near_singular and cell != lowest:
            st.warning(lesson.warning(cell), icon=":material/warning:")
        if cell.seed is not None:
            run = scenario_of(data, cell.n_components, cell.covariance_type, cell.seed)
            watch(run, f"Watch start {cell.seed}, the best, on the dashboard")

left, right = st.columns([3, 2], gap="medium")
left.markdown(
    "**What to look at**\n"
    "- AIC asks the lowest price and often goes on to more components; ICL also charges for components that overlap.\n"
    "- Where few starts reach the best run, five starts may miss it: compare 5 with 50.\n"
    "- With many components, a component may narrow onto a few points. Such a run is near-singular.\n\n"
    "**Try this**\n"
    "- Click the best cell and watch that run on the dashboard.\n"
    "- Choose the galaxies on the dashboard and come back: the criteria disagree, and so do the books."
)
right.markdown("With $\\ell$ the log-likelihood, $p$ parameters, $N$ points, and responsibilities $\\gamma_{nk}$:")
right.latex(
    r"\begin{aligned} \text{BIC} &= -2 \ell + p \ln N \\"
    r"\text{AIC} &= -2 \ell + 2 p \\"
    r"\text{ICL} &= \text{BIC} - 2 \textstyle\sum_n \ln \max_k \gamma_{nk} \end{aligned}"
)
right.markdown("R's mclust turns the sign of BIC and ICL, so that **higher** is better:")
right.latex(r"\text{BIC}_\text{mclust} = 2 \ell - p \ln N")
right.caption(
    "In the code: $\\ell$ `log_likelihood`, $p$ `n_parameters`, $\\gamma_{nk}$ `responsibilities`; `bic`, `aic`, `icl`."
)
frame.closing("how_many_components")
