"""The dashboard: the data of a scenario and their mixture at any step of EM; what a visitor can do with them."""

import streamlit as st

from dashboard import page, runs
from dashboard.common.theme import is_dark
from dashboard.link import address
from dashboard.link.names import scenario_name
from dashboard.link.view import MATRIX
from dashboard.own_data import in_use, missing
from dashboard.picture import asking_more, clicks, hands, lecturer, painting, pinning, which_chart
from dashboard.picture.stage import stage
from dashboard.sidebar import sidebar
from dashboard.stepping import read_out, run_in_view, sentences, step_bar
from dashboard.stepping.first_words import first_words
from emcore.fast.fitting import alike

page.open_page("app.py", "EM Explorer")
scenario, lecture, dark = address.state().scenario, address.state().lecture, is_dark()
view = address.state().view.fitted_to(scenario, lecture.locks)
name = scenario_name(scenario, lecture.locks)
if not in_use.ready(scenario):
    st.markdown(f"# {name}")
    lecturer.asked(lecture)
    with st.sidebar:
        sidebar.groups(None)
    address.write()
    missing.ask_if_missing(scenario)
on = stage(wide=scenario.n_features > 4 and view.plane == MATRIX)
on.title.markdown(f"# {name}")
with on.title:
    lecturer.asked(lecture)
on.title.caption(first_words(scenario, view, steps=not lecture.keeps_step))
run = runs.run(scenario, on.bar.empty())
address.write()

if isinstance(run, runs.ImpossibleStart):
    with on.bar:
        run.explain()
    with on.picture:
        which_chart.picture(scenario, which_chart.seen_data(run.dataset, view), None, view, dark)
    with st.sidebar:
        sidebar.groups(run)
    st.stop()

if "truth" in lecture.locks:
    run = lecturer.without_truth(run)
seen = which_chart.seen(run, view)
with on.bar:
    run_in_view.hand_over(run.dataset.X, run.trace, None if view.plane == MATRIX else seen.trace)
    step_bar.step_bar()
    if address.state().view.step >= len(run.trace):
        st.warning(
            f"The link asks for step {address.state().view.step:g}; "
            f"the last step of this run, {len(run.trace) - 1}, is shown."
        )
    same = alike(run.trace[0].mixture, has_prior=scenario.prior)
    if same and "answers" not in lecture.locks:  # it tells how the run goes on
        st.warning(same, icon=":material/warning:")
with on.tools:
    clicks.choice(scenario, view)
    hands.undo_button(scenario)
    pinning.pin_button(scenario)
    asking_more.ask_more()
with on.picture:
    which_chart.picture(scenario, seen.dataset, seen.trace, view, dark)
with on.numbers:
    plays = clicks.panel(scenario, view, run)
if "answers" in lecture.locks:
    with on.told:
        lecturer.no_answers()
else:
    with on.told:
        lines = sentences.of_run(scenario, view.beats, run.dataset.columns, run.trace, run.dataset.X)
        sentences.show(*lines, collapsed=run.trace.stop == "collapsed")
        if run.trace.stop == "collapsed":
            asking_more.cures()
    with on.numbers:
        if not plays:
            read_out.read_out(run.dataset)
    with on.trace:
        which_chart.draw_trace(run.trace, dark)
    with on.below:
        if scenario.n_features > 2 and view.plane != MATRIX:  # which holds the correlations
            which_chart.draw_correlations(run, dark)
        clicks.explanation(scenario, view, run)
with on.below:
    painting.paint(scenario, seen, view, dark, run)
    hands.hands(scenario, run, dark)
if on.taken_at is not None:
    from dashboard.take_away import panel  # sixty files, which most visits need not wait for

    panel.take_away(scenario, run, view, dark, on.taken_at)
with st.sidebar:  # last: a change is on the picture before all controls are drawn again
    sidebar.groups(run)
