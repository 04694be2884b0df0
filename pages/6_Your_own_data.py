"""One's own data: upload, paste or type them, choose columns, watch EM."""

import streamlit as st

from dashboard import frame, owndata, ownpanels, picture, stepper, words
from dashboard.ownpanels import listed, plain
from dashboard.reading import numbers
from dashboard.view import View
from emcore import Dataset

frame.open_page("pages/6_Your_own_data.py", "Your own data")
problems = owndata.read_link()
own = owndata.state()

st.markdown("# Your own data")
st.markdown(
    "Upload a file, paste a column or a table, or type points, and watch EM fit them. The data stay in this visit: "
    "they are never written to a disk, never shown to another visitor, and forgotten when you leave. Only the link, "
    f"should you pass it on, can carry up to {owndata.MOST_POINTS} points; a switch in the sidebar prevents that."
)
if problems:
    st.warning("The link could not be followed exactly:\n\n" + listed(problems))
if own.wanted is not None:
    st.info(
        f"This link is about **{plain(own.wanted.file)}** with {own.wanted.rows:,} rows"
        + (f", columns {plain(', '.join(own.wanted.columns))}" if own.wanted.columns else "")
        + ". A link does not carry that much: please give the data below, and the run is repeated.",
        icon=":material/attach_file:",
    )
with st.expander("The data", expanded=own.source != owndata.FROM_LINK, icon=":material/table:"):
    left, right = st.columns(2, gap="large")
    with left:
        ownpanels.ways_in()
    with right:
        if own.problem:
            st.error(plain(own.problem), icon=":material/error:")
        elif own.table is not None:
            ownpanels.preview(own.table)
        else:
            st.caption("What was read is shown here.")
with st.sidebar:
    ownpanels.sidebar()
if own.table is None:
    owndata.write_link(None)
    st.stop()

ownpanels.choose_columns(own.table)
if not own.columns:
    owndata.write_link(None)
    st.info("Choose at least one column.")
    st.stop()
chosen = numbers(own.table, own.columns)
owndata.write_link(chosen)
go_on = ownpanels.bad_rows(chosen)
if chosen.remarks:
    st.warning(listed(chosen.remarks), icon=":material/warning:")
if not go_on or len(chosen.X) < 2:
    st.stop()

choices = own.choices
X = owndata.standardized(chosen.X) if choices.standardize else chosen.X
dataset = Dataset(X, None, None, tuple(f"{name}, standardized" * choices.standardize or name for name in own.columns))
trace, problem = owndata.run(X, choices, st.empty())
shown, seen = ownpanels.seen_in_two(dataset, trace)
if trace is None or seen is None:
    st.error(f"These data allow no such start: {plain(problem.removesuffix('.'))}.", icon=":material/error:")
    picture.picture(shown, None, View(), frame.is_dark())
    st.stop()
stepper.own_step_bar(len(seen) - 1, own.fitted[0] if own.fitted else "")
if trace.stop == "collapsed":
    st.warning(trace.detail, icon=":material/warning:")
left, right = st.columns([8, 5], gap="medium")
with left:
    adds = ownpanels.clicks_add_points(X.shape[1], choices.standardize)
    picture.picture(shown, seen, View(click="place" if adds else "none"), frame.is_dark())
    if adds:
        ownpanels.take_clicks(chosen.X, own.columns)
with right:
    stepper.read_out(shown, seen)
    if shown.X.shape[1] == 2:
        st.caption(f"x1: {plain(shown.columns[0])}; x2: {plain(shown.columns[1])}.")
stepper.sentence(words.sentences(seen, len(X)))
picture.trace_picture(seen, frame.is_dark())
