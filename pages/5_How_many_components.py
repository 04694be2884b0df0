"""Lesson: how many components, and of which shape; a criterion on many seeded starts, and every cell's clusters."""

import streamlit as st

from dashboard import runs
from dashboard.common.theme import is_dark
from dashboard.lessons import cells_in_view, cells_in_words, frame, yours
from dashboard.lessons import how_many_components as lesson
from dashboard.link import address, choices
from dashboard.link.navigation import watch
from dashboard.own_data import missing
from dashboard.picture import mixtures_in_view
from emcore.study.selection import scenario_of

frame.opening("how_many_components")
address.write()
st.markdown(
    "More components always fit better. So a **criterion** asks a price for every parameter: **the lowest wins**."
)
n_starts = int(choices.ask(st.sidebar.segmented_control, "starts", "Starts for each", ends=["cell"], required=True))
bar = st.container(key="lesson-bar", gap=None).container(key="components-bar", height=40, border=False, gap=None)
progress = bar.empty()
with st.container(key="components-sides", horizontal=True, gap="small"):
    curves = st.container(key="components-curves", height=420, border=False, gap=None)
    clusters = st.container(key="components-clusters", height=420, border=False, gap=None)
with curves, st.container(key="components-criterion", horizontal=True, vertical_alignment="center", gap="small"):
    criterion = choices.buttons("criterion", "Criterion", str.upper, ends=["cell"])
    st.caption("lower is better; pick a point")
with clusters:
    data = lesson.ask_for_data()
missing.ask_if_missing(data)
dataset = runs.dataset(data)
if problem := yours.too_many(len(dataset.X), lesson.MOST_POINTS):
    st.warning(problem, icon=":material/warning:")
    st.stop()
if refusal := runs.refusal(data, dataset.X):
    st.error(refusal, icon=":material/error:")
    st.stop()
known = lesson.search_grid(data, dataset.X, n_starts, progress, curves, criterion)
address.write()
lowest = cells_in_words.best(known, criterion)
if lowest is None:
    st.info("No run is done yet, or these data allow none.", icon=":material/info:")
    st.stop()

shown = cells_in_view.with_runs(known)
chosen = known[cells_in_view.chosen(known, lowest)]
in_view = chosen if chosen.seed is not None else lowest
run = runs.Run(dataset, cells_in_view.steps_of(data, n_starts, tuple(shown), shown, dataset.X))
cells_in_view.hand_over(data, n_starts, shown, run.trace, mixtures_in_view.seen(run).trace)
with bar:
    cells_in_view.bar(criterion, (in_view.n_components, in_view.covariance_type))
with clusters:
    mixtures_in_view.picture(data, run, cells_in_view.PICTURE_TOLD, is_dark())
cells_in_view.tell(shown, criterion)

with st.container(key="cell-words"):
    st.markdown(cells_in_words.cell_in_words(chosen))
    if chosen.near_singular:
        st.warning(cells_in_words.warning(chosen), icon=":material/warning:")
    if chosen.seed is not None:
        best_run = scenario_of(data, chosen.n_components, chosen.covariance_type, chosen.seed)
        watch(best_run, f"Watch start {chosen.seed}, the best, on the dashboard")
st.caption(cells_in_words.how_to_read(dataset.X.shape[1]))
if data.prior:
    st.caption(cells_in_words.WITH_PRIOR)
with st.expander("All cells, in a table", icon=":material/table:"):
    signs = {"ours": "ours", "mclust": "mclust's"}
    sign = choices.ask(st.segmented_control, "sign", "Sign", required=True, format_func=signs.get)
    lesson.show_table(known, criterion, as_mclust=sign == "mclust")
with st.expander("The formulas, and mclust's sign", icon=":material/function:"):
    left, right = st.columns(2, gap="medium")
    left.markdown("With $\\ell$ the log-likelihood, $p$ parameters, $N$ points, and responsibilities $\\gamma_{nk}$:")
    left.latex(
        r"\begin{aligned} \text{BIC} &= -2 \ell + p \ln N \\"
        r"\text{AIC} &= -2 \ell + 2 p \\"
        r"\text{ICL} &= \text{BIC} - 2 \textstyle\sum_n \ln \max_k \gamma_{nk} \end{aligned}"
    )
    right.markdown("R's mclust turns the sign of BIC and ICL, so that **higher** is better:")
    right.latex(r"\text{BIC}_\text{mclust} = 2 \ell - p \ln N")
    right.caption(
        "In the code: $\\ell$ `log_likelihood`, $p$ `n_parameters`, $\\gamma_{nk}$ `responsibilities`; `bic`, `aic`, "
        "`icl`."
    )
frame.closing("how_many_components")
