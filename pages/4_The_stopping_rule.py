"""Lesson: when to stop; four rules in use, and the plateau on which some of them stop."""

import streamlit as st

from dashboard import runs
from dashboard.lessons import frame
from dashboard.lessons import the_stopping_rule as lesson
from dashboard.link import address, choices
from dashboard.link.navigation import watch
from dashboard.own_data import missing
from emcore.numerals import numeral

frame.opening("the_stopping_rule")
address.write()
st.markdown(
    "EM never says that it has arrived. So every package watches one number and stops when it falls below a "
    "**tolerance**. But EM also slows down on a plateau, far from the top. Drag the tolerance: the vertical lines say "
    "**you would have stopped here**."
)
names = {"murphy": "Old Faithful, Murphy's start", "yours": "Your scenario from the dashboard"}
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
trace, n_points = run.trace, len(run.dataset.X)
tolerance = lesson.chart(scenario, run)
address.write()
st.markdown(lesson.early_stops(trace, n_points, tolerance))
st.markdown(f"**What each rule would have reported** at tolerance {numeral(tolerance, 2)}, and the end of the run:")
st.table(lesson.table(trace, n_points, tolerance))
st.markdown(f"With its package's own tolerance: {lesson.defaults(trace, n_points)}.")
watch(scenario, "Watch this run on the dashboard")

left, right = st.columns([3, 2], gap="medium")
left.markdown(
    "**What to look at**\n"
    "- Steps 5 to 25 of Murphy's start: the log-likelihood is nearly flat, and the gain falls below 0.001 nats per "
    "point. The climb of 150 nats is still to come.\n"
    "- Aitken's projection has no value while the gains grow: it can't project a sum that does not shrink.\n"
    "- The parameters keep moving on the plateau, so their change is a safer sign here.\n\n"
    "**Try this**\n"
    "- Find the largest tolerance at which all four rules stop after step 40.\n"
    "- Read in the table how wrong the means are at the first stop."
)
right.markdown(
    "With $\\ell_t$ the log-likelihood at step $t$, $\\Delta_t = \\ell_t - \\ell_{t-1}$ its gain, $N$ points, and "
    "$\\theta_t$ all parameters $\\pi_k, \\mu_k, \\Sigma_k$:"
)
right.latex(
    r"\begin{aligned} \text{gain per point} &= |\Delta_t| / N \\"
    r"\text{relative gain} &= |\Delta_t| / (1 + |\ell_t|) \\"
    r"\text{Aitken's projection} &= \frac{a}{1-a} \, |\Delta_t|, \quad a = \frac{\Delta_t}{\Delta_{t-1}} \\"
    r"\text{change of } \theta &= \max \frac{|\theta_t - \theta_{t-1}|}{|\theta_{t-1}| + 0.001} \end{aligned}"
)
right.caption("In the code: `mean_gain`, `relative_gain`, `projected_gain`, `parameter_change`.")
with st.expander("The rules in words, and who uses them"):
    st.markdown(lesson.rules_in_words())
frame.closing("the_stopping_rule")
