"""The dashboard: densities (1-D) or contours (2-D) of the mixture at any step of EM."""

import streamlit as st

from dashboard import controls, frame, link, runs, stepper
from dashboard.picture import picture, trace_picture

frame.open_page("app.py", "EM Explorer")
run = runs.run(link.state().scenario)
with st.sidebar:
    controls.sidebar(run)
link.write()

st.markdown(f"### EM Explorer: {controls.scenario_name(link.state().scenario)}")
if run.trace is None:
    st.error(f"These data allow no such start: {run.problem}.", icon=":material/error:")
    picture(run)
    st.stop()

stepper.step_bar(run.trace)
if run.trace.stop == "collapsed":
    st.warning(run.trace.detail, icon=":material/warning:")
left, right = st.columns([8, 5], gap="medium")
with left:
    picture(run)
with right:
    stepper.read_out(run.dataset, run.trace)
stepper.sentence(run.dataset, run.trace)
trace_picture(run)
