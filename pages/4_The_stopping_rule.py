"""Lesson: when to stop; four rules in use, and the plateau on which some of them stop."""

import streamlit as st

from dashboard import runs
from dashboard.common.theme import is_dark
from dashboard.lessons import frame
from dashboard.lessons import the_stopping_rule as lesson
from dashboard.link import address, choices
from dashboard.link.navigation import watch
from dashboard.own_data import missing
from dashboard.picture import side_by_side
from dashboard.stepping import sentences
from emcore.numerals import numeral

frame.opening("the_stopping_rule")
address.write()
with st.container(key="stopping-words"):
    st.markdown(
        "EM never says that it has arrived: every package stops once some number is below a **tolerance**. But EM "
        "slows down on a plateau too. **Drag the tolerance:** where would you have stopped, and with what?"
    )
names = {"murphy": "Old Faithful, Murphy's start", choices.YOURS: "Your scenario from the dashboard"}
which = choices.ask(st.sidebar.radio, "run", "Run", format_func=names.get)
scenario = lesson.murphy() if which == "murphy" else lesson.yours()
missing.ask_if_missing(scenario)
run = runs.run(scenario, st.empty())
if isinstance(run, runs.ImpossibleStart):
    run.explain()
    st.stop()
if len(run.trace) < 3:
    st.info("This run is too short to stop. Give it more iterations on the dashboard.", icon=":material/info:")
    st.stop()
trace, n_points, dark = run.trace, len(run.dataset.X), is_dark()
pictured = scenario, lesson.with_short_names(run)
end, early = side_by_side.sides(pictured, pictured, lesson.VIEW)
lesson.hand_over(scenario, run, early.seen.trace)
with st.container(key="stopping-room", gap=None):
    with st.container(key="stopping-chart", height=400, border=False, gap=None):
        tolerance = lesson.chart(scenario, run)
    with st.container(key="stopping-stops", gap=None):
        lesson.stops()
    with st.container(key="stopping-early", height=240, border=False, gap=None):
        sentences.show([])  # the browser says what of the tolerance in hand
        side_by_side.draw_side(early, lesson.EARLY, companion=False, dark=dark, more=lesson.EARLY_TOLD)
    with st.container(key="stopping-arrived", height=240, border=False, gap=None):
        st.markdown(lesson.arrived(trace))
        side_by_side.draw_side(end, lesson.ARRIVED, companion=True, dark=dark, more=lesson.ARRIVED_TOLD)
side_by_side.paint(end, early, dark)
address.write()
if scenario.prior:
    st.caption(lesson.WITH_PRIOR)

with st.expander(f"What each rule would have reported at tolerance {numeral(tolerance, 2)}"):
    st.markdown(lesson.early_stops(trace, n_points, tolerance))
    st.table(lesson.table(trace, n_points, tolerance))
    st.markdown(f"With its package's own tolerance: {lesson.defaults(trace, n_points)}.")
with st.expander("The rules, in symbols and in words, and who uses them"):
    st.markdown(
        "With $\\ell_t$ the log-likelihood at step $t$, $\\Delta_t = \\ell_t - \\ell_{t-1}$ its gain, $N$ points, and "
        "$\\theta_t$ all parameters $\\pi_k, \\mu_k, \\Sigma_k$:"
    )
    st.latex(
        r"\begin{aligned} \text{gain per point} &= |\Delta_t| / N \\"
        r"\text{relative gain} &= |\Delta_t| / (1 + |\ell_t|) \\"
        r"\text{Aitken's projection} &= \frac{a}{1-a} \, |\Delta_t|, \quad a = \frac{\Delta_t}{\Delta_{t-1}} \\"
        r"\text{change of } \theta &= \max \frac{|\theta_t - \theta_{t-1}|}{|\theta_{t-1}| + 0.001} \end{aligned}"
    )
    st.markdown(lesson.rules_in_words())
    st.caption("In the code: `mean_gain`, `relative_gain`, `projected_gain`, `parameter_change`.")
watch(scenario, "Watch this run on the dashboard")
frame.closing("the_stopping_rule")
