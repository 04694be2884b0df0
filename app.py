"""The dashboard: densities (1-D) or contours (2-D) of the mixture at any step of EM."""

from dataclasses import replace

import streamlit as st

from dashboard import controls, frame, link, runs, stepper

frame.open_page("app.py", "EM Explorer")
scenario, view, dark = link.state().scenario, replace(link.state().view, step=0), frame.is_dark()
st.markdown(f"# EM Explorer: {controls.scenario_name(scenario)}")
run = runs.run(scenario, st.empty())
with st.sidebar:
    controls.sidebar(run)
link.write()

if run.trace is None:
    st.error(f"These data allow no such start: {run.problem.removesuffix('.')}.", icon=":material/error:")
    runs.draw_picture(scenario, view, dark, run)
    st.stop()

stepper.step_bar(run.trace)
if link.state().view.step >= len(run.trace):
    st.warning(
        f"The link asks for step {link.state().view.step}; the last step of this run, {len(run.trace) - 1}, is shown."
    )
if run.trace.stop == "collapsed":
    st.warning(run.trace.detail, icon=":material/warning:")
left, right = st.columns([8, 5], gap="medium")
with left:
    runs.draw_picture(scenario, view, dark, run)
with right:
    stepper.read_out(run.dataset, run.trace)
stepper.sentence(*runs.told(scenario, view.beats, run))
runs.draw_trace(scenario, dark, run.trace)
