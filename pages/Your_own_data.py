"""One's own data: upload, paste, type or click them, choose columns; the dashboard then runs EM on them."""

import streamlit as st

from dashboard import page
from dashboard.common.texts import listed, plain
from dashboard.common.theme import is_dark
from dashboard.link import address
from dashboard.link.navigation import HOME, OWN_DATA, go_to, onward
from dashboard.link.view import MATRIX, View
from dashboard.own_data import how_it_was_read, in_use, privacy, rows_and_columns, typed, ways_in
from dashboard.picture import which_chart
from emcore.scenario.own_points import MOST_POINTS, OWN

PICTURE_HEIGHT = 560  # pixels

page.open_page(OWN_DATA, "Your own data")
own = in_use.state()
wanted = address.state().scenario.own

st.markdown("# Your own data")
st.markdown(
    "Upload a file, paste a column or a table, type points or click them into a picture, and watch EM fit them. The "
    "data stay in this visit: they are never written to a disk, never shown to another visitor, and forgotten when you "
    f"leave. Only the link, should you pass it on, can carry up to {MOST_POINTS} points; a switch below prevents that."
)
if wanted.file and not in_use.ready(address.state().scenario):
    st.info(f"The link asks for **{plain(wanted.file)}**, {wanted.rows:,} rows.", icon=":material/attach_file:")
left, right = st.columns(2, gap="large")
with left:
    way = ways_in.ways_in()
    ways_in.read(st.empty())
    if way != ways_in.TYPE and own.table is not None:
        how_it_was_read.choices(own.table)
with right:
    if way == ways_in.TYPE:
        typed.canvas()
    elif own.table is not None:
        how_it_was_read.preview(own.table)
    elif not own.problem:
        st.caption("What was read is shown here.")
if own.problem:
    before = " The data from before are still here." if own.table is not None else ""
    st.error(plain(own.problem) + before, icon=":material/error:")
if own.table is not None:
    rows_and_columns.choose_columns(own.table)
    if own.points is None:
        st.info("Choose at least one column.")
    else:
        rows_and_columns.bad_rows(own.points)
        if own.points.remarks:
            st.warning(listed(own.points.remarks), icon=":material/warning:")
if own.table is not None or address.state().scenario.source == OWN:
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        privacy.privacy()
address.write()

scenario = in_use.scenario()
if scenario is not None:
    dataset = scenario.dataset(in_use.points(scenario))
    odd = own.points is not None and bool(own.points.remarks)  # said above: as they are no run begins, or it fails
    button = f"{'Open' if odd else 'Watch EM on'} these {len(dataset.X):,} points{' all the same' if odd else ''}"
    kind, icon = ("secondary", None) if odd else ("primary", ":material/play_circle:")
    if st.button(button, key="own-watch", type=kind, icon=icon):
        state = address.state()
        go_to(HOME, {**scenario.to_query(), **state.view.to_query(), **state.lecture.to_query()}, keep_step=True)
    if way != ways_in.TYPE:
        with st.container(height=PICTURE_HEIGHT, border=False):
            which_chart.picture(scenario, dataset, None, View(plane=MATRIX).fitted_to(scenario), is_dark())
onward(OWN_DATA)
