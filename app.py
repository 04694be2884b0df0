"""The dashboard: densities (1-D) or contours (2-D) of the mixture at any step of EM."""

import streamlit as st

from dashboard import page, runs
from dashboard.common.texts import plain
from dashboard.common.theme import is_dark
from dashboard.link import address
from dashboard.link.names import scenario_name
from dashboard.link.view import MATRIX
from dashboard.own_data import in_use, missing
from dashboard.picture import charts_shown, clicks, colours
from dashboard.sidebar import sidebar
from dashboard.stepping import sentences, step_bar
from emcore.fast.fitting import alike

page.open_page("app.py", "EM Explorer")
scenario, dark = address.state().scenario, is_dark()
view = address.state().view.fitted_to(scenario)
st.markdown(f"# EM Explorer: {scenario_name(scenario)}")
if not in_use.ready(scenario):
    with st.sidebar:
        sidebar.groups(None)
    address.write()
missing.ask_if_missing(scenario)
run = runs.run(scenario, st.empty())
with st.sidebar:
    sidebar.groups(run)
address.write()

if run.trace is None:
    st.error(f"These data allow no such start: {plain(run.problem.removesuffix('.'))}.", icon=":material/error:")
    charts_shown.draw_picture(scenario, view, dark, run)
    st.stop()

step_bar.step_bar(run.trace)
if address.state().view.step >= len(run.trace):
    st.warning(
        f"The link asks for step {address.state().view.step:g}; "
        f"the last step of this run, {len(run.trace) - 1}, is shown."
    )
if same := alike(run.trace[0].mixture):
    st.warning(same, icon=":material/warning:")
if scenario.n_features > 4 and view.plane == MATRIX:  # which needs the width
    left, right = st.container(), st.container()
else:
    left, right = st.columns([1, 1] if view.dream else [8, 5], gap="medium")
with left:
    charts_shown.draw_picture(scenario, view, dark, run)
    if scenario.n_features > 2:
        if view.plane != MATRIX:  # which holds the correlations
            charts_shown.draw_correlations(scenario, dark, run)
    else:
        clicks.panel(scenario, view, run)
with right:
    if view.dream:
        colours.draw_dream(scenario, run)
    else:
        step_bar.read_out(run.dataset, run.trace)
if view.dream:
    step_bar.read_out(run.dataset, run.trace)
clicks.explanation(scenario, view, run)
step_bar.sentence(
    *sentences.told(scenario, view.beats, run.trace, run.dataset.X), collapsed=run.trace.stop == "collapsed"
)
charts_shown.draw_trace(scenario, dark, run.trace)
colours.paint(colours.to_paint(scenario, view, dark, run))
