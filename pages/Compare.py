"""Lesson: two runs side by side, stepped together."""

import streamlit as st

from dashboard import page, runs
from dashboard.common.texts import listed
from dashboard.common.theme import is_dark
from dashboard.lessons import compare as lesson
from dashboard.lessons import differences
from dashboard.link import address, pinned
from dashboard.link.navigation import COMPARE, onward, watch
from dashboard.own_data import missing
from dashboard.picture import side_by_side
from dashboard.stepping import sentences, step_bar

page.open_page(COMPARE, "Compare")
now = lesson.pair()

st.markdown("# Compare: change one thing, see what follows")
st.caption(lesson.what_is_shown(now))
if now.problems:
    st.warning(f"The pinned run could not be read exactly:\n\n{listed(now.problems)}")
lesson.stop_if_kept_back(now)
if not now.is_example:
    missing.ask_if_missing(now.right)
lesson.ask_if_left_is_missing(now)
bar = st.container(key="compare-bar", gap=None)
left, right = runs.run(now.left, bar.empty(), pinned.pin), runs.run(now.right, bar.empty())
address.write()
if isinstance(left, runs.ImpossibleStart) or isinstance(right, runs.ImpossibleStart):
    for name, run in zip(differences.SIDES, (left, right), strict=True):
        if isinstance(run, runs.ImpossibleStart):
            st.markdown(f"**{name}:**")
            run.explain()
    lesson.links(now, unfolded=True)
    st.stop()

first, second = side_by_side.sides((now.left, left), (now.right, right), address.state().view)
lesson.hand_over(now, (left, right), (first.seen.trace, second.seen.trace))
with bar:
    step_bar.step_bar()
dark = is_dark()
with st.container(key="compare-sides", horizontal=True, gap="small"):
    for name, heading, side in zip(
        differences.SIDES, differences.headings(now.left, now.right), (first, second), strict=True
    ):
        with st.container(key=f"compare-{name.lower()}", height=420, border=False, gap=None):
            st.caption(heading, help=heading if len(heading) > differences.LONG else None)
            side_by_side.draw_side(side, name, companion=side is first, dark=dark)
if own_axes := side_by_side.axes_in_words(left, right):
    st.caption(own_axes)
side_by_side.paint(first, second, dark)
with st.container(key="compare-told", gap=None):
    sentences.show(lesson.lines(now, left, right))

chart, numbers = st.columns([2, 3], gap="medium")
with chart:
    st.caption(differences.comparable(left, right))
    with st.container(key="compare-traces", height=300, border=False):
        lesson.traces(left, right)
with numbers.container(key="compare-numbers", gap="xsmall"):
    lesson.table(left, right)

with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    lesson.buttons(now)
    watch(now.left, "Open the left run on the dashboard")
    watch(now.right, "Open the right run on the dashboard")
lesson.links(now)

same_axes = "" if own_axes else "- Both pictures have the same axes: what looks larger is larger.\n"
st.markdown(
    f"**What to look at**\n{same_axes}"
    "- The shorter run waits at its end while the other goes on.\n"
    "- A higher log-likelihood is a better fit only on the same data, and not for free: more parameters always fit "
    "better. BIC counts them.\n\n"
    "**Try this**\n"
    "- The same data from two starts: do they meet at the same peak?\n"
    "- One start, full and tied covariances: which parameters pay off?"
)
onward(COMPARE)
